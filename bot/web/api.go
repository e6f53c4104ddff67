package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hapjak/bot"
	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/library"
	"hapjak/facts/passages"
)

// What the API takes and gives, beside openapi.json.
const (
	maxBody         = 16 << 10 // bytes of a request
	maxConversation = 100      // characters of a conversation's name
	maxHits         = 50
	maxList         = 200
)

// api answers programs.
type api struct {
	*painter
	*mind
	*browsing
}

// handlers returns the handlers of the API by path and method.
func (s *api) handlers() map[string]map[string]http.HandlerFunc {
	return map[string]map[string]http.HandlerFunc{
		"/v1/ask":           {"POST": s.apiAsk},
		"/v1/search":        {"GET": s.apiSearch},
		"/v1/sources":       {"GET": s.apiSources},
		"/v1/sources/{id}":  {"GET": s.apiSource},
		"/v1/entities":      {"GET": s.apiEntities},
		"/v1/entities/{id}": {"GET": s.apiEntity},
	}
}

// byMethod serves one path of the API, and tells pages of other origins that are let in (see
// [gate.open]) what they may send.
func (s *api) byMethod(methods map[string]http.HandlerFunc) http.HandlerFunc {
	allowed := strings.Join(slices.Sorted(maps.Keys(methods)), ", ") + ", OPTIONS"
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		if r.Method == http.MethodOptions && h.Get("Access-Control-Allow-Origin") != "" {
			h.Set("Access-Control-Allow-Methods", allowed)
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
			h.Set("Access-Control-Max-Age", "600")
		}
		method := r.Method
		if method == http.MethodHead {
			method = http.MethodGet
		}
		switch serve, ok := methods[method]; {
		case ok:
			s.reads(s.painter, serve)(w, r)
		case method == http.MethodOptions:
			h.Set("Allow", allowed)
			w.WriteHeader(http.StatusNoContent)
		default:
			h.Set("Allow", allowed)
			s.fail(w, r, http.StatusMethodNotAllowed, "This address takes "+allowed+".")
		}
	}
}

// A query is what POST /v1/ask takes.
type query struct {
	Question     string `json:"question"`
	Conversation string `json:"conversation"`
	Source       string `json:"source"`
}

// An answer is what it gives: that of `hapjak ask --json`, and its text in spans.
type answer struct {
	*facts.Answer
	Spans []span `json:"spans"`
}

// A span is a part of a text with the markers of the citations that it stands on.
type span struct {
	Text    string `json:"text"`
	Markers []int  `json:"markers"`
}

// A refusal is an error of who asked, with the status that it has over HTTP.
type refusal struct {
	status int
	error
}

func (r refusal) Unwrap() error { return r.error }

func bad(format string, args ...any) error {
	return refusal{http.StatusBadRequest, fmt.Errorf(format, args...)}
}

// reply writes a value, or the error in its place.
func reply[T any](s *api, w http.ResponseWriter, r *http.Request, value T, err error) {
	var wrong refusal
	switch {
	case errors.As(err, &wrong):
		s.fail(w, r, wrong.status, sentence(err))
	case err != nil:
		s.refuse(w, r, err)
	default:
		s.json(w, r, value)
	}
}

func (s *api) apiAsk(w http.ResponseWriter, r *http.Request) {
	q, err := readQuery(w, r)
	var a answer
	if err == nil {
		a, err = s.answer(r.Context(), q, "api")
	}
	w.Header().Set("Cache-Control", "no-store")
	reply(s, w, r, a, err)
}

