package discord

import (
	"context"
	"strconv"
	"strings"

	"hapjak/bot/store"
	"hapjak/facts"
)

// This file answers buttons.

// component answers a button.
func (n *answering) component(ctx context.Context) {
	s, ok := n.codec.decode(n.i.Data.CustomID)
	if !ok || !has(n.i.Message, n.i.Data.CustomID) { // another message's button would do to this one what it should not
		n.metrics.dropped.WithLabelValues("tampered").Inc()
		n.tell(say(n.locale, "stale"))
		return
	}
	if s.rest == "" && s.verb != verbDelete { // a question too long for the button
		if s.rest = n.above(ctx, n.i.Guild, n.i.Message); s.rest == "" {
			n.tell(say(n.locale, "stale"))
			return
		}
	}
	if s.verb != verbMore && s.verb != verbPage && s.verb != verbChoice && n.claim == nil && n.tapped() {
		return
	}
	base, loaded := n.marked(ctx, s.base, n.i.Guild, n.i.Channel)
	if !loaded && s.verb != verbDelete {
		n.tell(say(n.locale, "stale"))
		return
	}
	switch s.verb {
	case verbSources:
		n.answer(ctx, true, func(context.Context) view { return drawSources(cite(base.Talk, s.rest), base.Page, n.locale) })
	case verbPassage:
		n.answer(ctx, true, func(context.Context) view { return n.passage(base, s.rest) })
	case verbMore, verbPage, verbChoice:
		n.goOn(ctx, base, s)
	case verbUp:
		n.thank(n.vote(ctx, store.Event{Kind: store.Up, Question: s.rest}))
	case verbDown:
		n.vote(ctx, store.Event{Kind: store.Down, Question: s.rest})
		n.ask(s)
	case verbDelete:
		n.delete(s)
	case verbMend, verbApply, verbForm, verbUndo:
		curator{n}.mends(ctx, s)
	default:
		n.tell(say(n.locale, "stale"))
	}
}

// passage shows what one marker cites: "2 kobiz-2025:26".
func (n *answering) passage(base Base, rest string) view {
	mark, ref, _ := strings.Cut(rest, " ")
	list := cite(base.Talk, ref)
	if number, err := strconv.Atoi(mark); err == nil && len(list) > 0 {
		list[0].Marker = number
	}
	return drawSources(list, base.Page, n.locale)
}

// cite returns what is shown for the paragraphs that refs wrote, under the markers of the answer.
func cite(talk Talker, rest string) []facts.Citation {
	refs, marks := readRefs(rest)
	list := talk.Cite(refs)
	for i := range min(len(list), len(marks)) {
		list[i].Marker = marks[i]
	}
	return list
}

// goOn answers a button that asks something: for everybody when it is the asker's own,
// and for who pressed it when it is another's. Pages are turned in place: those of a
// message that is the asker's own, or that nobody else sees.
func (n *answering) goOn(ctx context.Context, base Base, s state) {
	if wait, _ := n.allow(n.who.ID, n.i.Guild); wait > 0 && n.claim == nil {
		n.metrics.dropped.WithLabelValues("allowance").Inc()
		n.tell(say(n.locale, "wait", "wait", waitText(n.locale, wait)))
		return
	}
	req := n.asked()
	req.Text = s.rest
	req.Private = true
	if m := n.i.Message; m != nil && m.Flags&int(flagEphemeral) == 0 {
		req.Follows = answerKey(m)
		owner, ok := n.codec.read(m, verbDelete)
		n.loud = s.owner == aloud
		req.Private = !ok || owner.owner != n.who.ID || n.settings.Private && m.Metadata != nil && !n.loud // since it was asked
	} else if s.verb == verbChoice {
		req.Private = s.owner != aloud
	}
	n.converse(&req)
	n.turning = s.verb == verbPage && (!req.Private || n.i.Message != nil && n.i.Message.Flags&int(flagEphemeral) != 0)
	shown := ""
	if s.verb == verbChoice {
		shown = s.rest
	}
	n.answer(ctx, req.Private, func(ctx context.Context) view { return n.reply(ctx, base, req, shown) })
}

// delete takes an answer away, for who asked.
func (n *answering) delete(s state) {
	if s.owner != n.who.ID && !n.i.manages() {
		n.tell(say(n.locale, "not yours"))
		return
	}
	if n.say(response{Kind: respondNothing}) == nil {
		n.later(func(ctx context.Context) {
			if err := n.rest.remove(ctx, n.i.App, n.i.Token); err != nil {
				n.log.Warn("an answer could not be deleted", "error", err.Error())
				n.behind(ctx, payloads(whisper(say(n.locale, "data kept"))))
			}
		})
	}
}
