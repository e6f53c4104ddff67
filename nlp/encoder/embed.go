package encoder

// Embed sets dst, of length EmbedSize, to the static embedding of a text: the sum of its pieces'
// vectors, brought to length 1. The inner product of two such vectors, -1 to 1, tells how far the
// texts speak of the same; train/embed.py has it learnt from questions and what answers them. No pass
// through the model is needed: it costs a hundredth of one.
func (m *Model) Embed(dst []float32, text string, pieces []Piece) []Piece {
	dst = dst[:m.static]
	clear(dst)
	pieces = m.Tokenize(text, maxEmbedded, pieces[:0])
	for _, p := range pieces {
		for i, w := range m.staticRows[int(p.ID)*m.static:][:m.static] {
			dst[i] += float32(int8(w))
		}
	}
	if square := Dot(dst, dst); square > 0 {
		times(dst, 1/sqrt(square))
	}
	return pieces
}

// maxEmbedded bounds the pieces of a text that count, so that a long one costs no more.
const maxEmbedded = 256

// EmbedSize is the length of a static embedding.
func (m *Model) EmbedSize() int { return m.static }
