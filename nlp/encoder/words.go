package encoder

// WordVector sets dst, of length Dimensions, to the meaning of a word without its surroundings:
// the sum of its pieces' rows in the embedding, each less the mean row, brought to length 1. The
// mean is what all pieces have in common; with it, everything would resemble everything. The Dot
// of two such vectors is their cosine. No pass through the model is needed.
func (m *Model) WordVector(dst []float32, pieces ...Piece) {
	dst = dst[:m.hidden]
	clear(dst)
	for _, p := range pieces {
		scale := m.embeddingScale[p.ID]
		for i, w := range m.embedding[int(p.ID)*m.hidden:][:m.hidden] {
			dst[i] += float32(float32(int8(w))*scale) - m.embeddingMean[i]
		}
	}
	if square := Dot(dst, dst); square > 0 {
		times(dst, 1/sqrt(square))
	}
}

// Dimensions is the length of a word's vector.
func (m *Model) Dimensions() int { return m.hidden }

// Dot returns the inner product of two vectors of one length, a multiple of 8.
func Dot(a, b []float32) float32 {
	var l lanes
	for b = b[:len(a)]; len(a) >= 8; a, b = a[8:], b[8:] {
		for i := range l {
			l[i] += float32(a[i] * b[i])
		}
	}
	return l.sum()
}
