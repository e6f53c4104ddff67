package passages

// A Ranking is what the parts of a score weigh. The score of a passage is the sum of
//
//	words      each word of the query: weight × tf/(tf+k1), BM25F, exact
//	nearness   each word of the query: weight × a/(a+k1·norm), where a gathers from
//	           each pair of neighbouring occurrences of different words of the query
//	           the other's weight / distance^1.5 (Büttcher, Clarke and Lushman, 2006)
//	phrases    two words that stand up to three words apart in the query and just so
//	           in the passage: the lesser of their weights
//	window     what the words of the query weigh that stand together in the best
//	           twelve words of the passage, × the root of their share of the query
//	feedback   words that the best five candidates share, weighed as a relevance model
//	           weighs them (Lavrenko and Croft, 2001; RM3), each like a word of the query
//
// and a word weighs its idf to a power, times what kind of word it is. A zero leaves a part out. Every
// default is from the middle of a flat optimum over several collections; BENCHMARKS.md
// says what each part adds.
type Ranking struct {
	Glue     float64 // words that hold a question together: "who", "did", "the"
	Named    float64 // the same written as a name is: "Will", "It"
	Talk     float64 // words about the asking: "interested", "articles"
	Name     float64 // names and numbers; other words weigh 1
	Misspelt float64 // what a word that no passage holds was probably meant to be
	IDFPower float64

	Nearness float64
	Phrases  float64
	Window   float64
	Feedback float64 // all words of it together, as a share of the query's weight
	Exact    float64 // the share of a score that is lost where only stems are shared
	// ExactAlone is that share where one word is all that is looked for. A word that comes again and again makes at most
	// k1+1 times of a score, about twice, and feedback a little more.
	ExactAlone float64
}

// DefaultRanking returns the ranking of queries that name none.
func DefaultRanking() Ranking {
	return Ranking{Named: 0.5, Talk: 0.3, Name: 1.1, Misspelt: 0.7, IDFPower: 1.2, Nearness: 0.2, Phrases: 0.3, Window: 0.25, Feedback: 0.3, Exact: 0.2, ExactAlone: 0.6}
}

// What the parts look at.
const (
	nearDecay     = 1.5
	phraseReach   = 3  // words
	windowWords   = 12 // words
	feedbackFrom  = 5  // passages
	feedbackTerms = 20
	// pool is how many candidates are scored again at least, and those among
	// which feedback chooses, so that a score does not depend on how many hits
	// are wanted. Scoring 96 changes no measure by more than 0.002.
	pool = 32
)

// of returns what a word weighs before its rarity.
func (r *Ranking) of(word string, named bool) float64 {
	switch {
	case isGlue(word) && named:
		return r.Named
	case isGlue(word):
		return r.Glue
	case isTalk(word):
		return r.Talk
	case named:
		return r.Name
	}
	return 1
}
