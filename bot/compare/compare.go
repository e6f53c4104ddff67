// Package compare judges answers by a question set, and tells what two knowledge bases
// answer differently.
//
// A question set holds conversations ([Case]) with what is right for each turn; how that is
// judged stands with [Judge]. [Answers.Bases] asks both bases every turn and lists what the second
// does better, worse, or merely otherwise where no answer is known to be right.
package compare

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"hapjak/bot"
	"hapjak/facts"
)

// A Difference is a turn that is not answered as before.
type Difference struct {
	What     string   `json:"what"` // Worse, Better, Changed
	ID       string   `json:"id"`
	Question string   `json:"q"`
	Before   string   `json:"before"`
	After    string   `json:"after"`
	Why      []string `json:"why,omitempty"` // it falls short now
}

// The kinds of differences, in the order in which they are told.
const (
	Worse   = "worse"
	Better  = "better"
	Changed = "changed"
)

// Kinds lists them.
func Kinds() []string { return []string{Worse, Better, Changed} }

// Bases asks both bases every question, as many at a time as there are processors, and
// returns the differences in the order of the questions. Where ctx ends before all are
// asked, asked is how many turns were, of the cases from the first on and maybe of some
// more, and the error is ctx's. What is kept of a base is found by its mark, empty for one of
// which nothing is to be kept.
func (a *Answers) Bases(ctx context.Context, know [2]*facts.Answerer, marks [2]string, cases []Case) (list []Difference, asked int, err error) {
	bots := [2]*bot.Bot{}
	for i := range bots {
		bots[i] = bot.New(know[i], bot.Options{})
	}
	found := make([][]Difference, len(cases))
	var next, turns atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(cases) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				before := a.of(ctx, bots[0], marks[0], i, cases[i])
				after := a.of(ctx, bots[1], marks[1], i, cases[i])
				found[i] = differ(cases[i], before, after)
				turns.Add(int64(min(len(before), len(after))))
			}
		})
	}
	workers.Wait()
	return slices.Concat(found...), int(turns.Load()), ctx.Err()
}

// differ lists the turns of a conversation that are not answered as before, of those that both answered.
func differ(c Case, before, after []facts.Answer) (list []Difference) {
	for j, t := range c.Turns[:min(len(before), len(after))] {
		got := [2]*facts.Answer{&before[j], &after[j]}
		var fails [2][]string
		for i := range got {
			if len(t.Status) > 0 {
				fails[i] = Judge(t, c.Kind, got[i]).Why
			}
		}
		d := Difference{ID: fmt.Sprintf("%s.%d", c.ID, j+1), Question: t.Q, Before: got[0].Text, After: got[1].Text, Why: fails[1]}
		switch was, is := len(fails[0]) == 0, len(fails[1]) == 0; {
		case was && !is:
			d.What = Worse
		case !was && is:
			d.What = Better
		case !sameAnswer(got[0], got[1]):
			d.What = Changed
		default:
			continue
		}
		list = append(list, d)
	}
	return list
}

// sameAnswer reports whether two answers say the same on the same evidence.
func sameAnswer(a, b *facts.Answer) bool {
	return a.Status == b.Status && a.Text == b.Text && slices.Equal(a.Answers, b.Answers) &&
		slices.EqualFunc(a.Citations, b.Citations, func(x, y facts.Citation) bool { return x.Ref() == y.Ref() })
}
