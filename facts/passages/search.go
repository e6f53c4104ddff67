package passages

import (
	"runtime/debug"
	"sync"
)

// Search returns the k passages that fit the query best, best first. It finds
// nothing in a damaged file; [Index.Err] then says so.
func (ix *Index) Search(q Query, k int) (hits []Hit) {
	defer ix.guard(debug.SetPanicOnFault(true))
	if k <= 0 {
		return nil
	}
	s := searchers.Get().(*searcher)
	found := s.run(ix, q, k)
	hits = make([]Hit, 0, min(k, len(found)))
	for _, c := range found[:min(k, len(found))] {
		hits = append(hits, Hit{Passage: c.passage, Ref: ix.ref(int(c.passage)), Score: c.score})
	}
	searchers.Put(s) // not when a damaged file stopped it halfway
	return hits
}

// A searcher holds what a search needs room for.
type searcher struct {
	scorer
	reranker
}

// searchers keeps searchers for the next search; they hold nothing of an index
// that outlives its use.
var searchers = sync.Pool{New: func() any { return new(searcher) }}

// run finds the candidates and scores them again.
func (s *searcher) run(ix *Index, q Query, k int) []candidate {
	text := ix.read(q)
	if len(text.terms) == 0 {
		return nil
	}
	found := s.reranker.run(ix, text, s.candidatesOf(ix, q, text.terms, max(k, pool)))
	s.preferExact(found[:min(len(found), max(k, pool))])
	return found
}

// candidatesOf finds the keep best passages by their impacts alone.
func (s *searcher) candidatesOf(ix *Index, q Query, terms []queryTerm, keep int) []uint64 {
	from, to := 0, ix.meta.passages
	if q.Source != "" {
		n, ok := ix.findSource(q.Source)
		if !ok {
			return nil
		}
		from, to = ix.passagesOf(n)
	}
	admit := ix.admit(q.From, q.To)
	s.keep = min(keep, to-from)
	if s.keep <= 0 {
		return nil
	}
	floor := s.open(ix, terms)
	if admit != nil || q.Source != "" {
		floor = 0
	}
	return s.scorer.run(uint32(from), uint32(to), floor, admit)
}

// open sets the lists of the terms at their beginning, and returns a score that
// keep passages are known to reach.
func (s *searcher) open(ix *Index, terms []queryTerm) (floor uint32) {
	greatest := 0.0
	for _, t := range terms {
		greatest = max(greatest, t.weight)
	}
	s.lists = s.lists[:0]
	for _, t := range terms {
		weight := uint32(max(1, t.weight/greatest*4000))
		s.lists = append(s.lists, weightedList{list: ix.list(t.term, t.record), weight: weight})
		for i, r := range ranks {
			if r >= s.keep {
				floor = max(floor, weight*uint32(t.record.atRank[i]))
				break
			}
		}
	}
	return floor
}

// admit returns a test of the date of a passage's source, nil when there is
// nothing to test.
func (im *image) admit(from, to string) func(passage uint32) bool {
	if from == "" && to == "" {
		return nil
	}
	first, last := dateNumber(from), dateNumber(to)
	if last == 0 {
		last = 99999999
	} else if last%10000 == 0 {
		last += 9999 // all of the year
	} else if last%100 == 0 {
		last += 99
	}
	return func(passage uint32) bool {
		date := im.dateOf(im.sourceOf(int(passage)))
		return date != 0 && first <= date && date <= last
	}
}

// dateNumber reads "2015", "2015-06" or "2015-06-30" as 20150000, 20150600 or
// 20150630, and anything else as 0.
func dateNumber(s string) uint32 {
	n, digits := uint32(0), 0
	for i := 0; i < len(s) && digits < 8; i++ {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			n = 10*n + uint32(c-'0')
			digits++
		case c != '-':
			return 0
		}
	}
	switch digits {
	case 4:
		return n * 10000
	case 6:
		return n * 100
	case 8:
		return n
	}
	return 0
}
