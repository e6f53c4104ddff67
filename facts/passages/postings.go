package passages

import "encoding/binary"

// A posting says that a term stands in a passage and how much it counts there.
type posting struct {
	passage uint32
	impact  uint8
}

// appendPostings writes a list: the passages as differences, each followed by
// its impact.
func appendPostings(b []byte, list []posting) []byte {
	last := uint32(0)
	for _, p := range list {
		b = binary.AppendUvarint(b, uint64(p.passage-last))
		b = append(b, p.impact)
		last = p.passage
	}
	return b
}

// eachPosting calls do for the n postings of a list.
func eachPosting(b []byte, n int, do func(posting)) {
	at := uint32(0)
	for range n {
		gap, size := binary.Uvarint(b)
		if size <= 0 || size >= len(b) {
			return
		}
		at += uint32(gap)
		do(posting{at, b[size]})
		b = b[size+1:]
	}
}
