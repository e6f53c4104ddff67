package facts

import (
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// apply gives a relation its argument, which stands after it or before it.
func (p *planner) apply(rel, arg item, after bool, l, r item, gap float32, g english.Glue) {
	if arg.ask != question.Nothing && !p.verdict {
		return // what is asked for is no argument
	}
	if arg.x.op == opUnknown || p.computedText(arg) {
		return
	}
	if len(rel.via) > 0 {
		p.applyPath(rel, arg, l, r, gap)
		return
	}
	s := rel.sense
	if s.co || (after && p.besideWord(arg.start-1) || !after && p.besideWord(rel.end)) && (s.form == formObjectVerb || s.form == formObject) {
		p.applyCo(rel, arg, l, r, gap)
		if s.co && (s.form == formObject || after) && arg.x.kinds&p.lex.to[s.rel] != 0 && p.lex.from[s.rel]&p.lex.to[s.rel] == 0 && (after || g&english.GluePoss != 0) {
			return // the co-stars of a person are no films
		}
	}
	p.applyQualifier(rel, arg, l, r, gap)
	from, to := p.lex.from[s.rel], p.lex.to[s.rel]
	asSubject := arg.x.kinds&from != 0
	asObject := arg.x.kinds&to != 0
	wantSubject := wantsSubject(s.form, after, g)
	for _, subject := range [2]bool{true, false} {
		if subject && !asSubject || !subject && !asObject {
			continue
		}
		extra := float32(costJoin)
		if subject != wantSubject {
			extra += costInverse
			if asSubject && asObject {
				extra += costTurned
			}
		}
		if s.co {
			extra += costInverse
		}
		if arg.bare {
			extra += costBare
		}
		x := &expr{op: opJoin, rel: s.rel, inv: !subject, kinds: to, args: []*expr{arg.x}}
		if !subject {
			x.kinds = from
		}
		it := set(x)
		it.ask = arg.ask
		if rel.ask != question.Nothing {
			if (rel.ask == question.Which || rel.ask == question.What) && s.form == formObject && !subject {
				continue // "which director" is answered with a director
			}
			if arg.ask != question.Nothing || !p.answers(x, rel.ask) {
				continue
			}
			it.ask = rel.ask
		}
		if s.form == formObject && subject || s.form == formSubject && !subject {
			it.head = true
		}
		p.made(l, r, gap, extra, it)
	}
}

// applyQualifier gives a relation what its statements carry besides their ends:
// "who played Princess Miao".
func (p *planner) applyQualifier(rel, arg item, l, r item, gap float32) {
	s := rel.sense
	if !arg.names || arg.x.kinds&p.lex.carries[s.rel] == 0 || arg.x.kinds&(p.lex.from[s.rel]|p.lex.to[s.rel]) != 0 {
		return
	}
	for _, inv := range [2]bool{false, true} {
		kinds := p.lex.to[s.rel]
		if inv {
			kinds = p.lex.from[s.rel]
		}
		it := set(&expr{op: opQual, rel: s.rel, inv: inv, kinds: kinds, args: []*expr{arg.x}})
		p.made(l, r, gap, costQualify, it)
	}
}

// qualify narrows a relation's statements by what they carry: "tickets sold (in
// Korea)", "who played Princess Miao (in Tyrant)".
func (p *planner) qualify(s, name item, l, r item, gap float32, ask question.Asking) {
	if !name.names || len(name.x.nodes) > 0 && member(s.x.topics(nil), name.x.nodes[0]) {
		return
	}
	var x expr
	switch {
	case s.x.op == opJoin && !s.x.implied && s.x.qual == nil && !s.x.other && name.x.kinds&p.lex.carries[s.x.rel] != 0:
		x = *s.x
		x.qual, x.hash = name.x, 0
	case s.x.op == opQual && !s.x.inv && name.x.kinds&p.lex.from[s.x.rel] != 0:
		x = expr{op: opJoin, rel: s.x.rel, kinds: s.x.kinds, args: []*expr{name.x}, qual: s.x.arg()}
	default:
		return
	}
	it := set(&x)
	it.ask, it.head = ask, s.head
	p.made(l, r, gap, costQualify, it)
}

// sayTwice lets a question say again what it has said: the relation ("what year
// was X released"), or the kind of a relation's subject ("wrote movies").
func (p *planner) sayTwice(rel, s item, l, r item, gap float32) {
	if s.x.op == opJoin && s.x.rel == rel.sense.rel && !s.x.inv && !s.x.implied && len(rel.via) == 0 && !rel.sense.co {
		it := s
		it.bare = false
		p.made(l, r, gap, costAgain, it)
	}
	if s.bare && s.x.op == opAll && s.ask == question.Nothing && (rel.sense.form == formObjectVerb || rel.sense.form == formObject) && rel.id == l.id && s.x.kinds&p.lex.from[rel.sense.rel] != 0 {
		p.made(l, r, gap, costAgain, item{cat: catRel, sense: rel.sense, via: rel.via, ask: rel.ask})
	}
}

// computedText reports whether a set is texts or numbers that a relation led to:
// nobody asks through one thing's plot for another's.
func (p *planner) computedText(it item) bool {
	return !it.names && it.x.kinds&^p.lex.literal == 0 && (it.x.op == opJoin || it.x.op == opRole)
}

// answers reports whether a question word can ask for what a join leads to.
func (p *planner) answers(x *expr, a question.Asking) bool {
	return a == question.What || a == question.Which || x.kinds&p.lex.asks[a] != 0 || !x.inv && p.relAsks(x.rel, a)
}

// wantsSubject reports whether, in plain English, the argument on that side of
// a wording is the relation's subject.
func wantsSubject(f form, after bool, g english.Glue) bool {
	switch f {
	case formObject: // director of X, X's director; but: Bong, the director (of)
		return after || g&english.GluePoss != 0 || g&english.GlueBe == 0
	case formSubject: // remake of X
		return !(after || g&english.GluePoss != 0 || g&english.GlueBe == 0)
	case formObjectVerb: // Bong directed X; X was directed by Bong
		if after {
			return g&english.GlueBy == 0
		}
		return g&english.GlueBe != 0
	case formSubjectVerb: // X stars Y
		if after {
			return g&english.GlueBy != 0
		}
		return g&english.GlueBe == 0 || true
	}
	return true
}
