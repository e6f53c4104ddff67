package facts

import (
	"strconv"
	"strings"

	"hapjak/facts/kb"
	"hapjak/nlp"
)

// A category says what an item of a plan can be joined with.
type category uint8

const (
	catSet      category = iota // a set of nodes
	catRel                      // a relation that wants an argument
	catWh                       // who, when, how many …
	catMost                     // a superlative that wants a set (or a relation, and then a set)
	catShare                    // "share", "same": wants a role and then a set
	catTogether                 // "together with"
	catBefore                   // "before", "after": wants something with a year
)

// An asking is what a question word asks for.
type asking uint8

const (
	askNothing asking = iota
	askWho
	askWhat
	askWhich
	askWhen
	askWhere
	askWhy
	askHow
	askHowMany
	askHowMuch
	askHowLong
	askHowOld
)

// schemaWord is how the schema's `asks` spells it.
func (a asking) schemaWord() string {
	return [...]string{"", "who", "what", "which", "when", "where", "why", "how", "how many", "how much", "how long", "how old"}[a]
}

// An item is a run of words with a meaning. Items of one word or wording are
// mentions; the planner joins them into longer ones.
type item struct {
	start, end  int
	cat         category
	cost        float32
	x           *expr  // catSet
	sense       sense  // catRel, catMost
	via         []step // catRel: a path instead of one relation
	ask         asking // catWh; on a set, the question word that it answers
	bare        bool   // a set that only a kind or role noun describes
	general     bool   // catMost without a relation of its own: "most", "fewest"
	head        bool   // the set is headed by a kind or role noun, so a restriction may follow
	names       bool   // the set is names and nothing else
	id          int32  // order of making, to break ties the same way every time
	left, right int32  // the items it was joined from; -1 for a mention
}

// flags are what else tells two items of one set apart.
func (it item) flags() uint8 {
	var f uint8
	for i, b := range [...]bool{it.bare, it.head, it.names} {
		if b {
			f |= 1 << i
		}
	}
	return f
}

// A step follows a relation from an argument to a result.
type step struct {
	rel kb.Rel
	inv bool
}

const (
	costUnit    = 0.3  // of each mention: fewer and longer ones are the likelier reading
	costRank    = 0.01 // of each place down a relation's list of wordings
	costRole    = 0.25 // of a role noun that stands for whoever has the role
	costGlueRun = 2.5  // of a name made of nothing but glue words: "Who", "It"
	costTalkRun = 1.2  // of a name made of nothing but talk
	costWording = 0.4  // of a name that is also a wording of the schema
	costLoose   = 0.25 // of a wording without the preposition that it ends in
	costBeside  = 0.3  // of taking part in a thing together, whatever the part
	costHeaded  = 0.3  // of an attribute that stands for what has it
	costLonger  = 0.02 // taken off for each further word of a name: the longer is the likelier
	costText    = 1.0  // of a text that is taken for a name
	costCross   = 3    // of a mention that crosses the edge of a quoted run
)

// mentions finds everything that the words may mean by themselves.
func (p *planner) mentions() {
	for i := range p.words {
		p.mentionWords(i)
		p.mentionNames(i)
		p.mentionQuestion(i)
		p.mentionValue(i)
	}
}

func (p *planner) mentionWords(i int) {
	if p.words[i].mute {
		return
	}
	for _, h := range p.lex.at(p.words, i) {
		for _, s := range h.senses {
			if s.needLead {
				if h.start > 0 && p.words[h.start-1].Norm == s.lead {
					p.addSense(h.start-1, h.end, s, 0)
				}
				continue
			}
			extra := p.crossing(h.start, h.end)
			switch {
			case s.tail == "":
				if n := len(p.words); h.end == n-1 && s.form != formKind && p.words[n-1].skip > 0 && p.words[n-1].glue&glueWith != 0 {
					p.words[n-1].skip = 0
				}
			case !tailed(p.words, h.end, s.tail):
				extra += costLoose
			case p.words[len(p.words)-1].Norm == s.tail:
				p.words[len(p.words)-1].skip = 0 // left stranded, but not unread
			}
			p.addSense(h.start, h.end, s, extra)
			if s.lead != "" && h.start > 0 && p.words[h.start-1].Norm == s.lead {
				p.addSense(h.start-1, h.end, s, extra)
			}
		}
	}
}

