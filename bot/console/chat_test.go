package console

import (
	"context"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/facts"
)

// A slowAsker answers late, and remembers that it did.
type slowAsker struct{ done atomic.Bool }

func (a *slowAsker) Ask(context.Context, facts.Question) (facts.Answer, *facts.Context) {
	time.Sleep(50 * time.Millisecond)
	a.done.Store(true)
	return facts.Answer{}, nil
}

// Whoever leaves at once may close the knowledge base: nothing reads it any more.
func TestChatLeavesNothingBehind(t *testing.T) {
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	defer know.Close()
	ask := &slowAsker{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b := bot.New(know, bot.Options{Asker: ask})
	o := ChatOptions{Out: io.Discard, Getenv: func(string) string { return "" }, Width: func() int { return 80 }}
	if err := Chat(ctx, b, o); err != nil {
		t.Fatal(err)
	}
	if !ask.done.Load() {
		t.Error("the chat is over, and what it made ready still reads")
	}
}
