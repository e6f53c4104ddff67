package passages

import (
	"encoding/binary"

	"hapjak/nlp"
)

// An inverter gathers the postings of one block by term. It is used for one block after the other.
type inverter struct {
	terms    []invertedTerm // in the order of the index's numbers
	called   []uint32       // by the block's number, the index's
	at       []int          // by the block's number, where the next posting goes
	passages []uint32
	impacts  []uint8
	tf       []float64 // by the block's number, of the passage that is read
	here     []uint32  // the terms of it, each once
}

type invertedTerm struct {
	number uint32
	end    int // of its postings
}

func (x *inverter) reset() { x.terms, x.here = x.terms[:0], x.here[:0] }

// term says what the index calls a term of the block, which that many passages hold.
func (x *inverter) term(number, own uint32, held int) {
	from := 0
	if n := len(x.terms); n > 0 {
		from = x.terms[n-1].end
	}
	x.terms = append(x.terms, invertedTerm{number, from + held})
	x.called, x.at, x.tf = put(x.called, own, number), put(x.at, own, from), put(x.tf, own, 0)
}

// start makes room for the postings of all terms.
func (x *inverter) start() {
	if n := len(x.terms); n > 0 && len(x.passages) < x.terms[n-1].end {
		x.passages, x.impacts = make([]uint32, x.terms[n-1].end), make([]uint8, x.terms[n-1].end)
	}
}

// put sets an element of a slice, which grows if need be.
func put[T any](s []T, i uint32, v T) []T {
	for int(i) >= len(s) {
		s = append(s, *new(T))
	}
	s[i] = v
	return s
}

// passage takes a passage, and gives its terms the index's numbers.
func (x *inverter) passage(m meta, passage uint32, s sequence) {
	norms := m.norms(s.lens)
	at := 0
	for field, n := range s.lens {
		for i, t := range s.terms[at : at+n] {
			if x.tf[t] == 0 {
				x.here = append(x.here, t)
			}
			x.tf[t] += norms[field]
			s.terms[at+i] = x.called[t]
		}
		at += n
	}
	for _, t := range x.here {
		x.passages[x.at[t]], x.impacts[x.at[t]] = passage, impact(x.tf[t])
		x.at[t]++
		x.tf[t] = 0
	}
	x.here = x.here[:0]
}

// write gives the postings of each term to a sorter.
func (x *inverter) write(to *sorter, block uint32) {
	var value []byte
	from := 0
	for _, t := range x.terms {
		value = binary.AppendUvarint(value[:0], uint64(t.end-from))
		last := uint32(0)
		for _, p := range x.passages[from:t.end] {
			value = binary.AppendUvarint(value, uint64(p-last))
			last = p
		}
		to.add(pairKey(t.number, block), append(value, x.impacts[from:t.end]...))
		from = t.end
	}
}

// appendPostings reads what write wrote.
func appendPostings(b []byte, passages []uint32, impacts []uint8) ([]uint32, []uint8) {
	d := decoder{b}
	last := uint32(0)
	for range d.uvarint() {
		last += uint32(d.uvarint())
		passages = append(passages, last)
	}
	return passages, append(impacts, d.b...)
}

// glueStems returns the stems of the words that hold sentences together.
func glueStems() map[string]bool {
	stems := map[string]bool{}
	for tok := range nlp.EachToken(glue) {
		stems[tok.Stem] = true
	}
	return stems
}
