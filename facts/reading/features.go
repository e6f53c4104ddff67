package reading

import (
	"hapjak/nlp"
)

// What a span is scored by. Each feature is the hash of a number of its own and
// of what it saw, mostly with the question's form, its type or its role mixed in,
// so that a linear model can learn what "who … ?" wants apart from what "when … ?"
// does. Those of the first and of the last word are found once for each word,
// those of the sentence once for each sentence; only the rest is found anew for
// each of the hundreds of spans.

// A bag collects features.
type bag []uint32

func (b *bag) add(n uint32, values ...uint32) {
	h := nlp.Mix(n*2654435761, 1)
	for _, v := range values {
		h = nlp.Mix(h, v)
	}
	*b = append(*b, h)
}

// keys are the ways in which a feature is told apart by question.
type keys struct{ form, coarse, fine, role uint32 }

func (q *query) keys() keys {
	return keys{form: uint32(q.form), coarse: q.coarse, fine: q.fine, role: uint32(q.role)}
}

// sentenceFeatures tell how well sentence s answers to the question at all.
func (m *match) sentenceFeatures(s int, b *bag) {
	c := m.cover[s]
	share := bucket(c.share, 10)
	b.add(1, share)
	b.add(2, uint32(min(c.rank, 5)))
	b.add(3, bucket(m.best-c.share, 10))
	b.add(4, bucket(c.context, 10), bucket(c.context-c.share, 5))
	b.add(5, uint32(min(c.pairs, 5)))
	b.add(6, uint32(min(s, 6)))
	b.add(7, share, uint32(min(c.rank, 3)), m.q.coarse)
	b.add(8, m.missing(c.wants|m.title))
	b.add(16, bucket(m.q.share(c.wants|m.title), 10), uint32(min(c.rank, 3)))
	b.add(10, bucket(c.topic, 10), bucket(m.bestTopic-c.topic, 10))
	b.add(11, bucket(m.bestTopic-c.topic, 10), uint32(min(c.rank, 3)))
	b.add(12, bucket(m.bestTopic-c.topic, 5), bucket(m.best-c.share, 5), bucket(c.context, 5))
	l := m.q.share(c.loose)
	b.add(13, bucket(l, 10))
	b.add(14, bucket(l+c.share, 10), uint32(min(c.rank, 3)))
	if m.q.verb >= 0 {
		b.add(15, uint32(c.wants>>m.q.verb&1), uint32(c.loose>>m.q.verb&1), uint32(m.q.role))
		b.add(9, uint32(c.wants>>m.q.verb&1), uint32(m.all>>m.q.verb&1), uint32(m.q.role))
	}
}

// missing counts the names and numbers of the question that are not among wants
// though the text holds them.
func (m *match) missing(wants uint64) uint32 {
	var n, elsewhere uint32
	for k, w := range m.q.wants {
		if (w.name || w.number) && wants>>k&1 == 0 {
			n++
			elsewhere += uint32(m.all >> k & 1)
		}
	}
	return min(n, 3)*4 + min(elsewhere, 3)
}

func bucket(x float32, n uint32) uint32 {
	if x < 0 {
		return n + 1
	}
	return min(uint32(x*float32(n)), n)
}

func distance(d int) uint32 {
	switch {
	case d <= 4:
		return uint32(d)
	case d <= 6:
		return 5
	case d <= 9:
		return 6
	case d <= 14:
		return 7
	}
	return 8
}

// tagAt returns the tag of word i, or that of a full stop outside the sentence.
func (t *text) tagAt(i int, s sentence) uint32 {
	if i < s.first || i >= s.end {
		return 63
	}
	return uint32(t.words[i].tag)
}

func (t *text) normAt(i int, s sentence) uint32 {
	if i < s.first || i >= s.end {
		return 3
	}
	return t.words[i].norm
}

