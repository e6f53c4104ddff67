package discord

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"time"
)

// An outbox sends messages, and remembers where that was refused (refused.go).
type outbox struct {
	crowd   *crowd
	posting *turns
	rest    *rest
	book    *ledger
	store   Memory
	log     *slog.Logger
	metrics *metrics

	notices  *recent[struct{}] // notices given: not again for a while
	lacks    *recent[struct{}] // channels where a lesser permission is missing
	dms      *recent[string]   // people, and the channel to write to them; "" is one who has closed it
	owners   *recent[string]   // of servers
	refusals *recent[refusal]  // channels that refused an answer
}

// send posts a view as a reply to a message, in the author's turn in the channel, and
// returns the ids of its pieces; those that are there already are not sent. Where a permission is missing it does without: a plain
// message where embeds may not be sent, no reply where the history may not be read.
func (o *outbox) send(ctx context.Context, m *wireMessage, v view, there []string, log *slog.Logger) ([]string, error) {
	ctx = onBehalf(ctx, place(m.Guild), m.Author.ID)
	lane, spare := m.Channel, 0
	if o.crowd.of(m.Author.ID) > lightUse { // who asks a lot leaves room for the others
		lane, spare = lane+" flood", spared
	}
	leave, err := o.posting.enter(ctx, lane, m.Author.ID)
	if err != nil {
		log.Warn("an answer waited too long to be sent", "channel", m.Channel)
		return there, err
	}
	defer leave()
	if o.closed(m.Channel) { // since the question came
		o.metrics.dropped.WithLabelValues("refused").Inc()
		return there, &apiError{call: "message", status: 403, text: "the channel refused answers a moment ago"}
	}
	return o.post(ctx, m, v, there, spare, log)
}

// A member with more than lightUse questions going on posts in a lane of his own, which
// leaves spared of the five messages that a channel takes in five seconds to the others.
const (
	lightUse = 2
	spared   = 2
)

func (o *outbox) post(ctx context.Context, m *wireMessage, v view, ids []string, spare int, log *slog.Logger) ([]string, error) {
	if !v.plain && o.lacks.holds("embeds "+m.Channel) {
		v = flatten(v)
	}
	for n, p := range payloads(v) {
		if n < len(ids) {
			continue
		}
		p.Flags &^= flagEphemeral // there is no such thing among messages
		if n == 0 && !o.lacks.holds("history "+m.Channel) {
			p.Reference = reference(m)
		}
		id, err := o.rest.post(ctx, m.Channel, m.ID, n, spare, p)
		switch code := codeOf(err); {
		case err == nil:
			ids = append(ids, id)
			continue
		case n == 0 && code == codeNoHistory && o.lacks.first("history "+m.Channel),
			n == 0 && (code == codeEmpty || code == codeNoLeave) && !v.plain && o.lacks.first("embeds "+m.Channel):
			return o.post(ctx, m, v, nil, spare, log)
		}
		o.unsent(ctx, m, err, log)
		return ids, err
	}
	o.admit(ctx, m.Channel)
	return ids, nil
}

// unsent deals with a message that could not be sent.
func (o *outbox) unsent(ctx context.Context, m *wireMessage, err error, log *slog.Logger) {
	o.metrics.dropped.WithLabelValues("unsent").Inc()
	log.Warn("an answer could not be sent", "channel", m.Channel, "error", err.Error())
	status := statusOf(err)
	if status != 403 && status != 404 {
		if !passing(err) { // it is not tried again
			o.tellOf(ctx, m, say(localeOf(m.Content), "lost"), log)
		}
		return
	}
	news := o.refuse(ctx, m.Guild, m.Channel, status, log)
	if m.Guild != "" && status == 403 && news {
		o.notify(ctx, notice{User: m.Author.ID, Text: say(localeOf(m.Content), "mute", "channel", m.Channel), About: m.ID, key: "mute " + m.Channel, every: o.rest.timing.notices}, log)
	}
}

