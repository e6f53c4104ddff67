package facts

import (
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/evidence"
	"hapjak/facts/say"
	"hapjak/nlp"
)

// An answer that is not sure is told together with the likeliest other thing that its own paragraphs
// say, where that is new: the asker then has what was meant more often, and no further source is
// cited. On r9 to r19 and o9 to o18 that made 24 to 30 more of 2,105 answers right, and 327 to 466 longer
// (with a share of new words of 0.5 and of 0.3).
const (
	sureEnough   = 0.8 // the probability from which on an answer is told by itself
	furtherLeast = 0.2 // the least that the other thing has
	furtherNew   = 0.4 // the least share of its words that the answer does not have
)

// further finds what is told behind the answer that candidate i makes, nil where nothing is.
func (t weigher) further(list []weighed, i int) *weighed {
	w := &list[i]
	if w.P >= sureEnough || w.From == evidence.Plan || w.From == evidence.Source {
		return nil
	}
	said := t.saying(w)
	for _, b := range w.beside {
		said += " " + b.Said
	}
	var best *weighed
	for k := range list {
		o := &list[k]
		if k == i || o.P < furtherLeast || o.From == evidence.Plan || o.From == evidence.Source || best != nil && o.P <= best.P ||
			len(said)+len(o.Said) > maxTold || slices.ContainsFunc(o.Refs, func(r corpus.Ref) bool { return !slices.Contains(w.Refs, r) }) {
			continue
		}
		if t.newIn(t.saying(o), said) >= furtherNew {
			best = o
		}
	}
	return best
}

// saying is what a candidate says, without markers.
func (t *turn) saying(w *weighed) string {
	if w.From == evidence.Statement {
		return w.Text
	}
	return w.Said
}

// newIn is the share of a text's words that another does not have.
func (t *inquiry) newIn(text, said string) float64 {
	has := map[string]bool{}
	for tok := range t.a.Planner().Stems().EachToken(said) {
		has[tok.Stem] = true
	}
	words, lacking := 0, 0
	for tok := range t.a.Planner().Stems().EachToken(text) {
		if tok.Kind == nlp.Punct {
			continue
		}
		if words++; !has[tok.Stem] {
			lacking++
		}
	}
	return float64(lacking) / float64(max(words, 1))
}

// tellFurther is what is told behind an answer, with its markers: what the answer has not said.
func (t evidenceReply) tellFurther(w *weighed, told string) string {
	switch {
	case w == nil:
		return ""
	case w.From == evidence.Statement:
		return " " + t.t.Tell(w.Stmts)
	}
	left := strings.TrimSpace(unsaid(say.Text{Plain: w.Said}, told).Plain)
	if left == "" {
		return ""
	}
	return " " + left + " " + t.marks(w.Refs)
}
