package evidence

import (
	"strings"

	"hapjak/nlp"
)

// A Nearness tells how near words and texts are in meaning. The encoder's vectors give
// it; without them words are near only when their stems are equal.
type Nearness interface {
	// Near returns for each word of a the greatest nearness to a word of b.
	Near(a []string, b []string) []float32
	// Like returns how far each text speaks of what a question asks, -1 to 1.
	Like(question string, texts []string) []float64
}

// A Matcher measures how much of a question a text holds.
type Matcher struct {
	Stems *nlp.Stemmer
	Near  Nearness // nil for stems alone
}

// Bag returns the stems of a text.
func (m Matcher) Bag(text string) map[string]bool {
	bag := map[string]bool{}
	for _, t := range m.Stems.Tokens(text) {
		if t.Kind != nlp.Punct {
			bag[t.Stem] = true
		}
	}
	return bag
}

// Held is the share of the words' weight that a text holds, 0 to 1: a word whose stem
// stands in it counts whole, one that is near in meaning by its nearness.
func (m Matcher) Held(words []Word, text string) float64 {
	shares := m.Shares(words, text)
	var all, held float64
	for i, w := range words {
		all += w.Weight
		held += w.Weight * shares[i]
	}
	if all == 0 {
		return 0
	}
	return held / all
}

// Shares returns for each word how far a text holds it, 0 to 1.
func (m Matcher) Shares(words []Word, text string) []float64 {
	tokens := m.Stems.Tokens(text)
	shares := make([]float64, len(words))
	for _, t := range tokens {
		for i := range words {
			if words[i].Stem == t.Stem && t.Kind != nlp.Punct {
				shares[i] = 1
			}
		}
	}
	var open []string
	var at []int
	for i, w := range words {
		if shares[i] == 0 && !w.Number {
			open, at = append(open, w.Norm), append(at, i)
		}
	}
	if m.Near == nil || len(open) == 0 {
		return shares
	}
	var other []string
	for _, t := range tokens {
		if t.Kind == nlp.Word {
			other = append(other, strings.ToLower(t.Text))
		}
	}
	for k, near := range m.Near.Near(open, other) {
		shares[at[k]] = soften(float64(near))
	}
	return shares
}

// soften maps a cosine of word vectors to a share: below 0.35 words are as near as
// any two, from 0.75 on as near as two forms of one word.
func soften(cosine float64) float64 {
	return min(max((cosine-0.35)/0.4, 0), 1) * 0.9
}

// like returns how far each text speaks of what a question asks, 0 for all where that cannot
// be told.
func (m Matcher) like(question string, texts []string) []float64 {
	if m.Near == nil {
		return make([]float64, len(texts))
	}
	return m.Near.Like(question, texts)
}
