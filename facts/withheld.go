package facts

import (
	"slices"

	"hapjak/facts/evidence"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// This file is what the likeliest candidate is held against before it is told: whether it spells out the letters that are asked
// about, says yes of a name that nothing speaks of, or tells again the one thing that the asker knows.

// workedOut reports whether a candidate is a plan's answer to more than what something is.
func (w *weighed) workedOut() bool {
	return w.From == evidence.Plan && w.planned.used != nil && w.planned.used.Expr.Op != expr.OpNodes
}

// spellsOut is the likeliest candidate that has words in full beside the letters that stand for them, whatever the encoder holds
// of it, -1 for none: what else is said of such letters does not tell what they stand for.
func spellsOut(list []weighed, letters string) int {
	best := -1
	for i := range list {
		text := list[i].Text[list[i].Lead:]
		if _, _, ok := english.SpeltOut(text, letters); (ok || english.StandsFor(text, letters)) && (best < 0 || list[i].P > list[best].P) {
			best = i
		}
	}
	return best
}

// stateAlone reports whether of what a candidate tells the statements know one thing and no other.
func (t *inquiry) stateAlone(w *weighed) bool {
	if w.From == evidence.Passage || len(w.Ends) != 1 || w.planned != nil && w.planned.used != nil && expr.Depth(w.planned.used.Expr) > 1 {
		return false // the other works of a work's author are others than that work
	}
	b := t.a.Base()
	return !slices.ContainsFunc(w.Stmts, func(s kb.Stmt) bool {
		if b.Object(s) == w.Ends[0] {
			return len(b.Out(b.Subject(s), b.Relation(s))) > 1
		}
		return len(b.In(b.Object(s), b.Relation(s))) > 1
	})
}

// affirms reports whether what was found is a yes.
func (t *turn) affirms() bool {
	return len(t.out.Answers) > 0 && t.out.Answers[0].Kind == "yesno" && t.out.Answers[0].Text == "Yes"
}

// unheardName reports whether two nouns stand side by side that nothing in the sources speaks of.
func (t *inquiry) unheardName() bool {
	tags, run := question.Tags(t.r.Words), 0
	for i, w := range t.r.Words {
		if run++; !w.Content() || !tags[i].Noun() || !t.run.Unheard(w.Stem) {
			run = 0
		}
		if run > 1 {
			return true
		}
	}
	return false
}
