package web

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"hapjak/bot"
	"hapjak/facts"
)

// This file holds what is known while a request is answered. The knowledge base may be
// changed on disk at any time (bot/watch); a request is answered from one of them, from
// its beginning to its end.

// A mind answers questions, as many at once as there are turns.
type mind struct {
	talk    *bot.Bot
	kept    *keeper
	timeout time.Duration
	turns   chan struct{}
	state   atomic.Int32
	metrics *metrics
	log     *slog.Logger
}

type knowKey struct{}

// hold has all that is done under a context know the same until done is called.
func (s *mind) hold(ctx context.Context) (held context.Context, done func()) {
	if _, ok := ctx.Value(knowKey{}).(*facts.Answerer); ok {
		return ctx, func() {}
	}
	ctx, know, done := s.talk.Hold(ctx)
	return context.WithValue(ctx, knowKey{}, know), done
}

// knowOf returns what a request is answered from. Its context must be held.
func knowOf(ctx context.Context) *facts.Answerer {
	return ctx.Value(knowKey{}).(*facts.Answerer)
}

// damaged reports whether a file of the knowledge base was found damaged.
func (s *mind) damaged() bool {
	know, done := s.talk.Know()
	defer done()
	return know.Err() != nil
}

var (
	errBusy    = errors.New("many are asking at this moment; please try again in a few seconds")
	errSlow    = errors.New("there was no time to look through the sources just now; please try again in a few seconds")
	errDamaged = errors.New("a file of the knowledge base is damaged, so nothing is answered from it; the operator has been told")
)

// work runs do with a context that ends in time, once it is this request's turn. Its error
// is what the client is told.
func (s *mind) work(ctx context.Context, do func(context.Context)) error {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	select {
	case s.turns <- struct{}{}:
		defer func() { <-s.turns }()
	case <-ctx.Done():
		return errBusy
	}
	do(ctx)
	return s.sound(ctx)
}

// sound is errDamaged where the files that a request is answered from are; the log says which and the remedy.
func (s *mind) sound(ctx context.Context) error {
	if err := knowOf(ctx).Err(); err != nil {
		s.log.Error("the knowledge base is damaged", "error", err)
		return errDamaged
	}
	return nil
}

// reads is a handler that shows what the knowledge base holds: of a damaged one it shows nothing, not even
// that something is not there.
func (s *mind) reads(p *painter, h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := s.sound(r.Context()); err != nil {
			p.refuse(w, r, err)
			return
		}
		h(w, r)
	}
}

// reply answers a request when it is its turn. That the sources do not say is no answer where there was
// no time to look.
func (s *mind) reply(ctx context.Context, req bot.Request, surface string) (reply bot.Reply, err error) {
	late := false
	err = s.work(ctx, func(ctx context.Context) {
		reply = s.talk.Handle(ctx, req)
		late = ctx.Err() != nil
	})
	if err == nil && late && reply.Status == facts.Unknown {
		err = errSlow
	}
	status := string(reply.Status)
	if err != nil {
		status = "refused"
	}
	if err == nil {
		s.kept.keep(surface, cmp.Or(req.Text, req.Options["question"]), reply)
	}
	s.metrics.questions.WithLabelValues(status, surface).Inc()
	return reply, err
}

// baseNews is what curators are told of the knowledge base's files.
type baseNews struct {
	mu     sync.Mutex
	at     time.Time
	faults []string // why the files as they are now are not in use; empty: they are
}

func (n *baseNews) set(err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.at, n.faults = time.Now(), nil
	if err != nil {
		n.faults = strings.Split(strings.TrimSpace(err.Error()), "\n")
	}
}

// broken says what is wrong with the files as they are now.
func (n *baseNews) broken() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.faults
}
