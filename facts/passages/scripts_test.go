package passages

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"hapjak/corpus"
)

var questionSets = flag.String("squad", "", "a folder of question sets in the form of SQuAD, to measure how often the right paragraph is among the first three")

// A questionSet is as SQuAD writes it.
type questionSet struct {
	Data []struct {
		Title      string
		Paragraphs []struct {
			Context string
			Qas     []struct{ Question string }
		}
	}
}

// TestQuestionSets measures, over all paragraphs of a set, how often the one that a question was
// asked of is found: of all questions, and of twenty spread over them.
func TestQuestionSets(t *testing.T) {
	if *questionSets == "" {
		t.Skip("measures with -squad DIR, a folder of sets in the form of SQuAD, NAME.json")
	}
	names, err := filepath.Glob(filepath.Join(*questionSets, "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no set in %s: %v", *questionSets, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var set questionSet
		if err := json.Unmarshal(data, &set); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		type asked struct {
			question string
			of       corpus.Ref
		}
		var sources []corpus.Source
		var all []asked
		for i, d := range set.Data {
			s := corpus.Source{ID: fmt.Sprint(i), Title: fmt.Sprint(i), Untitled: true} // a title would say what the paragraph is about
			for n, p := range d.Paragraphs {
				s.Paragraphs = append(s.Paragraphs, corpus.Paragraph{N: n + 1, Text: p.Context})
				for _, q := range p.Qas {
					all = append(all, asked{q.Question, corpus.Ref{Source: s.ID, Paragraph: n + 1}})
				}
			}
			sources = append(sources, s)
		}
		ix := build(t, sources...)
		found := func(list []asked) (first, third int) {
			for _, a := range list {
				for i, hit := range ix.Search(Query{Text: a.question}, 3) {
					if hit.Ref.Part = 0; hit.Ref == a.of {
						third++
						if i == 0 {
							first++
						}
						break
					}
				}
			}
			return first, third
		}
		var twenty []asked
		for i := range 20 {
			twenty = append(twenty, all[i*len(all)/20])
		}
		first, third := found(all)
		_, few := found(twenty)
		n := float64(len(all))
		t.Logf("%s: %d paragraphs, %d questions: first %.3f, among three %.3f; of twenty among three %d", filepath.Base(name), ix.Len(), len(all), float64(first)/n, float64(third)/n, few)
	}
}
