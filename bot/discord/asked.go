package discord

import (
	"cmp"
	"context"
	"strings"

	"hapjak/bot"
	"hapjak/facts"
)

// This file answers commands.

// command answers a slash command or a message command.
func (n *answering) command(ctx context.Context) {
	d := n.i.Data
	switch d.Name {
	case "config":
		n.config(ctx)
		return
	case privacyCommand:
		n.privacy(ctx)
		return
	case complaintsCommand:
		curator{n}.complaints(ctx)
		return
	}
	if wait, _ := n.allow(n.who.ID, n.i.Guild); wait > 0 && n.claim == nil {
		n.metrics.dropped.WithLabelValues("allowance").Inc()
		n.tell(say(n.locale, "wait", "wait", waitText(n.locale, wait)))
		return
	}
	req := n.asked()
	req.Private = n.settings.Private
	if d.Kind == messageCommand {
		target := d.Resolved.Messages[d.Target]
		text := unmarked(wholeText(target))
		if text == "" {
			n.tell(say(n.locale, "nothing"))
			return
		}
		req.Command, req.Options, req.Private = "check", map[string]string{"text": text}, true
	} else {
		req.Options = map[string]string{}
		for _, o := range d.Options {
			switch {
			case o.Name == "private":
				req.Private = o.text() == "true"
				n.loud = !req.Private
			case o.text() != "":
				req.Options[o.Name] = clip(o.text(), 4000)
			}
		}
		req.Command = d.Name
	}
	n.converse(&req)
	shown := ""
	if d.Name == "ask" { // Discord does not show what was asked
		shown = req.Options["question"]
		req.Command, req.Text = "", shown
	}
	n.answer(ctx, req.Private, func(ctx context.Context) view { return n.reply(ctx, n.base(ctx, n.i.Guild, n.i.Channel), req, shown) })
}

// asked makes a request of who and where.
func (n *answering) asked() bot.Request {
	return bot.Request{User: n.who.ID, Server: n.i.Guild, Channel: n.i.Channel, Locale: n.locale}
}

// converse makes a request private whose asker could not write in the channel himself, and
// keeps what is asked privately out of the conversation that all can see.
func (n *answering) converse(req *bot.Request) {
	if req.Private = req.Private || !n.i.speaks(); req.Private {
		req.Conversation = "private " + n.i.Channel + " " + n.who.ID
		req.Before = n.sealed(req.Conversation)
		return
	}
	var from *wireMessage
	if req.Follows != "" {
		from = n.i.Message
	}
	var follows string
	req.Conversation, follows = n.talk(n.i.Channel, n.who.ID)
	req.Follows = cmp.Or(req.Follows, follows)
	if n.i.reads() {
		if req.Before = n.before(n.i.Channel, n.i.ID, n.who.ID, from); n.surface == "http" {
			req.Follows = "" // what another process answered is not heard there: it is looked up
		}
	} else if from == nil {
		req.Follows, req.Before = "", n.sealed(req.Conversation)
	}
}

// reply asks the conversation and draws what it says.
func (n *answering) reply(ctx context.Context, base Base, req bot.Request, shown string) view {
	said := n.claim.said(n.i.ID, n.start)
	r, trouble := n.handle(ctx, base, req, said, n.surface, n.log)
	if trouble != "" {
		return whisper(say(n.locale, trouble))
	}
	n.note(ctx, n.i.ID, req, r.Reply, n.surface, said, n.log)
	if req.Private || !n.i.reads() {
		n.seal(ctx, req, r, said)
	}
	if !req.Private { // what was asked privately is not told beside a complaint
		n.follows(n.i.ID, r.Reply)
		n.joined.put(n.i.Channel, n.who.ID)
		n.remember(n.i.Channel, n.who.ID, n.i.ID, r)
	}
	// What a member writes in a command passes no AutoMod. It is repeated for all only
	// where it was understood: a question that the sources answer, all of it in words that
	// are in them. What is said of a name that they do not hold repeats it, as /check does
	// every sentence, and further passages their question. A command that is written out, in
	// a question or behind a button, is one, but for a button beneath a message's answer, where
	// the question stands in the channel.
	typed := strings.HasPrefix(strings.TrimSpace(req.Text), "/") && (n.i.Message == nil || n.i.Message.Metadata != nil)
	understood := (r.Status == facts.Answered || r.Status == facts.Corrected) && !r.Stray && !typed
	repeats := r.Status == facts.Unknown && (r.Stray || typed || req.Command != "" && len(req.Options) > 0) || r.Stray && (typed || req.Command == "check")
	loud := repeats && !req.Private
	req.Private = req.Private || loud
	public := !req.Private && !r.Private
	d := drawing{locale: n.locale, owner: n.who.ID, question: shown, private: req.Private, aloud: loud, loud: n.loud, mute: public && !understood, base: r.base}
	if n.i.attaches() {
		d.picture = r.picture
	}
	return n.codec.draw(r.Reply, d)
}

// wholeText is all that a message says, but for what stands beneath it in small letters.
func wholeText(m *wireMessage) string {
	if m == nil {
		return ""
	}
	parts := []string{m.Content}
	for _, e := range m.Embeds {
		parts = append(parts, e.Title, e.Description)
	}
	for _, c := range m.components() {
		if c.Content != "" {
			parts = append(parts, strings.TrimPrefix(c.Content, headingMark))
		}
	}
	var lines []string
	for line := range strings.Lines(strings.Join(parts, "\n")) {
		if !strings.HasPrefix(line, "-# ") {
			lines = append(lines, line)
		}
	}
	return clip(strings.TrimSpace(strings.Join(lines, "")), 4000)
}
