package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"hapjak/bot"
	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/library"
	"hapjak/nlp"
)

// How much is on a page.
const (
	sourcesPage   = 100
	thingsPage    = 100
	statementPage = 100
	citingMost    = 50 // statements shown under a paragraph
	timelinePage  = 200
)

// A paging is where a page stands in a list.
type paging struct {
	From, To, Total int    // of what is shown, from 1
	Prev, Next      string // addresses; empty where there is none
}

// page cuts a list's range [from, from+most) out of total, and links to the next.
func page(r *http.Request, from, most, total int) (lo, hi int, p paging) {
	lo = min(from, total)
	hi = min(lo+most, total)
	p = paging{From: min(lo+1, total), To: hi, Total: total}
	to := func(n int) string {
		q := r.URL.Query()
		q.Set("from", strconv.Itoa(n))
		return r.URL.EscapedPath() + "?" + q.Encode()
	}
	if lo > 0 {
		p.Prev = to(max(0, lo-most))
	}
	if hi < total {
		p.Next = to(hi)
	}
	return lo, hi, p
}

// browsing is the rooms of readers: the articles, the things, what happened when.
type browsing struct {
	*painter
	*mind
	shelf shelf
}

func (s *browsing) routes() []route {
	list := []route{
		{"GET", "/sources", "sources", 0, s.pageSources},
		{"GET", "/sources/{id}", "source", 0, s.pageSource},
		{"GET", "/things", "things", 0, s.pageThings},
		{"GET", "/things/{id}", "thing", 0, s.pageThing},
		{"GET", "/timeline", "timeline", 0, s.pageTimeline},
	}
	for i := range list {
		list[i].serve = s.reads(s.painter, list[i].serve)
	}
	return list
}

// A shelf keeps the list of the articles, which takes a while to make.
type shelf struct {
	mu   sync.Mutex
	of   *facts.Answerer
	list []corpus.Source
}

// sources lists the articles.
func (s *browsing) sources(ctx context.Context) []corpus.Source {
	know := knowOf(ctx)
	s.shelf.mu.Lock()
	defer s.shelf.mu.Unlock()
	if s.shelf.of != know {
		s.shelf.of, s.shelf.list = know, know.Sources()
	}
	return s.shelf.list
}

// pageSources lists the articles.
func (s *browsing) pageSources(w http.ResponseWriter, r *http.Request) {
	query := cut(r.URL.Query().Get("q"), maxQuestion)
	all := s.sources(r.Context())
	list := all
	if words := strings.Fields(nlp.Fold(query)); len(words) > 0 {
		var found []corpus.Source
		for _, src := range list {
			if holdsAll(nlp.Fold(src.Title+" "+src.Publisher+" "+src.Author+" "+src.Date+" "+src.ID), words) {
				found = append(found, src)
			}
		}
		list = found
	}
	lo, hi, p := page(r, number(r, "from"), sourcesPage, len(list))
	s.draw(w, r, "sources", s.view("sources", "Sources", map[string]any{"List": list[lo:hi], "Paging": p, "Query": query, "All": len(all)}))
}

func holdsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// A paragraph is one of a source, with the statements that cite it.
type paragraph struct {
	facts.Citation
	laid   // its heading where it is another than of the paragraph before, and no text of that
	Stated []library.Statement
	More   int // statements that are not shown
}

// pageSource shows an article.
func (s *browsing) pageSource(w http.ResponseWriter, r *http.Request) {
	know := knowOf(r.Context())
	src, ok := know.Source(r.PathValue("id"))
	if !ok {
		s.fail(w, r, http.StatusNotFound, "There is no such source. The page Sources lists them.")
		return
	}
	from := max(number(r, "from"), 1)
	list, next := know.Paragraphs(src.ID, from, bot.ParagraphsOnPage)
	var pars []paragraph
	digest, heading, before, cites := false, "", "", 0
	for _, c := range list {
		p := paragraph{Citation: c, Stated: know.Citing(c.Ref(), citingMost)}
		if all := len(know.Base().Citing(c.Ref())); all > len(p.Stated) {
			p.More = all - len(p.Stated)
		}
		if p.laid = layOut(know, c.Ref()); p.Heading == heading || strings.HasSuffix(p.Heading, strings.TrimSuffix(before, ":")) && before != "" {
			p.Heading = ""
		} else {
			heading = p.Heading
		}
		before = c.Passage
		digest = digest || !c.Verbatim
		cites += len(p.Stated) + p.More
		pars = append(pars, p)
	}
	var nav paging
	to := func(n int) string { return r.URL.EscapedPath() + "?from=" + strconv.Itoa(n) }
	if next > 0 {
		nav.Next = to(next)
	}
	if from > 1 {
		nav.Prev = to(max(1, from-bot.ParagraphsOnPage))
	}
	s.draw(w, r, "source", s.view("sources", src.Title, map[string]any{
		"Source": src, "Paragraphs": pars, "Digest": digest, "Cites": cites, "Paging": nav}))
}

