package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// IsPostgres says whether a --data names a PostgreSQL database rather than a directory.
func IsPostgres(data string) bool {
	return strings.HasPrefix(data, "postgres://") || strings.HasPrefix(data, "postgresql://")
}

// migrationLock is the advisory lock under which one process migrates: any number that
// nobody else takes.
const migrationLock = 0x4861_706a_616b

// OpenPostgres opens a PostgreSQL database by its address and brings it up to date. Many
// processes on many machines may have it open. An error does not repeat the address: it
// may hold a password.
func OpenPostgres(address string) (*SQL, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errors.New("store: --data is no address such as postgres://user@host/database")
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(8)
	s := &SQL{database{
		db: db, migrations: "postgres", scrub: func(context.Context) error { return nil }, // the vacuum does, which migrations/postgres/0010_vacuum.sql hastens
		version: func(ctx context.Context, tx *sql.Tx) (n int, err error) {
			// Held until the transaction ends: two processes starting at once take turns.
			if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", int64(migrationLock)); err != nil {
				return 0, err
			}
			if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS schema_version (n INTEGER NOT NULL)"); err != nil {
				return 0, err
			}
			err = tx.QueryRowContext(ctx, "SELECT coalesce(max(n), 0) FROM schema_version").Scan(&n)
			return n, err
		},
		setVersion: func(ctx context.Context, tx *sql.Tx, n int) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO schema_version (n) VALUES ($1)", n)
			return err
		},
	}}
	ctx, cancel := context.WithTimeout(context.Background(), openFor)
	defer cancel()
	if err := s.migrate(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("store: the database %q at %s: %w (start it, or give another --data)", config.Database, config.Host, err)
	}
	return s, nil
}
