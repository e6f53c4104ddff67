package facts

import (
	"hapjak/facts/kb"
)

// A proof is the statements by which a node belongs to a set, outermost first.
type proof []kb.Stmt

// maxProof bounds a proof, in statements.
const maxProof = 24

// prove appends the statements that make n a member of x.
func (e *evaluator) prove(x *expr, n kb.Node, into proof) proof {
	if len(into) >= maxProof {
		return into
	}
	switch x.op {
	case opJoin:
		return e.proveJoin(x, n, into)
	case opRole:
		list := e.base.In(n, x.rel)
		if x.inv {
			list = e.base.Out(n, x.rel)
		}
		return append(into, list[:min(len(list), 1)]...)
	case opQual:
		for _, s := range e.of(x.rel) {
			if e.far(s, x.inv) == n && e.qualified(s, x.arg()) {
				return append(into, s)
			}
		}
	case opAnd:
		for _, a := range x.args {
			into = e.prove(a, n, into)
		}
	case opOr, opEach:
		for _, a := range x.args {
			if e.contains(a, n) {
				into = e.prove(a, n, into)
			}
		}
	case opNot:
		return e.prove(x.args[0], n, into)
	case opLessThan, opMoreThan:
		into = append(into, e.base.Out(n, x.rel)[:1]...)
		for _, m := range e.members(x.arg()) {
			if s := e.base.Out(m, x.rel); len(s) > 0 {
				into = append(into, s[0])
			}
		}
	case opBefore, opAfter:
		return e.proveDate(x, into)
	case opLeast, opMost:
		if s := e.base.Out(n, x.rel); len(s) > 0 {
			into = append(into, s[0])
		}
		return e.prove(x.arg(), n, into)
	}
	return into
}

func (e *evaluator) proveJoin(x *expr, n kb.Node, into proof) proof {
	back := *x
	back.inv = !x.inv
	done := false
	a := x.arg()
	e.steps(&back, n, func(s kb.Stmt, far kb.Node) {
		if a.op == opEach && e.containsAny(a, far) || !done && e.contains(a, far) {
			into = append(into, s)
			if a.op != opEach {
				done = a.op != opRange && a.op != opBefore && a.op != opAfter
				into = e.prove(a, far, into)
			}
		}
	})
	return into
}

// proveDate appends the statements that date the members of x's argument.
func (e *evaluator) proveDate(x *expr, into proof) proof {
	for _, m := range e.members(x.arg()) {
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

func (e *evaluator) containsAny(a *expr, n kb.Node) bool {
	for _, each := range a.args {
		if e.contains(each, n) {
			return true
		}
	}
	return false
}
