// Package facts answers questions from a knowledge base and the passages of its
// sources.
//
// # The way of a question
//
// A question is read once (facts/question), planned over the facts (facts/plan), and
// held against what else may answer it (facts/evidence, facts/decide). What an answer
// tells is told from statements (say.go, reply.go).
//
// What is tried, the surest first, is a list in ask.go. What is asked of the program or
// of its sources is in special.go and sources.go; what the facts do not tell, in
// describe.go.
//
// No file here knows what a film or a director is: that is the schema's.
package facts
