package decide

import (
	"cmp"
	"math"
	"slices"

	"hapjak/facts/evidence"
)

// SignNames are, in their order, the signs by which it is told whether the sources answer a question.
var SignNames = append([]string{
	"bias",
	"odds",      // the best candidate's log odds of being right
	"odds+",     // the same where it is above 0
	"first",     // the greatest logit of all evidence, within ±8
	"first+",    // the same where it is above 0
	"ahead",     // by how much it is above the second
	"second",    // the second greatest logit
	"third",     // the third
	"elsewhere", // the greatest log odds of a candidate that cites other paragraphs; -6 where there is none
	"together",  // how many with a logit above 0 cite a paragraph of the best candidate, up to 4
	"planned",   // the best is a plan
	"stated",    // it is a statement
}, func() (names []string) {
	for _, i := range carried {
		names = append(names, Names[i])
	}
	return names
}()...)

// carried are the best candidate's own features that are signs as well.
var carried = []int{5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 25, 26, 30, 31, 32, 33}

// SetKnown fills in how likely it is that the sources answer, by the signs of a list whose best
// candidate is given.
func SetKnown(list []Judged, best int) {
	j := &list[best]
	odds := func(k int) float64 {
		p := list[k].P
		return clamp(math.Log(p/(1-p)), 30)
	}
	logits, elsewhere, together := []float64{}, -6.0, 0
	for k := range list {
		if list[k].From != evidence.Plan {
			logits = append(logits, list[k].Values[1])
		}
		switch {
		case k != best && !cites(&list[k], j):
			elsewhere = max(elsewhere, odds(k))
		case list[k].Values[1] > 0:
			together++
		}
	}
	slices.SortFunc(logits, func(a, b float64) int { return cmp.Compare(b, a) })
	logits = append(logits, -8, -8, -8)
	s := []float64{1, odds(best), max(odds(best), 0), logits[0], max(logits[0], 0), logits[0] - logits[1], logits[1], logits[2],
		elsewhere, float64(min(together, 4)), flag(j.From == evidence.Plan), flag(j.From == evidence.Statement)}
	for _, i := range carried {
		s = append(s, j.Values[i])
	}
	sum := 0.0
	for i, w := range knownWeights(j) {
		sum += w * s[i]
	}
	j.Signs, j.Known = s, 1/(1+math.Exp(-sum))
}

// knownWeights are what the signs are multiplied by: those of bases with facts, or of articles alone.
func knownWeights(j *Judged) []float64 {
	if j.Asked.Facts {
		return weights.Known["facts"]
	}
	return weights.Known["articles"]
}
