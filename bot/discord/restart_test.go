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

// TestBotProcess is the bot that TestKilledUnderLoad starts and kills: this
// test's own binary, so that nothing needs to be built.
func TestBotProcess(t *testing.T) {
	dir := os.Getenv("HAPJAK_TEST_DATA")
	if dir == "" {
		t.Skip("a process of TestKilledUnderLoad")
	}
	s := openStore(t, dir)
	defer s.Close()
	talk, times := newTalk(t), hasty()
	if os.Getenv("HAPJAK_ENCODER") != "" { // as the program is
		talk, times = newEncoded(t), production()
	}
	b, err := New(talk, s, Options{Token: os.Getenv("DISCORD_TOKEN"), APIURL: os.Getenv("HAPJAK_TEST_DISCORD"), timing: times})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// process starts the bot as a process of its own.
func process(t *testing.T, d *discordtest.Discord, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestBotProcess$")
	cmd.Env = append(os.Environ(), "HAPJAK_TEST_DATA="+dir, "HAPJAK_TEST_DISCORD="+d.BaseURL(), "DISCORD_TOKEN="+d.Token())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kill(cmd) })
	d.WaitReady(soon)
	return cmd
}

// kill is kill -9.
func kill(cmd *exec.Cmd) {
	cmd.Process.Kill()
	cmd.Wait()
}

// TestKilledUnderLoad kills the bot while it answers, and starts it again: no
// question is answered twice, no vote that was thanked for is lost, and the
// buttons of before work.
func TestKilledUnderLoad(t *testing.T) {
	d := begin(t, discordtest.Options{ChannelRate: -1, GlobalRate: -1})
	d.Allow("was not answered within") // what the killed one was about to answer
	g := d.Guild("Film club")
	general, ann := g.Channel("general"), d.User("Ann").Joins(g)
	dir := t.TempDir()

	bot := process(t, d, dir)
	answer := ann.Says(general, d.Mention()+" "+theQuestion).WaitReply(patience)
	votes := 0
	var asked []discordtest.Message
	stop := make(chan struct{})
	go func() {
		time.Sleep(150 * time.Millisecond)
		kill(bot)
		close(stop)
	}()
	for n := 0; ; n++ {
		asked = append(asked, ann.Says(general, d.Mention()+" "+theQuestion))
		voter := d.User(fmt.Sprint("voter ", n)).Joins(g)
		i := voter.Clicks(answer, "👎")
		for range 10 {
			if i.Answered() {
				votes++
				break
			}
			time.Sleep(time.Millisecond)
		}
		select {
		case <-stop:
		default:
			continue
		}
		break
	}
	t.Logf("%d questions and %d votes before the end", len(asked), votes)

	d.WaitGone(patience)
	bot = process(t, d, dir)
	ann.Says(general, d.Mention()+" "+theQuestion).WaitReply(4 * patience) // behind what the killed one still held
	if s := ann.Clicks(answer, "Sources").WaitReply(patience); !s.Ephemeral {
		t.Errorf("sources: %q", s.Text())
	}
	replies := map[string]int{}
	for _, m := range general.BotMessages() {
		replies[m.ReplyTo]++
	}
	for _, m := range asked {
		if replies[m.ID] > 1 {
			t.Errorf("%d answers to one question", replies[m.ID])
		}
	}
	kill(bot)
	down := votesKept(t, dir)
	if down < votes {
		t.Errorf("%d votes were thanked for, %d are there", votes, down)
	}
}

// votesKept counts the votes against theQuestion in a store on disk.
func votesKept(t *testing.T, dir string) int {
	t.Helper()
	s, err := store.OpenReader(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.Questions(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range list {
		if strings.EqualFold(q.Text, theQuestion) {
			return q.Down
		}
	}
	return 0
}
