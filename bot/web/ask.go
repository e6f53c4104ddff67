package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/http"
	"strings"
	"unicode/utf8"

	"hapjak/bot"
)

// maxQuestion is the longest question, in characters.
const maxQuestion = 2000

// tooLong is what is said to a longer one.
const tooLong = "That question is too long: ask in at most 2,000 characters."

// An asking is what the first page shows.
type asking struct {
	Turn     *turn // nil where nothing was asked
	Examples []string
	Source   string // the one source that is asked; empty for all
	Named    string // what that is called
}

// pageAsk is the first page: a form, and the answer to what was asked with it. The page
// of the widget is the same in a frame.
func (s *Server) pageAsk(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	question := strings.TrimSpace(strings.ToValidUTF8(q.Get("q"), " "))
	a := asking{Examples: s.know(r.Context()).Base().Schema().Examples, Source: q.Get("source")}
	if a.Source != "" {
		source, ok := s.know(r.Context()).Source(a.Source)
		if !ok {
			s.fail(w, r, http.StatusNotFound, "There is no such source to ask.")
			return
		}
		a.Named = source.Title
	}
	v := s.view("ask", "", &a)
	if question != "" {
		if utf8.RuneCountInString(question) > maxQuestion {
			s.fail(w, r, http.StatusRequestEntityTooLarge, tooLong)
			return
		}
		key := rand.Text()
		req := bot.Request{Text: question, Source: a.Source, Conversation: "page " + key}
		if after := q.Get("after"); after != "" {
			req.Follows, req.Before = "page "+after, cut(q.Get("before"), maxQuestion)
		}
		reply, err := s.reply(r.Context(), req, "page")
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		t := s.turnOf(r.Context(), key, question, reply)
		t.Before = question
		if reply.Context == nil { // nothing new was spoken of: what comes next goes on from the turn before
			t.After, t.Before = q.Get("after"), req.Before
		}
		s.offerVote(&t, reply)
		a.Turn, v.Title, v.Private = &t, t.Question, true
		w.Header().Set("Cache-Control", "no-store")
	}
	if r.URL.Path == "/embed" {
		v.Embedded = true
		w.Header().Set("Content-Security-Policy", policy+strings.Join(append([]string{"'self'"}, s.opts.Origins...), " "))
		w.Header().Del("Cross-Origin-Opener-Policy") // of a frame it says nothing
	}
	s.draw(w, r, "ask", v)
}

// reply answers a request when it is its turn.
func (s *Server) reply(ctx context.Context, req bot.Request, surface string) (reply bot.Reply, err error) {
	err = s.work(ctx, func(ctx context.Context) { reply = s.talk.Handle(ctx, req) })
	status := string(reply.Status)
	if err != nil {
		status = "refused"
	}
	if err == nil {
		s.keep(surface, cmp.Or(req.Text, req.Options["question"]), reply)
	}
	s.metrics.questions.WithLabelValues(status, surface).Inc()
	return reply, err
}

// cut keeps at most so many characters.
func cut(text string, most int) string {
	n := 0
	for i := range text {
		if n++; n > most {
			return text[:i]
		}
	}
	return strings.ToValidUTF8(text, " ")
}
