package plan

import (
	"slices"

	"hapjak/facts/expr"
	"hapjak/facts/lexicon"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// apply gives a relation its argument, which stands after it or before it.
func (p applier) apply(rel, arg item, after bool, l, r item, gap float32, g english.Glue) {
	if arg.ask != question.Nothing && !p.q.Verdict {
		return // what is asked for is no argument
	}
	if arg.x.Op == expr.OpUnknown || p.computedText(arg) {
		return
	}
	if len(rel.via) > 0 {
		p.applyPath(rel, arg, l, r, gap)
		return
	}
	s := rel.sense
	if s.Co || (after && p.besideWord(arg.start-1) || !after && p.besideWord(rel.end)) && (s.Form == lexicon.FormObjectVerb || s.Form == lexicon.FormObject) {
		p.applyCo(rel, arg, l, r, gap)
		if s.Co && (s.Form == lexicon.FormObject || after) && arg.x.Kinds&p.lex.To[s.Rel] != 0 && p.lex.From[s.Rel]&p.lex.To[s.Rel] == 0 && (after || g&english.GluePoss != 0) {
			return // the co-stars of a person are no films
		}
	}
	p.applyQualifier(rel, arg, l, r, gap)
	from, to := p.lex.From[s.Rel], p.lex.To[s.Rel]
	asSubject := arg.x.Kinds&from != 0
	asObject := arg.x.Kinds&to != 0
	wantSubject := wantsSubject(s.Form, after, g)
	for _, subject := range [2]bool{true, false} {
		if subject && !asSubject || !subject && !asObject {
			continue
		}
		extra := p.costs[costJoin]
		if subject != wantSubject {
			extra += p.costs[costInverse]
			if asSubject && asObject {
				extra += p.costs[costTurned]
			}
		}
		if s.Co {
			extra += p.costs[costInverse]
		}
		if arg.bare {
			extra += p.costs[costBare]
		}
		x := &expr.Expr{Op: expr.OpJoin, Rel: s.Rel, Inv: !subject, Kinds: to, Args: []*expr.Expr{arg.x}}
		if !subject {
			x.Kinds = from
		}
		it := set(x)
		it.ask = arg.ask
		if !subject && rel.sense.Form == lexicon.FormPhrase && slices.ContainsFunc(p.words[rel.start:rel.end], func(w question.Word) bool { return english.IsWh(w.Norm) }) {
			continue // "from which country" asks for the country
		}
		if rel.ask != question.Nothing {
			if (rel.ask == question.Which || rel.ask == question.What) && s.Form == lexicon.FormObject && !subject {
				continue // "which director" is answered with a director
			}
			if s.Form == lexicon.FormSubject && subject {
				continue // "which idol leads it" with an idol, and not with the group
			}
			if arg.ask != question.Nothing || !p.answers(x, rel.ask) {
				continue
			}
			it.ask = rel.ask
		}
		if s.Form == lexicon.FormObject && subject || s.Form == lexicon.FormSubject && !subject {
			it.head = true
		}
		p.made(ruleArgument, l, r, gap, extra, it)
	}
}

// applyQualifier gives a relation what its statements carry besides their ends:
// "who played Princess Miao".
func (p applier) applyQualifier(rel, arg item, l, r item, gap float32) {
	s := rel.sense
	if !arg.names || arg.x.Kinds&p.lex.Carries[s.Rel] == 0 || arg.x.Kinds&(p.lex.From[s.Rel]|p.lex.To[s.Rel]) != 0 {
		return
	}
	for _, inv := range [2]bool{false, true} {
		kinds := p.lex.To[s.Rel]
		if inv {
			kinds = p.lex.From[s.Rel]
		}
		it := set(&expr.Expr{Op: expr.OpQual, Rel: s.Rel, Inv: inv, Kinds: kinds, Args: []*expr.Expr{arg.x}})
		p.made(ruleCarried, l, r, gap, p.costs[costQualify], it)
	}
}

// qualify narrows a relation's statements by what they carry: "tickets sold (in
// Korea)", "who played Princess Miao (in Tyrant)".
func (p applier) qualify(s, name item, l, r item, gap float32, ask question.Asking) {
	if !name.names || len(name.x.Nodes) > 0 && slices.Contains(s.x.Topics(nil), name.x.Nodes[0]) {
		return
	}
	var x *expr.Expr
	switch {
	case s.x.Op == expr.OpJoin && !s.x.Implied && s.x.Qual == nil && !s.x.Other && name.x.Kinds&p.lex.Carries[s.x.Rel] != 0:
		x = s.x.Copy()
		x.Qual = name.x
	case s.x.Op == expr.OpQual && !s.x.Inv && name.x.Kinds&p.lex.From[s.x.Rel] != 0:
		x = &expr.Expr{Op: expr.OpJoin, Rel: s.x.Rel, Kinds: s.x.Kinds, Args: []*expr.Expr{name.x}, Qual: s.x.Arg()}
	default:
		return
	}
	it := set(x)
	it.ask, it.head = ask, s.head
	p.made(ruleCarrying, l, r, gap, p.costs[costQualify], it)
}

// sayTwice lets a question say again what it has said: the relation ("what year
// was X released"), or the kind of a relation's subject ("wrote movies").
func (p applier) sayTwice(rel, s item, l, r item, gap float32) {
	if s.x.Op == expr.OpJoin && s.x.Rel == rel.sense.Rel && !s.x.Inv && !s.x.Implied && len(rel.via) == 0 && !rel.sense.Co {
		it := s
		it.bare = false
		p.made(ruleAgain, l, r, gap, p.costs[costAgain], it)
	}
	if s.bare && s.x.Op == expr.OpAll && s.ask == question.Nothing && (rel.sense.Form == lexicon.FormObjectVerb || rel.sense.Form == lexicon.FormObject) && rel.id == l.id && s.x.Kinds&p.lex.From[rel.sense.Rel] != 0 {
		p.made(ruleAgain, l, r, gap, p.costs[costAgain], item{cat: catRel, sense: rel.sense, via: rel.via, ask: rel.ask})
	}
}

// computedText reports whether a set is texts or numbers that a relation led to:
// nobody asks through one thing's plot for another's.
func (p applier) computedText(it item) bool {
	return !it.names && it.x.Kinds&^p.lex.Literal == 0 && (it.x.Op == expr.OpJoin || it.x.Op == expr.OpRole)
}

// answers reports whether a question word can ask for what a join leads to.
func (p applier) answers(x *expr.Expr, a question.Asking) bool {
	return a == question.What || a == question.Which || x.Kinds&p.lex.Asks[a] != 0 || !x.Inv && p.relAsks(x.Rel, a)
}

// wantsSubject reports whether, in plain English, the argument on that side of
// a wording is the relation's subject.
func wantsSubject(f lexicon.Form, after bool, g english.Glue) bool {
	switch f {
	case lexicon.FormObject: // director of X, X's director; but: Bong, the director (of)
		return after || g&english.GluePoss != 0 || g&english.GlueBe == 0
	case lexicon.FormSubject: // remake of X
		return !(after || g&english.GluePoss != 0 || g&english.GlueBe == 0)
	case lexicon.FormObjectVerb: // Bong directed X; X was directed by Bong
		if after {
			return g&english.GlueBy == 0
		}
		return g&english.GlueBe != 0
	case lexicon.FormSubjectVerb: // X stars Y
		return !after || g&english.GlueBy != 0
	}
	return true
}
