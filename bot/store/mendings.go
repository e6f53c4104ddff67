package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// This file keeps what curators did about the questions, for the review queue.

// A Mending is what a curator did about a group of questions that ask the same.
type Mending struct {
	ID      int64  // drawn by the store
	Topic   string // the Key of the group's first question
	Version int    // from 1, one more with each mending of the group
	At      time.Time
	Who     string // the curator's name
	Kind    string // what bot/review calls it
	What    string // a sentence: what was done
	Edits   string // bot/review's, so that it can be undone
	Undone  time.Time
	Undoer  string
}

// ErrMended is returned where another mending of the group has that version already.
var ErrMended = errors.New("store: somebody else was faster")

// Key is what two spellings of one question share. It is empty for a text without words.
func Key(question string) string { return key(question) }

// Mend enters a mending, and returns its ID. The error is ErrMended where the group has one
// of that Version.
func (s *Store) Mend(ctx context.Context, m Mending) (int64, error) {
	if m.At.IsZero() {
		m.At = time.Now()
	}
	return ask(ctx, s, 0, func(ctx context.Context) (int64, error) { return s.backend.Mend(ctx, m) })
}

// Undo notes that a mending was undone, and says whether it stood.
func (s *Store) Undo(ctx context.Context, id int64, who string) (bool, error) {
	return ask(ctx, s, false, func(ctx context.Context) (bool, error) { return s.backend.Undo(ctx, id, who, time.Now()) })
}

// Stock counts the events. SQLite counts a table without looking at its rows where nothing else is asked in the same
// breath.
func (s *SQL) Stock(ctx context.Context) (n int, newest int64, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM event), (SELECT coalesce(max(id), 0) FROM event)").Scan(&n, &newest)
	if err != nil {
		err = fmt.Errorf("store: counting events: %w", err)
	}
	return n, newest, err
}

// Since lists what is new.
func (s *SQL) Since(ctx context.Context, id int64, at time.Time, limit int) ([]Event, error) {
	var out []Event
	// Each part has an index of its own; joined by OR they would have all rows looked at.
	err := s.list(ctx, "reading new events", func(rows *sql.Rows) error {
		e, err := scanEvent(rows)
		out = append(out, e)
		return err
	}, "SELECT "+eventColumns+` FROM event WHERE id IN (SELECT id FROM (SELECT id FROM event WHERE id > $1 ORDER BY id LIMIT $3) AS fresh
		UNION SELECT id FROM event WHERE kind = 1 AND at >= $2 UNION SELECT id FROM event WHERE kind = 2 AND at >= $2
		UNION SELECT id FROM event WHERE kind = 2 AND settled >= $2 AND settled > 0) ORDER BY id LIMIT $3`, id, at.Unix(), limit)
	return out, err
}

// Mend enters a mending.
func (s *SQL) Mend(ctx context.Context, m Mending) (int64, error) {
	var id int64
	err := s.db.QueryRowContext(ctx, `INSERT INTO mending (topic, version, at, who, kind, what, edits) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (topic, version) DO NOTHING RETURNING id`, m.Topic, m.Version, m.At.Unix(), m.Who, m.Kind, m.What, m.Edits).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrMended
	}
	if err != nil {
		return 0, fmt.Errorf("store: entering a mending: %w", err)
	}
	return id, nil
}

// Mendings lists the mendings.
func (s *SQL) Mendings(ctx context.Context, limit int) ([]Mending, error) {
	if limit <= 0 {
		limit = 1 << 31
	}
	var out []Mending
	err := s.list(ctx, "reading mendings", func(rows *sql.Rows) error {
		var m Mending
		var at, undone int64
		err := rows.Scan(&m.ID, &m.Topic, &m.Version, &at, &m.Who, &m.Kind, &m.What, &m.Edits, &undone, &m.Undoer)
		if m.At = time.Unix(at, 0); undone > 0 {
			m.Undone = time.Unix(undone, 0)
		}
		out = append(out, m)
		return err
	}, "SELECT id, topic, version, at, who, kind, what, edits, undone, undoer FROM mending ORDER BY id DESC LIMIT $1", limit)
	return out, err
}

// Undo notes that a mending was undone.
func (s *SQL) Undo(ctx context.Context, id int64, who string, now time.Time) (bool, error) {
	n, err := s.exec(ctx, "undoing a mending", "UPDATE mending SET undone = $2, undoer = $3 WHERE id = $1 AND undone = 0", id, now.Unix(), who)
	return n == 1, err
}
