package passages

import (
	"encoding/binary"
	"math"
	"slices"
)

// The fields of a passage.
const (
	title = iota
	heading
	body
	numFields
)

// The constants of BM25F (Robertson, Zaragoza and Taylor, 2004).
const k1 = 1.0

var (
	fieldWeight = [numFields]float64{1, 1, 1}
	fieldB      = [numFields]float64{0.5, 0.5, 0.6}
)

// meta is the index's first section: what there is, and the averages that lengths
// are compared with.
type meta struct {
	passages, sources, terms int
	average                  [numFields]float32 // terms a field
}

const metaSize = 12 + 4*numFields

func (m meta) encode() []byte {
	var b []byte
	for _, n := range []int{m.passages, m.sources, m.terms} {
		b = appendU32(b, uint32(n))
	}
	for _, a := range m.average {
		b = appendU32(b, math.Float32bits(a))
	}
	return b
}

func decodeMeta(b []byte) meta {
	le := binary.LittleEndian
	m := meta{passages: int(le.Uint32(b)), sources: int(le.Uint32(b[4:])), terms: int(le.Uint32(b[8:]))}
	for f := range m.average {
		m.average[f] = math.Float32frombits(le.Uint32(b[12+4*f:]))
	}
	return m
}

// norms returns what one occurrence counts in each field of a passage.
func (m meta) norms(lens [numFields]int) (norms [numFields]float64) {
	for f, n := range lens {
		norms[f] = fieldWeight[f] / (1 - fieldB[f] + fieldB[f]*float64(n)/float64(max(m.average[f], 1)))
	}
	return norms
}

// impact is what a term's occurrences tf, normalised, count in a list: a 255th of
// tf/(tf+k1), but never nothing.
func impact(tf float64) uint8 { return uint8(max(1, math.Round(255*tf/(tf+k1)))) }

// A sequence is a passage's terms in their order, title, heading and body.
type sequence struct {
	lens  [numFields]int
	norms [numFields]float64 // see meta.norms
	terms []uint32
}

// lens takes the numbers of terms off the front of a passage of the forward section.
func (d *decoder) lens() (lens [numFields]int) {
	for f := range lens {
		lens[f] = int(min(d.uvarint(), uint64(len(d.b)))) // a term takes a byte at least
	}
	return lens
}

// appendSequence reads a passage of the forward section. It is most of what a
// search does, hence the loop by hand.
func appendSequence(b []byte, to []uint32) ([numFields]int, []uint32) {
	d := decoder{b}
	lens := d.lens()
	n := 0
	for _, l := range lens {
		n += l
	}
	b = d.b
	to = slices.Grow(to, n)
	for ; n > 0 && len(b) >= 3; n-- {
		switch {
		case b[0] < 0x80:
			to = append(to, uint32(b[0]))
			b = b[1:]
		case b[1] < 0x80:
			to = append(to, uint32(b[0]&0x7F)|uint32(b[1])<<7)
			b = b[2:]
		case b[2] < 0x80:
			to = append(to, uint32(b[0]&0x7F)|uint32(b[1]&0x7F)<<7|uint32(b[2])<<14)
			b = b[3:]
		default:
			d.b = b
			to = append(to, uint32(d.uvarint()))
			b = d.b
		}
	}
	d.b = b
	for ; n > 0; n-- {
		to = append(to, uint32(d.uvarint()))
	}
	return lens, to
}