// answer answers a question.
func (s *api) answer(ctx context.Context, q query, surface string) (answer, error) {
	_, known := knowOf(ctx).Source(q.Source)
	switch {
	case strings.TrimSpace(q.Question) == "":
		return answer{}, bad(`"question" is missing or empty`)
	case utf8.RuneCountInString(q.Question) > maxQuestion:
		return answer{}, refusal{http.StatusRequestEntityTooLarge, errors.New("the question is too long: ask in at most 2,000 characters")}
	case utf8.RuneCountInString(q.Conversation) > maxConversation:
		return answer{}, bad(`"conversation" is too long: at most %d characters`, maxConversation)
	case q.Source != "" && !known:
		return answer{}, bad("there is no source %q", cut(q.Source, 100))
	}
	req := bot.Request{Command: "ask", Options: map[string]string{"question": q.Question}, Source: q.Source}
	if q.Conversation != "" {
		req.Conversation = surface + " " + q.Conversation
	}
	reply, err := s.reply(ctx, req, surface)
	if err != nil {
		return answer{}, err
	}
	a := answer{Answer: reply.Answer, Spans: []span{}}
	for _, x := range stretchesOf(reply.Answer.Said, reply.Answer.Citations) {
		sp := span{Text: x.Text, Markers: []int{}}
		for _, c := range x.Marks {
			sp.Markers = append(sp.Markers, c.Marker)
		}
		a.Spans = append(a.Spans, sp)
	}
	return a, nil
}

// readQuery reads the body of a question.
func readQuery(w http.ResponseWriter, r *http.Request) (q query, err error) {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	d.DisallowUnknownFields()
	err = d.Decode(&q)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("something follows the object")
		}
	}
	var large *http.MaxBytesError
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &large):
		return q, refusal{http.StatusRequestEntityTooLarge, fmt.Errorf("the body is too large: send at most %d bytes", maxBody)}
	case errors.As(err, &mistyped) && mistyped.Field != "":
		return q, bad("%q is to be a text, not of the type %s", mistyped.Field, mistyped.Value)
	case errors.As(err, &mistyped):
		return q, bad(`the body is to be an object, {"question": "…"}, not of the type %s`, mistyped.Value)
	case err == io.EOF:
		return q, bad(`the body is empty: send {"question": "…"}`)
	case err != nil:
		return q, bad(`the body is not what is wanted, {"question": "…"} as JSON: %s`, strings.TrimPrefix(err.Error(), "json: "))
	}
	return q, nil
}

// json writes an answer.
func (s *api) json(w http.ResponseWriter, r *http.Request, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		s.painter.log.Error("an answer could not be written", "route", callOf(r).route, "error", err)
		s.fail(w, r, http.StatusInternalServerError, "This answer could not be written. It has been logged.")
		return
	}
	if w.Header().Get("Cache-Control") == "no-store" {
		w.Header().Set("Content-Type", "application/json")
		w.Write(append(data, '\n'))
		return
	}
	send(w, r, "application/json", append(data, '\n'))
}

// integer reads a whole number of the query within bounds; missing it is otherwise.
func integer(r *http.Request, name string, least, most, otherwise int) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, bad("%q must be a whole number from %d to %d, not %q", name, least, most, cut(text, 50))
	}
	return n, nil
}

// rangeOf reads which part of a list is asked for.
func rangeOf(r *http.Request, first int) (from, limit int, err error) {
	if from, err = integer(r, "from", first, 1<<31-1, first); err == nil {
		limit, err = integer(r, "limit", 1, maxList, 100)
	}
	return from, limit, err
}

// A hit is one passage found.
type hit struct {
	Source    string   `json:"source"`
	Paragraph int      `json:"paragraph"`
	Part      int      `json:"part,omitempty"`
	Score     float64  `json:"score"`
	Title     string   `json:"title"`
	Heading   string   `json:"heading,omitempty"`
	Snippet   []morsel `json:"snippet"`
	Verbatim  bool     `json:"verbatim"`
}

// A morsel is a part of a snippet.
type morsel struct {
	Text  string `json:"text"`
	Match bool   `json:"match,omitempty"` // a word of the query
}

