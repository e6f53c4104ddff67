package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite", without cgo
)

//go:embed migrations/*.sql
var migrations embed.FS

// File is the name of the database in its directory.
const File = "hapjak.db"

// SQLite is a Backend in one file.
type SQLite struct {
	db *sql.DB
}

var _ Backend = (*SQLite)(nil)

// OpenSQLite opens the database of a directory, making both when they are missing,
// checks it and brings it up to date. Several processes may have it open.
func OpenSQLite(dir string) (*SQLite, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	// NORMAL: a commit is in the log when the call returns, so a killed process loses
	// nothing; the log is forced to disk at each checkpoint.
	s, err := open(dir, "_pragma=busy_timeout(3000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), opTimeout)
	defer cancel()
	for _, step := range []func(context.Context) error{s.check, s.migrate, s.writable} {
		if err := step(ctx); err != nil {
			s.db.Close()
			return nil, fmt.Errorf("store: %s: %w (move it away to start afresh, or give another --data)", filepath.Join(dir, File), err)
		}
	}
	return s, nil
}

// OpenReader opens the database of a directory for reading only. It is an error when
// there is none.
func OpenReader(dir string) (*SQLite, error) {
	if _, err := os.Stat(filepath.Join(dir, File)); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	var errs error
	// Where the directory cannot be written the shared-memory file of the log cannot be
	// made: then the file is read as it is, without its log.
	for _, options := range []string{"mode=ro&_pragma=busy_timeout(3000)", "mode=ro&immutable=1"} {
		s, err := open(dir, options)
		if err != nil {
			errs = errors.Join(errs, err)
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), opTimeout)
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

func open(dir, options string) (*SQLite, error) {
	file, err := filepath.Abs(filepath.Join(dir, File))
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: file, RawQuery: options}).String())
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db.SetMaxOpenConns(4)
	return &SQLite{db: db}, nil
}

// check finds a file that is not a database or is damaged.
func (s *SQLite) check(ctx context.Context) error {
	var verdict string
	if err := s.db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("damaged: %s", verdict)
	}
	return nil
}

// writable finds out whether something can be written.
func (s *SQLite) writable(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('opened', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", time.Now().Unix())
	return err
}

// migrate runs the migrations the file has not seen, each in a transaction with its
// number, so that a kill between two leaves a whole schema.
func (s *SQLite) migrate(ctx context.Context) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	for _, name := range names { // sorted: 0001_…, 0002_…
		number, _, _ := strings.Cut(path.Base(name), "_")
		n, err := strconv.Atoi(number)
		if err != nil {
			return fmt.Errorf("%s: the name must begin with a number", name)
		}
		if err := s.step(ctx, name, n); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// step runs one migration unless the file has seen it.
func (s *SQLite) step(ctx context.Context, name string, n int) error {
	tx, err := s.db.BeginTx(ctx, nil) // immediate: two processes starting at once take turns
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version >= n {
		return nil
	}
	text, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(n)); err != nil {
		return err
	}
	return tx.Commit()
}

// Settings returns the settings of a server.
func (s *SQLite) Settings(ctx context.Context, server string) (Settings, error) {
	var v Settings
	var channels string
	err := s.db.QueryRowContext(ctx, "SELECT channels, every, private, language FROM settings WHERE server = ?", server).
		Scan(&channels, &v.Every, &v.Private, &v.Language)
	if errors.Is(err, sql.ErrNoRows) {
		return Settings{}, nil
	}
	if err != nil {
		return Settings{}, fmt.Errorf("store: reading settings: %w", err)
	}
	if channels != "" {
		v.Channels = strings.Fields(channels)
	}
	return v, nil
}

// SetSettings changes the settings of a server.
func (s *SQLite) SetSettings(ctx context.Context, server string, v Settings) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO settings (server, channels, every, private, language) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (server) DO UPDATE SET channels = excluded.channels, every = excluded.every, private = excluded.private, language = excluded.language`,
		server, strings.Join(v.Channels, " "), v.Every, v.Private, v.Language)
	if err != nil {
		return fmt.Errorf("store: writing settings: %w", err)
	}
	return nil
}

// Record remembers an event.
func (s *SQLite) Record(ctx context.Context, e Event) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer tx.Rollback()
	k := key(e.Question)
	if e.Kind != Unknown {
		_, err = tx.ExecContext(ctx, `INSERT INTO vote (key, voter, up, reason, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (key, voter) DO UPDATE SET up = excluded.up, reason = excluded.reason, at = excluded.at`,
			k, e.Voter, e.Kind == Up, e.Reason, e.At.Unix())
	}
	if err == nil && e.Kind != Up {
		one := 0
		if e.Kind == Unknown {
			one = 1
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO question (key, text, unknown, first, last) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET unknown = unknown + excluded.unknown, last = excluded.last`,
			k, e.Question, one, e.At.Unix(), e.At.Unix())
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return fmt.Errorf("store: recording: %w", err)
	}
	return nil
}

// Questions lists the questions, the most asked first.
func (s *SQLite) Questions(ctx context.Context, limit int) ([]Question, error) {
	if limit <= 0 {
		limit = -1
	}
	rows, err := s.db.QueryContext(ctx, `
		SELECT q.text, q.unknown, q.first, q.last,
		       (SELECT count(*) FROM vote v WHERE v.key = q.key AND v.up = 0) AS down,
		       (SELECT coalesce(group_concat(reason, char(31)), '') FROM
		          (SELECT reason FROM vote v WHERE v.key = q.key AND v.up = 0 AND v.reason <> '' ORDER BY at))
		FROM question q WHERE q.unknown + down > 0
		ORDER BY q.unknown + down DESC, q.text LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("store: reading questions: %w", err)
	}
	defer rows.Close()
	var list []Question
	for rows.Next() {
		var q Question
		var first, last int64
		var reasons string
		if err := rows.Scan(&q.Text, &q.Unknown, &first, &last, &q.Down, &reasons); err != nil {
			return nil, fmt.Errorf("store: reading questions: %w", err)
		}
		q.First, q.Last = time.Unix(first, 0), time.Unix(last, 0)
		if reasons != "" {
			q.Reasons = strings.Split(reasons, "\x1f")
		}
		list = append(list, q)
	}
	return list, rows.Err()
}

// Salt returns the installation's salt, drawing it the first time.
func (s *SQLite) Salt(ctx context.Context) ([]byte, error) {
	fresh := make([]byte, 32)
	rand.Read(fresh) // never fails
	// When two processes start at once the first to write wins.
	_, writeErr := s.db.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('salt', ?) ON CONFLICT DO NOTHING", fresh)
	var salt []byte
	if err := s.db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'salt'").Scan(&salt); err != nil {
		return nil, fmt.Errorf("store: the salt: %w", errors.Join(writeErr, err))
	}
	return salt, nil
}

// Close closes the file.
func (s *SQLite) Close() error { return s.db.Close() }
