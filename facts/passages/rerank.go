package passages

import (
	"math"
	"slices"
)

// A candidate is a passage that is scored again.
type candidate struct {
	passage uint32
	at      uint32 // of its sequence
	score   float64
}

// A reranker scores the candidates that the impacts bring again, from the words of
// each in their order, as [Ranking] says. It scores those of one query at a time, and
// may be reused.
type reranker struct {
	ix         *Index
	query      query
	slots      termTable // the terms that are looked for now
	candidates []candidate
	sequences  []sequence
	words      []uint32 // of all sequences

	tf       []float64 // by slot
	near     []float64
	places   []place // in the body
	gaps     []uint8 // gaps[a*n+b]: how far b stands behind a in the query, 0 for too far
	phrased  []bool
	inWindow []int
	powers   [32]float64

	gathered termTable
	sums     []weightedTerm
	extra    []weightedTerm
}

type weightedTerm struct {
	term   uint32
	weight float64
}

// run scores the passages and sorts them, the best first.
func (r *reranker) run(ix *Index, q query, passages []uint64) []candidate {
	r.begin(ix, q)
	r.candidates, r.sequences, r.words = r.candidates[:0], r.sequences[:0], r.words[:0]
	for i, p := range passages {
		s := r.fetch(^uint32(p))
		r.sequences = append(r.sequences, s)
		r.candidates = append(r.candidates, candidate{^uint32(p), uint32(i), r.score(s).sum()})
	}
	slices.SortFunc(r.candidates[:min(pool, len(passages))], byScore)
	if q.rank.Feedback > 0 {
		r.expand(r.candidates[:min(feedbackFrom, len(passages))])
		for i := range r.candidates {
			c := &r.candidates[i]
			c.score += r.feedback(r.sequences[c.at])
		}
	}
	slices.SortFunc(r.candidates, byScore)
	return r.candidates
}

func byScore(a, b candidate) int {
	switch {
	case a.score > b.score, a.score == b.score && a.passage < b.passage:
		return -1
	}
	return 1
}

// begin sets the reranker to look for the words of a query.
func (r *reranker) begin(ix *Index, q query) {
	n := len(q.terms)
	r.ix, r.query = ix, q
	r.slots.reset(ix.meta.terms)
	for _, t := range q.terms {
		r.slots.add(uint32(t.term))
	}
	r.tf, r.near, r.inWindow = resize(r.tf, n), resize(r.near, n), resize(r.inWindow, n)
	r.phrased, r.gaps = resize(r.phrased, n), resize(r.gaps, n*n)
	clear(r.gaps)
	for i, b := range q.places {
		for j := i - 1; j >= 0 && b.at-q.places[j].at <= phraseReach; j-- {
			if a := q.places[j]; a.term != b.term {
				r.gaps[a.term*n+b.term] = uint8(b.at - a.at)
			}
		}
	}
	if r.powers[1] == 0 {
		for d := 1; d < len(r.powers); d++ {
			r.powers[d] = math.Pow(float64(d), -nearDecay)
		}
	}
}

func resize[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

func (r *reranker) fetch(passage uint32) (s sequence) {
	from := len(r.words)
	s.lens, r.words = r.ix.appendSequence(int(passage), r.words)
	s.terms = r.words[from:]
	s.norms = r.ix.meta.norms(s.lens)
	return s
}

// parts are what a score is the sum of, feedback aside.
type parts struct{ words, nearness, phrases, window float64 }

func (p parts) sum() float64 { return p.words + p.nearness + p.phrases + p.window }

// score looks through a passage once. It leaves each word's part in r.tf and
// r.near.
func (r *reranker) score(s sequence) (p parts) {
	r.find(s)
	for i, q := range r.query.terms {
		r.tf[i] = q.weight * r.tf[i] / (r.tf[i] + k1)
		p.words += r.tf[i]
	}
	clear(r.near)
	if len(r.places) > 1 {
		p.nearness = r.nearness(1 / s.norms[body])
		p.phrases = r.phrases()
	}
	p.window = r.window()
	return p
}

// find counts the words looked for in r.tf, and sets r.places to where they stand.
func (r *reranker) find(s sequence) {
	clear(r.tf)
	r.places = r.places[:0]
	numbers, at := r.slots.numbers, 0
	for f, n := range s.lens {
		for i, t := range s.terms[at : at+n] {
			if slot := int(numbers[t]) - 1; slot >= 0 {
				r.tf[slot] += s.norms[f]
				if f == body {
					r.places = append(r.places, place{i, slot})
				}
			}
		}
		at += n
	}
}

// nearness leaves each word's part in r.near.
func (r *reranker) nearness(norm float64) float64 {
	for i, b := range r.places[1:] {
		a := r.places[i]
		if a.term == b.term || b.at-a.at >= len(r.powers) {
			continue
		}
		power := r.powers[b.at-a.at]
		r.near[a.term] += power * r.query.terms[b.term].weight
		r.near[b.term] += power * r.query.terms[a.term].weight
	}
	sum := 0.0
	for i, q := range r.query.terms {
		r.near[i] = r.query.rank.Nearness * q.weight * r.near[i] / (r.near[i] + k1*norm)
		sum += r.near[i]
	}
	return sum
}

// phrases counts each word as the first of a phrase once.
func (r *reranker) phrases() float64 {
	clear(r.phrased)
	sum, n := 0.0, len(r.query.terms)
	for i, b := range r.places {
		for j := i - 1; j >= 0 && b.at-r.places[j].at <= phraseReach; j-- {
			a := r.places[j]
			if int(r.gaps[a.term*n+b.term]) == b.at-a.at && !r.phrased[a.term] {
				r.phrased[a.term] = true
				sum += min(r.query.terms[a.term].weight, r.query.terms[b.term].weight)
			}
		}
	}
	return r.query.rank.Phrases * sum
}

func (r *reranker) window() float64 {
	clear(r.inWindow)
	best, sum, first := 0.0, 0.0, 0
	for _, p := range r.places {
		if r.inWindow[p.term] == 0 {
			sum += r.query.terms[p.term].weight
		}
		r.inWindow[p.term]++
		for ; p.at-r.places[first].at >= windowWords; first++ {
			t := r.places[first].term
			if r.inWindow[t]--; r.inWindow[t] == 0 {
				sum -= r.query.terms[t].weight
			}
		}
		best = max(best, sum)
	}
	return r.query.rank.Window * best * math.Sqrt(best/r.query.total)
}
