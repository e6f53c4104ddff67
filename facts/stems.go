package facts

import "hapjak/nlp"

// stems reads texts as the stems of their words.
type stems struct{ *nlp.Stemmer }

func newStems() stems { return stems{nlp.NewStemmer()} }

// of returns the stems of a text's words and numbers, in order.
func (s stems) of(text string) []string {
	var list []string
	for t := range s.EachToken(text) {
		if t.Kind != nlp.Punct {
			list = append(list, t.Stem)
		}
	}
	return list
}

// has reports whether a word of a text has a stem.
func (s stems) has(text, stem string) bool {
	for t := range s.EachToken(text) {
		if t.Stem == stem {
			return true
		}
	}
	return false
}

func (t *turn) stemsOf(text string) []string { return t.a.lex.stems.of(text) }
