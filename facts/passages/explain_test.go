package passages

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// The lines of an explanation add up to the score that the hit has, and that does not
// depend on how many hits were wanted.
func TestExplanationAddsUp(t *testing.T) {
	ix := goldenIndex(t)
	for _, q := range rankedQuestions(t) {
		query := Query{Text: q.text}
		one := ix.Search(query, 1)
		for i, h := range ix.Search(query, 20) {
			if i == 0 && h != one[0] {
				t.Fatalf("%q: the best of 20 is %v, of 1 %v", q.text, h, one[0])
			}
			sum, score := 0.0, 0.0
			for line := range strings.Lines(ix.Explain(query, h)) {
				part := 0.0
				if _, err := fmt.Sscan(line, &part); err != nil {
					t.Fatalf("%q: %v", line, err)
				}
				sum, score = sum+part, part
			}
			if sum -= score; math.Abs(sum-h.Score) > 0.01 || math.Abs(score-h.Score) > 0.001 {
				t.Errorf("%q: %s scores %.4f, explained are %.4f = %.4f", q.text, h.Ref, h.Score, sum, score)
			}
		}
	}
}

// A part that weighs nothing adds nothing.
func TestRankingParts(t *testing.T) {
	ix := goldenIndex(t)
	words := &Ranking{Talk: 1, Name: 1, IDFPower: 1}
	for _, q := range rankedQuestions(t) {
		for _, h := range ix.Search(Query{Text: q.text, Ranking: words}, 3) {
			for line := range strings.Lines(ix.Explain(Query{Text: q.text, Ranking: words}, h)) {
				if !strings.Contains(line, " word ") && !strings.HasSuffix(line, " score\n") {
					t.Fatalf("%q: %s", q.text, line)
				}
			}
		}
	}
}
