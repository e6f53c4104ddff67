package nlp

import (
	"iter"
	"unicode/utf8"
)

// Spans yields the offsets of the words and numbers among the tokens of a text. It
// is for who remembers what a word came to, an index for one: the one token of
// text[start:end] has the stem that it has in the text, and finding it is nine tenths folding
// and stemming.
func Spans(text string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		for i := 0; i < len(text); {
			end, kind := scan(text, i)
			if end == i { // white space
				_, n := utf8.DecodeRuneInString(text[i:])
				end += n
			} else if (kind == Word || kind == Number) && !yield(i, end) {
				return
			}
			i = end
		}
	}
}
