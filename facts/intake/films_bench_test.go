package intake

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// films are 34,375 articles and 260,276 statements that each cite their article by its name.
const films = "../../../shared/eval/film-articles/"

// BenchmarkFilms imports all of them, then the file of articles with ten that have changed, and the ten alone.
// What a round takes is told in FIGURES.md as processor time.
func BenchmarkFilms(b *testing.B) {
	all, err := os.ReadFile(films + "articles.jsonl")
	if err != nil {
		b.Skip("needs the films:", err)
	}
	articles, alone := filepath.Join(b.TempDir(), "articles.jsonl"), filepath.Join(b.TempDir(), "ten.jsonl")
	lines := bytes.SplitAfter(all, []byte("\n"))
	put := func(file string, lines [][]byte) {
		if err := os.WriteFile(file, bytes.Join(lines, nil), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	run := func(j Job) Report {
		report, err := j.Run(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		return report
	}
	dir := ""
	whole := func() {
		put(articles, lines)
		dir = b.TempDir()
		run(Job{Dir: dir, Schema: "../testdata/films/schema.yaml", Triples: []string{films + "facts.psv"}, Articles: []string{articles}})
	}
	// change writes a note into ten articles, another each time.
	changes := 0
	change := func() (changed, ten [][]byte) {
		changes++
		changed = append(changed, lines...)
		for i := range 10 {
			line := &changed[7+3400*i]
			*line = bytes.Replace(*line, []byte(`"text": "`), fmt.Appendf(nil, `"text": "Reel %d was added in round %d. `, i, changes), 1)
			ten = append(ten, *line)
		}
		return changed, ten
	}
	b.Run("whole", func(b *testing.B) {
		for b.Loop() {
			whole()
		}
	})
	for _, x := range []struct {
		name string
		of   bool
	}{{"ten of the file", true}, {"ten alone", false}} {
		b.Run(x.name, func(b *testing.B) {
			whole()
			for b.Loop() {
				from := alone
				changed, ten := change()
				if put(alone, ten); x.of {
					put(articles, changed)
					from = articles
				}
				if n := run(Job{Dir: dir, Articles: []string{from}}).Articles.Updated; n != 10 {
					b.Fatalf("%d articles changed", n)
				}
			}
		})
	}
}
