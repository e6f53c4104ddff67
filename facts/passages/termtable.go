package passages

// A termTable numbers a few of an index's terms. It has room for all of them, two
// bytes each, since nothing is faster to look into: a search looks up each word of
// each candidate.
type termTable struct {
	numbers []uint16 // by term, number+1
	terms   []uint32 // those with a number, in their order
}

// reset empties the table for an index of so many terms.
func (t *termTable) reset(terms int) {
	if len(t.numbers) != terms {
		t.numbers, t.terms = make([]uint16, terms), t.terms[:0]
	}
	for _, term := range t.terms {
		t.numbers[term] = 0
	}
	t.terms = t.terms[:0]
}

// add gives a term that is not there yet the next number. There are 65,535.
func (t *termTable) add(term uint32) {
	t.terms = append(t.terms, term)
	t.numbers[term] = uint16(len(t.terms))
}

func (t *termTable) full() bool { return len(t.terms) == 1<<16-1 }
