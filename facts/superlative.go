package facts

// superlative picks from a set by a relation's value.
func (p *planner) superlative(m, s item, l, r item, gap float32) {
	if m.general || p.lex.from[m.sense.rel]&s.x.kinds == 0 {
		return
	}
	if s.names && len(s.x.nodes) < 2 {
		p.than(m, s, l, r, gap)
		return
	}
	o := opMost
	if m.sense.form == formLeast {
		o = opLeast
	}
	it := set(&expr{op: o, rel: m.sense.rel, kinds: s.x.kinds & p.lex.from[m.sense.rel], args: []*expr{s.x}})
	it.ask, it.head = s.ask, s.bare || s.head
	p.made(l, r, gap, 0, it)
}

// than reads "older than X": everything whose value is less than X's.
func (p *planner) than(m, s item, l, r item, gap float32) {
	if m.id != l.id || !p.hasWord(m.end, s.start, "than") {
		return
	}
	o := opMoreThan
	if m.sense.form == formLeast {
		o = opLessThan
	}
	x := &expr{op: o, rel: m.sense.rel, kinds: p.lex.from[m.sense.rel], args: []*expr{s.x}}
	p.made(l, r, gap, 0, item{cat: catSet, x: x, head: true})
}

func (p *planner) hasWord(from, to int, w string) bool {
	for i := from; i < to; i++ {
		if p.words[i].Norm == w {
			return true
		}
	}
	return false
}

// mostOf gives "most", "fewest" the relation that they measure: "the most admissions".
func (p *planner) mostOf(l, r item, gap float32) {
	if len(r.via) > 0 || p.lex.to[r.sense.rel]&(p.lex.numbers|p.lex.dates) == 0 {
		return
	}
	it := l
	it.general = false
	it.sense.rel = r.sense.rel
	p.made(l, r, gap, 0, it)
}
