// Package kb measures Hapjak's facts beside SQLite's tables, over MetaQA. Its tests
// are all there is:
//
//	go test -run '^$' -bench . ./kb
//	go test -run '^$' -bench . -tags cgosqlite ./kb
//
// The first compares with SQLite in Go, which a program without cgo would embed; the
// second, which needs a C compiler, also with SQLite in C.
//
// SQLite is told which chain of relations to follow from which name, as a prepared
// statement. Hapjak follows the same chain through [hapjak/facts/kb] (walk), and is
// besides asked the question in words (ask), where it has to find out the topic and
// the chain by itself, and writes an answer with citations.
package kb
