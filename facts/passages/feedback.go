package passages

import "math"

// expand sets the reranker to look for the words that the best candidates share:
// a word weighs what it makes of each candidate's length, times the candidate's
// share of their likelihoods, times its idf.
func (r *reranker) expand(best []candidate) {
	r.gathered.reset(r.ix.meta.terms)
	r.sums = r.sums[:0]
	all := 0.0
	for _, c := range best {
		all += math.Exp(c.score - best[0].score)
	}
	for _, c := range best {
		terms := r.sequences[c.at].terms
		share := math.Exp(c.score-best[0].score) / all / float64(len(terms))
		for _, t := range terms {
			if r.gathered.numbers[t] == 0 {
				if r.gathered.full() {
					continue
				}
				r.gathered.add(t)
				r.sums = append(r.sums, weightedTerm{term: t})
			}
			r.sums[r.gathered.numbers[t]-1].weight += share
		}
	}
	r.choose()
	r.slots.reset(r.ix.meta.terms)
	for _, t := range r.extra {
		r.slots.add(t.term)
	}
	r.tf = resize(r.tf, len(r.extra))
}

// choose keeps of r.sums the terms that weigh most, by falling weight, and gives
// them together a share of the query's weight.
func (r *reranker) choose() {
	r.extra = r.extra[:0]
	most := r.ix.meta.idf(0)
	sum := 0.0
	for _, t := range r.sums {
		if len(r.extra) == feedbackTerms && t.weight*most <= r.extra[feedbackTerms-1].weight {
			continue
		}
		rec := r.ix.record(int(t.term))
		if rec.glue || rec.passages < 2 {
			continue
		}
		t.weight *= float64(rec.idf)
		r.insert(t)
	}
	for _, t := range r.extra {
		sum += t.weight
	}
	for i := range r.extra {
		r.extra[i].weight *= r.query.rank.Feedback * r.query.total / sum
	}
}

// insert puts a term in its place in r.extra, which holds no more than wanted.
func (r *reranker) insert(t weightedTerm) {
	at := len(r.extra)
	if at == feedbackTerms {
		if at--; t.weight <= r.extra[at].weight {
			return
		}
	} else {
		r.extra = append(r.extra, t)
	}
	for ; at > 0 && r.extra[at-1].weight < t.weight; at-- {
		r.extra[at] = r.extra[at-1]
	}
	r.extra[at] = t
}

// feedback returns that part of a passage's score, and leaves each word's in r.tf.
func (r *reranker) feedback(s sequence) float64 {
	clear(r.tf)
	numbers, at := r.slots.numbers, 0
	for f, n := range s.lens {
		for _, t := range s.terms[at : at+n] {
			if slot := int(numbers[t]) - 1; slot >= 0 {
				r.tf[slot] += s.norms[f]
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
