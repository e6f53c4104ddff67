package plan

import (
	"math"

	"hapjak/facts/expr"
	"hapjak/facts/lexicon"
	"hapjak/facts/question"
)

// superlative picks from a set by a relation's value.
func (p joiner) superlative(m, s item, l, r item, gap float32) {
	if m.general && m.sense.Form == lexicon.FormTotal {
		p.totalOf(s, l, r, gap)
		return
	}
	if !m.general && s.x.Op == expr.OpRange && s.x.Lo == s.x.Hi {
		p.thanAmount(m, s, l, r, gap)
	}
	if m.general || p.lex.From[m.sense.Rel]&s.x.Kinds == 0 {
		return
	}
	if s.names && len(s.x.Nodes) < 2 {
		if m.sense.Form == lexicon.FormTotal {
			return // one thing's sum is what it has
		}
		p.than(m, s, l, r, gap)
		return
	}
	o := expr.OpMost
	switch m.sense.Form {
	case lexicon.FormLeast:
		o = expr.OpLeast
	case lexicon.FormTotal:
		o = expr.OpTotal
	}
	it := set(&expr.Expr{Op: o, Rel: m.sense.Rel, Kinds: s.x.Kinds & p.lex.From[m.sense.Rel], Args: []*expr.Expr{s.x}})
	it.ask, it.head = s.ask, s.bare || s.head
	p.made(ruleExtreme, l, r, gap, 0, it)
}

// totalOf adds up the values that a set is: "what went into A and B in all".
func (p joiner) totalOf(s item, l, r item, gap float32) {
	x := s.x
	if x.Op != expr.OpJoin || x.Inv || x.Qual != nil || x.Kinds&^p.lex.Numbers != 0 || x.Arg().Op == expr.OpNodes && len(x.Arg().Nodes) < 2 {
		return
	}
	it := set(&expr.Expr{Op: expr.OpTotal, Rel: x.Rel, Kinds: x.Arg().Kinds & p.lex.From[x.Rel], Args: []*expr.Expr{x.Arg()}})
	if s.ask != question.Nothing {
		it.ask = question.What // the sum is the answer, not how many were added
	}
	p.made(ruleExtreme, l, r, gap, -p.costs[costJoin], it)
}

// than reads "older than X": everything whose value is less than X's.
func (p joiner) than(m, s item, l, r item, gap float32) {
	if m.id != l.id || !p.hasWord(m.end, s.start, "than") {
		return
	}
	o := expr.OpMoreThan
	if m.sense.Form == lexicon.FormLeast {
		o = expr.OpLessThan
	}
	x := &expr.Expr{Op: o, Rel: m.sense.Rel, Kinds: p.lex.From[m.sense.Rel], Args: []*expr.Expr{s.x}}
	p.made(ruleThan, l, r, gap, 0, item{cat: catSet, x: x, head: true})
}

// thanAmount reads "longer than 30 m": everything whose value is more than that.
func (p joiner) thanAmount(m, s item, l, r item, gap float32) {
	if m.id != l.id || p.lex.To[m.sense.Rel]&p.lex.Numbers&s.x.Kinds == 0 || !p.hasWord(m.end, s.start, "than") {
		return
	}
	bound := s.x.Copy()
	if m.sense.Form == lexicon.FormLeast {
		bound.Lo, bound.Hi = math.Inf(-1), under(bound.Hi)
	} else {
		bound.Lo, bound.Hi = over(bound.Lo), math.Inf(1)
	}
	x := &expr.Expr{Op: expr.OpJoin, Rel: m.sense.Rel, Inv: true, Kinds: p.lex.From[m.sense.Rel], Args: []*expr.Expr{bound}}
	p.made(ruleThan, l, r, gap, 0, item{cat: catSet, x: x, head: true})
}

// mostOf gives "most", "fewest", "total" the relation that they measure, of l and r in their
// order: "the most admissions".
func (p joiner) mostOf(most, rel, l, r item, gap float32) {
	kinds := p.lex.Numbers
	if most.sense.Form != lexicon.FormTotal {
		kinds |= p.lex.Dates
	}
	if len(rel.via) > 0 || p.lex.To[rel.sense.Rel]&kinds == 0 {
		return
	}
	it := most
	it.general = false
	it.sense.Rel = rel.sense.Rel
	p.made(ruleMeasure, l, r, gap, 0, it)
}
