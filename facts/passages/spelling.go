package passages

// A word that no passage holds is looked for as its neighbour: of the stems that one
// letter more, less or other, or two letters exchanged, make of it, the one that most
// passages hold. That is some 50 look-ups a letter, 30 µs for a word of eight, and
// only for words that are long enough to be themselves in spite of a slip.

// shortestSlip is the length of the shortest stem that has neighbours.
const shortestSlip = 6

// neighbour returns the term that a stem was probably meant to be.
func (im *image) neighbour(stem string) (term int, ok bool) {
	if len(stem) < shortestSlip || len(stem) > 4*shortestSlip || !isPlain(stem) {
		return 0, false
	}
	most := 0
	try := func(b []byte) {
		if t, found := im.findTermBytes(b); found {
			if r := im.record(t); r.passages > most && !r.glue {
				term, most = t, r.passages
			}
		}
	}
	buf := make([]byte, 0, len(stem)+1)
	for i := range len(stem) + 1 {
		for c := byte('a'); c <= 'z'; c++ {
			try(append(append(append(buf, stem[:i]...), c), stem[i:]...))
			if i < len(stem) && stem[i] != c {
				try(append(append(append(buf, stem[:i]...), c), stem[i+1:]...))
			}
		}
		if i < len(stem) {
			try(append(append(buf, stem[:i]...), stem[i+1:]...))
		}
		if i+1 < len(stem) {
			try(append(append(append(buf, stem[:i]...), stem[i+1], stem[i]), stem[i+2:]...))
		}
	}
	return term, most > 0
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}
