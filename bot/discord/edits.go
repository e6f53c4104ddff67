package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"hapjak/bot/store"
)

// This file lets an answer follow its question: who edits the question within a minute
// gets the answer edited, and who deletes it gets the answer deleted.

const editable = time.Minute

// A follower has answers follow their questions.
type follower struct{ *adapter }

// An answered is a question of late, and what it was answered with.
type answered struct {
	why     string // it was for the bot
	text    string
	after   string // what it went on from
	edited  string // when that was written, as Discord tells it; empty: it is as it was sent
	answers []string
	of      string        // the text that they answer
	done    chan struct{} // closed when both are set
}

// edited answers an edited question anew, in the place of its answer. Edits of one question
// come one after the other, and what was edited again meanwhile is not answered. why it was for the bot is empty where that is not known.
func (a follower) edited(ctx context.Context, m *wireMessage, why string, log *slog.Logger) {
	settings := a.store.Settings(ctx, m.Guild)
	to := a.addressed(m, a.me(), settings)
	if was, ok := a.replied.get(m.ID); ok {
		why = was.why
	}
	if why != "" {
		to = a.still(m, addressed{why: why, text: to.text}, to)
	}
	if to.why == "" || to.silent != "" || a.closed(m.Channel) {
		return
	}
	was, now := a.under(m, to)
	to.text = now.text
	answers, _ := a.answersTo(ctx, m.ID, was)
	of := ""
	defer func() { now.settle(answers, of) }()
	if len(answers) == 0 {
		return
	}
	if was != nil {
		of = was.of
	}
	if newest, ok := a.replied.get(m.ID); of == to.text || ok && newest != now {
		return // no word of it was changed, or it was changed again
	}
	of = to.text
	overheard := to.why == "channel"
	if overheard && !asksTheRoom(to.text) {
		answers = a.takeBack(ctx, m.Channel, m.ID, answers, log)
		return
	}
	locale := a.localeIn(m.Guild, settings.Language, to.text)
	if !a.admitted(ctx, m, to, locale, nil, log) {
		return
	}
	defer a.crowd.leave(place(m.Guild), m.Author.ID)
	ctx = onBehalf(ctx, place(m.Guild), m.Author.ID)
	req := a.request(m, to, locale)
	// It goes on from what it did, not from what was asked since; nor does that go on from it.
	req.Conversation = ""
	if !m.repliesTo(a.me()) {
		if req.Follows = ""; was != nil {
			req.Follows = was.after
		}
	}
	now.after = req.Follows
	written, err := time.Parse(time.RFC3339, m.Edited)
	if err != nil {
		written = time.Now()
	}
	reply, trouble := a.handle(ctx, a.base(ctx, m.Guild, m.Channel), req, written, to.why, log)
	if overheard && (trouble != "" || !sure(ctx, reply.base.Talk, to.text, reply.Reply) && !sureNext(ctx, reply.base.Talk, to.text, reply.Reply)) { // nobody asks the bot any more
		answers = a.takeBack(ctx, m.Channel, m.ID, answers, log)
		return
	}
	if trouble == "" {
		reply.base.Talk.Remember(turnKey(m.ID), reply.Reply)
	}
	v := view{text: say(locale, trouble)} // what stands there answers another question
	if trouble == "" {
		v = a.codec.draw(reply.Reply, drawing{locale: locale, owner: m.Author.ID, replies: true, picture: reply.picture, base: reply.base})
	}
	if v.private && m.Guild != "" { // what stands there is for all
		answers = a.takeBack(ctx, m.Channel, m.ID, answers, log)
		if !a.tell(ctx, m.Author.ID, v, m.ID, log) {
			a.tellOf(ctx, m, say(locale, "lost"), log)
		}
		return
	}
	v.plain = false // a message of components stays one
	if answers, err = a.redraw(ctx, m, answers, payloads(v), log); err != nil {
		log.Info("an answer could not follow its question", "error", err.Error())
		if !overheard && codeOf(err) != codeUnknownMessage { // nor was it deleted by its asker
			a.tellOf(ctx, m, say(locale, "lost"), log)
		}
	} else if trouble == "" {
		a.gave(answers, reply)
	}
}