// A notice is something that the bot says of itself, once.
type notice struct {
	User  string `json:"user"`            // whom it is for
	Owner bool   `json:"owner,omitempty"` // it is for whoever owns the server
	Guild string `json:"guild,omitempty"`
	Where string `json:"where,omitempty"` // the channel, where it is a reply to what it is about, and else a direct message
	Text  string `json:"text"`
	About string `json:"about"` // the id of what it is about

	key   string        // for all that are one notice; empty: this is the only one
	every time.Duration // how often one of its key is given
}

// tellOf says to the author of a message, in a direct message, what became of it.
func (o *outbox) tellOf(ctx context.Context, m *wireMessage, text string, log *slog.Logger) {
	if m.Guild == "" {
		o.dms.put(m.Author.ID, m.Channel)
	}
	o.notify(ctx, notice{User: m.Author.ID, Text: text, About: m.ID}, log)
}

// notify gives a notice. It is entered in the store before, as a question is, so that another
// process gives it when this one ends, and this one later where Discord does not take it now.
func (o *outbox) notify(ctx context.Context, n notice, log *slog.Logger) {
	id := "told " + n.About
	if n.key != "" {
		if !o.notices.first(n.key) {
			return
		}
		id = n.key + " " + rand.Text()
	}
	data, err := json.Marshal(n)
	if err != nil {
		log.Warn("a notice cannot be entered", "error", err.Error())
	}
	if c, ours := o.book.claim(ctx, "notices", n.User, id, body{Kind: keptNotice, Data: data, Key: n.key, Every: n.every}, log); ours {
		o.give(ctx, c, n, log)
	}
}

// give gives a notice that was entered.
func (o *outbox) give(ctx context.Context, c *claim, n notice, log *slog.Logger) {
	defer func() { // a panic is not tried again
		if !c.settled {
			c.done(nil)
		}
	}()
	if c.entry.Tries <= maxTries && !o.given(ctx, n, log) {
		c.giveUp()
	}
}

// given says whether a notice is done with.
func (o *outbox) given(ctx context.Context, n notice, log *slog.Logger) bool {
	ctx = onBehalf(ctx, "notices", n.User)
	v := view{plain: true, text: n.Text}
	if n.Where != "" {
		_, err := o.send(ctx, &wireMessage{ID: n.About, Guild: n.Guild, Channel: n.Where, Author: &wireUser{ID: n.User}}, v, nil, log)
		return !passing(err)
	}
	if owner, ok := o.owners.get(n.Guild); ok && n.Owner {
		n.User = owner
	}
	return o.tellIn(ctx, n.User, v, n.About, spared, log)
}

// tell sends a direct message, and says whether that is done with: who has closed theirs is
// left in peace.
func (o *outbox) tell(ctx context.Context, user string, v view, about string, log *slog.Logger) bool {
	return o.tellIn(ctx, user, v, about, 0, log)
}

// tellIn is tell that leaves turns to others, as spare says: notices, of which a raid has thousands
// given, leave them to answers.
func (o *outbox) tellIn(ctx context.Context, user string, v view, about string, spare int, log *slog.Logger) bool {
	channel, ok := o.dms.get(user)
	if !ok {
		var err error
		if channel, err = o.rest.openDM(ctx, user, spare); err != nil {
			log.Info("no direct message could be begun", "error", err.Error())
			return o.shut(user, err)
		}
		o.dms.put(user, channel)
	}
	if channel == "" {
		return true
	}
	for n, p := range payloads(v) {
		p.Flags &^= flagEphemeral
		if _, err := o.rest.post(ctx, channel, about, n+10, spare, p); err != nil { // another nonce than in the channel
			log.Info("a direct message could not be sent", "error", err.Error())
			return o.shut(user, err)
		}
	}
	return true
}

// shut notes who has closed his direct messages, if that is why one was refused.
func (o *outbox) shut(user string, err error) bool {
	closed := statusOf(err) == 403
	if closed {
		o.dms.put(user, "")
	}
	return closed
}
