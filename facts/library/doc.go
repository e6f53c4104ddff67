// Package library is what people do with a knowledge base besides asking: they look at what
// it holds.
//
//	lib := library.New(base, index)                  // facts, and the articles they rest on
//	nodes, exact := lib.Lookup("snowpiercer", nil)   // what somebody means by a name
//	card := lib.Card(nodes[0], 0, 10)                // what is stated of one thing
//
// A [Library] leads from a citation to the paragraph that a person is shown for it
// (library.go), and makes pages, whose every line has its citations: cards (card.go),
// timelines, two things side by side (compare.go), the statements of a thing or a
// paragraph, a source's paragraphs and a statement at random (browse.go). A [Completer]
// finds names by how they begin (complete.go). The lines are told by the teller that tells
// answers (say), on a [Page].
package library
