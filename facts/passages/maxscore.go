package passages

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// The best passages by the sum of their terms' impacts are found exactly, and
// without adding most of them up, by block-max MaxScore (Turtle and Flood, 1995;
// Ding and Suel, 2011), a window of 4,096 passages at a time:
//
// The least score that still gets in is known: of the passages kept so far, or
// before that of a term's k-th greatest impact, which the index holds. In each
// window every list has an upper bound. The lists are sorted by it; as many of
// the lowest as together do not get in are set aside, since a passage that stands
// only in those cannot matter. The others are added up in an array, which is a few
// nanoseconds a posting. A passage that could get in with the help of those set
// aside is looked up in them, the strongest first, until it no longer could.
//
// Sums are of whole numbers, so that no order of adding changes a result.

// A weighted list is a query term's.
type weightedList struct {
	list
	weight uint32 // a score is the sum of weight × impact
	bound  uint32 // of this window
}

// A scorer finds the best passages of one query at a time. It may be reused.
type scorer struct {
	lists []weightedList
	keep  int
	heap  []uint64 // the passages kept, the worst first: score<<32 | ^passage
	least uint32   // what a score must exceed to get in

	order  []*weightedList // by rising bound
	before []uint32        // before[i] is the sum of the bounds of order[:i]
	sums   [windowSize]uint32
	seen   [windowSize / 64]uint64
}

// run finds the keep best of the passages [from, to) that admit admits, nil being
// all, the best first, of equals the first. A score of at least floor is expected of them:
// passages below it may be missing.
func (s *scorer) run(from, to uint32, floor uint32, admit func(uint32) bool) []uint64 {
	s.heap = s.heap[:0]
	s.least = 0
	if floor > 0 {
		s.least = floor - 1
	}
	for at := from &^ (windowSize - 1); at < to; {
		total, next := s.bounds(at)
		if total > s.least {
			first := s.setAside()
			for _, l := range s.order[first:] {
				s.add(l, at)
			}
			s.collect(at, max(from, at), min(to, at+windowSize), first, admit)
		}
		if next <= at {
			break // past the last window there can be
		}
		at = next
	}
	slices.SortFunc(s.heap, func(a, b uint64) int {
		if a > b {
			return -1
		}
		return 1
	})
	return s.heap
}

// bounds reckons the window's bound of each list, sorts the lists by it and
// returns their sum, and the next window that any list stands in.
func (s *scorer) bounds(at uint32) (total, next uint32) {
	s.order, next = s.order[:0], ^uint32(0)
	for i := range s.lists {
		l := &s.lists[i]
		impact, n := l.best(at)
		next = min(next, n)
		if impact == 0 {
			continue
		}
		l.bound = impact * l.weight
		total += l.bound
		j := len(s.order)
		s.order = append(s.order, l)
		for ; j > 0 && s.order[j-1].bound > l.bound; j-- {
			s.order[j] = s.order[j-1]
		}
		s.order[j] = l
	}
	return total, next
}

// setAside returns how many of the lists of s.order cannot get a passage in by
// themselves.
func (s *scorer) setAside() int {
	s.before = append(s.before[:0], 0)
	sum, first := uint32(0), 0
	for i, l := range s.order {
		sum += l.bound
		s.before = append(s.before, sum)
		if sum <= s.least {
			first = i + 1
		}
	}
	return first
}

// add adds a list's impacts on the passages of the window at to the sums.
func (s *scorer) add(l *weightedList, at uint32) {
	switch l.form {
	case dense:
		s.addDense(l, at)
	case wide:
		for ; l.at < l.n; l.at++ {
			p := u32s(l.passages).at(l.at) - at
			if p >= windowSize {
				return
			}
			s.sums[p] += l.weight * uint32(l.impacts[l.at])
			s.seen[p/64] |= 1 << (p % 64)
		}
	default:
		for l.at < l.n {
			block := l.at / blockSize
			end := min(l.n, (block+1)*blockSize)
			first := l.firsts.at(block) - at
			passages, impacts := l.passages[2*l.at:2*end], l.impacts[l.at:end]
			for i, impact := range impacts {
				p := first + uint32(binary.LittleEndian.Uint16(passages[2*i:]))
				if p >= windowSize {
					l.at += i
					return
				}
				s.sums[p] += l.weight * uint32(impact)
				s.seen[p/64] |= 1 << (p % 64)
			}
			l.at = end
		}
	}
}

func (s *scorer) addDense(l *weightedList, at uint32) {
	words := l.words[wordBytes*int(at/64):]
	words = words[:min(len(words), wordBytes*windowSize/64)]
	for i := 0; len(words) >= wordBytes; i++ {
		word := binary.LittleEndian.Uint64(words)
		impacts := l.impacts[binary.LittleEndian.Uint32(words[8:]):]
		s.seen[i] |= word
		for j := 0; word != 0; j++ {
			p := 64*i + bits.TrailingZeros64(word)
			word &= word - 1
			s.sums[p%windowSize] += l.weight * uint32(impacts[j])
		}
		words = words[wordBytes:]
	}
}

// collect takes the window's sums, completes those that may get in from the
// lists set aside, and clears them.
func (s *scorer) collect(at, from, to uint32, aside int, admit func(uint32) bool) {
	for i, word := range s.seen {
		if word == 0 {
			continue
		}
		s.seen[i] = 0
		for ; word != 0; word &= word - 1 {
			p := uint32(64*i + bits.TrailingZeros64(word))
			sum := s.sums[p%windowSize]
			s.sums[p%windowSize] = 0
			if sum+s.before[aside] <= s.least {
				continue
			}
			p += at
			if p < from || p >= to {
				continue
			}
			if sum = s.complete(sum, p, aside); sum > s.least && (admit == nil || admit(p)) {
				s.push(uint64(sum)<<32 | uint64(^p))
			}
		}
	}
}

// complete adds what the lists set aside give passage p to its sum, or gives up
// when p cannot get in.
func (s *scorer) complete(sum, p uint32, aside int) uint32 {
	for j := aside - 1; j >= 0; j-- {
		if sum+s.before[j+1] <= s.least {
			return 0
		}
		l := s.order[j]
		sum += l.weight * l.impact(p)
	}
	return sum
}

// push keeps a passage, and drops the worst when there is one too many.
func (s *scorer) push(x uint64) {
	h := s.heap
	if len(h) < s.keep {
		h = append(h, x)
		for i := len(h) - 1; i > 0; {
			up := (i - 1) / 2
			if h[up] <= h[i] {
				break
			}
			h[up], h[i] = h[i], h[up]
			i = up
		}
	} else {
		h[0] = x
		for i := 0; ; {
			down := 2*i + 1
			if down >= len(h) {
				break
			}
			if down+1 < len(h) && h[down+1] < h[down] {
				down++
			}
			if h[i] <= h[down] {
				break
			}
			h[i], h[down] = h[down], h[i]
			i = down
		}
	}
	s.heap = h
	if len(h) == s.keep {
		s.least = uint32(h[0] >> 32)
	}
}