// redraw puts the pieces of a new answer in the place of an old one's, sends those that are
// more and deletes those that are left. It returns the messages that stand there now. The first
// piece is changed last: until then the answer does not follow its question (outran), and who comes
// after a process that ended on the way begins again, with the pieces that were noted.
func (a follower) redraw(ctx context.Context, m *wireMessage, old []string, list []payload, log *slog.Logger) (now []string, err error) {
	now = old
	note := func() { (&claim{ledger: a.ledger, id: m.ID, log: log}).done(now) }
	for len(now) > len(list) {
		if err := a.rest.erase(ctx, m.Channel, now[len(now)-1]); err != nil {
			return now, err
		}
		now = now[:len(now)-1]
		note()
	}
	had := len(now)
	for n := had; n < len(list); n++ {
		id, err := a.rest.post(ctx, m.Channel, m.ID, n+a.edit(m), 0, list[n])
		if err != nil {
			return now, err
		}
		now = append(slices.Clip(now), id)
		note()
	}
	for n := had - 1; n >= 0; n-- {
		if err := a.rest.patch(ctx, m.Channel, now[n], list[n]); err != nil {
			return now, err
		}
	}
	return now, nil
}

// edit numbers an edit, by when it was made, so that every process sends the pieces of its answer
// under the same nonces, and under others than those of any edit before.
func (a follower) edit(m *wireMessage) int {
	at, err := time.Parse(time.RFC3339, m.Edited)
	if err != nil {
		return 0
	}
	return stride * int(1+min(max(at.Sub(sentAt(m.ID, at)), 0), editable).Milliseconds())
}

// stride is more than an answer has pieces.
const stride = 100

// deleted deletes the answers to questions that are gone.
func (a follower) deleted(ctx context.Context, channel string, ids []string, log *slog.Logger) {
	for _, id := range ids {
		if time.Since(sentAt(id, time.Time{})) > store.KeepAnswers {
			continue
		}
		a.gone.put(id, struct{}{})
		was, _ := a.replied.get(id)
		answers, open := a.answersTo(ctx, id, was)
		if open { // whoever is, or was, at it may have sent something
			answers = a.found(ctx, channel, id)
		}
		if open || len(answers) > 0 {
			a.takeBack(ctx, channel, id, answers, log)
		}
	}
}

// takeBack deletes the answers to a question, which is not answered any more, nor tried again,
// whoever has entered it. It returns those that stand there still.
func (a follower) takeBack(ctx context.Context, channel, question string, answers []string, log *slog.Logger) (left []string) {
	for _, answer := range answers {
		if err := a.rest.erase(ctx, channel, answer); err != nil {
			log.Info("an answer could not be deleted", "error", err.Error())
			left = append(left, answer)
		}
	}
	(&claim{ledger: a.ledger, id: question, log: log}).done(left)
	return left
}

// latest reads a message again that came in a while ago, and says whether it is still there.
// Where it cannot be read it is as it was.
func (a follower) latest(ctx context.Context, m *wireMessage, why string, log *slog.Logger) bool {
	now, err := a.rest.message(ctx, m.Channel, m.ID)
	switch {
	case codeOf(err) == codeUnknownMessage:
		return false
	case err != nil:
		log.Info("a question could not be read again", "error", err.Error())
	case now.Edited != "" && (now.Content != "" || why == "mention"): // else it is not shown to us
		m.Content, m.Mentions, m.Edited = now.Content, now.Mentions, now.Edited
	}
	return true
}

// still says what a message is to us that was for us and may have been edited since. Why it was
// cannot always be seen any more (the threads are not known yet); but who has taken our name out
// of it does not ask us any more.
func (a follower) still(m *wireMessage, was, now addressed) addressed {
	switch {
	case m.Edited != "" && m.Content == "":
		return addressed{}
	case now.why != "" || m.Edited != "" && was.why == "mention":
		return now
	case m.Edited != "":
		was.text = gist(unmention(m.Content, a.names(m.Guild, a.me())))
	}
	return was
}

