package passages

import (
	"math"

	"hapjak/nlp"
)

// A queryTerm is a stem of a query that the index holds.
type queryTerm struct {
	term   int
	weight float64 // idf × occurrences, less for words that talk about asking
	record termRecord
}

// maxQueryTerms bounds the work that a stranger's text can ask for.
const maxQueryTerms = 64

// queryTerms returns the stems that are looked for, each once, in their order.
func (ix *Index) queryTerms(text string) []queryTerm {
	terms := ix.termsOf(text, weightInQuestion)
	if len(terms) == 0 { // nothing but "who", "what is it": better than nothing
		terms = ix.termsOf(text, func(nlp.Token, bool) float64 { return 1 })
	}
	return terms
}

func (ix *Index) termsOf(text string, weight func(t nlp.Token, first bool) float64) []queryTerm {
	var terms []queryTerm
	first := true
	for tok := range nlp.EachToken(text) {
		if tok.Kind != nlp.Word && tok.Kind != nlp.Number {
			continue
		}
		w := weight(tok, first)
		first = false
		if w == 0 {
			continue
		}
		if t, ok := ix.findTerm(tok.Stem); ok {
			terms = ix.count(terms, t, w)
		}
		if len(terms) == maxQueryTerms {
			break
		}
	}
	return terms
}

func (ix *Index) count(terms []queryTerm, term int, weight float64) []queryTerm {
	at := 0
	for at < len(terms) && terms[at].term != term {
		at++
	}
	if at == len(terms) {
		terms = append(terms, queryTerm{term: term, record: ix.record(term)})
	}
	q := &terms[at]
	q.weight += weight * ix.idf(q.record.passages)
	return terms
}

// weightInQuestion returns how much a word of a question counts before its
// rarity: nothing for words that hold the question together, unless they are
// written as a name ("Will", "It"), a third for words that speak of the asking.
func weightInQuestion(t nlp.Token, first bool) float64 {
	switch {
	case t.Kind == nlp.Number:
		return 1
	case isGlue(t.Norm) && (first || !t.Capitalised()):
		return 0
	case isTalk(t.Norm):
		return talkWeight
	}
	return 1
}

const talkWeight = 0.3

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
