package passages

import (
	"cmp"
	"math"
	"slices"
)

// The candidates that the impacts bring are scored again, from the words of each
// in their order. A passage's score is the sum of
//
//	words      each word of the query: weight × tf/(tf+k1), BM25F, exact
//	nearness   each word of the query: weight × a/(a+k1·norm), where a gathers from
//	           each pair of neighbouring occurrences of different words of the query
//	           the other's weight / distance^1.5 (Büttcher, Clarke and Lushman, 2006)
//	window     what the words of the query weigh that stand together in the best
//	           twelve words of the passage, × the root of their share of the query
//	feedback   words that the best five candidates share, weighed as a relevance model
//	           weighs them (Lavrenko and Croft, 2001; RM3), each like a word of the query
//
// Every constant is from the middle of a flat optimum over several collections;
// BENCHMARKS.md says what each part adds.
const (
	nearWeight     = 0.2
	nearDecay      = 1.5
	windowWeight   = 0.25
	windowWords    = 12
	feedbackWeight = 0.3 // of the query's own weight
	feedbackFrom   = 5   // passages
	feedbackTerms  = 20
	// pool is how many candidates are scored again at least, and those among
	// which feedback chooses, so that a score does not depend on how many hits
	// are wanted.
	pool = 64
)

// A candidate is a passage that is scored again.
type candidate struct {
	passage uint32
	score   float64
	seq     sequence
}

// A reranker scores the candidates of one query at a time. It may be reused.
type reranker struct {
	ix    *Index
	query []queryTerm
	total float64 // of the query's weights
	slots termTable
	extra []weightedTerm

	candidates []candidate
	words      []uint32 // of all candidates
	tf         []float64
	near       []float64
	inWindow   []int
	places     []place
	powers     [32]float64
	gathered   termTable
	sums       []weightedTerm
}

// A place is where a word of the query stands in a passage's body.
type place struct{ at, term int }

type weightedTerm struct {
	term   uint32
	weight float64
}

// run scores the passages and sorts them, the best first.
func (r *reranker) run(ix *Index, query []queryTerm, passages []uint64) []candidate {
	r.begin(ix, query, passages)
	for i := range r.candidates {
		c := &r.candidates[i]
		c.score = r.score(c.seq).sum()
	}
	first := r.candidates[:min(pool, len(r.candidates))]
	slices.SortFunc(first, byScore)
	r.expand(first[:min(feedbackFrom, len(first))])
	for i := range r.candidates {
		c := &r.candidates[i]
		c.score += r.feedback(c.seq)
	}
	slices.SortFunc(r.candidates, byScore)
	return r.candidates
}

func byScore(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.passage, b.passage))
}

func (r *reranker) begin(ix *Index, query []queryTerm, passages []uint64) {
	r.ix, r.query, r.total = ix, query, 0
	r.slots.reset()
	for i, q := range query {
		r.slots.put(uint32(q.term), i)
		r.total += q.weight
	}
	r.candidates, r.words, r.extra = r.candidates[:0], r.words[:0], r.extra[:0]
	for _, p := range passages {
		passage := ^uint32(p)
		from := len(r.words)
		var seq sequence
		seq.lens, r.words = ix.appendSequence(int(passage), r.words)
		seq.terms = r.words[from:len(r.words):len(r.words)]
		r.candidates = append(r.candidates, candidate{passage: passage, seq: seq})
	}
	r.tf = resize(r.tf, len(query))
	r.near = resize(r.near, len(query))
	r.inWindow = resize(r.inWindow, len(query))
	if r.powers[1] == 0 {
		for d := 1; d < len(r.powers); d++ {
			r.powers[d] = math.Pow(float64(d), -nearDecay)
		}
	}
}

func resize[T any](s []T, n int) []T {
	return slices.Grow(s[:0], n)[:n]
}

// parts are what a score is the sum of, feedback aside.
type parts struct{ words, nearness, window float64 }

func (p parts) sum() float64 { return p.words + p.nearness + p.window }

