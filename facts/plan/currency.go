package plan

import (
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/nlp"
)

// Sums of money are compared in one currency at a time, for what one is worth in another is
// nothing that sources say: in the one that most of those compared are given in.

// currency is the currency that most of the nodes' sums under a relation are given in, the
// first in the alphabet of several; empty where they are no sums.
func (e *evaluator) currency(nodes []kb.Node, r kb.Rel) string {
	if !isMoney(e.base, r) {
		return ""
	}
	count := map[string]int{}
	best := ""
	for _, n := range nodes {
		if unit := unitOf(e.base, n, r); unit != "" {
			count[unit]++
			if c := count[unit]; c > count[best] || c == count[best] && unit < best {
				best = unit
			}
		}
	}
	return best
}

// priced gives the bounds of sums of money that name no currency, "more than a million", the one
// that those compared are given in: the things that are named, or else all that have such a sum.
func (e *evaluator) priced(x *Expr, among []kb.Node) *Expr {
	if x.Op == OpJoin && x.Inv && isMoney(e.base, x.Rel) {
		a := x.Arg()
		if a.Op != OpRange || a.Unit != "" || a.Lo == a.Hi {
			return x
		}
		if among == nil {
			among = e.distinct(func(yield func(kb.Node)) {
				for _, s := range e.of(x.Rel) {
					yield(e.base.Subject(s))
				}
			})
		}
		bound, whole := *a, *x
		bound.Unit, bound.Usual = e.currency(among, x.Rel), true
		bound.hash, whole.hash = 0, 0
		whole.Args = []*Expr{&bound}
		return &whole
	}
	if x.Op == OpAnd {
		for _, a := range x.Args {
			if a.Op == OpNodes {
				among = a.Nodes
			}
		}
	}
	whole := *x
	whole.Args, whole.hash = nil, 0
	changed := false
	for _, a := range x.Args {
		b := e.priced(a, among)
		changed = changed || a != b
		whole.Args = append(whole.Args, b)
	}
	if !changed {
		return x
	}
	return &whole
}

// Foreign returns the sums of the things that a comparison names where they cannot be compared: they are in
// another currency than it wants, or than each other.
func (r *Run) Foreign(x *Expr) []kb.Stmt {
	if x.Op != OpAnd {
		return nil
	}
	var nodes []kb.Node
	rel, unit := kb.NoRel, ""
	for _, a := range x.Args {
		switch {
		case a.Op == OpNodes:
			nodes = append(nodes, a.Nodes...)
		case a.Op == OpRange:
			unit = a.Unit
		case a.Op == OpJoin && a.Inv && a.Arg().Op == OpRange:
			rel, unit = a.Rel, a.Arg().Unit
		case a.Op == OpJoin || a.Op == OpMoreThan || a.Op == OpLessThan:
			rel, nodes = a.Rel, append(nodes, a.Arg().Nodes...)
		}
	}
	if rel == kb.NoRel || !isMoney(r.base, rel) || len(nodes) == 0 {
		return nil
	}
	var first, stmts []kb.Stmt
	if unit == "" { // they are held against the first
		unit, first, nodes = unitOf(r.base, nodes[0], rel), r.base.Out(nodes[0], rel), nodes[1:]
	}
	for _, n := range nodes {
		for _, s := range r.base.Out(n, rel) {
			if v, ok := r.base.Value(r.base.Object(s)); ok && v.Unit == unit {
				return nil
			}
			stmts = append(stmts, s)
		}
	}
	if len(stmts) == 0 {
		return nil
	}
	return slices.Concat(first, stmts)
}

// unitOf is the currency of a node's first sum under a relation.
func unitOf(b *kb.Base, n kb.Node, r kb.Rel) string {
	for _, s := range b.Out(n, r) {
		if v, ok := b.Value(b.Object(s)); ok && v.Kind == kb.Money {
			return v.Unit
		}
	}
	return ""
}

func isMoney(b *kb.Base, r kb.Rel) bool {
	to := b.Schema().RelationDef(r).To
	return len(to) > 0 && to[0] == kb.Money
}

// Total adds up the values of an [OpTotal]'s members: as text, with the currency of sums of money,
// and with "over" or "about" where a part is told so.
func Total(b *kb.Base, x *Expr, members []Member) string {
	sum, unit, hedge := 0.0, unitOf(b, members[0].Node, x.Rel), ""
	for _, m := range members {
		v, _ := measure(b, m.Node, x.Rel, false, unit)
		sum += v
		if h := hedgeOf(b, m.Node, x.Rel, unit); hedge == "" {
			hedge = h
		} else if h != "" && h != hedge {
			hedge = "about"
		}
	}
	return strings.TrimSpace(hedge + " " + kb.PlainNumber(sum) + " " + unit)
}

// hedgeOf says how far from exact a node's values under a relation are told to be, in one currency.
func hedgeOf(b *kb.Base, n kb.Node, r kb.Rel, unit string) string {
	for _, s := range b.Out(n, r) {
		if v, ok := b.Value(b.Object(s)); ok && v.Unit == unit && kb.Hedged(v.Text) != "" {
			return kb.Hedged(v.Text)
		}
	}
	return ""
}

// Compared returns the currency that a superlative, a comparison or a sum was told in where nobody said
// which, of a base that gives sums of its relation in others too; empty where there was no choice.
func Compared(b *kb.Base, x *Expr, members []Member) string {
	if len(members) == 0 {
		return ""
	}
	unit, rel := "", x.Rel
	switch x.Op {
	case OpMost, OpLeast, OpTotal, OpMoreThan, OpLessThan:
		if isMoney(b, rel) {
			unit = unitOf(b, members[0].Node, rel)
		}
	default:
		x.Uses(func(x *Expr) bool {
			if x.Op != OpJoin || !x.Arg().Usual {
				return false
			}
			unit, rel = x.Arg().Unit, x.Rel
			return true
		})
	}
	if unit == "" {
		return ""
	}
	for _, s := range b.Of(rel) {
		if v, ok := b.Value(b.Object(s)); ok && v.Unit != unit {
			return unit
		}
	}
	return ""
}

// currencyBefore reads a currency before a number: "€", "US$", "NT$".
func (p mentioner) currencyBefore(start int) (int, string) {
	i := start - 1
	if i < 0 || p.words[i].End != p.words[start].Start || p.words[i].Kind != nlp.Punct {
		return start, ""
	}
	if i > 0 && p.words[i-1].End == p.words[i].Start {
		if code, ok := kb.CurrencyNamed(p.words[i-1].Norm + p.words[i].Norm); ok {
			return i - 1, code
		}
	}
	code, _ := kb.CurrencyNamed(p.words[i].Norm)
	return i, code
}

// currencyAt reads a currency behind a number: "dollars", "US dollars".
func (p mentioner) currencyAt(end int) (int, string) {
	words := func(n int) string {
		text := ""
		for _, w := range p.words[end:min(end+n, len(p.words))] {
			text += "-" + w.Norm
		}
		return text[min(1, len(text)):]
	}
	for _, n := range []int{2, 1} {
		if code, ok := kb.CurrencyNamed(words(n)); ok && end+n <= len(p.words) {
			return end + n, code
		}
	}
	return end, ""
}
