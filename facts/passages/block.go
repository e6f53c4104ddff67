package passages

// A block is passages that follow each other, as many as may be held in memory. It numbers its terms
// for itself, as they come; see merge.go.
type block struct {
	numbers  map[string]uint32 // of its terms, from 1
	terms    []blockTerm
	passages uint32
	bytes    int // that it takes, about, now or when its postings are gathered
}

type blockTerm struct {
	name      string
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
	name    func(term uint32) string
	names   []string
	numbers []uint32 // the block's, from 1; 0 where it has not met the term
}

// reset empties the block, and keeps its room for the next one.
func (b *block) reset() {
	if b.numbers == nil {
		b.numbers = map[string]uint32{}
	}
	clear(b.numbers)
	clear(b.terms)
	*b = block{numbers: b.numbers, terms: b.terms[:0]}
}

// add writes a passage with the block's numbers of terms.
func (b *block) add(to []byte, from *numbering, lens [numFields]int, terms []uint32) []byte {
	b.passages++
	for i, t := range terms {
		n := from.numbers[t]
		if n == 0 {
			n = b.number(from.name(t))
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
func (b *block) number(name string) uint32 {
	n, ok := b.numbers[name]
	if !ok {
		b.terms = append(b.terms, blockTerm{name: name})
		n = uint32(len(b.terms))
		b.numbers[name] = n
		b.bytes += blockTermSize + len(name)
	}
	return n
}

// describe tells a sorter of the block's terms.
func (b *block) describe(to *sorter, number int) {
	var key, value []byte
	for n, t := range b.terms {
		key = append(key[:0], t.name...)
		value = appendUvarints(value[:0], uint64(t.all), uint64(number), uint64(n), uint64(t.held))
		to.add(key, value)
	}
}
