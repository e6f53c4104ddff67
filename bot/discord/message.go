package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"time"

	"hapjak/bot"
	"hapjak/bot/store"
	"hapjak/facts"
)

// message answers a message, if it is for the bot. c is the claim on one that was taken
// over from another process.
func (a *adapter) message(ctx context.Context, m *wireMessage, data json.RawMessage, c *claim, log *slog.Logger) {
	start := time.Now()
	settings := a.store.Settings(ctx, m.Guild)
	next := a.saysNext(m, settings)
	var answers []string
	if c != nil {
		var goOn bool
		if answers, goOn = a.retaken(ctx, m, c, log); !goOn {
			return
		}
	}
	to := a.addressed(m, a.me(), settings)
	if c != nil {
		to = follower{a}.still(m, c.to, to)
	}
	switch {
	case to.why == "":
		c.done(nil)
		return
	case a.closed(m.Channel):
		a.metrics.dropped.WithLabelValues("refused").Inc()
		c.done(nil)
		return
	case to.silent != "":
		a.deaf(ctx, m, to, settings, log)
		c.done(nil)
		return
	}
	overheard := to.why == "channel"
	if overheard && !asksTheRoom(to.text) {
		c.done(nil)
		return // nobody asks anything that is for us
	}
	locale := a.localeIn(m.Guild, settings.Language, to.text)
	if !a.admitted(ctx, m, to, locale, c, log) {
		return
	}
	defer a.crowd.leave(place(m.Guild), m.Author.ID)
	ctx = onBehalf(ctx, place(m.Guild), m.Author.ID)
	_, now := follower{a}.under(m, to)
	to.text = now.text // edited since, as this process was told
	defer func() { now.settle(answers, to.text) }()
	if a.gone.holds(m.ID) { // its deletion has overtaken it
		if c != nil {
			answers = follower{a}.takeBack(ctx, m.Channel, m.ID, answers, log)
		}
		return
	}
	if c == nil && !overheard {
		var ours bool
		if c, ours = a.claim(ctx, place(m.Guild), m.Author.ID, m.ID, question(m, data, to), log); !ours {
			return
		}
	}
	defer func() { // a panic costs one answer, and is not tried again
		if c != nil && !c.settled {
			c.done(nil)
		}
	}()
	if c != nil && c.taken {
		switch there := len(answers) > 0; {
		case there && (c.lost || time.Since(sentAt(answers[0], start)) > nonceFor):
			c.done(answers)
			return
		case c.lost:
			if _, err := a.send(ctx, m, view{plain: true, text: say(locale, "lost")}, nil, log); passing(err) {
				c.giveUp()
				return
			}
			c.done(nil)
			return
		}
	}
	req := a.request(m, to, locale)
	now.after = req.Follows
	said := c.said(m.ID, start)
	reply, trouble := a.handle(ctx, a.base(ctx, m.Guild, m.Channel), req, said, to.why, log)
	if reply.Status == facts.Ambiguous && a.unseen(m) && !reply.base.Talk.Alone(to.text) {
		trouble = "deaf remark"
	}
	if overheard {
		if trouble != "" || !sure(ctx, reply.base.Talk, to.text, reply.Reply) && !(next && sureNext(ctx, reply.base.Talk, to.text, reply.Reply)) {
			return // nobody asked the bot
		}
		if c == nil {
			var ours bool
			if c, ours = a.claim(ctx, place(m.Guild), m.Author.ID, m.ID, question(m, data, to), log); !ours {
				return
			}
		}
	}
	if !c.held(ctx) {
		return
	}
	if trouble == "" {
		a.remember(m.Channel, m.Author.ID, m.ID, reply)
	}
	var err error
	switch v := a.codec.draw(reply.Reply, drawing{locale: locale, owner: m.Author.ID, replies: true, picture: reply.picture, base: reply.base}); {
	case trouble != "":
		answers, err = a.send(ctx, m, view{plain: true, text: say(locale, trouble)}, answers, log)
	case v.private && m.Guild != "":
		if !a.tell(ctx, m.Author.ID, v, m.ID, log) {
			c.giveUp()
			return
		}
	default:
		a.note(ctx, m.ID, req, reply.Reply, to.why, said, log)
		a.joined.put(m.Channel, m.Author.ID)
		a.follows(m.ID, reply.Reply)
		answers, err = a.send(ctx, m, v, answers, log)
		a.metrics.took(to.why, "sent", start)
	}
	if passing(err) {
		c.giveUp() // it is tried again
		return
	}
	if trouble == "" {
		a.gave(answers, reply)
	}
	c.done(answers)
}

