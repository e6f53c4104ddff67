package review

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hapjak/bot/compare"
	"hapjak/bot/store"
	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/judge"
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

// An asked is a turn of the sets with what the program answered in its conversation.
type asked struct {
	ID     string        `json:"id"`
	J      int           `json:"j"`
	Kind   string        `json:"kind"`
	Turn   compare.Turn  `json:"turn"`
	Prev   string        `json:"prev"`   // the question before, as it was understood
	Topics []string      `json:"topics"` // of that one
	Status facts.Status  `json:"status"`
	Text   string        `json:"text"`
	Conf   float64       `json:"conf"`
	Cites  []string      `json:"cites"`
	Shorts []string      `json:"shorts"`
	OK     bool          `json:"ok"`
	Gist   facts.Gist    `json:"gist"`
	Cands  []askedNearly `json:"cands"`
}

// askedNearly is a candidate.
type askedNearly struct {
	From, Text, Evidence string
	P                    float64
	Cites, Shorts        []string
	Status               facts.Status
}

// name is the turn as testdata/asked-same.txt writes it: "a:p001.1".
func (a *asked) name() string {
	set, id, _ := strings.Cut(a.ID, " ")
	return fmt.Sprintf("%s:%s.%d", strings.TrimSuffix(set, ".jsonl"), id, a.J+1)
}

