package passages

import (
	"math"
	"runtime/debug"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/nlp"
)

// A query is a question as it is looked for.
type query struct {
	terms  []queryTerm
	places []place // where the terms stand in the question, counted in words
	total  float64 // of the terms' weights
	rank   *Ranking
}

// A queryTerm is a stem of a question that the index holds.
type queryTerm struct {
	term   int
	weight float64
	record termRecord
	word   string // as it was asked, folded; of several the first
}

// A place is where a term of a query stands in a text.
type place struct{ at, term int }

// maxQueryTerms bounds the work that a stranger's text can ask for.
const maxQueryTerms = 64

// read finds what of a question is looked for.
func (ix *Index) read(in Query) query {
	rank := in.Ranking
	if rank == nil {
		rank = &ix.ranking
	}
	q := ix.weigh(in.Text, rank, rank.of)
	if len(q.terms) == 0 { // nothing but "who", "what is it": better than nothing
		q = ix.weigh(in.Text, rank, func(string, bool) float64 { return 1 })
	}
	return q
}

func (im *image) weigh(text string, rank *Ranking, weight func(word string, named bool) float64) query {
	q := query{rank: rank}
	at := 0
	take := func(t int, w float64, word string) {
		n := im.count(&q, t, w)
		if q.places = append(q.places, place{at, n}); q.terms[n].word == "" {
			q.terms[n].word = nlp.Fold(word)
		}
	}
	before := "" // the word before, where it is looked for
	for word, whole := range allForms(text) {
		at++
		w := weight(nlp.Fold(word), looksNamed(word, at == 1))
		if whole {
			w *= inOne
		}
		if w == 0 {
			before = ""
			continue
		}
		if t, ok := im.findWord(before + word); ok && before != "" { // "ice cream", where it is written in one
			take(t, w*inOne, before+word)
		}
		before = word
		t, ok := im.findWord(word)
		if !ok && rank.Misspelt > 0 {
			if t, ok = im.neighbour(stemOf(word)); ok {
				w *= rank.Misspelt
			}
		}
		if ok {
			take(t, w, word)
		} else if a, b, ok := im.parts(word); ok {
			take(a, w, word)
			at++
			take(b, w, word)
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

// inOne is what words count for that are looked for as one word as well, "ice-cream" as
// icecream: with more, passages that write it so were put before better ones.
const inOne = 0.1

// findWord returns the term of a word.
func (im *image) findWord(word string) (int, bool) {
	stem := stemOf(word)
	t, ok := im.findTerm(stem)
	if plain := plainStem(word); !ok && plain != stem { // as an earlier version has it
		t, ok = im.findTerm(plain)
	}
	return t, ok
}

// shortestPart is the length of the shortest of two words that may be written in one.
const shortestPart = 2

// parts takes a word that no passage holds apart into two that some do: of several pairs
// that whose longer word is the shortest.
func (im *image) parts(word string) (a, b int, ok bool) {
	if len(word) > maxCompound || !isPlain(strings.ToLower(word)) {
		return 0, 0, false
	}
	best := len(word)
	for i := shortestPart; i <= len(word)-shortestPart; i++ {
		longer := max(i, len(word)-i)
		if longer >= best {
			continue
		}
		l, found := im.findWord(word[:i])
		if !found {
			continue
		}
		if r, found := im.findWord(word[i:]); found {
			a, b, ok, best = l, r, true, longer
		}
	}
	return a, b, ok
}

// looksNamed reports whether a word is written as names and numbers are.
func looksNamed(word string, first bool) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsDigit(r) || !first && unicode.IsUpper(r)
}

// stemOf returns the stem of one word or number, the same for all its forms.
func stemOf(word string) string { return stemTogether(word, plainStem(word)) }

// plainStem returns what the stemmer makes of a word.
func plainStem(word string) string {
	for tok := range nlp.EachToken(word) {
		return tok.Stem
	}
	return word
}

// count adds an occurrence of a term to the query and returns which of its terms
// it is.
func (im *image) count(q *query, term int, weight float64) int {
	i := slices.IndexFunc(q.terms, func(t queryTerm) bool { return t.term == term })
	if i < 0 {
		i = len(q.terms)
		q.terms = append(q.terms, queryTerm{term: term, record: im.record(term)})
	}
	t := &q.terms[i]
	t.weight += weight * math.Pow(float64(t.record.idf), q.rank.IDFPower)
	return i
}

// IDF returns how much a stem tells: ln(1 + (N-n+0.5)/(n+0.5)) for n of N
// passages, as Lucene reckons it; for a stem that no passage holds the greatest.
func (ix *Index) IDF(stem string) (idf float64) {
	defer ix.guard(debug.SetPanicOnFault(true))
	for _, stem := range []string{stem, stemTogether("", stem), stemTogether(stem+"ded", stem)} { // "ad" is of "added" too
		if t, ok := ix.findTerm(stem); ok {
			return float64(ix.record(t).idf)
		}
	}
	return ix.meta.idf(0)
}

func (m meta) idf(n int) float64 {
	return math.Log(1 + (float64(m.passages-n)+0.5)/(float64(n)+0.5))
}
