package bot_test

import (
	"strings"
	"testing"

	"hapjak/bot"
	"hapjak/bot/transcript"
	"hapjak/facts"
)

func TestCheck(t *testing.T) {
	b := bot.New(know(t), bot.Options{})
	check := func(text string) (bot.Reply, string) {
		r := b.Handle(t.Context(), bot.Request{Command: "check", Options: map[string]string{"text": text}})
		return r, strings.Join(transcript.Lines(r), "\n")
	}
	r, text := check("Hey all! Bong Joon Ho directed The Medium. Tilda Swinton was in Snowpiercer. Who wrote it? I had pizza.")
	if r.Status != facts.Corrected || len(r.Blocks) != 2 || len(r.Blocks[0].Entries) != 1 || len(r.Blocks[1].Entries) != 1 {
		t.Errorf("%s: %s", r.Status, text)
	}
	for _, want := range []string{"say otherwise", "Banjong Pisanthanakun directed The Medium", "confirm", "Tilda Swinton"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
	for i, c := range r.Citations {
		if c.Marker != i+1 || !strings.Contains(text, "["+string(rune('1'+i))+"]") {
			t.Errorf("citation %d is marked %d:\n%s", i, c.Marker, text)
		}
	}
	for _, nothing := range []string{"", "lol", "Who directed Snowpiercer?", "I had pizza with Bong.", "The frobwits directed Okja.", strings.Repeat("a ", 5000)} {
		if r, text := check(nothing); r.Status != facts.Unknown || len(r.Citations) != 0 {
			t.Errorf("%.40q: %s %s", nothing, r.Status, text)
		}
	}
}