// A kind is one of the kinds that things are of.
type kind struct {
	Name, Label string
	Count       int
}

// pageThings finds things by name, and lists those of a kind.
func (s *browsing) pageThings(w http.ResponseWriter, r *http.Request) {
	know := knowOf(r.Context())
	base, query := know.Base(), strings.TrimSpace(cut(r.URL.Query().Get("q"), 200))
	schema := base.Schema()
	data := map[string]any{"Query": query, "Kind": r.URL.Query().Get("kind")}
	var kinds []kind
	for k := range schema.Kinds {
		d := schema.KindDef(kb.Kind(k))
		if n := len(base.OfKind(kb.Kind(k))); n > 0 && !schema.Literal(kb.Kind(k)) {
			kinds = append(kinds, kind{d.Name, d.Plural, n})
		}
	}
	data["Kinds"] = kinds
	switch k, ok := schema.Kind(r.URL.Query().Get("kind")); {
	case query != "":
		data["Found"] = s.find(r.Context(), query)
	case ok && !schema.Literal(k):
		nodes := base.OfKind(k)
		lo, hi, p := page(r, number(r, "from"), thingsPage, len(nodes))
		var found []facts.Choice
		for _, n := range nodes[lo:hi] {
			found = append(found, choiceOf(know, n))
		}
		data["Found"], data["Paging"], data["Listed"] = found, p, schema.KindDef(k).Plural
	}
	s.draw(w, r, "things", s.view("things", "Things", data))
}

// find returns the things whose names are or begin as a text, or nearly.
func (s *browsing) find(ctx context.Context, text string) []facts.Choice {
	know := knowOf(ctx)
	found := s.talk.Complete(ctx, "compare", "a", text)
	if len(found) > 0 {
		for i, c := range found {
			if n, ok := know.Base().Find(c.Entity); ok {
				found[i] = choiceOf(know, n)
			}
		}
		return found
	}
	near, _ := know.Lookup(text, nil)
	for _, n := range near[:min(len(near), thingsPage)] {
		found = append(found, choiceOf(know, n))
	}
	return found
}

// choiceOf names a thing; its Question is what is said of it in our own words.
func choiceOf(know *facts.Answerer, n kb.Node) facts.Choice {
	about := know.Base().About(n)
	if about == "" {
		about = know.Base().Schema().KindDef(know.Base().KindOf(n)).Noun
	}
	return facts.Choice{Label: know.Title(n), Entity: know.Base().ID(n), Question: about}
}

// A row is what is stated of a thing under one label.
type row struct {
	Label      string
	Statements []library.Statement
}

// pageThing shows a card with every statement and where it stands.
func (s *browsing) pageThing(w http.ResponseWriter, r *http.Request) {
	know := knowOf(r.Context())
	n, ok := know.Base().Find(r.PathValue("id"))
	if !ok {
		s.fail(w, r, http.StatusNotFound, "Nothing is known under this name. The page Things finds what is.")
		return
	}
	card := know.Card(n, 0, 0)
	from := number(r, "from")
	list, total := know.Statements(n, from, statementPage)
	_, _, p := page(r, from, statementPage, total)
	var rows []row
	for _, st := range list {
		if len(rows) == 0 || rows[len(rows)-1].Label != st.Label {
			rows = append(rows, row{Label: st.Label})
		}
		last := &rows[len(rows)-1]
		last.Statements = append(last.Statements, st)
	}
	s.draw(w, r, "thing", s.view("things", card.Title, map[string]any{"Card": card, "Rows": rows, "Paging": p}))
}
