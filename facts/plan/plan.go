package plan

import (
	"fmt"
	"math"
	"slices"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
)

// A Chart finds the ways to read one question as one set of nodes, the cheapest first.
//
// It is a best-first chart parser with gaps. Mentions (names, wordings of the
// schema, question words, values) are items over runs of words. Two items that
// do not overlap may join into a longer one where the schema's kinds allow it:
// a relation takes an argument, a kind or another restriction narrows a set, a
// question word fixes what is asked. Words between them are skipped at the cost
// of each: glue is free, talk nearly so, and content is dear, since a content
// word that nothing accounts for is why an answer must be refused. Word order
// and prepositions only add small costs, so that garbled questions still find
// the one reading that their names and relations allow.
type Chart struct {
	*Planner
	input

	how     Lenience
	items   items
	byStart [][]int32 // finished items that begin at a word
	byEnd   [][]int32 // … that end before a word
	agenda  agenda
	best    map[chartKey]int // how many items were finished at a place, by shape
	seen    map[seenKey]bool // the sets that were finished at a place
	skipTo  []float32        // skipTo[i] is what it costs to skip words [0, i)
	nouns   []expr.KindSet   // by word: the kinds that a noun which begins there is for
	leastTo []float32        // leastTo[i] is the least that words [0, i) can cost

	readings []*Plan // found so far, cheapest first
	told     int     // of them, those that were asked for, which keep their places
	limit    float32 // dearer readings are let go
	done     bool    // there are no more
	joins    int     // pairs of items that were looked at
	key      []byte
	plurals  []item // plurals of attributes, which stand for what has them
}

// What is done with a chart, by what it takes.
type (
	mentioner struct{ *Chart }    // finds what the words mean by themselves
	guesser   struct{ mentioner } // … and if they are misspelt, shortened or describe
	applier   struct{ *Chart }    // gives a relation its argument
	joiner    struct{ applier }   // … and joins any two items into one
)

type seenKey struct {
	start, end int16
	ask        question.Asking
	flags      uint8
	sum        uint64
}

type chartKey struct {
	start, end int16
	cat        category
	kinds      expr.KindSet
	ask        question.Asking
}

// Bounds of the search. A question of ten words finishes a few hundred items.
const (
	maxItems   = 4000
	maxJoins   = 24000 // pairs of items that are looked at: about 4 ms
	maxAlike   = 5     // items of one shape at one place
	maxPlans   = 40
	maxGapCost = 3 * question.SkipContent
	planBeam   = 5 // plans that cost this much more than the cheapest are let go
)

// newChart returns a chart without an item.
func (pl *Planner) newChart(q *question.Question) *Chart {
	return &Chart{Planner: pl, input: newInput(q), limit: math.MaxFloat32,
		best: map[chartKey]int{}, seen: map[seenKey]bool{},
		byStart: make([][]int32, len(q.Words)+1), byEnd: make([][]int32, len(q.Words)+1)}
}

// add files a mention.
func (p *Chart) add(it item) {
	it.left, it.right = -1, -1
	p.push(it)
}

// push puts an item on the agenda.
func (p *Chart) push(it item) {
	if len(p.items) >= maxItems {
		return
	}
	if it.cat == catSet && it.x.Kinds == 0 {
		return
	}
	it.id = int32(len(p.items))
	p.items = append(p.items, it)
	if p.leastTo != nil {
		p.agenda.push(it.cost+p.rest(it), it.id)
	}
}

// rest is a lower bound of what an item will still cost: each word outside it is
// skipped or stands under a mention, whose cost its words share.
func (p *Chart) rest(it item) float32 {
	return p.leastTo[it.start] + p.leastTo[len(p.words)] - p.leastTo[it.end]
}

