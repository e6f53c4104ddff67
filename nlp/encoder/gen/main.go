// Command gen writes the AVX2 form of the encoder's kernels, ../kernels_amd64.s, with avo. It is a
// module of its own, so that the program does not depend on avo.
//
// What each kernel does, in which order it adds and how it rounds, is what kernels.go does in
// plain Go; a test holds the two to the same bits. So there is no fused multiply-add here.
package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	maxAbs()
	round()
	tile("tileAVX2", false)
	tile("tileVNNI", true)
	product("product1AVX2", 1, YMM)
	product("product4AVX2", 4, YMM)
	product("product6AVX512", 6, ZMM)
	gelu("geluAVX2", YMM, 32)
	gelu("geluAVX512", ZMM, 64)
	addSum()
	centre()
	affine()
	maximum()
	expSum()
	times()
	Generate()
}

// constants are the vectors already in the data section, by their bits.
type constants map[uint32]operand.Mem

var known = constants{}

// vector returns sixteen copies of a number in memory.
func vector(f float32) operand.Mem { return known.bits(math.Float32bits(f)) }

func (k constants) bits(b uint32) operand.Mem {
	m, ok := k[b]
	if !ok {
		m = GLOBL(fmt.Sprintf("c%08x", b), 8|16) // NOPTR | RODATA
		for i := range 16 {
			DATA(4*i, operand.U32(b))
		}
		k[b] = m
	}
	return m
}

func at(r reg.Register, disp int) operand.Mem { return operand.Mem{Base: r, Disp: disp} }

func plus(base, index reg.Register, scale uint8, disp int) operand.Mem {
	return operand.Mem{Base: base, Index: index, Scale: scale, Disp: disp}
}

func function(name, signature string) {
	TEXT(name, 4, signature) // NOSPLIT
	Pragma("noescape")
}

func pointer(name string) reg.GPVirtual {
	r := GP64()
	Load(Param(name), r)
	return r
}

// broadcast loads a float32 parameter into all lanes.
func broadcast(name string) reg.VecVirtual {
	x, y := XMM(), YMM()
	Load(Param(name), x)
	VBROADCASTSS(x, y)
	return y
}

func zero(vec func() reg.VecVirtual) reg.VecVirtual {
	y := vec()
	if y.Size() == 64 {
		VPXORD(y, y, y)
	} else {
		VXORPS(y, y, y)
	}
	return y
}

// rows repeats body over a row of n float32, eight at a time, which move the pointers on.
func rows(label string, width int, n reg.GPVirtual, body func(), move func()) {
	Label(label)
	body()
	move()
	SUBQ(operand.Imm(uint64(width)), n)
	JNZ(operand.LabelRef(label))
}

func forward(p reg.GPVirtual) { ADDQ(operand.Imm(32), p) }

// fold returns op over the lanes of y: first the halves, then their halves, then the last two.
func fold(y reg.VecVirtual, op func(ops ...operand.Op)) {
	low, high := XMM(), XMM()
	VEXTRACTF128(operand.Imm(0), y, low)
	VEXTRACTF128(operand.Imm(1), y, high)
	op(high, low, low)
	VPERMILPS(operand.Imm(0x4E), low, high)
	op(high, low, low)
	VPERMILPS(operand.Imm(0xB1), low, high)
	op(high, low, low)
	Store(low, ReturnIndex(0))
	VZEROUPPER()
	RET()
}

func finish() {
	VZEROUPPER()
	RET()
}

func maxAbs() {
	function("maxAbsAVX2", "func(x *float32, n int) float32")
	x, n := pointer("x"), pointer("n")
	most := []reg.VecVirtual{zero(YMM), zero(YMM)} // taking turns, so that none waits for the last
	mask, v := YMM(), YMM()
	VMOVUPS(known.bits(0x7FFFFFFF), mask)
	rows("loop", 16, n, func() {
		for i, most := range most {
			VANDPS(at(x, 32*i), mask, v)
			VMAXPS(v, most, most)
		}
	}, func() { ADDQ(operand.Imm(64), x) })
	VMAXPS(most[1], most[0], most[0])
	fold(most[0], VMAXPS)
}