// isDate reports whether a bound of a search is a year, a month or a day.
func isDate(text string) bool {
	for _, layout := range []string{"2006", "2006-01", "2006-01-02"} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

// A finding is what GET /v1/search gives.
type finding struct {
	Hits []hit `json:"hits"`
}

func (s *api) apiSearch(w http.ResponseWriter, r *http.Request) {
	v := r.URL.Query()
	limit, err := integer(r, "limit", 1, maxHits, 10)
	var found finding
	if err == nil {
		found, err = s.search(r.Context(), passages.Query{Text: v.Get("q"), Source: v.Get("source"), From: v.Get("from"), To: v.Get("to")}, limit)
	}
	reply(s, w, r, found, err)
}

// search finds the passages that fit a query best.
func (s *api) search(ctx context.Context, q passages.Query, limit int) (finding, error) {
	q.Text = strings.TrimSpace(strings.ToValidUTF8(q.Text, " "))
	found := finding{[]hit{}}
	_, known := knowOf(ctx).Source(q.Source)
	switch {
	case q.Text == "":
		return found, bad("the query is missing: what is to be found?")
	case utf8.RuneCountInString(q.Text) > maxQuestion:
		return found, bad("the query is too long: at most 2,000 characters")
	case q.Source != "" && !known:
		return found, bad("there is no source %q", cut(q.Source, 100))
	case q.From != "" && !isDate(q.From), q.To != "" && !isDate(q.To):
		return found, bad(`"from" and "to" are dates: 2014, 2014-05 or 2014-05-31`)
	}
	ix := knowOf(ctx).Passages()
	if ix == nil {
		return found, nil
	}
	err := s.work(ctx, func(context.Context) {
		for _, h := range ix.Search(q, limit) {
			found.Hits = append(found.Hits, hitOf(knowOf(ctx), ix, q, h))
		}
	})
	return found, err
}

func hitOf(know *facts.Answerer, ix *passages.Index, q passages.Query, h passages.Hit) hit {
	const width = 240 // characters of a snippet
	source, _ := know.Source(h.Ref.Source)
	_, p := ix.Passage(h.Passage)
	out := hit{Source: h.Ref.Source, Paragraph: h.Ref.Paragraph, Part: h.Ref.Part, Score: h.Score,
		Title: source.Title, Heading: p.Heading, Snippet: []morsel{}, Verbatim: p.Verbatim}
	snip := ix.Snippet(q, p.Text, width)
	add := func(text string, match bool) {
		if text != "" {
			out.Snippet = append(out.Snippet, morsel{text, match})
		}
	}
	last := 0
	for _, m := range snip.Marks {
		add(snip.Text[last:m.Start], false)
		add(snip.Text[m.Start:m.End], true)
		last = m.End
	}
	add(snip.Text[last:], false)
	return out
}

// An article is a source, without its paragraphs.
type article struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Author    string `json:"author"`
	Date      string `json:"date"`
	URL       string `json:"url"`
	Language  string `json:"language"`
	Rights    string `json:"rights"`
}

func articleOf(s corpus.Source) article {
	return article{s.ID, s.Title, s.Publisher, s.Author, s.Date, s.URL, s.Language, s.Rights}
}

func (s *api) apiSources(w http.ResponseWriter, r *http.Request) {
	from, limit, err := rangeOf(r, 0)
	all := s.sources(r.Context())
	lo := min(from, len(all))
	hi := min(lo+limit, len(all))
	out := struct {
		Sources []article `json:"sources"`
		Total   int       `json:"total"`
		Next    int       `json:"next,omitempty"`
	}{[]article{}, len(all), 0}
	for _, src := range all[lo:hi] {
		out.Sources = append(out.Sources, articleOf(src))
	}
	if hi < len(all) {
		out.Next = hi
	}
	reply(s, w, r, out, err)
}

// A stated is a statement.
type stated struct {
	Label    string      `json:"label"`
	Sentence string      `json:"sentence"`
	Subject  facts.Short `json:"subject"`
	Object   facts.Short `json:"object"`
	Refs     []ref       `json:"refs"`
}

