package plan

import (
	"math/bits"
	"slices"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/lexicon"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// imply joins a headed set with another by a relation that was left unsaid.
func (p joiner) imply(head, arg item, l, r item, gap float32, g english.Glue, ask question.Asking) {
	if arg.x.Op == expr.OpUnknown || p.computedText(arg) {
		return
	}
	if arg.bare && !head.bare || head.names && !p.q.Verdict {
		return
	}
	if arg.bare && arg.x.Op == expr.OpAll && head.ask == question.Nothing && arg.ask == question.Nothing && arg.x.Kinds&p.lex.Literal == 0 && !p.q.Verdict {
		return
	}
	if head.x.Op == expr.OpJoin && head.x.Kinds&^p.lex.Literal == 0 && !p.q.Verdict {
		return // "in which year did Ann Lee make The Mill?" is not a year of all her films that The Mill happens to have
	}
	for _, inv := range [2]bool{true, false} {
		rels := p.impliedRels(head.x.Kinds, arg.x.Kinds, inv)
		if len(rels) == 0 {
			continue
		}
		if head.x.Op == expr.OpRole && (arg.x.Kinds&p.lex.From[head.x.Rel] != 0) {
			if head.x.Inv || inv || !slices.Contains(rels, head.x.Rel) {
				continue // "actors in X" are its cast and nothing else
			}
			rels = []kb.Rel{head.x.Rel}
		}
		extra := p.costs[costImplied]
		if role, ok := roleOf(arg.x); ok && slices.Contains(rels, role) {
			rels, extra = []kb.Rel{role}, p.costs[costRoleSaid]
		}
		if g&(english.GlueWith|english.GlueOf|english.GlueBy|english.GlueThat|english.GlueBe) == 0 {
			extra += p.costs[costNear]
		}
		if arg.start >= head.end && arg.names && p.nounAt(arg.end) {
			extra += p.costs[costBefore]
		}
		if head.x.Kinds&p.lex.Literal != 0 && head.bare {
			extra = p.costs[costAsk] // "which year … X"
		}
		kinds := head.x.Kinds
		if inv {
			kinds &= union(p.lex.From, rels)
		} else {
			kinds &= union(p.lex.To, rels)
		}
		join := &expr.Expr{Op: expr.OpJoin, Rel: rels[0], Alts: rels[1:], Inv: inv, Implied: true, Kinds: kinds, Args: []*expr.Expr{arg.x}}
		it := item{cat: catSet, x: p.both(head.x, join, kinds), ask: ask, head: true}
		if bits.OnesCount64(uint64(head.x.Kinds)) > 12 {
			extra += p.costs[costImplied]
		}
		p.made(ruleImplied, l, r, gap, extra, it)
	}
}

// nounAt reports whether a noun for a kind or a role stands at a place.
func (p joiner) nounAt(i int) bool {
	if i >= len(p.words) || p.words[i].IsGlue {
		return false
	}
	for _, h := range p.lex.At(p.words, i) {
		if slices.ContainsFunc(h.Senses, func(s lexicon.Sense) bool {
			return s.Form == lexicon.FormKind || s.Form == lexicon.FormObject || s.Form == lexicon.FormSubject
		}) {
			return true
		}
	}
	return false
}

// roleOf returns the relation whose objects x is, when x is "the director of …".
func roleOf(x *expr.Expr) (kb.Rel, bool) {
	if x.Op == expr.OpJoin && !x.Inv && len(x.Alts) == 0 {
		return x.Rel, true
	}
	return 0, false
}

func (p joiner) impliedRels(head, arg expr.KindSet, inv bool) []kb.Rel {
	var rels []kb.Rel
	for _, rel := range p.lex.Implied {
		from, to := p.lex.From[rel], p.lex.To[rel]
		if inv && head&from != 0 && arg&to != 0 || !inv && head&to != 0 && arg&from != 0 {
			rels = append(rels, rel)
		}
	}
	return rels
}

// union is the kinds that any of some relations has at one end.
func union(of []expr.KindSet, rels []kb.Rel) expr.KindSet {
	var k expr.KindSet
	for _, r := range rels {
		k |= of[r]
	}
	return k
}
