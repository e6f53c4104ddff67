package review

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hapjak/facts"
)

// TestFitSame learns what tells that two wordings ask the same (same.go) from the pairs of the turns
// of the sets that HAPJAK_EVAL names, put together by testdata/fit-same.txt, and from the lines that HAPJAK_LINES names
// (TestGroupingLines), and writes it into nets.go. FIGURES.md has the command.
func TestFitSame(t *testing.T) {
	if os.Getenv("HAPJAK_FIT") == "" {
		t.Skip("this fits weights: HAPJAK_FIT=1, beside HAPJAK_EVAL and HAPJAK_ASKED")
	}
	know := withEncoder(t)
	same := byHand(t, "testdata/fit-same.txt")
	means := vectors{}
	var list, blind []*wording
	var kept []*asked
	for _, x := range allAsked(t, know) {
		if len(x.Turn.Cite) == 0 {
			continue
		}
		w := wording{text: x.Turn.Q, gist: know.Gist(t.Context(), x.Turn.Q)}
		if x.Status == facts.Answered || x.Status == facts.Corrected {
			w.answer, w.evidence = answerWords(x.Text), x.Cites
		}
		not := w
		w.found = foundOf(x.candidates(t))
		w.read(know, means)
		not.read(know, means)
		list, blind, kept = append(list, &w), append(blind, &not), append(kept, x)
	}
	film := len(list)
	var lines []string // of the others, by their place behind those
	for _, one := range linesOf(t) {
		other := one.know(t)
		for i, line := range strings.Split(strings.TrimSpace(one.text), "\n") {
			for text := range strings.SplitSeq(line, "|") {
				text = strings.TrimSpace(text)
				w := wording{text: text, gist: other.Gist(t.Context(), text)}
				if got, _ := other.Ask(t.Context(), facts.Question{Text: text}); got.Status == facts.Answered || got.Status == facts.Corrected {
					w.answer, w.evidence = answerWords(got.Text), refsOf(&got)
				}
				not := w
				w.found = new(looks).look(t.Context(), other, text, "")
				w.read(other, means)
				not.read(other, means)
				list, blind, lines = append(list, &w), append(blind, &not), append(lines, fmt.Sprint(one.name, i))
			}
		}
	}
	var out strings.Builder
	out.WriteString("// Written by TestFitSame; DO NOT EDIT.\n\npackage review\n\nvar (\n")
	for _, fit := range []struct {
		name, what string
		list       []*wording
		n          trait
	}{
		{"unseen", "is for two of which one was not looked at, for want of an encoder or because there are too many wordings", blind, sameRefs + 1},
		{"seen", "is for two that were not held against each other by the encoder", list, heardLogit},
		{"heard", "is for two that were", list, traits},
	} {
		var xs [][]float64
		var ys []bool
		for i, w := range fit.list {
			var near []*wording
			from, times := 0, 1
			if i >= film { // of the same base alone, and each as much as three of the many others
				from, times = film+slices.IndexFunc(lines, func(l string) bool { return baseOf(l) == baseOf(lines[i-film]) }), 3
			}
			for _, o := range fit.list[from:i] {
				if fit.n == traits && len(w.found) > 0 && len(o.found) > 0 && alike(w, o) > hearLeast {
					near = append(near, o)
				}
			}
			hear(t.Context(), know, w, near)
			for j, o := range fit.list[:i] {
				if j < from {
					continue
				}
				v := traitsOf(w, o)
				m, ok := w.heard[o]
				copy(v[heardLogit:], m[:])
				if fit.n == traits && !ok || v[sameRefs] == 0 && v[sameWords] == 0 { // others are not held against each other
					continue
				}
				is := i < film && same(kept[i], kept[j]) || i >= film && lines[i-film] == lines[j-film]
				for range times {
					xs, ys = append(xs, slices.Clone(v[:fit.n])), append(ys, is)
				}
			}
		}
		n := learn(xs, ys)
		switch fit.name { // the last are those that these tell to be near
		case "seen":
			seen = n
		}
		t.Logf("%s: %d pairs", fit.name, len(xs))
		fmt.Fprintf(&out, "\t// %s %s.\n\t%s = net{[][]float64{\n", fit.name, fit.what, fit.name)
		for _, row := range n.hidden {
			fmt.Fprintf(&out, "\t\t{%s},\n", numbers(row))
		}
		fmt.Fprintf(&out, "\t}, []float64{%s}}\n", numbers(n.out))
	}
	out.WriteString(")\n")
	if err := os.WriteFile("nets.go", []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// baseOf is the base of a line's name, which ends in its number.
func baseOf(line string) string { return strings.TrimRight(line, "0123456789") }

func numbers(list []float64) string {
	texts := make([]string, len(list))
	for i, x := range list {
		texts[i] = strconv.FormatFloat(x, 'g', 4, 64)
	}
	return strings.Join(texts, ", ")
}

// learn fits a net by gradient descent (Adam), with weights held back a little.
func learn(xs [][]float64, ys []bool) net {
	const hidden, rounds, batch, rate, back = 12, 30, 200, 1e-3, 1.5e-3
	rng := rand.New(rand.NewPCG(1, 2))
	n := len(xs[0])
	mean, scale := make([]float64, n), make([]float64, n)
	for j := range n {
		for _, x := range xs {
			mean[j] += x[j] / float64(len(xs))
		}
		for _, x := range xs {
			scale[j] += (x[j] - mean[j]) * (x[j] - mean[j]) / float64(len(xs))
		}
		scale[j] = math.Sqrt(scale[j]) + 1e-6
	}
	// The rows of the net, each with what Adam remembers of it.
	width := n + 1
	w := make([]float64, hidden*width+hidden+1)
	grad, first, second := make([]float64, len(w)), make([]float64, len(w)), make([]float64, len(w))
	for i := range w {
		if most := math.Sqrt(6 / float64(n+hidden)); i < hidden*width && i%width > 0 || i > hidden*width {
			w[i] = most * (2*rng.Float64() - 1)
		}
	}
	out := hidden * width
	v, h := make([]float64, n), make([]float64, hidden)
	for step := 0; step < rounds*len(xs)/batch; step++ {
		clear(grad)
		for range batch {
			k := rng.IntN(len(xs))
			for j, x := range xs[k] {
				v[j] = (x - mean[j]) / scale[j]
			}
			z := w[out]
			for i := range h {
				row := w[i*width:][:width]
				h[i] = row[0]
				for j, x := range v {
					h[i] += row[j+1] * x
				}
				z += w[out+1+i] * max(0, h[i])
			}
			miss := 1 / (1 + math.Exp(-z))
			if ys[k] {
				miss--
			}
			grad[out] += miss
			for i := range h {
				if h[i] <= 0 {
					continue
				}
				grad[out+1+i] += miss * h[i]
				g := grad[i*width:][:width]
				back := miss * w[out+1+i]
				g[0] += back
				for j, x := range v {
					g[j+1] += back * x
				}
			}
		}
		for i := range w {
			g := grad[i] / batch
			if i < out && i%width > 0 || i > out {
				g += back * w[i]
			}
			first[i], second[i] = 0.9*first[i]+0.1*g, 0.999*second[i]+0.001*g*g
			w[i] -= rate * first[i] / (1 - math.Pow(0.9, float64(step+1))) / (math.Sqrt(second[i]/(1-math.Pow(0.999, float64(step+1)))) + 1e-8)
		}
	}
	// What brings the traits to one scale is taken into the rows.
	fitted := net{out: w[out:]}
	for i := range hidden {
		row := slices.Clone(w[i*width:][:width])
		for j := range n {
			row[j+1] /= scale[j]
			row[0] -= row[j+1] * mean[j]
		}
		fitted.hidden = append(fitted.hidden, row)
	}
	return fitted
}

func TestLearn(t *testing.T) {
	var xs [][]float64
	var ys []bool
	for i := range 4000 { // no weights of two numbers by themselves tell this
		a, b := float64(i%20)/10-0.95, float64(i/20%20)/10-0.95
		xs, ys = append(xs, []float64{10 + a, b}), append(ys, a*b > 0)
	}
	n := learn(xs, ys)
	wrong := 0
	for i, x := range xs {
		if n.score(x) > 0 != ys[i] {
			wrong++
		}
	}
	if wrong > len(xs)/20 {
		t.Errorf("%d of %d are told wrongly", wrong, len(xs))
	}
}
