package facts

import (
	"math/bits"

	"hapjak/facts/kb"
)

// Costs of joining. They order readings that the kinds allow; none of them
// alone makes a reading impossible.
const (
	costImplied  = 0.7  // a relation that was not said
	costRoleSaid = 0.5  // … but whose role was: "the films of the director of X"
	costNear     = 0.2  // … and no preposition between the two
	costInverse  = 0.15 // an argument on the side where the wording does not want it
	costTurned   = 1.5  // … when the kinds would have allowed the other side
	costNarrow   = 0.3  // two restrictions, joined by nothing
	costSuppose  = 1.0  // a name that is also described: the question supposes something
	costAbsorb   = 0.3  // a kind that was said once more: "who starred in movies directed by …"
	costEach     = 0.2
	costAsk      = 0.4  // a question word that stands for a relation: "when was X"
	costAskFar   = 0.8  // … of something that the question only describes
	costAgain    = 0.1  // what was said before, said again
	costJoin     = 0.1  // of each relation: the shorter road is the likelier
	costBare     = 1.0  // of a relation to anything of a kind: "directed by a person" says little
	costRoleToo  = 0.15 // a role beside a description of something else: "writers that star in X"
	costWho      = 0.6  // "who" for those who act, though no kind of theirs is asked so
	costAsked    = 0.15 // of a kind that a question word seldom asks for: "who" of a character
	costQualify  = 0.4  // a name that a statement carries besides its ends
	costMostIn   = 0.5  // a restriction outside a superlative
)

// join tries every way to make one item of l and, to its right, r.
func (p *planner) join(l, r item, gap float32) {
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
	case l.cat == catRel && r.cat == catRel && l.sense.rel == r.sense.rel && !l.sense.co && !r.sense.co && len(l.via)+len(r.via) == 0 && l.sense.form <= formPhrase:
		p.made(l, r, gap, costAgain, item{cat: catRel, sense: l.sense, ask: max(l.ask, r.ask)})
	case l.cat == catWh && r.cat == catSet:
		p.asks(l, r, l, r, gap)
	case l.cat == catSet && r.cat == catWh:
		p.asks(r, l, l, r, gap+0.1)
	case l.cat == catWh && r.cat == catRel && r.ask == askNothing && len(r.via) == 0:
		if _, at := p.focusAfter(l); p.nouns[at] != 0 && r.start > at && (l.ask == askWhat || l.ask == askWhich) {
			return
		}
		it := r
		it.ask = l.ask
		p.made(l, r, gap, 0.1, it) // "X, when was it released"
	case l.cat == catMost && r.cat == catSet:
		p.superlative(l, r, l, r, gap)
	case l.cat == catSet && r.cat == catMost:
		p.superlative(r, l, l, r, gap+0.3)
	case l.cat == catMost && r.cat == catRel && l.general:
		p.mostOf(l, r, gap)
	case l.cat == catRel && r.cat == catMost && !r.general && l.sense.rel == r.sense.rel:
		p.made(l, r, gap, 0, item{cat: catMost, sense: r.sense}) // "sold the most tickets"
	case l.cat == catMost && r.cat == catRel && l.sense.rel == r.sense.rel:
		p.made(l, r, gap, 0, item{cat: catMost, sense: l.sense})
	case l.cat == catBefore && r.cat == catSet && r.names && r.x.kinds&p.lex.datedKinds != 0:
		p.mentionBefore(l, r, gap)
	case l.cat == catShare && (r.cat == catRel || r.cat == catSet && r.bare):
		p.share(l, r, gap)
	case r.cat == catShare && p.words[r.start].Norm == "common" && (l.cat == catRel || l.cat == catSet && l.bare):
		p.share(r, l, gap)
	case l.cat == catSet && r.cat == catTogether:
		p.together(l, r, gap)
	case l.cat == catRel && r.cat == catTogether:
		p.coRelation(l, r, gap)
	}
}

