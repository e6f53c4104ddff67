package facts

import (
	"fmt"

	"hapjak/corpus"
	"hapjak/facts/evidence"
	"hapjak/facts/say"
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

// listSources names the sources; where an order in time is asked for, the first in that order.
func (t *turn) listSources(order int) bool {
	if order != 0 {
		return t.firstSource(order)
	}
	var items []string
	n := 0
	for id := range t.a.index.Sources() {
		if n++; n > maxListedSources {
			continue
		}
		src, _ := t.a.index.Source(id)
		item := evidence.Title(src)
		if ref, ok := evidence.First(t.a.index, id); ok {
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
	for id := range t.a.index.Sources() {
		src, _ := t.a.index.Source(id)
		if src.Date != "" && (first.Date == "" || order > 0 && src.Date < first.Date || order < 0 && src.Date > first.Date) {
			first = src
		}
	}
	ref, ok := evidence.First(t.a.index, first.ID)
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