// score looks through a passage once. It leaves each word's part in r.tf and
// r.near.
func (r *reranker) score(s sequence) (p parts) {
	clear(r.tf)
	r.places = r.places[:0]
	norms := r.ix.meta.norms(s.lens)
	at := 0
	for f, n := range s.lens {
		norm := norms[f]
		for i, t := range s.terms[at : at+n] {
			if q, ok := r.slots.get(t); ok {
				r.tf[q] += norm
				if f == body {
					r.places = append(r.places, place{i, q})
				}
			}
		}
		at += n
	}
	for i, q := range r.query {
		r.tf[i] = q.weight * r.tf[i] / (r.tf[i] + k1)
		p.words += r.tf[i]
	}
	if len(r.places) > 1 {
		p.nearness = r.nearness(1 / norms[body])
	}
	p.window = r.window()
	return p
}

// nearness leaves each word's part in r.near.
func (r *reranker) nearness(norm float64) float64 {
	clear(r.near)
	for i, b := range r.places[1:] {
		a := r.places[i]
		if a.term == b.term || b.at-a.at >= len(r.powers) {
			continue
		}
		power := r.powers[b.at-a.at]
		r.near[a.term] += power * r.query[b.term].weight
		r.near[b.term] += power * r.query[a.term].weight
	}
	sum := 0.0
	for i, q := range r.query {
		r.near[i] = nearWeight * q.weight * r.near[i] / (r.near[i] + k1*norm)
		sum += r.near[i]
	}
	return sum
}

func (r *reranker) window() float64 {
	clear(r.inWindow)
	best, sum, first := 0.0, 0.0, 0
	for _, p := range r.places {
		if r.inWindow[p.term] == 0 {
			sum += r.query[p.term].weight
		}
		r.inWindow[p.term]++
		for ; p.at-r.places[first].at >= windowWords; first++ {
			t := r.places[first].term
			if r.inWindow[t]--; r.inWindow[t] == 0 {
				sum -= r.query[t].weight
			}
		}
		best = max(best, sum)
	}
	return windowWeight * best * math.Sqrt(best/r.total)
}

// expand leaves in r.extra the words that the best candidates share.
func (r *reranker) expand(best []candidate) {
	r.gathered.reset()
	r.sums = r.sums[:0]
	all := 0.0
	for _, c := range best {
		all += math.Exp(c.score - best[0].score)
	}
	for _, c := range best {
		share := math.Exp(c.score-best[0].score) / all / float64(max(1, len(c.seq.terms)))
		for _, t := range c.seq.terms {
			i, ok := r.gathered.get(t)
			if !ok {
				i = len(r.sums)
				r.gathered.put(t, i)
				r.sums = append(r.sums, weightedTerm{term: t})
			}
			r.sums[i].weight += share
		}
	}
	r.choose()
}

// choose keeps of r.sums the terms that tell most, their weights together a share
// of the query's.
func (r *reranker) choose() {
	for _, t := range r.sums {
		rec := r.ix.record(int(t.term))
		if rec.glue || rec.passages < 2 {
			continue
		}
		t.weight *= r.ix.idf(rec.passages)
		at := len(r.extra)
		if at == feedbackTerms {
			if t.weight <= r.extra[at-1].weight {
				continue
			}
			at--
		} else {
			r.extra = append(r.extra, t)
		}
		for ; at > 0 && r.extra[at-1].weight < t.weight; at-- {
			r.extra[at] = r.extra[at-1]
		}
		r.extra[at] = t
	}
	sum := 0.0
	for _, t := range r.extra {
		sum += t.weight
	}
	r.slots.reset()
	for i := range r.extra {
		r.extra[i].weight *= feedbackWeight * r.total / sum
		r.slots.put(r.extra[i].term, i)
	}
	r.tf = resize(r.tf, len(r.extra))
}

// feedback returns that part of a passage's score, and leaves each word's in r.tf.
func (r *reranker) feedback(s sequence) float64 {
	clear(r.tf)
	norms := r.ix.meta.norms(s.lens)
	at := 0
	for f, n := range s.lens {
		for _, t := range s.terms[at : at+n] {
			if e, ok := r.slots.get(t); ok {
				r.tf[e] += norms[f]
			}
		}
		at += n
	}
	sum := 0.0
	for i, t := range r.extra {
		r.tf[i] = t.weight * r.tf[i] / (r.tf[i] + k1)
		sum += r.tf[i]
	}
	return sum
}
