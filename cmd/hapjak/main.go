// Command hapjak answers questions about films and dramas made across borders, or
// about whatever the knowledge base it is given is about, and cites where each
// statement stands.
//
// A tour of the code, from the bottom up; read the package comments on the way.
//
// Package corpus reads articles from files, numbers their paragraphs and tells a
// digest from its original. Package nlp takes text apart: tokens, stems, tags, what
// was probably meant by a misspelt word. The two know nothing of each other, nor of
// facts.
//
// Package facts/kb holds what is known: entities with all their names, statements
// with their citations, and the schema that says how people ask for them; and it
// reads and writes the compact file they are kept in. Package facts/passages is the
// index of the articles' paragraphs. Package nlp/encoder is the
// small network that judges whether a sentence answers a question. Package facts/suggest
// proposes what could be stated of articles.
//
// Package facts puts them together; its package comment is the way of a question through
// its rooms. An [facts.Answerer] does all of it; its Ask is where to start reading.
//
// Package bot holds a conversation: a request in, a reply out, and what was spoken of
// before. It draws nothing: bot/console draws replies on a terminal, bot/discord in a
// channel, bot/web in a browser. bot/store is what a community's bot remembers.
//
// Here is one file per subcommand, each over run, which main calls with the world.
// order_test.go holds all packages to the order of this tour.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