// made files what l and r have become.
func (p *planner) made(l, r item, gap, extra float32, it item) {
	it.start, it.end = l.start, r.end
	it.cost = l.cost + r.cost + gap + extra
	it.left, it.right = l.id, r.id
	p.push(it)
}

func set(x *expr) item { return item{cat: catSet, x: x} }

// asked returns which question word a joined set answers; ok is false when two
// would have to be answered.
func asked(l, r item) (asking, bool) {
	if l.ask != askNothing && r.ask != askNothing {
		return 0, false
	}
	return max(l.ask, r.ask), true
}

// apply gives a relation its argument, which stands after it or before it.
func (p *planner) apply(rel, arg item, after bool, l, r item, gap float32, g glue) {
	if arg.ask != askNothing && !p.verdict {
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
		if s.co && (s.form == formObject || after) && arg.x.kinds&p.lex.to[s.rel] != 0 && p.lex.from[s.rel]&p.lex.to[s.rel] == 0 && (after || g&gluePoss != 0) {
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
		if rel.ask != askNothing {
			if (rel.ask == askWhich || rel.ask == askWhat) && s.form == formObject && !subject {
				continue // "which director" is answered with a director
			}
			if arg.ask != askNothing || !p.answers(x, rel.ask) {
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
func (p *planner) qualify(s, name item, l, r item, gap float32, ask asking) {
	if !name.names {
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
	if s.bare && s.x.op == opAll && s.ask == askNothing && (rel.sense.form == formObjectVerb || rel.sense.form == formObject) && rel.id == l.id && s.x.kinds&p.lex.from[rel.sense.rel] != 0 {
		p.made(l, r, gap, costAgain, item{cat: catRel, sense: rel.sense, via: rel.via, ask: rel.ask})
	}
}

// computedText reports whether a set is texts or numbers that a relation led to:
// nobody asks through one thing's plot for another's.
func (p *planner) computedText(it item) bool {
	return !it.names && it.x.kinds&^p.lex.literal == 0 && (it.x.op == opJoin || it.x.op == opRole)
}

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
func (p *planner) besides(l, r item, gap float32, g glue, ask asking) {
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

// answers reports whether a question word can ask for what a join leads to.
func (p *planner) answers(x *expr, a asking) bool {
	return a == askWhat || a == askWhich || x.kinds&p.lex.asks[a] != 0 || !x.inv && p.relAsks(x.rel, a)
}

// wantsSubject reports whether, in plain English, the argument on that side of
// a wording is the relation's subject.
func wantsSubject(f form, after bool, g glue) bool {
	switch f {
	case formObject: // director of X, X's director; but: Bong, the director (of)
		return after || g&gluePoss != 0 || g&glueBe == 0
	case formSubject: // remake of X
		return !(after || g&gluePoss != 0 || g&glueBe == 0)
	case formObjectVerb: // Bong directed X; X was directed by Bong
		if after {
			return g&glueBy == 0
		}
		return g&glueBe != 0
	case formSubjectVerb: // X stars Y
		if after {
			return g&glueBy != 0
		}
		return g&glueBe == 0 || true
	}
	return true
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
	if !rel.sense.co { // the word that says so was looked for
	} else if rel.id == l.id && g&(glueWith|glueOf) == 0 || rel.id == r.id && g&gluePoss == 0 && !beside {
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
	if x.op != opJoin || l.ask != askNothing {
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
			if p.lex.from[rel]&r.x.kinds != 0 && p.lex.to[rel]&p.lex.asks[askWho] != 0 && l.start < r.start {
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

// asks lets a question word ask for a set.
func (p *planner) asks(wh, s item, l, r item, gap float32) {
	if s.ask != askNothing {
		if wh.ask == askHowMany && s.ask == askWhich {
			return
		}
		return
	}
	it := set(s.x)
	it.ask, it.bare, it.head, it.names = wh.ask, s.bare, s.head, s.names
	if s.x.op == opJoin && !s.x.inv && p.relAsks(s.x.rel, wh.ask) {
		p.made(l, r, gap, 0, it)
		return
	}
	if wh.ask == askWho && s.x.op == opJoin && !s.x.inv && s.x.kinds&(p.lex.asks[askWho]|p.lex.literal) == 0 && p.agent(s) {
		p.made(l, r, gap, costWho, it) // "who signed the treaty": two countries
		return
	}
	switch wh.ask {
	case askWhat, askWhich:
		noun, at := p.focusAfter(wh)
		if s.names && s.start <= at {
			noun = 0 // the noun is part of a name: "what is a co-production"
		}
		if noun != 0 && s.bare && s.start > at {
			return // what is asked for is the first noun
		}
		if noun != 0 && !s.bare {
			kinds := s.x.kinds & noun
			if kinds == 0 {
				return // "which actress …" is answered with an actress
			}
			narrow := *s.x
			narrow.kinds, narrow.hash = kinds, 0
			it.x = &narrow
		}
		var extra float32
		if s.x.op == opJoin && s.x.implied && s.x.inv && s.x.arg().op == opNodes && s.x.arg().kinds&^p.lex.attributes == 0 && p.between(l, r)&glueBe != 0 {
			extra = costDefine // "what is horror" asks for no films
		}
		p.made(l, r, gap, extra, it)
		return
	case askHowMany, askHowMuch, askHowLong, askHowOld:
		if noun, at := p.focusAfter(wh); wh.ask == askHowMany && noun != 0 && (s.x.kinds&noun == 0 || s.bare && s.start > at) {
			return
		}
		if wh.ask == askHowMany || s.x.kinds&p.lex.numbers != 0 {
			p.made(l, r, gap, 0, it)
		}
	case askWhy, askHow:
	default:
		if kinds := s.x.kinds & p.lex.asks[wh.ask]; kinds != 0 {
			var extra float32
			if s.names {
				extra = 0.2
			}
			if kinds&p.lex.asksFirst[wh.ask] == 0 {
				extra += costAsked
			}
			narrow := *s.x
			narrow.kinds, narrow.hash = kinds, 0
			it.x = &narrow
			p.made(l, r, gap, extra, it)
			return
		}
	}
	p.asksFor(wh, s, l, r, gap)
}

// agent reports whether a join came by a wording in which its members act.
func (p *planner) agent(s item) bool {
	for _, v := range p.lex.schema.RelationDef(s.x.rel).Verbs {
		if v != "" {
			return true
		}
	}
	return false
}

// focusAfter returns the kinds that the noun right behind "which" or "what" is
// for, zero where there is none.
func (p *planner) focusAfter(wh item) (kinds kindSet, at int) {
	i, was := wh.end, false
	for range 4 { // "which Korean directors", "how many 1940s westerns"
		switch {
		case i >= len(p.words):
			return 0, i
		case i+1 == len(p.words) || p.nouns[i] != 0:
			return p.nouns[i], i
		case p.words[i].glue == glueBe || isArticle(p.words[i].Norm) || p.words[i].Norm == "other" || p.words[i].Norm == "of" || p.words[i].Norm == "different":
			was = was || p.words[i].glue == glueBe
			i++
		case !was && p.modifierEnd(i) > i: // but "what was X the director of" asks for no director
			i = p.modifierEnd(i)
		default:
			return 0, i
		}
	}
	return p.nouns[i], i
}

// modifierEnd returns the end of a name, a superlative or a date that begins at a
// word and may stand before a noun; the word itself where there is none.
func (p *planner) modifierEnd(i int) int {
	end := i
	for _, it := range p.items {
		if it.left < 0 && it.start == i && it.end > end && (it.names && it.end-i < 4 || it.cat == catMost || it.cat == catSet && it.x.op == opRange) {
			end = it.end
		}
	}
	return end
}

func (p *planner) relAsks(rel kb.Rel, a asking) bool {
	for _, w := range p.lex.schema.RelationDef(rel).Asks {
		if w == a.schemaWord() {
			return true
		}
	}
	return false
}

// asksFor takes a question word for the relation that the schema says it asks
// for when nothing else does: "when was X".
func (p *planner) asksFor(wh, s item, l, r item, gap float32) {
	if s.bare {
		return
	}
	for i, rel := range p.lex.askRels[wh.ask] {
		if s.x.kinds&p.lex.from[rel] == 0 {
			continue
		}
		it := set(&expr{op: opJoin, rel: rel, kinds: p.lex.to[rel], args: []*expr{s.x}, implied: true})
		it.ask = wh.ask
		extra := costAsk + costRank*float32(i)
		if !s.names {
			extra += costAskFar
		}
		p.made(l, r, gap, extra, it)
	}
}

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

// joinSets joins two sets: one narrows the other, or a relation between them
// was left unsaid.
func (p *planner) joinSets(l, r item, gap float32, g glue) {
	ask, ok := asked(l, r)
	if !ok {
		return
	}
	p.listNames(l, r, gap, g, ask)
	p.dateNames(l, r, gap, ask)
	if common := l.x.kinds & r.x.kinds; common != 0 {
		p.narrow(l, r, common, gap, g, ask)
	}
	p.absorb(l, r, gap, ask)
	p.qualify(l, r, l, r, gap, ask)
	p.qualify(r, l, l, r, gap, ask)
	p.besides(l, r, gap, g, ask)
	if l.head || p.verdict || l.bare {
		p.imply(l, r, l, r, gap, g, ask)
	}
	if r.head || p.verdict || r.bare {
		p.imply(r, l, l, r, gap, g, ask)
	}
	if (r.x.op == opRange || r.x.op == opBefore || r.x.op == opAfter) && !l.head && !l.bare && !l.names && !p.verdict {
		p.imply(l, r, l, r, gap, g, ask) // "what did X star in (between 1984 and 1989)"
	}
}

// dateNames reads "Alone (2007)": of the things of that name, those of the year.
func (p *planner) dateNames(l, r item, gap float32, ask asking) {
	if r.names && l.x.op == opRange && p.skipTo[r.start]-p.skipTo[l.end] <= skipTalk {
		l, r = r, l // "the 1976 King Kong", "the 2018 version of A Star Is Born"
	} else if r.start > l.end && p.words[r.start-1].Norm != "of" && p.words[r.start-1].Norm != "from" {
		return
	}
	if !l.names || r.x.op != opRange || l.x.op != opNodes || l.x.kinds&p.lex.datedKinds == 0 {
		return
	}
	e := evaluator{base: p.base, lex: p.lex}
	var nodes []kb.Node
	for _, n := range l.x.nodes {
		if y := e.yearKey(n); y >= r.x.lo && y <= r.x.hi {
			nodes = append(nodes, n)
		}
	}
	if len(nodes) == 0 {
		return
	}
	it := set(&expr{op: opNodes, nodes: nodes, kinds: l.x.kinds})
	it.names, it.ask = true, ask
	if l.start > r.start {
		l, r = r, l
	}
	p.made(l, r, gap, -costUnit/2, it)
}

// listNames joins names of one kind: "both A and B", "A or B".
func (p *planner) listNames(l, r item, gap float32, g glue, ask asking) {
	listed := func(it item) bool { return it.names || it.x.op == opEach || it.x.op == opOr }
	if g&(glueAnd|glueOr|glueComma) == 0 || !listed(l) || !r.names || l.x.kinds&r.x.kinds == 0 {
		return
	}
	o := opEach
	if g&glueOr != 0 {
		o = opOr
	}
	args := []*expr{l.x, r.x}
	if l.x.op == opEach || l.x.op == opOr {
		if l.x.op == opEach && o == opOr && len(l.x.args) == 2 && !l.names {
			return
		}
		args = append(append([]*expr(nil), l.x.args...), r.x)
	}
	it := set(&expr{op: o, kinds: l.x.kinds | r.x.kinds, args: args})
	it.x.both = l.start > 0 && p.words[l.start-1].Norm == "both" || l.x.both
	it.ask = ask
	p.made(l, r, gap, costEach, it)
}

// narrow intersects two sets.
func (p *planner) narrow(l, r item, common kindSet, gap float32, g glue, ask asking) {
	it := item{cat: catSet, ask: ask}
	var extra float32
	switch {
	case l.names && r.names, r.x.op == opUnknown && r.start == l.end:
		return // two names in a row are a longer one that nobody knows
	case g&glueNot != 0 && !r.bare:
		it.x = &expr{op: opNot, kinds: l.x.kinds, args: []*expr{l.x, r.x}}
		it.head = l.head
		p.made(l, r, gap, costEach, it)
		return
	case l.bare && r.bare && g&glueOr != 0 && l.x.op == opAll && r.x.op == opAll:
		it.bare, it.head = true, true
		it.x = &expr{op: opAll, kinds: l.x.kinds | r.x.kinds}
	case l.bare && r.bare:
		extra = costNarrow
		it.bare, it.head = true, true
		it.x = p.both(l.x, r.x, common)
		if l.x.op == opRole && r.x.op == opRole {
			extra += costNarrow
		}
	case (l.bare && r.names || r.bare && l.names) && g&(glueWith|glueBy|glueThat) != 0:
		return // "films about Earth" are not the film Earth
	case l.bare && l.x.op == opRole && r.names && g&glueOf != 0, r.bare && r.x.op == opRole && l.names:
		return // "X's director" is no director called X
	case l.bare || r.bare:
		it.x = p.both(l.x, r.x, common)
		it.head = !l.names && !r.names
		it.names = (l.names || r.names) && it.x.op == opNodes
		if l.x.op == opMost || l.x.op == opLeast || r.x.op == opMost || r.x.op == opLeast {
			extra = costMostIn
		}
		if it.x.op == opAnd && (l.x.op == opRole || r.x.op == opRole) {
			extra += costRoleToo
		}
	case l.names || r.names:
		extra = costSuppose
		if p.verdict {
			extra = costNarrow
		}
		it.x = &expr{op: opAnd, kinds: common, args: []*expr{l.x, r.x}}
	default:
		if g&(glueAnd|glueThat|glueWith|glueComma) == 0 {
			extra = costNarrow
		}
		if l.x.op == opMost || l.x.op == opLeast || r.x.op == opMost || r.x.op == opLeast {
			extra += costMostIn
		}
		it.x = p.both(l.x, r.x, common)
		if g&glueOr != 0 {
			it.x = &expr{kinds: l.x.kinds | r.x.kinds, args: []*expr{l.x, r.x}}
			it.x.op = opOr
			extra = costEach
		}
		it.head = true
	}
	p.made(l, r, gap, extra, it)
}

// both intersects two sets of which one at least is only a kind or a role, and
// leaves out what the other already says.
func (p *planner) both(a, b *expr, common kindSet) *expr {
	if b.op == opLeast || b.op == opMost {
		a, b = b, a
	}
	if a.op == opLeast || a.op == opMost { // X's first film is the first of X's films
		inner := *a
		inner.hash, inner.kinds = 0, common
		inner.args = []*expr{p.both(a.arg(), b, common)}
		return &inner
	}
	if b.op == opAll || b.op == opRole && a.op != opAll {
		a, b = b, a
	}
	// a is the kind or role
	switch {
	case a.op == opAll && b.op == opNodes:
		narrow := *b
		narrow.kinds, narrow.hash = common, 0
		return &narrow
	case a.op == opAll && b.kinds&^a.kinds == 0:
		return b
	case a.op == opRole && b.op == opJoin && b.rel == a.rel && b.inv == a.inv:
		return b // "the director that directed X"
	case a.op == opRole && b.op == opNodes:
		narrow := *b
		narrow.kinds, narrow.hash = common, 0
		return &narrow
	}
	return &expr{op: opAnd, kinds: common, args: []*expr{a, b}}
}

// absorb leaves out a kind that only says again what the argument of a join is:
// "who starred in (the movies) directed by X".
func (p *planner) absorb(l, r item, gap float32, ask asking) {
	try := func(kind, s item) {
		if !kind.bare || kind.ask != askNothing || kind.x.op != opAll || s.x.op != opJoin || s.names {
			return
		}
		for a := s.x; a.op == opJoin; {
			a = a.arg()
			if a.op != opNodes && a.kinds&kind.x.kinds != 0 {
				it := set(s.x)
				it.ask, it.head = ask, s.head
				p.made(l, r, gap, costAbsorb, it)
				return
			}
			if a.op == opAnd && len(a.args) > 0 {
				return
			}
		}
	}
	try(l, r)
	try(r, l)
}

// imply joins a headed set with another by a relation that was left unsaid.
func (p *planner) imply(head, arg item, l, r item, gap float32, g glue, ask asking) {
	if arg.x.op == opUnknown || p.computedText(arg) {
		return
	}
	if arg.bare && !head.bare || head.names && !p.verdict {
		return
	}
	if arg.bare && arg.x.op == opAll && head.ask == askNothing && arg.ask == askNothing && arg.x.kinds&p.lex.literal == 0 && !p.verdict {
		return
	}
	for _, inv := range [2]bool{true, false} {
		rels := p.impliedRels(head.x.kinds, arg.x.kinds, inv)
		if len(rels) == 0 {
			continue
		}
		if head.x.op == opRole && (arg.x.kinds&p.lex.from[head.x.rel] != 0) {
			if head.x.inv || inv || !contains(rels, head.x.rel) {
				continue // "actors in X" are its cast and nothing else
			}
			rels = []kb.Rel{head.x.rel}
		}
		extra := float32(costImplied)
		if role, ok := roleOf(arg.x); ok && contains(rels, role) {
			rels, extra = []kb.Rel{role}, costRoleSaid
		}
		if g&(glueWith|glueOf|glueBy|glueThat|glueBe) == 0 {
			extra += costNear
		}
		if head.x.kinds&p.lex.literal != 0 && head.bare {
			extra = costAsk // "which year … X"
		}
		kinds := head.x.kinds
		if inv {
			kinds &= p.lex.from[rels[0]] | p.lex.unionFrom(rels)
		} else {
			kinds &= p.lex.unionTo(rels)
		}
		join := &expr{op: opJoin, rel: rels[0], alts: rels[1:], inv: inv, implied: true, kinds: kinds, args: []*expr{arg.x}}
		it := item{cat: catSet, ask: ask, head: true}
		if head.bare {
			it.x = p.both(head.x, join, kinds)
		} else {
			it.x = p.both(head.x, join, kinds)
		}
		if bits.OnesCount64(uint64(head.x.kinds)) > 12 {
			extra += costImplied
		}
		p.made(l, r, gap, extra, it)
	}
}

// roleOf returns the relation whose objects x is, when x is "the director of …".
func roleOf(x *expr) (kb.Rel, bool) {
	if x.op == opJoin && !x.inv && len(x.alts) == 0 {
		return x.rel, true
	}
	return 0, false
}

func (p *planner) impliedRels(head, arg kindSet, inv bool) []kb.Rel {
	var rels []kb.Rel
	for _, rel := range p.lex.implied {
		from, to := p.lex.from[rel], p.lex.to[rel]
		if inv && head&from != 0 && arg&to != 0 || !inv && head&to != 0 && arg&from != 0 {
			rels = append(rels, rel)
		}
	}
	return rels
}

func (l *lexicon) unionFrom(rels []kb.Rel) kindSet {
	var k kindSet
	for _, r := range rels {
		k |= l.from[r]
	}
	return k
}

func (l *lexicon) unionTo(rels []kb.Rel) kindSet {
	var k kindSet
	for _, r := range rels {
		k |= l.to[r]
	}
	return k
}

func contains(rels []kb.Rel, r kb.Rel) bool {
	for _, x := range rels {
		if x == r {
			return true
		}
	}
	return false
}
