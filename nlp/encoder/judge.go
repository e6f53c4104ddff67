package encoder

import (
	"context"
	"fmt"
)

// A Judgement is what the model says of one piece of evidence.
type Judgement struct {
	Answers float32 // probability that it answers the question
	Logit   float32 // the same before calibration: any number, for features

	// Evidence[Start:End] are the words that answer best, and Span is by how much they score
	// above no words at all; below 0 the model would rather have none.
	Start, End int
	Span       float32
	// Next are the next best words that have none in common with those or with each other, while
	// any are left: what a caller who knows that a name or a date is wanted may choose from.
	Next [2]Words

	// What the evidence does to the question taken as a claim. They add up to 1.
	Supports, Contradicts, Open float32

	Tokens int // word pieces that were read, of question and evidence
}

// Words are words of the evidence, and by how much they score above no words at all.
type Words struct {
	Start, End int
	Span       float32
}

const (
	maxQuestion     = 64   // word pieces of a question that are read: its last ones
	longestQuestion = 1024 // word pieces of a question that are looked at
	maxSpan         = 30   // word pieces of the words that answer
	unread          = -30
)

// Judge sets out[i] to the judgement of evidence[i].
//
// Of the question the last 64 word pieces are read, of the evidence so many that both have 125.
// Evidence without a word is not read: nothing answers, all is open. Memory is bounded: pairs are
// read in batches of at most 132 tokens, and ctx is looked at before each, so that a context that
// ends ends the work within the time of one batch. Batches change no score.
func (m *Model) Judge(ctx context.Context, question string, evidence []string, out []Judgement) error {
	if len(out) != len(evidence) {
		return fmt.Errorf("encoder: %d judgements for %d pieces of evidence", len(out), len(evidence))
	}
	s := m.states.Get().(*state)
	defer m.states.Put(s)
	return m.judge(ctx, s, question, evidence, out)
}

func (m *Model) judge(ctx context.Context, s *state, question string, evidence []string, out []Judgement) error {
	s.question = m.Tokenize(question, longestQuestion, s.question[:0])
	if over := len(s.question) - maxQuestion; over > 0 { // what is asked stands at the end
		s.question = s.question[:copy(s.question, s.question[over:])]
	}
	for next := 0; next < len(evidence); {
		if err := ctx.Err(); err != nil {
			return err
		}
		next = m.batch(s, evidence, out, next)
	}
	return nil
}

// batch judges evidence from next on, as much as fits, and returns where to go on.
func (m *Model) batch(s *state, evidence []string, out []Judgement, next int) int {
	s.pair, s.evidence = s.pair[:0], s.evidence[:0]
	tokens, special := 0, 3
	for ; next < len(evidence); next++ {
		before := len(s.evidence)
		s.evidence = m.Tokenize(evidence[next], maxPair-special-len(s.question), s.evidence)
		pieces := s.evidence[before:]
		if len(pieces) == 0 {
			out[next] = Judgement{Logit: unread, Span: unread, Open: 1}
			continue
		}
		n := len(s.question) + len(pieces) + special
		if tokens+n > maxRows {
			break
		}
		s.pair = append(s.pair, pair{evidence: next, first: tokens, tokens: n, piece: before})
		m.embedPair(s, tokens, pieces)
		tokens += n
	}
	if len(s.pair) > 0 {
		m.forward(s, tokens)
		m.decide(s, out)
	}
	return next
}

// embedPair sets the rows from first on to the embeddings of the question and the evidence.
func (m *Model) embedPair(s *state, first int, evidence []Piece) {
	at := 0
	add := func(id int32, kind int) {
		m.embed(s, first+at, id, at, kind)
		at++
	}
	add(m.start, 0)
	for _, p := range s.question {
		add(p.ID, 0)
	}
	add(m.separator, 0)
	for _, p := range evidence {
		add(p.ID, 1)
	}
	add(m.separator, 1)
}

// decide reads the heads off the hidden states of a batch.
func (m *Model) decide(s *state, out []Judgement) {
	h := m.hidden
	for i, p := range s.pair {
		copy(s.y[i*h:][:h], s.x[p.first*h:])
	}
	m.apply(&m.pool, s, s.wide, s.y, padded(len(s.pair)))
	for i, p := range s.pair {
		pooled := s.wide[i*h:][:h]
		for j, v := range pooled {
			pooled[j] = tanh(v)
		}
		o := Judgement{Logit: m.answer.score(pooled, 0), Tokens: p.tokens}
		o.Answers = sigmoid(float32(o.Logit/m.temperature) + m.offset)
		o.Supports, o.Contradicts, o.Open = softmax3(m.claim.score(pooled, 0), m.claim.score(pooled, 1), m.claim.score(pooled, 2))
		m.bestSpan(s, p, &o)
		out[p.evidence] = o
	}
}

// bestSpan finds the words with the greatest sum of start and end score, and the next best.
func (m *Model) bestSpan(s *state, p pair, o *Judgement) {
	h := m.hidden
	row := func(t int) []float32 { return s.x[(p.first+t)*h:][:h] }
	none := m.span.score(row(0), 0) + m.span.score(row(0), 1)
	from, to := len(s.question)+2, p.tokens-1
	pieces := s.evidence[p.piece:]
	var starts, ends [maxPair]float32
	for t := from; t < to; t++ {
		starts[t], ends[t] = m.span.score(row(t), 0), m.span.score(row(t), 1)
	}
	var taken [maxPair]bool
	for k := -1; k < len(o.Next); k++ {
		best, first, last := float32(lowest), -1, -1
		for i := from; i < to; i++ {
			for j := i; j < min(i+maxSpan, to) && !taken[j]; j++ {
				if v := starts[i] + ends[j]; v > best {
					best, first, last = v, i, j
				}
			}
		}
		if first < 0 {
			break
		}
		for t := first; t <= last; t++ {
			taken[t] = true
		}
		w := Words{pieces[first-from].Start, pieces[last-from].End, best - none}
		if k < 0 {
			o.Start, o.End, o.Span = w.Start, w.End, w.Span
		} else {
			o.Next[k] = w
		}
	}
}

// score returns the head's number i for a row.
func (d head) score(x []float32, i int) float32 {
	var l lanes
	w := d.weight[i*len(x):][:len(x)]
	for j, v := range x {
		l[j%8] += float32(v * w[j])
	}
	return l.sum() + d.bias[i]
}

func softmax3(a, b, c float32) (float32, float32, float32) {
	most := max(a, b, c)
	a, b, c = exp(a-most), exp(b-most), exp(c-most)
	sum := a + b + c
	return a / sum, b / sum, c / sum
}
