package encoder

import "golang.org/x/sys/cpu"

//go:generate go -C gen run . -out ../kernels_amd64.s -stubs ../stubs_amd64.go -pkg encoder

// fastest returns the best kernels that the machine runs.
func fastest() kernels {
	switch {
	case hasVNNI():
		return avx512()
	case cpu.X86.HasAVX2:
		return avx2(tileAVX2)
	}
	return plain()
}

func hasVNNI() bool { return cpu.X86.HasAVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VNNI }

// tiles is the type of the kernels that multiply rowTile rows by a block; strides are in bytes.
type tiles func(dst *float32, dstStride int, q *int16, qStride int, scale *float32, weight *byte, weightScale *float32, bias *float32, steps int)

func avx2(tile tiles) kernels {
	return kernels{
		maxAbs: func(x []float32) float32 { return maxAbsAVX2(&x[0], len(x)) },
		round:  func(q []int16, x []float32, c float32) { roundAVX2(&q[:len(x)][0], &x[0], len(x), c) },
		multiply: func(dst []float32, q []int16, scale []float32, rows int, m *matrix, _ []int64) {
			_, _, _ = dst[:rows*m.out], q[:rows*m.in], scale[:rows]
			for o := 0; o < m.out; o += block {
				for r := 0; r < rows; r += rowTile {
					tile(&dst[r*m.out+o], 4*m.out, &q[r*m.in], 2*m.in, &scale[r], &m.weight[o*m.in], &m.scale[o], &m.bias[o], m.in/2)
				}
			}
		},
		product: products(4, product4AVX2),
		gelu:    func(x []float32) { geluAVX2(&x[0], len(x)) },
		addSum:  func(x, y []float32) float32 { return addSumAVX2(&x[0], &y[:len(x)][0], len(x)) },
		centre:  func(x []float32, mean float32) float32 { return centreAVX2(&x[0], len(x), mean) },
		affine: func(x []float32, c float32, gamma, beta []float32) {
			affineAVX2(&x[0], len(x), c, &gamma[:len(x)][0], &beta[:len(x)][0])
		},
		maximum: func(x []float32) float32 { return maximumAVX2(&x[0], len(x)) },
		expSum:  func(x []float32, c float32) float32 { return expSumAVX2(&x[0], len(x), c) },
		times:   func(x []float32, c float32) { timesAVX2(&x[0], len(x), c) },
	}
}

// avx512 returns the kernels of machines that have VNNI besides: its instruction for sums of
// products, and wider registers where they pay and every number keeps its order of operations.
func avx512() kernels {
	k := avx2(tileVNNI)
	k.gelu = func(x []float32) { geluAVX512(&x[0], len(x)) }
	k.product = products(6, product6AVX512)
	return k
}

// products returns the product of any number of rows by a kernel that takes some at once.
func products(some int, kernel func(c *float32, cStride int, a *float32, aStride int, b *float32, bStride int, k int)) func(c []float32, cStride int, a []float32, aStride int, b []float32, bStride int, m, n, k int) {
	return func(c []float32, cStride int, a []float32, aStride int, b []float32, bStride int, m, n, k int) {
		_, _, _ = c[:(m-1)*cStride+n], a[:(m-1)*aStride+k], b[:(k-1)*bStride+n]
		for j := 0; j < n; j += 16 {
			i := 0
			for ; i+some <= m; i += some {
				kernel(&c[i*cStride+j], 4*cStride, &a[i*aStride], 4*aStride, &b[j], 4*bStride, k)
			}
			for ; i < m; i++ {
				product1AVX2(&c[i*cStride+j], 4*cStride, &a[i*aStride], 4*aStride, &b[j], 4*bStride, k)
			}
		}
	}
}