// admitted lets a question in, and tells its author to wait where there are too many. A
// question that was taken over was let in before.
func (a *adapter) admitted(ctx context.Context, m *wireMessage, to addressed, locale string, c *claim, log *slog.Logger) bool {
	where := place(m.Guild)
	if c != nil {
		a.crowd.enterAgain(where, m.Author.ID)
		return true
	}
	if !a.crowd.enter(where, m.Author.ID) {
		a.metrics.dropped.WithLabelValues("crowded").Inc()
		if to.why != "channel" && a.notices.first("crowd "+m.Author.ID) {
			a.tellOf(ctx, m, say(locale, "busy"), log)
		}
		return false
	}
	wait, first := a.allow(m.Author.ID, m.Guild)
	if wait == 0 {
		return true
	}
	a.crowd.leave(where, m.Author.ID)
	a.metrics.dropped.WithLabelValues("allowance").Inc()
	if first && to.why != "channel" {
		a.tellOf(ctx, m, say(locale, "wait", "wait", waitText(locale, wait)), log)
	}
	return false
}

// What an answer needs to be given to somebody who did not ask the bot, chosen on the odd lines of testdata/channel300.txt
// (FIGURES.md: most of the other sets there were read meanwhile).
const (
	sureRelated = 0.68 // the confidence of what a relation gives
	sureHeld    = 0.6  // the confidence of what holds the question's words, …
	heldAtLeast = 0.3  // … of their weight this share
	sureVerdict = 0.8  // the confidence of a yes or a no
	rareName    = 0.5  // how rare a word of a name is that the sources alone are likely to be asked of
)

// sure says whether a reply is worth giving to somebody who did not ask the bot: to what was put as a question, names what the
// sources know, and stands in them. Silence is cheap.
func sure(ctx context.Context, talk Talker, text string, r bot.Reply) bool {
	if !asksTheRoom(text) || r.Status != facts.Answered || len(r.Citations) == 0 || r.Answer == nil || r.Answer.Confidence < sureHeld {
		return false
	}
	switch c, g := r.Answer.Confidence, talk.Grounds(ctx, text, r.Answer); {
	case g.Names == 0 || g.Dangles || !g.Told || ofNow(text) && !slices.ContainsFunc(r.Citations, func(c facts.Citation) bool { return ofNow(c.Passage) }):
		return false
	case g.Verdict:
		return c >= sureVerdict && g.Rare >= rareName && g.Ruled && g.Held == 1 && (g.Others > 0 || g.Names > 1)
	case !g.Asks:
		return false
	case g.Rare < rareName: // countries and the like, of which people speak in any case
		return g.Names > 1 && g.Others > 0 && g.Held == 1
	case g.Others == 0:
		return g.Means || g.Related
	default:
		return g.Related && c >= sureRelated || g.Held >= heldAtLeast
	}
}

// sureNext is sure of a question that goes on from the one before it.
func sureNext(ctx context.Context, talk Talker, text string, r bot.Reply) bool {
	return r.Before != "" && asksTheRoom(text) && sure(ctx, talk, r.Before+" "+text, r)
}

// passing says whether an answer was not sent for a reason that passes by itself.
func passing(err error) bool {
	status := statusOf(err)
	return err != nil && (status == 0 || status >= 500 || status == 429)
}

// localeIn is the language that a server has set, or else that of a text, which may be names or English in a server of another.
func (c *channels) localeIn(guild, set, text string) string {
	preferred, _ := c.locales.get(guild)
	if set != "" || localeOf(text) == "en" && language(preferred) != "en" {
		return cmp.Or(set, language(preferred))
	}
	return localeOf(text)
}

// deaf tells somebody, once in a while in each channel, that the bot was not shown the
// text. It says nothing where nobody spoke to it.
func (a *adapter) deaf(ctx context.Context, m *wireMessage, to addressed, s store.Settings, log *slog.Logger) {
	a.metrics.dropped.WithLabelValues("no content").Inc()
	if a.content || to.why == "thread" {
		return
	}
	a.notify(ctx, notice{User: m.Author.ID, Guild: m.Guild, Where: m.Channel, Text: say(a.localeIn(m.Guild, s.Language, ""), to.silent), About: m.ID, key: "deaf " + m.Channel, every: a.timing.notices}, log)
}
