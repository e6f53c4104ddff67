package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync/atomic"
	"time"

	"hapjak/bot/store"
)

// An answering is one interaction being answered.
type answering struct {
	*adapter
	i       *wireInteraction
	surface string
	log     *slog.Logger
	respond func(response) (message string, err error)
	start   time.Time
	data    json.RawMessage // as it came, for the claim
	claim   *claim          // nil until there is something that must not be lost
	parts   atomic.Int32    // going on: the answer itself, and what comes behind it
	public  []string        // the messages that all see of it; empty of one whose id was not told
	turning bool            // the answer takes the place of the message that was pressed on
	loud    bool            // the asker wants it seen by all, whatever the server's settings say

	who      *wireUser
	locale   string
	settings store.Settings
}

// interaction answers an interaction. It calls respond exactly once, unless what came is
// so malformed that there is nobody to answer. c is the claim on one that was taken over
// from another process.
func (a *adapter) interaction(ctx context.Context, i *wireInteraction, data json.RawMessage, surface string, c *claim, log *slog.Logger, respond func(response) (string, error)) {
	n := &answering{adapter: a, i: i, data: data, claim: c, surface: surface, log: log, respond: respond, start: time.Now()}
	n.who = i.asker()
	if n.who == nil || i.Data == nil || i.ID == "" || i.Token == "" {
		a.metrics.dropped.WithLabelValues("malformed").Inc()
		log.Warn("half an interaction came", "kind", i.Kind)
		if i.ID != "" && i.Token != "" && i.Kind != kindAutocomplete {
			n.tell(say(i.Locale, "broken"))
		}
		return
	}
	if i.inThread() { // over HTTP nothing else tells of it
		a.threads.put(i.Channel, thread{i.Where.Parent, i.Where.Name})
	}
	n.locale = i.Locale
	if c != nil {
		a.crowd.enterAgain(place(i.Guild), n.who.ID)
	} else if !a.crowd.enter(place(i.Guild), n.who.ID) {
		a.metrics.dropped.WithLabelValues("crowded").Inc()
		n.refuse(say(n.locale, "busy"))
		return
	}
	n.parts.Add(1)
	defer n.part()
	if n.settings = a.store.Settings(ctx, i.Guild); n.settings.Language != "" {
		n.locale = n.settings.Language
	}
	ctx = onBehalf(ctx, place(i.Guild), n.who.ID)
	switch i.Kind {
	case kindCommand:
		n.command(ctx)
	case kindComponent:
		n.component(ctx)
	case kindAutocomplete:
		n.autocomplete(ctx)
	case kindModal:
		n.submitted(ctx)
	default:
		a.metrics.dropped.WithLabelValues("unknown kind").Inc()
	}
}

// refuse answers with a short private text, or where there is no place for one with
// nothing.
func (n *answering) refuse(text string) {
	if n.i.Kind == kindAutocomplete {
		n.say(response{Kind: respondChoices, Data: choices{Choices: []proposal{}}})
		return
	}
	n.tell(text)
}

// tapped counts a button, a vote or a completion; when it is one too many the member is
// told, and it is true.
func (n *answering) tapped() bool {
	wait := n.tap(n.who.ID, n.i.Guild)
	if wait > 0 {
		n.metrics.dropped.WithLabelValues("allowance").Inc()
		n.refuse(say(n.locale, "wait", "wait", waitText(n.locale, wait)))
	}
	return wait > 0
}

// tell answers with a short private text.
func (n *answering) tell(text string) {
	n.show(respondMessage, whisper(text))
}

// whisper is a short text for the asker alone.
func whisper(text string) view { return view{plain: true, private: true, text: text} }

// show answers with a view at once, and sends what does not fit behind it.
func (n *answering) show(kind int, v view) {
	list := payloads(v)
	if n.say(response{Kind: kind, Data: list[0]}) == nil && len(list) > 1 {
		n.later(func(ctx context.Context) { n.behind(ctx, list[1:]) })
	}
}

// behind sends what did not fit into the answer.
func (n *answering) behind(ctx context.Context, list []payload) error {
	for _, p := range list {
		id, err := n.rest.follow(ctx, n.i.App, n.i.Token, p)
		if err != nil {
			n.metrics.dropped.WithLabelValues("unsent").Inc()
			n.log.Warn("a part of an answer could not be sent", "error", err.Error())
			return err
		}
		n.gave(id, p)
	}
	return nil
}

// gave notes a message of the answer, for those to find who begin a thread on it.
func (n *answering) gave(id string, p payload) {
	if p.Flags&flagEphemeral == 0 {
		n.public = append(n.public, id)
	}
}

// say gives the one answer to the interaction.
func (n *answering) say(r response) error {
	id, err := n.respond(r)
	if p, ok := r.Data.(payload); ok && err == nil && r.Kind == respondMessage {
		n.gave(id, p)
	}
	n.metrics.took(n.surface, "sent", n.start)
	switch code := codeOf(err); {
	case err == nil:
	case code == codeUnknownInteraction || code == codeUnknownWebhook:
		n.metrics.dropped.WithLabelValues("too late").Inc()
		n.log.Warn("an interaction ran out before its answer came", "after", time.Since(n.start).String())
	case code == codeAcknowledged:
		n.metrics.dropped.WithLabelValues("answered elsewhere").Inc()
		n.log.Warn("an interaction was answered by another process")
	default:
		n.metrics.dropped.WithLabelValues("unsent").Inc()
		n.log.Warn("an interaction could not be answered", "error", err.Error())
	}
	return err
}

// later runs what comes behind the answer, as long as the token is valid.
func (n *answering) later(f func(context.Context)) {
	n.running.more()
	n.parts.Add(1)
	go func() {
		defer n.running.end()
		defer n.part()
		defer n.guard(n.log)
		ctx, cancel := context.WithTimeout(onBehalf(context.Background(), place(n.i.Guild), n.who.ID), n.timing.message)
		defer cancel()
		f(ctx)
	}()
}

// part ends a part of the answering; with the last of them the member has one question
// fewer going on.
func (n *answering) part() {
	if n.parts.Add(-1) == 0 {
		n.crowd.leave(place(n.i.Guild), n.who.ID)
	}
}
