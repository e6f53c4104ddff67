package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

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
// Of an answer in several messages those are looked for that went out, and the others are sent
// under their nonces as long as Discord surely compares those. Where the question was deleted what
// went out goes, and where it was edited that follows.
//
// What the bot says of itself (a notice, outbox.go) is entered in the same way.
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
			a.serve("message", follower{a}.catchUp)
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
			a.interaction(ctx, &i, b.Data, "gateway", c, log, func(r response) (string, error) { return a.rest.respond(ctx, i.ID, i.Token, r) })
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

// nonceFor is for how long Discord surely compares nonces: so long what is missing of an answer
// in several messages can be sent without sending anything twice.
const nonceFor = 3 * time.Minute

// retaken looks what became of a question that was taken over: what it says by now, whether it is
// there still, and which messages of its answer went out after all. Whoever deleted it wants no
// answer; whoever edited it after it was answered wants that edited.
func (a *adapter) retaken(ctx context.Context, m *wireMessage, c *claim, log *slog.Logger) (answers []string, goOn bool) {
	there := follower{a}.latest(ctx, m, c.to.why, log)
	answers = a.found(ctx, m.Channel, m.ID)
	switch {
	case !there:
		follower{a}.takeBack(ctx, m.Channel, m.ID, answers, log)
	case !c.lost && len(answers) > 0 && follower{a}.outran(ctx, m, m.Channel, answers[0], log):
		c.done(answers)
		follower{a}.edited(ctx, m, c.to.why, log)
	default:
		return answers, true
	}
	return nil, false
}

// found looks which messages of the answer to a question went out that was not ticked off: the reply to it, and
// what follows that from the same asker's answers.
func (a *adapter) found(ctx context.Context, channel, question string) (ids []string) {
	list, err := a.rest.since(ctx, channel, question)
	if err != nil {
		a.log.Debug("what was answered could not be read", "error", err.Error())
	}
	asker := ""
	for _, m := range list {
		reply := questionID(&m) == question
		if !a.isOurs(m) || !reply && len(ids) == 0 {
			continue
		}
		bin, _ := a.codec.read(&m, verbDelete)
		switch {
		case reply:
			asker = bin.owner
		case bin.owner != asker || asker == "":
			continue
		case m.Reference != nil || m.Metadata != nil:
			return ids // another answer to him
		}
		ids = append(ids, m.ID)
	}
	return ids
}