func maximum() {
	function("maximumAVX2", "func(x *float32, n int) float32")
	x, n := pointer("x"), pointer("n")
	most := YMM()
	VMOVUPS(at(x, 0), most)
	rows("loop", 8, n, func() { VMAXPS(at(x, 0), most, most) }, func() { forward(x) })
	fold(most, VMAXPS)
}

func round() {
	function("roundAVX2", "func(q *int16, x *float32, n int, c float32)")
	q, x, n, c := pointer("q"), pointer("x"), pointer("n"), broadcast("c")
	big := YMM()
	VMOVUPS(vector(rounder), big)
	v := []reg.VecVirtual{YMM(), YMM()}
	rows("loop", 16, n, func() {
		for i, v := range v {
			VMULPS(at(x, 32*i), c, v)
			VADDPS(big, v, v)
			VSUBPS(big, v, v)
			VCVTPS2DQ(v, v)
		}
		VPACKSSDW(v[1], v[0], v[0])
		VPERMQ(operand.Imm(0xD8), v[0], v[0])
		VMOVDQU(v[0], at(q, 0))
	}, func() {
		ADDQ(operand.Imm(64), x)
		forward(q)
	})
	finish()
}

const rounder = 3 << 22

// tile multiplies six rows by a block of sixteen outputs. A step takes two inputs: their weights
// widened to int16 and the two activations of a row, in all lanes, make eight sums of two
// products each in one instruction; twelve sums are kept. With VNNI, whose instruction adds too, the
// sixteen outputs lie in one register, and steps take turns with two sums, so that no addition
// waits for the last; the sums are integers and the same.
func tile(name string, vnni bool) {
	function(name, "func(dst *float32, dstStride int, q *int16, qStride int, scale *float32, weight *byte, weightScale *float32, bias *float32, steps int)")
	const unroll = 4
	q, stride, w, steps := pointer("q"), pointer("qStride"), pointer("weight"), pointer("steps")
	var sum [6][]reg.VecVirtual
	q3 := base3(q, stride, len(sum))
	input := func(row, disp int) operand.Mem { return row6(q, q3, stride, row, disp) }

	registers, vec := 2, YMM
	if vnni {
		registers, vec = 1, ZMM
	}
	wide := 64 / registers // bytes of one register
	for r := range sum {
		sum[r] = []reg.VecVirtual{zero(vec), zero(vec)}
	}
	weights := []reg.VecVirtual{vec(), vec()}[:registers]
	two, product := vec(), vec()
	next := GP64() // the block to come
	MOVQ(steps, next)
	SHLQ(operand.Imm(5), next)
	ADDQ(w, next)
	Label("step")
	PREFETCHT1(at(next, 0))
	PREFETCHT1(at(next, 64))
	ADDQ(operand.U32(32*unroll), next)
	for u := range unroll {
		for i, weight := range weights {
			VPMOVSXBW(at(w, 32*u+16*i), weight)
		}
		for r := range sum {
			if vnni {
				dotAdd(input(r, 4*u), weights[0], sum[r][u%2])
				continue
			}
			VPBROADCASTD(input(r, 4*u), two)
			for i, weight := range weights {
				VPMADDWD(two, weight, product)
				VPADDD(product, sum[r][i], sum[r][i])
			}
		}
	}
	ADDQ(operand.Imm(4*unroll), q)
	ADDQ(operand.Imm(4*unroll), q3)
	ADDQ(operand.U32(32*unroll), w)
	SUBQ(operand.Imm(unroll), steps)
	JNZ(operand.LabelRef("step"))

	dst, dstStride := pointer("dst"), pointer("dstStride")
	dst3 := base3(dst, dstStride, len(sum))
	scale, weightScale, bias := pointer("scale"), pointer("weightScale"), pointer("bias")
	for i, weight := range weights {
		VMOVUPS(at(weightScale, wide*i), weight)
	}
	for r := range sum {
		VBROADCASTSS(at(scale, 4*r), two)
		if vnni {
			VPADDD(sum[r][1], sum[r][0], sum[r][0])
		}
		for i, y := range sum[r][:registers] {
			VCVTDQ2PS(y, y)
			VMULPS(weights[i], y, y)
			VMULPS(two, y, y)
			VADDPS(at(bias, wide*i), y, y)
			VMOVUPS(y, row6(dst, dst3, dstStride, r, wide*i))
		}
	}
	finish()
}

