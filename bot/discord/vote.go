package discord

import (
	"context"
	"slices"
	"strings"

	"hapjak/bot/store"
)

// This file takes what members think of an answer.

// vote remembers what somebody thinks of an answer, and says whether anything is kept
// here. What was answered, and on what evidence, is read off the message.
func (n *answering) vote(ctx context.Context, e store.Event) bool {
	if n.settings.Keep == store.KeepNone {
		return false
	}
	n.metrics.votes.WithLabelValues(map[store.Kind]string{store.Up: "up", store.Down: "down"}[e.Kind]).Inc()
	ctx, cancel := context.WithTimeout(ctx, n.timing.note)
	defer cancel()
	inTurn := func(do func() error) error { return n.inTurn(ctx, place(n.i.Guild), n.who.ID, do) }
	if inTurn(func() error { n.forgetAlike(ctx, n.log); return nil }) != nil {
		return false
	}
	e.Asker, e.Server, e.Surface, e.Message = n.store.Hash(n.who.ID), n.i.Guild, n.surface, n.i.place()
	if m := n.i.Message; m != nil {
		e.Base = n.codec.marked(m)
		e.Answer = strings.TrimSpace(strings.TrimPrefix(unmarked(wholeText(m)), e.Question+"\n")) // which stands above a command's answer
		var evidence []string
		for _, id := range ids(m) {
			s, ok := n.codec.decode(id)
			if !ok || s.verb != verbSources {
				continue
			}
			if base, loaded := n.marked(ctx, s.base, n.i.Guild, n.i.Channel); loaded {
				for _, c := range cite(base.Talk, s.rest) {
					evidence = append(evidence, c.Ref().String())
				}
			}
		}
		e.Evidence = strings.Join(evidence, " ")
		of := []string{m.ID}
		if m.Reference != nil {
			of = append(of, m.Reference.Message)
		}
		if m.Metadata != nil {
			of = append(of, m.Metadata.ID)
		}
		for _, id := range of {
			if was, ok := n.earlier.get(id); ok {
				e.Before = was.text
				break
			}
		}
		if e.Before == "" && n.i.reads() { // another process answered it, or this one before it began anew
			e.Before = n.unsaid(ctx, m, e.Question)
		}
	}
	if err := inTurn(func() error { return n.store.Record(ctx, e) }); err != nil {
		n.log.Warn("a vote was not remembered", "error", err.Error())
		return false
	}
	return true
}

// ask opens the dialogue behind a thumbs-down. The vote counts already.
func (n *answering) ask(s state) {
	id, ok := n.codec.encode(state{verb: verbWhy, rest: s.rest})
	for !ok && s.rest != "" {
		r := []rune(s.rest)
		s.rest = string(r[:len(r)*3/4])
		id, ok = n.codec.encode(state{verb: verbWhy, rest: s.rest})
	}
	var what []selectable
	for _, c := range store.Complaints() {
		what = append(what, selectable{say(n.locale, "complaint "+string(c)), string(c)})
	}
	n.say(response{Kind: respondModal, Data: modal{
		ID: id, Title: clip(say(n.locale, "why title"), maxModalTitle),
		Components: []labelled{
			picking("complaint", say(n.locale, "why which"), what),
			writing("reason", say(n.locale, "why label"), say(n.locale, "why hint"), true),
			writing("source", say(n.locale, "right label"), say(n.locale, "right hint"), false),
		},
	}})
}

// submitted takes the reason of a thumbs-down.
func (n *answering) submitted(ctx context.Context) {
	s, ok := n.codec.decode(n.i.Data.CustomID)
	if ok && s.verb == verbFill {
		curator{n}.filled(ctx, s)
		return
	}
	if !ok || s.verb != verbWhy {
		n.metrics.dropped.WithLabelValues("tampered").Inc()
		n.tell(say(n.locale, "stale"))
		return
	}
	if m := n.i.Message; m != nil { // the whole question, where the dialogue's id holds a part
		if q := n.codec.questionOf(m); strings.HasPrefix(q, s.rest) {
			s.rest = q
		} else if above := n.above(ctx, n.i.Guild, m); strings.HasPrefix(above, s.rest) {
			s.rest = above
		}
	}
	given := n.i.Data.inputs()
	e := store.Event{Kind: store.Down, Question: s.rest, Reason: given["reason"], Place: given["source"]}
	if c := store.Complaint(given["complaint"]); slices.Contains(store.Complaints(), c) {
		e.Complaint = c
	}
	n.thank(n.vote(ctx, e))
}

// thank thanks for a vote, and says where it is not kept.
func (n *answering) thank(kept bool) {
	if kept {
		n.tell(say(n.locale, "thanks"))
		return
	}
	n.tell(say(n.locale, "not kept"))
}
