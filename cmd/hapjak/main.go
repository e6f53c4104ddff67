// Command hapjak answers questions about films and dramas made across borders, or
// about whatever the knowledge base it is given is about, and cites where each
// statement stands.
//
// A tour of the code, from the bottom up. Package corpus reads the articles and
// numbers their paragraphs; nlp takes text apart. Package facts holds what is known
// (facts/kb), finds passages (facts/passages), reads questions, plans how to answer
// them and writes the answers. Package bot holds a conversation; bot/console draws it
// on a terminal and bot/discord in a channel. Here is one file per subcommand, each
// over run, which main calls with the world.
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
