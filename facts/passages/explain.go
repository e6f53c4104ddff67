package passages

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
)

// Explain says what a hit's score is made of, a line for each part that adds to it.
// The hit must be one that the query found.
func (ix *Index) Explain(q Query, h Hit) (text string) {
	defer ix.guard(debug.SetPanicOnFault(true))
	s := new(searcher)
	if len(s.run(ix, q, pool)) == 0 { // run for what feedback adds
		return ""
	}
	return s.explain(h)
}

func (r *reranker) explain(h Hit) string {
	var b strings.Builder
	line := func(part float64, format string, args ...any) {
		if part != 0 {
			fmt.Fprintf(&b, "%9.4f  %s\n", part, fmt.Sprintf(format, args...))
		}
	}
	s := r.fetch(h.Passage)
	extra, words := r.explainFeedback(s)
	r.begin(r.ix, r.query)
	p := r.score(s)
	for i, q := range r.query.terms {
		stem := r.ix.stem(q.term)
		line(r.tf[i], "word %s, weight %.4f, in %d of %d passages", stem, q.weight, q.record.passages, r.ix.meta.passages)
		line(r.near[i], "nearness of %s to other words", stem)
	}
	line(p.phrases, "words as far apart as in the question")
	line(p.window, "words within %d of each other", windowWords)
	line(extra, "feedback: words of the best passages, %s", words)
	score := p.sum() + extra
	if r.query.rank.Exact > 0 && len(r.query.terms) <= exactTerms {
		lost := score * r.otherForms(h.Passage, s)
		line(-lost, "words in other forms")
		score -= lost
	}
	line(score, "score")
	return b.String()
}

// explainFeedback returns that part of the score, and the words that add most to it.
func (r *reranker) explainFeedback(s sequence) (float64, string) {
	if r.query.rank.Feedback == 0 {
		return 0, ""
	}
	sum := r.feedback(s)
	order := make([]int, len(r.extra))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.tf[b], r.tf[a]) })
	var words []string
	for _, i := range order[:min(8, len(order))] {
		if r.tf[i] > 0 {
			words = append(words, fmt.Sprintf("%s %.2f", r.ix.stem(int(r.extra[i].term)), r.tf[i]))
		}
	}
	return sum, strings.Join(words, ", ")
}