// start weighs the words and puts the mentions on the agenda.
func (p *Chart) start() {
	p.skipTo = make([]float32, len(p.words)+1)
	for i, w := range p.words {
		p.skipTo[i+1] = p.skipTo[i] + w.Skip
	}
	p.nouns = make([]expr.KindSet, len(p.words)+1)
	for _, it := range p.items {
		if it.cat == catSet && it.bare {
			p.nouns[it.start] |= it.x.Kinds
		}
	}
	for _, h := range p.plurals {
		if p.nouns[h.end] == 0 { // "westerns", but not of "western films"
			p.nouns[h.start] |= h.x.Kinds
		}
	}
	least := make([]float32, len(p.words))
	for i, w := range p.words {
		least[i] = w.Skip
	}
	for _, it := range p.items {
		dear := 0
		for i := it.start; i < it.end; i++ {
			if p.words[i].Skip > 0 {
				dear++
			}
		}
		for i := it.start; i < it.end; i++ {
			if p.words[i].Skip > 0 {
				least[i] = min(least[i], it.cost/float32(dear))
			}
		}
	}
	p.leastTo = make([]float32, len(p.words)+1)
	for i := range least {
		p.leastTo[i+1] = p.leastTo[i] + least[i]
	}
	for _, it := range p.items {
		p.agenda.push(it.cost+p.rest(it), it.id)
	}
}

// A Plan is a complete reading of a question.
type Plan struct {
	Expr       *expr.Expr
	Ask        question.Asking // the question word that the members answer
	Cost       float32         // what its mentions, its joins and the words it skips cost
	Unread     []int           // places of the content words that nothing accounts for
	Named      bool            // it is names and nothing else
	Start, End int             // the words that it stands on

	item item
	base *kb.Base
}

// String is the expression with its cost and what is left unread.
func (pl *Plan) String() string { return fmt.Sprintf("%.2f %s", pl.Cost, pl.Expr.Describe(pl.base)) }

// Plan returns the i-th cheapest reading, nil where there are no more than i. The
// search goes only as far as it must to be sure of that one: most questions are
// answered from their cheapest reading, and to find all of them takes ten times
// as long.
func (p *Chart) Plan(i int) *Plan {
	if p.leastTo == nil {
		p.start()
	}
	for !p.done && (i >= len(p.readings) || p.readings[i].Cost > p.agenda.least()) {
		p.search()
	}
	if i >= len(p.readings) {
		return nil
	}
	for ; p.told <= i; p.told++ {
		pl := p.readings[p.told]
		pl.Unread = p.unread(pl.item)
	}
	return p.readings[i]
}

// search takes the cheapest item off the agenda and joins it with what is there.
func (p *Chart) search() {
	cost, id, ok := p.agenda.pop()
	if !ok || cost > p.limit {
		p.done = true
		return
	}
	it := p.items[id]
	if !p.finish(it) {
		return
	}
	if total, ok := p.complete(it); ok {
		p.insert(&Plan{Expr: it.x, Ask: it.ask, Cost: total, Named: it.names, Start: it.start, End: it.end, item: it, base: p.base})
		p.limit = min(p.limit, p.readings[0].Cost+planBeam)
	}
	p.joinAll(it)
}

// finish takes an item into the chart, unless enough like it are there.
func (p *Chart) finish(it item) bool {
	key := chartKey{int16(it.start), int16(it.end), it.cat, 0, it.ask}
	if it.x != nil {
		key.kinds = it.x.Kinds
	}
	if it.x != nil {
		k := seenKey{int16(it.start), int16(it.end), it.ask, it.flags(), it.x.Sum()}
		if p.seen[k] {
			return false
		}
		p.seen[k] = true
	}
	if it.cat == catRel && it.ask != question.Nothing && it.x == nil {
		key.ask = it.ask
	}
	if it.cat == catRel || it.cat == catMost {
		key.kinds = expr.KindSet(it.sense.Rel)<<8 | expr.KindSet(it.sense.Form)<<2 | expr.KindSet(len(it.via))
	}
	if p.best[key] >= maxAlike {
		return false
	}
	p.best[key]++
	p.byStart[it.start] = append(p.byStart[it.start], it.id)
	p.byEnd[it.end] = append(p.byEnd[it.end], it.id)
	return true
}

// complete reports what an item costs as the reading of the whole question.
func (p *Chart) complete(it item) (float32, bool) {
	if it.cat != catSet {
		return 0, false
	}
	if it.start == it.end || !p.says(it) {
		return 0, false
	}
	n := len(p.words)
	if it.names && it.x.Op == expr.OpNodes || it.bare && (it.ask == question.Nothing || it.x.Op == expr.OpRole) {
		it.cost += p.costs[costDefine]
	}
	total := it.cost + p.skipTo[it.start] + p.skipTo[n] - p.skipTo[it.end]
	return total, true
}