// dotAdd adds to each int32 of sum the products of its two int16 of weights and the two at m.
// avo does not know the instruction.
func dotAdd(m operand.Mem, weights, sum reg.VecVirtual) {
	Instruction(&ir.Instruction{
		Opcode:   "VPDPWSSD",
		Suffixes: []string{"BCST"},
		Operands: []operand.Op{m, weights, sum},
		Inputs:   []operand.Op{m, weights, sum},
		Outputs:  []operand.Op{sum},
		ISA:      []string{"AVX512_VNNI"},
	})
}

// base3 returns where row 3 of some rows begins, if there are more than three.
func base3(base, stride reg.GPVirtual, rows int) reg.GPVirtual {
	r := base
	if rows > 3 {
		r = GP64()
		LEAQ(plus(base, stride, 2, 0), r)
		ADDQ(stride, r)
	}
	return r
}

// row6 addresses one of six rows by two bases, the second at row 3.
func row6(base, base3, stride reg.GPVirtual, row, disp int) operand.Mem {
	if row >= 3 {
		base, row = base3, row-3
	}
	if row == 0 {
		return at(base, disp)
	}
	return plus(base, stride, uint8(row), disp)
}

// product multiplies some rows of a by sixteen columns of b, which one or two registers hold.
func product(name string, count int, vec func() reg.VecVirtual) {
	function(name, "func(c *float32, cStride int, a *float32, aStride int, b *float32, bStride int, k int)")
	a, aStride, b, bStride, k := pointer("a"), pointer("aStride"), pointer("b"), pointer("bStride"), pointer("k")
	one, p, column := vec(), vec(), []reg.VecVirtual{vec()}
	wide := int(one.Size())
	if wide == 32 {
		column = append(column, vec())
	}
	a3 := base3(a, aStride, count)
	sum := make([][]reg.VecVirtual, count)
	for r := range sum {
		for range column {
			sum[r] = append(sum[r], zero(vec))
		}
	}
	Label("step")
	for i, y := range column {
		VMOVUPS(at(b, wide*i), y)
	}
	for r := range sum {
		VBROADCASTSS(row6(a, a3, aStride, r, 0), one)
		for i, y := range column {
			VMULPS(one, y, p)
			VADDPS(p, sum[r][i], sum[r][i])
		}
	}
	ADDQ(operand.Imm(4), a)
	if count > 3 {
		ADDQ(operand.Imm(4), a3)
	}
	ADDQ(bStride, b)
	DECQ(k)
	JNZ(operand.LabelRef("step"))

	c, cStride := pointer("c"), pointer("cStride")
	c3 := base3(c, cStride, count)
	for r := range sum {
		for i, y := range sum[r] {
			VMOVUPS(y, row6(c, c3, cStride, r, wide*i))
		}
	}
	finish()
}

// polynomial sets p to c[0] + c[1]·t + …
func polynomial(p, t reg.VecVirtual, c []float32) {
	VMOVUPS(vector(c[len(c)-1]), p)
	for i := len(c) - 2; i >= 0; i-- {
		VMULPS(t, p, p)
		VADDPS(vector(c[i]), p, p)
	}
}

var geluP = []float32{
	0.3989023268222809, -0.0663444921374321, 0.009815971367061138, -0.0011085610603913665, 9.341871918877587e-05,
	-5.626429356198059e-06, 2.2554284839770844e-07, -5.327758678674854e-09, 5.5648586433365566e-11,
}

