package question

import (
	"slices"
	"strings"

	"hapjak/nlp/english"
)

// maxTerm is how many words a term has at most.
const maxTerm = 4

// Term is what a question asks to be told the meaning of, as stems, nil where it asks something else: "what is a mill
// pond?", "what are mill ponds", "what do they mean by mill pond?", "describe a mill pond in a line".
func (q *Question) Term() (stems []string) {
	if from, to := q.term(); from < to {
		for _, w := range q.Words[from:to] {
			stems = append(stems, w.Stem)
		}
	}
	return stems
}

// Meaning is a question for the meaning of a term in its plainest wording, which every reader of questions knows: "what is mill
// pond?" for "how would they describe a mill pond?"; nothing for another question.
func (q *Question) Meaning() string {
	if from, to := q.term(); from < to {
		return WhatIs(q.Span(from, to))
	}
	return ""
}

// WhatIs asks for the meaning of a term.
func WhatIs(term string) string { return "what is " + term + "?" }

// term finds the words of the term that a question asks the meaning of.
func (q *Question) term() (from, to int) {
	words := withoutManner(q.Words)
	i := slices.IndexFunc(words, func(w Word) bool { return Asks(w.Norm) == What || english.IsDefine(w.Norm) })
	if i < 0 || q.Verdict || slices.ContainsFunc(words[:i], Word.Content) {
		return q.definedLast(words)
	}
	meaning := english.IsDefine(words[i].Norm)
	asks := meaning || words[i].Norm != "what" || strings.EqualFold(words[i].Text, "whats") // "what's"
	helped := false
	for i++; i < len(words) && opensTerm(words[i], words[i:]); i++ {
		w := words[i]
		meaning = meaning || english.IsDefine(w.Norm)
		helped = helped || w.Glue&english.GlueBe == 0 && english.IsAuxiliary(w.Norm)
		asks = asks || meaning || helped || w.Glue&english.GlueBe != 0 || english.IsArticle(w.Norm) || w.Norm == "as"
	}
	for from = i; i < len(words) && !english.IsDefine(words[i].Norm); i++ {
		if w := words[i]; w.Norm != "of" && (w.IsGlue || english.IsPreposition(w.Norm)) {
			return 0, 0 // "what is the mill in Alba for"
		}
	}
	if !asks || helped && !meaning && i == len(words) || i-from > maxTerm || i < len(words)-1 { // "what did he die of"
		return 0, 0
	}
	return from, i
}

// definedLast finds the term in "how is a mill pond defined?"
func (q *Question) definedLast(words []Word) (from, to int) {
	last := len(words) - 1
	if last < 3 || q.Verdict || words[0].Norm != "how" || words[1].Glue&english.GlueBe == 0 || !english.IsDefine(words[last].Norm) {
		return 0, 0
	}
	if from = 2; english.IsArticle(words[from].Norm) {
		from++
	}
	if last-from > maxTerm || slices.ContainsFunc(words[from:last], func(w Word) bool { return !w.Content() }) {
		return 0, 0
	}
	return from, last
}

// opensTerm reports whether a word stands between what asks for a meaning and the term: "what [is a] …", "what [do they mean by] …",
// "[define the] term …", "what [counts as] …".
func opensTerm(w Word, behind []Word) bool {
	next := ""
	if len(behind) > 1 {
		next = behind[1].Norm
	}
	return w.Glue&english.GlueBe != 0 || w.Norm == "'s" || english.IsAuxiliary(w.Norm) || english.IsArticle(w.Norm) || english.IsDefine(w.Norm) ||
		w.Norm == "by" || w.Norm == "of" || w.Norm == "as" || english.Exactly(w.Norm) ||
		next != "" && (english.PronounOf(w.Norm) == english.Several || english.IsYou(w.Norm)) || w.Norm == "counts" && next == "as"
}

// withoutManner leaves out how something is to be told, at the end: "in a line", "briefly, please".
func withoutManner(words []Word) []Word {
	for n := len(words); n > 0; n = len(words) {
		switch {
		case english.IsPlease(words[n-1].Norm) || english.Exactly(words[n-1].Norm):
			words = words[:n-1]
		case n > 2 && words[n-2].Norm == "for" && (english.IsOwn(words[n-1].Norm)):
			words = words[:n-2]
		case english.IsBrief(words[n-1].Norm):
			in := n - 2
			for in > 0 && n-in < maxManner && words[in].Norm != "in" {
				in--
			}
			if in < 1 || words[in].Norm != "in" {
				return words
			}
			words = words[:in]
		default:
			return words
		}
	}
	return words
}

// maxManner is how many words say at most in how many something is to be told: "in a few plain words".
const maxManner = 6

// Person is the name of whom it is asked who he or she is, as stems, nil where something else is asked: "who is Ann Lee?", but not
// "who is the miller?" or "who is in it?".
func (q *Question) Person() (stems []string) {
	i := slices.IndexFunc(q.Words, func(w Word) bool { return Asks(w.Norm) == Who })
	if i < 0 || q.Verdict {
		return nil
	}
	be := q.Words[i].Norm != "who" // "who's"
	for _, w := range q.Words[i+1:] {
		switch {
		case !be && (w.Glue&english.GlueBe != 0 || w.Norm == "'s"):
			be = true
		case !be || w.Skip < SkipContent || w.IsGlue || len(stems) == maxTerm || english.IsPreposition(w.Norm):
			return nil
		default:
			stems = append(stems, w.Stem)
		}
	}
	return stems
}
