package plan

import (
	"slices"

	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// An input is the words of a question as they are planned: what it costs to skip one
// may fall once it is known what stands around it.
type input struct {
	q        *question.Question
	words    []question.Word
	shouting bool       // all capitals or none: capitals say nothing
	foreign  []nlp.Name // names that the model finds in the question
}

func newInput(q *question.Question) input {
	in := input{q: q, words: slices.Clone(q.Words)}
	upper := 0
	for i, w := range in.words {
		if i > 0 && w.Capitalised() {
			upper++
		}
	}
	in.shouting = upper > 1 && upper*5 > (len(in.words)-1)*3
	for i := range in.words {
		if w := &in.words[i]; i > 0 && w.IsGlue && w.Capitalised() && !in.shouting && len(w.Text) > 1 {
			w.Skip = max(w.Skip, question.SkipCapital)
		}
	}
	return in
}

// looksNamed reports whether a word is written as a name is.
func (in *input) looksNamed(i int) bool {
	w := in.words[i]
	for _, n := range in.foreign {
		if n.Start <= w.Start && w.End <= n.End && !w.IsGlue {
			return true
		}
	}
	return w.Marked != 0 || i > 0 && w.Capitalised() && !in.shouting && !w.IsGlue
}

func (in *input) hasWord(from, to int, w string) bool {
	for i := from; i < to; i++ {
		if in.words[i].Norm == w {
			return true
		}
	}
	return false
}

// besideWord reports whether a word says that what follows takes part as well.
func (in *input) besideWord(i int) bool {
	if i < 0 || i >= len(in.words) {
		return false
	}
	return english.IsBeside(in.words[i].Norm) || in.words[i].Norm == "both" && in.besideWord(i-1)
}

// focusNoun reports whether the word behind "which" is the noun that is asked
// for, rather than an adjective before it.
func (in *input) focusNoun(i int) bool {
	return i+1 >= len(in.words) || in.words[i+1].IsGlue || in.words[i+1].Glue != 0
}

// between gathers the hints of the glue words between two items.
func (in *input) between(l, r item) english.Glue {
	var g english.Glue
	for i := l.end; i < r.start; i++ {
		g |= in.words[i].Glue
	}
	if r.start < len(in.words) && in.words[r.start].Comma && r.start >= l.end {
		g |= english.GlueComma
	}
	return g
}

// lists reports whether a request is to list what there is, or asks which or how many things there are.
func (in *input) lists() bool {
	asked := question.Nothing
	for i, w := range in.words {
		if asked = question.Asks(w.Norm); asked == question.How && i+1 < len(in.words) {
			asked = question.AsksHow(in.words[i+1].Norm)
		}
		if asked != question.Nothing {
			break
		}
	}
	return in.q.Several() && (in.q.Order && asked == question.Nothing && !in.defines() || asked == question.Which || asked == question.HowMany)
}

// defines reports whether a request is to tell what something is, rather than to list
// what there is.
func (in *input) defines() bool {
	for _, w := range in.words {
		switch w.Norm {
		case "define", "describe", "explain", "tell":
			return true
		}
	}
	return false
}
