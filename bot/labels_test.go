package bot

import (
	"strings"
	"testing"
	"unicode"

	"hapjak/bot/messages"
	"hapjak/facts"
	"hapjak/facts/kb"
)

// TestLabelsAreKorean holds every label of the shipped base's cards to a Korean one.
func TestLabelsAreKorean(t *testing.T) {
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	korean, seen := messages.For("ko"), map[string]bool{}
	want := func(label string) {
		if !seen[label] && korean.Label(label) == label {
			t.Errorf("labels.ko.txt has no %q", label)
		}
		seen[label] = true
	}
	for n := range know.Base().Len() {
		if know.CommandOf(kb.Node(n)) == "" {
			continue
		}
		for _, l := range know.Card(kb.Node(n), 0, 100).Lines {
			want(l.Label)
		}
	}
	want(know.Base().Schema().About)
	if len(seen) < 50 {
		t.Errorf("only %d labels", len(seen))
	}
	if got := messages.For("en").Label("Director"); got != "Director" {
		t.Errorf("in English %q", got)
	}
	b := New(know, Options{})
	for _, c := range b.Commands() {
		if text := c.Summary("ko"); strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyz") {
			t.Errorf("/%s: %q", c.Name, text)
		}
		if text := c.Usage("ko"); strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			t.Errorf("/%s is typed %q", c.Name, text)
		}
	}
	r := b.Handle(t.Context(), Request{Text: "/compare Snowpiercer | Okja", Locale: "ko"})
	if len(r.Blocks) == 0 || len(r.Blocks[0].Fields) == 0 || r.Blocks[0].Fields[0].Label != "개봉 연도" {
		t.Errorf("a comparison in Korean: %+v", r.Blocks)
	}
}

// TestOwnInKorean: what an answer says of the program, and not of the sources, is said in the asker's language.
func TestOwnInKorean(t *testing.T) {
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	b := New(know, Options{})
	for _, text := range []string{"hello!", "thanks a lot", "bye", "what can you do?", "do you like Okja?", "who edited Okja?", "who is Xavier Quimby?", "who directed it?"} {
		r := b.Handle(t.Context(), Request{Text: text, Locale: "ko"})
		if said := r.Blocks[0].Text.Plain; len(r.Citations) > 0 || !strings.ContainsFunc(said, func(c rune) bool { return unicode.Is(unicode.Hangul, c) }) || strings.Contains(said, "{") {
			t.Errorf("%q: %s", text, said)
		}
		if r := b.Handle(t.Context(), Request{Text: text, Locale: "en"}); strings.ContainsFunc(r.Blocks[0].Text.Plain, func(c rune) bool { return c > 0x1000 && unicode.IsLetter(c) }) {
			t.Errorf("%q in English: %s", text, r.Blocks[0].Text.Plain)
		}
	}
}
