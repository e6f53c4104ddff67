package facts

import (
	"strings"
	"testing"
)

// TestRest: the others of a list that was cut short are those that were not told.
func TestRest(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	first, talk := a.Ask(t.Context(), Question{Text: "list all films"})
	if first.Left == 0 {
		t.Fatal(first.Text)
	}
	next := first.Answers[len(first.Answers)-first.Left]
	for _, text := range []string{"and the others?", "what are the rest?", "show me the rest", "which others?", "and the remaining ones?"} {
		got, _ := a.Ask(t.Context(), Question{Text: text, Context: talk})
		if got.Status != Answered || !strings.Contains(got.Text, next.Text) || strings.Contains(got.Text, first.Answers[0].Text) {
			t.Errorf("%s: %s", text, got.Text)
		}
	}
	if got, _ := a.Ask(t.Context(), Question{Text: "who else directed Okja?", Context: talk}); strings.Contains(got.Text, next.Text) {
		t.Error(got.Text)
	}
}
