package review

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/judge"
	"hapjak/nlp/encoder/weights"
)

// TestGroupingLines groups questions that were asked alone: of each NAME.txt in the folder that HAPJAK_LINES names, which has
// the wordings of one question a line, parted by bars. They are asked of the base NAME beside it, the first wordings of
// all lines first.
func TestGroupingLines(t *testing.T) {
	files := linesOf(t)
	if len(files) == 0 {
		t.Skip("this measures, for some minutes: HAPJAK_LINES names a folder of questions and bases")
	}
	sum := [3]int{}
	for _, f := range files {
		one := groupLines(t, f.know(t).Keeping(&judge.Judgements{}), f.text)
		t.Logf("%s: %s", f.name, pairsTold(one))
		for i, n := range one {
			sum[i] += n
		}
	}
	t.Logf("all: %s", pairsTold(sum))
}

// A linesFile is one such file.
type linesFile struct{ name, base, text string }

// linesOf reads the files of the folder that HAPJAK_LINES names.
func linesOf(t *testing.T) (list []linesFile) {
	t.Helper()
	dir := os.Getenv("HAPJAK_LINES")
	if dir == "" {
		return nil
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, linesFile{filepath.Base(name), strings.TrimSuffix(name, ".txt"), string(data)})
	}
	return list
}

// know opens the base that the questions are asked of.
func (f *linesFile) know(t *testing.T) *facts.Answerer {
	t.Helper()
	know, err := facts.Open(f.base)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { know.Close() })
	know.SetEncoder(weights.Lazy())
	if know.EncoderErr() != nil {
		t.Skip("there are no weights in the program")
	}
	return know
}

func pairsTold(n [3]int) string {
	return fmt.Sprintf("%d pairs belong together, %d are in one group, %d of them rightly: precision %.3f, recall %.3f, F1 %.3f", n[0], n[1], n[2],
		float64(n[2])/float64(max(1, n[1])), float64(n[2])/float64(max(1, n[0])), 2*float64(n[2])/float64(max(1, n[0]+n[1])))
}

// groupLines returns how many pairs belong together, are in one group, and both.
func groupLines(t *testing.T, know *facts.Answerer, text string) (n [3]int) {
	lineOf := map[string]int{}
	var turns [][]string // by how many wordings of the line came before
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		for j, w := range strings.Split(line, "|") {
			if w = strings.TrimSpace(w); j == len(turns) {
				turns = append(turns, nil)
			}
			turns[j] = append(turns[j], w)
			lineOf[w] = i
		}
	}
	memory := remembered(t)
	for _, list := range turns {
		for _, text := range list {
			got, _ := know.Ask(t.Context(), facts.Question{Text: text})
			e := store.Event{Kind: store.Answered, Question: text, Answer: got.Text, Status: string(got.Status), Confidence: got.Confidence, Evidence: strings.Join(refsOf(&got), " ")}
			if got.Status == facts.Unknown {
				e.Kind = store.Unknown
			}
			if err := memory.Record(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
	}
	q := NewQueue(memory, always(know))
	if left, err := q.Refresh(t.Context(), time.Hour); left > 0 || err != nil {
		t.Fatal(left, err)
	}
	var all []*wording
	for _, w := range q.wordings {
		if w.group != nil { // not what leans on a question before, as it is by itself
			all = append(all, w)
		}
	}
	for i, a := range all {
		for _, b := range all[:i] {
			same, together := lineOf[a.text] == lineOf[b.text], a.group == b.group
			if same {
				n[0]++
			}
			if together {
				n[1]++
			}
			if same && together {
				n[2]++
			}
			if same != together {
				t.Logf("together %v, score %.2f: %q %q", together, alike(a, b), a.text, b.text)
			}
		}
	}
	return n
}
