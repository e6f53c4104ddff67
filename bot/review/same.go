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
	sameBase     = -6.5
	sameWords    = 1.7  // words in common, of all words of both
	sameBeside   = 3.2  // the same of the words beside names
	sameInside   = 0.9  // words beside names in common, of the question's that has fewer
	sameVector   = 3.6  // cosine of the embeddings
	sameTwice    = -3.1 // what words beside names and embeddings say together
	sameThings   = 0.6  // both name the same things
	otherThings  = -1.1 // both name things, and not one is the same
	samePlan     = 3.0  // the same reading of all words; fitted 0.5, but it is right where the sets write their answers otherwise
	otherPlan    = -0.9 // another one
	sameEvidence = 3.7  // paragraphs in common, of all paragraphs of both
	otherAnswer  = -1.2 // both were answered, otherwise
	sameType     = 0.5  // the same is asked for: a person, a number
	sameLeast    = -1.0
	closeLeast   = 0.5 // from here on one answer may be given to both
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
	words, _ := common(a.gist.Stems, b.gist.Stems, false)
	beside, inside := common(a.gist.Stems, b.gist.Stems, true)
	cosine := words // without an encoder
	if len(a.gist.Vector) > 0 && len(a.gist.Vector) == len(b.gist.Vector) {
		dot := float32(0)
		for i, x := range a.gist.Vector {
			dot += x * b.gist.Vector[i]
		}
		cosine = float64(dot)
	}
	score := sameBase + sameWords*words + sameBeside*beside + sameInside*inside + sameVector*cosine + sameTwice*beside*cosine
	if x, y := a.gist.Named, b.gist.Named; len(x) > 0 && len(y) > 0 {
		switch n := overlap(x, y); {
		case n == 0:
			score += otherThings
		case n == len(x) && n == len(y):
			score += sameThings
		}
	}
	if a.gist.Plan != "" && b.gist.Plan != "" {
		if a.gist.Plan == b.gist.Plan {
			score += samePlan
		} else {
			score += otherPlan
		}
	}
	if n := overlap(a.evidence, b.evidence); n > 0 {
		score += sameEvidence * float64(n) / float64(len(a.evidence)+len(b.evidence)-n)
	}
	if a.answer != "" && b.answer != "" && a.answer != b.answer {
		score += otherAnswer
	}
	if a.gist.Asks == b.gist.Asks {
		score += sameType
	}
	return score
}

// common weighs the words of two questions by their rarity, or only those that stand in no
// name: the share of those of both, of all, and of those of the question that has fewer.
func common(a, b []facts.Stem, beside bool) (ofAll, ofFewer float64) {
	counts := func(s facts.Stem) bool { return !beside || !s.Name }
	sum := func(list []facts.Stem) (n float64) {
		for _, s := range list {
			if counts(s) {
				n += s.Weight
			}
		}
		return n
	}
	shared := 0.0
	for _, s := range a {
		for _, o := range b {
			if s.Text == o.Text && counts(s) && counts(o) {
				shared += s.Weight
			}
		}
	}
	x, y := sum(a), sum(b)
	if shared == 0 {
		return 0, 0
	}
	return shared / (x + y - shared), shared / min(x, y)
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
