package discord

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
)

// TestMain lets the test binary be the bot that is killed.
func TestMain(m *testing.M) {
	if url := os.Getenv("HAPJAK_TEST_BOT"); url != "" {
		err := serveForEver(url, os.Getenv("DISCORD_TOKEN"), os.Getenv("HAPJAK_TEST_DATA"))
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func serveForEver(url, token, dir string) error {
	memory, err := store.Open(dir, nil)
	if err != nil {
		return err
	}
	slow, _ := time.ParseDuration(os.Getenv("HAPJAK_TEST_SLOW"))
	times := hasty()
	times.deferral = production().deferral
	b, err := New(&echo{slow: slow}, memory, Options{Token: token, APIURL: url, timing: times})
	if err != nil {
		return err
	}
	return b.Run(context.Background())
}

// TestKillUnderLoad kills the bot while it answers, and starts it again: it comes back
// by itself, answers no question twice, and remembers every question whose answer was
// seen. What was entered before the end is answered after it.
func TestKillUnderLoad(t *testing.T) {
	dir := t.TempDir()
	d := begin(t, discordtest.Options{ChannelRate: -1, GlobalRate: -1})
	g := d.Guild("Film club")
	general := g.Channel("general")
	ann := d.User("Ann").Joins(g)
	asked := []discordtest.Message{}
	for round := range 3 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), "HAPJAK_TEST_BOT="+d.BaseURL(), "DISCORD_TOKEN="+d.Token(), "HAPJAK_TEST_DATA="+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		d.Gateway().WaitIdentifies(round+1, soon)
		d.WaitReady(soon)
		for n := range 60 {
			asked = append(asked, ann.Says(general, fmt.Sprintf("%s unknown thing %d of %d?", d.Mention(), n, round)))
		}
		general.WaitMessages(len(general.BotMessages())+10, 3*soon)
		cmd.Process.Kill()
		cmd.Wait()
		d.Gateway().Cut() // what the system does to a dead process's sockets
		d.Quiet(50*time.Millisecond, soon)
	}
	again := time.Now()
	r := attach(t, d, setup{talk: &echo{}, store: openStore(t, dir)})
	pendingFor(t, dir, 0, soon)
	r.Quiet(50*time.Millisecond, soon)
	back := time.Since(again)
	answers, lost := map[string]int{}, 0
	for _, m := range general.BotMessages() {
		if strings.Contains(m.Content, say("en", "lost")) { // on a slow machine three kills may come before an answer
			lost++
			continue
		}
		answers[m.ReplyTo]++
	}
	list, err := r.store.Questions(t.Context(), 0)
	if err != nil || r.store.Health() != nil {
		t.Fatal(err, r.store.Health())
	}
	held := map[string]bool{}
	for _, q := range list {
		held[q.Text] = true
	}
	seen := 0
	for i, m := range asked {
		if answers[m.ID] > 1 {
			t.Errorf("%q was answered %d times", m.Content, answers[m.ID])
		}
		text := fmt.Sprintf("unknown thing %d of %d?", i%60, i/60)
		if answers[m.ID] == 1 {
			seen++
			if !held[text] {
				t.Errorf("%q was answered and is not remembered", text)
			}
		}
	}
	t.Logf("%d asked around three kills: %d answered once, none twice, %d told to be lost, %d not entered by a process before it died; the last start had all behind it after %v",
		len(asked), seen, lost, len(asked)-seen-lost, back.Round(time.Millisecond))
	if seen < 30 {
		t.Errorf("only %d answers were seen: the test shows nothing", seen)
	}
}
