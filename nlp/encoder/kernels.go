package encoder

import "math"

// The kernels are what nearly all of the time goes into. They come in two forms, plain Go and
// AVX2 (kernels_amd64.go), which give the same bits: products and sums of float32 are rounded one
// by one (the conversions float32(a*b) keep the compiler from fusing them), and a sum over a row
// is that of eight interleaved lanes, folded in half three times.
//
// Rows have a multiple of 16 numbers.
type kernels struct {
	// maxAbs returns the greatest absolute value of x.
	maxAbs func(x []float32) float32
	// round sets q to x*c, rounded to the nearest integer, halves to even.
	round func(q []int16, x []float32, c float32)
	// multiply sets dst, rows of m.out numbers, to the product of m and the rows in q, each times
	// its scale, plus m's bias. rows is a multiple of rowTile. pairs is room to work in.
	multiply func(dst []float32, q []int16, scale []float32, rows int, m *matrix, pairs []int64)
	// product sets c, m rows of n numbers, to the product of a and b, rows of k and of n numbers;
	// each has its stride. n is a multiple of 16.
	product func(c []float32, cStride int, a []float32, aStride int, b []float32, bStride int, m, n, k int)
	// gelu replaces x by x·Φ(x).
	gelu func(x []float32)
	// addSum adds y to x and returns the sum of the result.
	addSum func(x, y []float32) float32
	// centre takes mean from x and returns the sum of the result's squares.
	centre func(x []float32, mean float32) float32
	// affine sets x to x·c·gamma + beta.
	affine func(x []float32, c float32, gamma, beta []float32)
	// maximum returns the greatest number of x.
	maximum func(x []float32) float32
	// expSum replaces x by exp(x-c) and returns the sum.
	expSum func(x []float32, c float32) float32
	// times multiplies x by c.
	times func(x []float32, c float32)
}

const (
	rowTile   = 6    // rows that one step of multiply takes
	block     = 16   // outputs whose weights lie together
	quantum   = 8191 // the greatest quantised activation
	maxInputs = 2048 // of a matrix: quantum·127·maxInputs < 2^31

	// Adding and taking away 1.5·2^23 rounds a float32 below 2^22 to an integer, halves to even.
	rounder = 3 << 22
)

func plain() kernels {
	return kernels{maxAbs, round, multiply, product, gelu, addSum, centre, affine, maximum, expSum, times}
}

func maxAbs(x []float32) float32 {
	var most float32
	for _, v := range x {
		most = max(most, v, -v)
	}
	return most
}

func round(q []int16, x []float32, c float32) {
	q = q[:len(x)]
	for i, v := range x {
		q[i] = int16(float32(float32(v*c)+rounder) - rounder)
	}
}

// multiply packs two rows into 64-bit words, low and high, so that one multiplication gives two
// products. The low sum may borrow from the high one, which is undone at the end; as no sum needs
// more than 32 bits, both are exact.
func multiply(dst []float32, q []int16, scale []float32, rows int, m *matrix, pairs []int64) {
	pairs = pairs[:m.in]
	for r := 0; r < rows; r += 2 {
		low, high := q[r*m.in:][:m.in], q[(r+1)*m.in:][:m.in]
		for i := range pairs {
			pairs[i] = int64(low[i]) + int64(high[i])<<32
		}
		for o := 0; o < m.out; o += 4 {
			w := m.weight[o/block*block*m.in+o%block*2:]
			var s0, s1, s2, s3 int64
			for i := 0; i+1 < len(pairs); i += 2 {
				a, b := pairs[i], pairs[i+1]
				w8 := w[i*block : i*block+8 : i*block+8]
				s0 += a*int64(int8(w8[0])) + b*int64(int8(w8[1]))
				s1 += a*int64(int8(w8[2])) + b*int64(int8(w8[3]))
				s2 += a*int64(int8(w8[4])) + b*int64(int8(w8[5]))
				s3 += a*int64(int8(w8[6])) + b*int64(int8(w8[7]))
			}
			for j, s := range [4]int64{s0, s1, s2, s3} {
				sumLow := int32(s)
				sumHigh := int32((s - int64(sumLow)) >> 32)
				c, d := m.scale[o+j], m.bias[o+j]
				dst[r*m.out+o+j] = float32(float32(float32(sumLow)*c)*scale[r]) + d
				dst[(r+1)*m.out+o+j] = float32(float32(float32(sumHigh)*c)*scale[r+1]) + d
			}
		}
	}
}

