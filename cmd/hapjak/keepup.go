package main

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"hapjak/bot"
	"hapjak/bot/watch"
	"hapjak/facts"
	"hapjak/facts/intake"
)

// opener returns what opens the knowledge base that the flags name, each time as it is
// then, with one encoder for all.
func opener(cmd *cobra.Command) func() (*facts.Answerer, error) {
	return openerOf(cmd, cmd.Flag("kb").Value.String())
}

// openerOf is opener for a folder, in whose place the base in the program is opened as long
// as the folder holds none and no flag names one.
func openerOf(cmd *cobra.Command, dir string) func() (*facts.Answerer, error) {
	open := sync.OnceValues(encoderOf(cmd.Flag("encoder").Value.String()))
	return func() (*facts.Answerer, error) {
		if cmd.Flag("kb").Value.String() == "" && !intake.IsBase(dir) {
			return openKnowledgeAt(cmd, "", open)
		}
		return openKnowledgeAt(cmd, dir, open)
	}
}

// keepUp has a bot follow the changes of the knowledge base that the flags name, and
// returns what ends that and closes the base. The one in the program does not change.
func keepUp(cmd *cobra.Command, b *bot.Bot, know *facts.Answerer, o watch.Options) (end func()) {
	return keepUpAt(cmd, cmd.Flag("kb").Value.String(), b, know, o)
}

// keepUpAt is keepUp for a folder.
func keepUpAt(cmd *cobra.Command, dir string, b *bot.Bot, know *facts.Answerer, o watch.Options) (end func()) {
	if dir == "" {
		return func() { know.Close() }
	}
	ctx, cancel := context.WithCancel(cmd.Context())
	last := make(chan *facts.Answerer, 1)
	go func() { last <- watch.Watch(ctx, dir, b, know, o) }()
	return func() {
		cancel()
		(<-last).Close()
	}
}

// A news is what a chat is to be told before its next reply.
type news struct {
	mu   sync.Mutex
	list []string
}

func (n *news) add(text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = []string{text} // the last is what holds
}

func (n *news) learned(*facts.Answerer) {
	n.add("The knowledge base has changed, and I have read it again.")
}

func (n *news) refused(err error, still bool) {
	first, rest, more := strings.Cut(err.Error(), "\n")
	if more {
		first += fmt.Sprintf(" (and %d more)", strings.Count(rest, "\n")+1)
	}
	so := "so I go on with the one before: "
	if !still {
		so = "and the one before is damaged too, so I cannot answer: "
	}
	n.add("The knowledge base has changed, but something is wrong with it, " + so + oneLine(first))
}

func (n *news) take() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	list := n.list
	n.list = nil
	return list
}
