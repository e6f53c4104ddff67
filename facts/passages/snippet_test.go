package passages

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSnippet(t *testing.T) {
	ix := sample(t)
	text := strings.Repeat("Nothing of note happens here. ", 20) + "Then the train, a film’s train, rails on. " + strings.Repeat("And so forth. ", 20)
	s := ix.Snippet(Query{Text: "the film about trains"}, text, 60)
	if !s.Before || !s.After || utf8.RuneCountInString(s.Text) > 60 || len(s.Marks) != 3 {
		t.Fatalf("%+v", s)
	}
	for i, want := range []string{"train", "film", "train"} {
		if m := s.Marks[i]; s.Text[m.Start:m.End] != want {
			t.Errorf("mark %d is %q, want %q", i, s.Text[m.Start:m.End], want)
		}
	}
	if s := ix.Snippet(Query{Text: "film"}, "", 60); s.Text != "" {
		t.Errorf("of nothing: %+v", s)
	}
	if s := ix.Snippet(Query{Text: "zebra"}, "A short text.", 60); s.Text != "A short text." || s.Before || s.After {
		t.Errorf("without the word: %+v", s)
	}
}

func FuzzSnippet(f *testing.F) {
	ix := sample(f)
	f.Add("film train", "the film of the train", 10)
	f.Add("film", "filmfilmfilmfilm film", 3)
	f.Fuzz(func(t *testing.T, q, text string, width int) {
		width %= 1000
		s := ix.Snippet(Query{Text: q}, text, width)
		if !strings.Contains(text, s.Text) || s.Text != "" && utf8.RuneCountInString(s.Text) > width {
			t.Fatalf("%q of %q", s.Text, text)
		}
		last := 0
		for _, m := range s.Marks {
			if m.Start < last || m.End <= m.Start || m.End > len(s.Text) {
				t.Fatalf("marks %v of %q", s.Marks, s.Text)
			}
			last = m.End
		}
	})
}
