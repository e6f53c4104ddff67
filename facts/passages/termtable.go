package passages

// A termTable numbers a few terms. It is open-addressed and grows; its zero
// value is empty.
type termTable struct {
	slots []termSlot
	n     int
	shift uint8
}

type termSlot struct{ term, number uint32 } // number+1; 0 is empty

func (t *termTable) get(term uint32) (int, bool) {
	if t.n == 0 {
		return 0, false
	}
	mask := uint32(len(t.slots) - 1)
	for at := (term * 0x9E3779B1) >> t.shift; ; at++ {
		s := t.slots[at&mask]
		if s.number == 0 {
			return 0, false
		}
		if s.term == term {
			return int(s.number - 1), true
		}
	}
}

// put gives a term that is not there yet its number.
func (t *termTable) put(term uint32, number int) {
	if 4*(t.n+1) > len(t.slots) {
		t.grow()
	}
	mask := uint32(len(t.slots) - 1)
	at := (term * 0x9E3779B1) >> t.shift
	for t.slots[at&mask].number != 0 {
		at++
	}
	t.slots[at&mask] = termSlot{term, uint32(number + 1)}
	t.n++
}

func (t *termTable) grow() {
	old := t.slots
	size, shift := 64, uint8(26)
	for size < 4*len(old) {
		size, shift = 2*size, shift-1
	}
	t.slots, t.shift, t.n = make([]termSlot, size), shift, 0
	for _, s := range old {
		if s.number != 0 {
			t.put(s.term, int(s.number-1))
		}
	}
}

func (t *termTable) reset() {
	clear(t.slots)
	t.n = 0
}
