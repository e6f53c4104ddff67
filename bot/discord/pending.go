package discord

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"hapjak/bot/store"
)

// This file loses no question and answers none twice.
//
// A question is entered in the store before it is thought about, with the event that it
// came in, and ticked off when its answer was posted or refused for good. Of several
// processes that hear one event the one that entered it answers. Each renews the lease
// on what it has entered; what a killed one leaves is taken over by another, or by the
// same one when it is back, as soon as the lease has run out, and at once when it was
// stopped in order. Before the answer to a taken-over message is posted the channel is
// looked at, and the nonce is that of the first try: if the answer went out after all it
// is found again. A process that could not renew its leases in time asks whether the
// question is still its own before it answers. One that Discord did not take is given up,
// to be tried again when half a lease is over; how a question ended is written again until
// the store has taken it.
//
// A message that was taken over is read again: what it says by now is answered, and nothing where
// it was deleted. When a session begins the questions that were answered of late are looked at
// again too (edits.go): what was edited or deleted before it, no event tells.
//
// Of an answer in several messages the first is looked for, and the others are sent again under
// their nonces as long as Discord surely compares those.
//
// An interaction lives three seconds, and fifteen minutes when its answer was promised:
// past that the asker is told that the question was lost. Whether a promise or an answer that
// hung has arrived can be read; of what comes behind it (further messages, and a private answer
// whose promise was public) it cannot, so that is never sent twice, and told to be lost instead.

const (
	maxTries  = 3                // by so many processes; what kills each of them must end
	answerFor = 10 * time.Minute // a question so old is not answered any more
	tellFor   = 12 * time.Hour   // nor is told to be lost
	takeOver  = 32               // questions at once
)

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
	entering  *turns       // the store takes one after the other
	hurry     atomic.Int64 // until when not to wait for the store, in Unix nanoseconds
	unwritten sync.Map     // what the store did not take of how questions ended, by their id: func(context.Context) error

	store   Memory
	timing  timing
	log     *slog.Logger
	metrics *metrics
}

// maxEntering bounds the questions before the store at once: those of who floods the bot
// wait for their turn here, where others pass them.
const maxEntering = 4

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

// keepLeases renews the leases, and takes over what others left, until ctx ends. Then
// what could not be answered is left to who comes next.
func (a *adapter) keepLeases(ctx context.Context) {
	for {
		now := time.Now()
		if _, err := a.store.Renew(ctx, a.owner, "", now.Add(a.timing.lease)); err == nil {
			a.leased.Store(now.Add(a.timing.lease).UnixMilli())
		} else if ctx.Err() == nil {
			a.log.Debug("leases could not be renewed", "error", err.Error())
		}
		a.write(ctx)
		if a.missed.Load() {
			a.serve("message", a.catchUp)
		}
		if a.me() != "" { // without it no message can be told from ours
			list, err := a.store.Orphans(ctx, a.owner, now, now.Add(a.timing.lease), takeOver)
			if err != nil && ctx.Err() == nil {
				a.log.Debug("what others left could not be read", "error", err.Error())
			}
			for _, p := range list {
				a.retake(p)
			}
		}
		pause := a.timing.lease / 4
		if a.me() == "" {
			pause = min(pause, 100*time.Millisecond)
		}
		if sleep(ctx, pause) != nil {
			return
		}
	}
}

// release gives up what this process has not answered.
func (l *ledger) release() {
	l.leased.Store(-1)
	ctx, cancel := context.WithTimeout(context.Background(), noteFor)
	defer cancel()
	if _, err := l.store.Renew(ctx, l.owner, "", time.UnixMilli(0)); err != nil {
		l.log.Debug("leases could not be given up", "error", err.Error())
	}
}