func product(c []float32, cStride int, a []float32, aStride int, b []float32, bStride int, m, n, k int) {
	for i := range m {
		row := c[i*cStride:][:n]
		clear(row)
		for l, v := range a[i*aStride:][:k] {
			for j, w := range b[l*bStride:][:n] {
				row[j] += float32(v * w)
			}
		}
	}
}

// Φ(u) - ½ ≈ u·P(u²) for |u| ≤ geluEdge, beyond which it stays as it is; a minimax fit, off by at
// most 8.5e-6, x·Φ(x) by at most 5e-5 for |x| ≤ 8. Φ at the edges is 1 and 0 but for that error.
const geluEdge = 4.25

var geluP = [...]float32{
	0.3989023268222809, -0.0663444921374321, 0.009815971367061138, -0.0011085610603913665, 9.341871918877587e-05,
	-5.626429356198059e-06, 2.2554284839770844e-07, -5.327758678674854e-09, 5.5648586433365566e-11,
}

func gelu(x []float32) {
	for i, v := range x {
		u := min(max(v, -geluEdge), geluEdge)
		t := float32(u * u)
		p := geluP[8]
		for k := 7; k >= 0; k-- {
			p = float32(p*t) + geluP[k]
		}
		x[i] = float32(v * (float32(p*u) + 0.5))
	}
}

// lanes are the eight partial sums of a row.
type lanes [8]float32

func (l *lanes) sum() float32 {
	a, b, c, d := l[0]+l[4], l[1]+l[5], l[2]+l[6], l[3]+l[7]
	return (a + c) + (b + d)
}

func addSum(x, y []float32) float32 {
	var l lanes
	y = y[:len(x)]
	for i := range x {
		x[i] += y[i]
		l[i%8] += x[i]
	}
	return l.sum()
}

func centre(x []float32, mean float32) float32 {
	var l lanes
	for i := range x {
		x[i] -= mean
		l[i%8] += float32(x[i] * x[i])
	}
	return l.sum()
}

func affine(x []float32, c float32, gamma, beta []float32) {
	gamma, beta = gamma[:len(x)], beta[:len(x)]
	for i, v := range x {
		x[i] = float32(float32(v*c)*gamma[i]) + beta[i]
	}
}

func maximum(x []float32) float32 {
	most := x[0]
	for _, v := range x {
		most = max(most, v)
	}
	return most
}

func expSum(x []float32, c float32) float32 {
	var l lanes
	for i := range x {
		x[i] = exp(x[i] - c)
		l[i%8] += x[i]
	}
	return l.sum()
}

func times(x []float32, c float32) {
	for i := range x {
		x[i] *= c
	}
}

// e^x = 2^n·e^r with n = round(x/ln 2) and |r| ≤ ln 2/2; e^r is a minimax polynomial, off by at
// most 7.5e-8 of itself. ln 2 is taken away in two parts, the first of which has few bits.
const (
	expEdge = 87 // e^±87 is still a normal number
	log2e   = 1.4426950408889634
	ln2High = 0.693359375
	ln2Low  = -2.12194440e-4
)

var expP = [...]float32{
	1.0000001192092896, 0.9999997019767761, 0.49998894333839417, 0.16667574644088745, 0.04191538318991661, 0.008297654800117016,
}

func exp(x float32) float32 {
	x = min(max(x, -expEdge), expEdge)
	n := float32(float32(x*log2e)+rounder) - rounder
	r := float32(x-float32(n*ln2High)) - float32(n*ln2Low)
	p := expP[5]
	for k := 4; k >= 0; k-- {
		p = float32(p*r) + expP[k]
	}
	return float32(p * math.Float32frombits(uint32(int32(n)+127)<<23))
}

func tanh(x float32) float32    { return 1 - 2/(exp(2*x)+1) }
func sigmoid(x float32) float32 { return 1 / (1 + exp(-x)) }
func sqrt(x float32) float32    { return float32(math.Sqrt(float64(x))) }
