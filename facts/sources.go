package facts

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/evidence"
	"hapjak/facts/question"
	"hapjak/facts/say"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// maxListedSources is how many sources an answer names.
const maxListedSources = 6

// sourceSought is what the article that a question asks for is to say: what stands behind the
// words that ask for it, else before them, else in the rest of the message; what that quotes goes first.
func (t *inquiry) sourceSought(from, to int) string {
	if text := t.quoted(); text != "" {
		return text
	}
	words := t.r.Words
	end := len(words)
	if end-2 >= to && words[end-2].Norm == "which" && (english.IsSource(words[end-1].Norm) || english.IsPiece(words[end-1].Norm)) {
		end -= 2 // "where did you read of it, which text?"
	}
	if end > to && words[end-1].Norm == "from" { // "which article is it from?"
		end--
	}
	for end > to && english.IsMention(words[end-1].Norm) { // "in which text is X mentioned?"
		end--
	}
	switch {
	case len(t.contentWords(words[to:end])) > 0:
		return t.span(to, end)
	case len(t.contentWords(words[:from])) > 0:
		for i, w := range words[:from] {
			if w.Norm == "where" && len(t.contentWords(words[i+1:from])) > 0 { // "they argue over where X is told of"
				return t.span(i+1, from)
			}
		}
		return t.span(0, from)
	}
	return t.frame.Rest
}

// quoted is what a message quotes.
func (t *inquiry) quoted() string {
	_, quoted, _ := english.Quotation(t.frame.Rest + " " + t.r.Text)
	return quoted
}

// quotes reports whether a message has another's words, in which "you" is not the program.
func (t *inquiry) quotes() bool { return t.frame.Held || t.quoted() != "" }

// listSources names the sources; where an order in time is asked for, the first in that order.
func (t *turn) listSources(order int) bool {
	t.aside = true
	if order != 0 {
		return t.firstSource(order)
	}
	var items []string
	n := 0
	for id := range t.a.Passages().Sources() {
		if n++; n > maxListedSources {
			continue
		}
		src, _ := t.a.Passages().Source(id)
		item := evidence.Title(src)
		if ref, ok := evidence.First(t.a.Passages(), id); ok {
			item += " " + t.t.Marker(ref)
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
	return t.finish(Answered, fmt.Sprintf("I answer from %d %s: %s%s.", n, noun, say.List(items, len(items)), more), 0.95)
}

// firstSource names the source that came out first, or last.
func (t *turn) firstSource(order int) bool {
	var first corpus.Source
	for id := range t.a.Passages().Sources() {
		src, _ := t.a.Passages().Source(id)
		if src.Date != "" && (first.Date == "" || order > 0 && src.Date < first.Date || order < 0 && src.Date > first.Date) {
			first = src
		}
	}
	ref, ok := evidence.First(t.a.Passages(), first.ID)
	if !ok {
		return false
	}
	t.out.Answers = []Short{{Text: first.Title, Kind: "source"}}
	which := "newest"
	if order > 0 {
		which = "oldest"
	}
	return t.finish(Answered, fmt.Sprintf("The %s source with a date is %s. %s", which, evidence.Title(first), t.t.Marker(ref)), 0.95)
}

// The most paragraphs of an article that are gone through for its parts, and the most parts that are named.
const (
	maxOutlined = 2000
	maxParts    = 12
)

// outline tells what an article is about: the headings of its parts, or how it begins where it has none.
func (t *turn) outline(src corpus.Source) bool {
	first, ok := evidence.First(t.a.Passages(), src.ID)
	if !ok {
		return false
	}
	t.out.Answers = []Short{{Text: src.Title, Kind: "source"}}
	var parts, items []string
	for n, ref := 0, first; n < maxOutlined && len(parts) <= maxParts; n++ {
		p, _ := t.a.Paragraph(ref)
		part, _, _ := strings.Cut(p.Heading, " › ")
		part, _, _ = strings.Cut(part, " · ")
		if part != "" && part != src.Title && !slices.Contains(parts, part) && !onlyOfSources(part, t.a.Planner().Stems()) {
			if parts = append(parts, part); len(parts) <= maxParts {
				items = append(items, part+" "+t.t.Marker(ref))
			}
		}
		ref.Paragraph++
	}
	if len(parts) < 2 {
		t.t.Reset()
		p, _ := t.a.Paragraph(first)
		text := p.Text
		if spans := nlp.Sentences(text); len(spans) > 2 {
			text = text[:spans[1].End]
		}
		return say.Length(text) <= say.MaxLong && t.finish(Answered, evidence.Title(src)+" begins: "+text+" "+t.t.Marker(first), 0.9)
	}
	text := evidence.Title(src) + " has these parts: " + strings.Join(items, "; ")
	if len(parts) > maxParts {
		text += "; and more"
	}
	return t.finish(Answered, text+".", 0.9)
}

// onlyOfSources reports whether a heading says no more than that it is about the article itself.
func onlyOfSources(heading string, stems *nlp.Stemmer) bool {
	return !slices.ContainsFunc(question.Parse(heading, question.Said{}, stems).Words, func(w question.Word) bool {
		return w.Content() && !english.IsSource(w.Norm)
	})
}

// maxTitles is how many titles are named where somebody asks what can be asked.
const maxTitles = 3

// someTitles are titles of the first articles.
func (a *Answerer) someTitles() (titles []string) {
	for id := range a.Passages().Sources() {
		if len(titles) == maxTitles {
			break
		}
		if src, ok := a.Passages().Source(id); ok && src.Title != "" {
			titles = append(titles, "“"+src.Title+"”")
		}
	}
	return titles
}

// weShare is the least share of the passages that say "we" in articles whose writers are asked by "you": "when do you open?"
const weShare = 0.08

// speaksItself reports whether the articles speak of themselves as "we", so that who asks "you" means those who wrote them.
func (a *Answerer) speaksItself() bool {
	return a.Passages() != nil && a.Passages().IDF("we") < math.Log(1+1/weShare)
}
