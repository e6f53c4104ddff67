package curated

import (
	"slices"
	"strings"
	"unicode"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/nlp"
)

// This file holds the words that are given as the answer against the sentence that holds it.

// maxValueWords is how many words of a sentence are read as one number, sum or date: "about 2.4 million US dollars".
const maxValueWords = 6

// NamesIn returns what tells the names of the things that a name may mean, that name among them.
func NamesIn(base *kb.Base) func(name string) []string {
	return func(name string) (list []string) {
		for _, n := range base.Named(kb.Squash(name)) {
			list = append(list, base.Names(n)...)
		}
		return list
	}
}

// Stray returns those of the words that the quote does not have, neither as they are nor by another name of the
// thing that they name nor as the same number, sum or date written otherwise. Yes and no need not stand in it.
// names tells the names of what a name may mean (see [NamesIn]).
func (a *FixedAnswer) Stray(names func(name string) []string) (list []string) {
	if len(a.Words) == 0 {
		return nil
	}
	s := readSentence(strings.Join(a.Quote, " "))
	for _, w := range a.Words {
		if !strings.EqualFold(w, "yes") && !strings.EqualFold(w, "no") && !s.has(w) && !s.hasValue(w) && !slices.ContainsFunc(names(w), s.has) {
			list = append(list, w)
		}
	}
	return list
}

// A sentence is read to be looked through for words.
type sentence struct {
	text   string
	words  []nlp.Token
	stems  map[string]bool
	begins []string // what it says from each word on, squashed
}

func readSentence(text string) sentence {
	s := sentence{text: text, stems: map[string]bool{}}
	for t := range nlp.EachToken(text) {
		if t.Kind == nlp.Word || t.Kind == nlp.Number {
			s.words = append(s.words, t)
			s.stems[t.Stem] = true
			s.begins = append(s.begins, string(kb.AppendSquashed(nil, nlp.Fold(text[t.Start:]))))
		}
	}
	return s
}

// has reports whether words stand there: each in some form, unless they are a sum, or all in a row in another
// spelling, behind which one may go on ("봉준호는").
func (s *sentence) has(text string) bool {
	squashed := string(kb.AppendSquashed(nil, nlp.Fold(text)))
	if squashed == "" {
		return strings.Contains(s.text, text)
	}
	if all := stemsOf(text); len(all) > 0 && !strings.ContainsFunc(text, isCurrency) && !slices.ContainsFunc(all, func(stem string) bool { return !s.stems[stem] }) {
		return true
	}
	return strings.ContainsFunc(text, unicode.IsLetter) && slices.ContainsFunc(s.begins, func(from string) bool { return strings.HasPrefix(from, squashed) })
}

// isCurrency reports whether a character stands for a currency.
func isCurrency(r rune) bool { return unicode.Is(unicode.Sc, r) }

// stemsOf are the stems of a text's words and numbers.
func stemsOf(text string) (list []string) {
	for t := range nlp.EachToken(text) {
		if t.Kind == nlp.Word || t.Kind == nlp.Number {
			list = append(list, t.Stem)
		}
	}
	return list
}

// hasValue reports whether a number, a sum or a date stands there in other words.
func (s *sentence) hasValue(text string) bool {
	for _, read := range []func(string) (kb.Value, bool){
		func(text string) (kb.Value, bool) { return literal.ParseAmount(kb.Money, text) },
		func(text string) (kb.Value, bool) { return literal.ParseAmount(kb.Number, text) },
		func(text string) (kb.Value, bool) {
			v, err := literal.ParseDateAs(text, corpus.NoDayOrder)
			return v, err == nil
		},
	} {
		want, ok := read(text)
		for i := range s.words {
			for j := i; ok && j < min(len(s.words), i+maxValueWords); j++ {
				from := s.words[i].Start
				if before := strings.TrimRightFunc(s.text[:from], isCurrency); len(before) < from {
					from = len(before) // "€2.4 million"
				}
				if got, is := read(s.text[from:s.words[j].End]); is && got.Lo == want.Lo && got.Hi == want.Hi && got.Unit == want.Unit {
					return true
				}
			}
		}
	}
	return false
}
