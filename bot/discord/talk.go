package discord

import (
	"cmp"
	"context"
	"iter"
	"log/slog"
	"slices"
	"time"

	"hapjak/bot"
	"hapjak/bot/store"
)

// This file knows what a question goes on from: the turn before it in its conversation, which is the
// thread's, and elsewhere the asker's in the channel. A reply goes on from what it replies to, and a
// question that is edited from what it went on from when it was asked.
//
// What this process does not remember, because another answered it or it began anew, stands in the
// channel: each answer's buttons hold its question. It is read there, and nothing of it is kept.

// A turn is the newest question of a conversation that was answered, by its id. What it leaves is
// remembered under turnKey.
type turn string

func turnKey(question string) string { return "turn " + question }

// answerKey is under what that is remembered which is left by an answer of ours.
func answerKey(m *wireMessage) string {
	if m.Metadata != nil {
		return turnKey(m.Metadata.ID)
	}
	return "answer " + m.ID
}

// talk says under what a question is remembered, and what it goes on from. What is asked first in a
// thread that was begun on an answer goes on from that.
func (c *channels) talk(channel, user string) (conversation, follows string) {
	conversation = "asker " + channel + " " + user
	if c.isThread(channel) {
		conversation = "thread " + channel
	}
	if last, ok := c.lately.get(conversation); ok {
		return conversation, turnKey(string(last))
	}
	if c.ours.holds(channel) {
		follows = "answer " + channel
	}
	return conversation, follows
}

// went notes that a question was answered in a conversation.
func (c *channels) went(conversation, question string) {
	c.lately.change(conversation, func(last turn, ok bool) turn {
		if ok && !sentAt(question, time.Now()).After(sentAt(string(last), time.Time{})) {
			return last
		}
		return turn(question)
	})
}

// request makes a request of a message.
func (a *adapter) request(m *wireMessage, to addressed, locale string) bot.Request {
	req := bot.Request{
		Text: to.text, User: m.Author.ID, Server: m.Guild, Channel: m.Channel, Locale: locale,
	}
	req.Conversation, req.Follows = a.talk(m.Channel, m.Author.ID)
	if to.text == "" {
		req.Command = "help"
	}
	switch {
	case m.repliesTo(a.me()):
		req.Follows = answerKey(m.Referenced)
		bin, _ := a.codec.read(m.Referenced, verbDelete)
		req.Before = a.before(m.Channel, m.ID, bin.owner, m.Referenced)
	case m.Type == messageReply: // to what another said: a question that was answered, or a remark, which may be gone
		said := ""
		if req.Follows = ""; m.Referenced != nil {
			said, req.Follows = m.Referenced.Content, turnKey(m.Referenced.ID)
		}
		req.About = &said
	case to.why == "channel": // it is remembered when it is answered
		req.Conversation, req.Follows = "", cmp.Or(req.Follows, req.Conversation)
	default:
		req.Before = a.before(m.Channel, m.ID, m.Author.ID, nil)
	}
	return req
}

// remember files what an answer leaves, for what goes on from it.
func (a *adapter) remember(channel, user, question string, r thought) {
	if r.Context == nil {
		return
	}
	conversation, _ := a.talk(channel, user)
	r.base.Talk.Remember(turnKey(question), r.Reply)
	a.went(conversation, question)
}

// gave notes the messages that an answer went out as: they can be replied to, and threads be
// begun on them.
func (a *adapter) gave(answers []string, r thought) {
	for _, id := range answers {
		r.base.Talk.Remember("answer "+id, r.Reply)
		a.ours.put(id, struct{}{})
		a.follows(id, r.Reply)
	}
}

// heard notes an answer of ours, whichever process gave it: a new one, or one that is edited, as a promise
// is when it is kept. Where nothing else is known of the talk an edited one need not be the newest.
func (a *adapter) heard(m *wireMessage, edited bool) {
	bin, ok := a.codec.read(m, verbDelete)
	if !ok {
		return
	}
	a.ours.put(m.ID, struct{}{})
	conversation, _ := a.talk(m.Channel, bin.owner)
	if edited {
		a.joined.first(m.Channel, bin.owner)
	} else {
		a.joined.put(m.Channel, bin.owner)
	}
	if question := questionID(m); question != "" && a.asked(m) != "" && (!edited || a.lately.holds(conversation)) {
		a.went(conversation, question)
	}
}

// questionID is the id of what an answer of ours answers, empty of its further messages.
func questionID(m *wireMessage) string {
	switch {
	case m.Metadata != nil:
		return m.Metadata.ID
	case m.Reference != nil:
		return m.Reference.Message
	}
	return ""
}

// lookFor is for how long a question waits for the one before it to be looked up.
const lookFor = 500 * time.Millisecond

// before looks up, where it is asked for, the questions of a conversation before one of its messages, the
// last first: from the one that an answer answers, or else the last that was answered. Nothing is of who had
// all deleted since.
func (a *adapter) before(channel, id, user string, from *wireMessage) func(context.Context) iter.Seq[string] {
	return func(ctx context.Context) iter.Seq[string] {
		return func(yield func(string) bool) {
			if from != nil {
				if q := a.asked(from); q == "" || !yield(q) {
					return
				}
			}
			if a.lacks.holds("history " + channel) {
				return
			}
			ctx, cancel := context.WithTimeout(ctx, lookFor)
			defer cancel()
			list, err := a.rest.history(ctx, channel, "&before="+id)
			if statusOf(err) == 403 {
				a.lacks.put("history "+channel, struct{}{})
			}
			if err != nil {
				a.log.Debug("what was asked before could not be read", "error", err.Error())
				if passing(err) {
					yield("")
					return
				}
			}
			questions, whole := a.turnsIn(list, sentAt(id, time.Now()), user, a.isThread(channel), from)
			for _, q := range questions {
				if !yield(q) {
					return
				}
			}
			if whole && a.ours.holds(channel) {
				if q := a.begunOn(ctx, channel); q != "" {
					yield(q)
				}
			}
		}
	}
}

