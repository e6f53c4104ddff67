// Package kb is the knowledge base: entities and values (nodes), statements
// that join them, and the schema that says what can be joined and how people
// speak of it. It knows no subject: what a film or a director is stands in the
// schema, which is data.
//
// A base is a handful of flat arrays, whether it was loaded from YAML (package curated),
// read from triples (package triples) or opened as a compact file ([OpenFile],
// whose format stands in file.go). Nodes are numbered by kind and then by id,
// values first; statements by subject and then by relation, in the order in
// which they were written. So the statements of a subject under a relation, and
// the nodes of a kind, are slices that cost nothing to return. Names are found by
// their squashed form ([Squash]) in a hash table, misspelt ones by the deletions
// that they share with a name (near.go), and words by their stem.
//
// A Base is never changed once made, and may be used by any number of
// goroutines.
//
//	schema.go   what may be said, and how people speak of it
//	build.go    a [Builder] collects what readers find, and lays it out as a base
//	base.go     what is asked of a base; sources.go what its statements cite
//	lookup.go   nodes by name and word; near.go by misspelt names; squash.go the form that names are found by
//	units.go    when two values say the same; hedge.go what keeps "over 1,000" apart from 1,000
//	file.go     the compact file; sound.go checks one, file1.go reads the first version of it
//
// What people write is read in rooms of its own: literal, table and anchor import kb, and
// triples, curated and guess import these.
package kb

import "hapjak/corpus"

// A Node is an entity or a value. Nodes are dense from 0.
type Node uint32

// A Kind is what a node is: one of the schema's kinds or of the literal ones.
type Kind uint16

// A Rel is a relation of the schema.
type Rel uint16

// A Stmt is a statement. Statements are dense from 0.
type Stmt uint32

// What is not there.
const (
	NoNode = ^Node(0)
	NoKind = ^Kind(0)
	NoRel  = ^Rel(0)
)

// The literal kinds, which every schema has.
const (
	Year   Kind = iota // A year: 2013.
	Date               // A day, a month or a year: 2025-04-03, 1964-07, 2013.
	Span               // Years from and to, a decade, or a date: 1910-1945, 1960s.
	Number             // A number, with its unit where it has one: 834338, 15 years, 70%.
	Money              // An amount with its currency: 20 billion won, $9M.
	Text               // Anything.
	Literals
)

// A Value is what a node of a literal kind stands for.
type Value struct {
	Kind Kind
	// Lo and Hi bound a year, date or span as YYYYMMDD numbers: 2013 is 20130101
	// to 20131231. For numbers and money both are the amount; for text, zero.
	Lo, Hi float64
	Text   string // as shown: "834,338", "20 billion won", "July 1964"
	Unit   string // of numbers and money: "years", "won"; empty where there is none
}

// A Qualifier says more about a statement: the character that somebody plays,
// the version that a title is of.
type Qualifier struct {
	Name  string
	Value Node
}

// A Near is a node one of whose names is near to what was looked for.
type Near struct {
	Node     Node
	Distance int // edits between the squashed forms
}

// Citable tells which paragraphs there are to cite.
type Citable interface {
	Paragraph(corpus.Ref) (corpus.Paragraph, bool)
}
