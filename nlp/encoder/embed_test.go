package encoder

import (
	"math"
	"testing"
)

// A text's static embedding is the sum of its pieces' rows, of length 1, in whatever order
// they stand; what has no piece is nothing.
func TestEmbed(t *testing.T) {
	m := tiny(t)
	embed := func(text string) []float32 {
		v := make([]float32, m.EmbedSize())
		m.Embed(v, text, nil)
		return v
	}
	got, turned := embed("The film and a ship"), embed("a ship and the film")
	want, length := make([]float64, m.static), 0.0
	for _, p := range m.Tokenize("the film and a ship", 64, nil) {
		for i := range want {
			want[i] += float64(int8(m.staticRows[int(p.ID)*m.static+i]))
		}
	}
	for _, x := range want {
		length += x * x
	}
	for i, x := range want {
		if math.Abs(x/math.Sqrt(length)-float64(got[i])) > 1e-5 || got[i] != turned[i] {
			t.Fatalf("place %d: got %v, in another order %v, want %v", i, got[i], turned[i], x/math.Sqrt(length))
		}
	}
	for i, x := range embed("") {
		if x != 0 {
			t.Errorf("the embedding of nothing has %v at place %d", x, i)
		}
	}
}