// catchUp looks what became, while no session was there to tell of it, of the questions that were
// answered of late.
func (a follower) catchUp(ctx context.Context, log *slog.Logger) {
	a.missed.Store(false)
	list, err := a.store.Answered(ctx, time.Now().Add(-answerFor), maxLooks)
	if err != nil {
		log.Debug("what was answered of late could not be read", "error", err.Error())
	}
	for _, p := range list {
		guild, channel, _ := strings.Cut(p.Place, "/")
		if p.Why == "" { // a command
			if m, err := a.rest.message(ctx, channel, p.Answers[0]); err == nil && m.Metadata != nil && m.Metadata.User != nil {
				a.joined.first(channel, m.Metadata.User.ID)
			}
			continue
		}
		m, err := a.rest.message(ctx, channel, p.ID)
		switch {
		case codeOf(err) == codeUnknownMessage:
			a.deleted(ctx, channel, []string{p.ID}, log)
			continue
		case err != nil:
			log.Debug("a question could not be read again", "error", err.Error())
			continue
		case m.Author == nil:
			continue
		}
		a.joined.first(channel, m.Author.ID)
		if a.outran(ctx, m, channel, p.Answers[0], log) {
			m.Guild = guild
			a.edited(ctx, m, p.Why, log)
		}
	}
}

// maxLooks bounds the questions that are looked at again when a session begins.
const maxLooks = 250

// outran says whether a question was edited, in time, and its answer does not follow that: it was not
// edited since, and sent before or so shortly after that it may be to what the question said then.
func (a follower) outran(ctx context.Context, question *wireMessage, channel, answer string, log *slog.Logger) bool {
	edited, err := time.Parse(time.RFC3339, question.Edited)
	if err != nil || edited.Sub(sentAt(question.ID, time.Time{})) > editable || sentAt(answer, time.Now()).Sub(edited) >= 10*time.Second {
		return false
	}
	m, err := a.rest.message(ctx, channel, answer)
	if err != nil {
		log.Debug("an answer could not be read again", "error", err.Error())
		return codeOf(err) != codeUnknownMessage
	}
	followed, err := time.Parse(time.RFC3339, m.Edited)
	return err != nil || followed.Before(edited)
}

// answersTo finds the messages that answer a question, and whether it is open: it waits for those that
// are under way. was is what this process knows of it, nil where that is nothing.
func (a follower) answersTo(ctx context.Context, question string, was *answered) (list []string, open bool) {
	if was != nil {
		select {
		case <-was.done:
		case <-ctx.Done():
			return nil, false
		}
		if len(was.answers) > 0 {
			return was.answers, false
		}
	}
	ctx, cancel := context.WithTimeout(ctx, noteFor)
	defer cancel()
	list, open, err := a.store.Answers(ctx, question)
	if err != nil {
		a.log.Debug("what answers a question could not be read", "error", err.Error())
	}
	return list, open
}

// under notes that a question is being answered, or answered anew, and returns what was known
// of it before. Whatever the order in which its events are come to, the newest text is the text.
func (a follower) under(m *wireMessage, to addressed) (was, now *answered) {
	a.replied.change(m.ID, func(before *answered, _ bool) *answered {
		was, now = before, &answered{why: to.why, text: to.text, edited: m.Edited, done: make(chan struct{})}
		if was != nil && was.edited > m.Edited { // times of one form
			now.text, now.edited = was.text, was.edited
		}
		return now
	})
	return was, now
}

// settle says what a question was answered with, and how it was put then.
func (r *answered) settle(answers []string, of string) {
	r.answers, r.of = answers, of
	close(r.done)
}

// change takes MESSAGE_UPDATE, and the events of deletions.
func (a follower) change(kind string, data json.RawMessage) {
	switch kind {
	case "MESSAGE_UPDATE":
		var m wireMessage
		if decode(data, &m) != nil || m.Author == nil {
			return
		}
		if m.Author.ID == a.me() { // a promise is kept
			a.heard(&m, true)
			return
		}
		if m.Author.Bot || time.Since(sentAt(m.ID, time.Time{})) > editable {
			return
		}
		a.serve("message", func(ctx context.Context, log *slog.Logger) { a.edited(ctx, &m, "", log) })
	case "MESSAGE_DELETE", "MESSAGE_DELETE_BULK":
		var d struct {
			ID      string   `json:"id"`
			IDs     []string `json:"ids"`
			Channel string   `json:"channel_id"`
		}
		if decode(data, &d) != nil {
			return
		}
		if d.ID != "" {
			d.IDs = append(d.IDs, d.ID)
		}
		a.serve("message", func(ctx context.Context, log *slog.Logger) { a.deleted(ctx, d.Channel, d.IDs, log) })
	}
}

// sentAt is when something of Discord's was made: its id tells.
func sentAt(id string, otherwise time.Time) time.Time {
	const epoch = 1_420_070_400_000 // Discord's, in Unix milliseconds
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil || n>>22 == 0 {
		return otherwise
	}
	return time.UnixMilli(int64(n>>22) + epoch)
}
