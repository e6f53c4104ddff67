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
	"strings"
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
		switch {
		case len(t.Status) > 0:
			for i := range got {
				fails[i] = Judge(t, c.Kind, got[i]).Why
			}
		case got[0].Status != facts.Unknown && (t.Stands || t.Accepted != "" && saysAs(got[0].Text, t.Accepted)):
			if !keeps(got[0], got[1]) {
				fails[1] = []string{"it was accepted as it was answered before"}
			}
		case t.Accepted != "":
			fails[0] = []string{"something else was accepted"}
			if !saysAs(got[1].Text, t.Accepted) {
				fails[1] = fails[0]
			}
		}
		d := Difference{ID: fmt.Sprintf("%s.%d", c.ID, j+1), Question: t.Q, Before: told(got[0], got[1]), After: told(got[1], got[0]), Why: fails[1]}
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

// told is an answer as it is shown beside another: where both are put in the same words, with what differs all the same.
func told(a, other *facts.Answer) string {
	switch {
	case a.Text != other.Text:
		return a.Text
	case !slices.Equal(a.Answers, other.Answers):
		var short []string
		for _, s := range a.Answers {
			short = append(short, s.Text)
		}
		if len(short) == 0 {
			return a.Text + " (no short answer)"
		}
		return a.Text + " (the short answer: " + strings.Join(short, ", ") + ")"
	case a.Status != other.Status:
		return a.Text + " (" + string(a.Status) + ")"
	}
	var refs []string
	for _, c := range a.Citations {
		refs = append(refs, c.Ref().String())
	}
	return a.Text + " (citing " + strings.Join(refs, ", ") + ")"
}

// keeps reports whether an answer still says what one says that was accepted: it tells the same short
// answers, or where that told none, says as much or stands on one of its paragraphs.
func keeps(accepted, got *facts.Answer) bool {
	if accepted.Status != got.Status {
		return false
	}
	if len(accepted.Answers) > 0 {
		var short [][]string
		for _, s := range accepted.Answers {
			short = append(short, []string{s.Text})
		}
		var v Verdict
		v.judgeShort(Turn{Short: short}, got)
		return len(v.Why) == 0 || len(got.Answers) == 0 && saysAs(got.Text, accepted.Text)
	}
	return saysAs(got.Text, accepted.Text) || slices.ContainsFunc(got.Citations, func(c facts.Citation) bool {
		return slices.ContainsFunc(accepted.Citations, func(o facts.Citation) bool { return o.Ref() == c.Ref() })
	})
}

// saysAs reports whether a text holds another, word for word, markers left out.
func saysAs(text, other string) bool {
	plain := func(s string) string { return " " + strings.Join(wordsOf(marker.ReplaceAllString(s, " ")), " ") + " " }
	return strings.Contains(plain(text), plain(other))
}

// sameAnswer reports whether two answers say the same on the same evidence.
func sameAnswer(a, b *facts.Answer) bool {
	return a.Status == b.Status && a.Text == b.Text && slices.Equal(a.Answers, b.Answers) &&
		slices.EqualFunc(a.Citations, b.Citations, func(x, y facts.Citation) bool { return x.Ref() == y.Ref() })
}
