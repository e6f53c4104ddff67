package facts

import (
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// besideWord reports whether a word says that what follows takes part as well.
func (p *planner) besideWord(i int) bool {
	if i < 0 || i >= len(p.words) {
		return false
	}
	switch p.words[i].Norm {
	case "with", "alongside", "opposite", "besides", "beside", "both":
		return p.words[i].Norm != "both" || p.besideWord(i-1)
	}
	return false
}

// besides reads "who directed X with Y": the others who did.
func (p *planner) besides(l, r item, gap float32, g english.Glue, ask question.Asking) {
	named := r.names || r.x.op == opEach
	if !named || l.x.op != opJoin || l.x.implied || !p.besideWord(r.start-1) {
		return
	}
	if l.x.inv && r.x.kinds&p.lex.to[l.x.rel] != 0 { // "the films in which X plays opposite Y"
		y := &expr{op: opJoin, rel: l.x.rel, inv: true, kinds: l.x.kinds, args: []*expr{r.x}}
		it := set(&expr{op: opAnd, kinds: l.x.kinds, args: []*expr{l.x, y}})
		it.ask, it.head = ask, true
		p.made(l, r, gap, costEach, it)
		return
	}
	if l.x.inv || l.x.kinds&r.x.kinds == 0 {
		return
	}
	it := set(&expr{op: opNot, kinds: l.x.kinds, args: []*expr{l.x, r.x}})
	it.ask = ask
	p.made(l, r, gap, costEach, it)
}

func (p *planner) applyPath(rel, arg item, l, r item, gap float32) {
	if arg.x.op == opEach { // "co-stars of both A and B"
		p.applyPaths(rel, arg, l, r, gap)
		return
	}
	x := arg.x
	for _, st := range rel.via {
		from, to := p.lex.from[st.rel], p.lex.to[st.rel]
		if st.inv {
			from, to = to, from
		}
		if x.kinds&from == 0 {
			return
		}
		x = &expr{op: opJoin, rel: st.rel, inv: st.inv, kinds: to, args: []*expr{x}}
	}
	x.other = true
	var extra float32 = costJoin
	if arg.bare {
		extra += costBare
	}
	it := set(x)
	it.ask = max(arg.ask, rel.ask)
	p.made(l, r, gap, extra, it)
}

// applyPaths follows a path from each of several things, and keeps where all lead.
func (p *planner) applyPaths(rel, arg item, l, r item, gap float32) {
	all := &expr{op: opAnd, kinds: anyKind}
	for _, each := range arg.x.args {
		x := each
		for _, st := range rel.via {
			to := p.lex.to[st.rel]
			if st.inv {
				to = p.lex.from[st.rel]
			}
			x = &expr{op: opJoin, rel: st.rel, inv: st.inv, kinds: to, args: []*expr{x}}
		}
		x.other = true
		all.args = append(all.args, x)
		all.kinds &= x.kinds
	}
	it := set(all)
	it.ask = max(arg.ask, rel.ask)
	p.made(l, r, gap, costJoin, it)
}

// applyCo reads "co-star of X": whoever stands beside X in what X did.
func (p *planner) applyCo(rel, arg item, l, r item, gap float32) {
	to := p.lex.to[rel.sense.rel]
	if arg.x.kinds&to == 0 || p.lex.from[rel.sense.rel]&to != 0 {
		return
	}
	g := p.between(l, r)
	beside := rel.end < len(p.words) && (p.words[rel.end].Norm == "with" || p.words[rel.end].Norm == "together")
	if rel.sense.co && (rel.id == l.id && g&(english.GlueWith|english.GlueOf) == 0 || rel.id == r.id && g&english.GluePoss == 0 && !beside) {
		return // "what did X co-direct" asks for what X did
	}
	c := rel
	c.via = []step{{rel.sense.rel, true}, {rel.sense.rel, false}}
	p.applyPath(c, arg, l, r, gap)
}

// coRelation reads "wrote together with" as "co-wrote".
func (p *planner) coRelation(l, r item, gap float32) {
	if l.sense.form != formObjectVerb && l.sense.form != formObject || len(l.via) > 0 {
		return
	}
	it := l
	it.via = []step{{l.sense.rel, true}, {l.sense.rel, false}}
	p.made(l, r, gap, 0, it)
}

// together reads "wrote films together with (whom)": the films are X's, and the
// others who wrote them are meant.
func (p *planner) together(l, r item, gap float32) {
	x := l.x
	if x.op == opAnd { // "films" ∩ what X wrote
		for _, a := range x.args {
			if a.op == opJoin {
				x = a
			}
		}
	}
	if x.op != opJoin || l.ask != question.Nothing {
		return
	}
	to := p.lex.to[x.rel]
	if !x.inv {
		to = p.lex.from[x.rel]
	}
	it := set(&expr{op: opJoin, rel: x.rel, inv: !x.inv, kinds: to, args: []*expr{l.x}, other: true})
	p.made(l, r, gap, 0, it)
}

// share reads "share the director (with)": from a subject over its objects to
// the other subjects.
func (p *planner) share(l, r item, gap float32) {
	var rels []kb.Rel
	var extra float32
	switch {
	case r.cat == catRel && len(r.via) == 0 && (r.sense.form == formObject || r.sense.form == formPhrase):
		rels = []kb.Rel{r.sense.rel}
	case r.cat == catSet && r.x.op == opAll: // "the same year as": whichever implied relation leads there
		for _, rel := range p.lex.implied {
			if p.lex.to[rel]&r.x.kinds != 0 {
				rels = append(rels, rel)
			}
		}
		extra = costNear
	}
	if r.cat == catSet && r.x.op == opAll { // "shared a film with": whoever stands beside one in it
		for _, rel := range p.lex.implied {
			if p.lex.from[rel]&r.x.kinds != 0 && p.lex.to[rel]&p.lex.asks[question.Who] != 0 && l.start < r.start {
				p.made(l, r, gap, costNear, item{cat: catRel, sense: sense{form: formPhrase, rel: rel}, via: []step{{rel, true}, {rel, false}}})
			}
		}
	}
	for _, rel := range rels {
		it := item{cat: catRel, sense: sense{form: formPhrase, rel: rel},
			via: []step{{rel, false}, {rel, true}}}
		first, last := l, r
		if first.start > last.start {
			first, last = last, first // "actors in common"
		}
		p.made(first, last, gap, extra, it)
	}
}
