package plan

import (
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
)

// Contradiction finds, in a set without members, the statements that stand
// against one of its restrictions.
// It also returns what is wrong by them, nil where that is hard to say.
func (r *Run) Contradiction(q *question.Question, x *expr.Expr) (stmts []kb.Stmt, wrong *expr.Expr, ok bool) {
	for _, a := range x.Args {
		if len(r.Members(a)) == 0 {
			if stmts, wrong, ok := r.Contradiction(q, a); ok {
				return stmts, wrong, true
			}
		}
	}
	if x.Op != expr.OpAnd {
		return nil, nil, false
	}
	for i, a := range x.Args {
		for j, b := range x.Args {
			if i != j && (b.Op == expr.OpLessThan || b.Op == expr.OpMoreThan) && a.Op == expr.OpNodes {
				if stmts := r.measures(a, b); len(stmts) > 1 {
					return stmts, nil, true
				}
			}
			if i != j && b.Op == expr.OpJoin && r.claimed(q, a, b) {
				if stmts := r.against(a, b); len(stmts) > 0 {
					if b.Inv {
						return stmts, b.Arg(), true
					}
					return stmts, a, true
				}
			}
		}
	}
	return nil, nil, false
}

// claimed reports whether a, which is to be in the join b, is something plain
// enough to be wrong about: a name, a date or a number.
func (r *Run) claimed(q *question.Question, a, b *expr.Expr) bool {
	if r.lex.To[b.Rel]&^(1<<kb.Text) == 0 || b.Implied && (len(b.Alts) > 0 || !r.base.Schema().RelationDef(b.Rel).One && r.lex.To[b.Rel]&(r.lex.Dates|r.lex.Attributes) == 0) {
		return false
	}
	if a.Op != expr.OpNodes && len(b.Topics(nil)) == 0 {
		return false
	}
	switch a.Op {
	case expr.OpNodes, expr.OpRange, expr.OpUnknown, expr.OpEach, expr.OpOr, expr.OpBefore, expr.OpAfter:
		return true
	}
	return q.Verdict
}

// measures tells the two values of a comparison that fails.
func (r *Run) measures(a, b *expr.Expr) []kb.Stmt {
	var stmts []kb.Stmt
	for _, n := range append(append([]kb.Node(nil), r.Members(a)...), r.Members(b.Arg())...) {
		if s := r.base.Out(n, b.Rel); len(s) > 0 {
			stmts = append(stmts, s[0])
		}
	}
	return stmts
}

// against returns what is stated where a set says that a is in the join b.
func (r *Run) against(a, b *expr.Expr) []kb.Stmt {
	if r.base.Schema().RelationDef(b.Rel).Open {
		return nil
	}
	var stmts []kb.Stmt
	if a.Op == expr.OpNodes && b.Inv { // what the named thing has instead
		for _, n := range a.Nodes {
			r.Follow(b.Rel, false, n, func(s kb.Stmt, _ kb.Node) { stmts = append(stmts, s) })
		}
		return stmts
	}
	if b.Inv {
		return nil // a list of X's films is no word against one more
	}
	for _, n := range r.Members(b) {
		stmts = append(stmts, r.Prove(b, n, nil)...)
	}
	if a.Op == expr.OpBefore || a.Op == expr.OpAfter {
		stmts = r.ProveDate(a, stmts)
	}
	return stmts
}
