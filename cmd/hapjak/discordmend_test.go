package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/bot"
	"hapjak/bot/discord"
	"hapjak/bot/store"
	"hapjak/bot/watch"
	"hapjak/facts"
)

// TestDiscordDesk mends a base on disk the way Discord's curators do, asks it, and takes it
// back.
func TestDiscordDesk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "films")
	ok(t, "init", dir, "--kind", "films")
	open := func() (*facts.Answerer, error) { return facts.Open(dir) }
	know, err := open()
	if err != nil {
		t.Fatal(err)
	}
	memory, err := store.Open(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	talk := bot.New(know, bot.Options{})
	desk := newDiscordDesk(dir, talk.Know, memory)
	ctx, cancel := context.WithCancel(t.Context())
	last := make(chan *facts.Answerer, 1)
	go func() {
		last <- watch.Watch(ctx, dir, talk, know, watch.Options{Open: open, Learned: func(*facts.Answerer) { desk.read() }})
	}()
	defer func() { cancel(); (<-last).Close() }()

	const question = "Who directed the tower movie?"
	e := store.Event{Kind: store.Down, Question: question, Asker: "a", Message: "1/2", Complaint: store.Better, Reason: "Mira Oduya"}
	if err := memory.Record(ctx, e); err != nil {
		t.Fatal(err)
	}
	list, err := desk.Propose(ctx, e)
	if err != nil || len(list) == 0 || list[0].What == "" || list[0].Own == "" {
		t.Fatalf("proposed %+v, %v", list, err)
	}
	says := func() string {
		return talk.Handle(ctx, bot.Request{Text: question}).Answer.Text
	}
	for _, m := range []discord.Mending{
		{Kind: discord.MendAlias, Of: "The Paper Lighthouse", Text: "tower movie"},
		{Kind: discord.MendAnswer, Text: "It was Mira Oduya.", Cite: "example:4"},
		list[0],
	} {
		m.Ask = question
		done, err := desk.Apply(ctx, "cora", m)
		if err != nil || done.What == "" {
			t.Fatalf("%+v: %+v, %v", m, done, err)
		}
		if now := says(); !strings.Contains(now, "Mira Oduya") {
			t.Errorf("%s: then it is answered %q", m.Kind, now)
		}
		if again, err := desk.Apply(ctx, "cora", m); err != nil || again != done {
			t.Errorf("applied twice: %+v, %v", again, err)
		}
		if err := desk.Undo(ctx, "cora", done.ID); err != nil {
			t.Fatal(err)
		}
		if now := says(); strings.Contains(now, "Mira Oduya") {
			t.Errorf("%s: taken back it is answered %q", m.Kind, now)
		}
		if err := desk.Undo(ctx, "cora", done.ID); err == nil {
			t.Error("taken back twice")
		}
	}
	if log, err := memory.Changes(ctx, 0, 100); err != nil || len(log) != 6 || log[0].Who != "cora" || !strings.HasPrefix(log[0].What, "took back: ") || log[1].File == "" {
		t.Errorf("the audit log: %+v, %v", log, err)
	}
	for want, m := range map[string]discord.Mending{
		"nothing is called":  {Kind: discord.MendAlias, Of: "zzz", Text: "tower movie"},
		"which paragraph":    {Kind: discord.MendAnswer, Text: "It was."},
		"say which relation": {Kind: discord.MendWording, Text: "at the wheel"},
		"no way to mend":     {Kind: "paint", Text: "red"},
	} {
		m.Ask = question
		if _, err := desk.Apply(ctx, "cora", m); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", m, err, want)
		}
	}
}
