// Package english holds what is of the English language alone: the closed classes of
// words that a question is built with, the numbers that people write out, how words
// are shortened in a chat. It is tables and small functions over folded words
// ([nlp.Token]'s Norm), without state.
//
// What is in none of the classes carries content. No word is here that means
// something in one subject only: how films or games are asked about is a schema's
// matter.
package english

import "strings"

// setOf makes a set of the words of a text.
func setOf(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		set[word] = true
	}
	return set
}
