package store

import (
	"errors"
	"path/filepath"
	"testing"
)

// A copy holds what was written before, though the database stays open and goes on
// being written, and what is written later is not in it.
func TestCopyBesideABot(t *testing.T) {
	dir, to := t.TempDir(), t.TempDir()
	s, err := OpenSQLite(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ask := func(text string) {
		t.Helper()
		if err := s.Record(t.Context(), Event{Kind: Unknown, Question: text}); err != nil {
			t.Fatal(err)
		}
	}
	ask("Who built the ferry?")
	if err := Copy(t.Context(), dir, filepath.Join(to, File)); err != nil {
		t.Fatal(err)
	}
	ask("Who sails it?")
	r, err := OpenSQLite(to)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	list, err := r.Questions(t.Context(), 0)
	if err != nil || len(list) != 1 || list[0].Text != "Who built the ferry?" {
		t.Errorf("%+v, %v", list, err)
	}
	if err := Copy(t.Context(), t.TempDir(), filepath.Join(to, "b")); err == nil {
		t.Error("a copy of nothing")
	}
}

func TestIdle(t *testing.T) {
	dir := t.TempDir()
	if err := Idle(t.Context(), dir); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
	s, err := OpenSQLite(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := Idle(t.Context(), dir); !errors.Is(err, ErrInUse) {
		t.Errorf("with a bot: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Idle(t.Context(), dir); err != nil {
		t.Errorf("after the bot: %v", err)
	}
	if s, err = OpenSQLite(dir); err != nil {
		t.Errorf("opened again: %v", err)
	} else {
		s.Close()
	}
}
