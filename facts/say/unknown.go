package say

import (
	"slices"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
)

// NotStated is what a set asks for, as it stands behind "the sources do not say": of "the budget of X"
// what X cost. It reports whether a relation is asked for at all.
func (t *Teller) NotStated(x *expr.Expr) (string, bool) {
	for x.Op == expr.OpAnd || x.Op == expr.OpLeast || x.Op == expr.OpMost || x.Op == expr.OpTotal || x.Op == expr.OpNot {
		next := x.Args[0]
		for _, a := range x.Args {
			if a.Op == expr.OpJoin {
				next = a
			}
		}
		x = next
	}
	if x.Op != expr.OpJoin || x.Implied || x.Arg().Op != expr.OpNodes || t.states(x) {
		return "", false
	}
	d := t.base.Schema().RelationDef(x.Rel)
	what, end := d.Unknown, "s"
	if x.Inv {
		what, end = d.UnknownInverse, "o"
	}
	if what == "" {
		what = "the " + d.Noun + " of {s}"
		if x.Inv {
			what = "what has {o} as its " + d.Noun
		}
	}
	name := t.Title(x.Arg().Nodes[0])
	return fill(what, map[string]string{end: name}, map[string]int{end: 1}, nil), true
}

// states reports whether something is stated over a relation of what it is asked of, if not what was asked: of tickets sold in
// one country where those sold in another are known.
func (t *Teller) states(x *expr.Expr) bool {
	list := t.base.Out
	if x.Inv {
		list = t.base.In
	}
	return len(x.Arg().Nodes) == 0 || slices.ContainsFunc(x.Arg().Nodes, func(n kb.Node) bool { return len(list(n, x.Rel)) > 0 })
}

// Claim is a claim as a sentence of the schema has it: "Bong Joon Ho directed
// Parasite".
func (t *Teller) Claim(x *expr.Expr) (string, bool) {
	if x.Op != expr.OpAnd || len(x.Args) != 2 {
		return "", false
	}
	for i, join := range x.Args {
		thing := x.Args[1-i]
		if join.Op != expr.OpJoin || join.Implied || join.Arg().Op != expr.OpNodes || thing.Op != expr.OpNodes && thing.Op != expr.OpUnknown {
			continue
		}
		s, o := t.Phrase(join.Arg(), false), t.Phrase(thing, false)
		if join.Inv {
			s, o = o, s
		}
		d := t.base.Schema().RelationDef(join.Rel)
		return fill(d.Says, map[string]string{"s": s, "o": o}, map[string]int{"s": 1, "o": 1}, nil), true
	}
	return "", false
}
