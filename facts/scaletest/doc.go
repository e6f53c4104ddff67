// Package scaletest tests and measures the planner at the scale of a film database:
// MetaQA's 133,582 statements and the film catalogue's 260,276, which lie outside
// the repository. What needs them skips where they are absent.
//
// The film catalogue has questions of its own, facts/testdata/films/questions.jsonl,
// each with a gold expression in place of an answer. The expression is worked out by
// scanning the catalogue's lines (gold_test.go), slowly and by other code than the
// knowledge base's, so that the two can only agree by both being right.
package scaletest
