package passages

import (
	"runtime/debug"
	"unicode/utf8"

	"hapjak/nlp"
)

// A Snippet is the part of a passage that best shows why it was found.
type Snippet struct {
	Text  string
	Marks []Mark // the words of the query, in their order
	// Before and After say that the passage goes on there.
	Before, After bool
}

// A Mark is a stretch of a snippet's text, in bytes.
type Mark struct{ Start, End int }

// Snippet returns at most width runes of a text, whole words, about the words of
// the query that weigh most together.
func (ix *Index) Snippet(q Query, text string, width int) (s Snippet) {
	defer ix.guard(debug.SetPanicOnFault(true))
	query := ix.read(q)
	weights := map[string]float64{}
	for _, t := range query.terms {
		weights[string(ix.stem(t.term))] = t.weight
	}
	tokens := nlp.Tokens(text)
	from, to := bestStretch(text, tokens, weights, width)
	if from == to {
		return s
	}
	start, end := tokens[from].Start, tokens[to-1].End
	s = Snippet{Text: text[start:end], Before: from > 0, After: to < len(tokens)}
	for _, t := range tokens[from:to] {
		if weights[t.Stem] > 0 {
			s.Marks = append(s.Marks, Mark{t.Start - start, t.End - start})
		}
	}
	return s
}

// bestStretch returns the tokens [from, to) of at most width runes whose words
// weigh most, a word counting once, with as much around them as fits.
func bestStretch(text string, tokens []nlp.Token, weights map[string]float64, width int) (from, to int) {
	counts := map[string]int{}
	best, sum, lo := 0.0, 0.0, 0
	for hi, t := range tokens {
		if counts[t.Stem]++; counts[t.Stem] == 1 {
			sum += weights[t.Stem]
		}
		for ; lo <= hi && (runesOf(text, tokens, lo, hi+1) > width || lo < hi && weights[tokens[lo].Stem] == 0); lo++ {
			if counts[tokens[lo].Stem]--; counts[tokens[lo].Stem] == 0 {
				sum -= weights[tokens[lo].Stem]
			}
		}
		if sum > best+1e-9 {
			best, from, to = sum, lo, hi+1
		}
	}
	return around(text, tokens, from, to, width)
}

// around lets a stretch grow on both sides.
func around(text string, tokens []nlp.Token, from, to, width int) (int, int) {
	for grown := true; grown; {
		grown = false
		if to < len(tokens) && runesOf(text, tokens, from, to+1) <= width {
			to++
			grown = true
		}
		if from > 0 && runesOf(text, tokens, from-1, to) <= width {
			from--
			grown = true
		}
	}
	return from, to
}

func runesOf(text string, tokens []nlp.Token, from, to int) int {
	return utf8.RuneCountInString(text[tokens[from].Start:tokens[to-1].End])
}
