package decide

import (
	"math"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/evidence"
	"hapjak/facts/kb"
	"hapjak/facts/reading"
	"hapjak/nlp/encoder"
)

// Every sort of candidate has a weight for every feature.
func TestWeightsFitTheFeatures(t *testing.T) {
	for name, m := range map[string]model{"Read": weights.Read, "Unread": weights.Unread} {
		for _, from := range []evidence.From{evidence.Plan, evidence.Statement, evidence.Passage, evidence.Source} {
			if n := len(m[from.String()]); n != len(Names) {
				t.Errorf("%s, %v: %d weights for %d features", name, from, n, len(Names))
			}
		}
	}
	for _, base := range []string{"facts", "articles"} {
		if n := len(weights.Known[base]); n != len(SignNames) {
			t.Errorf("Known, %s: %d weights for %d signs", base, n, len(SignNames))
		}
	}
	if n := len(weights.Alone[evidence.Plan.String()]); n != len(Names) {
		t.Errorf("Alone: %d weights for %d features", n, len(Names))
	}
}

// sentence is a candidate from an article that holds all of a question of two words.
func sentence(logit float32) Judged {
	return Judged{
		Candidate: evidence.Candidate{From: evidence.Passage, Text: "Ida Moss built it.", Said: "Ida Moss built it.", Refs: []corpus.Ref{{Source: "a", Paragraph: 1}}, Shares: []float64{1, 1}},
		Judgement: encoder.Judgement{Logit: logit, Start: 0, End: 8, Span: 3},
		Asked:     &Asked{Words: []evidence.Word{{Stem: "build", Weight: 1}, {Stem: "mill", Weight: 2}}, Type: "HUM:ind", Short: true},
	}
}

func TestDecideTakesTheLikelier(t *testing.T) {
	list := []Judged{sentence(-4), sentence(5)}
	if best := Decide(list, true); best != 1 || list[1].P <= list[0].P {
		t.Errorf("took %d of %.3f and %.3f", best, list[0].P, list[1].P)
	}
	if best := Decide(nil, true); best != -1 {
		t.Errorf("took %d of nothing", best)
	}
}

// The probability is the logistic of the products that are printed.
func TestProbabilityCanBeWorkedOutByHand(t *testing.T) {
	list := []Judged{sentence(2)}
	Decide(list, true)
	sum := 0.0
	for i, w := range list[0].Weights {
		sum += w * list[0].Values[i]
	}
	if p := 1 / (1 + math.Exp(-sum)); math.Abs(p-list[0].P) > 1e-12 {
		t.Errorf("%v by hand, %v", p, list[0].P)
	}
	if text := list[0].Explain(); !strings.Contains(text, "encoder 2.000×") || !strings.Contains(text, "Ida Moss built it.") {
		t.Errorf("explained as %q", text)
	}
}

// Beside the same best sentence it is likelier that the sources answer where the others are far
// behind than where several are as good.
func TestSignsTellOfTheOthers(t *testing.T) {
	known := func(others ...float32) float64 {
		asked := &Asked{Short: true}
		list := []Judged{{Candidate: evidence.Candidate{From: evidence.Passage, Refs: []corpus.Ref{{Source: "a", Paragraph: 1}}}, Asked: asked, Judgement: encoder.Judgement{Logit: 1}}}
		for i, l := range others {
			list = append(list, Judged{Candidate: evidence.Candidate{From: evidence.Passage, Refs: []corpus.Ref{{Source: "b", Paragraph: i}}}, Asked: asked, Judgement: encoder.Judgement{Logit: l}})
		}
		best := Decide(list, true)
		SetKnown(list, best)
		if len(list[best].Signs) != len(SignNames) {
			t.Fatalf("%d signs, want %d", len(list[best].Signs), len(SignNames))
		}
		return list[best].Known
	}
	if alone, among := known(-6, -7, -7), known(0.9, 0.8, 0.7); alone <= among {
		t.Errorf("known %.3f with the others far behind, %.3f among its like", alone, among)
	}
}

func TestTypes(t *testing.T) {
	for _, c := range []struct {
		name string
		j    Judged
		want float64
	}{
		{"a name for who", sentence(0), 1},
		{"no digit for how many", with(sentence(0), "NUM:count", "Ida Moss built it."), -1},
		{"a written number for how many", with(sentence(0), "NUM:count", "Ida Moss built seven mills."), 1},
		{"a bare number for what percentage", with(sentence(0), "NUM:perc", "53"), -1},
		{"a share for what percentage", with(sentence(0), "NUM:perc", "about 32 per cent"), 1},
		{"a year for who", of(sentence(0), "HUM:ind", kb.Year), -1},
		{"a year for when", of(sentence(0), "NUM:date", kb.Year), 1},
	} {
		if got := typeMatch(c.j.Asked, &c.j); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// with is a candidate whose whole text is offered to a question of another type.
func with(j Judged, asks reading.Type, text string) Judged {
	j.Asked = &Asked{Type: asks, Short: true}
	j.Text, j.Said, j.Start, j.End = text, text, 0, len(text)
	return j
}

// of is a statement that offers a thing of a kind.
func of(j Judged, asks reading.Type, kind kb.Kind) Judged {
	j.Asked = &Asked{Type: asks, Short: true}
	j.From, j.Kinds = evidence.Statement, []kb.Kind{kind}
	return j
}
