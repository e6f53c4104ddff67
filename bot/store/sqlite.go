package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite", without cgo
)

// File is the name of the database in its directory.
const File = "hapjak.db"

// OpenSQLite opens the database of a directory, making both when they are missing,
// checks it and brings it up to date. Several processes of one machine may have it open.
func OpenSQLite(dir string) (*SQL, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("store: %w (give another --data)", err)
	}
	// NORMAL: a commit is in the log when the call returns, so a killed process loses
	// nothing; the log is forced to disk at each checkpoint.
	// secure_delete: what is deleted is written over, or a member's words would stay in the file.
	s, err := openFile(dir, "_pragma=busy_timeout(3000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=secure_delete(1)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	s.scrub = s.emptyLog
	ctx, cancel := context.WithTimeout(context.Background(), openFor)
	defer cancel()
	for _, step := range []func(context.Context) error{s.check, s.migrate, s.writable} {
		if err := step(ctx); err != nil {
			s.db.Close()
			return nil, fmt.Errorf("store: %s: %w (mend it, or move it away to start afresh, or give another --data)", filepath.Join(dir, File), err)
		}
	}
	return s, nil
}

// OpenReader opens the database of a directory for reading only. It is an error when
// there is none.
func OpenReader(dir string) (*SQL, error) {
	if _, err := os.Stat(filepath.Join(dir, File)); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	var errs error
	// Where the directory cannot be written the shared-memory file of the log cannot be
	// made: then the file is read as it is, without its log.
	for _, options := range []string{"mode=ro&_pragma=busy_timeout(3000)", "mode=ro&immutable=1"} {
		s, err := openFile(dir, options)
		if err != nil {
			errs = errors.Join(errs, err)
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), openFor)
		_, err = s.Questions(ctx, 1)
		cancel()
		if err == nil {
			return s, nil
		}
		errs = errors.Join(errs, err)
		s.db.Close()
	}
	return nil, errs
}

// NewMemory returns a database in the memory of the process, for when nothing shall
// outlive it, and for tests.
func NewMemory() *SQL {
	s, err := openSQL("file:" + rand.Text() + "?mode=memory&cache=shared")
	if err == nil {
		s.db.SetMaxOpenConns(2)
		// One connection is never used: the memory lasts as long as any is open, and
		// database/sql closes those whose query was broken off.
		if _, err = s.db.Conn(context.Background()); err == nil {
			err = s.migrate(context.Background())
		}
	}
	if err != nil {
		panic("store: " + err.Error()) // no file, no disk and no data of anybody's is in it
	}
	return s
}

func openFile(dir, options string) (*SQL, error) {
	file, err := filepath.Abs(filepath.Join(dir, File))
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s, err := openSQL((&url.URL{Scheme: "file", Path: file, RawQuery: options}).String())
	if err == nil {
		s.db.SetMaxOpenConns(4)
	}
	return s, err
}

func openSQL(name string) (*SQL, error) {
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return &SQL{database{
		db: db, migrations: "sqlite", scrub: func(context.Context) error { return nil },
		version: func(ctx context.Context, tx *sql.Tx) (n int, err error) {
			err = tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&n)
			return n, err
		},
		setVersion: func(ctx context.Context, tx *sql.Tx, n int) error {
			_, err := tx.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(n))
			return err
		},
	}}, nil
}

// check finds a file that is not a database or is damaged.
func (d *database) check(ctx context.Context) error {
	var verdict string
	if err := d.db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("damaged: %s", verdict)
	}
	return nil
}

// emptyLog empties the write-ahead log, which holds pages as they were. Where a reader is in the
// way the next one does.
func (d *database) emptyLog(ctx context.Context) error {
	_, err := d.exec(ctx, "emptying the log", "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// writable finds out whether something can be written.
func (d *database) writable(ctx context.Context) error {
	_, err := d.db.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('opened', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value", strconv.FormatInt(time.Now().Unix(), 10))
	return err
}
