package kb_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/triples"
)

// The large knowledge bases that are measured, where they are at hand.
var large = []struct{ name, schema, triples string }{
	{"metaqa", "../testdata/metaqa/schema.yaml", "../../../shared/eval/metaqa/kb.txt"},
	{"films", "../testdata/films/schema.yaml", "../../../shared/eval/film-articles/facts.psv"},
}

func readLarge(t testing.TB, schema, file string) *kb.Base {
	t.Helper()
	data, err := os.ReadFile(schema)
	if err != nil {
		t.Fatal(err)
	}
	s, err := curated.ParseSchema(schema, data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Skipf("needs %s, which is not here", file)
	}
	defer f.Close()
	b, err := triples.Read(context.Background(), s, file, f, triples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// BenchmarkImport reads triples and writes the compact file.
func BenchmarkImport(b *testing.B) {
	for _, l := range large {
		b.Run(l.name, func(b *testing.B) {
			var base *kb.Base
			for b.Loop() {
				base = readLarge(b, l.schema, l.triples)
				var buf bytes.Buffer
				if err := base.Write(&buf); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(buf.Len())/1e6, "MB")
			}
			b.ReportMetric(float64(base.Statements()), "statements")
			b.ReportMetric(float64(base.Len()), "nodes")
		})
	}
}

func writtenLarge(b *testing.B, schema, triples string) string {
	base := readLarge(b, schema, triples)
	path := filepath.Join(b.TempDir(), "kb")
	if err := os.WriteFile(path, written(b, base), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkOpen opens the compact file, checksum and checks included.
func BenchmarkOpen(b *testing.B) {
	for _, l := range large {
		b.Run(l.name, func(b *testing.B) {
			path := writtenLarge(b, l.schema, l.triples)
			for b.Loop() {
				base, err := kb.OpenFile(path)
				if err != nil {
					b.Fatal(err)
				}
				if err := base.Close(); err != nil {
					b.Fatal(err)
				}
			}
			before := resident()
			base, err := kb.OpenFile(path)
			if err != nil {
				b.Fatal(err)
			}
			exerciseSome(base)
			b.ReportMetric(float64(resident()-before)/(1<<20), "resident-MiB")
			runtime.KeepAlive(base)
		})
	}
}

// BenchmarkNamed and BenchmarkNear look names up, the latter with one and with two
// letters wrong.
func BenchmarkNamed(b *testing.B) {
	for _, l := range large {
		b.Run(l.name, func(b *testing.B) {
			base := readLarge(b, l.schema, l.triples)
			names := someNames(base, 0)
			i := 0
			for b.Loop() {
				if len(base.Named(names[i%len(names)])) == 0 {
					b.Fatal("not found")
				}
				i++
			}
		})
	}
}

func BenchmarkNear(b *testing.B) {
	for _, l := range large {
		base := readLarge(b, l.schema, l.triples)
		for edits, what := range []string{1: "1 edit", 2: "2 edits"} {
			if edits == 0 {
				continue
			}
			b.Run(l.name+"/"+what, func(b *testing.B) {
				names := someNames(base, edits)
				found, i := 0, 0
				for b.Loop() {
					found += len(base.Near(names[i%len(names)], edits))
					i++
				}
				if found < i*9/10 {
					b.Fatalf("%d found for %d", found, i)
				}
				b.ReportMetric(float64(found)/float64(i), "found")
			})
		}
	}
}

// BenchmarkNearGenerated looks names up among 200,000 made of two words of 20,000.
func BenchmarkNearGenerated(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	words := make([]string, 20000)
	for i := range words {
		for range 3 + r.IntN(6) {
			words[i] += string("etaoinshrdlucmfwyp"[r.IntN(18)])
		}
	}
	names := make([]string, 200000)
	for i := range names {
		names[i] = words[r.IntN(len(words))] + " " + words[r.IntN(len(words))]
	}
	base := namesBase(b, names)
	for edits := 1; edits <= 2; edits++ {
		b.Run(fmt.Sprint(edits, " edits"), func(b *testing.B) {
			typed := someNames(base, edits)
			i := 0
			for b.Loop() {
				base.Near(typed[i%len(typed)], edits)
				i++
			}
		})
	}
}

func BenchmarkOut(b *testing.B) {
	for _, l := range large {
		b.Run(l.name, func(b *testing.B) {
			base := readLarge(b, l.schema, l.triples)
			n, total := 0, 0
			for b.Loop() {
				for r := range base.Schema().Relations {
					total += len(base.Out(kb.Node(n%base.Len()), kb.Rel(r)))
				}
				n += 7919
			}
			_ = total
		})
	}
}

func someNames(b *kb.Base, edits int) []string {
	r := rand.New(rand.NewPCG(5, 6))
	var names []string
	for len(names) < 2000 {
		n := kb.Node(r.IntN(b.Len()))
		if s := kb.Squash(b.Name(n)); len([]rune(s)) > 5 {
			names = append(names, string(misspelt(r, []rune(s), edits)))
		}
	}
	return names
}

func exerciseSome(b *kb.Base) {
	for _, name := range someNames(b, 1) {
		for _, n := range b.Near(name, 2) {
			b.OutAll(n.Node)
			b.InAll(n.Node)
		}
	}
}
