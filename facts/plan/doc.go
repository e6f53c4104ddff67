// Package plan works out what a question asks for as a set of things of the knowledge
// base: from the words of a [question.Question] to plans, and from a plan to its
// members with the statements that prove them.
//
//	p := plan.New(base)                       // once for a knowledge base
//	chart := p.Plan(q, plan.AsTyped)          // once for a question
//	for pl := range chart.All() { … }         // plans, the cheapest first
//	members := p.Run(ctx, archive).Execute(chart, pl)
//
// # Words to mentions
//
// A word or a run of words may be a mention: a name of the knowledge base
// (namelink.go), a wording of the schema (package lexicon; mention.go), a question word, a
// date or a number (values.go), what the conversation spoke of (context.go). A more
// lenient chart also takes what is misspelt or shortened (misspelt.go), and names that
// nobody knows.
//
// # Mentions to plans
//
// A [Chart] joins mentions into the cheapest reading of the whole question
// (plan.go). An item is a run of words that means a set of nodes, an [Expr], or a
// relation that wants an argument; two items join where the schema's kinds allow it
// (join.go and, one way of joining a file, apply.go, beside.go, imply.go, asks.go,
// superlative.go). The cost of a plan is the sum of its mentions, its joins and the
// words that it skips; it only orders what the kinds allow. The bound for what an item
// has still to pay is the least that each word outside it can cost, so the search is
// exact until it meets its limits.
//
// # Plans to members
//
// A [Run] works an expression out over the statements, and proves its members by those
// that make them so (package expr). [Run.Settle] takes the first plan that accounts for every word and has an
// answer; words that it leaves unread must describe what was found, in the paragraphs
// that are cited for it. A plan without members is either contradicted
// (contradiction.go) or not stated.
//
// No file here knows what a film or a director is: that is the schema's.
package plan
