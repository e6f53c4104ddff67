package encoder

const (
	maxPair = 128                                         // tokens of a pair
	maxRows = (maxPair + rowTile - 1) / rowTile * rowTile // tokens of a batch
	epsilon = 1e-12                                       // BERT's, in layer normalisation
)

// A state is the room one batch is worked on in: about 3 MB with the usual sizes.
type state struct {
	sizes
	question, evidence []Piece
	pair               []pair

	x, y      []float32 // hidden states and what a block adds to them, [rows][hidden]
	wide      []float32 // [rows][3·hidden] queries, keys, values, or [rows][inner]
	quantised []int16
	scale     []float32 // of each quantised row
	pairs     []int64   // for multiply
	keys      []float32 // a head's keys, transposed: [head size][tokens]
	weight    []float32 // a head's attention: [tokens][tokens]
}

// A pair is one question and evidence of a batch: rows [first, first+tokens) of the state.
type pair struct {
	evidence      int // its index among all
	first, tokens int
	piece         int // where the evidence's pieces begin in the state
}

func newState(s sizes) *state {
	widest := max(3*s.hidden, s.inner)
	return &state{
		sizes:     s,
		x:         make([]float32, maxRows*s.hidden),
		y:         make([]float32, maxRows*s.hidden),
		wide:      make([]float32, maxRows*widest),
		quantised: make([]int16, maxRows*max(s.hidden, s.inner)),
		scale:     make([]float32, maxRows),
		pairs:     make([]int64, max(s.hidden, s.inner)),
		keys:      make([]float32, s.hidden/s.heads*maxPair),
		weight:    make([]float32, maxPair*maxPair),
	}
}

// forward turns the pieces of a batch's pairs, whose embeddings stand in x, into hidden states.
func (m *Model) forward(s *state, tokens int) {
	h := m.hidden
	rows := padded(tokens)
	clear(s.x[tokens*h : rows*h])
	wide := s.wide[:rows*m.inner]
	for i := range m.layer {
		l := &m.layer[i]
		m.apply(&l.attention, s, s.wide, s.x, rows)
		m.attend(s)
		m.apply(&l.out, s, s.y, s.y, rows)
		m.addNorm(s.x[:rows*h], s.y, l.outNorm)
		m.apply(&l.up, s, wide, s.x, rows)
		m.gelu(wide)
		m.apply(&l.down, s, s.y, wide, rows)
		m.addNorm(s.x[:rows*h], s.y, l.downNorm)
	}
}

// padded rounds up to whole tiles.
func padded(rows int) int { return (rows + rowTile - 1) / rowTile * rowTile }

// apply sets the rows of dst to the product of a matrix and the rows of src, which may overlap.
func (m *Model) apply(a *matrix, s *state, dst, src []float32, rows int) {
	for r := range rows {
		x := src[r*a.in:][:a.in]
		c := float32(0)
		if most := m.maxAbs(x); most > 0 {
			c = quantum / most
			s.scale[r] = most / quantum
		} else {
			s.scale[r] = 0
		}
		m.round(s.quantised[r*a.in:][:a.in], x, c)
	}
	m.multiply(dst, s.quantised, s.scale, rows, a, s.pairs)
}

// attend sets y to what the tokens of each pair take from one another. The queries are already
// divided by the square root of the head size (export.py).
func (m *Model) attend(s *state) {
	h, stride := m.hidden, 3*m.hidden
	size := h / m.heads
	for _, p := range s.pair {
		n := p.tokens
		n16 := (n + 15) / 16 * 16
		rows := s.wide[p.first*stride:]
		for head := range m.heads {
			query, key, value := rows[head*size:], rows[h+head*size:], rows[2*h+head*size:]
			for t := range n {
				for i, k := range key[t*stride:][:size] {
					s.keys[i*n16+t] = k
				}
			}
			m.product(s.weight, n16, query, stride, s.keys, n16, n, n16, size)
			for t := range n {
				w := s.weight[t*n16:][:n16]
				for i := n; i < n16; i++ {
					w[i] = lowest
				}
				m.times(w, 1/m.expSum(w, m.maximum(w)))
			}
			m.product(s.y[p.first*h+head*size:], h, s.weight, n16, value, stride, n, size, n)
		}
	}
}

// lowest stands for minus infinity: its exponential is nothing beside any other's.
const lowest = -1e30

// addNorm adds y to x and normalises each row.
func (m *Model) addNorm(x, y []float32, n layerNorm) {
	h := m.hidden
	for r := 0; r < len(x); r += h {
		m.normalise(x[r:][:h], y[r:][:h], n)
	}
}

func (m *Model) normalise(x, y []float32, n layerNorm) {
	count := float32(m.hidden)
	variance := m.centre(x, m.addSum(x, y)/count) / count
	m.affine(x, 1/sqrt(variance+epsilon), n.gamma, n.beta)
}

// embed sets row r to the embedding of a piece.
func (m *Model) embed(s *state, r int, id int32, position, kind int) {
	h := m.hidden
	x, y := s.x[r*h:][:h], s.y[r*h:][:h]
	scale := m.embeddingScale[id]
	for i, w := range m.embedding[int(id)*h:][:h] {
		x[i] = float32(float32(int8(w)) * scale)
	}
	at, of := m.position[position*h:][:h], m.kind[kind*h:][:h]
	for i := range y {
		y[i] = at[i] + of[i]
	}
	m.normalise(x, y, m.embeddingNorm)
}
