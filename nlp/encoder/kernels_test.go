package encoder

import (
	"math"
	"math/rand/v2"
	"testing"
)

// floats returns n numbers of very different sizes.
func floats(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64() * math.Exp2(float64(r.IntN(12)-6)))
	}
	return x
}

func sameBits(t *testing.T, what string, plain, fast []float32) {
	t.Helper()
	for i := range plain {
		if math.Float32bits(plain[i]) != math.Float32bits(fast[i]) {
			t.Fatalf("%s: number %d is %v in plain Go, %v by the kernel", what, i, plain[i], fast[i])
		}
	}
}

// Every form of the kernels gives the bits of plain Go.
func TestKernelsAgree(t *testing.T) {
	rounds := 50
	if testing.Short() {
		rounds = 5
	}
	for name, fast := range forms() {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			for range rounds {
				rowKernelsAgree(t, fast, r, 16*(1+r.IntN(40)))
				multiplyAgrees(t, fast, r)
				productAgrees(t, fast, r)
			}
		})
	}
}

func rowKernelsAgree(t *testing.T, fast kernels, r *rand.Rand, n int) {
	p := plain()
	x, y, gamma, beta := floats(r, n), floats(r, n), floats(r, n), floats(r, n)
	// each runs one kernel on a copy of x and returns its result, if it has one.
	each := map[string]func(k kernels, x []float32) float32{
		"maxAbs":  func(k kernels, x []float32) float32 { return k.maxAbs(x) },
		"maximum": func(k kernels, x []float32) float32 { return k.maximum(x) },
		"gelu":    func(k kernels, x []float32) float32 { k.gelu(x); return 0 },
		"addSum":  func(k kernels, x []float32) float32 { return k.addSum(x, y) },
		"centre":  func(k kernels, x []float32) float32 { return k.centre(x, 0.7) },
		"affine":  func(k kernels, x []float32) float32 { k.affine(x, 1.3, gamma, beta); return 0 },
		"expSum":  func(k kernels, x []float32) float32 { return k.expSum(x, k.maximum(x)) },
		"times":   func(k kernels, x []float32) float32 { k.times(x, 0.3); return 0 },
		"round": func(k kernels, x []float32) float32 {
			q := make([]int16, n)
			k.round(q, x, quantum/k.maxAbs(x))
			for i, v := range q {
				x[i] = float32(v)
			}
			return 0
		},
	}
	for name, run := range each {
		a, b := append([]float32(nil), x...), append([]float32(nil), x...)
		a, b = append(a, run(p, a)), append(b, run(fast, b))
		sameBits(t, name, a, b)
	}
}

// The activations include the greatest, against the greatest weights: no sum may overflow.
func multiplyAgrees(t *testing.T, fast kernels, r *rand.Rand) {
	m := matrix{in: 16 * (1 + r.IntN(maxInputs/16)), out: 16 * (1 + r.IntN(4))}
	m.weight = make([]byte, m.in*m.out)
	for i := range m.weight {
		m.weight[i] = byte(int8(r.IntN(255) - 127))
	}
	rows := rowTile * (1 + r.IntN(3))
	q := make([]int16, rows*m.in)
	for i := range q {
		q[i] = int16(r.IntN(2*quantum+1) - quantum)
	}
	for i := range m.in {
		q[i], m.weight[i/2*2*block+i%2] = quantum, 127
	}
	m.scale, m.bias = floats(r, m.out), floats(r, m.out)
	m.scale[0], m.bias[0] = 1, 0
	scale := floats(r, rows)
	scale[0] = 1
	a, b := make([]float32, rows*m.out), make([]float32, rows*m.out)
	multiply(a, q, scale, rows, &m, make([]int64, m.in))
	fast.multiply(b, q, scale, rows, &m, nil)
	if want := float32(quantum * 127 * m.in); a[0] != want {
		t.Fatalf("the greatest sum is %v, want %v", a[0], want)
	}
	sameBits(t, "multiply", a, b)
}

func productAgrees(t *testing.T, fast kernels, r *rand.Rand) {
	m, n, k := 1+r.IntN(20), 16*(1+r.IntN(4)), 1+r.IntN(50)
	a, b := floats(r, m*(k+3)), floats(r, k*(n+5))
	c, d := make([]float32, m*(n+1)), make([]float32, m*(n+1))
	product(c, n+1, a, k+3, b, n+5, m, n, k)
	fast.product(d, n+1, a, k+3, b, n+5, m, n, k)
	sameBits(t, "product", c, d)
}

func TestApproximations(t *testing.T) {
	for i := -100000; i <= 100000; i++ {
		x := float64(i) / 12500 // up to 8
		g := []float32{float32(x)}
		gelu(g)
		if want := x * 0.5 * math.Erfc(-x/math.Sqrt2); math.Abs(float64(g[0])-want) > 6e-5 {
			t.Fatalf("gelu(%v) = %v, want %v", x, g[0], want)
		}
		if got, want := float64(exp(float32(10*x))), math.Exp(float64(float32(10*x))); math.Abs(got/want-1) > 3e-7 {
			t.Fatalf("exp(%v) = %v, want %v", 10*x, got, want)
		}
		if got, want := float64(tanh(float32(x))), math.Tanh(x); math.Abs(got-want) > 3e-7 {
			t.Fatalf("tanh(%v) = %v, want %v", x, got, want)
		}
	}
}
