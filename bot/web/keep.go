package web

import (
	"container/list"
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"hapjak/bot"
	"hapjak/bot/review"
	"hapjak/bot/store"
	"hapjak/facts"
)

// This file keeps, for the curators, questions and what people thought of the answers.
// Who asked is not kept.

// A Memory keeps them, and what curators are and do. *store.Store is one.
type Memory interface {
	Record(context.Context, store.Event) error
	Questions(ctx context.Context, limit int) ([]store.Question, error)
	Events(context.Context, store.Filter) ([]store.Event, error)
	Hash(string) string
	Health() error

	Curator(ctx context.Context, name string) (store.Curator, error)
	Curators(context.Context) ([]store.Curator, error)
	SetCurator(context.Context, store.Curator) error
	Note(context.Context, store.Change) error
	Changes(ctx context.Context, before int64, limit int) ([]store.Change, error)

	review.Memory // what curators did about them
}

var _ Memory = (*store.Store)(nil)

// unsure is the confidence below which an answer is worth a curator's look.
const unsure = 0.6

// A keeper keeps questions.
type keeper struct {
	memory  Memory // nil: none are kept
	which   string
	recent  recent
	keeping sync.WaitGroup // questions being recorded
}

// on reports whether any are kept.
func (s *keeper) on() bool { return s.memory != nil && s.which != store.KeepNone }

// told is what readers are told of it, empty where none are kept.
func (s *keeper) told() string {
	switch {
	case !s.on():
		return ""
	case s.which == store.KeepAll:
		return "Questions and their answers are kept for those who look after the sources, without who asked."
	}
	return "Questions that could not be answered well are kept for those who look after the sources, without who asked."
}

// keeps reports whether a kept question is worth keeping.
func (s *keeper) keeps(a *facts.Answer) bool {
	if !s.on() || a == nil {
		return false
	}
	answered := a.Status == facts.Answered || a.Status == facts.Corrected
	return s.which == store.KeepAll || a.Status == facts.Unknown && !a.Refused() || answered && a.Confidence < unsure
}

// keep records a question with its answer, which does not wait for it.
func (s *keeper) keep(surface, question string, reply bot.Reply) {
	a := reply.Answer
	if reply.Question == "" || !s.keeps(a) {
		return
	}
	e := eventOf(surface, question, reply)
	if e.Kind = store.Answered; a.Status == facts.Unknown && !a.Refused() {
		e.Kind = store.Unknown
	}
	s.keeping.Go(func() { s.record(e) })
}

func eventOf(surface, question string, reply bot.Reply) store.Event {
	a := reply.Answer
	var evidence []string
	for _, c := range a.Citations {
		evidence = append(evidence, c.Ref().String())
	}
	return store.Event{Question: question, Before: reply.Before, Surface: surface, Answer: a.Text, Status: string(a.Status),
		Confidence: a.Confidence, Evidence: strings.Join(evidence, " ")}
}

// record remembers an event. Where that fails the answer is given all the same: the store
// itself says once what is wrong with it.
func (s *keeper) record(e store.Event) bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return s.memory.Record(ctx, e) == nil
}

// recent holds the answers that can be voted on still, the newest so many.
type recent struct {
	mu    sync.Mutex
	byKey map[string]store.Event
	order list.List // of keys, the oldest first
}

const maxRecent = 5000

func (r *recent) put(key string, e store.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byKey == nil {
		r.byKey = map[string]store.Event{}
	}
	r.byKey[key] = e
	r.order.PushBack(key)
	if r.order.Len() > maxRecent {
		delete(r.byKey, r.order.Remove(r.order.Front()).(string))
	}
}

func (r *recent) get(key string) (store.Event, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.byKey[key]
	return e, ok
}

// offerVote lets a turn of the page be voted on.
func (s *asks) offerVote(t *turn, reply bot.Reply) {
	if !s.kept.on() || reply.Question == "" {
		return
	}
	t.Votes = true
	s.kept.recent.put(t.Key, eventOf("page", t.Question, reply))
}

// vote records what somebody thought of an answer: once for each answer, the last word
// counts.
func (s *asks) vote(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		s.fail(w, r, http.StatusBadRequest, "What was sent cannot be read.")
		return
	}
	key := r.PostForm.Get("answer")
	e, ok := s.kept.recent.get(key)
	if !ok {
		s.fail(w, r, http.StatusNotFound, "This answer was given too long ago to be voted on. Ask again, and vote on that answer.")
		return
	}
	switch r.PostForm.Get("vote") {
	case "up":
		e.Kind = store.Up
	case "down":
		e.Kind, e.Reason = store.Down, cut(strings.TrimSpace(r.PostForm.Get("reason")), 500)
	default:
		s.fail(w, r, http.StatusBadRequest, "A vote is up or down.")
		return
	}
	e.Asker, e.Message = s.kept.memory.Hash("answer "+key), key
	if !s.kept.record(e) {
		s.fail(w, r, http.StatusServiceUnavailable, "Your vote could not be kept just now. Please try again in a moment.")
		return
	}
	v := s.view("", "Thank you", map[string]string{"Question": e.Question})
	v.Private = true
	w.Header().Set("Cache-Control", "no-store")
	s.draw(w, r, "voted", v)
}
