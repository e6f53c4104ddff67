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

// meta is the index's first section: what there is, and what the impacts were
// reckoned with.
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

// The constants of BM25F (Robertson, Zaragoza and Taylor, 2004).
const (
	k1 = 1.2
)

var (
	fieldWeight = [numFields]float64{0.5, 0.5, 1}
	fieldB      = [numFields]float64{0.5, 0.5, 0.6}
)

// A sequence is a passage's terms in their order, title, heading and body.
type sequence struct {
	lens  [numFields]int
	terms []uint32
}

// decodeSequence reads a passage of the forward section; buf is reused.
func decodeSequence(b []byte, buf []uint32) sequence {
	d := decoder{b: b}
	s := sequence{terms: buf[:0]}
	for f := range s.lens {
		s.lens[f] = int(min(d.uvarint(), uint64(len(b))))
	}
	for _, n := range s.lens {
		for range n {
			s.terms = append(s.terms, uint32(d.uvarint()))
		}
	}
	return s
}

type termImpact struct {
	term   uint32
	impact uint8
}

// impacts folds the fields into one impact per term: a 255th of tf/(tf+k1),
// where tf is the sum over the fields of the term's occurrences, weighted and
// normalised by the field's length.
func (m meta) impacts(s sequence) []termImpact {
	tf := map[uint32]float64{}
	at := 0
	for f, n := range s.lens {
		norm := fieldWeight[f] / (1 - fieldB[f] + fieldB[f]*float64(n)/float64(max(m.average[f], 1)))
		for _, t := range s.terms[at : at+n] {
			tf[t] += norm
		}
		at += n
	}
	out := make([]termImpact, 0, len(tf))
	for t, v := range tf {
		out = append(out, termImpact{t, uint8(max(1, math.Round(255*v/(v+k1))))})
	}
	slices.SortFunc(out, func(a, b termImpact) int { return int(a.term) - int(b.term) })
	return out
}
