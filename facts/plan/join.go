package plan

import (
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/lexicon"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// join tries every way to make one item of l and, to its right, r.
func (p joiner) join(l, r item, gap float32) {
	if l.id == r.id {
		return
	}
	g := p.between(l, r)
	switch {
	case l.cat == catSet && r.cat == catSet:
		p.joinSets(l, r, gap, g)
	case l.cat == catRel && r.cat == catSet:
		p.apply(l, r, true, l, r, gap, g)
		p.sayTwice(l, r, l, r, gap)
	case l.cat == catSet && r.cat == catRel:
		p.apply(r, l, false, l, r, gap, g)
		p.sayTwice(r, l, l, r, gap)
	case l.cat == catRel && r.cat == catRel && l.sense.Rel == r.sense.Rel && !l.sense.Co && !r.sense.Co && len(l.via)+len(r.via) == 0 && l.sense.Form <= lexicon.FormPhrase:
		p.made(ruleAgain, l, r, gap, p.costs[costAgain], item{cat: catRel, sense: l.sense, ask: max(l.ask, r.ask)})
	case l.cat == catWh && r.cat == catSet:
		p.asks(l, r, l, r, gap)
	case l.cat == catSet && r.cat == catWh:
		p.asks(r, l, l, r, gap+0.1)
	case l.cat == catWh && r.cat == catRel && r.ask == question.Nothing && len(r.via) == 0:
		if _, at := p.focusAfter(l); p.nouns[at] != 0 && r.start > at && (l.ask == question.What || l.ask == question.Which) {
			return
		}
		it := r
		it.ask = l.ask
		p.made(ruleAsked, l, r, gap, 0.1, it) // "X, when was it released"
	case l.cat == catMost && r.cat == catSet:
		p.superlative(l, r, l, r, gap)
	case l.cat == catSet && r.cat == catMost:
		if r.sense.Form != lexicon.FormTotal { // which stands behind as well: "cost together"
			gap += 0.3
		}
		p.superlative(r, l, l, r, gap)
	case l.cat == catMost && r.cat == catRel && l.general:
		p.mostOf(l, r, l, r, gap)
	case l.cat == catRel && r.cat == catMost && r.general && (r.sense.Form == lexicon.FormTotal || l.sense.Form == lexicon.FormSubjectVerb && p.lex.To[l.sense.Rel]&p.lex.Numbers != 0):
		p.mostOf(r, l, l, r, gap) // "cost in total", "cost the most", "cost more than"
	case l.cat == catRel && r.cat == catMost && !r.general && l.sense.Rel == r.sense.Rel:
		p.made(ruleMeasure, l, r, gap, 0, item{cat: catMost, sense: r.sense}) // "sold the most tickets"
	case l.cat == catMost && r.cat == catRel && l.sense.Rel == r.sense.Rel:
		p.made(ruleMeasure, l, r, gap, 0, item{cat: catMost, sense: l.sense})
	case l.cat == catBefore && r.cat == catSet && r.names && r.x.Kinds&p.lex.DatedKinds != 0:
		p.mentionBefore(l, r, gap)
	case l.cat == catShare && (r.cat == catRel || r.cat == catSet && r.bare):
		p.share(l, r, gap)
	case r.cat == catShare && p.words[r.start].Norm == "common" && (l.cat == catRel || l.cat == catSet && l.bare):
		p.share(r, l, gap)
	case l.cat == catSet && r.cat == catTogether:
		p.together(l, r, gap)
	}
}

// made files what l and r have become by a rule.
func (p *Chart) made(by rule, l, r item, gap, extra float32, it item) {
	it.start, it.end = l.start, r.end
	it.cost = l.cost + r.cost + gap + extra
	it.left, it.right, it.by, it.extra = l.id, r.id, by, extra
	p.push(it)
}

func set(x *expr.Expr) item { return item{cat: catSet, x: x} }

// asked returns which question word a joined set answers; ok is false when two
// would have to be answered.
func asked(l, r item) (question.Asking, bool) {
	if l.ask != question.Nothing && r.ask != question.Nothing {
		return 0, false
	}
	return max(l.ask, r.ask), true
}

// joinSets joins two sets: one narrows the other, or a relation between them
// was left unsaid.
func (p joiner) joinSets(l, r item, gap float32, g english.Glue) {
	ask, ok := asked(l, r)
	if !ok {
		return
	}
	p.listNames(l, r, gap, g, ask)
	p.dateNames(l, r, gap, ask)
	if common := l.x.Kinds & r.x.Kinds; common != 0 {
		p.narrow(l, r, common, gap, g, ask)
	}
	p.absorb(l, r, gap, ask)
	p.qualify(l, r, l, r, gap, ask)
	p.qualify(r, l, l, r, gap, ask)
	p.besides(l, r, gap, ask)
	if l.head || p.q.Verdict || l.bare {
		p.imply(l, r, l, r, gap, g, ask)
	}
	if r.head || p.q.Verdict || r.bare {
		p.imply(r, l, l, r, gap, g, ask)
	}
	if (r.x.Op == expr.OpRange || r.x.Op == expr.OpBefore || r.x.Op == expr.OpAfter) && !l.head && !l.bare && !l.names && !p.q.Verdict {
		p.imply(l, r, l, r, gap, g, ask) // "what did X star in (between 1984 and 1989)"
	}
}

// dateNames reads "Alone (2007)": of the things of that name, those of the year.
func (p joiner) dateNames(l, r item, gap float32, ask question.Asking) {
	if r.names && l.x.Op == expr.OpRange && p.skipTo[r.start]-p.skipTo[l.end] <= question.SkipTalk {
		l, r = r, l // "the 1976 King Kong", "the 2018 version of A Star Is Born"
	} else if r.start > l.end && p.words[r.start-1].Norm != "of" && p.words[r.start-1].Norm != "from" {
		return
	}
	if !l.names || r.x.Op != expr.OpRange || l.x.Op != expr.OpNodes || l.x.Kinds&p.lex.DatedKinds == 0 {
		return
	}
	var nodes []kb.Node
	for _, n := range l.x.Nodes {
		if y := expr.YearKey(p.base, n); y >= r.x.Lo && y <= r.x.Hi {
			nodes = append(nodes, n)
		}
	}
	if len(nodes) == 0 {
		return
	}
	it := set(&expr.Expr{Op: expr.OpNodes, Nodes: nodes, Kinds: l.x.Kinds})
	it.names, it.ask = true, ask
	if l.start > r.start {
		l, r = r, l
	}
	p.made(ruleDated, l, r, gap, -p.costs[costUnit]/2, it)
}

// listNames joins names of one kind: "both A and B", "A or B".
func (p joiner) listNames(l, r item, gap float32, g english.Glue, ask question.Asking) {
	listed := func(it item) bool { return it.names || it.x.Op == expr.OpEach || it.x.Op == expr.OpOr }
	if g&(english.GlueAnd|english.GlueOr|english.GlueComma) == 0 || !listed(l) || !r.names || l.x.Kinds&r.x.Kinds == 0 {
		return
	}
	o := expr.OpEach
	if g&english.GlueOr != 0 {
		o = expr.OpOr
	}
	args := []*expr.Expr{l.x, r.x}
	if l.x.Op == expr.OpEach || l.x.Op == expr.OpOr {
		if l.x.Op == expr.OpEach && o == expr.OpOr && len(l.x.Args) == 2 && !l.names {
			return
		}
		args = append(append([]*expr.Expr(nil), l.x.Args...), r.x)
	}
	it := set(&expr.Expr{Op: o, Kinds: l.x.Kinds | r.x.Kinds, Args: args})
	it.x.Both = l.start > 0 && p.words[l.start-1].Norm == "both" || l.x.Both
	it.ask = ask
	p.made(ruleList, l, r, gap, p.costs[costEach], it)
}

// narrow intersects two sets.
func (p joiner) narrow(l, r item, common expr.KindSet, gap float32, g english.Glue, ask question.Asking) {
	it := item{cat: catSet, ask: ask}
	var extra float32
	switch {
	case l.names && r.names, r.x.Op == expr.OpUnknown && r.start == l.end:
		return // two names in a row are a longer one that nobody knows
	case g&english.GlueNot != 0 && !r.bare:
		it.x = &expr.Expr{Op: expr.OpNot, Kinds: l.x.Kinds, Args: []*expr.Expr{l.x, r.x}}
		it.head = l.head
		p.made(ruleNarrow, l, r, gap, p.costs[costEach], it)
		return
	case l.bare && r.bare && g&english.GlueOr != 0 && l.x.Op == expr.OpAll && r.x.Op == expr.OpAll:
		it.bare, it.head = true, true
		it.x = &expr.Expr{Op: expr.OpAll, Kinds: l.x.Kinds | r.x.Kinds}
	case l.bare && r.bare:
		extra = p.costs[costNarrow]
		it.bare, it.head = true, true
		it.x = p.both(l.x, r.x, common)
		if l.x.Op == expr.OpRole && r.x.Op == expr.OpRole {
			extra += p.costs[costNarrow]
		}
	case (l.bare && r.names || r.bare && l.names) && g&(english.GlueWith|english.GlueBy|english.GlueThat) != 0:
		return // "films about Earth" are not the film Earth
	case l.bare && l.x.Op == expr.OpRole && r.names && g&english.GlueOf != 0, r.bare && r.x.Op == expr.OpRole && l.names:
		return // "X's director" is no director called X
	case l.bare || r.bare:
		it.x = p.both(l.x, r.x, common)
		it.head = !l.names && !r.names
		it.names = (l.names || r.names) && it.x.Op == expr.OpNodes
		if l.x.Op == expr.OpMost || l.x.Op == expr.OpLeast || r.x.Op == expr.OpMost || r.x.Op == expr.OpLeast {
			extra = p.costs[costMostIn]
		}
		if it.x.Op == expr.OpAnd && (l.x.Op == expr.OpRole || r.x.Op == expr.OpRole) {
			extra += p.costs[costRoleToo]
		}
	case l.names || r.names:
		extra = p.costs[costSuppose]
		if p.q.Verdict {
			extra = p.costs[costNarrow]
		}
		it.x = &expr.Expr{Op: expr.OpAnd, Kinds: common, Args: []*expr.Expr{l.x, r.x}}
	default:
		if g&(english.GlueAnd|english.GlueThat|english.GlueWith|english.GlueComma) == 0 {
			extra = p.costs[costNarrow]
		}
		if l.x.Op == expr.OpMost || l.x.Op == expr.OpLeast || r.x.Op == expr.OpMost || r.x.Op == expr.OpLeast {
			extra += p.costs[costMostIn]
		}
		it.x = p.both(l.x, r.x, common)
		if g&english.GlueOr != 0 {
			it.x = &expr.Expr{Kinds: l.x.Kinds | r.x.Kinds, Args: []*expr.Expr{l.x, r.x}}
			it.x.Op = expr.OpOr
			extra = p.costs[costEach]
		}
		it.head = true
	}
	p.made(ruleNarrow, l, r, gap, extra, it)
}

// both intersects two sets of which one at least is only a kind or a role, and
// leaves out what the other already says.
func (p joiner) both(a, b *expr.Expr, common expr.KindSet) *expr.Expr {
	if b.Op == expr.OpLeast || b.Op == expr.OpMost {
		a, b = b, a
	}
	if a.Op == expr.OpLeast || a.Op == expr.OpMost { // X's first film is the first of X's films
		inner := a.Of(common)
		inner.Args = []*expr.Expr{p.both(a.Arg(), b, common)}
		return inner
	}
	if b.Op == expr.OpAll || b.Op == expr.OpRole && a.Op != expr.OpAll {
		a, b = b, a
	}
	// a is the kind or role
	switch {
	case a.Op == expr.OpAll && b.Op == expr.OpNodes:
		return b.Of(common)
	case a.Op == expr.OpAll && b.Kinds&^a.Kinds == 0:
		return b
	case a.Op == expr.OpRole && b.Op == expr.OpJoin && b.Rel == a.Rel && b.Inv == a.Inv:
		return b // "the director that directed X"
	case a.Op == expr.OpRole && b.Op == expr.OpNodes:
		return b.Of(common)
	}
	return &expr.Expr{Op: expr.OpAnd, Kinds: common, Args: []*expr.Expr{a, b}}
}

// absorb leaves out a kind that only says again what the argument of a join is:
// "who starred in (the movies) directed by X".
func (p joiner) absorb(l, r item, gap float32, ask question.Asking) {
	try := func(kind, s item) {
		if !kind.bare || kind.ask != question.Nothing || kind.x.Op != expr.OpAll || s.x.Op != expr.OpJoin || s.names {
			return
		}
		for a := s.x; a.Op == expr.OpJoin; {
			a = a.Arg()
			if a.Op != expr.OpNodes && a.Kinds&kind.x.Kinds != 0 {
				it := set(s.x)
				it.ask, it.head = ask, s.head
				p.made(ruleAbsorb, l, r, gap, p.costs[costAbsorb], it)
				return
			}
			if a.Op == expr.OpAnd && len(a.Args) > 0 {
				return
			}
		}
	}
	try(l, r)
	try(r, l)
}
