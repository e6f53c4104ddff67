package facts

import (
	"testing"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
)

// TestRule: what is set apart is otherwise, the opposite of a word denies it, and what is only so of somebody is so of him.
func TestRule(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		question, said string
		yes, no        float32 // as the encoder has it
		want           string
	}{
		{"Are tents allowed?", "Tents are forbidden.", 0.9, 0.05, "no"},
		{"Can Moss sign a pass?", "Book early: only Moss and Lund can sign a pass.", 0.1, 0.8, "yes"},
		{"Can guests sign a pass?", "Only Moss and Lund can sign a pass.", 0.1, 0.8, "no"},
		{"Can Moss sign a pass for Norway?", "Only Moss and Lund can sign a pass.", 0.1, 0.8, "unclear"},
		{"Did the kiosk open in 1990?", "The kiosk opened in 1990 and closed in 2005.", 0.9, 0.05, "yes"},
		{"Is the kiosk open?", "The kiosk is open.", 0.9, 0.05, "yes"},
	} {
		w := &weighed{}
		asked := a.turn(t.Context(), Question{Text: c.question})
		w.Judged = decide.Judged{Candidate: evidence.Candidate{Said: c.said, Text: c.said, From: evidence.Passage}, Asked: &decide.Asked{Text: c.question, Words: asked.contentWords(asked.r.Words)}}
		w.Supports, w.Contradicts = c.yes, c.no
		got := "no"
		if yes, no := asked.rule(w); yes > no {
			got = "yes"
		} else if yes == no {
			got = "unclear"
		}
		if got != c.want {
			t.Errorf("%s %s: %s, want %s", c.question, c.said, got, c.want)
		}
	}
}
