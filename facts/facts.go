// Package facts answers questions from a knowledge base and the articles that it rests on.
//
// # The way of a question
//
//	question  a message is taken apart: what it asks, and what is said around that (frame.go);
//	          what it asks is read into words, each with what it costs to leave it unread
//	plan      what only composition can answer: the words are joined by named rules into the
//	          cheapest reading over the schema's graph, a set (expr) that is worked out over the statements
//	evidence  candidates from every source: the plan's answer, statements put as sentences,
//	          sentences of the articles, the articles themselves as things
//	judge     the encoder reads each of them beside the question; what it said is kept
//	decide    each candidate's features become the probability that it answers rightly; the best
//	          one answers if it is likely enough, and else the sources do not say
//	span      the words of evidence that answer in short; verdict: yes or no
//	say       statements become sentences, with citations kept apart from the text
//
// Each room imports only those above it. This package puts them together:
//
//	ask.go       the order in which a turn is dealt with: special.go is small talk, clauses.go
//	             answers the questions of one message one by one, evidence takes out whose
//	             word is wanted, inorder.go tells things in the order of time
//	choice.go, listed.go, pointed.go  a message that goes on from the last answer, by what it
//	             picks, lists or points at there, is put as a question of its own (dated.go: "when
//	             was that?" is told at once)
//	readings.go  a question as it stands, and behind the one that it goes on from
//	gather.go    the candidates of each reading
//	judging.go   what the encoder says of them, and chosen.go what a question sets apart
//	weigh.go     which candidate is the best, and what is told beside it (further.go)
//	planreply.go, evidencereply.go  the answer that a plan makes, and that a statement or a
//	             passage makes (shorts.go: in few words)
//	describe.go  what is said where nothing answers, and of a thing that is only named
//
// Beside questions there are cards, timelines and browsing: package library.
//
// A plan that is sure by itself answers at once: then nothing is gathered, and the encoder
// is not even opened. A follow-up is read twice, as it stands and behind the question that
// it goes on from, and the likeliest candidate of both decides.
//
// No file here knows what a film or a director is: that is the schema's.
package facts
