package facts

import (
	"fmt"
	"regexp"
	"slices"

	"hapjak/facts/evidence"
	"hapjak/facts/question"
	"hapjak/facts/say"
	"hapjak/nlp/english"
)

// maxListedSources is how many sources an answer names.
const maxListedSources = 6

// speaksOfSources reports whether any word of a question could mean the sources.
func (t *turn) speaksOfSources() bool {
	return slices.ContainsFunc(t.r.Words, func(w question.Word) bool { return english.IsSource(w.Norm) || english.IsPiece(w.Norm) })
}

// sourceAsked returns the words that ask which article says something, with the verb of saying
// that follows: "which article mentions", "where did you read about". A story or a page is meant
// so only as one of several or with such a verb: "in which of your texts", "which page tells".
func (t *turn) sourceAsked() (from, to int) {
	words := t.r.Words
	says := func(i int) bool { return i < len(words) && english.IsMention(words[i].Norm) }
	quoted := t.quoted() != ""
	for i, w := range words { // "where did you read about …", "where do the articles mention …"
		if w.Norm != "where" || i+3 >= len(words) || !english.IsAuxiliary(words[i+1].Norm) {
			continue
		}
		if quoted && english.PronounOf(words[i+2].Norm) == english.Thing && words[i+3].Norm == "from" { // of what is quoted before
			return i, i + 4
		}
		for k := i + 2; k < min(i+5, len(words)); k++ {
			if speaker := words[k-1].Norm; says(k) && (english.PronounOf(speaker) != english.NoPronoun || speaker == "you" || speaker == "i" || english.IsSource(speaker) || english.IsPiece(speaker)) {
				return i, t.pastMention(k)
			}
		}
	}
	for i, w := range words {
		if w.Norm != "which" && w.Norm != "what" {
			continue
		}
		for k := i + 1; k < min(i+5, len(words)) && !english.IsAuxiliary(words[k].Norm); k++ {
			of := k > i+1 && words[i+1].Norm == "of"
			last := k+1 == len(words) && k == i+1 && i > 0
			if !english.IsSource(words[k].Norm) && !((of || last || says(k+1) || k+3 < len(words) && english.IsAuxiliary(words[k+1].Norm) && says(k+3)) && english.IsPiece(words[k].Norm)) {
				continue
			}
			return i, t.pastMention(k + 1)
		}
	}
	return 0, 0
}

// pastMention is the place behind the verbs of saying and the small words that stand from i on.
func (t *turn) pastMention(i int) int {
	for words := t.r.Words; i < len(words) && (english.IsMention(words[i].Norm) || english.IsAuxiliary(words[i].Norm) || words[i].IsGlue); i++ {
	}
	return i
}

// sourceSought is what the article that a question asks for is to say: what stands behind the
// words that ask for it, else before them, else in the rest of the message; what that quotes goes first.
func (t *turn) sourceSought(from, to int) string {
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
	switch {
	case len(t.contentWords(words[to:end])) > 0:
		return t.span(to, end)
	case len(t.contentWords(words[:from])) > 0:
		return t.span(0, from)
	}
	return t.frame.Rest
}

// quoted is what a message quotes.
func (t *turn) quoted() string {
	m := quotation.FindStringSubmatch(t.frame.Rest + " " + t.r.Text)
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

// quotation is what stands in quotation marks, of some length.
var quotation = regexp.MustCompile(`["“]([^"“”]{12,})["”]|(?:^|\s)['‘]([^'‘’]{12,})['’](?:\s|$)`)

func (t *turn) listSources() bool {
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
