package passages

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// A term's list is laid out by how common the term is. The forms are chosen for
// speed before size: none needs decoding before it can be searched, and the dense
// form tells at once whether a passage is in it. Dense from a sixty-fourth of all
// passages on made searches a fifth to a third faster than from a sixteenth on, and
// the file 6 % larger.
//
//	narrow  for each 128 passages, a block: its first passage u32, then for each
//	        block its greatest impact u8, then each passage as its difference to
//	        the first of its block u16, then each impact u8
//	wide    the same, with the passages u32: where a block spans 65,536 or more
//	dense   for terms in a sixty-fourth of all passages or more: for each 64
//	        passages a bitmap u64 and how many bits stand before it u32, then
//	        for each 4,096 passages the greatest impact u8, then the impacts u8
const (
	narrow = iota
	wide
	dense
)

const (
	blockSize  = 128
	windowSize = 4096 // passages that are scored together; see maxscore.go
	wordBytes  = 12   // of a dense list's word
)

// A termRecord is a term's entry, 24 bytes: where its stem begins u32, how many
// passages hold it u32, where its list begins in six bytes, form u8, with the highest
// bit set where the stem only holds sentences together, greatest impact u8, the
// impacts u8 that stand at ranks when they are sorted down, 0 past their end, from
// which a search knows at once what it may pass over, and its idf as a float32.
type termRecord struct {
	name     uint32
	passages int
	list     uint64
	form     uint8
	glue     bool
	max      uint8
	atRank   [len(ranks)]uint8
	idf      float32
}

const (
	termSize = 24
	glueBit  = 0x80
)

var ranks = [...]int{pool, 100, 320, 1024}

func appendTerm(b []byte, t termRecord) []byte {
	b = appendU32(appendU32(b, t.name), uint32(t.passages))
	b = appendU64(b, t.list)[:len(b)+6]
	if t.glue {
		t.form |= glueBit
	}
	b = append(b, t.form, t.max)
	b = append(b, t.atRank[:]...)
	return appendU32(b, math.Float32bits(t.idf))
}

func decodeTerm(b []byte) termRecord {
	le := binary.LittleEndian
	b = b[:termSize]
	t := termRecord{name: le.Uint32(b), passages: int(le.Uint32(b[4:])), list: le.Uint64(b[8:]) & (1<<48 - 1),
		form: b[14] &^ glueBit, glue: b[14]&glueBit != 0, max: b[15], idf: math.Float32frombits(le.Uint32(b[20:]))}
	copy(t.atRank[:], b[16:])
	return t
}

// appendList writes the list of the passages, of all there are, that hold a
// term, and returns its record.
func appendList(b []byte, passages []uint32, impacts []uint8, all int) ([]byte, termRecord) {
	t := termRecord{passages: len(passages), list: uint64(len(b)), form: formOf(passages, all)}
	if len(impacts) > 0 {
		t.max = slices.Max(impacts)
	}
	if len(impacts) >= ranks[0] {
		t.atRank = impactsAtRanks(impacts)
	}
	if t.form == dense {
		return appendDense(b, passages, impacts, all), t
	}
	return appendBlocks(b, passages, impacts, t.form), t
}

// impactsAtRanks returns the impacts that stand at ranks when they are sorted down.
func impactsAtRanks(impacts []uint8) (at [len(ranks)]uint8) {
	var counts [256]int
	for _, i := range impacts {
		counts[i]++
	}
	rank, next := 0, 0
	for i := 255; i > 0; i-- {
		for rank += counts[i]; next < len(ranks) && ranks[next] <= rank; next++ {
			at[next] = uint8(i)
		}
	}
	return at
}

func formOf(passages []uint32, all int) uint8 {
	if len(passages) > blockSize && 64*len(passages) >= all {
		return dense
	}
	for block := range slices.Chunk(passages, blockSize) {
		if block[len(block)-1]-block[0] > 0xFFFF {
			return wide
		}
	}
	return narrow
}

func appendBlocks(b []byte, passages []uint32, impacts []uint8, form uint8) []byte {
	for block := range slices.Chunk(passages, blockSize) {
		b = appendU32(b, block[0])
	}
	for block := range slices.Chunk(impacts, blockSize) {
		b = append(b, slices.Max(block))
	}
	for block := range slices.Chunk(passages, blockSize) {
		for _, p := range block {
			if form == wide {
				b = appendU32(b, p)
			} else {
				b = appendU16(b, uint16(p-block[0]))
			}
		}
	}
	return append(b, impacts...)
}