type ref struct {
	Source    string `json:"source"`
	Paragraph int    `json:"paragraph"`
	Part      int    `json:"part,omitempty"`
}

func statedOf(list []library.Statement) []stated {
	out := []stated{}
	for _, st := range list {
		refs := []ref{}
		for _, r := range st.Refs {
			refs = append(refs, ref{r.Source, r.Paragraph, r.Part})
		}
		out = append(out, stated{st.Label, st.Sentence, st.Subject, st.Object, refs})
	}
	return out
}

// A whole is a source with a range of its paragraphs.
type whole struct {
	article
	Paragraphs []written `json:"paragraphs"`
	Next       int       `json:"next,omitempty"`
}

// A written is a paragraph with the statements that cite it.
type written struct {
	Paragraph  int      `json:"paragraph"`
	Heading    string   `json:"heading,omitempty"`
	Text       string   `json:"text"`
	Verbatim   bool     `json:"verbatim"`
	Statements []stated `json:"statements"`
}

func (s *api) apiSource(w http.ResponseWriter, r *http.Request) {
	from, limit, err := rangeOf(r, 1)
	var out whole
	if err == nil {
		out, err = sourceOf(knowOf(r.Context()), r.PathValue("id"), from, limit)
	}
	reply(s, w, r, out, err)
}

// sourceOf returns paragraphs of a source, from a number on.
func sourceOf(know *facts.Answerer, id string, from, limit int) (whole, error) {
	src, ok := know.Source(id)
	if !ok {
		return whole{}, refusal{http.StatusNotFound, errors.New("there is no such source; GET /v1/sources lists them")}
	}
	out := whole{article: articleOf(src), Paragraphs: []written{}}
	list, next := know.Paragraphs(src.ID, from, limit)
	for _, c := range list {
		full, _ := know.Paragraph(c.Ref())
		out.Paragraphs = append(out.Paragraphs, written{c.Paragraph, full.Heading, c.Passage, c.Verbatim, statedOf(know.Citing(c.Ref(), citingMost))})
	}
	out.Next = next
	return out, nil
}

func (s *api) apiEntities(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimSpace(strings.ToValidUTF8(r.URL.Query().Get("q"), " "))
	if name == "" || utf8.RuneCountInString(name) > 200 {
		s.fail(w, r, http.StatusBadRequest, `"q" is the name to find, or how it begins, in 1 to 200 characters.`)
		return
	}
	type entity struct {
		ID    string `json:"id"`
		Title string `json:"title"`
		About string `json:"about"`
	}
	list := []entity{}
	for _, c := range s.find(r.Context(), name) {
		list = append(list, entity{c.Entity, c.Label, c.Question})
	}
	s.json(w, r, map[string]any{"entities": list})
}

// A known is an entity with a range of what is stated of it.
type known struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Kind       string   `json:"kind"`
	About      string   `json:"about"`
	Names      []string `json:"names"`
	Statements []stated `json:"statements"`
	Total      int      `json:"total"`
	Next       int      `json:"next,omitempty"`
}

func (s *api) apiEntity(w http.ResponseWriter, r *http.Request) {
	from, limit, err := rangeOf(r, 0)
	var out known
	if err == nil {
		know := knowOf(r.Context())
		n, ok := know.Base().Find(r.PathValue("id"))
		if !ok {
			err = refusal{http.StatusNotFound, errors.New("there is no such entity; GET /v1/entities?q=NAME finds them by name")}
		} else {
			out = entityOf(know, n, from, limit)
		}
	}
	reply(s, w, r, out, err)
}

// entityOf returns statements of an entity, without the first so many.
func entityOf(know *facts.Answerer, n kb.Node, from, limit int) known {
	card := know.Card(n, 0, 0)
	list, total := know.Statements(n, from, limit)
	out := known{card.ID, card.Title, card.Kind, card.About, append([]string{}, card.Names...), statedOf(list), total, 0}
	if from+len(list) < total {
		out.Next = from + len(list)
	}
	return out
}
