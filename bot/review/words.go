package review

import (
	"slices"
	"strings"

	"hapjak/facts"
	"hapjak/nlp"
	"hapjak/nlp/encoder"
	"hapjak/nlp/english"
)

// This file is the words of a wording, and how much alike those of two are.

// A word of a wording.
type word struct {
	text, stem string
	weight     float64
	name       bool      // of a thing that is known
	only       bool      // it tells one thing from others: such a name, or another with a capital
	vector     []float32 // what it means by itself; nil without an encoder
}

// vectors are what words mean by themselves. All wordings share them.
type vectors map[string][]float32

// read reads its words. Without having been looked at it has no vectors: what was
// learnt for such has none.
func (w *wording) read(know *facts.Answerer, means vectors) {
	model, err := know.Encoder()
	if len(w.found) == 0 {
		w.gist.Vector = nil
	}
	names := " " + plainWords(strings.Join(english.NamesIn(clip(w.text)), " ")) + " "
	for _, text := range strings.Fields(plainWords(clip(w.text))) {
		stem := nlp.Stem(text)
		i := slices.IndexFunc(w.gist.Stems, func(s facts.Stem) bool { return s.Text == stem })
		if i < 0 || slices.ContainsFunc(w.words, func(o word) bool { return o.stem == stem }) {
			continue
		}
		s := word{text: text, stem: stem, weight: w.gist.Stems[i].Weight, name: w.gist.Stems[i].Name}
		s.only = s.name || strings.Contains(names, " "+text+" ")
		if len(w.found) > 0 && err == nil {
			if means[text] == nil {
				means[text] = make([]float32, model.Dimensions())
				model.WordVector(means[text], model.Tokenize(text, len(text), nil)...)
			}
			s.vector = means[text]
		}
		w.words = append(w.words, s)
	}
}

// misspelt is how far a word may be from another that is meant: an edit from four letters on, two
// from seven on.
func misspelt(n int) int { return min(2, max(0, (n-1)/3)) }

// like is how much alike two words are, from 0 to 1.
func (a *word) like(b *word) float64 {
	if a.stem == b.stem {
		return 1
	}
	if most := misspelt(min(len(a.text), len(b.text))); most > 0 && nlp.Distance(a.text, b.text, most) <= most {
		return 0.9
	}
	if a.name || b.name || len(a.vector) == 0 || len(a.vector) != len(b.vector) {
		return 0
	}
	return max(0, float64(encoder.Dot(a.vector, b.vector)))
}

// covered tells of words beside names how much of their weight others have or have like it, and of
// how much; how much the heaviest has that is missed most, beside names and of them; and the
// heaviest of all.
func covered(list, others []word) (has, all, lacks, lacksName, top float64) {
	for i := range list {
		best := 0.0
		for j := range others {
			best = max(best, list[i].like(&others[j]))
		}
		w := list[i].weight
		top = max(top, w)
		if list[i].name {
			lacksName = max(lacksName, w*(1-best))
			continue
		}
		has, all, lacks = has+w*best, all+w, max(lacks, w*(1-best))
	}
	return has, all, lacks, lacksName, top
}

// ofOthers reports whether two wordings ask the same of two things: nothing is different but names, on
// both sides. What is found for either is of no account then: of a thing that the sources do not have it is of another.
func ofOthers(a, b *wording) bool {
	others := func(of, than []word) (n int, only bool) {
		for i := range of {
			if !slices.ContainsFunc(than, func(o word) bool { return of[i].like(&o) >= 0.9 }) {
				if n++; !of[i].only {
					return n, false
				}
			}
		}
		return n, n > 0
	}
	n, there := others(a.words, b.words)
	m, back := others(b.words, a.words)
	return there && back && n+m < len(a.words)+len(b.words)
}
