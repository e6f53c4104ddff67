package facts_test

import (
	"context"
	"regexp"
	"strconv"
	"testing"
	"unicode/utf8"

	"hapjak/facts"
)

var marker = regexp.MustCompile(`\[(\d+)\]`)

// sound checks what holds of every answer: a text of bounded length, a known
// status, answers where it says that there are some, markers and citations that
// belong together.
func sound(t testing.TB, q string, a facts.Answer) {
	t.Helper()
	if len(q) > 80 {
		q = q[:80] + "…"
	}
	if n := utf8.RuneCountInString(a.Text); n == 0 || n > 1200 || !utf8.ValidString(a.Text) {
		t.Errorf("%q: a text of %d characters: %q", q, n, a.Text)
	}
	switch a.Status {
	case facts.Answered, facts.Corrected, facts.Ambiguous, facts.Unknown:
	default:
		t.Errorf("%q: status %q", q, a.Status)
	}
	if said := a.Status == facts.Answered || a.Status == facts.Corrected; said && len(a.Citations) == 0 {
		t.Errorf("%q: %s without a citation: %q", q, a.Status, a.Text)
	} else if !said && len(a.Answers) > 0 {
		t.Errorf("%q: %s, with answers %v", q, a.Status, a.Answers)
	}
	if a.Confidence < 0 || a.Confidence > 1 {
		t.Errorf("%q: confidence %v", q, a.Confidence)
	}
	used := map[int]bool{}
	for _, m := range marker.FindAllStringSubmatch(a.Text, -1) {
		n, _ := strconv.Atoi(m[1])
		used[n] = true
	}
	for i, c := range a.Citations {
		if c.Marker != i+1 || !used[c.Marker] {
			t.Errorf("%q: citation %d has marker %d, used: %v: %q", q, i+1, c.Marker, used[c.Marker], a.Text)
		}
		if c.Source == "" || c.Passage == "" {
			t.Errorf("%q: citation %d leads nowhere", q, i+1)
		}
	}
}

// FuzzAsk asks anything, and once more as a follow-up to an answer.
func FuzzAsk(f *testing.F) {
	a := shipped(f)
	for _, q := range strange() {
		f.Add(q)
	}
	for _, turns := range devQuestions(f) {
		f.Add(turns[0].Q)
	}
	_, before := a.Ask(context.Background(), facts.Question{Text: "Who directed Snowpiercer?"})
	f.Fuzz(func(t *testing.T, q string) {
		for _, c := range []*facts.Context{nil, before} {
			ans, _ := a.Ask(context.Background(), facts.Question{Text: q, Context: c})
			sound(t, q, ans)
		}
	})
}
