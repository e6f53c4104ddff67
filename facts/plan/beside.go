package plan

import (
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/lexicon"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// besides reads "who directed X with Y": the others who did.
func (p applier) besides(l, r item, gap float32, ask question.Asking) {
	named := r.names || r.x.Op == expr.OpEach
	if !named || l.x.Op != expr.OpJoin || l.x.Implied || !p.besideWord(r.start-1) {
		return
	}
	if l.x.Inv && r.x.Kinds&p.lex.To[l.x.Rel] != 0 { // "the films in which X plays opposite Y"
		y := &expr.Expr{Op: expr.OpJoin, Rel: l.x.Rel, Inv: true, Kinds: l.x.Kinds, Args: []*expr.Expr{r.x}}
		it := set(&expr.Expr{Op: expr.OpAnd, Kinds: l.x.Kinds, Args: []*expr.Expr{l.x, y}})
		it.ask, it.head = ask, true
		p.made(ruleBesides, l, r, gap, p.costs[costEach], it)
		return
	}
	if l.x.Inv || l.x.Kinds&r.x.Kinds == 0 {
		return
	}
	it := set(&expr.Expr{Op: expr.OpNot, Kinds: l.x.Kinds, Args: []*expr.Expr{l.x, r.x}})
	it.ask = ask
	p.made(ruleBesides, l, r, gap, p.costs[costEach], it)
}

// applyPath follows a path from a thing; from each of several, "co-stars of both A and B", it
// keeps where all lead.
func (p applier) applyPath(rel, arg item, l, r item, gap float32) {
	from := []*expr.Expr{arg.x}
	if arg.x.Op == expr.OpEach {
		from = arg.x.Args
	}
	x := &expr.Expr{Op: expr.OpAnd, Kinds: expr.AnyKind}
	for _, start := range from {
		end := p.follow(rel.via, start)
		if end == nil {
			return
		}
		x.Args = append(x.Args, end)
		x.Kinds &= end.Kinds
	}
	if len(x.Args) == 1 {
		x = x.Arg()
	}
	extra := p.costs[costJoin]
	if arg.bare {
		extra += p.costs[costBare]
	}
	it := set(x)
	it.ask = max(arg.ask, rel.ask)
	p.made(ruleCompanion, l, r, gap, extra, it)
}

// follow joins the steps of a path to where it starts, nil where a step does not fit.
func (p applier) follow(path []step, x *expr.Expr) *expr.Expr {
	for _, st := range path {
		from, to := p.lex.From[st.rel], p.lex.To[st.rel]
		if st.inv {
			from, to = to, from
		}
		if x.Kinds&from == 0 {
			return nil
		}
		x = &expr.Expr{Op: expr.OpJoin, Rel: st.rel, Inv: st.inv, Kinds: to, Args: []*expr.Expr{x}}
	}
	x.Other = true
	return x
}

// applyCo reads "co-star of X": whoever stands beside X in what X did.
func (p applier) applyCo(rel, arg item, l, r item, gap float32) {
	to := p.lex.To[rel.sense.Rel]
	if arg.x.Kinds&to == 0 || p.lex.From[rel.sense.Rel]&to != 0 {
		return
	}
	g := p.between(l, r)
	beside := rel.end < len(p.words) && (p.words[rel.end].Norm == "with" || p.words[rel.end].Norm == "together")
	if rel.sense.Co && (rel.id == l.id && g&(english.GlueWith|english.GlueOf) == 0 || rel.id == r.id && g&english.GluePoss == 0 && !beside) {
		return // "what did X co-direct" asks for what X did
	}
	c := rel
	c.via = []step{{rel.sense.Rel, true}, {rel.sense.Rel, false}}
	p.applyPath(c, arg, l, r, gap)
}

// together reads "wrote films together with (whom)": the films are X's, and the
// others who wrote them are meant.
func (p applier) together(l, r item, gap float32) {
	x := l.x
	if x.Op == expr.OpAnd { // "films" ∩ what X wrote
		for _, a := range x.Args {
			if a.Op == expr.OpJoin {
				x = a
			}
		}
	}
	if x.Op != expr.OpJoin || l.ask != question.Nothing {
		return
	}
	to := p.lex.To[x.Rel]
	if !x.Inv {
		to = p.lex.From[x.Rel]
	}
	it := set(&expr.Expr{Op: expr.OpJoin, Rel: x.Rel, Inv: !x.Inv, Kinds: to, Args: []*expr.Expr{l.x}, Other: true})
	p.made(ruleTogether, l, r, gap, 0, it)
}

// share reads "share the director (with)": from a subject over its objects to
// the other subjects.
func (p applier) share(l, r item, gap float32) {
	var rels []kb.Rel
	var extra float32
	switch {
	case r.cat == catRel && len(r.via) == 0 && (r.sense.Form == lexicon.FormObject || r.sense.Form == lexicon.FormPhrase):
		rels = []kb.Rel{r.sense.Rel}
	case r.cat == catSet && r.x.Op == expr.OpAll: // "the same year as": whichever implied relation leads there
		for _, rel := range p.lex.Implied {
			if p.lex.To[rel]&r.x.Kinds != 0 {
				rels = append(rels, rel)
			}
		}
		extra = p.costs[costNear]
	}
	if r.cat == catSet && r.x.Op == expr.OpAll { // "shared a film with": whoever stands beside one in it
		for _, rel := range p.lex.Implied {
			if p.lex.From[rel]&r.x.Kinds != 0 && p.lex.To[rel]&p.lex.Asks[question.Who] != 0 && l.start < r.start {
				p.made(ruleShare, l, r, gap, p.costs[costNear], item{cat: catRel, sense: lexicon.Sense{Form: lexicon.FormPhrase, Rel: rel}, via: []step{{rel, true}, {rel, false}}})
			}
		}
	}
	for _, rel := range rels {
		it := item{cat: catRel, sense: lexicon.Sense{Form: lexicon.FormPhrase, Rel: rel},
			via: []step{{rel, false}, {rel, true}}}
		first, last := l, r
		if first.start > last.start {
			first, last = last, first // "actors in common"
		}
		p.made(ruleShare, first, last, gap, extra, it)
	}
}
