package kb

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"hapjak/facts"
	base "hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/triples"
)

// An engine answers a question of a chain.
type engine struct {
	name   string
	answer func(chain, question) ([]string, error)
	took   []time.Duration
	right  int
}

// BenchmarkChains asks every engine the same question before it goes on to the next,
// on one processor, so that what else the machine does slows all alike. It reports
// each engine's median and how many times Hapjak's another's is.
func BenchmarkChains(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	engines := hapjaks(b)
	for _, d := range drivers() {
		t := newTable(b, d)
		engines = append(engines, &engine{name: d, answer: func(c chain, q question) ([]string, error) { return t.follow(c, q.topic) }})
	}
	for _, c := range chains() {
		b.Run(strings.ReplaceAll(c.name, " ", "-"), func(b *testing.B) {
			list := c.questions(b)
			asked := 0
			for _, e := range engines {
				e.took, e.right = nil, 0
			}
			for b.Loop() {
				turn(b, engines, c, list[asked%len(list)])
				asked++
			}
			for asked < len(list) {
				turn(b, engines, c, list[asked%len(list)])
				asked++
			}
			report(b, engines, asked)
		})
	}
}

func turn(b *testing.B, engines []*engine, c chain, q question) {
	for _, e := range engines {
		begin := time.Now()
		got, err := e.answer(c, q)
		e.took = append(e.took, time.Since(begin))
		if err != nil {
			b.Fatal(e.name, err)
		}
		slices.Sort(got)
		if slices.Equal(got, q.gold) {
			e.right++
		}
	}
}

// leastRight is the share of questions that every engine must answer exactly. None
// can answer all: where films share a name, MetaQA's answers are one film's, and its
// statements do not say whose.
const leastRight = 0.85

func report(b *testing.B, engines []*engine, asked int) {
	median := map[string]float64{}
	for _, e := range engines {
		if float64(e.right) < leastRight*float64(asked) {
			b.Errorf("%s: %d of %d are right", e.name, e.right, asked)
		}
		slices.Sort(e.took)
		median[e.name] = float64(e.took[len(e.took)/2].Nanoseconds()) / 1e3
		b.ReportMetric(median[e.name], e.name+"-µs")
	}
	for _, d := range drivers() {
		b.ReportMetric(median[d]/median["walk"], d+"/walk")
		b.ReportMetric(median[d]/median["ask"], d+"/ask")
	}
}

// hapjaks are Hapjak asked in words and Hapjak told the chain.
func hapjaks(t testing.TB) []*engine {
	b := imported(t)
	a := facts.New(b, nil)
	w := newWalker(b)
	return []*engine{
		{name: "ask", answer: func(_ chain, q question) ([]string, error) {
			ans, _ := a.Ask(context.Background(), facts.Question{Text: q.text})
			var names []string
			for _, s := range ans.Answers {
				names = append(names, s.Text)
			}
			return unique(names), nil
		}},
		{name: "walk", answer: func(c chain, q question) ([]string, error) { return w.follow(c, q.topic), nil }},
	}
}

// unique drops names that came twice: two films of one name are one answer to MetaQA.
func unique(names []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(names, func(n string) bool {
		had := seen[n]
		seen[n] = true
		return had
	})
}

// imported reads MetaQA and opens it as the compact file that an import writes.
func imported(t testing.TB) *base.Base {
	t.Helper()
	const path = "../../facts/testdata/metaqa/schema.yaml"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := curated.ParseSchema(path, data)
	if err != nil {
		t.Fatal(err)
	}
	read, err := triples.Read(context.Background(), schema, "kb.txt", open(t, filepath.Join(metaqa, "kb.txt")), triples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := read.Write(&buf); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "facts.kb")
	if err := os.WriteFile(file, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := base.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	return opened
}

// A walker follows chains through a base.
type walker struct {
	b    *base.Base
	rels map[string]base.Rel
}

func newWalker(b *base.Base) *walker {
	w := &walker{b, map[string]base.Rel{}}
	for i := range b.Schema().Relations {
		w.rels[b.Schema().Relations[i].Name] = base.Rel(i)
	}
	return w
}

func (w *walker) follow(c chain, topic string) []string {
	var topics []base.Node
	for _, n := range w.b.Named(base.Squash(topic)) {
		if w.b.Name(n) == topic {
			topics = append(topics, n)
		}
	}
	at := topics
	for _, step := range c.path {
		at = w.step(at, step, topics)
	}
	names := make([]string, len(at))
	for i, n := range at {
		names[i] = w.b.Name(n)
	}
	return names
}

// step returns where a relation leads, each once, the topic aside.
func (w *walker) step(from []base.Node, step string, topics []base.Node) []base.Node {
	relation, back := strings.CutPrefix(step, "^")
	r := w.rels[relation]
	var to []base.Node
	for _, n := range from {
		stmts, end := w.b.Out(n, r), w.b.Object
		if back {
			stmts, end = w.b.In(n, r), w.b.Subject
		}
		for _, s := range stmts {
			if o := end(s); !slices.Contains(topics, o) {
				to = append(to, o)
			}
		}
	}
	slices.Sort(to)
	return slices.Compact(to)
}
