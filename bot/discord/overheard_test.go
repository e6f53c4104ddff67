package discord

import (
	"os"
	"strings"
	"testing"

	"hapjak/bot"
)

// TestOverheardChannel reads a film club's channel as the bot would where every message
// is read: at least half of what the articles answer is answered, and it speaks where it
// was not asked twice in five hundred messages at most.
func TestOverheardChannel(t *testing.T) {
	text, err := os.ReadFile("testdata/channel.txt")
	if err != nil {
		t.Fatal(err)
	}
	talk := newTalk(t)
	questions, answered, others := 0, 0, 0
	var intrusions []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		q, asks := strings.CutPrefix(line, "? ")
		r := talk.Handle(t.Context(), bot.Request{Text: q, Conversation: "asker " + line})
		switch speaks := sure(q, r); {
		case asks:
			questions++
			if speaks {
				answered++
			} else {
				t.Logf("silent at %q: %s %.2f", q, r.Status, r.Answer.Confidence)
			}
		case speaks:
			others++
			intrusions = append(intrusions, q+" → "+r.Answer.Text)
		default:
			others++
		}
	}
	t.Logf("%d of %d questions answered; %d of %d other messages too: %q", answered, questions, len(intrusions), others, intrusions)
	if 2*answered < questions {
		t.Errorf("only %d of %d questions answered", answered, questions)
	}
	if len(intrusions) > 2 {
		t.Errorf("%d intrusions", len(intrusions))
	}
}
