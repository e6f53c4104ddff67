package plan

// superlative picks from a set by a relation's value.
func (p joiner) superlative(m, s item, l, r item, gap float32) {
	if m.general || p.lex.from[m.sense.rel]&s.x.Kinds == 0 {
		return
	}
	if s.names && len(s.x.Nodes) < 2 {
		p.than(m, s, l, r, gap)
		return
	}
	o := OpMost
	if m.sense.form == formLeast {
		o = OpLeast
	}
	it := set(&Expr{Op: o, Rel: m.sense.rel, Kinds: s.x.Kinds & p.lex.from[m.sense.rel], Args: []*Expr{s.x}})
	it.ask, it.head = s.ask, s.bare || s.head
	p.made(ruleExtreme, l, r, gap, 0, it)
}

// than reads "older than X": everything whose value is less than X's.
func (p joiner) than(m, s item, l, r item, gap float32) {
	if m.id != l.id || !p.hasWord(m.end, s.start, "than") {
		return
	}
	o := OpMoreThan
	if m.sense.form == formLeast {
		o = OpLessThan
	}
	x := &Expr{Op: o, Rel: m.sense.rel, Kinds: p.lex.from[m.sense.rel], Args: []*Expr{s.x}}
	p.made(ruleThan, l, r, gap, 0, item{cat: catSet, x: x, head: true})
}

// mostOf gives "most", "fewest" the relation that they measure: "the most admissions".
func (p joiner) mostOf(l, r item, gap float32) {
	if len(r.via) > 0 || p.lex.to[r.sense.rel]&(p.lex.numbers|p.lex.dates) == 0 {
		return
	}
	it := l
	it.general = false
	it.sense.rel = r.sense.rel
	p.made(ruleMeasure, l, r, gap, 0, it)
}
