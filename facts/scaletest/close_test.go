package scaletest

import (
	"context"
	"testing"

	"hapjak/facts"
)

// TestClose asks, closes the knowledge base, and goes on with others: whatever the
// packages below remember must not lie in the file that was mapped.
func TestClose(t *testing.T) {
	var list []filmQuestion
	for i, q := range readFilmQuestions(t) {
		if i%4 == 0 {
			list = append(list, q)
		}
	}
	dir := films().imported(t)
	for range 2 {
		a, err := facts.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		answered := 0
		for _, q := range list {
			ans, _ := a.Ask(context.Background(), facts.Question{Text: q.Q})
			if ans.Status == facts.Answered {
				answered++
			}
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if answered < len(list)/2 {
			t.Errorf("%d of %d answered", answered, len(list))
		}
		films().base(t) // stems the words of every name
	}
}
