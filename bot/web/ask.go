package web

import (
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

// asks is the room where questions are asked and answers voted on.
type asks struct {
	*painter
	*mind
	origins []string // that may show the widget
}

func (s *asks) routes() []route {
	page := s.reads(s.painter, s.pageAsk)
	list := []route{{"GET", "/{$}", "ask", 0, page}, {"GET", "/embed", "embed", 0, page}}
	if s.kept.memory != nil {
		list = append(list, route{"POST", "/vote", "vote", 0, s.vote})
	}
	return list
}

// pageAsk is the first page: a form, and the answer to what was asked with it. The page
// of the widget is the same in a frame.
func (s *asks) pageAsk(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	question := strings.TrimSpace(strings.ToValidUTF8(q.Get("q"), " "))
	a := asking{Examples: knowOf(r.Context()).Base().Schema().Examples, Source: q.Get("source")}
	if a.Source != "" {
		source, ok := knowOf(r.Context()).Source(a.Source)
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
		key, before := rand.Text(), ""
		req := bot.Request{Text: question, Source: a.Source, Conversation: "page " + key}
		if after := q.Get("after"); after != "" {
			before = cut(q.Get("before"), maxQuestion)
			req.Follows, req.Before = "page "+after, bot.After(before)
		}
		reply, err := s.reply(r.Context(), req, "page")
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		t := turnOf(r.Context(), key, question, reply)
		t.Before = question
		if reply.Context == nil { // nothing new was spoken of: what comes next goes on from the turn before
			t.After, t.Before = q.Get("after"), before
		}
		s.offerVote(&t, reply)
		a.Turn, v.Title, v.Private = &t, t.Question, true
		w.Header().Set("Cache-Control", "no-store")
	}
	if r.URL.Path == "/embed" {
		v.Embedded = true
		w.Header().Set("Content-Security-Policy", policy+strings.Join(append([]string{"'self'"}, s.origins...), " "))
		w.Header().Del("Cross-Origin-Opener-Policy") // of a frame it says nothing
	}
	s.draw(w, r, "ask", v)
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
