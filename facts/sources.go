package facts

import (
	"fmt"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// maxListedSources is how many sources an answer names.
const maxListedSources = 6

// aboutSources answers questions about the sources themselves: what they are,
// who wrote one, which of them speaks of something.
func (t *turn) aboutSources() bool {
	if t.a.index == nil {
		return false
	}
	if !t.speaksOfSources() {
		return false
	}
	named, source := t.sourceNamed()
	spoken := false
	for i, w := range t.r.Words {
		if (english.IsSource(w.Norm) || source != "" && english.IsPiece(w.Norm)) && !t.ofThing(i) {
			spoken = true
		}
	}
	if t.saysAbout(named) || !spoken || t.accordingTo(source) {
		return false
	}
	rest := t.restOf(named)
	switch {
	case source != "":
		return t.ofSource(source)
	case len(rest) == 0:
		return t.listSources()
	}
	return t.whichSources(rest)
}

// ofThing reports whether a word such as "source" is not about our sources but
// about a thing's: "the source of X", "source material".
func (t *turn) ofThing(i int) bool {
	if i+1 == len(t.r.Words) {
		return false
	}
	next := t.r.Words[i+1].Norm
	return next == "of" || next == "material" || next == "work" || next == "code"
}

// maxNamedSources is the largest archive whose sources are known by their
// publishers' names.
const maxNamedSources = 200

// speaksOfSources reports whether any word of a question could mean the sources.
func (t *turn) speaksOfSources() bool {
	for i, w := range t.r.Words {
		if english.IsSource(w.Norm) || english.IsPiece(w.Norm) || w.Norm == "about" && i > 0 && (t.r.Words[i-1].Norm == "say" || t.r.Words[i-1].Norm == "tell") {
			return true
		}
	}
	return false
}

// saysAbout reads "what do the sources say about X" as asking about X.
func (t *turn) saysAbout(named map[int]bool) bool {
	about := false
	for i, w := range t.r.Words {
		about = about || w.Norm == "about" && i > 0 && (t.r.Words[i-1].Norm == "say" || t.r.Words[i-1].Norm == "tell")
	}
	if !about || len(t.r.Words) == 0 || t.r.Words[0].Norm != "what" {
		return false
	}
	var quiet []int
	for i, w := range t.r.Words {
		if named[i] || english.IsSource(w.Norm) || english.IsMention(w.Norm) {
			quiet = append(quiet, i)
		}
	}
	t.r = t.r.Without(quiet)
	return true
}

// accordingTo reads "according to the KoBiz article" as a restriction.
func (t *turn) accordingTo(source string) bool {
	for i, w := range t.r.Words {
		if w.Norm != "according" {
			continue
		}
		if source != "" {
			t.t.only = source
		}
		var quiet []int
		for j := i; j < len(t.r.Words) && j < i+6; j++ {
			quiet = append(quiet, j)
			if english.IsSource(t.r.Words[j].Norm) {
				break
			}
		}
		t.r = t.r.Without(quiet)
		return true
	}
	return false
}

// sourceNamed finds the source whose publisher, title or id a question names,
// and marks the words that do.
func (t *turn) sourceNamed() (words map[int]bool, id string) {
	best, n := 0, 0
	for s := range t.a.index.Sources() {
		if n++; n > maxNamedSources {
			return nil, ""
		}
		src, _ := t.a.index.Source(s)
		names := map[string]bool{}
		for _, stem := range t.a.lex.stems.Stems(src.Publisher + " " + strings.SplitN(s, "-", 2)[0]) {
			names[stem] = true
		}
		hit := map[int]bool{}
		for i, w := range t.r.Words {
			if names[w.Stem] && !w.IsGlue {
				hit[i] = true
			}
		}
		if len(hit) > best {
			best, words, id = len(hit), hit, s
		}
	}
	return words, id
}

// restOf lists the content words that ask for neither a source nor for speaking.
func (t *turn) restOf(named map[int]bool) []int {
	var rest []int
	for i, w := range t.r.Words {
		if w.Skip >= question.SkipContent && !named[i] && !english.IsSource(w.Norm) && !english.IsPiece(w.Norm) && !english.IsMention(w.Norm) && !english.IsWh(w.Norm) {
			rest = append(rest, i)
		}
	}
	return rest
}

func sourceTitle(s corpus.Source) string {
	title := "“" + s.Title + "”"
	var more []string
	for _, part := range []string{s.Publisher, s.Date} {
		if part != "" {
			more = append(more, part)
		}
	}
	if len(more) > 0 {
		title += " (" + strings.Join(more, ", ") + ")"
	}
	return title
}

func (t *turn) listSources() bool {
	var items []string
	n := 0
	for id := range t.a.index.Sources() {
		if n++; n > maxListedSources {
			continue
		}
		src, _ := t.a.index.Source(id)
		item := sourceTitle(src)
		if ref, ok := t.firstParagraph(id, ""); ok {
			item += " " + t.t.marker(ref)
		}
		items = append(items, item)
		t.out.Answers = append(t.out.Answers, Short{Text: src.Title, Kind: "source"})
	}
	noun := "sources"
	if n == 1 {
		noun = "source"
	}
	more := ""
	if n > len(items) {
		more = fmt.Sprintf(" and %d more", n-len(items))
	}
	return t.finish(Answered, fmt.Sprintf("I answer from %d %s: %s%s.", n, noun, joinList(items, len(items)), more), 0.95)
}

// firstParagraph is a paragraph of a source to cite for what is known of the
// source itself: the one that holds the words, else the first.
func (t *turn) firstParagraph(id, words string) (corpus.Ref, bool) {
	if words != "" {
		for _, h := range t.a.index.Search(passages.Query{Text: words, Source: id}, 1) {
			return h.Ref, true
		}
	}
	for n := 1; n < 40; n++ {
		ref := corpus.Ref{Source: id, Paragraph: n}
		if _, ok := t.a.index.Paragraph(ref); ok {
			return ref, true
		}
	}
	return corpus.Ref{}, false
}

// ofSource answers who wrote a source, when it came out, where it stands.
func (t *turn) ofSource(id string) bool {
	src, ok := t.a.index.Source(id)
	if !ok {
		return false
	}
	wrote, published, link, who := false, false, false, false
	for _, w := range t.r.Words {
		wrote = wrote || english.IsWriting(w.Norm)
		published = published || english.IsPublishing(w.Norm)
		link = link || english.IsLinking(w.Norm)
		who = who || w.Norm == "who"
	}
	value, what := "", ""
	switch {
	case wrote && !published, who && wrote:
		value, what = src.Author, "was written by "+src.Author
	case who && published:
		value, what = src.Publisher, "was published by "+src.Publisher
	case published:
		value, what = src.Date, "is dated "+src.Date
	case link:
		value, what = src.URL, "stands at "+src.URL
	default:
		return false
	}
	title := "“" + src.Title + "”"
	if value == "" {
		return t.finish(Unknown, "The source "+title+" does not say.", 0)
	}
	text := title + " " + what + "."
	if ref, ok := t.firstParagraph(id, value); ok {
		text += " " + t.t.marker(ref)
	}
	t.out.Answers = []Short{{Text: value, Kind: "text"}}
	return t.finish(Answered, text, 0.95)
}

// whichSources answers which of the sources speak of something.
func (t *turn) whichSources(rest []int) bool {
	found := map[string][]corpus.Ref{}
	var order []string
	note := func(ref corpus.Ref) {
		if len(found[ref.Source]) == 0 {
			order = append(order, ref.Source)
		}
		found[ref.Source] = append(found[ref.Source], ref)
	}
	for _, n := range t.named(t.planner(0)) {
		for _, s := range append(append([]kb.Stmt(nil), t.a.base.OutAll(n)...), t.a.base.InAll(n)...) {
			for _, ref := range t.a.base.Cites(s) {
				note(ref)
			}
		}
	}
	stems := map[string]bool{}
	var text []string
	for _, i := range rest {
		stems[t.r.Words[i].Stem] = true
		text = append(text, t.r.Words[i].Text)
	}
	for _, h := range t.a.index.Search(passages.Query{Text: strings.Join(text, " ")}, 10) {
		if p, ok := t.a.index.Paragraph(h.Ref); ok && t.holdsAll(p, stems) {
			note(h.Ref)
		}
	}
	if len(order) == 0 {
		return false
	}
	var items []string
	for _, id := range order[:min(len(order), maxListedSources)] {
		src, _ := t.a.index.Source(id)
		items = append(items, sourceTitle(src)+" "+t.t.marker(found[id][0]))
		t.out.Answers = append(t.out.Answers, Short{Text: src.Title, Kind: "source"})
	}
	verb := " speaks of that."
	if len(items) > 1 {
		verb = " speak of that."
	}
	return t.finish(Answered, joinList(items, len(items))+verb, 0.9)
}