func appendDense(b []byte, passages []uint32, impacts []uint8, all int) []byte {
	words := make([]uint64, (all+63)/64)
	maxima := make([]uint8, (all+windowSize-1)/windowSize)
	for i, p := range passages {
		words[p/64] |= 1 << (p % 64)
		maxima[p/windowSize] = max(maxima[p/windowSize], impacts[i])
	}
	before := 0
	for _, w := range words {
		b = appendU32(appendU64(b, w), uint32(before))
		before += bits.OnesCount64(w)
	}
	return append(append(b, maxima...), impacts...)
}

// A list is a term's postings with the place that a search has come to.
type list struct {
	form     uint8
	n        int // postings
	firsts   u32s
	maxima   []byte
	words    []byte // dense
	passages []byte
	impacts  []byte
	at       int // the next posting; for dense lists unused
}

// newList cuts a list into its parts. A list that is too short for its
// number of postings panics, as a damaged file.
func newList(b []byte, t termRecord, all int) list {
	l := list{form: t.form, n: t.passages}
	take := func(n int) []byte {
		part := b[:n]
		b = b[n:]
		return part
	}
	if t.form == dense {
		l.words = take(wordBytes * ((all + 63) / 64))
		l.maxima = take((all + windowSize - 1) / windowSize)
		l.impacts = take(l.n)
		return l
	}
	blocks := (l.n + blockSize - 1) / blockSize
	l.firsts = take(4 * blocks)
	l.maxima = take(blocks)
	width := 2
	if t.form == wide {
		width = 4
	}
	l.passages = take(width * l.n)
	l.impacts = take(l.n)
	return l
}

// passage returns the passage of posting i.
func (l *list) passage(i int) uint32 {
	if l.form == wide {
		return u32s(l.passages).at(i)
	}
	return l.firsts.at(i/blockSize) + u16s(l.passages).at(i)
}

// each yields the passages of all postings.
func (l *list) each(yield func(passage uint32) bool) {
	for i := range l.n {
		if l.form == dense {
			break
		}
		if !yield(l.passage(i)) {
			return
		}
	}
	for at := 0; at < len(l.words); at += wordBytes {
		for w := binary.LittleEndian.Uint64(l.words[at:]); w != 0; w &= w - 1 {
			if !yield(uint32(at/wordBytes*64 + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}

// seek moves to the first posting at passage p or behind it. It never moves
// back.
func (l *list) seek(p uint32) {
	if l.at >= l.n || l.passage(l.at) >= p {
		return
	}
	block, last := l.at/blockSize, len(l.maxima)-1
	for step := 1; block < last && l.firsts.at(block+1) <= p; { // gallop over the blocks
		if next := min(block+step, last); l.firsts.at(next) <= p {
			block, step = next, 2*step
		} else {
			step = max(1, step/2)
		}
	}
	lo, hi := max(l.at, block*blockSize), min(l.n, (block+1)*blockSize)
	for lo < hi {
		if mid := int(uint(lo+hi) / 2); l.passage(mid) < p {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	l.at = lo
}

// impact returns the term's impact on passage p, 0 where it does not stand.
// Asked of rising passages.
func (l *list) impact(p uint32) uint32 {
	if l.form == dense {
		w := l.words[wordBytes*int(p/64):]
		word, bit := binary.LittleEndian.Uint64(w), uint64(1)<<(p%64)
		if word&bit == 0 {
			return 0
		}
		return uint32(l.impacts[int(binary.LittleEndian.Uint32(w[8:]))+bits.OnesCount64(word&(bit-1))])
	}
	l.seek(p)
	if l.at < l.n && l.passage(l.at) == p {
		return uint32(l.impacts[l.at])
	}
	return 0
}

// best returns an upper bound of the impacts on the passages of the window that
// begins at from, 0 when the term stands in none of them, and the next window
// that may hold the term.
func (l *list) best(from uint32) (impact uint32, next uint32) {
	if l.form == dense {
		return uint32(l.maxima[from/windowSize]), from + windowSize
	}
	l.seek(from)
	if l.at >= l.n {
		return 0, ^uint32(0)
	}
	to := from + windowSize
	if p := l.passage(l.at); p >= to {
		return 0, p &^ (windowSize - 1)
	}
	for block := l.at / blockSize; block < len(l.maxima) && (l.firsts.at(block) < to || block == l.at/blockSize); block++ {
		impact = max(impact, uint32(l.maxima[block]))
	}
	return impact, to
}