func (p *planner) addSense(start, end int, s sense, extra float32) {
	it := item{start: start, end: end, sense: s, cost: costUnit + extra + costRank*float32(min(s.rank, 20))}
	switch s.form {
	case formKind:
		it.cat, it.bare, it.head = catSet, true, true
		it.x = &expr{op: opAll, kinds: p.kindsNamed(s.kind)}
		p.add(it)
	case formMost, formLeast:
		it.cat = catMost
		p.add(it)
		if start > 0 && (p.words[start-1].Norm == "more" || p.words[start-1].Norm == "most") {
			it.start--
			p.add(it)
		}
	default:
		it.cat = catRel
		p.add(it)
		if (s.form == formObject || s.form == formSubject) && !s.co {
			it.cat, it.bare, it.head, it.cost = catSet, true, true, it.cost+costRole
			it.x = &expr{op: opRole, rel: s.rel, kinds: p.lex.to[s.rel]}
			if s.form == formSubject { // "remakes"
				it.x.inv, it.x.kinds = true, p.lex.from[s.rel]
			}
			p.add(it)
		}
	}
}

// kindsNamed widens a literal kind to those that its noun also covers: "year"
// and "date" are each answered with the other.
func (p *planner) kindsNamed(k kb.Kind) kindSet {
	if set := p.lex.below[k]; set&p.lex.dates == 0 {
		return set
	}
	return p.lex.dates
}

// crossing is the cost of a mention that is partly inside a quoted run.
func (p *planner) crossing(start, end int) float32 {
	if start == end {
		return 0
	}
	for i := start; i < end; i++ {
		if p.words[i].marked != p.words[start].marked {
			return costCross
		}
	}
	if m := p.words[start].marked; m != 0 && (start > 0 && p.words[start-1].marked == m || end < len(p.words) && p.words[end].marked == m) {
		return costCross
	}
	return 0
}

// maxNameWords is the longest name, in words, that is looked for.
const maxNameWords = 16

func (p *planner) mentionNames(i int) {
	p.mentionPlural(i)
	key := p.key[:0]
	for j := i; j < len(p.words) && j-i < maxNameWords; j++ {
		if j > i || !isArticle(p.words[j].Norm) {
			key = kb.AppendSquashed(key, p.words[j].Norm)
		}
		if len(key) == 0 {
			continue
		}
		if nodes := p.base.Named(string(key)); len(nodes) > 0 {
			p.addNames(i, j+1, nodes, p.nameCost(i, j+1))
		}
	}
	p.key = key
}

// mentionPlural reads the plural of an attribute's name: "westerns", "comedies".
func (p *planner) mentionPlural(i int) {
	w := p.words[i].Norm
	stem, ok := strings.CutSuffix(w, "s")
	if !ok || len(w) < 5 || p.lex.attributes == 0 {
		return
	}
	forms := []string{stem}
	if s, ok := strings.CutSuffix(stem, "ie"); ok {
		forms = append(forms, s+"y")
	} else if s, ok := strings.CutSuffix(stem, "e"); ok {
		forms = append(forms, s)
	}
	for start := i; start >= max(0, i-1); start-- { // "sports dramas", "westerns"
		before := ""
		if start < i {
			if p.words[start].isGlue {
				break
			}
			before = string(kb.AppendSquashed(nil, p.words[start].Norm))
		}
		for _, form := range forms {
			var nodes []kb.Node
			for _, n := range p.base.Named(before + form) {
				if p.lex.attributes&(1<<p.base.KindOf(n)) != 0 {
					nodes = append(nodes, n)
				}
			}
			if len(nodes) > 0 {
				before := len(p.items)
				p.addNames(start, i+1, nodes, 0)
				for _, it := range p.items[before:] {
					if it.head {
						p.plurals = append(p.plurals, it)
					}
				}
				break
			}
		}
	}
}

// mentionBeside reads "worked with", "shared the screen with": beside somebody in
// what the schema lets go unsaid.
func (p *planner) mentionBeside(i int) {
	for _, rel := range p.lex.implied {
		from, to := p.lex.from[rel], p.lex.to[rel]
		if to&p.lex.asks[askWho] == 0 || from&to != 0 {
			continue
		}
		p.add(item{start: i, end: i + 1, cat: catRel, cost: costUnit + costBeside,
			sense: sense{form: formPhrase, rel: rel}, via: []step{{rel, true}, {rel, false}}})
	}
}

func isArticle(w string) bool { return w == "the" || w == "a" || w == "an" }

// addNames files one item for each kind that the nodes are of.
func (p *planner) addNames(start, end int, nodes []kb.Node, cost float32) {
	cost += costUnit + p.crossing(start, end) - min(costLonger*float32(end-start-1), costUnit/2)
	for len(nodes) > 0 {
		k := p.base.KindOf(nodes[0])
		var same, rest []kb.Node
		for _, n := range nodes {
			if p.base.KindOf(n) == k {
				same = append(same, n)
			} else {
				rest = append(rest, n)
			}
		}
		it := item{start: start, end: end, cat: catSet, cost: cost, names: true,
			x: &expr{op: opNodes, nodes: p.exactly(start, end, same), kinds: 1 << k}}
		if k == kb.Text {
			it.cost += costText
		}
		p.add(it)
		p.addHeaded(it)
		nodes = rest
	}
}

