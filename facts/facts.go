// Package facts answers questions from a knowledge base and the passages of its
// sources.
//
// # The way of a question
//
// A question is read into words (read.go, words.go): glue holds content together,
// talk wraps it, and every word of content must be accounted for. Words are looked
// up as mentions: names of the knowledge base (namelink.go), wordings of the schema
// (lexicon.go), question words, dates and numbers (mention.go, values.go).
//
// The planner (plan.go) joins mentions into the cheapest reading of the whole
// question. It is a best-first chart parser with gaps: an item is a run of words
// that means a set of nodes (expr.go) or a relation that wants an argument, and
// two items join where the schema's kinds allow it (join.go and, one way of joining
// a file, apply.go, beside.go, imply.go, asks.go, superlative.go). The cost of a
// reading is the sum of its mentions, its joins and the words that it skips; what a
// join costs stands in join.go, and only orders readings that the kinds allow. The
// bound for what an item has still to pay is the least that each word outside it
// can cost, so the search is exact until it meets its limits.
//
// A reading is worked out over the statements (eval.go) and its members are proved
// by the statements that make them so (proof.go), which is what an answer tells and
// cites (say.go, reply.go). The first reading that accounts for every word and has
// an answer wins; words that it leaves unread must describe what was found, in the
// paragraphs that are cited for it. A reading without an answer is either
// contradicted, and then corrected, or not stated, and then unknown (reply.go,
// describe.go).
//
// What is tried, the surest first, is a list in ask.go: what is asked of the program
// or its sources (special.go, sources.go); the facts as they are named; the facts
// with misspellings, shortened names and descriptions allowed for (misspelt.go,
// respell.go, described.go); statements that hold the words (statements.go); two
// questions in one (clauses.go); the passages (passage.go). Follow-ups take their
// topics from the turn before (context.go, followup.go).
//
// No file here knows what a film or a director is: that is the schema's.
package facts
