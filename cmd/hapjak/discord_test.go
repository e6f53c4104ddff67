package main

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"hapjak/bot/discord/discordtest"
)

// TestDiscordUnderFlood: while 20 members send 30 odd questions each and others ask, the program keeps within
// the memory that it is said to need, and leaves nobody else without an answer.
func TestDiscordUnderFlood(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	d := discordtest.Start(t, discordtest.Options{ChannelRate: -1, GlobalRate: -1, Keep: 2000})
	bot := exec.Command("hapjak", "discord", "--api-url", d.BaseURL(), "--data", t.TempDir())
	bot.Env = append(os.Environ(), "DISCORD_TOKEN="+d.Token())
	if err := bot.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bot.Process.Kill() })
	d.WaitReady(time.Minute)
	asks := []string{"who stars in Okja?", "what is The Medium about?", "who directed Mr. Go?"}
	_, beside := discordtest.Flood{Question: func(n int) string { return asks[n%len(asks)] }, Grace: time.Minute}.Run(d, 1)
	if beside[0].Lost > 0 {
		t.Errorf("beside the flood: %v", beside[0])
	}
	bot.Process.Signal(os.Interrupt)
	if err := bot.Wait(); err != nil {
		t.Error(err)
	}
	if peak := peakMemory(bot.ProcessState) >> 20; peak > 200 {
		t.Errorf("the program took %d MiB", peak)
	} else {
		t.Logf("%v; the peak was %d MiB", beside[0], peak)
	}
}
