package facts

import (
	"slices"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
)

// Facts may be only begun: a few statements beside articles that say far more. What they state is good; that they state
// nothing, or nothing else, tells nothing.

// fewFacts reports whether the statements are fewer than the passages of the articles that they stand beside.
func (a *Answerer) fewFacts() bool {
	n := a.Base().Statements()
	return n > 0 && a.Passages() != nil && n < a.Passages().Len()
}

// ofFacts reports whether a question may be one of the facts: where they are fewer than the passages of the articles, as
// those of a small table laid beside them are, only what is read by their schema whole, and stated, is. A year or a number by itself is anybody's.
func (t *inquiry) ofFacts(p *plan.Chart) bool {
	if !t.a.fewFacts() {
		return t.a.Base().Statements() > 0
	}
	pl := p.Plan(0)
	if pl == nil || len(pl.Unread) > 0 {
		return false
	}
	x := pl.Expr
	return x.Op != expr.OpRange && (x.Op != expr.OpNodes || len(t.entities(x.Nodes)) > 0) && !t.partial(pl) && len(t.run.Members(x)) > 0
}

// partial reports whether a plan that is read in facts which are only begun rests on what they do not state: it counts things,
// or picks the greatest, and of some that come into question nothing is stated; or it tells what there is of a thing.
func (t *inquiry) partial(pl *plan.Plan) bool {
	if pl == nil || !t.a.fewFacts() {
		return false
	}
	if pl.Expr.Op == expr.OpNodes {
		return true
	}
	return pl.Expr.Uses(func(x *expr.Expr) bool {
		switch x.Op {
		case expr.OpLeast, expr.OpMost, expr.OpTotal:
			return !t.statedOfAll(x.Rel, x.Arg().Kinds)
		case expr.OpJoin:
			return x.Inv && pl.Ask == question.HowMany && !t.statedOfAll(x.Rel, x.Kinds)
		}
		return false
	})
}

// statedOfAll reports whether a relation is stated of each thing of some kinds of which it may be.
func (t *inquiry) statedOfAll(rel kb.Rel, kinds expr.KindSet) bool {
	base := t.a.Base()
	for k := range base.Schema().Kinds {
		kind := kb.Kind(k)
		if !kinds.Has(kind) || !base.Schema().Accepts(base.Schema().RelationDef(rel).From, kind) {
			continue
		}
		if slices.ContainsFunc(base.OfKind(kind), func(n kb.Node) bool { return base.ID(n) != "" && len(base.Out(n, rel)) == 0 }) {
			return false
		}
	}
	return true
}
