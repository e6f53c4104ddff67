package expr

import (
	"maps"
	"math"
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
)

// Sums of money are compared in one currency at a time, for what one is worth in another is
// nothing that sources say: in the one that most of those compared are given in. So are numbers: lengths
// with lengths, in one unit (kb.UnitNamed).

// currency is the currency or the unit that most of the nodes' values under a relation are compared in,
// the first in the alphabet of several; empty where they have none. tied are all of several that as many
// sums of money are in.
func (e *Evaluator) currency(nodes []kb.Node, r kb.Rel) (best string, tied []string) {
	if !isAmount(e.base, r) {
		return "", nil
	}
	count, most := map[string]int{}, 0
	for _, n := range nodes {
		if unit, ok := unitOf(e.base, n, r); ok {
			count[unit]++
			most = max(most, count[unit])
		}
	}
	for _, unit := range slices.Sorted(maps.Keys(count)) {
		if count[unit] == most {
			tied = append(tied, unit)
		}
	}
	switch {
	case len(tied) == 0:
		return "", nil
	case len(tied) == 1 || !isMoney(e.base, r):
		return tied[0], nil
	}
	return tied[0], tied
}

// usual is the currency or the unit that most of the nodes' values under a relation are written in.
func (e *Evaluator) usual(nodes []kb.Node, r kb.Rel) (unit string) {
	count := map[string]int{}
	for _, n := range nodes {
		for _, s := range e.base.Out(n, r) {
			if v, ok := e.base.Value(e.base.Object(s)); ok {
				count[v.Unit]++
				if c := count[v.Unit] - count[unit]; c > 0 || c == 0 && v.Unit < unit {
					unit = v.Unit
				}
			}
		}
	}
	return unit
}

// Priced gives the bounds of amounts that name no currency or unit, "more than a million", the one
// that those compared are given in: the things that are named, or else all that have such an amount.
func (e *Evaluator) Priced(x *Expr, among []kb.Node) *Expr {
	if x.Op == OpJoin && x.Inv && isAmount(e.base, x.Rel) {
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
		bound, whole := a.Copy(), x.Copy()
		if bound.Unit, bound.Usual = e.usual(among, x.Rel), true; !isMoney(e.base, x.Rel) {
			unit, times, known := kb.UnitNamed(bound.Unit)
			if !known {
				return x
			}
			bound.Unit, bound.Lo, bound.Hi = unit, times*bound.Lo, times*bound.Hi
		}
		whole.Args = []*Expr{bound}
		return whole
	}
	if x.Op == OpAnd {
		for _, a := range x.Args {
			if a.Op == OpNodes {
				among = a.Nodes
			}
		}
	}
	whole := x.Copy()
	whole.Args = nil
	changed := false
	for _, a := range x.Args {
		b := e.Priced(a, among)
		changed = changed || a != b
		whole.Args = append(whole.Args, b)
	}
	if !changed {
		return x
	}
	return whole
}

