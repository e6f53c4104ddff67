package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// This file keeps who may work in the curators' pages, and the log of what they changed.
// Neither is touched by retention or by Forget: a curator's name is no asker's.

// A Curator is somebody who may work there.
type Curator struct {
	Name  string
	Role  string    // what bot/web calls it; empty: none
	Given string    // who gave it; empty: the operator
	At    time.Time // since when
}

// A Change is a line of the audit log.
type Change struct {
	ID            int64 // drawn by the store; a later line has a higher one
	At            time.Time
	Who           string // the curator's name
	What          string // "stated made_in of blue-kettle"
	File          string // of the knowledge base, with slashes; empty: none
	Line          int    // from 1; 0: the whole file
	Before, After string // of that place; of each at most 64 KiB are kept
}

// maxChange is how many bytes of a change's Before and After are kept.
const maxChange = 64 << 10

// ErrUnknownCurator is returned where there is no curator of a name.
var ErrUnknownCurator = errors.New("store: there is no such curator")

// SetCurator gives a role, or without one takes it away.
func (s *Store) SetCurator(ctx context.Context, c Curator) error {
	if c.At.IsZero() {
		c.At = time.Now()
	}
	return s.queue(ctx, func(ctx context.Context) error { return s.backend.SetCurator(ctx, c) })
}

// Note adds a line to the audit log, and returns when it is safe.
func (s *Store) Note(ctx context.Context, c Change) error {
	if c.At.IsZero() {
		c.At = time.Now()
	}
	c.Before, c.After = clipBytes(c.Before, maxChange), clipBytes(c.After, maxChange)
	return s.queue(ctx, func(ctx context.Context) error { return s.backend.Note(ctx, c) })
}

// clipBytes cuts a text to at most so many bytes, and says that it did.
func clipBytes(text string, most int) string {
	text = strings.ReplaceAll(text, "\x00", "\ufffd") // which PostgreSQL does not hold
	if len(text) <= most {
		return strings.ToValidUTF8(text, "\ufffd")
	}
	const cut = "\n… (cut)"
	return strings.ToValidUTF8(text[:most-len(cut)], "") + cut
}

// Curators lists the curators.
func (s *SQL) Curators(ctx context.Context) ([]Curator, error) {
	var out []Curator
	err := s.list(ctx, "reading curators", func(rows *sql.Rows) error {
		var c Curator
		var at int64
		err := rows.Scan(&c.Name, &c.Role, &c.Given, &at)
		c.At = time.Unix(at, 0)
		out = append(out, c)
		return err
	}, "SELECT name, role, given, at FROM curator ORDER BY name LIMIT 1000")
	return out, err
}

// Curator returns one of them.
func (s *SQL) Curator(ctx context.Context, name string) (Curator, error) {
	c := Curator{Name: name}
	var at int64
	err := s.db.QueryRowContext(ctx, "SELECT role, given, at FROM curator WHERE name = $1", name).Scan(&c.Role, &c.Given, &at)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Curator{}, ErrUnknownCurator
	case err != nil:
		return Curator{}, fmt.Errorf("store: reading a curator: %w", err)
	}
	c.At = time.Unix(at, 0)
	return c, nil
}

// SetCurator gives a role or takes it away.
func (s *SQL) SetCurator(ctx context.Context, c Curator) error {
	if c.Role == "" {
		_, err := s.exec(ctx, "taking a role away", "DELETE FROM curator WHERE name = $1", c.Name)
		return err
	}
	_, err := s.exec(ctx, "giving a role", `INSERT INTO curator (name, role, given, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (name) DO UPDATE SET role = excluded.role, given = excluded.given, at = excluded.at`, c.Name, c.Role, c.Given, c.At.Unix())
	return err
}

// Note adds a line to the audit log.
func (s *SQL) Note(ctx context.Context, c Change) error {
	_, err := s.exec(ctx, "noting a change", "INSERT INTO audit (at, who, what, file, line, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		c.At.Unix(), c.Who, c.What, c.File, c.Line, c.Before, c.After)
	return err
}

// Changes lists the audit log.
func (s *SQL) Changes(ctx context.Context, before int64, limit int) ([]Change, error) {
	if before <= 0 {
		before = 1<<63 - 1
	}
	var out []Change
	err := s.list(ctx, "reading the audit log", func(rows *sql.Rows) error {
		var c Change
		var at int64
		err := rows.Scan(&c.ID, &at, &c.Who, &c.What, &c.File, &c.Line, &c.Before, &c.After)
		c.At = time.Unix(at, 0)
		out = append(out, c)
		return err
	}, "SELECT id, at, who, what, file, line, before, after FROM audit WHERE id < $1 ORDER BY id DESC LIMIT $2", before, limit)
	return out, err
}
