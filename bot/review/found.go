package review

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hapjak/facts"
	"hapjak/nlp"
)

// A found is something that a question might be answered with, and how likely.
type found struct {
	Ref   string  // the first paragraph that it stands on
	Words string  // its short answers
	Says  string  // the sentence
	P     float64 // that it is right
}

// What is looked at of a wording, and for how many wordings since the start: a look takes the
// encoder 0.1 to 0.3 s. The others are told apart without.
const (
	maxFound = 8
	maxLooks = 5000
)

// looks count how often the encoder was asked.
type looks struct{ n int }

// look finds what comes nearest to answering a question, the likeliest first. Without an
// encoder that is nothing.
func (l *looks) look(ctx context.Context, know *facts.Answerer, text, before string) []found {
	if know.EncoderErr() != nil || l.n >= maxLooks {
		return nil
	}
	l.n++
	q := facts.Question{Text: text}
	if before != "" {
		_, q.Context = know.Ask(ctx, facts.Question{Text: before})
	}
	list, _ := know.Candidates(ctx, q, true)
	return foundOf(list)
}

func foundOf(list []facts.Candidate) (out []found) {
	list = slices.DeleteFunc(list, func(c facts.Candidate) bool { return c.Answer.Status == facts.Unknown || len(c.Answer.Citations) == 0 })
	slices.SortStableFunc(list, func(a, b facts.Candidate) int { return cmp.Compare(b.P, a.P) })
	for i := range list[:min(len(list), maxFound)] {
		c := &list[i]
		var words []string
		for _, s := range c.Answer.Answers {
			words = append(words, plainWords(s.Text))
		}
		slices.Sort(words)
		out = append(out, found{Ref: c.Answer.Citations[0].Ref().String(), Words: strings.Join(words, "|"), Says: plainWords(c.Evidence), P: c.P})
	}
	return out
}

// plainWords is a text's words without case and signs.
func plainWords(text string) string {
	return strings.Join(strings.FieldsFunc(nlp.Fold(text), func(r rune) bool { return !isWord(r) }), " ")
}
