package review

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/bot/compare"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/nlp"
	"hapjak/nlp/encoder/weights"
)

// These measure on sets that are not in the repository; FIGURES.md has what they showed.

// evalSets reads the sets of the folder that HAPJAK_EVAL names.
func evalSets(t *testing.T, pattern string) (cases []compare.Case) {
	t.Helper()
	dir := os.Getenv("HAPJAK_EVAL")
	if dir == "" {
		t.Skip("this measures, for some minutes: HAPJAK_EVAL names the folder of the question sets")
	}
	names, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for d := json.NewDecoder(strings.NewReader(string(data))); ; {
			var c compare.Case
			if err := d.Decode(&c); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(name, err)
			}
			c.ID = filepath.Base(name) + " " + c.ID
			cases = append(cases, c)
		}
	}
	return cases
}

// read returns the shipped base with its encoder.
func withEncoder(t *testing.T) *facts.Answerer {
	t.Helper()
	know := shipped(t)
	know.SetEncoder(weights.Lazy())
	if know.EncoderErr() != nil {
		t.Skip("there are no weights in the program")
	}
	return know
}

// TestGroupingFigures groups the turns of the sets, each asked in its conversation, and holds
// the pairs in one group against those that belong together.
func TestGroupingFigures(t *testing.T) {
	cases := evalSets(t, "asked/*.jsonl")
	know := withEncoder(t)
	b := bot.New(know, bot.Options{})
	memory := store.New(store.NewMemory(), slog.New(slog.DiscardHandler))
	defer memory.Close()
	var turns []compare.Turn
	for _, c := range cases {
		for _, turn := range c.Turns {
			a := b.Handle(t.Context(), bot.Request{Command: "ask", Options: map[string]string{"question": turn.Q}, Conversation: c.ID}).Answer
			e := store.Event{Kind: store.Answered, Question: turn.Q, Answer: a.Text, Status: string(a.Status), Confidence: a.Confidence, Message: fmt.Sprint(len(turns))}
			for _, cite := range a.Citations {
				e.Evidence = strings.TrimSpace(e.Evidence + " " + cite.Ref().String())
			}
			if a.Status == facts.Unknown {
				e.Kind = store.Unknown
			}
			if err := memory.Record(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			turns = append(turns, turn)
		}
	}
	q := NewQueue(memory, always(know))
	if left, err := q.Refresh(t.Context(), time.Hour); left > 0 || err != nil {
		t.Fatal(left, err)
	}
	groupOf := make([]*group, len(turns))
	for _, r := range q.rows {
		var n int
		if _, err := fmt.Sscan(r.Message, &n); err == nil {
			groupOf[n] = r.of.group
		}
	}
	for name, belong := range map[string]func(a, b compare.Turn) bool{"all alternatives the same": belongStrictly, "one alternative of each in common": belong} {
		both, together, right := 0, 0, 0
		for i := range turns {
			for j := range i {
				if len(turns[i].Cite) == 0 || len(turns[j].Cite) == 0 {
					continue
				}
				ours, theirs := groupOf[i] == groupOf[j], belong(turns[i], turns[j])
				if ours {
					together++
				}
				if theirs {
					right++
				}
				if ours && theirs {
					both++
				}
			}
		}
		t.Logf("%s: %d pairs belong together, %d are in one group, %d of them rightly: precision %.3f, recall %.3f, F1 %.3f", name, right, together, both,
			float64(both)/float64(max(1, together)), float64(both)/float64(max(1, right)), 2*float64(both)/float64(max(1, right+together)))
	}
	n := 0
	for i := range turns {
		for j := range i {
			if groupOf[i] == groupOf[j] && store.Key(turns[i].Q) != store.Key(turns[j].Q) {
				if n++; n%10 == 0 {
					t.Logf("in one group: %q %q", turns[i].Q, turns[j].Q)
				}
			}
		}
	}
	t.Logf("%d turns in %d groups", len(turns), len(q.groups))
}

// golds are the right answers of a turn, each with its alternatives.
func golds(t compare.Turn) [][]string {
	list := t.Short
	if len(list) == 0 {
		list = t.All
	}
	out := make([][]string, len(list))
	for i, g := range list {
		for _, a := range g {
			out[i] = append(out[i], nlp.Fold(a))
		}
		slices.Sort(out[i])
	}
	slices.SortFunc(out, slices.Compare)
	return out
}

func belongStrictly(a, b compare.Turn) bool {
	x, y := golds(a), golds(b)
	return len(x) > 0 && slices.EqualFunc(x, y, slices.Equal) && slices.Equal(slices.Sorted(slices.Values(a.Cite)), slices.Sorted(slices.Values(b.Cite)))
}

func belong(a, b compare.Turn) bool {
	x, y := golds(a), golds(b)
	if len(x) == 0 || len(x) != len(y) || overlap(a.Cite, b.Cite) == 0 {
		return false
	}
	meets := func(x, y [][]string) bool {
		for _, g := range x {
			if !slices.ContainsFunc(y, func(o []string) bool { return overlap(g, o) > 0 }) {
				return false
			}
		}
		return true
	}
	return meets(x, y) && meets(y, x)
}

// TestProposalFigures counts of the answerable turns that fail how many a proposal mends
// that is no fixed answer, and how many of those with nothing else of the sets made worse.
// HAPJAK_EVERY takes every so many of them.
func TestProposalFigures(t *testing.T) {
	cases := evalSets(t, "asked/*.jsonl")
	every := 8
	_, _ = fmt.Sscan(os.Getenv("HAPJAK_EVERY"), &every)
	know := withEncoder(t)
	memory := store.New(store.NewMemory(), nil)
	defer memory.Close()
	d := &Desk{Know: always(know), Memory: memory}
	kept := &facts.Judgements{}
	b := bot.New(know.Keeping(kept), bot.Options{})
	failing, looked, mended, clean, first := 0, 0, 0, 0, 0
	for _, c := range cases {
		for j, turn := range c.Turns {
			ask := func(b *bot.Bot, key string) *facts.Answer {
				var a *facts.Answer
				for _, before := range c.Turns[:j+1] {
					a = b.Handle(t.Context(), bot.Request{Command: "ask", Options: map[string]string{"question": before.Q}, Conversation: key}).Answer
				}
				return a
			}
			if slices.Contains(turn.Status, "unknown") {
				continue
			}
			was := ask(b, fmt.Sprint(c.ID, j))
			if len(compare.Judge(turn, c.Kind, was).Why) == 0 {
				continue
			}
			if failing++; failing%every != 0 {
				continue
			}
			looked++
			g := Group{ID: "x", Wordings: []Wording{{Text: turn.Q, Answer: was.Text, Alone: know.Gist(t.Context(), turn.Q).Alone}}}
			if was.Status != facts.Unknown {
				g.Down = 1 // somebody says so: nobody would look at it otherwise
			}
			for n, p := range d.Propose(t.Context(), g) {
				if p.Kind == Fixes || p.Kind == Refuses {
					continue
				}
				e, err := d.Draft(p.Mending)
				if err != nil {
					t.Error(err)
					continue
				}
				with, err := know.With("", folder{facts.ShippedFiles(), map[string]string{e.File: e.After}})
				if err != nil {
					continue
				}
				with = with.Keeping(kept)
				if len(compare.Judge(turn, c.Kind, ask(bot.New(with, bot.Options{}), "x")).Why) > 0 {
					continue
				}
				mended++
				if n == 0 {
					first++
				}
				list, _, err := compare.Bases(t.Context(), [2]*facts.Answerer{know.Keeping(kept), with}, cases)
				if err != nil {
					t.Fatal(err)
				}
				worse := 0
				for _, diff := range list {
					if diff.What == compare.Worse {
						worse++
					}
				}
				if worse == 0 {
					clean++
				}
				t.Logf("%s: %s: %s (%d worse)", c.ID, turn.Q, p.Sentence, worse)
				break
			}
		}
	}
	t.Logf("%d answerable turns fail; of %d of them a proposal mends %d (the first one %d), %d with nothing else of the sets made worse", failing, looked, mended, first, clean)
}
