// Package expr describes sets of things of a knowledge base, and finds their members.
//
// An [Expr] says what is asked for as a set: "the films that Bong Joon Ho directed" is a
// join, the first of them a superlative over that, what two people both made an
// intersection. It knows nothing of the words that it was read from.
//
//	e := expr.NewEvaluator(ctx, base)        // for one question
//	nodes := e.Members(x)                    // each once
//	proof := e.Prove(x, nodes[0], nil)       // the statements that make it one of them
//
// The evaluator walks over the statements of the nodes on the way (eval.go), within a
// budget and the context's time, and keeps what it found for each part of an expression.
// Amounts are compared in one currency or unit at a time (currency.go).
package expr
