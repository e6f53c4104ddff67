package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hapjak/bot"
	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/passages"
)

// What the API takes and gives, beside openapi.json.
const (
	maxBody         = 16 << 10 // bytes of a request
	maxConversation = 100      // characters of a conversation's name
	maxHits         = 50
	maxList         = 200
)

// api returns the handlers of the API by path and method.
func (s *Server) api() map[string]map[string]http.HandlerFunc {
	return map[string]map[string]http.HandlerFunc{
		"/v1/ask":           {"POST": s.apiAsk},
		"/v1/search":        {"GET": s.apiSearch},
		"/v1/sources":       {"GET": s.apiSources},
		"/v1/sources/{id}":  {"GET": s.apiSource},
		"/v1/entities":      {"GET": s.apiEntities},
		"/v1/entities/{id}": {"GET": s.apiEntity},
	}
}

// cors serves one path of the API: by method, and to pages of other origins as far as they
// are allowed.
func (s *Server) cors(methods map[string]http.HandlerFunc) http.HandlerFunc {
	allowed := strings.Join(slices.Sorted(maps.Keys(methods)), ", ") + ", OPTIONS"
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		if len(s.opts.Origins) > 0 {
			h.Add("Vary", "Origin")
		}
		if origin := r.Header.Get("Origin"); origin != "" && s.isAllowed(origin) {
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Expose-Headers", "ETag, Retry-After")
			if r.Method == http.MethodOptions {
				h.Set("Access-Control-Allow-Methods", allowed)
				h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
				h.Set("Access-Control-Max-Age", "600")
			}
		}
		method := r.Method
		if method == http.MethodHead {
			method = http.MethodGet
		}
		switch serve, ok := methods[method]; {
		case ok:
			serve(w, r)
		case method == http.MethodOptions:
			h.Set("Allow", allowed)
			w.WriteHeader(http.StatusNoContent)
		default:
			h.Set("Allow", allowed)
			s.fail(w, r, http.StatusMethodNotAllowed, "This address takes "+allowed+".")
		}
	}
}

func (s *Server) isAllowed(origin string) bool {
	return slices.Contains(s.opts.Origins, "*") || slices.Contains(s.opts.Origins, origin)
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

func (s *Server) apiAsk(w http.ResponseWriter, r *http.Request) {
	q, status, err := readQuery(w, r)
	if err != nil {
		s.fail(w, r, status, sentence(err))
		return
	}
	if _, ok := s.know.Source(q.Source); !ok && q.Source != "" {
		s.fail(w, r, http.StatusBadRequest, fmt.Sprintf("There is no source %q. GET /v1/sources lists them.", cut(q.Source, 100)))
		return
	}
	req := bot.Request{Command: "ask", Options: map[string]string{"question": q.Question}, Source: q.Source}
	if q.Conversation != "" {
		req.Conversation = "api " + q.Conversation
	}
	reply, err := s.reply(r.Context(), req, "api")
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	a := answer{Answer: reply.Answer, Spans: []span{}}
	for _, x := range stretchesOf(reply.Answer) {
		sp := span{Text: x.Text, Markers: []int{}}
		for _, c := range x.Marks {
			sp.Markers = append(sp.Markers, c.Marker)
		}
		a.Spans = append(a.Spans, sp)
	}
	w.Header().Set("Cache-Control", "no-store")
	s.json(w, r, a)
}

// readQuery reads the body of a question, or says what is wrong with it and with which
// status.
func readQuery(w http.ResponseWriter, r *http.Request) (q query, status int, err error) {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	d.DisallowUnknownFields()
	err = d.Decode(&q)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("something follows the object")
		}
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return q, http.StatusRequestEntityTooLarge, fmt.Errorf("the body is too large: send at most %d bytes", maxBody)
	case err != nil:
		return q, http.StatusBadRequest, fmt.Errorf(`the body is not what is wanted, {"question": "…"} as JSON: %s`, strings.TrimPrefix(err.Error(), "json: "))
	case strings.TrimSpace(q.Question) == "":
		return q, http.StatusBadRequest, errors.New(`"question" is missing or empty`)
	case utf8.RuneCountInString(q.Question) > maxQuestion:
		return q, http.StatusRequestEntityTooLarge, errors.New("the question is too long: ask in at most 2,000 characters")
	case utf8.RuneCountInString(q.Conversation) > maxConversation:
		return q, http.StatusBadRequest, fmt.Errorf(`"conversation" is too long: at most %d characters`, maxConversation)
	}
	return q, 0, nil
}

// json writes an answer.
func (s *Server) json(w http.ResponseWriter, r *http.Request, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		s.log.Error("an answer could not be written", "route", callOf(r).route, "error", err)
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
		return 0, fmt.Errorf("%q must be a whole number from %d to %d, not %q", name, least, most, cut(text, 50))
	}
	return n, nil
}

