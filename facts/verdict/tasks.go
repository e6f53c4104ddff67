package verdict

import (
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/decide"
)

// undone reports whether what is told is a task that is not done, where it is asked whether something is or
// was done; its says that it is what the task's first word says: "Not done yet: paint the hut" of "Was the
// hut painted?". Of several items the one counts that has most of the question's words.
func (c *Claim) undone(w *decide.Judged) (undone, its bool) {
	if len(c.Question.Words) == 0 || !slices.Contains([]string{"is", "are", "was", "were", "has", "have", "had", "did"}, c.Question.Words[0].Norm) {
		return false, false
	}
	asked := map[string]bool{}
	for _, word := range c.Question.Words {
		switch word.Norm {
		case "to", "still", "planned", "not", "n't", "open", "left", "given", "dropped", "begun": // whether it is a task is asked
			return false, false
		}
		asked[word.Stem] = true
	}
	best, most := "", -1
	items := strings.Split(w.Said, "\u2022 ")
	for _, item := range items {
		n := 0
		for tok := range c.Stems.EachToken(item) {
			if asked[tok.Stem] {
				n++
			}
		}
		if n > most {
			best, most = item, n
		}
	}
	task, undone := corpus.Undone(best)
	if heading, _ := w.LastHeading(); !undone {
		leads := strings.Split(heading, " \u00b7 ")
		if _, undone = corpus.Undone(leads[len(leads)-1] + ": " + best); undone {
			task = best
		}
	}
	for tok := range c.Stems.EachToken(task) {
		return undone, asked[tok.Stem] // the first
	}
	return undone, false
}
