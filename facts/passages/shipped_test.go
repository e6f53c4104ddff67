package passages

import (
	"bytes"
	"testing"

	"hapjak/corpus"
)

func TestShippedIndexIsUpToDate(t *testing.T) {
	sources, err := corpus.Default()
	if err != nil {
		t.Fatal(err)
	}
	b := NewBuilder()
	for _, s := range sources {
		if err := b.Add(s); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), shipped) {
		t.Error("shipped.idx is not what go generate makes of the corpus: run go generate ./facts/passages")
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Default(); err != nil {
			b.Fatal(err)
		}
	}
}