// Foreign returns the amounts of the things that a comparison names where they cannot be compared: they
// are in another currency or unit than it wants, or than each other. Of a superlative over sums of which no
// currency has most they are the first of each currency.
func (e *Evaluator) Foreign(x *Expr) []kb.Stmt {
	var nodes []kb.Node
	rel, unit := kb.NoRel, ""
	switch x.Op {
	case OpMost, OpLeast:
		return e.unlike(x)
	case OpAnd:
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
	}
	if rel == kb.NoRel || !isAmount(e.base, rel) || len(nodes) == 0 {
		return nil
	}
	var first, stmts []kb.Stmt
	if unit == "" { // they are held against the first
		unit, _ = unitOf(e.base, nodes[0], rel)
		first, nodes = e.base.Out(nodes[0], rel), nodes[1:]
	}
	for _, n := range nodes {
		for _, s := range e.base.Out(n, rel) {
			if v, ok := e.base.Value(e.base.Object(s)); ok && v.Comparable().Unit == unit {
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

// unlike returns the amounts of the things that a superlative chooses from by name, where they are not
// all in one currency or unit.
func (e *Evaluator) unlike(x *Expr) (stmts []kb.Stmt) {
	units := map[string]bool{}
	for _, a := range named(x.Arg()) {
		for _, n := range a.Nodes {
			if unit, ok := unitOf(e.base, n, x.Rel); ok {
				units[unit], stmts = true, append(stmts, e.base.Out(n, x.Rel)...)
			}
		}
	}
	if len(units) > 1 {
		return stmts
	}
	all := e.Members(x.Arg())
	if _, tied := e.currency(all, x.Rel); len(tied) > 1 {
		return e.firstOfEach(x, all, tied)
	}
	return nil
}

// firstOfEach returns the sums of the members that a superlative chooses in each of some currencies.
func (e *Evaluator) firstOfEach(x *Expr, all []kb.Node, units []string) (stmts []kb.Stmt) {
	for _, unit := range units {
		for _, n := range e.extremeIn(x, all, unit) {
			for _, s := range e.base.Out(n, x.Rel) {
				if v, ok := e.base.Value(e.base.Object(s)); ok && v.Comparable().Unit == unit {
					stmts = append(stmts, s)
				}
			}
		}
	}
	return stmts
}

// named lists the things that a superlative chooses from by name: "A or B", "A and B"; nil where it
// names none.
func named(x *Expr) []*Expr {
	if x.Op != OpOr && x.Op != OpEach || slices.ContainsFunc(x.Args, func(a *Expr) bool { return a.Op != OpNodes }) {
		return nil
	}
	return x.Args
}

// NotAdded returns the amounts of the things that an [OpTotal] adds up which are only in other currencies
// or units than the sum.
func (e *Evaluator) NotAdded(x *Expr, members []Member) (stmts []kb.Stmt) {
	unit, _ := unitOf(e.base, members[0].Node, x.Rel)
	for _, n := range e.Members(x.Arg()) {
		if _, has := unitOf(e.base, n, x.Rel); has {
			if _, ok := measure(e.base, n, x.Rel, false, unit); !ok {
				stmts = append(stmts, e.base.Out(n, x.Rel)...)
			}
		}
	}
	return stmts
}

// unitOf is the currency or unit of a node's first amount under a relation, in which it is compared.
func unitOf(b *kb.Base, n kb.Node, r kb.Rel) (unit string, ok bool) {
	for _, s := range b.Out(n, r) {
		if v, ok := b.Value(b.Object(s)); ok && (v.Kind == kb.Money || v.Kind == kb.Number) {
			return v.Comparable().Unit, true
		}
	}
	return "", false
}

func isMoney(b *kb.Base, r kb.Rel) bool {
	to := b.Schema().RelationDef(r).To
	return len(to) > 0 && to[0] == kb.Money
}

func isAmount(b *kb.Base, r kb.Rel) bool {
	to := b.Schema().RelationDef(r).To
	return isMoney(b, r) || len(to) > 0 && to[0] == kb.Number
}

// Total adds up the values of an [OpTotal]'s members: as text, with the currency of sums of money or
// the unit, and with "over" or "about" where a part is told so.
func Total(b *kb.Base, x *Expr, members []Member) string {
	unit, _ := unitOf(b, members[0].Node, x.Rel)
	sum, hedge, shown := 0.0, "", ""
	for i, m := range members {
		v, _ := measure(b, m.Node, x.Rel, false, unit)
		sum += v
		own, h := written(b, m.Node, x.Rel, unit)
		if i == 0 {
			shown = own
		} else if shown != own {
			shown = unit
		}
		if hedge == "" {
			hedge = h
		} else if h != "" && h != hedge {
			hedge = "about"
		}
	}
	if _, times, ok := kb.UnitNamed(shown); ok {
		sum = math.Round(sum/times*1e6) / 1e6
	}
	return strings.TrimSpace(hedge + " " + literal.PlainNumber(sum) + " " + shown)
}

// written says in which unit a node's value under a relation is written, of those that are compared
// in one, and how far from exact it is told to be.
func written(b *kb.Base, n kb.Node, r kb.Rel, unit string) (own, hedge string) {
	for _, s := range b.Out(n, r) {
		if v, ok := b.Value(b.Object(s)); ok && v.Comparable().Unit == unit {
			if own = v.Unit; kb.Hedged(v.Text) != "" {
				return own, kb.Hedged(v.Text)
			}
		}
	}
	return own, ""
}

// Compared says in which currency or unit a superlative, a comparison or a sum was told where nobody said
// which, of a base that has values of its relation in others too, "Of the sums in USD"; empty where there
// was no choice.
func Compared(b *kb.Base, x *Expr, members []Member) string {
	if len(members) == 0 {
		return ""
	}
	unit, rel := "", x.Rel
	switch x.Op {
	case OpMost, OpLeast, OpTotal, OpMoreThan, OpLessThan:
		if isAmount(b, rel) {
			unit, _ = unitOf(b, members[0].Node, rel)
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
		if v, ok := b.Value(b.Object(s)); ok && v.Comparable().Unit != unit {
			if isMoney(b, rel) {
				return "Of the sums in " + unit
			}
			return "Of the values in " + unit
		}
	}
	return ""
}