// says reports whether a set is a question at all: it names or restricts
// something, or is a kind that was asked for by its noun.
func (p *Chart) says(it item) bool {
	if it.x.Uses(func(x *expr.Expr) bool {
		return x.Op == expr.OpNodes || x.Op == expr.OpRange || x.Op == expr.OpUnknown || x.Op == expr.OpLeast || x.Op == expr.OpMost || x.Op == expr.OpTotal
	}) {
		return true
	}
	if it.bare && p.leavesOut() {
		return false
	}
	switch it.ask {
	case question.Nothing:
		return it.bare && p.q.Order && !p.defines()
	case question.Which, question.What, question.HowMany, question.Who:
		if it.x.Op == expr.OpRole { // "which directors are there?", but never by a guess
			return it.bare && p.how == AsTyped && (it.ask == question.HowMany || p.q.Several())
		}
		return it.bare && it.ask != question.Who
	}
	return false // when, where, why of nothing in particular
}

// insert puts a reading in its place among those that were not asked for yet.
func (p *Chart) insert(pl *Plan) {
	for _, have := range p.readings {
		if have.Expr.Sum() == pl.Expr.Sum() && have.Ask == pl.Ask && have.Cost <= pl.Cost {
			return
		}
	}
	i := len(p.readings)
	for i > p.told && p.readings[i-1].Cost > pl.Cost {
		i--
	}
	p.readings = slices.Insert(p.readings, i, pl)
	if len(p.readings) > maxPlans {
		p.readings = p.readings[:maxPlans]
	}
}

// joinAll joins a finished item with every finished item to its left and right.
func (p *Chart) joinAll(it item) {
	j := joiner{applier{p}}
	for e := it.start; e >= 0; e-- {
		gap := p.skipTo[it.start] - p.skipTo[e]
		if gap > maxGapCost {
			break
		}
		for _, id := range p.byEnd[e] {
			if p.full() {
				return
			}
			j.join(p.items[id], it, gap)
		}
	}
	for s := it.end; s <= len(p.words); s++ {
		gap := p.skipTo[s] - p.skipTo[it.end]
		if gap > maxGapCost {
			break
		}
		for _, id := range p.byStart[s] {
			if p.full() {
				return
			}
			j.join(it, p.items[id], gap)
		}
	}
}

// full counts a pair of items, and reports whether the search has grown so wide
// that none are joined any more. All but one of 5,000 questions, over MetaQA and the
// shipped articles, look at fewer than 4,000 pairs and make fewer than 2,000 items;
// "film" forty-eight times over would look at millions.
func (p *Chart) full() bool {
	p.joins++
	return len(p.items) >= maxItems || p.joins > maxJoins
}

// unread lists the content words that a plan skips.
func (p *Chart) unread(it item) []int {
	covered := make([]bool, len(p.words))
	p.items.cover(it, covered)
	var list []int
	for i, w := range p.words {
		if !covered[i] && w.Skip >= question.SkipContent {
			list = append(list, i)
		}
	}
	return list
}

// An agenda is a binary heap of items by cost, and by age among equals.
type agenda []entry

type entry struct {
	cost float32
	id   int32
}

func (e entry) before(f entry) bool { return e.cost < f.cost || e.cost == f.cost && e.id < f.id }

func (a *agenda) push(cost float32, id int32) {
	h := append(*a, entry{cost, id})
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !h[i].before(h[up]) {
			break
		}
		h[i], h[up] = h[up], h[i]
		i = up
	}
	*a = h
}

// least is the cost of the cheapest item on the agenda.
func (a agenda) least() float32 {
	if len(a) == 0 {
		return math.MaxFloat32
	}
	return a[0].cost
}

func (a *agenda) pop() (cost float32, id int32, ok bool) {
	h := *a
	if len(h) == 0 {
		return 0, 0, false
	}
	top := h[0]
	last := len(h) - 1
	h[0] = h[last]
	h = h[:last]
	i := 0
	for {
		down := 2*i + 1
		if down >= last {
			break
		}
		if down+1 < last && h[down+1].before(h[down]) {
			down++
		}
		if !h[down].before(h[i]) {
			break
		}
		h[i], h[down] = h[down], h[i]
		i = down
	}
	*a = h
	return top.cost, top.id, true
}