// retake answers a question that another process left.
func (a *adapter) retake(p store.Pending) {
	if _, ours := a.claims.LoadOrStore(p.ID, true); ours {
		return // only the lease was renewed too late
	}
	var b body
	c := &claim{ledger: a.ledger, id: p.ID, entry: p, taken: true, log: a.log}
	if err := json.Unmarshal([]byte(p.Body), &b); err != nil {
		a.log.Warn("what is kept of a question cannot be read", "error", err.Error())
		c.done(nil)
		return
	}
	a.log.Info("a question is taken over", "tries", p.Tries)
	a.metrics.dropped.WithLabelValues("taken over").Inc()
	age := time.Since(p.At)
	c.to = addressed{why: p.Why, text: b.Text}
	c.old, c.lost = age > a.timing.first, p.Tries > maxTries || age > answerFor
	var m wireMessage
	var i wireInteraction
	var n notice
	switch {
	case age > tellFor:
		c.done(nil)
	case b.Kind == keptMessage && decode(b.Data, &m) == nil:
		if !a.serve("message", func(ctx context.Context, log *slog.Logger) { a.message(ctx, &m, b.Data, c, log) }) {
			c.giveUp()
		}
	case b.Kind == keptInteraction && decode(b.Data, &i) == nil:
		if !a.serve("interaction", func(ctx context.Context, log *slog.Logger) {
			a.interaction(ctx, &i, b.Data, "gateway", c, log, func(r response) error { return a.rest.respond(ctx, i.ID, i.Token, r) })
		}) {
			c.giveUp()
		}
	case b.Kind == keptNotice && decode(b.Data, &n) == nil:
		if !a.serve("notice", func(ctx context.Context, log *slog.Logger) { a.give(ctx, c, n, log) }) {
			c.giveUp()
		}
	default:
		c.done(nil)
	}
}

// retake answers a taken-over interaction: in the place of the answer that was promised, and
// where none was in its three seconds as ever. Past them the asker is told.
func (n *answering) retake(private bool, build func(context.Context) view) {
	n.later(func(ctx context.Context) {
		defer func() { // a panic costs one answer, and is not tried again
			if !n.claim.settled {
				n.lose(ctx)
			}
		}()
		if n.claim.lost {
			n.lose(ctx)
			return
		}
		there, err := n.rest.answer(ctx, n.i.App, n.i.Token)
		if err != nil {
			n.ended(ctx, err)
			return
		}
		if there == nil && n.claim.old {
			n.lose(ctx)
			return
		}
		v := build(ctx)
		kind, list := n.kindOf(&v), payloads(v)
		switch {
		case there == nil:
			err = n.rest.respond(ctx, n.i.ID, n.i.Token, response{Kind: kind, Data: list[0]})
			if err != nil && !passing(err) { // its three seconds are over, or a promise was made and taken back
				n.lose(ctx)
				return
			}
			if err == nil {
				err = n.behind(ctx, list[1:])
			}
		case n.turning || there.Flags&int(discordgo.MessageFlagsLoading) != 0:
			err = n.keep(ctx, private, v)
		case len(list) > 1: // how many of the others were sent is not known
			n.lose(ctx)
			return
		}
		n.ended(ctx, err)
	})
}

// ended ticks the question off, or leaves it to be tried again where Discord may take its answer
// then. A refusal is told to the asker, but for those that he sees himself.
func (n *answering) ended(ctx context.Context, err error) {
	switch code := codeOf(err); {
	case passing(err):
		n.claim.giveUp()
	case err == nil, code == codeUnknownInteraction, code == codeAcknowledged, code == codeUnknownMessage:
		n.claim.done(nil)
	default:
		n.lose(ctx)
	}
}

// lose tells the asker that an answer will not come, as soon as he can be told.
func (n *answering) lose(ctx context.Context) {
	n.metrics.dropped.WithLabelValues("lost").Inc()
	if n.adapter.tell(ctx, n.who.ID, view{plain: true, text: say(n.locale, "lost")}, n.i.ID, n.log) {
		n.claim.done(nil)
		return
	}
	n.claim.giveUp()
}
