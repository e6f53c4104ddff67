package facts

import (
	"slices"

	"hapjak/facts/decide"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/span"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// setApart reports whether a candidate would answer with no more than what the question sets apart:
// "who else but Ann Lee?".
func (t weigher) setApart(a *decide.Asked, w *weighed) bool {
	return t.r.Excludes() && len(w.Ends) > 0 &&
		!slices.ContainsFunc(w.Ends, func(n kb.Node) bool {
			name := t.a.Base().Name(n)
			return !t.chooser().Own(a, name) && !a.Apart(name)
		})
}

// apart tells which answers a question sets apart: what it names so, in whole or in part ("leaving
// out Alba" the Alba Oil Company), and what a statement links to what it names so ("who were not
// Norwegian" those who are from Norway).
func (t *inquiry) apart() func(name string) bool {
	_, from, to := t.r.Apart()
	if to <= from {
		return func(string) bool { return false }
	}
	q := question.Parse(t.span(from, to), question.Said{}, t.a.Planner().Stems())
	named := t.a.Planner().Plan(q, plan.AsTyped).Named()
	return func(name string) bool {
		for tok := range t.a.Planner().Stems().EachToken(name) {
			if tok.Kind != nlp.Punct && slices.ContainsFunc(q.Words, func(w question.Word) bool { return w.Content() && w.Stem == tok.Stem }) {
				return true
			}
		}
		if place := english.Place(name); slices.ContainsFunc(t.a.Base().Named(kb.Squash(place)), func(n kb.Node) bool { return slices.Contains(named, n) }) {
			return true // "Ann Lee of Norway" where Norwegians are set apart
		}
		return slices.ContainsFunc(t.a.Base().Named(kb.Squash(name)), func(n kb.Node) bool {
			return slices.ContainsFunc(named, func(e kb.Node) bool { return t.a.Base().KindOf(e) != t.a.Base().KindOf(n) && t.linked(n, e) })
		})
	}
}

// chooser tells which words may answer.
func (t *inquiry) chooser() span.Chooser {
	return span.Chooser{Question: t.r, Base: t.a.Base(), Stems: t.a.Planner().Stems()}
}
