package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"hapjak/facts/reading"
)

// A trial is one question answered by a reader that never saw its article.
type trial struct {
	question
	set       int // which file it is from
	fold      int
	passage   reading.Passage
	answer    reading.Answer
	exact, f1 float64 // of the answer, were it given
	score     float64 // by evidence learned without this fold
}

// trainReader learns everything about spans, evidence and thresholds, measures it
// on articles held out in turn, and writes what it learned from all of them.
func trainReader(args []string) error {
	fs := flag.NewFlagSet("reader", flag.ExitOnError)
	squads := squadFlag(fs)
	spans := fs.String("spans", "facts/reading/spans.bin", "where to write the weights of candidates")
	trained := fs.String("evidence", "facts/reading/trained.go", "where to write the weights of evidence and the thresholds")
	dry := fs.Bool("n", false, "measure only, write nothing")
	only := fs.Int("fold", -1, "measure only this fold and write nothing")
	keep := fs.String("keep", "", "a folder in which the weights of each fold are kept, and taken from where they are there")
	_ = fs.Parse(args)
	paragraphs, err := squads()
	if err != nil {
		return err
	}
	examples := sync.OnceValue(func() []*example { return makeExamples(paragraphs) })
	trials := makeTrials(paragraphs)
	size := 0
	for f := range folds {
		if *only >= 0 && f != *only {
			continue
		}
		weights, err := foldWeights(*keep, f, examples)
		if err != nil {
			return err
		}
		size = len(weights)
		answer(trials, f, weights)
	}
	if *only >= 0 {
		trials = inFold(trials, *only)
	}
	fmt.Printf("%d bytes of weights\n", size)
	report("never abstaining", trials, func(*trial) bool { return true })
	if *only >= 0 {
		return nil
	}
	evidence := learnEvidence(trials)
	limits := findThresholds(trials)
	report(fmt.Sprintf("abstaining below %.2f and %.2f", limits.score, limits.gap), trials, limits.answers)
	if *dry {
		return nil
	}
	if err := os.WriteFile(*spans, learnSpans(examples()).pack(), 0o644); err != nil {
		return err
	}
	return writeEvidence(*trained, evidence, limits)
}

// foldWeights learns from all folds but one.
func foldWeights(keep string, fold int, examples func() []*example) ([]byte, error) {
	path := filepath.Join(keep, fmt.Sprintf("fold%d.bin", fold))
	if keep != "" {
		if data, err := os.ReadFile(path); err == nil {
			return data, nil
		}
	}
	var train []*example
	for _, e := range examples() {
		if e.fold != fold {
			train = append(train, e)
		}
	}
	data := learnSpans(train).pack()
	if keep == "" {
		return data, nil
	}
	return data, os.WriteFile(path, data, 0o644)
}

func inFold(trials []*trial, fold int) []*trial {
	var out []*trial
	for _, t := range trials {
		if t.fold == fold {
			out = append(out, t)
		}
	}
	return out
}

func makeTrials(paragraphs []paragraph) []*trial {
	var trials []*trial
	for _, p := range paragraphs {
		for _, q := range p.questions {
			trials = append(trials, &trial{question: q, set: p.set, fold: foldOf(p.title), passage: p.passage()})
		}
	}
	return trials
}

// answer answers the trials of one fold with weights that never saw it.
func answer(trials []*trial, fold int, weights []byte) {
	r := reading.New(reading.Settings{SpanWeights: string(weights), MinScore: -1000, MinGap: -1000})
	var wg sync.WaitGroup
	for w := range runtime.NumCPU() {
		wg.Go(func() {
			for i := w; i < len(trials); i += runtime.NumCPU() {
				if t := trials[i]; t.fold == fold {
					t.answer, _ = r.Read(t.text, []reading.Passage{t.passage})
					t.exact, t.f1 = agreement(t.answer.Text, t.gold)
				}
			}
		})
	}
	wg.Wait()
}

// A tally sums up the scores of answers given or withheld.
type tally struct{ n, exact, f1, refused, unanswerable, rightly float64 }

func (s *tally) add(t *trial, answers bool) {
	s.n++
	if len(t.gold) == 0 {
		s.unanswerable++
	}
	if answers {
		s.exact += t.exact
		s.f1 += t.f1
		return
	}
	s.refused++
	if len(t.gold) == 0 {
		s.exact++
		s.f1++
		s.rightly++
	}
}

func (s tally) String() string {
	out := fmt.Sprintf("EM %.2f  F1 %.2f of %.0f, %.1f %% refused", 100*s.exact/s.n, 100*s.f1/s.n, s.n, 100*s.refused/s.n)
	if s.unanswerable > 0 {
		out += fmt.Sprintf("; of %.0f that cannot be answered %.1f %%", s.unanswerable, 100*s.rightly/s.unanswerable)
	}
	return out
}

func tallies(trials []*trial, answers func(*trial) bool) map[int]tally {
	out := map[int]tally{}
	for _, t := range trials {
		s := out[t.set]
		s.add(t, answers(t))
		out[t.set] = s
	}
	return out
}

func report(what string, trials []*trial, answers func(*trial) bool) {
	all := tallies(trials, answers)
	for set := range len(all) {
		fmt.Printf("%s, set %d: %v\n", what, set+1, all[set])
	}
}
