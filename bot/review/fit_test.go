package review

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"hapjak/facts"
)

// TestFitSame fits the weights by which two wordings are told to ask the same (same.go): a
// logistic regression on the pairs of the turns of the sets that HAPJAK_EVAL names, of which
// those ask the same whose right answers are mostly alike. FIGURES.md has the command.
func TestFitSame(t *testing.T) {
	if os.Getenv("HAPJAK_FIT") == "" {
		t.Skip("this fits weights: HAPJAK_FIT=1, beside HAPJAK_EVAL and HAPJAK_ASKED")
	}
	know := withEncoder(t)
	var list, blind []*wording
	var kept []*asked
	for _, x := range allAsked(t, know) {
		if len(x.Turn.Cite) == 0 || len(golds(x.Turn)) == 0 {
			continue
		}
		w := wording{text: x.Turn.Q, gist: know.Gist(t.Context(), x.Turn.Q)}
		if x.Status == facts.Answered || x.Status == facts.Corrected {
			w.answer, w.evidence = answerWords(x.Text), x.Cites
		}
		not := w
		w.found = foundOf(x.candidates(t))
		list, blind, kept = append(list, &w), append(blind, &not), append(kept, x)
	}
	for _, fit := range []struct {
		name string
		list []*wording
		n    trait
	}{{"unseen", blind, sameRefs + 1}, {"seen", list, heardLogit}, {"heard", list, traits}} {
		var xs [][]float64
		var ys []bool
		for i, w := range fit.list {
			var near []*wording
			for _, o := range fit.list[:i] {
				if fit.n == traits && len(w.found) > 0 && len(o.found) > 0 && alike(w, o) > hearLeast {
					near = append(near, o)
				}
			}
			hear(t.Context(), know, w, near)
			for j, o := range fit.list[:i] {
				v := traitsOf(w, o)
				m, ok := w.heard[o]
				copy(v[heardLogit:], m[:])
				if fit.n == traits && !ok || v[sameRefs] == 0 && v[sameWords] == 0 { // others are not held against each other
					continue
				}
				xs, ys = append(xs, append([]float64{1}, v[:fit.n]...)), append(ys, belongMostly(kept[i].Turn, kept[j].Turn))
			}
		}
		w := regress(xs, ys)
		list := make([]string, len(w)-1)
		for i, x := range w[1:] {
			list[i] = fmt.Sprintf("%.2f", x)
		}
		t.Logf("%s, %d pairs: base %.2f, weights %s", fit.name, len(xs), w[0], strings.Join(list, ", "))
	}
}

// regress fits a logistic regression by Newton's method, weights but the first held back a little.
func regress(xs [][]float64, ys []bool) []float64 {
	const rounds, back = 12, 1.0
	n := len(xs[0])
	w := make([]float64, n)
	for range rounds {
		slope, curve := make([]float64, n), make([][]float64, n)
		for i := range curve {
			curve[i] = make([]float64, n)
			if curve[i][i] = 1e-9; i > 0 {
				curve[i][i], slope[i] = back, -back*w[i]
			}
		}
		for k, x := range xs {
			z := 0.0
			for i, xi := range x {
				z += w[i] * xi
			}
			p := 1 / (1 + math.Exp(-z))
			miss := -p
			if ys[k] {
				miss = 1 - p
			}
			for i, xi := range x {
				if xi == 0 {
					continue
				}
				slope[i] += miss * xi
				for j := 0; j <= i; j++ {
					curve[i][j] += p * (1 - p) * xi * x[j]
				}
			}
		}
		for i, step := range solve(curve, slope) {
			w[i] += step
		}
	}
	return w
}

// solve solves a symmetric system of which the lower half is given.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n { // Cholesky's decomposition, in place
		for j := 0; j <= i; j++ {
			sum := a[i][j]
			for k := range j {
				sum -= a[i][k] * a[j][k]
			}
			if i == j {
				a[i][i] = math.Sqrt(sum)
			} else {
				a[i][j] = sum / a[j][j]
			}
		}
	}
	x := make([]float64, n)
	for i := range n {
		x[i] = b[i]
		for k := range i {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= a[k][i] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x
}

func TestRegress(t *testing.T) {
	var xs [][]float64
	var ys []bool
	for i := range 4000 { // what is drawn by known weights is found again
		a, b := float64(i%20)/10-1, float64(i/20%20)/10-1
		p := 1 / (1 + math.Exp(-(0.5 + 2*a - b)))
		xs, ys = append(xs, []float64{1, a, b}), append(ys, float64(i/400)/10+0.05 < p)
	}
	w := regress(xs, ys)
	for i, want := range []float64{0.5, 2, -1} {
		if math.Abs(w[i]-want) > 0.15 {
			t.Errorf("weight %d is %.2f, not %.2f", i, w[i], want)
		}
	}
}
