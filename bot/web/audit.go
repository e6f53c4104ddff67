package web

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"hapjak/bot/store"
)

// An audit is the log of who changed what.
type audit struct {
	memory Memory
	log    *slog.Logger
}

// errNotLogged refuses a change.
var errNotLogged = errors.New("the change cannot be entered in the audit log just now, so it is not made; please try again in a moment")

// change makes a change once it stands in the audit log. One that fails is entered again, as
// one that was not made.
func (s *audit) change(ctx context.Context, c store.Change, do func() error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := s.memory.Note(ctx, c); err != nil {
		s.log.Error("a change cannot be logged", "error", err)
		return errNotLogged
	}
	err := do()
	if err != nil {
		c.What, c.After = "failed, nothing was changed: "+c.What, err.Error()
		_ = s.memory.Note(ctx, c)
	}
	return err
}