func gelu(name string, vec func() reg.VecVirtual, bytes int) {
	const edge = 4.25
	function(name, "func(x *float32, n int)")
	x, n := pointer("x"), pointer("n")
	v, u, t, p := vec(), vec(), vec(), vec()
	rows("loop", bytes/4, n, func() {
		VMOVUPS(at(x, 0), v)
		VMAXPS(vector(-edge), v, u)
		VMINPS(vector(edge), u, u)
		VMULPS(u, u, t)
		polynomial(p, t, geluP)
		VMULPS(u, p, p)
		VADDPS(vector(0.5), p, p)
		VMULPS(v, p, p)
		VMOVUPS(p, at(x, 0))
	}, func() { ADDQ(operand.Imm(uint64(bytes)), x) })
	finish()
}

var expP = []float32{
	1.0000001192092896, 0.9999997019767761, 0.49998894333839417, 0.16667574644088745, 0.04191538318991661, 0.008297654800117016,
}

func expSum() {
	const (
		edge    = 87
		log2e   = 1.4426950408889634
		ln2High = 0.693359375
		ln2Low  = -2.12194440e-4
	)
	function("expSumAVX2", "func(x *float32, n int, c float32) float32")
	x, n, c := pointer("x"), pointer("n"), broadcast("c")
	sum, v, whole, part, p := zero(YMM), YMM(), YMM(), YMM(), YMM()
	rows("loop", 8, n, func() {
		VMOVUPS(at(x, 0), v)
		VSUBPS(c, v, v)
		VMAXPS(vector(-edge), v, v)
		VMINPS(vector(edge), v, v)
		VMULPS(vector(log2e), v, whole)
		VADDPS(vector(rounder), whole, whole)
		VSUBPS(vector(rounder), whole, whole)
		VMULPS(vector(ln2High), whole, part)
		VSUBPS(part, v, v)
		VMULPS(vector(ln2Low), whole, part)
		VSUBPS(part, v, v)
		polynomial(p, v, expP)
		VCVTPS2DQ(whole, whole)
		VPADDD(known.bits(127), whole, whole)
		VPSLLD(operand.Imm(23), whole, whole)
		VMULPS(whole, p, p)
		VMOVUPS(p, at(x, 0))
		VADDPS(p, sum, sum)
	}, func() { forward(x) })
	fold(sum, VADDPS)
}

func addSum() {
	function("addSumAVX2", "func(x *float32, y *float32, n int) float32")
	x, y, n := pointer("x"), pointer("y"), pointer("n")
	sum, v := zero(YMM), YMM()
	rows("loop", 8, n, func() {
		VMOVUPS(at(x, 0), v)
		VADDPS(at(y, 0), v, v)
		VMOVUPS(v, at(x, 0))
		VADDPS(v, sum, sum)
	}, func() {
		forward(x)
		forward(y)
	})
	fold(sum, VADDPS)
}

func centre() {
	function("centreAVX2", "func(x *float32, n int, mean float32) float32")
	x, n, mean := pointer("x"), pointer("n"), broadcast("mean")
	sum, v := zero(YMM), YMM()
	rows("loop", 8, n, func() {
		VMOVUPS(at(x, 0), v)
		VSUBPS(mean, v, v)
		VMOVUPS(v, at(x, 0))
		VMULPS(v, v, v)
		VADDPS(v, sum, sum)
	}, func() { forward(x) })
	fold(sum, VADDPS)
}

func affine() {
	function("affineAVX2", "func(x *float32, n int, c float32, gamma *float32, beta *float32)")
	x, n, c, gamma, beta := pointer("x"), pointer("n"), broadcast("c"), pointer("gamma"), pointer("beta")
	v := YMM()
	rows("loop", 8, n, func() {
		VMULPS(at(x, 0), c, v)
		VMULPS(at(gamma, 0), v, v)
		VADDPS(at(beta, 0), v, v)
		VMOVUPS(v, at(x, 0))
	}, func() {
		forward(x)
		forward(gamma)
		forward(beta)
	})
	finish()
}

func times() {
	function("timesAVX2", "func(x *float32, n int, c float32)")
	x, n, c := pointer("x"), pointer("n"), broadcast("c")
	v := YMM()
	rows("loop", 8, n, func() {
		VMULPS(at(x, 0), c, v)
		VMOVUPS(v, at(x, 0))
	}, func() { forward(x) })
	finish()
}
