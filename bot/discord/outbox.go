package discord

import (
	"context"
	"log/slog"
	"sync/atomic"
)

// An outbox sends messages, and remembers where that was refused (refused.go).
type outbox struct {
	crowd   *crowd
	posting *turns
	rest    *rest
	store   Memory
	log     *slog.Logger
	metrics *metrics

	notices  *recent[struct{}] // notices given: not again for a while
	lacks    *recent[struct{}] // channels where a lesser permission is missing
	dms      *recent[string]   // people, and the channel to write to them; "" is one who has closed it
	owners   *recent[string]   // of servers
	refusals *recent[refusal]  // channels that refused an answer
	untold   *recent[untold]   // what people could not be told, by the message that it is about
	telling  atomic.Bool
}

// An untold notice is for whom it is, and what it says.
type untold struct{ user, text string }

// send posts a view as a reply to a message, in the author's turn in the channel, and
// returns the ids of its pieces; those that are there already are not sent. Where a permission is missing it does without: a plain
// message where embeds may not be sent, no reply where the history may not be read.
func (o *outbox) send(ctx context.Context, m *wireMessage, v view, there []string, log *slog.Logger) ([]string, error) {
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
	if m.Guild != "" && status == 403 && news && o.notice(ctx, "mute "+m.Channel, o.rest.timing.notices, log) {
		o.tellSoon(ctx, m.Author.ID, say(localeOf(m.Content), "mute", "channel", m.Channel), m.ID, log)
	}
}

// tellOf says to the author of a message, in a direct message, what became of it; later where
// that cannot be now.
func (o *outbox) tellOf(ctx context.Context, m *wireMessage, text string, log *slog.Logger) {
	if m.Guild == "" {
		o.dms.put(m.Author.ID, m.Channel)
	}
	o.tellSoon(ctx, m.Author.ID, text, m.ID, log)
}

// tellSoon sends a direct message about something, later where that cannot be now.
func (o *outbox) tellSoon(ctx context.Context, user, text, about string, log *slog.Logger) {
	if !o.tell(ctx, user, view{plain: true, text: text}, about, log) {
		o.untold.put(about, untold{user, text})
	}
}

// tell sends a direct message, and says whether that is done with: who has closed theirs is
// left in peace.
func (o *outbox) tell(ctx context.Context, user string, v view, about string, log *slog.Logger) bool {
	channel, ok := o.dms.get(user)
	if !ok {
		var err error
		if channel, err = o.rest.openDM(ctx, user); err != nil {
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
		if _, err := o.rest.post(ctx, channel, about, n+10, 0, p); err != nil { // another nonce than in the channel
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

// tellLater tells those who could not be told when they asked, one after the other.
func (o *outbox) tellLater(ctx context.Context) {
	if o.telling.Swap(true) {
		return
	}
	go func() {
		defer o.telling.Store(false)
		for about, u := range o.untold.all() {
			if !o.tell(ctx, u.user, view{plain: true, text: u.text}, about, o.log) {
				return // later then
			}
			o.untold.drop(about)
		}
	}()
}
