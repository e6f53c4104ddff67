package encoder

import (
	"context"
	"os"
	"strings"
	"testing"
)

// trained returns the model of the weights in the repository.
func trained(t testing.TB) *Model {
	t.Helper()
	data, err := os.ReadFile("weights/weights.bin")
	if err != nil {
		t.Fatal(err)
	}
	if len(data) == 0 {
		t.Skip("weights/weights.bin is empty: train/export.py writes it")
	}
	m, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// BenchmarkJudge reads pairs of a given number of tokens.
func BenchmarkJudge(b *testing.B) {
	m := trained(b)
	all := forms()
	all["plain"] = plain()
	for _, size := range []struct {
		name          string
		pairs, tokens int
	}{{"1x64", 1, 64}, {"12x48", 12, 48}} {
		for name, k := range all {
			b.Run(size.name+"/"+name, func(b *testing.B) {
				m.kernels = k
				evidence := make([]string, size.pairs)
				for i := range evidence {
					evidence[i] = strings.Repeat("film ", size.tokens-3-8)
				}
				out := make([]Judgement, len(evidence))
				b.ReportAllocs()
				for b.Loop() {
					if err := m.Judge(context.Background(), "Who directed the film that she liked?", evidence, out); err != nil {
						b.Fatal(err)
					}
				}
				if out[0].Tokens != size.tokens {
					b.Fatalf("read %d tokens, want %d", out[0].Tokens, size.tokens)
				}
				b.ReportMetric(float64(size.pairs*b.N)/b.Elapsed().Seconds(), "pairs/s")
			})
		}
	}
}