// beginFeatures tell how fit word i is to be the first of the answer.
func (m *match) beginFeatures(i int, s sentence, b *bag) {
	k, t := m.q.keys(), m.t
	w := &t.words[i]
	tag, before := uint32(w.tag), t.tagAt(i-1, s)
	b.add(20, k.form, tag, before)
	b.add(21, k.coarse, tag, before)
	b.add(22, k.coarse, k.role, before)
	b.add(23, tag, before, t.tagAt(i-2, s))
	b.add(24, k.coarse, t.normAt(i-1, s))
	b.add(25, k.form, k.role, t.normAt(i-1, s))
	b.add(26, k.fine, t.normAt(i-1, s))
	b.add(27, k.coarse, w.class)
	b.add(28, k.form, w.norm)
	b.add(29, m.q.prep, t.normAt(i-1, s))
	b.add(30, t.normAt(i-1, s), t.normAt(i-2, s), k.coarse)
	inside := uint32(0)
	if w.phrase >= 0 && int(w.phrase) < i && !(int(w.phrase) == i-1 && t.words[i-1].tag == nlp.DT) {
		inside = 1
	}
	if w.name >= 0 && int(w.name) < i {
		inside += 2
	}
	b.add(31, k.coarse, inside)
	b.add(32, inside, tag, before)
	m.besideFeatures(33, i, m.before[i], k, b)
	if i > s.first {
		p := &t.words[i-1]
		b.add(38, m.kindOfHit(i-1), k.role, k.form)
		b.add(39, boolean(p.stem == m.q.focusStem), k.form)
		if i > s.first+1 && p.is&isFunction != 0 {
			b.add(40, m.kindOfHit(i-2), p.norm, k.coarse)
			b.add(41, m.kindOfHit(i-2), p.norm, k.role)
		}
	}
}

// endFeatures tell how fit word j is to be the last of the answer.
func (m *match) endFeatures(j int, s sentence, b *bag) {
	k, t := m.q.keys(), m.t
	w := &t.words[j]
	tag, behind := uint32(w.tag), t.tagAt(j+1, s)
	b.add(50, k.form, tag, behind)
	b.add(51, k.coarse, tag, behind)
	b.add(52, k.coarse, k.role, behind)
	b.add(53, tag, behind, t.tagAt(j+2, s))
	b.add(54, k.coarse, t.normAt(j+1, s))
	b.add(55, k.form, k.role, t.normAt(j+1, s))
	b.add(56, k.fine, w.class)
	b.add(57, k.coarse, w.class)
	b.add(58, k.fine, w.norm)
	b.add(59, m.q.focusStem, w.class)
	b.add(60, m.q.focusKind, w.class)
	inside := uint32(0)
	if w.phrase >= 0 && int(w.phraseEnd) > j+1 {
		inside = 1
	}
	if w.name >= 0 && int(w.nameEnd) > j+1 {
		inside += 2
	}
	b.add(61, k.coarse, inside)
	b.add(62, inside, tag, behind)
	m.besideFeatures(63, j, m.behind[j], k, b)
	if j+1 < s.end {
		b.add(68, m.kindOfHit(j+1), k.role, k.form)
		b.add(69, boolean(t.words[j+1].stem == m.q.focusStem), k.form)
		if j+2 < s.end && t.words[j+1].is&isFunction != 0 {
			b.add(70, m.kindOfHit(j+2), t.words[j+1].norm, k.coarse)
			b.add(71, m.kindOfHit(j+2), t.words[j+1].norm, k.role)
		}
	}
}

// besideFeatures tell of the nearest hit on one side of a word.
func (m *match) besideFeatures(n uint32, at int, near int32, k keys, b *bag) {
	if near < 0 {
		b.add(n, k.role, k.form)
		return
	}
	d, from, to := int(near)-at, at+1, int(near)
	if d < 0 {
		d, from, to = -d, int(near)+1, at
	}
	kind := m.kindOfHit(int(near))
	breaks := uint32(0)
	for i := from; i < to; i++ {
		switch m.t.words[i].tag {
		case nlp.COMMA, nlp.COLON, nlp.WDT, nlp.WP, nlp.CC, nlp.OPEN, nlp.CLOSE:
			breaks++
		}
	}
	b.add(n+1, distance(d), kind, k.role)
	b.add(n+2, distance(d), min(breaks, 3), k.coarse)
	b.add(n+3, distance(d), min(breaks, 3), k.form, k.role)
	b.add(n+4, kind, k.form, k.role, boolean(breaks > 0))
}

// kindOfHit says which part of the question word i matches: none, the main verb,
// the first or the last content word, a name, a number, another.
func (m *match) kindOfHit(i int) uint32 {
	h := int(m.hit[i]) - 1
	switch {
	case h >= 0 && m.syn[i]:
		return 9
	case h < 0:
		return boolean(m.t.words[i].is&isContent != 0)
	case h == m.q.verb:
		return 2
	case m.q.wants[h].name && h == m.q.last:
		return 3
	case h == m.q.last:
		return 4
	case h == m.q.next:
		return 5
	case m.q.wants[h].name:
		return 6
	case m.q.wants[h].number:
		return 7
	}
	return 8
}

func boolean(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
