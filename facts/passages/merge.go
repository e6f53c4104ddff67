package passages

import (
	"bytes"
	"encoding/binary"
	"io"
)

// An index is made in blocks of passages, each as large as the budget allows, so that what is held
// in memory does not grow with what is indexed:
//
//	adding    a block numbers its terms as they come, and its passages are written down so
//	          numbered; when it is full, its terms go to a sorter
//	terms     the terms of all blocks are merged by name, which tells how often each stands,
//	          sorted by that and numbered; a sorter tells each block what its terms are called
//	postings  block by block the passages are read again, written with the index's numbers, and
//	          inverted; the postings of each term in the block go to a sorter
//	lists     the postings of a term in all blocks make its list
//
// The index is the same however large the blocks are.

// merge makes the sections of the index.
func (b *Builder) merge() []*io.SectionReader {
	m := meta{passages: b.n.passages, sources: b.n.sources}
	for f, n := range b.n.lens {
		m.average[f] = float32(n) / float32(max(1, m.passages))
	}
	b.sources.buf = appendU64(b.sources.buf, uint64(b.records.size()))
	b.sources.buf = appendU32(appendU32(b.sources.buf, 0), uint32(m.passages))

	terms := b.number(&m)
	postings := b.sorter()
	passages, forward := b.renumber(m, terms.called, postings)
	records, lists := b.lists(m, terms, postings)
	counts := b.spool()
	counts.write(m.encode())
	sections := make([]*io.SectionReader, numSections)
	for i, s := range map[int]*spool{
		secMeta: counts, secSources: b.sources, secSourceData: b.records, secSourceHash: b.table(b.hashes, m.sources),
		secPassages: passages, secText: b.text, secTerms: records, secTermData: terms.names, secTermHash: b.table(terms.hashes, m.terms),
		secPostings: lists, secForward: forward, secPrints: b.prints,
	} {
		sections[i] = s.reader()
	}
	return sections
}

// numberedTerms are the terms of an index in the order of their numbers.
type numberedTerms struct {
	names, hashes *spool
	sizes         *spool // of the names
	// called has for each block, in order of the index's numbers, a term with the block's number
	// and how many passages of the block hold it.
	called *sorter
}

// number numbers the terms by falling number of occurrences, so that the common ones take fewer
// bytes; of equals by name.
func (b *Builder) number(m *meta) numberedTerms {
	byCount := b.sorter()
	var name, key, blocks []byte
	all := uint64(0)
	put := func() {
		if m.terms > 0 {
			key = append(binary.BigEndian.AppendUint64(key[:0], ^all), name...)
			byCount.add(key, blocks)
		}
	}
	in := b.terms.sorted()
	for next, value, ok := in.next(); ok; next, value, ok = in.next() {
		if m.terms == 0 || !bytes.Equal(next, name) {
			put()
			name, blocks, all = append(name[:0], next...), blocks[:0], 0
			m.terms++
		}
		d := decoder{value}
		all += d.uvarint()
		blocks = append(blocks, d.b...)
	}
	put()
	b.terms.free()

	t := numberedTerms{b.spool(), b.spool(), b.spool(), b.sorter()}
	in = byCount.sorted()
	n := uint32(0)
	for key, value, ok := in.next(); ok; key, value, ok = in.next() {
		name := key[8:]
		t.names.write(name)
		t.sizes.buf = binary.AppendUvarint(t.sizes.buf, uint64(len(name)))
		t.sizes.put()
		t.hashes.buf = appendU32(t.hashes.buf, hash(name))
		t.hashes.put()
		for d := (decoder{value}); len(d.b) > 0; {
			block, own, held := d.uvarint(), d.uvarint(), d.uvarint()
			t.called.add(pairKey(uint32(block), n), appendUvarints(blocks[:0], own, held))
		}
		n++
	}
	byCount.free()
	return t
}

