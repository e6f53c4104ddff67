package plan

import (
	"slices"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// asks lets a question word ask for a set.
func (p joiner) asks(wh, s item, l, r item, gap float32) {
	if s.ask != question.Nothing {
		return
	}
	it := set(s.x)
	it.ask, it.bare, it.head, it.names = wh.ask, s.bare, s.head, s.names
	if s.x.Op == expr.OpJoin && !s.x.Inv && p.relAsks(s.x.Rel, wh.ask) {
		p.made(ruleAsked, l, r, gap, 0, it)
		return
	}
	if wh.ask == question.Who && s.x.Op == expr.OpJoin && s.x.Kinds&(p.lex.Asks[question.Who]|p.lex.Literal) == 0 && p.agent(s) {
		p.made(ruleAsked, l, r, gap, p.costs[costWho], it) // "who signed the treaty": two countries; "who won the cup": a horse
		return
	}
	switch wh.ask {
	case question.What, question.Which:
		noun, at := p.focusAfter(wh)
		if s.names && s.start <= at {
			noun = 0 // the noun is part of a name: "what is a co-production"
		}
		if noun != 0 && s.bare && s.start > at {
			return // what is asked for is the first noun
		}
		if noun != 0 && !s.bare {
			kinds := s.x.Kinds & noun
			if kinds == 0 {
				return // "which actress …" is answered with an actress
			}
			it.x = s.x.Of(kinds)
		}
		var extra float32
		if s.x.Op == expr.OpJoin && s.x.Implied && s.x.Inv && s.x.Arg().Op == expr.OpNodes && s.x.Arg().Kinds&^p.lex.Attributes == 0 && p.between(l, r)&english.GlueBe != 0 {
			extra = p.costs[costDefine] // "what is horror" asks for no films
		}
		p.made(ruleAsked, l, r, gap, extra, it)
		return
	case question.HowMany, question.HowMuch, question.HowLong, question.HowOld:
		if s.x.Op == expr.OpTotal {
			it.ask = question.What // the sum is the answer, not how many were added
			p.made(ruleAsked, l, r, gap, 0, it)
			return
		}
		if noun, at := p.focusAfter(wh); wh.ask == question.HowMany && noun != 0 && (s.x.Kinds&noun == 0 || s.bare && s.start > at) {
			return
		}
		if wh.ask == question.HowMany || s.x.Kinds&p.lex.Numbers != 0 {
			p.made(ruleAsked, l, r, gap, 0, it)
		}
	case question.Why, question.How:
	default:
		if kinds := s.x.Kinds & p.lex.Asks[wh.ask]; kinds != 0 {
			var extra float32
			if s.names {
				extra = 0.2
			}
			if kinds&p.lex.AsksFirst[wh.ask] == 0 {
				extra += p.costs[costAsked]
			}
			it.x = s.x.Of(kinds)
			p.made(ruleAsked, l, r, gap, extra, it)
			return
		}
	}
	p.asksFor(wh, s, l, r, gap)
}

// agent reports whether a join came by a wording in which its members act.
func (p joiner) agent(s item) bool {
	verbs := p.lex.Schema.RelationDef(s.x.Rel).Verbs
	if s.x.Inv {
		if s.x.Arg().Kinds&(p.lex.Literal|p.lex.Asks[question.Who]) != 0 {
			return false // a film that "came out in 2013" did nothing, and who "starred" is no film
		}
		verbs = p.lex.Schema.RelationDef(s.x.Rel).SubjectVerbs
	}
	return slices.ContainsFunc(verbs, func(v string) bool { return v != "" })
}

// focusAfter returns the kinds that the noun right behind "which" or "what" is
// for, zero where there is none.
func (p joiner) focusAfter(wh item) (kinds expr.KindSet, at int) {
	i, was := wh.end, false
	for range 4 { // "which Korean directors", "how many 1940s westerns"
		switch {
		case i >= len(p.words):
			return 0, i
		case i+1 == len(p.words) || p.nouns[i] != 0:
			return p.nouns[i], i
		case p.words[i].Glue == english.GlueBe || english.IsArticle(p.words[i].Norm) || p.words[i].Norm == "other" || p.words[i].Norm == "of" || p.words[i].Norm == "different":
			was = was || p.words[i].Glue == english.GlueBe
			i++
		case !was && p.items.modifierEnd(i) > i: // but "what was X the director of" asks for no director
			i = p.items.modifierEnd(i)
		default:
			return 0, i
		}
	}
	return p.nouns[i], i
}

func (p *Planner) relAsks(rel kb.Rel, a question.Asking) bool {
	return slices.Contains(p.lex.Schema.RelationDef(rel).Asks, a.String())
}

// asksFor takes a question word for the relation that the schema says it asks
// for when nothing else does: "when was X".
func (p joiner) asksFor(wh, s item, l, r item, gap float32) {
	if s.bare {
		return
	}
	for i, rel := range p.lex.AskRels[wh.ask] {
		if s.x.Kinds&p.lex.From[rel] == 0 {
			continue
		}
		it := set(&expr.Expr{Op: expr.OpJoin, Rel: rel, Kinds: p.lex.To[rel], Args: []*expr.Expr{s.x}, Implied: true})
		it.ask = wh.ask
		extra := p.costs[costAsk] + p.costs[costRank]*float32(i)
		if !s.names {
			extra += p.costs[costAskFar]
		}
		p.made(ruleAskFor, l, r, gap, extra, it)
	}
}
