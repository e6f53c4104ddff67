package reading

import "hapjak/nlp"

// An inside is what stands in a span, counted while its end moves on.
type inside struct {
	names, nouns, verbs, finite, adjectives, adverbs, numbers, commas, ands, preps int
	flags                                                                          flags
	all                                                                            flags // flags that every content word has
	hits                                                                           uint64
	hitCount, content                                                              int
	pattern                                                                        uint32
	classes                                                                        int
	lastClass                                                                      uint32
	focus                                                                          bool
	rarity                                                                         float32 // of all content words
}

func (in *inside) take(m *match, i int) {
	w := &m.t.words[i]
	switch t := w.tag; {
	case t.Proper():
		in.names++
	case t.Noun():
		in.nouns++
	case t.Verb():
		in.verbs++
		if t == nlp.VBD || t == nlp.VBZ || t == nlp.VBP {
			in.finite++
		}
	case t == nlp.MD:
		in.finite++
	case t.Adjective():
		in.adjectives++
	case t.Adverb():
		in.adverbs++
	case t == nlp.COMMA:
		in.commas++
	case t == nlp.CC:
		in.ands++
	case t == nlp.IN || t == nlp.TO:
		in.preps++
	}
	if w.is&isNumber != 0 {
		in.numbers++
	}
	if w.is&(isContent|isMoney|isPercent) != 0 {
		if in.content == 0 {
			in.all = ^flags(0)
		}
		in.all &= w.is
		in.rarity += w.rarity
		in.content++
	}
	in.flags |= w.is
	if h := m.hit[i]; h > 0 {
		in.hits |= 1 << (h - 1)
		in.hitCount++
	}
	in.focus = in.focus || w.stem == m.q.focusStem
	if c := tagClass(w.tag); c != in.lastClass {
		in.pattern = nlp.Mix(in.pattern, c)
		in.lastClass = c
		in.classes++
	}
}

// tagClass brings tags that make alike spans together.
func tagClass(t nlp.Tag) uint32 {
	switch {
	case t.Proper():
		return 1
	case t.Noun():
		return 2
	case t.Verb():
		return 3
	case t.Adjective():
		return 4
	case t == nlp.DT || t == nlp.PRPS || t == nlp.PDT:
		return 5
	}
	return uint32(t) + 10
}

// spanFeatures tell how the span as a whole answers to the question.
func (m *match) spanFeatures(s span, in *inside, b *bag) {
	k, t := m.q.keys(), m.t
	sent := t.sentences[s.sentence]
	shape := m.shape(s, in)
	size := uint32(s.end - s.first)
	length := size
	if length > 6 {
		length = 5 + distance(int(size)-5)
	}
	b.add(80, k.form, shape)
	b.add(81, k.fine, shape)
	b.add(82, k.coarse, shape, length)
	b.add(83, m.q.focusKind, shape)
	b.add(84, m.q.focusStem, shape)
	b.add(85, k.form, k.role, shape)
	b.add(86, k.form, length)
	b.add(87, k.fine, length)
	b.add(88, k.coarse, in.pattern)
	b.add(89, k.form, in.pattern)
	b.add(90, in.pattern)
	// Words of the question in the answer.
	share := uint32(0)
	if in.content > 0 {
		share = uint32(4 * in.hitCount / in.content)
	}
	b.add(91, share, k.form)
	b.add(92, uint32(min(in.hitCount, 4)), length)
	b.add(93, m.kindOfHit(s.end-1), k.form)
	b.add(94, boolean(in.focus), boolean(t.words[s.end-1].stem == m.q.focusStem), k.form)
	// The words of the question around it.
	rest := m.q.share(m.cover[s.sentence].wants &^ in.hits)
	around := (m.left[s.first] + m.right[s.end-1]) / max(m.q.total, 1)
	b.add(95, bucket(rest, 10))
	b.add(96, bucket(around, 20))
	b.add(97, bucket(around, 10), bucket(rest, 5), k.coarse)
	b.add(98, bucket(around, 10), k.form)
	m.sideFeatures(s, sent, k, b)
	// The frame: what stands before and behind.
	b.add(105, t.tagAt(s.first-1, sent), t.tagAt(s.end, sent), k.coarse)
	b.add(106, t.tagAt(s.first-1, sent), t.tagAt(s.end, sent), shape)
	b.add(107, t.normAt(s.first-1, sent), t.normAt(s.end, sent))
	b.add(108, m.whole(s), shape)
	b.add(109, m.whole(s), k.coarse, length)
	b.add(110, uint32(t.words[s.first].tag), uint32(t.words[s.end-1].tag), k.coarse, length)
	f := m.q.fits[shape]
	b.add(116, f, k.coarse)
	b.add(117, f, k.fine)
	b.add(118, f, k.form)
	b.add(112, bucket(in.rarity/max(float32(in.content), 1)/8, 6), k.coarse)
	b.add(113, uint32(t.words[s.end-1].again), k.form)
	m.focusFeatures(s, sent, k, b)
	b.add(111, boolean(in.flags&isBracketed != 0), boolean(in.all&isBracketed != 0), k.coarse)
}

// whole says whether the span is a noun phrase or a name from end to end.
func (m *match) whole(s span) uint32 {
	a, z := &m.t.words[s.first], &m.t.words[s.end-1]
	n := uint32(0)
	if a.phrase >= 0 && (int(a.phrase) == s.first || int(a.phrase) == s.first-1 && m.t.words[s.first-1].tag == nlp.DT) {
		n |= 1
	}
	if z.phrase >= 0 && int(z.phraseEnd) == s.end {
		n |= 2
	}
	if a.phrase >= 0 && a.phrase == z.phrase {
		n |= 4
	}
	if a.name >= 0 && int(a.name) == s.first && int(a.nameEnd) == s.end {
		n |= 8
	}
	return n
}

// sideFeatures tell on which side of the answer the main verb, the first and the
// last words of the question stand.
func (m *match) sideFeatures(s span, sent sentence, k keys, b *bag) {
	for n, want := range [3]int{m.q.verb, m.q.next, m.q.last} {
		if want < 0 || (m.cover[s.sentence].wants|m.cover[s.sentence].loose)>>want&1 == 0 {
			b.add(99+uint32(n), k.role, k.form, 99)
			continue
		}
		side, near := uint32(0), 100
		for i := sent.first; i < sent.end; i++ {
			if int(m.hit[i]) != want+1 {
				continue
			}
			switch {
			case i < s.first && s.first-i < near:
				side, near = 1, s.first-i
			case i >= s.end && i-s.end+1 < near:
				side, near = 2, i-s.end+1
			case i >= s.first && i < s.end && near == 100:
				side = 3
			}
		}
		b.add(99+uint32(n), k.role, k.form, side, distance(near))
		b.add(102+uint32(n), k.role, k.coarse, side, distance(near))
	}
}

// focusFeatures tell where the noun that is asked for stands from the answer.
func (m *match) focusFeatures(s span, sent sentence, k keys, b *bag) {
	if m.q.focusStem == 0 {
		return
	}
	side, near := uint32(0), 100
	for i := sent.first; i < sent.end; i++ {
		if m.t.words[i].stem != m.q.focusStem {
			continue
		}
		switch {
		case i < s.first && s.first-i < near:
			side, near = 1, s.first-i
		case i >= s.end && i-s.end+1 < near:
			side, near = 2, i-s.end+1
		case i >= s.first && i < s.end:
			side, near = 3, s.end-1-i
		}
	}
	b.add(114, side, distance(near), k.form)
	b.add(115, side, distance(near), k.coarse)
}
