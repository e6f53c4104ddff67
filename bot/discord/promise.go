package discord

import (
	"context"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"
)

// This file gives the one answer to an interaction: at once, or behind a promise, or in the place of a process that ended.

// answer makes a view and shows it: at once if it is ready in time, and else behind a
// promise, whose privacy Discord keeps.
func (n *answering) answer(ctx context.Context, private bool, build func(context.Context) view) {
	if n.claim != nil {
		n.retake(private, build)
		return
	}
	soon, cancel := context.WithTimeout(ctx, n.timing.claim)
	defer cancel()
	var ours bool
	if n.claim, ours = n.adapter.claim(soon, place(n.i.Guild), n.who.ID, n.i.ID, body{Kind: keptInteraction, Data: n.data, Place: n.i.Guild + "/" + n.i.Channel}, n.log); !ours {
		return
	}
	done := make(chan view, 1)
	n.later(func(ctx context.Context) {
		defer func() {
			if p := recover(); p != nil {
				n.panicked(n.log, p)
				done <- whisper(say(n.locale, "broken"))
			}
		}()
		done <- build(ctx)
	})
	timer := time.NewTimer(n.timing.deferral)
	defer timer.Stop()
	select {
	case v := <-done:
		if !n.claim.held(ctx) {
			return
		}
		kind, list := n.kindOf(&v), payloads(v)
		if err := n.say(response{Kind: kind, Data: list[0]}); err != nil {
			n.ended(ctx, err)
			return
		}
		n.later(func(ctx context.Context) { n.ended(ctx, n.behind(ctx, list[1:])) })
	case <-timer.C:
		promise := response{Kind: respondLater}
		if n.turning {
			promise.Kind = respondNothing
		} else if private {
			promise.Data = map[string]int{"flags": int(flagEphemeral)}
		}
		if err := n.say(promise); err != nil {
			n.ended(ctx, err)
			return
		}
		n.later(func(ctx context.Context) {
			if v := <-done; n.claim.held(ctx) {
				n.ended(ctx, n.keep(ctx, private, v))
			}
		})
	}
}

// kindOf is how a view answers: a page takes the place of the one before, and what is said
// instead of a page comes beside it, for who asked.
func (n *answering) kindOf(v *view) int {
	switch {
	case !n.turning:
		return respondMessage
	case v.plain:
		v.private = true
		return respondMessage
	case v.private && n.i.Message.Flags&int(flagEphemeral) == 0: // all see what is there
		return respondMessage
	}
	return respondUpdate
}

// keep keeps a promise. One that was public, of an answer that turned out private, is
// taken back and the answer sent behind it: while the promise stands, Discord shows in its
// place what comes behind it, to everybody.
func (n *answering) keep(ctx context.Context, private bool, v view) error {
	beside := n.kindOf(&v) == respondMessage && n.turning
	list := payloads(v)
	app, token := n.i.App, n.i.Token
	if beside {
		// The page stays, and this comes behind it.
	} else if v.private && !private {
		if err := n.rest.remove(ctx, app, token); err != nil {
			n.log.Warn("a promise could not be taken back", "error", err.Error())
			return err
		}
	} else {
		id, err := n.rest.edit(ctx, app, token, list[0])
		if err != nil {
			n.metrics.dropped.WithLabelValues("unsent").Inc()
			n.log.Warn("a promised answer could not be sent", "error", err.Error())
			return err
		}
		n.gave(id, list[0])
		list = list[1:]
	}
	return n.behind(ctx, list)
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
			var id string
			id, err = n.rest.respond(ctx, n.i.ID, n.i.Token, response{Kind: kind, Data: list[0]})
			if err != nil && !passing(err) { // its three seconds are over, or a promise was made and taken back
				n.lose(ctx)
				return
			}
			if err == nil {
				n.gave(id, list[0])
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
	case err == nil:
		n.claim.done(n.messages(ctx))
	case code == codeUnknownInteraction, code == codeAcknowledged, code == codeUnknownMessage:
		n.claim.done(nil)
	default:
		n.lose(ctx)
	}
}

// messages are those of the answer that all see. Which one it was that was given in the answer to a request over HTTP
// Discord can tell in a moment.
func (n *answering) messages(ctx context.Context) []string {
	if i := slices.Index(n.public, ""); i >= 0 && n.i.App != "" {
		for range 3 {
			if sleep(ctx, n.timing.retry) != nil {
				break
			}
			if m, err := n.rest.answer(ctx, n.i.App, n.i.Token); err == nil && m != nil {
				n.public[i] = m.ID
				break
			}
		}
	}
	return n.public
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
