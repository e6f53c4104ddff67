package passages

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hapjak/nlp"
)

// Search returns the k passages that fit the query best, best first.
func (ix *Index) Search(q Query, k int) []Hit {
	scores := map[uint32]float64{}
	for _, t := range ix.queryTerms(q.Text) {
		eachPosting(ix.postings(t.term), ix.frequency(t.term), func(p posting) {
			scores[p.passage] += t.weight * float64(p.impact) / 255
		})
	}
	var hits []Hit
	for p, s := range scores {
		if ix.admits(q, int(p)) {
			hits = append(hits, Hit{Passage: p, Score: s})
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Passage, b.Passage))
	})
	hits = hits[:min(k, len(hits))]
	for i := range hits {
		hits[i].Ref = ix.ref(int(hits[i].Passage))
	}
	return hits
}

// Explain says what a hit's score is made of.
func (ix *Index) Explain(q Query, h Hit) string {
	var b strings.Builder
	for _, t := range ix.queryTerms(q.Text) {
		eachPosting(ix.postings(t.term), ix.frequency(t.term), func(p posting) {
			if p.passage == h.Passage {
				fmt.Fprintf(&b, "%8.3f %s: weight %.3f × impact %.3f\n", t.weight*float64(p.impact)/255, ix.termName(t.term), t.weight, float64(p.impact)/255)
			}
		})
	}
	return b.String()
}

func (ix *Index) admits(q Query, passage int) bool {
	if q.Source == "" && q.From == "" && q.To == "" {
		return true
	}
	s := ix.source(ix.sourceOf(passage))
	if q.Source != "" && s.ID != q.Source {
		return false
	}
	return within(s.Date, q.From, q.To)
}

// within reports whether a date lies between two others as far as they are
// known: "2014" is all of 2014.
func within(date, from, to string) bool {
	if from == "" && to == "" {
		return true
	}
	return date != "" && (from == "" || date+"-99-99" >= from) && (to == "" || date <= to+"-99-99")
}

type queryTerm struct {
	term   int
	weight float64
}

// queryTerms are the stems of a query that the index holds, each once.
func (ix *Index) queryTerms(text string) []queryTerm {
	var terms []queryTerm
	for _, all := range []bool{false, true} {
		for tok := range nlp.EachToken(text) {
			if tok.Kind != nlp.Word && tok.Kind != nlp.Number || !all && asks(tok.Norm) {
				continue
			}
			t, ok := ix.findTerm(tok.Stem)
			if ok && !slices.ContainsFunc(terms, func(q queryTerm) bool { return q.term == t }) {
				terms = append(terms, queryTerm{t, ix.idf(ix.frequency(t))})
			}
		}
		if len(terms) > 0 {
			break
		}
	}
	return terms
}
