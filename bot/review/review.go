// Package review is the curators' desk without its pages: it puts the questions that were
// kept into groups that ask the same, proposes how each may be mended, tells what a mending
// changes elsewhere, makes it in the files of the knowledge base, and takes it back.
//
// # The queue
//
// A [Queue] reads what the store keeps, and later only what is new. Each wording is read once
// ([hapjak/facts.Answerer.Gist]); same.go says when two of them ask the same. A group's place
// follows from what happened to its questions: how many people, and how bad (badness).
//
// # Mendings
//
// A [Mending] is one of a few kinds ([Kinds]): this name means that thing, this wording asks
// for that relation, this is the answer, this is out of scope. A [Desk] turns it into an
// [Edit] of one file, written as a person would and with every comment kept, says what else
// it changes, and makes it when the file is still the one that was shown. The files stay the
// truth: what was done to them is kept in the store only so that it can be taken back.
//
// A base that people write is mended in its own files; one that was imported in
// mendings.yaml and answers.yaml beside the import; of the one in the program a copy is made
// first.
package review
