package lexicon

import (
	"strings"
	"sync"

	"hapjak/nlp"
)

// spellings are the words of a schema's wordings in all their forms, to know a
// misspelt one by. The forms are made when the first is looked for: to stem the
// four thousand of the shipped schema takes 6 ms, which a process that answers
// one question would spend in vain.
type spellings struct {
	words []spelling // as the wordings have them

	once     sync.Once
	stems    map[string]string // of every form
	byLength [][]spelling      // every form
}

type spelling struct{ Word, Stem string }

// add notes a word of a wording.
func (s *spellings) add(t nlp.Token) {
	if len(t.Norm) >= 4 && t.Kind == nlp.Word {
		s.words = append(s.words, spelling{t.Norm, t.Stem})
	}
}

// Stem returns the stem of a form, "" for what is none.
func (s *spellings) Stem(form string) string {
	s.once.Do(s.make)
	return s.stems[form]
}

// OfLength returns the forms of a length in bytes.
func (s *spellings) OfLength(n int) []spelling {
	s.once.Do(s.make)
	if n < 0 || n >= len(s.byLength) {
		return nil
	}
	return s.byLength[n]
}

func (s *spellings) make() {
	s.stems = make(map[string]string, 4*len(s.words))
	done := map[string]bool{}
	for _, w := range s.words {
		if done[w.Word] {
			continue
		}
		done[w.Word] = true
		s.stems[w.Word] = w.Stem
		base := strings.TrimSuffix(w.Word, "e")
		for _, form := range [...]string{w.Word + "s", base + "ed", base + "ing", base + "er", base + "ers"} {
			if _, ok := s.stems[form]; !ok && nlp.Stem(form) == w.Stem {
				s.stems[form] = w.Stem
			}
		}
	}
	for form, stem := range s.stems {
		for len(form) >= len(s.byLength) {
			s.byLength = append(s.byLength, nil)
		}
		s.byLength[len(form)] = append(s.byLength[len(form)], spelling{form, stem})
	}
}
