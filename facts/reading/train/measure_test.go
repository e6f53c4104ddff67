package main

import "testing"

func TestAgreement(t *testing.T) {
	golds := []gold{{text: "the Rankine cycle"}, {text: "Rankine"}}
	for _, c := range []struct {
		answer    string
		exact, f1 float64
	}{
		{"Rankine cycle.", 1, 1},
		{"rankine", 1, 1},
		{"ideal Rankine cycle", 0, 0.8},
		{"steam", 0, 0},
		{"", 0, 0},
	} {
		if exact, f1 := agreement(c.answer, golds); exact != c.exact || f1 < c.f1-1e-9 || f1 > c.f1+1e-9 {
			t.Errorf("agreement(%q) = %v, %v, want %v, %v", c.answer, exact, f1, c.exact, c.f1)
		}
	}
	if exact, _ := agreement("", nil); exact != 1 {
		t.Error("to withhold an answer where there is none is right")
	}
}