// rangeOf reads which part of a list is asked for.
func rangeOf(r *http.Request, first int) (from, limit int, err error) {
	from, err = integer(r, "from", first, 1<<31-1, first)
	limit, err2 := integer(r, "limit", 1, maxList, 100)
	return from, limit, errors.Join(err, err2)
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

// date is how a bound of a search is written.
var date = regexp.MustCompile(`^\d{4}(-\d{2}(-\d{2})?)?$`)

func (s *Server) apiSearch(w http.ResponseWriter, r *http.Request) {
	v := r.URL.Query()
	q := passages.Query{Text: strings.TrimSpace(strings.ToValidUTF8(v.Get("q"), " ")), Source: v.Get("source"), From: v.Get("from"), To: v.Get("to")}
	limit, err := integer(r, "limit", 1, maxHits, 10)
	switch {
	case err != nil:
	case q.Text == "":
		err = errors.New(`"q" is missing: what is to be found?`)
	case utf8.RuneCountInString(q.Text) > maxQuestion:
		err = errors.New(`"q" is too long: at most 2,000 characters`)
	case q.From != "" && !date.MatchString(q.From), q.To != "" && !date.MatchString(q.To):
		err = errors.New(`"from" and "to" are dates: 2014, 2014-05 or 2014-05-31`)
	}
	if err != nil {
		s.fail(w, r, http.StatusBadRequest, sentence(err))
		return
	}
	hits := []hit{}
	if ix := s.know.Passages(); ix != nil {
		err = s.work(r.Context(), func(context.Context) {
			for _, h := range ix.Search(q, limit) {
				hits = append(hits, s.hit(ix, q, h))
			}
		})
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	s.json(w, r, map[string]any{"hits": hits})
}

func (s *Server) hit(ix *passages.Index, q passages.Query, h passages.Hit) hit {
	const width = 240 // characters of a snippet
	source, _ := s.know.Source(h.Ref.Source)
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

func (s *Server) apiSources(w http.ResponseWriter, r *http.Request) {
	from, limit, err := rangeOf(r, 0)
	if err != nil {
		s.fail(w, r, http.StatusBadRequest, sentence(err))
		return
	}
	all := s.sources()
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
	s.json(w, r, out)
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

func statedOf(list []facts.Statement) []stated {
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

func (s *Server) apiSource(w http.ResponseWriter, r *http.Request) {
	src, ok := s.know.Source(r.PathValue("id"))
	if !ok {
		s.fail(w, r, http.StatusNotFound, "There is no such source. GET /v1/sources lists them.")
		return
	}
	from, limit, err := rangeOf(r, 1)
	if err != nil {
		s.fail(w, r, http.StatusBadRequest, sentence(err))
		return
	}
	type par struct {
		Paragraph  int      `json:"paragraph"`
		Heading    string   `json:"heading,omitempty"`
		Text       string   `json:"text"`
		Verbatim   bool     `json:"verbatim"`
		Statements []stated `json:"statements"`
	}
	out := struct {
		article
		Paragraphs []par `json:"paragraphs"`
		Next       int   `json:"next,omitempty"`
	}{articleOf(src), []par{}, 0}
	list, next := s.know.Paragraphs(src.ID, from, limit)
	for _, c := range list {
		full, _ := s.know.Paragraph(c.Ref())
		out.Paragraphs = append(out.Paragraphs, par{c.Paragraph, full.Heading, c.Passage, c.Verbatim, statedOf(s.know.Citing(c.Ref(), citingMost))})
	}
	out.Next = next
	s.json(w, r, out)
}

func (s *Server) apiEntities(w http.ResponseWriter, r *http.Request) {
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
	for _, c := range s.find(r, name) {
		list = append(list, entity{c.Entity, c.Label, c.Question})
	}
	s.json(w, r, map[string]any{"entities": list})
}

func (s *Server) apiEntity(w http.ResponseWriter, r *http.Request) {
	n, ok := s.know.Base().Find(r.PathValue("id"))
	if !ok {
		s.fail(w, r, http.StatusNotFound, "There is no such entity. GET /v1/entities?q=NAME finds them by name.")
		return
	}
	from, limit, err := rangeOf(r, 0)
	if err != nil {
		s.fail(w, r, http.StatusBadRequest, sentence(err))
		return
	}
	card := s.know.Card(n, 0, 0)
	list, total := s.know.Statements(n, from, limit)
	out := struct {
		ID         string   `json:"id"`
		Title      string   `json:"title"`
		Kind       string   `json:"kind"`
		About      string   `json:"about"`
		Names      []string `json:"names"`
		Statements []stated `json:"statements"`
		Total      int      `json:"total"`
		Next       int      `json:"next,omitempty"`
	}{card.ID, card.Title, card.Kind, card.About, append([]string{}, card.Names...), statedOf(list), total, 0}
	if from+len(list) < total {
		out.Next = from + len(list)
	}
	s.json(w, r, out)
}
