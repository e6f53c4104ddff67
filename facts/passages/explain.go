package passages

import (
	"fmt"
	"strings"
)

// Explain says what a hit's score is made of, a line for each part that adds to it.
// The hit must be one that the query found.
func (ix *Index) Explain(q Query, h Hit) (text string) {
	defer ix.guard()
	s := new(searcher)
	terms := ix.queryTerms(q.Text)
	if len(terms) == 0 {
		return ""
	}
	s.reranker.run(ix, terms, s.candidatesOf(ix, q, terms, pool)) // for what feedback adds
	return s.reranker.explain(h)
}

func (r *reranker) explain(h Hit) string {
	var b strings.Builder
	line := func(part float64, format string, args ...any) {
		if part > 0 {
			fmt.Fprintf(&b, "%9.4f  %s\n", part, fmt.Sprintf(format, args...))
		}
	}
	var s sequence
	s.lens, s.terms = r.ix.appendSequence(int(h.Passage), nil)
	extra := r.feedback(s)
	for i, t := range r.extra {
		line(r.tf[i], "feedback %s, weight %.4f", r.ix.stem(int(t.term)), t.weight)
	}
	r.slots.reset()
	for i, q := range r.query {
		r.slots.put(uint32(q.term), i)
	}
	r.tf = resize(r.tf, len(r.query))
	p := r.score(s)
	for i, q := range r.query {
		stem := r.ix.stem(q.term)
		line(r.tf[i], "word %s, weight %.4f, in %d of %d passages", stem, q.weight, q.record.passages, r.ix.meta.passages)
		line(r.near[i], "nearness of %s to other words", stem)
	}
	line(p.window, "words within %d of each other", windowWords)
	line(p.sum()+extra, "score")
	return b.String()
}
