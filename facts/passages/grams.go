package passages

import (
	"iter"
	"unicode"
	"unicode/utf8"

	"hapjak/nlp"
)

// Chinese, Japanese and Thai put no spaces between words, and Korean hangs particles
// on them, so a word of these scripts is found by the pairs of its letters (triples in
// Thai, whose letters are few) as well as whole: 봉준호가 holds 봉준 and 준호, and so
// does 봉준호. Pairs need no dictionary, which for four languages would be larger than
// the program, and find names that none holds; what they find too much of, nearness and
// phrases put behind.

// allForms yields the forms of all words of a text.
func allForms(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for start, end := range nlp.Spans(text) {
			for w := range forms(text[start:end]) {
				if !yield(w) {
					return
				}
			}
		}
	}
}

// forms yields a word, and the pairs or triples of its letters where its script asks
// for them.
func forms(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(word) || word[0] < 0xe0 && !hasDense(word) {
			return
		}
		size := gramSize(word)
		if size == 0 {
			return
		}
		starts := make([]int, 0, len(word)/3+1)
		for i, r := range word {
			if !unicode.Is(unicode.Mn, r) || size == 2 {
				starts = append(starts, i)
			}
		}
		starts = append(starts, len(word))
		for i := 0; i+size < len(starts) && len(starts) > size+1; i++ {
			if gram := word[starts[i]:starts[i+size]]; gramSize(gram) > 0 && !yield(gram) {
				return
			}
		}
	}
}

// hasDense reports whether a word that begins otherwise goes on in such a script.
func hasDense(word string) bool {
	for i := range len(word) {
		if word[i] >= 0xe0 {
			return true
		}
	}
	return false
}

// gramSize returns how many letters of a word are found together, 0 where words are
// found whole.
func gramSize(word string) int {
	for i := 0; i < len(word); {
		r, n := utf8.DecodeRuneInString(word[i:])
		switch {
		case r < 0xe00:
		case unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana):
			return 2
		case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			return 3
		}
		i += n
	}
	return 0
}
