package passages

// A block is passages that follow each other, as many as may be held in memory. It numbers its terms
// for itself, as they come; see merge.go. Where the builder stands on an index, a term of that is known by its number there.
type block struct {
	old      *numbering        // of the terms of that index, nil for none
	numbers  map[string]uint32 // of the other terms, from 1
	terms    []blockTerm
	passages uint32
	bytes    int // that it takes, about, now or when its postings are gathered
}

type blockTerm struct {
	old       uint32 // the old index's number, from 1
	name      string // of one that is not there
	all, held uint32 // how often it stands, and in how many passages
	last      uint32 // the last of these, from 1
}

// What a term and a posting take of memory.
const (
	blockTermSize = 100
	postingSize   = 5
)

// A numbering is somebody's numbers of terms, and what the block calls these.
type numbering struct {
	index   *Index // whose they are, or else
	names   []string
	numbers []uint32 // the block's, from 1; 0 where it has not met the term
}

// reset empties the block, and keeps its room for the next one.
func (b *block) reset() {
	if b.numbers == nil {
		b.numbers = map[string]uint32{}
	}
	if b.old != nil {
		clear(b.old.numbers)
	}
	clear(b.numbers)
	clear(b.terms)
	*b = block{old: b.old, numbers: b.numbers, terms: b.terms[:0]}
}

// add writes a passage with the block's numbers of terms.
func (b *block) add(to []byte, from *numbering, lens [numFields]int, terms []uint32) []byte {
	b.passages++
	for i, t := range terms {
		n := from.numbers[t]
		if n == 0 {
			n = b.number(from, t)
			from.numbers[t] = n
		}
		n--
		terms[i] = n
		x := &b.terms[n]
		x.all++
		if x.last != b.passages {
			x.last = b.passages
			x.held++
			b.bytes += postingSize
		}
	}
	return appendForward(to, lens, terms)
}

// number returns a term's number, from 1.
func (b *block) number(from *numbering, term uint32) uint32 {
	if from.index != nil {
		return b.append(blockTerm{old: term + 1}, 0)
	}
	name := from.names[term]
	if b.old != nil {
		if t, ok := b.old.index.findTerm(name); ok {
			if b.old.numbers[t] == 0 {
				b.old.numbers[t] = b.number(b.old, uint32(t))
			}
			return b.old.numbers[t]
		}
	}
	n := b.numbers[name]
	if n == 0 {
		n = b.append(blockTerm{name: name}, len(name))
		b.numbers[name] = n
	}
	return n
}

func (b *block) append(t blockTerm, size int) uint32 {
	b.terms = append(b.terms, t)
	b.bytes += blockTermSize + size
	return uint32(len(b.terms))
}

// describe tells a sorter of the block's terms.
func (b *block) describe(to *sorter, number int) {
	var key, value []byte
	for n, t := range b.terms {
		if key = append(key[:0], t.name...); t.old > 0 {
			key = append(key, b.old.index.stem(int(t.old-1))...)
		}
		value = appendUvarints(value[:0], uint64(t.all), uint64(number), uint64(n), uint64(t.held))
		to.add(key, value)
	}
}
