package discord

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"hapjak/bot/store"
)

// This file keeps the book of what a process does, as pending.go explains.

// A body is an event as it is kept.
type body struct {
	Kind string          `json:"kind"`
	Data json.RawMessage `json:"data"`
	// Of a message, with what it was for the bot, and why: who takes it over does not know the
	// threads, or not yet.
	Text string `json:"text,omitempty"`
	Why  string `json:"-"`
	// Of a message, the ids of its server and channel, "12/34", by which it is found when it is answered.
	Place string `json:"-"`
	// Of a notice, what it is about, and how often that is told.
	Key   string        `json:"-"`
	Every time.Duration `json:"-"`
}

// Kinds of what is kept.
const (
	keptMessage     = "MESSAGE_CREATE"
	keptInteraction = "INTERACTION_CREATE"
	keptNotice      = "NOTICE" // not Discord's
)

// question is how a message is kept.
func question(m *wireMessage, data json.RawMessage, to addressed) body {
	return body{Kind: keptMessage, Data: data, Why: to.why, Text: to.text, Place: m.Guild + "/" + m.Channel}
}

// A ledger is what a process has entered in the store.
type ledger struct {
	owner     string       // what this process is called there
	leased    atomic.Int64 // until when all that it has there is its own, in Unix milliseconds; -1: it was given up
	claims    sync.Map     // ids of the questions that this process answers now
	entering  *turns       // of those before the store
	hurry     atomic.Int64 // until when not to wait for the store, in Unix nanoseconds
	unwritten sync.Map     // what the store did not take of how questions ended, by their id: func(context.Context) error

	store   Memory
	timing  timing
	log     *slog.Logger
	metrics *metrics
}

// maxEntering bounds the questions before the store at once, which enters them together: those of who
// floods the bot wait for their turn here, where others pass them.
const maxEntering = 32

// An answer waits for its note to be safe, for timing.note at most; after a disk was that
// slow the next do not wait, for hurryFor. Other reads and writes of the store have noteFor.
const (
	noteFor  = time.Second
	hurryFor = 10 * time.Second
)

// patience is how long an answer waits for the store.
func (l *ledger) patience() time.Duration {
	if time.Now().UnixNano() < l.hurry.Load() {
		return time.Millisecond
	}
	return l.timing.note
}

// slow notes that the store was too slow: the next answers do not wait for it.
func (l *ledger) slow(err error) {
	if errors.Is(err, context.DeadlineExceeded) {
		l.hurry.Store(time.Now().Add(hurryFor).UnixNano())
	}
}

// A claim is one question that this process answers.
type claim struct {
	*ledger
	id    string
	entry store.Pending
	taken bool      // from another process
	to    addressed // of a message that was taken over
	old   bool      // too old for the first answer to an interaction
	lost  bool      // too old to be answered, or tried too often

	settled bool // done, or given up
	log     *slog.Logger
}

// inTurn does something with the store when it is the member's turn.
func (l *ledger) inTurn(ctx context.Context, where, who string, do func() error) error {
	leave, err := l.entering.enter(ctx, where, who)
	if err != nil {
		return err
	}
	defer leave()
	return do()
}

// claim enters a question, in the asker's turn; false when another process has it. A store
// that fails costs the memory of it and not the answer.
func (l *ledger) claim(ctx context.Context, where, who, id string, b body, log *slog.Logger) (*claim, bool) {
	text, err := json.Marshal(b)
	if err != nil {
		log.Warn("a question cannot be entered", "error", err.Error())
	}
	c := &claim{ledger: l, id: id, log: log, entry: store.Pending{ID: id, Owner: l.owner, Body: string(text), Place: b.Place, Why: b.Why}}
	leave, err := l.entering.enter(ctx, where, who)
	if err != nil {
		log.Debug("a question is not remembered while it is answered", "error", err.Error())
		return c, true
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, min(l.patience(), l.timing.claim))
	defer cancel()
	lease := time.Now().Add(l.timing.lease)
	entry := c.entry
	entry.Lease = lease
	var fresh bool
	if b.Key == "" {
		fresh, err = l.store.Begin(ctx, entry)
	} else {
		fresh, err = l.store.Notice(ctx, b.Key, b.Every, entry)
	}
	if err == nil {
		c.entry.Lease = lease
	} else {
		l.slow(err)
		log.Debug("a question is not remembered while it is answered", "error", err.Error())
		fresh = true // better perhaps twice than never
	}
	if !fresh && b.Key == "" {
		l.metrics.dropped.WithLabelValues("answered elsewhere").Inc()
	}
	if fresh {
		l.claims.Store(id, true)
	}
	return c, fresh
}

// said is when a question was asked: one that was taken over long before it came here.
func (c *claim) said(id string, came time.Time) time.Time {
	if c != nil && c.taken {
		return sentAt(id, came)
	}
	return came
}

// held says whether the question is still this process's to answer: the lease may have run
// out, or the question not have been entered in time. One that is another's is let go. A
// store that fails does not cost the answer.
func (c *claim) held(ctx context.Context) bool {
	if c == nil {
		return true
	}
	now, leased := time.Now(), c.leased.Load()
	if entered := !c.entry.Lease.IsZero(); entered && leased >= 0 && later(time.UnixMilli(leased), c.entry.Lease).Sub(now) > c.timing.lease/4 {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, min(c.patience(), c.timing.claim))
	defer cancel()
	c.entry.Lease = now.Add(c.timing.lease)
	n, err := c.store.Renew(ctx, c.owner, c.id, c.entry.Lease)
	ours := n > 0
	if err == nil && !ours {
		ours, err = c.store.Begin(ctx, c.entry)
	}
	if err != nil {
		c.slow(err)
		return true
	}
	if !ours {
		c.settled = true
		c.claims.Delete(c.id)
		c.metrics.dropped.WithLabelValues("answered elsewhere").Inc()
	}
	return ours
}

// done ticks the question off. A nil claim is of a question that was not entered.
func (c *claim) done(answers []string) {
	if c == nil {
		return
	}
	c.settled = true
	defer c.claims.Delete(c.id)
	c.end(func(ctx context.Context) error { return c.store.Done(ctx, c.id, answers) })
}

// end writes how the question ended. Until that is written this process would renew its lease
// for ever, so it is tried again with the leases.
func (c *claim) end(write func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), c.patience())
	defer cancel()
	if err := write(ctx); err != nil {
		c.slow(err)
		c.log.Debug("how a question ended could not be written", "error", err.Error())
		c.unwritten.Store(c.id, write)
	}
}

// write tries again what the store did not take.
func (l *ledger) write(ctx context.Context) {
	l.unwritten.Range(func(id, write any) bool {
		ctx, cancel := context.WithTimeout(ctx, noteFor)
		defer cancel()
		if write.(func(context.Context) error)(ctx) != nil {
			return false
		}
		l.unwritten.Delete(id)
		return true
	})
}

// giveUp leaves the question to be tried again in a while: what kept it from being answered may
// last for minutes.
func (c *claim) giveUp() {
	if c == nil {
		return
	}
	c.settled = true
	c.claims.Delete(c.id) // before it can be taken over again, which this process may do at once
	c.end(func(ctx context.Context) error { return c.store.GiveUp(ctx, c.id, time.Now().Add(c.timing.lease/2)) })
}
