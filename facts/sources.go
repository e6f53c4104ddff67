package facts

import (
	"fmt"
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

// asksWhichSource reports whether a question asks which article says something.
func (t *turn) asksWhichSource() bool {
	from, to := t.sourceAsked()
	return to > from
}

// sourceAsked returns the words that ask which article says something, with the verb of saying
// that follows: "which article mentions". A story or a page is meant so only as one of several
// or with such a verb: "in which of your texts", "which page tells".
func (t *turn) sourceAsked() (from, to int) {
	words := t.r.Words
	for i, w := range words {
		if w.Norm != "which" && w.Norm != "what" {
			continue
		}
		for k := i + 1; k < min(i+5, len(words)) && !english.IsAuxiliary(words[k].Norm); k++ {
			of := k > i+1 && words[i+1].Norm == "of"
			says := k+1 < len(words) && english.IsMention(words[k+1].Norm)
			if !english.IsSource(words[k].Norm) && !((of || says) && english.IsPiece(words[k].Norm)) {
				continue
			}
			for k++; k < len(words) && (english.IsMention(words[k].Norm) || english.IsAuxiliary(words[k].Norm) || words[k].IsGlue); k++ {
			}
			return i, k
		}
	}
	return 0, 0
}

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
