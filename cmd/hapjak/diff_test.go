package main

import (
	"testing"

	"hapjak/bot/compare"
	"hapjak/facts"
	"hapjak/facts/judge"
	"hapjak/facts/scaletest/processor"
	"hapjak/nlp/encoder/weights"
)

// BenchmarkDiff measures the processor time of a question that is asked of two bases, once all that the encoder
// has to say of it is kept.
func BenchmarkDiff(b *testing.B) {
	cases, err := readQuestions("../../facts/testdata/questions/dev.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	cases = cases[:100]
	var know [2]*facts.Answerer
	kept, open := &judge.Judgements{}, weights.Lazy()
	for i := range know {
		if know[i], err = facts.Default(); err != nil {
			b.Fatal(err)
		}
		defer know[i].Close()
		know[i].SetEncoder(open)
		know[i].KeepJudgements(kept)
	}
	_, turns, err := new(compare.Answers).Bases(b.Context(), know, [2]string{}, cases)
	if err != nil {
		b.Fatal(err)
	}
	begin := processor.Time()
	for b.Loop() {
		if list, _, err := new(compare.Answers).Bases(b.Context(), know, [2]string{}, cases); err != nil || len(list) > 0 {
			b.Fatal(list, err)
		}
	}
	used := processor.Time() - begin
	b.ReportMetric(used.Seconds()*1e3/float64(b.N*turns), "cpu-ms/question")
}
