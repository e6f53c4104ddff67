package passages

import (
	"math"
	"slices"

	"hapjak/nlp"
)

// A query is a question as it is looked for.
type query struct {
	terms  []queryTerm
	places []place // where the terms stand in the question, counted in words
	total  float64 // of the terms' weights
}

// A queryTerm is a stem of a question that the index holds.
type queryTerm struct {
	term   int
	weight float64
	record termRecord
}

// A place is where a term of a query stands in a text.
type place struct{ at, term int }

// A word of a query weighs idf^1.2: rare words lead.
const idfPower = 1.2

// maxQueryTerms bounds the work that a stranger's text can ask for.
const maxQueryTerms = 64

// read finds what of a question is looked for.
func (ix *Index) read(text string) query {
	q := ix.weigh(text, weightInQuestion)
	if len(q.terms) == 0 { // nothing but "who", "what is it": better than nothing
		q = ix.weigh(text, func(nlp.Token, bool) float64 { return 1 })
	}
	return q
}

func (ix *Index) weigh(text string, weight func(t nlp.Token, first bool) float64) query {
	var q query
	at := 0
	for tok := range nlp.EachToken(text) {
		if tok.Kind != nlp.Word && tok.Kind != nlp.Number {
			continue
		}
		at++
		w := weight(tok, at == 1)
		if w == 0 {
			continue
		}
		if t, ok := ix.findTerm(tok.Stem); ok {
			q.places = append(q.places, place{at, ix.count(&q, t, w)})
		}
		if len(q.terms) == maxQueryTerms || at == 16*maxQueryTerms {
			break
		}
	}
	for _, t := range q.terms {
		q.total += t.weight
	}
	return q
}

// count adds an occurrence of a term to the query and returns which of its terms
// it is.
func (ix *Index) count(q *query, term int, weight float64) int {
	i := slices.IndexFunc(q.terms, func(t queryTerm) bool { return t.term == term })
	if i < 0 {
		i = len(q.terms)
		q.terms = append(q.terms, queryTerm{term: term, record: ix.record(term)})
	}
	t := &q.terms[i]
	t.weight += weight * math.Pow(ix.idf(t.record.passages), idfPower)
	return i
}

// weightInQuestion returns how much a word of a question counts before its
// rarity. Words that hold the question together count nothing, unless they are
// written as a name is ("Will", "It"); words that speak of the asking little;
// names and numbers more than others.
func weightInQuestion(t nlp.Token, first bool) float64 {
	named := t.Kind == nlp.Number || !first && t.Capitalised()
	switch {
	case isGlue(t.Norm) && named:
		return 0.5
	case isGlue(t.Norm):
		return 0
	case isTalk(t.Norm):
		return 0.3
	case named:
		return 1.1
	}
	return 1
}

// IDF returns how much a stem tells: ln(1 + (N-n+0.5)/(n+0.5)) for n of N
// passages, as Lucene reckons it; for a stem that no passage holds the greatest.
func (ix *Index) IDF(stem string) (idf float64) {
	defer ix.guard()
	if t, ok := ix.findTerm(stem); ok {
		return ix.idf(ix.record(t).passages)
	}
	return ix.idf(0)
}

func (ix *Index) idf(n int) float64 {
	return math.Log(1 + (float64(ix.meta.passages-n)+0.5)/(float64(n)+0.5))
}
