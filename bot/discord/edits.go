package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"hapjak/bot/store"
)

// This file lets an answer follow its question: who edits the question within a minute
// gets the answer edited, and who deletes it gets the answer deleted.

const editable = time.Minute

// An answered is a question of late, and what it was answered with.
type answered struct {
	text    string
	edited  string // when that was written, as Discord tells it; empty: it is as it was sent
	edits   int
	answers []string
	done    chan struct{} // closed when answers is set
}

// edited answers an edited question anew, in the place of its answer. Edits of one question
// come one after the other.
func (a *adapter) edited(ctx context.Context, m *wireMessage, log *slog.Logger) {
	settings := a.store.Settings(ctx, m.Guild)
	to := a.addressed(m, a.me(), settings)
	if to.why == "" || to.silent || a.closed(m.Channel) {
		return
	}
	was, now := a.under(m, to.text)
	to.text = now.text
	answers := a.answersTo(ctx, m.ID, was)
	defer func() { now.settle(answers) }()
	if len(answers) == 0 || was != nil && was.text == to.text {
		return // not answered, or no word of it was changed
	}
	overheard := to.why == "channel"
	if overheard && !asksTheRoom(to.text) {
		answers = a.takeBack(ctx, m.Channel, m.ID, answers, log)
		return
	}
	locale := localeOr(settings.Language, to.text)
	if !a.admitted(ctx, m, to, locale, nil, log) {
		return
	}
	defer a.crowd.leave(place(m.Guild, m.Author.ID), m.Author.ID)
	req := a.request(m, to, locale)
	reply, trouble := a.handle(ctx, req, time.Now(), to.why, log)
	if overheard && (trouble != "" || !sure(to.text, reply.Reply)) { // nobody asks the bot any more
		answers = a.takeBack(ctx, m.Channel, m.ID, answers, log)
		return
	}
	if reply.Private && m.Guild != "" {
		return
	}
	if overheard {
		a.speaker(ctx, m.Guild, m.Channel).Remember(req.Follows, reply.Reply)
	}
	v := view{text: say(locale, trouble)} // what stands there answers another question
	if trouble == "" {
		v = a.codec.draw(reply.Reply, drawing{locale: locale, owner: m.Author.ID, picture: reply.picture, page: reply.page})
	}
	v.plain = false // a message of components stays one
	before := len(answers)
	var err error
	if answers, err = a.redraw(ctx, m, answers, payloads(v), now.edits); err != nil {
		log.Info("an answer could not follow its question", "error", err.Error())
		if !overheard && codeOf(err) != codeUnknownMessage { // nor was it deleted by its asker
			a.tellOf(ctx, m, say(locale, "lost"), log)
		}
	} else if trouble == "" {
		a.gave(ctx, m, answers, reply.Reply)
	}
	if len(answers) != before {
		(&claim{ledger: a.ledger, id: m.ID, log: log}).done(answers)
	}
}

// redraw puts the pieces of a new answer in the place of an old one's, sends those that are
// more and deletes those that are left. It returns the messages that stand there now.
func (a *adapter) redraw(ctx context.Context, m *wireMessage, old []string, list []payload, edits int) ([]string, error) {
	for n, p := range list {
		if n < len(old) {
			if err := a.rest.patch(ctx, m.Channel, old[n], p); err != nil {
				return old, err
			}
			continue
		}
		id, err := a.rest.post(ctx, m.Channel, m.ID, n+100*edits, 0, p) // with another nonce each time
		if err != nil {
			return old, err
		}
		old = append(old, id)
	}
	for len(old) > len(list) {
		if err := a.rest.erase(ctx, m.Channel, old[len(old)-1]); err != nil {
			return old, err
		}
		old = old[:len(old)-1]
	}
	return old, nil
}

// deleted deletes the answers to questions that are gone.
func (a *adapter) deleted(ctx context.Context, channel string, ids []string, log *slog.Logger) {
	for _, id := range ids {
		if time.Since(sentAt(id, time.Time{})) > store.KeepAnswers {
			continue
		}
		a.gone.put(id, struct{}{})
		was, _ := a.replied.get(id)
		a.takeBack(ctx, channel, id, a.answersTo(ctx, id, was), log)
	}
}

