package evidence

import (
	"sync"

	"hapjak/nlp/encoder"
)

// Vectors tell how near words are by the encoder's static word vectors. They keep the
// vectors of the words seen last; safe for concurrent use.
type Vectors struct {
	model *encoder.Model
	mu    sync.Mutex
	kept  map[string][]float32
}

// maxVectors bounds the words that are kept: 4,096 of 384 numbers are 6 MiB.
const maxVectors = 4096

// NewVectors returns the word vectors of a model.
func NewVectors(m *encoder.Model) *Vectors {
	return &Vectors{model: m, kept: map[string][]float32{}}
}

// Near returns for each word of a the greatest cosine to a word of b.
func (v *Vectors) Near(a, b []string) []float32 {
	as, bs := v.of(a), v.of(b)
	out := make([]float32, len(a))
	for i, x := range as {
		for _, y := range bs {
			out[i] = max(out[i], encoder.Dot(x, y))
		}
	}
	return out
}

// Like returns for each text the cosine of its static embedding to the question's.
func (v *Vectors) Like(question string, texts []string) []float64 {
	a, b := make([]float32, v.model.EmbedSize()), make([]float32, v.model.EmbedSize())
	pieces := v.model.Embed(a, question, nil)
	out := make([]float64, len(texts))
	for i, t := range texts {
		pieces = v.model.Embed(b, t, pieces)
		out[i] = float64(encoder.Dot(a, b))
	}
	return out
}

func (v *Vectors) of(words []string) [][]float32 {
	v.mu.Lock()
	defer v.mu.Unlock()
	list := make([][]float32, len(words))
	var pieces []encoder.Piece
	for i, w := range words {
		vec, ok := v.kept[w]
		if !ok {
			if len(v.kept) >= maxVectors {
				clear(v.kept)
			}
			pieces = v.model.Tokenize(w, 8, pieces[:0])
			vec = make([]float32, v.model.Dimensions())
			v.model.WordVector(vec, pieces...)
			v.kept[w] = vec
		}
		list[i] = vec
	}
	return list
}
