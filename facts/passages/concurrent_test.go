package passages

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"hapjak/corpus"
)

func TestConcurrentSearches(t *testing.T) {
	indexes := []*Index{goldenIndex(t), sample(t)} // searchers go from one to the other
	questions := rankedQuestions(t)
	want := map[string][]Hit{}
	for i, ix := range indexes {
		for _, q := range questions {
			want[fmt.Sprint(i, q.text)] = ix.Search(Query{Text: q.text}, 10)
		}
	}
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			for n := range 2 * len(questions) {
				i, q := n%2, questions[(n+g)%len(questions)]
				if got := indexes[i].Search(Query{Text: q.text}, 10); !slices.Equal(got, want[fmt.Sprint(i, q.text)]) {
					t.Errorf("%q: %v, alone %v", q.text, got, want[fmt.Sprint(i, q.text)])
				}
			}
		})
	}
	group.Wait()
}

// A stranger's question costs what it may, whatever it holds.
func TestStrangeQueries(t *testing.T) {
	ix := goldenIndex(t)
	for _, text := range []string{"", " ", "?!", "\xff\xfe", strings.Repeat("snowpiercer ", 100000), strings.Repeat("x", 1<<20),
		"ȺȺȺ's", strings.Repeat("a b c d e f g h ", 1000), "설국열차 雪国列车", "who what the"} {
		hits := ix.Search(Query{Text: text}, 1<<30)
		if len(hits) > ix.Len() {
			t.Errorf("%.20q: %d hits", text, len(hits))
		}
		for i, h := range hits {
			if h.Score <= 0 || i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("%.20q: hit %d scores %v", text, i, h.Score)
			}
		}
	}
	if hits := ix.Search(Query{Text: "film"}, -1); hits != nil {
		t.Errorf("of -1: %v", hits)
	}
}

func TestEmptyIndex(t *testing.T) {
	ix := build(t)
	if ix.Len() != 0 || len(ix.Search(Query{Text: "film"}, 5)) != 0 || ix.IDF("film") < 0 {
		t.Error("an empty index finds something")
	}
	ix = build(t, corpus.Source{ID: "a", Title: "Film"})
	if s, ok := ix.Source("a"); !ok || s.Title != "Film" || len(ix.Search(Query{Text: "film"}, 5)) != 0 {
		t.Error("a source without paragraphs")
	}
}

func BenchmarkSearch(b *testing.B) {
	ix := goldenIndex(b)
	questions := rankedQuestions(b)
	n := 0
	for b.Loop() {
		if len(ix.Search(Query{Text: questions[n%len(questions)].text}, 10)) == 0 {
			b.Fatal("nothing found")
		}
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "questions/s")
}

func BenchmarkBuild(b *testing.B) {
	sources := goldenSources(b)
	var out bytes.Buffer
	passages := 0
	for b.Loop() {
		built := NewBuilder()
		for _, s := range sources {
			if err := built.Add(s); err != nil {
				b.Fatal(err)
			}
		}
		out.Reset()
		if _, err := built.WriteTo(&out); err != nil {
			b.Fatal(err)
		}
		passages += built.n.passages
	}
	b.ReportMetric(float64(passages)/b.Elapsed().Seconds(), "passages/s")
	b.ReportMetric(float64(out.Len())/(float64(passages)/float64(b.N)), "B/passage")
}
