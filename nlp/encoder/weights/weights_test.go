package weights

import (
	"testing"

	"hapjak/facts/scaletest/processor"
	"hapjak/nlp/encoder"
)

// BenchmarkFirstUse opens the weights, which checks them, and judges one piece of evidence. With
// -benchtime 1x it is as the program meets it: this process has touched no page of the file.
func BenchmarkFirstUse(b *testing.B) {
	if len(data) == 0 {
		b.Skip("weights.bin is empty: ../train/export.py writes it")
	}
	out := make([]encoder.Judgement, 1)
	begin := processor.Time()
	for b.Loop() {
		m, err := Lazy()()
		if err != nil {
			b.Fatal(err)
		}
		if err := m.Judge(b.Context(), "Who directed the film?", []string{"Bong Joon Ho directed the film."}, out); err != nil {
			b.Fatal(err)
		}
	}
	if b.ReportMetric((processor.Time()-begin).Seconds()*1000/float64(b.N), "cpu-ms/op"); out[0].Tokens == 0 {
		b.Error("nothing was read")
	}
}
