// Package passages keeps the paragraphs of the sources and finds the ones that
// speak of what a question asks.
//
// A [Builder] takes sources and writes one file; [Open] maps that file into
// memory, [Load] reads it where it lies embedded in the program. Neither reads
// it whole: see file.go for the format.
package passages

import "hapjak/corpus"

// A Query is what is looked for.
type Query struct {
	Text   string
	Source string // the id of the one source to search; empty for all
	// From and To bound the source's date, both included: "2014", "2014-05",
	// "2014-05-31". Empty is unbounded; a source without a date passes no bound.
	From, To string
	Ranking  *Ranking // nil for the default; others are for measuring what each part adds
}

// A Hit is one passage found.
type Hit struct {
	Passage uint32 // the passage's place in the index, from 0
	Ref     corpus.Ref
	Score   float64
}
