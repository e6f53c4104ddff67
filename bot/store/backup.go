package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Copy writes what the database of a directory holds at this moment into a new file,
// beside a bot that goes on writing.
func Copy(ctx context.Context, dir, file string) error {
	s, err := OpenReader(dir)
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := s.db.ExecContext(ctx, "VACUUM INTO ?", file); err != nil {
		return fmt.Errorf("store: %s: %w", filepath.Join(dir, File), err)
	}
	return nil
}

// ErrInUse is what Idle returns while a process has the database open.
var ErrInUse = errors.New("a bot has it open; stop it first")

// Idle returns nil where no other process has the database of a directory open, or
// there is none.
func Idle(ctx context.Context, dir string) error {
	path := filepath.Join(dir, File)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	s, err := openFile(dir, "_pragma=busy_timeout(200)")
	if err != nil {
		return err
	}
	defer s.Close()
	s.db.SetMaxOpenConns(1)
	// Leaving the log needs the file for oneself.
	var mode string
	if err := s.db.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode); err != nil || mode != "delete" {
		return fmt.Errorf("store: %s: %w", path, ErrInUse)
	}
	return nil
}
