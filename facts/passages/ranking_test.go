package passages

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hapjak/corpus"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// A ranked question is one of testdata/questions.txt.
type rankedQuestion struct {
	text  string
	right []string
}

func rankedQuestions(t testing.TB) (list []rankedQuestion) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "questions.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		text, right, ok := strings.Cut(line, " | ")
		if !ok {
			t.Fatalf("questions.txt: %q names no paragraph", line)
		}
		list = append(list, rankedQuestion{text, strings.Fields(right)})
	}
	return list
}

// goldenIndex holds the shipped articles and two hundred on films.
func goldenIndex(t testing.TB) *Index {
	t.Helper()
	return build(t, goldenSources(t)...)
}

func goldenSources(t testing.TB) []corpus.Source {
	t.Helper()
	sources, err := corpus.Default()
	if err != nil {
		t.Fatal(err)
	}
	err = corpus.Read(t.Context(), []string{filepath.Join("testdata", "films.jsonl")}, func(a corpus.Article) error {
		sources = append(sources, a.Source)
		return nil
	}, corpus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

// TestRanking compares the hits of each question, and what they measure, with
// testdata/ranked.txt and measures.txt, so that a change of ranking shows in review.
// go test -run Ranking -update rewrites them.
func TestRanking(t *testing.T) {
	ix := goldenIndex(t)
	var ranked strings.Builder
	var first, five, mrr float64
	questions := rankedQuestions(t)
	for _, q := range questions {
		fmt.Fprintln(&ranked, q.text)
		for _, ref := range q.right {
			r, err := corpus.ParseRef(ref)
			if _, ok := ix.Paragraph(r); err != nil || !ok {
				t.Errorf("questions.txt: %q: there is no %s", q.text, ref)
			}
		}
		found := 0
		for i, h := range ix.Search(Query{Text: q.text}, 5) {
			mark := " "
			if slices.Contains(q.right, h.Ref.String()) {
				mark = "*"
				if found == 0 {
					found = i + 1
				}
			}
			fmt.Fprintf(&ranked, "%s %7.2f %s\n", mark, h.Score, h.Ref)
		}
		ranked.WriteByte('\n')
		if found == 1 {
			first++
		}
		if found > 0 {
			five++
			mrr += 1 / float64(found)
		}
	}
	n := float64(len(questions))
	compare(t, "ranked.txt", ranked.String())
	compare(t, "measures.txt", fmt.Sprintf("questions %d\nrecall@1 %.3f\nrecall@5 %.3f\nMRR      %.3f\n", len(questions), first/n, five/n, mrr/n))
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	wants, gots := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for i := range min(len(wants), len(gots)) {
		if wants[i] != gots[i] {
			t.Fatalf("%s:%d: got %q, want %q; -update accepts it", path, i+1, gots[i], wants[i])
		}
	}
	if len(wants) != len(gots) {
		t.Fatalf("%s: got %d lines, want %d; -update accepts it", path, len(gots), len(wants))
	}
}
