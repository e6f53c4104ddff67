package passages

import (
	"math"
	"regexp"
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
	before := ""       // the word before, where it is looked for
	var last [2]string // the two words before
	for word, whole := range allForms(byN.ReplaceAllString(text, "$1 and $2")) {
		at++
		w := weight(nlp.Fold(word), looksNamed(word, at == 1))
		if whole {
			w *= inOne
		} else {
			if whole := last[0] + "n" + word; w > 0 && last[0] != "" && strings.EqualFold(last[1], "and") {
				if t, ok := im.findWord(whole); ok { // "rock and roll", where it is written rock'n'roll
					take(t, w, whole)
				}
			}
			last = [2]string{last[1], word}
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
			if t, ok = im.neighbour(word); ok {
				w *= rank.Misspelt
			}
		}
		if ok {
			take(t, w, word)
			if !whole {
				if a, b, ok := im.parts(word, true); ok { // "icecream", where it is written in two
					take(a, w*inTwo, word)
					take(b, w*inTwo, word)
				}
			}
		} else if a, b, ok := im.parts(word, false); ok {
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
// icecream: with more, passages that write it so were put before better ones. inTwo is what
// each of the two counts for that a word is looked for as.
const (
	inOne = 0.1
	inTwo = 0.04
)

// byN matches two words joined by an n for "and", or by its sign, however these are set. In a
// question they are read as "and": an n by itself stands in many a passage, and would count for more than the words.
var byN = regexp.MustCompile(`([\pL\pN]{2,})(?:[ '’‘-]{1,5}n[ '’‘-]{1,5}|[ -]?['’‘][Nn]['’‘][ -]?| ?& ?)([\pL\pN]{2,})`)

// findWord returns the term of a word.
func (im *image) findWord(word string) (int, bool) {
	stem := stemOf(word)
	t, ok := im.findTerm(stem)
	if plain := plainStem(word); !ok && plain != stem { // as an earlier version has it
		t, ok = im.findTerm(plain)
	}
	return t, ok
}

// shortestPart is the length of the shortest of two words that may be written in one, and
// shortestKnown that of a word that is taken apart though some passage holds it: most words
// are shorter, and no two.
const (
	shortestPart  = 2
	shortestKnown = 7
)

// parts takes a word apart into two that some passages hold: of several pairs that whose
// longer word is the shortest. known says that some passage holds the word itself: then its
// parts must stand next to each other somewhere, as ice and cream do, but "cake" behind "pan"
// hardly does.
func (im *image) parts(word string, known bool) (a, b int, ok bool) {
	if len(word) > maxCompound || known && len(word) < shortestKnown || !isPlain(strings.ToLower(word)) {
		return 0, 0, false
	}
	shortest := shortestPart
	if known {
		shortest++
	}
	best, stem := len(word), plainStem(word)
	for i := shortest; i <= len(word)-shortest; i++ {
		longer := max(i, len(word)-i)
		if longer >= best {
			continue
		}
		if known && !im.mayEnd(word[i:], stem[min(i, len(stem)):]) {
			continue
		}
		l, found := im.findWord(word[:i])
		if !found {
			continue
		}
		if r, found := im.findWord(word[i:]); found && (!known || im.sideBySide(l, r)) {
			a, b, ok, best = l, r, true, longer
		}
	}
	return a, b, ok
}

// mayEnd reports whether the last part of a word, or of its stem, is likely a term, without
// the stemming that takes most of the time.
func (im *image) mayEnd(part, stem string) bool {
	_, ok := im.findTerm(stem)
	if !ok {
		_, ok = im.findTerm(strings.TrimSuffix(part, "s"))
	}
	return ok
}

// maxSides and maxListed bound how many passages are looked at, and how many postings, to see
// whether two words stand side by side.
const (
	maxSides  = 64
	maxListed = 4096
)

// sideBySide reports whether some passage has a term right before another, both of which mean
// something by themselves.
func (im *image) sideBySide(a, b int) bool {
	of, other := im.record(a), im.record(b)
	if of.glue || other.glue {
		return false
	}
	rare, common := im.list(a, of), im.list(b, other)
	if rare.n > common.n {
		rare, common = common, rare
	}
	listed, looked := 0, 0
	var terms []uint32
	for p := range rare.each {
		if listed++; listed > maxListed || looked == maxSides {
			break
		}
		if common.impact(p) == 0 {
			continue
		}
		looked++
		_, terms = im.appendSequence(int(p), terms[:0])
		for i, t := range terms {
			if i > 0 && int(t) == b && int(terms[i-1]) == a {
				return true
			}
		}
	}
	return false
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
	for _, stem := range []string{stem, stemTogether("", stem), stemTogether(stem+"ded", stem), stemTogether(stem+"s", stem)} { // "ad" is of "added" too, "crisi" of "crisis"
		if t, ok := ix.findTerm(stem); ok {
			return float64(ix.record(t).idf)
		}
	}
	return ix.meta.idf(0)
}

func (m meta) idf(n int) float64 {
	return math.Log(1 + (float64(m.passages-n)+0.5)/(float64(n)+0.5))
}