// addHeaded lets the name of an attribute stand for the things that have it: "a
// thriller" is a film of that genre.
func (p *planner) addHeaded(it item) {
	if it.x.kinds&p.lex.attributes == 0 || it.start == it.end {
		return
	}
	for _, rel := range p.lex.implied {
		if p.lex.to[rel]&it.x.kinds != 0 {
			h := it
			h.names, h.head, h.cost = false, true, it.cost+costHeaded
			h.x = &expr{op: opJoin, rel: rel, inv: true, implied: true, kinds: p.lex.from[rel], args: []*expr{it.x}}
			p.add(h)
		}
	}
}

// exactly keeps, of several nodes, those that are called just what was typed,
// articles included, when there are any: "The Girl" is not "Girl".
func (p *planner) exactly(start, end int, nodes []kb.Node) []kb.Node {
	if len(nodes) < 2 || start == end {
		return nodes
	}
	typed := nlp.Fold(p.span(start, end))
	var exact []kb.Node
	for _, n := range nodes {
		for _, name := range p.base.Names(n) {
			if nlp.Fold(name) == typed {
				exact = append(exact, n)
				break
			}
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return nodes
}

// nameCost says how unlikely it is that these words are meant as a name, though
// the knowledge base has one that is written so.
func (p *planner) nameCost(start, end int) float32 {
	glued, talk := true, true
	capital := false
	for i := start; i < end; i++ {
		w := p.words[i]
		glued = glued && w.isGlue
		talk = talk && w.skip < skipContent
		capital = capital || i > 0 && w.Capitalised()
	}
	if p.words[start].marked != 0 {
		return 0
	}
	var cost float32
	switch {
	case glued && end == start+1 && isWh(p.words[start].Norm):
		cost = 2 * costGlueRun // "who" is seldom the band
	case end == start+1 && p.words[start].Kind == nlp.Number && start > 0 && p.words[start-1].glue&(glueWith|glueOf) != 0:
		cost = costWording // "films of 1900" are of the year
	case glued:
		cost = costGlueRun
	case talk:
		cost = costTalkRun
	case p.isWording(start, end) || end == start+1 && p.words[start].Norm == "common":
		cost = costWording
	}
	if capital && !p.shouting {
		cost /= 4
	}
	return cost
}

func (p *planner) isWording(start, end int) bool {
	for _, h := range p.lex.at(p.words, start) {
		if h.end == end {
			return true
		}
	}
	return false
}

var whAsks = map[string]asking{
	"who": askWho, "whoever": askWho, "whom": askWho, "whos": askWho, "who's": askWho,
	"what": askWhat, "what's": askWhat, "whats": askWhat, "which": askWhich,
	"when": askWhen, "when's": askWhen, "where": askWhere, "where's": askWhere, "wheres": askWhere, "why": askWhy, "how": askHow,
}

var howAsks = map[string]asking{
	"many": askHowMany, "much": askHowMuch, "long": askHowLong, "old": askHowOld,
}

func (p *planner) mentionQuestion(i int) {
	w := p.words[i]
	switch w.Norm {
	case "share", "shares", "shared", "sharing", "same", "common":
		p.add(item{start: i, end: i + 1, cat: catShare, cost: costUnit})
	case "before", "after", "earlier", "later":
		p.add(item{start: i, end: i + 1, cat: catBefore, cost: costUnit})
	case "together", "alongside":
		p.add(item{start: i, end: i + 1, cat: catTogether, cost: costUnit})
	case "more", "most", "highest", "biggest", "largest", "greatest", "maximum":
		p.add(item{start: i, end: i + 1, cat: catMost, general: true, sense: sense{form: formMost}, cost: costUnit})
	case "fewer", "less", "fewest", "lowest", "smallest", "least", "minimum":
		p.add(item{start: i, end: i + 1, cat: catMost, general: true, sense: sense{form: formLeast}, cost: costUnit})
	case "number", "count":
		if i+1 < len(p.words) && p.words[i+1].Norm == "of" {
			p.add(item{start: i, end: i + 2, cat: catWh, ask: askHowMany, cost: costUnit / 4})
		}
	case "worked", "work", "working", "collaborated", "teamed", "screen":
		p.mentionBeside(i)
	}
	a, ok := whAsks[w.Norm]
	if !ok {
		return
	}
	end := i + 1
	if a == askHow && end < len(p.words) {
		if h, ok := howAsks[p.words[end].Norm]; ok {
			a, end = h, end+1
		}
	}
	p.add(item{start: i, end: end, cat: catWh, ask: a, cost: costUnit / 2})
}

// mentionValue reads years, decades, spans of years and numbers, with the words
// before them that say "before", "more than" and the like.
func (p *planner) mentionValue(i int) {
	w := p.words[i]
	if y, ok := yearOf(w); ok {
		p.addSpan(i, i+1, y, y)
		if i+1 < len(p.words) {
			if z, ok := yearOf(p.words[i+1]); ok && z > y { // "1955-1970"
				p.addSpan(i, i+2, y, z)
			}
		}
	} else if y, ok := decadeOf(w); ok {
		p.addSpan(i, i+1, y, y+9)
	}
	if w.Kind == nlp.Number {
		if v, err := strconv.ParseFloat(w.Norm, 64); err == nil {
			p.addNumber(i, i+1, v)
		}
	}
}

const (
	firstYear = 0
	lastYear  = 9999
)

// addSpan files the years from y to z as a restriction, widened by what stands
// before them: "before 1970", "from 1955 to 1970".
func (p *planner) addSpan(start, end, y, z int) {
	word := func(k int) string {
		if k < 0 {
			return ""
		}
		return p.words[k].Norm
	}
	from := func(start, lo, hi int) {
		p.add(item{start: start, end: end, cat: catSet, cost: costUnit,
			x: &expr{op: opRange, kinds: p.lex.dates, lo: float64(lo) * 10000, hi: float64(hi)*10000 + 9999,
				text: p.span(start, end)}})
	}
	from(start, y, z)
	k := start - 1
	for k >= 0 && (word(k) == "the" || word(k) == "year" || word(k) == "years") {
		k--
	}
	switch word(k) {
	case "before", "pre", "until", "till":
		from(k, firstYear, y-1)
		return
	case "after", "post":
		from(k, z+1, lastYear)
		return
	case "since":
		from(k, y, lastYear)
		return
	case "than", "to":
		switch word(k - 1) {
		case "earlier", "older", "prior":
			from(k-1, firstYear, y-1)
		case "later", "newer":
			from(k-1, z+1, lastYear)
		}
	}
	if k >= 1 && (word(k) == "to" || word(k) == "and" || word(k) == "until" || word(k) == "till" || word(k) == "through") {
		first, ok := yearOf(p.words[k-1])
		if !ok {
			first, ok = decadeOf(p.words[k-1])
		}
		if ok && first <= z {
			begin := k - 1
			if b := word(begin - 1); b == "from" || b == "between" {
				begin--
			}
			from(begin, first, z)
		}
	}
}

// mentionBefore reads "before X", "after X" of something with a year.
func (p *planner) mentionBefore(l, r item, gap float32) {
	o := opAfter
	if w := p.words[l.start].Norm; w == "before" || w == "earlier" {
		o = opBefore
	}
	x := &expr{op: o, kinds: p.lex.dates, args: []*expr{r.x}}
	p.made(l, r, gap, 0, item{cat: catSet, x: x})
}

func (p *planner) span(start, end int) string {
	return p.text[p.words[start].Start:p.words[end-1].End]
}

func (p *planner) addNumber(start, end int, v float64) {
	lo, hi := v, v
	scale := 1.0
	if end < len(p.words) {
		switch p.words[end].Norm {
		case "thousand", "k":
			scale = 1e3
		case "million", "mn", "m":
			scale = 1e6
		case "billion", "bn", "b":
			scale = 1e9
		}
		if scale > 1 {
			end++
		}
	}
	lo, hi = lo*scale, hi*scale
	set := func(start int, lo, hi float64) {
		p.add(item{start: start, end: end, cat: catSet, cost: costUnit + 0.2,
			x: &expr{op: opRange, kinds: p.lex.numbers, lo: lo, hi: hi, text: p.span(start, end)}})
	}
	set(start, lo, hi)
	if start == 0 {
		return
	}
	k := start - 1
	w := p.words[k].Norm
	if w == "than" && k > 0 {
		k--
		w = p.words[k].Norm
	}
	switch w {
	case "over", "more", "above", "exceeding", "exceed", "exceeded":
		set(k, lo+1e-9, 1e18)
	case "under", "less", "fewer", "below":
		set(k, -1e18, lo-1e-9)
	}
	if w == "least" || w == "most" { // at least, at most
		if w == "least" {
			set(k, lo, 1e18)
		} else {
			set(k, -1e18, hi)
		}
	}
}
