package discord

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/bot/transcript"
)

// TestTranscripts holds the gateway and the HTTP endpoint to the conversations that the
// console is held to.
func TestTranscripts(t *testing.T) {
	list, err := transcript.Read(os.DirFS("../testdata/transcripts"))
	if err != nil || len(list) == 0 {
		t.Fatalf("%d transcripts, %v", len(list), err)
	}
	none := discordtest.Options{ChannelRate: -1, GlobalRate: -1}
	free := func(o *Options) { o.UserBurst = 0 }
	t.Run("messages", func(t *testing.T) {
		r := start(t, setup{discord: none, options: free})
		play(t, list, func(x transcript.Transcript) func(string) string {
			ann := r.User("Ann").Speaks(x.Locale)
			g := r.Guild("Film club")
			general := g.Channel("general")
			ann.Joins(g)
			if x.Locale != "" {
				s := r.store.Settings(t.Context(), g.ID())
				s.Language = x.Locale
				r.set(general, s)
			}
			return func(text string) string {
				before := len(general.BotMessages())
				ann.Says(general, r.Mention()+" "+text).WaitReply(soon)
				r.until("the answer to be whole", func() bool { return len(r.bot.adapter.slots) == 0 })
				return all(general.BotMessages()[before:])
			}
		})
	})
	commands := func(r *running) {
		play(t, list, func(x transcript.Transcript) func(string) string {
			locale := x.Locale
			if locale == "" {
				locale = "en-US"
			}
			ann := r.User("Ann").Speaks(locale)
			return func(text string) string {
				i := ann.Uses(ann.DM(), "ask", discordtest.Args{"question": text})
				first := i.WaitReply(soon)
				r.bot.adapter.running.wait(soon)
				return all(append([]discordtest.Message{first}, i.Followups()...))
			}
		})
	}
	t.Run("commands", func(t *testing.T) {
		commands(start(t, setup{discord: none, options: free}))
	})
	t.Run("http", func(t *testing.T) {
		commands(startHTTP(t, setup{discord: none, options: free}))
	})
}

// play runs every transcript through a surface, and beside it through the conversation
// itself: all that the one says the other must show.
func play(t *testing.T, list []transcript.Transcript, begin func(transcript.Transcript) func(string) string) {
	t.Helper()
	for _, x := range list {
		ask, talk := begin(x), newTalk(t)
		for _, turn := range x.Turns {
			turn.Lines = nil
			for _, l := range transcript.Lines(talk.Handle(t.Context(), bot.Request{Text: turn.Text, Locale: x.Locale, Conversation: "1"})) {
				label, _, choice := strings.Cut(l, " → ")
				switch {
				case strings.HasPrefix(l, "more: "): // a button's business
				case choice && runes(label) > maxLabel+3:
					turn.Lines = append(turn.Lines, string([]rune(label)[:maxLabel])) // as much as a button holds
				default:
					turn.Lines = append(turn.Lines, l)
				}
			}
			shown := ask(turn.Text)
			if err := turn.Shown(shown); err != nil {
				t.Errorf("%s: %v\n%s", x.Name, err, shown)
			}
		}
	}
}

// all is what several messages show, and then the choices that they offer, as a
// transcript numbers them.
func all(list []discordtest.Message) string {
	var text, labels strings.Builder
	n := 0
	for _, m := range list {
		text.WriteString(m.Text() + "\n")
		for _, b := range m.Buttons {
			if strings.Contains(b.CustomID, "."+verbChoice+"@") {
				n++
				fmt.Fprintf(&labels, "%d. %s\n", n, b.Label)
			}
		}
	}
	return text.String() + labels.String()
}
