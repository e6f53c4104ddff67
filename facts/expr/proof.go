package expr

import (
	"slices"

	"hapjak/facts/kb"
)

// A Proof is the statements by which a node belongs to a set, outermost first.
type Proof []kb.Stmt

// A Member is one of a set, with the statements that make it so.
type Member struct {
	Node  kb.Node
	Proof Proof
}

// maxProof bounds a proof, in statements.
const maxProof = 24

// Prove appends the statements that make n a member of x.
func (e *Evaluator) Prove(x *Expr, n kb.Node, into Proof) Proof {
	if len(into) >= maxProof {
		return into
	}
	switch x.Op {
	case OpJoin:
		return e.proveJoin(x, n, into)
	case OpRole:
		list := e.base.In(n, x.Rel)
		if x.Inv {
			list = e.base.Out(n, x.Rel)
		}
		return append(into, list[:min(len(list), 1)]...)
	case OpQual:
		for _, s := range e.of(x.Rel) {
			if e.far(s, x.Inv) == n && e.qualified(s, x.Arg()) {
				return append(into, s)
			}
		}
	case OpAnd:
		for _, a := range x.Args {
			into = e.Prove(a, n, into)
		}
	case OpOr, OpEach:
		for _, a := range x.Args {
			if e.contains(a, n) {
				into = e.Prove(a, n, into)
			}
		}
	case OpNot:
		return e.Prove(x.Args[0], n, into)
	case OpLessThan, OpMoreThan:
		into = append(into, e.base.Out(n, x.Rel)[:1]...)
		for _, m := range e.Members(x.Arg()) {
			if s := e.base.Out(m, x.Rel); len(s) > 0 {
				into = append(into, s[0])
			}
		}
	case OpBefore, OpAfter:
		return e.ProveDate(x, into)
	case OpLeast, OpMost, OpTotal:
		if s := e.base.Out(n, x.Rel); len(s) > 0 {
			into = append(into, s[0])
		}
		if list := compared(x.Arg()); len(list) <= maxCompared {
			for _, a := range list {
				for _, m := range a.Nodes {
					if s := e.base.Out(m, x.Rel); m != n && len(s) > 0 {
						into = append(into, s[0]) // what it is compared with
					}
				}
			}
		}
		return e.Prove(x.Arg(), n, into)
	}
	return into
}

// maxCompared is how many things are told with their values where one of them has the greatest.
const maxCompared = 3

// compared lists the things that a question puts beside each other by name: "the mill or the
// bridge"; nil where it names none.
func compared(x *Expr) []*Expr {
	if x.Op != OpOr {
		return nil
	}
	return named(x)
}

func (e *Evaluator) proveJoin(x *Expr, n kb.Node, into Proof) Proof {
	back := *x
	back.Inv = !x.Inv
	done := false
	a := x.Arg()
	e.steps(&back, n, func(s kb.Stmt, far kb.Node) {
		if a.Op == OpEach && slices.ContainsFunc(a.Args, func(each *Expr) bool { return e.contains(each, far) }) || !done && e.contains(a, far) {
			into = append(into, s)
			if a.Op != OpEach {
				done = a.Op != OpRange && a.Op != OpBefore && a.Op != OpAfter
				into = e.Prove(a, far, into)
			}
		}
	})
	return into
}

// ProveDate appends the statements that date the members of x's argument.
func (e *Evaluator) ProveDate(x *Expr, into Proof) Proof {
	for _, m := range e.Members(x.Arg()) {
		k := e.base.Schema().KindDef(e.base.KindOf(m))
		if k.Year == kb.NoRel {
			continue
		}
		if s := e.base.Out(m, k.Year); len(s) > 0 {
			into = append(into, s[0])
		}
	}
	return into
}
