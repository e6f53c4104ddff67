package bot_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"hapjak/bot"
	"hapjak/facts"
)

// A bot that is given another knowledge base speaks from it, goes on with its
// conversations, and returns the one before once nobody uses it.
func TestLearn(t *testing.T) {
	first, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	second, err := facts.Open("../facts/testdata/newsubject")
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	b := bot.New(first, bot.Options{})
	ask := func(question string) string {
		return b.Handle(t.Context(), bot.Request{Text: question, Conversation: "c"}).Blocks[0].Text.Plain
	}
	if got := ask("Who directed Snowpiercer?"); !strings.Contains(got, "Bong Joon Ho") {
		t.Error(got)
	}
	stop, asking := make(chan struct{}), sync.WaitGroup{}
	for range 4 { // who ask all the while
		asking.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					b.Handle(t.Context(), bot.Request{Text: "what about Okja?", Conversation: "c"})
				}
			}
		})
	}
	before := b.Learn(second)()
	if before != first {
		t.Error("another one was there before")
	}
	if err := before.Close(); err != nil {
		t.Error(err)
	}
	close(stop)
	asking.Wait()
	if got := ask("what about Catan?"); strings.Contains(got, "directed") {
		t.Error(got) // read by the plan of the base before
	}
	if got := ask("Who designed Catan?"); !strings.Contains(got, "Klaus Teuber designed Catan") {
		t.Error(got)
	}
	if !slices.ContainsFunc(b.Commands(), func(c bot.Command) bool { return c.Name == "designer" }) {
		t.Error("the commands are those of the base before")
	}
	if got := b.Complete(t.Context(), "designer", "name", "teub"); len(got) != 1 {
		t.Errorf("%v", got)
	}
}
