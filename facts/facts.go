// Package facts answers questions from a knowledge base and the articles that it rests on.
//
// # The way of a question
//
//	question  a message is taken apart: what it asks, and what is said around that (frame.go);
//	          what it asks is read into words, each with what it costs to leave it unread
//	plan      what only composition can answer: the words are joined by named rules into the
//	          cheapest reading over the schema's graph, which is worked out over the statements
//	evidence  candidates from every source: the plan's answer, statements put as sentences,
//	          sentences of the articles, the articles themselves as things
//	          (nlp/encoder reads each of them beside the question)
//	decide    each candidate's features become the probability that it answers rightly; the best
//	          one answers if it is likely enough, and else the sources do not say
//	say       statements become sentences, with citations kept apart from the text
//
// Each room imports only those above it. This package puts them together: ask.go is the
// order in which a turn is dealt with, judged.go how candidates are gathered and the best
// one is taken, clauses.go how two questions in one message are both answered, special.go
// small talk. Beside questions there are cards, timelines and browsing (card.go,
// timeline.go, browse.go).
//
// A plan that is sure by itself answers at once: then nothing is gathered, and the encoder
// is not even opened. A follow-up is read twice, as it stands and behind the question that
// it goes on from, and the likeliest candidate of both decides.
//
// No file here knows what a film or a director is: that is the schema's.
package facts