// allAsked asks the sets, once: the answers are kept in the file that HAPJAK_ASKED names.
func allAsked(t *testing.T, know *facts.Answerer) (list []*asked) {
	t.Helper()
	name := os.Getenv("HAPJAK_ASKED")
	if data, err := os.ReadFile(name); err == nil {
		for d := json.NewDecoder(strings.NewReader(string(data))); ; {
			x := new(asked)
			if err := d.Decode(x); err == io.EOF {
				return list
			} else if err != nil {
				t.Fatal(name, err)
			}
			list = append(list, x)
		}
	}
	cases := evalSets(t, "asked/*.jsonl")
	know = know.Keeping(&judge.Judgements{}) // what is answered is judged again for the candidates
	var out strings.Builder
	for _, c := range cases {
		var talk *facts.Context
		for j, turn := range c.Turns {
			q := facts.Question{Text: turn.Q, Context: talk}
			got, next := know.Ask(t.Context(), q)
			near, _ := know.Candidates(t.Context(), q, true)
			x := &asked{ID: c.ID, J: j, Kind: c.Kind, Turn: turn, Status: got.Status, Text: got.Text, Conf: got.Confidence, Cites: refsOf(&got), Shorts: shortsOf(&got),
				OK: len(compare.Judge(turn, c.Kind, &got).Why) == 0, Gist: know.Gist(t.Context(), turn.Q)}
			if talk != nil {
				x.Prev, x.Topics = talk.Question, talk.Topics
			}
			for i := range near {
				n := &near[i]
				x.Cands = append(x.Cands, askedNearly{n.From, n.Answer.Text, n.Evidence, n.P, refsOf(&n.Answer), shortsOf(&n.Answer), n.Answer.Status})
			}
			talk = next
			list = append(list, x)
			data, err := json.Marshal(x)
			if err != nil {
				t.Fatal(err)
			}
			out.Write(append(data, '\n'))
		}
	}
	if name != "" {
		if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func refsOf(a *facts.Answer) (list []string) {
	for _, c := range a.Citations {
		list = append(list, c.Ref().String())
	}
	return list
}

func shortsOf(a *facts.Answer) (list []string) {
	for _, s := range a.Answers {
		list = append(list, s.Text)
	}
	return list
}

// answer makes an answer again of what is kept of it.
func answer(t *testing.T, status facts.Status, text string, confidence float64, cites, shorts []string) (a facts.Answer) {
	t.Helper()
	a = facts.Answer{Status: status, Text: text, Confidence: confidence, Answers: []facts.Short{}}
	a.Said.Plain = plain(text)
	for _, s := range shorts {
		kind := "text"
		if s == "Yes" || s == "No" {
			kind = "yesno"
		}
		a.Answers = append(a.Answers, facts.Short{Text: s, Kind: kind})
	}
	for i, c := range cites {
		ref, err := corpus.ParseRef(c)
		if err != nil {
			t.Fatal(err)
		}
		a.Citations = append(a.Citations, facts.Citation{Marker: i + 1, Source: ref.Source, Paragraph: ref.Paragraph, Part: ref.Part})
	}
	return a
}

func (a *asked) answer(t *testing.T) facts.Answer {
	return answer(t, a.Status, a.Text, a.Conf, a.Cites, a.Shorts)
}

func (a *asked) candidates(t *testing.T) (list []facts.Candidate) {
	for _, c := range a.Cands {
		list = append(list, facts.Candidate{From: c.From, Evidence: c.Evidence, P: c.P, Answer: answer(t, c.Status, c.Text, c.P, c.Cites, c.Shorts)})
	}
	return list
}

// TestGroupingFigures groups the turns of the sets, each asked in its conversation, and holds
// the pairs in one group against those that belong together: by testdata/*-same.txt, which were
// written by reading all turns before any group of them was seen, and by the sets' answers.
func TestGroupingFigures(t *testing.T) {
	know := withEncoder(t)
	turns := allAsked(t, know)
	memory := remembered(t)
	byText := map[string]*asked{}
	for i, x := range turns {
		e := store.Event{Kind: store.Answered, Question: x.Turn.Q, Answer: x.Text, Status: string(x.Status), Confidence: x.Conf, Message: fmt.Sprint(i), Evidence: strings.Join(x.Cites, " ")}
		if x.Status == facts.Unknown {
			e.Kind = store.Unknown
		}
		if !x.Gist.Alone {
			e.Before = x.Prev
		}
		byText[e.Question+"|"+e.Before] = x
		if err := memory.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	q := NewQueue(memory, always(know))
	q.look = func(_ context.Context, _ *facts.Answerer, text, before string) []found {
		if x := byText[text+"|"+before]; x != nil {
			return foundOf(x.candidates(t))
		}
		return nil
	}
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
	together := byHand(t, "testdata/asked-same.txt", "testdata/rounds-same.txt", "testdata/fit-same.txt")
	for _, by := range []struct {
		name   string
		belong func(a, b *asked) bool
	}{
		{"by hand", together},
		{"all alternatives the same", func(a, b *asked) bool { return belongStrictly(a.Turn, b.Turn) }},
		{"one alternative of each in common", func(a, b *asked) bool { return belong(a.Turn, b.Turn) }},
	} {
		both, grouped, right := 0, 0, 0
		for i := range turns {
			for j := range i {
				if len(turns[i].Turn.Cite) == 0 || len(turns[j].Turn.Cite) == 0 {
					continue
				}
				ours, theirs := groupOf[i] == groupOf[j], by.belong(turns[i], turns[j])
				if ours {
					grouped++
				}
				if theirs {
					right++
				}
				if ours && theirs {
					both++
				}
			}
		}
		t.Logf("%s: %d pairs belong together, %d are in one group, %d of them rightly: precision %.3f, recall %.3f, F1 %.3f", by.name, right, grouped, both,
			float64(both)/float64(max(1, grouped)), float64(both)/float64(max(1, right)), 2*float64(both)/float64(max(1, right+grouped)))
	}
	n, close, rightly := 0, 0, 0
	for i := range turns {
		for j := range i {
			if groupOf[i] != groupOf[j] || store.Key(turns[i].Turn.Q) == store.Key(turns[j].Turn.Q) {
				continue
			}
			if n++; n%20 == 0 {
				t.Logf("in one group, %v by hand: %q %q", together(turns[i], turns[j]), turns[i].Turn.Q, turns[j].Turn.Q)
			}
			w, o := q.wordings[store.Key(turns[i].Turn.Q)], q.wordings[store.Key(turns[j].Turn.Q)]
			if w.gist.Alone && o.gist.Alone && alike(w, o) >= closeLeast {
				if close++; together(turns[i], turns[j]) {
					rightly++
				}
			}
		}
	}
	t.Logf("%d turns in %d groups; of %d pairs that are close %d ask the same by hand", len(turns), len(q.groups), close, rightly)
}

// byHand reads which turns were put together by hand, from files with a group a line.
func byHand(t *testing.T, names ...string) func(a, b *asked) bool {
	t.Helper()
	same := map[string]int{}
	n := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			n++
			if !strings.HasPrefix(line, "#") {
				for _, turn := range strings.Fields(line) {
					same[turn] = n
				}
			}
		}
	}
	return func(a, b *asked) bool {
		x, y := same[a.name()], same[b.name()]
		return x > 0 && x == y
	}
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

// TestProposalFigures counts of the answerable turns that fail how many one of the first three
// proposals mends that is no fixed answer and no refusal, and how many of those with nothing
// else of the sets made worse. HAPJAK_EVERY takes every so many of the turns.
func TestProposalFigures(t *testing.T) {
	cases := evalSets(t, "asked/*.jsonl")
	every := 1
	_, _ = fmt.Sscan(os.Getenv("HAPJAK_EVERY"), &every)
	know := withEncoder(t)
	turns := allAsked(t, know)
	kept := &judge.Judgements{}
	know = know.Keeping(kept)
	memory := remembered(t)
	failing, looked, mended, clean, first := 0, 0, 0, 0, 0
	kinds, sisters := map[Kind]int{}, 0
	for i, x := range turns {
		if x.OK || slices.Contains(x.Turn.Status, "unknown") {
			continue
		}
		if failing++; failing%every != 0 {
			continue
		}
		looked++
		d := &Desk{Know: always(know), Memory: memory}
		d.seek = func(context.Context, *facts.Answerer, string, string) (facts.Answer, []facts.Candidate) {
			return x.answer(t), x.candidates(t)
		}
		w := Wording{Text: x.Turn.Q, Answer: x.Text, Alone: x.Gist.Alone}
		if !w.Alone {
			w.Before = x.Prev
		}
		g := Group{ID: "x", Wordings: []Wording{w}}
		if x.Status != facts.Unknown {
			g.Down = 1 // somebody says so: nobody would look at it otherwise
		}
		proposals := d.Propose(t.Context(), g)
		how := ""
		for n, p := range proposals {
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
				t.Error(err)
				continue
			}
			with = with.Keeping(kept)
			var worse, otherwise int
			if p.Kind == Holds {
				got, _, ok := with.Remembers(t.Context(), x.question())
				if !ok || len(compare.Judge(x.Turn, x.Kind, &got).Why) > 0 {
					continue
				}
				worse, otherwise = remembering(t, with, turns, i)
			} else {
				var got facts.Answer
				var talk *facts.Context
				for _, before := range turns[i-x.J : i+1] {
					got, talk = with.Ask(t.Context(), facts.Question{Text: before.Turn.Q, Context: talk})
				}
				if len(compare.Judge(x.Turn, x.Kind, &got).Why) > 0 {
					continue
				}
				near := p.Mending.words() // another question does not hear of it
				list, _, err := new(compare.Answers).Bases(t.Context(), [2]*facts.Answerer{know, with}, [2]string{}, slices.DeleteFunc(slices.Clone(cases), func(c compare.Case) bool { return touches(c, near) == 0 }))
				if err != nil {
					t.Fatal(err)
				}
				for _, diff := range list {
					if diff.What == compare.Worse {
						worse++
					}
				}
				otherwise = len(list)
			}
			mended++
			kinds[p.Kind]++
			if n == 0 {
				first++
			}
			if worse == 0 {
				clean++
			}
			if otherwise > 1 {
				sisters++
			}
			how = fmt.Sprintf("mended by %d: %s (%d worse, %d answered otherwise)", n+1, p.Sentence, worse, otherwise)
			break
		}
		if how != "" {
			t.Logf("%s %q: %s", x.name(), x.Turn.Q, how)
			continue
		}
		t.Logf("%s %q (want %v): not mended", x.name(), x.Turn.Q, golds(x.Turn))
		for _, p := range proposals {
			t.Logf("      %s %.2f %s", p.Kind, p.rank, p.Sentence)
		}
	}
	t.Logf("%d answerable turns fail; of %d of them a proposal mends %d (the first one %d) %v, %d with nothing else of the sets made worse; %d change another turn too",
		failing, looked, mended, first, kinds, clean, sisters)
}

// question is the turn's in its conversation, as far as what is remembered needs it.
func (a *asked) question() facts.Question {
	q := facts.Question{Text: a.Turn.Q}
	if a.J > 0 && a.Prev != "" {
		q.Context = &facts.Context{Question: a.Prev, Topics: a.Topics}
	}
	return q
}

// remembering counts which turns a base answers otherwise, and which of them worse, that
// remembers what a curator said: those that it remembers, and what follows them.
func remembering(t *testing.T, with *facts.Answerer, turns []*asked, own int) (worse, otherwise int) {
	t.Helper()
	judge := func(x *asked, got facts.Answer) {
		if got.Text != x.Text || got.Status != x.Status {
			otherwise++
			if x.OK && len(compare.Judge(x.Turn, x.Kind, &got).Why) > 0 {
				worse++
			}
		}
	}
	for i := 0; i < len(turns); i++ {
		x := turns[i]
		if i != own && !sameNames(x.Gist.Named, turns[own].Gist.Named) {
			continue
		}
		got, talk, ok := with.Remembers(t.Context(), x.question())
		if !ok {
			continue
		}
		judge(x, got)
		for i+1 < len(turns) && turns[i+1].ID == x.ID {
			i++
			got, talk = with.Ask(t.Context(), facts.Question{Text: turns[i].Turn.Q, Context: talk})
			judge(turns[i], got)
		}
	}
	return worse, otherwise
}

func sameNames(a, b []string) bool { return len(a) == len(b) && overlap(a, b) == len(a) }