// renumber writes the passages with the index's numbers of their terms, and where they begin; their
// postings go to a sorter.
func (b *Builder) renumber(m meta, called, postings *sorter) (passages, forward *spool) {
	passages, forward = b.spool(), b.spool()
	names, old, own := called.sorted(), b.passages.cursor(), b.forward.cursor()
	key, value, ok := names.next()
	var x inverter
	var s sequence
	passage := 0
	for i, end := range b.blocks {
		x.reset()
		for ; ok && firstOf(key) == uint32(i); key, value, ok = names.next() {
			d := decoder{value}
			x.term(secondOf(key), uint32(d.uvarint()), int(d.uvarint()))
		}
		x.start()
		for ; passage < end && b.err == nil; passage++ {
			s.lens, s.terms = appendSequence(own.bytes(int(own.uvarint())), s.terms[:0])
			if b.err != nil {
				break
			}
			x.passage(m, uint32(passage), s)
			passages.buf = append(passages.buf, old.bytes(8)...)
			passages.buf = appendU64(passages.buf, uint64(forward.size()))
			passages.buf = append(passages.buf, old.bytes(8)...)
			passages.put()
			forward.buf = appendForward(forward.buf, s.lens, s.terms)
			forward.put()
		}
		if b.err != nil { // what was read is not whole
			break
		}
		x.write(postings, uint32(i))
	}
	passages.buf = appendU64(passages.buf, 0)
	passages.buf = appendU64(appendU64(passages.buf, uint64(forward.size())), uint64(b.text.size()))
	called.free()
	b.passages.free()
	b.forward.free()
	return passages, forward
}

// lists writes the lists of all terms, and their records.
func (b *Builder) lists(m meta, terms numberedTerms, postings *sorter) (records, lists *spool) {
	records, lists = b.spool(), b.spool()
	glue, names, sizes := glueStems(), terms.names.cursor(), terms.sizes.cursor()
	in := postings.sorted()
	key, value, ok := in.next()
	var passages []uint32
	var impacts []uint8
	at := 0
	for t := uint32(0); ok; t++ {
		passages, impacts = passages[:0], impacts[:0]
		for ; ok && firstOf(key) == t; key, value, ok = in.next() {
			passages, impacts = appendPostings(value, passages, impacts)
		}
		size := int(sizes.uvarint())
		begins := uint64(lists.size())
		var r termRecord
		lists.buf, r = appendList(lists.buf, passages, impacts, m.passages)
		lists.put()
		r.list, r.name, r.glue, r.idf = begins, uint32(at), glue[string(names.bytes(size))], float32(m.idf(r.passages))
		at += size
		records.buf = appendTerm(records.buf, r)
		records.put()
	}
	records.buf = appendTerm(records.buf, termRecord{name: uint32(at), list: uint64(lists.size())})
	terms.sizes.free()
	postings.free()
	return records, lists
}

// table lays keys out, whose hashes are given by their numbers, for [image.lookup]: an open-addressed
// table of u64s, at most half full, with a key's hash above, its number+1 below, 0 for an empty slot. Keys lie in
// the order of the slots that they belong into, each in that or the next that is free.
func (b *Builder) table(hashes *spool, keys int) *spool {
	size := 2
	for size < 2*keys {
		size *= 2
	}
	s := b.sorter()
	in := hashes.cursor()
	for i := range keys {
		h := in.u32()
		s.add(pairKey(h&uint32(size-1), uint32(i)), appendU32(nil, h))
	}
	var behind []uint64 // the last slots that do not fit any more, and come to the front
	for {
		slots, more := b.spool(), []uint64(nil)
		at := 0
		put := func(slot uint64) {
			if at++; at > size {
				more = append(more, slot)
				return
			}
			slots.buf = appendU64(slots.buf, slot)
			slots.put()
		}
		for _, slot := range behind {
			put(slot)
		}
		in := s.sorted()
		for key, value, ok := in.next(); ok; key, value, ok = in.next() {
			for at < int(firstOf(key)) {
				put(0)
			}
			put(uint64(binary.LittleEndian.Uint32(value))<<32 | uint64(secondOf(key)+1))
		}
		for at < size {
			put(0)
		}
		if len(more) == len(behind) {
			s.free()
			hashes.free()
			return slots
		}
		slots.free()
		behind = more
	}
}

// pairKey is a key that is ordered by two numbers, firstOf and secondOf.
func pairKey(first, second uint32) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(make([]byte, 0, 8), first), second)
}

func firstOf(key []byte) uint32  { return binary.BigEndian.Uint32(key) }
func secondOf(key []byte) uint32 { return binary.BigEndian.Uint32(key[4:]) }

func appendUvarints(b []byte, values ...uint64) []byte {
	for _, v := range values {
		b = binary.AppendUvarint(b, v)
	}
	return b
}
