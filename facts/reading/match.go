package reading

import (
	"math/bits"
	"slices"

	"hapjak/nlp"
)

// A match is a query laid over a text: which words of the one stand in the
// other, and how near each place is to them.
type match struct {
	q *query
	t *text
	// hit holds for each word of the text one more than the want it matches; 0 for none.
	hit []uint8
	// syn says which hits are by a synonym.
	syn []bool
	// left and right hold the pull of the hits before and behind each word of its
	// sentence: the sum of their rarities over their distances.
	left, right []float32
	// before and behind hold the nearest hit before and behind each word, -1 for none.
	before, behind []int32
	cover          []coverage // of each sentence
	best           float32    // the greatest share of coverage
	bestTopic      float32    // and by topic
	all            uint64     // wants that the text holds anywhere
	allLoose       uint64     // wants that it holds by a synonym
	title          uint64     // wants that the title above it holds
}

// A coverage tells how much of the question a sentence accounts for.
type coverage struct {
	wants   uint64  // bits of the wants that are there
	loose   uint64  // bits of those there by a synonym
	share   float32 // their share of the rarity of all
	rank    int     // 0 for the best sentence
	context float32 // the share with the sentence before counted too
	pairs   int     // neighbours in the question that are neighbours here
	topic   float32 // the share when words count less the more sentences hold them
}

func newMatch(q *query, t *text, title string) *match {
	n := len(t.words)
	m := &match{q: q, t: t, hit: make([]uint8, n), syn: make([]bool, n), left: make([]float32, n), right: make([]float32, n),
		before: make([]int32, n), behind: make([]int32, n), cover: make([]coverage, len(t.sentences))}
	for i := range t.words {
		h := q.matches(&t.words[i])
		m.hit[i], m.syn[i] = h&^loose, h&loose != 0
	}
	m.misspelt()
	m.readTitle(title)
	for s := range t.sentences {
		m.sentence(s)
	}
	m.ranks()
	return m
}

// loose marks a hit by a synonym.
const loose = 64

// matches returns one more than the want that the word matches, 0 for none.
func (q *query) matches(w *word) uint8 {
	if w.is&isContent == 0 {
		return 0
	}
	for k := range q.wants {
		if q.wants[k].stem == w.stem {
			return uint8(k + 1)
		}
	}
	if w.prefix != 0 {
		for k := range q.wants {
			if q.wants[k].prefix == w.prefix {
				return uint8(k + 1)
			}
		}
	}
	if w.sense != 0 {
		for k := range q.wants {
			if q.wants[k].sense == w.sense {
				return uint8(k+1) | loose
			}
		}
	}
	return 0
}

// readTitle finds the wants that the title holds: what it names, the text below
// need not name again.
func (m *match) readTitle(title string) {
	for tok := range nlp.EachToken(title) {
		w := newWord(tok, nlp.NNP)
		if h := m.q.matches(&w) &^ loose; h > 0 {
			m.title |= 1 << (h - 1)
		}
		if tok.Start > 300 {
			break
		}
	}
	m.all |= m.title
}

// misspelt finds names of the question that the text spells a little otherwise
// ("Shirey" and "Shirley"), where it does not hold them as they are.
func (m *match) misspelt() {
	for k, want := range m.q.wants {
		if !want.name || len(want.norm) < 5 || slices.Contains(m.hit, uint8(k+1)) {
			continue
		}
		for i := range m.t.words {
			w := &m.t.words[i]
			if m.hit[i] != 0 || w.is&isCapital == 0 || w.is&isContent == 0 {
				continue
			}
			if text := m.t.raw[w.start:w.end]; near(want.norm, nlp.Fold(text)) {
				m.hit[i] = uint8(k + 1)
			}
		}
	}
}

// near reports whether two folded names differ by one letter, or by two where
// they are long.
func near(a, b string) bool {
	if a[0] != b[0] || len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return false
	}
	most := 1
	if len(a) >= 8 {
		most = 2
	}
	p := 0
	for p < len(a) && p < len(b) && a[p] == b[p] {
		p++
	}
	a, b = a[p:], b[p:]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return max(len(a), len(b)) <= most
}

func (m *match) sentence(s int) {
	sent := m.t.sentences[s]
	c := &m.cover[s]
	last := int32(-1)
	for i := sent.first; i < sent.end; i++ {
		m.before[i] = last
		if h := m.hit[i]; h > 0 {
			if m.syn[i] {
				c.loose |= 1 << (h - 1)
			} else {
				c.wants |= 1 << (h - 1)
			}
			if last >= 0 && int(h) == int(m.hit[last])+1 && i-int(last) <= 3 {
				c.pairs++
			}
			last = int32(i)
			m.pull(sent, i)
		}
	}
	last = -1
	for i := sent.end - 1; i >= sent.first; i-- {
		m.behind[i] = last
		if m.hit[i] > 0 {
			last = int32(i)
		}
	}
	c.loose &^= c.wants
	c.share = m.q.share(c.wants)
	before := m.title
	if s > 0 {
		before |= m.cover[s-1].wants
	}
	c.context = m.q.share(c.wants | before)
	m.all |= c.wants
	m.allLoose |= c.loose
}

// reach is how many words away a hit still pulls.
const reach = 16

func (m *match) pull(sent sentence, i int) {
	r := m.q.wants[m.hit[i]-1].rarity
	if m.syn[i] {
		r /= 2
	}
	for d := 1; d <= reach; d++ {
		if i+d < sent.end {
			m.left[i+d] += r / float32(d+1)
		}
		if i-d >= sent.first {
			m.right[i-d] += r / float32(d+1)
		}
	}
}

// share returns the part of the question's rarity that the wants make up.
func (q *query) share(wants uint64) float32 {
	if q.total == 0 {
		return 0
	}
	var sum float32
	for w := wants; w != 0; w &= w - 1 {
		sum += q.wants[bits.TrailingZeros64(w)].rarity
	}
	return sum / q.total
}

func (m *match) ranks() {
	m.discount()
	for s := range m.cover {
		m.best = max(m.best, m.cover[s].share)
		for o := range m.cover {
			if m.cover[o].share > m.cover[s].share || m.cover[o].share == m.cover[s].share && o < s {
				m.cover[s].rank++
			}
		}
	}
}

// discount finds the shares by topic: what every sentence holds tells none apart.
func (m *match) discount() {
	var weight [maxWants]float32
	var total float32
	for k, w := range m.q.wants {
		in := 0
		for s := range m.cover {
			in += int(m.cover[s].wants >> k & 1)
		}
		weight[k] = w.rarity * float32(1+len(m.cover)-in) / float32(1+len(m.cover))
		total += weight[k]
	}
	if total == 0 {
		return
	}
	for s := range m.cover {
		for w := m.cover[s].wants; w != 0; w &= w - 1 {
			m.cover[s].topic += weight[bits.TrailingZeros64(w)] / total
		}
		m.bestTopic = max(m.bestTopic, m.cover[s].topic)
	}
}
