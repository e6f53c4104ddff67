package review

import (
	"strings"

	"hapjak/facts"
)

// Whether two wordings ask the same is judged by what they share: words by their rarity, the
// static embedding, the cheapest reading over the schema, and, of what was answered, the
// answer and the paragraphs that it stands on. The weights are those of a logistic
// regression on the pairs of facts/testdata/rounds/r10.jsonl to r19.jsonl, two turns being
// the same when they share a citation and every accepted answer (same_test.go; FIGURES.md
// has what that is worth on other questions). A group takes in a wording whose mean with
// its members passes sameLeast, which was chosen on the same pairs.
const (
	sameBase     = -7.2
	sameWords    = 1.9  // words in common, of all words of both
	sameInside   = 0.9  // words in common, of the shorter one's
	sameVector   = 3.2  // cosine of the embeddings
	sameAnswer   = 1.1  // the same was answered
	samePlan     = 3.0  // the same reading of all words; fitted 0.6, but it is right where the sets write their answers otherwise
	sameEvidence = 3.2  // paragraphs in common, of all paragraphs of both
	sameType     = 0.5  // the same is asked for: a person, a number
	otherThings  = -1.2 // both name things, and not one is the same
	sameLeast    = -2.0
)

// A wording is one way in which something was asked, with what is known of it.
type wording struct {
	key      string // of the text, and of the evidence where it cannot be read alone
	text     string
	gist     facts.Gist
	answer   string // without markers; empty where nothing was answered
	evidence []string
	group    *group
}

// alike is how likely two wordings are to ask the same, as the logarithm of the odds.
func alike(a, b *wording) float64 {
	shared, all, less := common(a.gist.Stems, b.gist.Stems)
	score := sameBase
	jaccard := 0.0
	if all > 0 {
		jaccard = shared / all
		score += sameWords*jaccard + sameInside*shared/max(less, 1e-9)
	}
	if len(a.gist.Vector) > 0 && len(a.gist.Vector) == len(b.gist.Vector) {
		dot := float32(0)
		for i, x := range a.gist.Vector {
			dot += x * b.gist.Vector[i]
		}
		score += sameVector * float64(dot)
	} else {
		score += sameVector * jaccard // without an encoder
	}
	if a.answer != "" && a.answer == b.answer {
		score += sameAnswer
	}
	if a.gist.Plan != "" && a.gist.Plan == b.gist.Plan {
		score += samePlan
	}
	if n := overlap(a.evidence, b.evidence); n > 0 {
		score += sameEvidence * float64(n) / float64(len(a.evidence)+len(b.evidence)-n)
	}
	if a.gist.Asks == b.gist.Asks {
		score += sameType
	}
	if len(a.gist.Named) > 0 && len(b.gist.Named) > 0 && overlap(a.gist.Named, b.gist.Named) == 0 {
		score += otherThings
	}
	return score
}

// common weighs the words of two questions: those of both, of either, and of the shorter.
func common(a, b []facts.Stem) (shared, all, less float64) {
	sum := func(list []facts.Stem) (n float64) {
		for _, s := range list {
			n += s.Weight
		}
		return n
	}
	for _, s := range a {
		for _, o := range b {
			if s.Text == o.Text {
				shared += s.Weight
			}
		}
	}
	x, y := sum(a), sum(b)
	return shared, x + y - shared, min(x, y)
}

func overlap(a, b []string) (n int) {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				n++
			}
		}
	}
	return n
}

// answerWords is an answer without its markers, as two of them are compared.
func answerWords(text string) string {
	var b strings.Builder
	depth := 0
	for _, r := range text {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		default:
			if depth <= 0 {
				b.WriteRune(r)
			}
		}
	}
	return strings.ToLower(strings.Join(strings.Fields(b.String()), " "))
}