// takeBack deletes the answers to a question, which is not answered any more, nor tried again,
// whoever has entered it. It returns those that stand there still.
func (a *adapter) takeBack(ctx context.Context, channel, question string, answers []string, log *slog.Logger) (left []string) {
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
func (a *adapter) latest(ctx context.Context, m *wireMessage, why string, log *slog.Logger) bool {
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
func (a *adapter) still(m *wireMessage, was, now addressed) addressed {
	switch {
	case m.Edited != "" && m.Content == "":
		return addressed{}
	case now.why != "" || m.Edited != "" && was.why == "mention":
		return now
	case m.Edited != "":
		was.text = unmention(m.Content, a.me())
	}
	return was
}

// catchUp looks what became, while no session was there to tell of it, of the questions that were
// answered of late.
func (a *adapter) catchUp(ctx context.Context, log *slog.Logger) {
	list, err := a.store.Answered(ctx, time.Now().Add(-answerFor), maxLooks)
	if err != nil {
		log.Debug("what was answered of late could not be read", "error", err.Error())
	}
	for _, p := range list {
		guild, channel, _ := strings.Cut(p.Place, "/")
		m, err := a.rest.message(ctx, channel, p.ID)
		switch {
		case codeOf(err) == codeUnknownMessage:
			a.deleted(ctx, channel, []string{p.ID}, log)
		case err != nil:
			log.Debug("a question could not be read again", "error", err.Error())
		case m.Author != nil && a.outran(ctx, m, channel, p.Answers[0], log):
			m.Guild = guild
			a.edited(ctx, m, log)
		}
	}
}

// maxLooks bounds the questions that are looked at again when a session begins.
const maxLooks = 50

// outran says whether a question was edited, in time, and its answer does not follow that: it was not
// edited since, and sent before or so shortly after that it may be to what the question said then.
func (a *adapter) outran(ctx context.Context, question *wireMessage, channel, answer string, log *slog.Logger) bool {
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

// answersTo finds the messages that answer a question; it waits for those that are under
// way. was is what this process knows of it, nil where that is nothing.
func (a *adapter) answersTo(ctx context.Context, question string, was *answered) []string {
	if was != nil {
		select {
		case <-was.done:
		case <-ctx.Done():
			return nil
		}
		if len(was.answers) > 0 {
			return was.answers
		}
	}
	ctx, cancel := context.WithTimeout(ctx, noteFor)
	defer cancel()
	list, err := a.store.Answers(ctx, question)
	if err != nil {
		a.log.Debug("what answers a question could not be read", "error", err.Error())
	}
	return list
}

// under notes that a question is being answered, or answered anew, and returns what was known
// of it before. Whatever the order in which its events are come to, the newest text is the text.
func (a *adapter) under(m *wireMessage, text string) (was, now *answered) {
	a.replied.change(m.ID, func(before *answered, _ bool) *answered {
		was, now = before, &answered{text: text, edited: m.Edited, edits: 1, done: make(chan struct{})}
		if was != nil {
			now.edits = was.edits + 1
			if was.edited > m.Edited { // times of one form
				now.text, now.edited = was.text, was.edited
			}
		}
		return now
	})
	return was, now
}

// settle says what a question was answered with.
func (r *answered) settle(answers []string) {
	r.answers = answers
	close(r.done)
}

// change takes MESSAGE_UPDATE, and the events of deletions.
func (a *adapter) change(kind string, data json.RawMessage) {
	switch kind {
	case "MESSAGE_UPDATE":
		var m wireMessage
		if decode(data, &m) != nil || m.Author == nil || m.Author.Bot || time.Since(sentAt(m.ID, time.Time{})) > editable {
			return
		}
		a.serve("message", func(ctx context.Context, log *slog.Logger) { a.edited(ctx, &m, log) })
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