// unsaid looks up the question that one which we answered cannot be read without, the last before it that can
// be read by itself; empty where there is none.
func (a *adapter) unsaid(ctx context.Context, m *wireMessage, question string) (before string) {
	bin, _ := a.codec.read(m, verbDelete)
	talk := a.usual.Talk
	if bin.owner == "" || talk.Alone(question) {
		return ""
	}
	for before = range a.before(m.Channel, cmp.Or(questionID(m), m.ID), bin.owner, nil)(ctx) {
		if talk.Alone(before) {
			break
		}
	}
	return before
}

// isOurs says whether a message is the bot's, and not what stands for another at the head of a thread.
func (a *adapter) isOurs(m wireMessage) bool {
	return m.Author != nil && m.Author.ID == a.me() && m.Type != messageThreadStarter
}

// begunOn is the question of the answer that a thread was begun on.
func (a *adapter) begunOn(ctx context.Context, channel string) string {
	t, _ := a.threads.get(channel)
	m, err := a.rest.message(ctx, t.parent, channel)
	if err != nil {
		a.log.Debug("what a thread was begun on could not be read", "error", err.Error())
		return ""
	}
	if bin, ok := a.codec.read(m, verbDelete); !ok || a.leftSince(bin.owner, sentAt(questionID(m), sentAt(m.ID, time.Time{}))) {
		return ""
	}
	return a.asked(m)
}

// turnsIn finds, in a channel's messages, the newest first, the questions that our answers answer: those to
// a member, each within ten minutes of the next and the last of them of a moment, or to all who talk together;
// or those before one of them. Where a question was a reply to an answer it goes on from that. What one had
// deleted who talked is told no more, nor what others said then. whole says that
// the talk goes back to where the list begins, and with it the channel.
func (a *adapter) turnsIn(list []wireMessage, moment time.Time, user string, together bool, from *wireMessage) (questions []string, whole bool) {
	at := func(id string) int { return slices.IndexFunc(list, func(m wireMessage) bool { return m.ID == id }) }
	after := func(answer *wireMessage) (next int, linked bool) {
		if q := at(questionID(answer)); q >= 0 && list[q].Reference != nil {
			if to := at(list[q].Reference.Message); to > q {
				return to, true
			}
		}
		return at(answer.ID) + 1, false
	}
	next, linked := 0, false
	if from != nil {
		if next, linked = after(from); next == 0 {
			return nil, false // it was long ago
		}
		moment = sentAt(from.ID, moment)
	}
	for next < len(list) {
		m := &list[next]
		bin, ok := a.codec.read(m, verbDelete)
		said := sentAt(m.ID, time.Time{})
		switch {
		case !ok || !a.isOurs(*m) || !linked && !together && bin.owner != user:
			next, linked = next+1, false
			continue
		case !linked && moment.Sub(said) > answerFor:
			return questions, false
		case a.leftSince(bin.owner, sentAt(questionID(m), said)):
			if together {
				return nil, false
			}
			return questions, false
		}
		if q := a.asked(m); q != "" {
			questions = append(questions, q)
		}
		user, moment = bin.owner, said
		next, linked = after(m)
	}
	return questions, len(list) < maxHistory
}

// asked finds what one of our messages answers: in its buttons the question, as it was asked, or of a card
// its name, which asks as much.
func (a *adapter) asked(m *wireMessage) string {
	if up, ok := a.codec.read(m, verbUp); ok {
		return cmp.Or(up.rest, a.above(context.Background(), m.Guild, m))
	}
	title := m.title()
	if base, ok := a.marked(context.Background(), cmp.Or(a.codec.marked(m), store.UsualBase), "", ""); !ok || title == "" || !base.Talk.Named(title) {
		return ""
	}
	return title
}

// above is the question of one of our messages whose buttons have no room for it: what stands above the answer, or what that replies to.
func (a *adapter) above(ctx context.Context, guild string, m *wireMessage) string {
	title := m.title()
	if title != "" || m == nil || m.Reference == nil {
		return title
	}
	to := m.Referenced
	if to == nil {
		ctx, cancel := context.WithTimeout(ctx, lookFor)
		defer cancel()
		var err error
		if to, err = a.rest.message(ctx, cmp.Or(m.Reference.Channel, m.Channel), m.Reference.Message); err != nil {
			a.log.Debug("what an answer replies to could not be read", "error", err.Error())
			return ""
		}
	}
	return gist(unmention(to.Content, a.names(guild, a.me())))
}

// recall notes at the start which answers were ours of late: threads may have been begun on them.
func (a *adapter) recall(ctx context.Context, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(ctx, noteFor)
	defer cancel()
	list, err := a.store.Answered(ctx, time.Now().Add(-ourThreads), 10_000)
	if err != nil {
		log.Debug("what was answered of late could not be read", "error", err.Error())
	}
	for _, p := range list {
		for _, id := range p.Answers {
			a.ours.put(id, struct{}{})
		}
	}
}

// ourThreads is for how long after an answer a thread on it is known to be ours.
const ourThreads = 24 * time.Hour

// A followed is a question that another followed up, and those whose words it may be.
type followed struct {
	text     string
	speakers []string
}

// follows notes what a question followed up.
func (a *adapter) follows(id string, r bot.Reply) {
	if r.Before != "" {
		a.earlier.put(id, followed{clip(r.Before, maxQuestion), r.Speakers})
	}
}
