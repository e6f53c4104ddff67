package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"
	"time"
)

// This file lets an answer follow its question: who edits the question within a minute
// gets the answer edited, and who deletes it gets the answer deleted.

const editable = time.Minute

// An answered is a question of late, and what it was answered with.
type answered struct {
	text    string
	answers []string
	done    chan struct{} // closed when answers is set
}

// edited answers an edited question anew, in the place of its answer.
func (a *adapter) edited(ctx context.Context, m *wireMessage, log *slog.Logger) {
	settings := a.store.Settings(ctx, m.Guild)
	to := a.addressed(m, a.me(), settings)
	if to.why == "" || to.silent || a.closed(m.Channel) {
		return
	}
	was := a.answersTo(ctx, m.ID)
	if len(was.answers) == 0 || was.text == to.text {
		return // not answered, or no word of it was changed
	}
	if !a.crowd.enter(place(m.Guild, m.Author.ID), m.Author.ID) {
		return
	}
	defer a.crowd.leave(place(m.Guild, m.Author.ID), m.Author.ID)
	if wait, _ := a.allow(m.Author.ID, m.Guild); wait > 0 {
		return
	}
	locale := localeOr(settings.Language, to.text)
	reply, trouble := a.handle(ctx, a.request(m, to, locale), to.why, log)
	if trouble != "" || reply.Private && m.Guild != "" {
		return
	}
	v := a.codec.draw(reply.Reply, drawing{locale: locale, owner: m.Author.ID, picture: reply.picture, page: reply.page})
	v.plain = false // a message of components stays one
	list := payloads(v)
	a.replied.put(m.ID, &answered{text: to.text, answers: was.answers[:min(len(list), len(was.answers))], done: was.done})
	for n, id := range was.answers {
		var err error
		if n < len(list) {
			err = a.rest.patch(ctx, m.Channel, id, list[n])
		} else {
			err = a.rest.erase(ctx, m.Channel, id)
		}
		if err != nil {
			log.Info("an answer could not follow its question", "error", err.Error())
			return
		}
	}
	a.speaker(ctx, m.Guild, m.Channel).Remember("answer "+was.answers[0], reply.Reply)
}

// deleted deletes the answers to questions that are gone.
func (a *adapter) deleted(ctx context.Context, channel string, ids []string, log *slog.Logger) {
	for _, id := range ids {
		if time.Since(sentAt(id, time.Time{})) > time.Hour {
			continue
		}
		for _, answer := range a.answersTo(ctx, id).answers {
			if err := a.rest.erase(ctx, channel, answer); err != nil {
				log.Info("an answer could not be deleted with its question", "error", err.Error())
			}
		}
	}
}

// answersTo finds the messages that answer a question; it waits for those that are under
// way.
func (a *adapter) answersTo(ctx context.Context, question string) answered {
	if r, ok := a.replied.get(question); ok {
		select {
		case <-r.done:
			return *r
		case <-ctx.Done():
			return answered{}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, noteFor)
	defer cancel()
	list, err := a.store.Answers(ctx, question)
	if err != nil {
		a.log.Debug("what answers a question could not be read", "error", err.Error())
	}
	done := make(chan struct{})
	close(done)
	return answered{answers: list, done: done}
}

// under notes that a question is being answered; settle with what.
func (a *adapter) under(question, text string) (settle func([]string)) {
	r := &answered{text: text, done: make(chan struct{})}
	a.replied.put(question, r)
	return func(answers []string) {
		r.answers = answers
		close(r.done)
	}
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
