package review

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"hapjak/bot/compare"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/judge"
	"hapjak/facts/kb/curated"
	"hapjak/nlp"
)

// An Effect is what an edit changes in the answers.
type Effect struct {
	Own       []Told               // the group's own questions
	List      []compare.Difference // the others, what is worse first; at most maxListed of a kind
	Counts    map[string]int       // by compare.Kinds
	Asked     int                  // of the others
	Of        int                  // that there are
	Took      time.Duration
	Questions string // the curator's set, empty where there is none
}

// A Told is a question with its answers before and after.
type Told struct {
	Question      string
	Before, After facts.Answer
}

// Changed reports whether it is answered otherwise.
func (t Told) Changed() bool { return t.Before.Text != t.After.Text }

const (
	questionSet = "questions.jsonl" // the curator's own, in the base's folder
	maxKnown    = 1000              // questions that an edit is tried on
	maxListed   = 30
	maxOwn      = 8
)

// Effect asks what is known to be asked of the base as it is and as it will be: the group's
// own questions first, then the curator's set and what was asked and kept, those first that
// have words of the mending in them. It ends when ctx does, and says how far it came.
func (d *Desk) Effect(ctx context.Context, q *Queue, g Group, m Mending, edits ...Edit) (out Effect, err error) {
	begin := time.Now()
	know, done, err := d.With(edits...)
	if err != nil {
		return out, err
	}
	defer done()
	for i := range know {
		know[i] = know[i].Keeping(d.judged())
	}
	own := map[string]bool{}
	for _, w := range g.Wordings {
		own[store.Key(w.Text)] = true
		if len(out.Own) == maxOwn {
			continue
		}
		t := Told{Question: w.Text}
		t.Before, t.After = w.Ask(ctx, know[0]), w.Ask(ctx, know[1])
		if ctx.Err() == nil { // an answer broken off is no answer
			out.Own = append(out.Own, t)
		}
	}
	cases, set, err := d.known(q, own)
	if err != nil {
		return out, err
	}
	near := m.words()
	slices.SortStableFunc(cases, func(a, b compare.Case) int { return cmp.Compare(touches(b, near), touches(a, near)) })
	cases = cases[:min(len(cases), maxKnown)]
	for _, c := range cases {
		out.Of += len(c.Turns)
	}
	out.Questions = set
	marks, err := d.marks(edits...)
	if err != nil {
		return out, err
	}
	list, asked, err := d.answers.Bases(ctx, know, marks, cases)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return out, err
	}
	out.Asked, out.Counts = asked, map[string]int{}
	for _, what := range compare.Kinds() {
		for _, diff := range list {
			if diff.What != what {
				continue
			}
			if out.Counts[what]++; out.Counts[what] <= maxListed {
				out.List = append(out.List, diff)
			}
		}
	}
	out.Took = time.Since(begin)
	return out, nil
}

// judged is what the encoder has said to the questions that edits were tried on.
func (d *Desk) judged() *judge.Judgements {
	d.once.Do(func() { d.kept = &judge.Judgements{} })
	return d.kept
}

// marks tell the base as its files are, and as they will be, from others: once an edit is made,
// what was answered with it is what is answered now.
func (d *Desk) marks(edits ...Edit) (marks [2]string, err error) {
	_, files := d.folder()
	for i, over := range []map[string]string{nil, edited(edits)} {
		if marks[i], err = compare.Mark(files, over); err != nil {
			return marks, err
		}
	}
	return marks, nil
}

// known returns the questions of the curator's set, whose name it returns where there is one, those
// that curators remembered an answer of, and those that were asked, each of them once. What was accepted
// of the answers is noted.
func (d *Desk) known(q *Queue, own map[string]bool) (cases []compare.Case, set string, err error) {
	_, files := d.folder()
	data, err := fs.ReadFile(files, questionSet)
	switch {
	case err == nil:
		set = questionSet
		if cases, err = readCases(data); err != nil {
			return nil, "", refuse("%v: mend that first", err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, "", err
	}
	seen := maps.Clone(own)
	for _, c := range cases {
		if len(c.Turns) == 1 {
			seen[store.Key(c.Turns[0].Q)] = true
		}
	}
	add := func(id string, turns ...compare.Turn) {
		if key := store.Key(turns[len(turns)-1].Q); len(turns) > 1 || !seen[key] {
			seen[key] = seen[key] || len(turns) == 1
			cases = append(cases, compare.Case{ID: id, Turns: turns})
		}
	}
	text, err := read(files, curated.AnswersFile)
	if err != nil {
		return nil, "", err
	}
	remembered, err := curated.ReadAnswers(curated.AnswersFile, []byte(text), nil)
	if err != nil {
		return nil, "", refuse("%v: mend that first", err)
	}
	for i, a := range remembered {
		for _, ask := range a.Ask {
			turns := []compare.Turn{{Q: ask, Stands: true}}
			if a.After != "" {
				turns = slices.Insert(turns, 0, compare.Turn{Q: a.After})
			}
			add(fmt.Sprintf("answer %d", i+1), turns...)
		}
	}
	for i, w := range q.Known(maxKnown) {
		add(fmt.Sprintf("asked %d", i+1), compare.Turn{Q: w.Text, Accepted: w.Right, Stands: w.Mended})
	}
	return cases, set, nil
}

// readCases reads a question set; a line may also be one question, {"q": "…"} or plain.
func readCases(data []byte) (cases []compare.Case, err error) {
	n := 0
	for line := range bytes.Lines(data) {
		n++
		line = bytes.TrimSpace(line)
		var c struct {
			compare.Case
			Q string `json:"q"`
		}
		switch {
		case len(line) == 0:
			continue
		case line[0] != '{':
			c.Q = string(line)
		default:
			if err := json.Unmarshal(line, &c); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", questionSet, n, err)
			}
		}
		if len(c.Turns) == 0 && c.Q != "" {
			c.Turns = []compare.Turn{{Q: c.Q}}
		}
		if c.ID == "" {
			c.ID = fmt.Sprintf("line %d", n)
		}
		if len(c.Turns) > 0 {
			cases = append(cases, c.Case)
		}
	}
	return cases, nil
}

// words are those by which a question may be touched by a mending.
func (m Mending) words() map[string]bool {
	words := map[string]bool{}
	for _, text := range append([]string{m.Word, m.Value, m.After, strings.ReplaceAll(m.Thing, "-", " "), strings.ReplaceAll(m.Relation, "_", " ")}, m.Ask...) {
		for _, w := range strings.Fields(nlp.Fold(text)) {
			if len(w) > 2 {
				words[nlp.Stem(w)] = true
			}
		}
	}
	return words
}

func touches(c compare.Case, words map[string]bool) (n int) {
	for _, t := range c.Turns {
		for _, w := range strings.Fields(nlp.Fold(t.Q)) {
			if words[nlp.Stem(strings.Trim(w, "?!.,"))] {
				n++
			}
		}
	}
	return n
}
