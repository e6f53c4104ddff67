package main

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"hapjak/facts/reading"
	"hapjak/nlp"
)

// An example is a question with all candidates of its paragraph.
type example struct {
	*reading.Lesson
	question question
	context  string
	right    []int     // the candidates that are a gold answer where it stands, or nearly
	weight   []float64 // 1 for those that are exactly one, less for those that overlap
	fold     int
}

const folds = 5

// makeExamples takes each answerable question once.
func makeExamples(paragraphs []paragraph) []*example {
	type job struct {
		p paragraph
		q question
	}
	var jobs []job
	seen := map[string]bool{}
	for _, p := range paragraphs {
		for _, q := range p.questions {
			if key := p.title + q.text; len(q.gold) > 0 && !seen[key] {
				seen[key] = true
				jobs = append(jobs, job{p, q})
			}
		}
	}
	examples := make([]*example, len(jobs))
	var wg sync.WaitGroup
	for w := range runtime.NumCPU() {
		wg.Go(func() {
			for i := w; i < len(jobs); i += runtime.NumCPU() {
				examples[i] = newExample(jobs[i].p, jobs[i].q)
			}
		})
	}
	wg.Wait()
	return examples
}

func newExample(p paragraph, q question) *example {
	e := &example{Lesson: reading.NewLesson(q.text, p.passage()), question: q, context: p.context, fold: foldOf(p.title)}
	for i, c := range e.Candidates {
		text := ""
		best := 0.0
		for _, g := range q.gold {
			from, to := max(c.Start, g.start), min(c.End, g.start+len(g.text))
			if from >= to {
				continue
			}
			if text == "" {
				text = norm(p.context[c.Start:c.End])
			}
			if text == norm(g.text) {
				best = 1
				break
			}
			if f := 2 * float64(to-from) / float64(c.End-c.Start+len(g.text)); f > 0.4 {
				best = max(best, soft*f*f)
			}
		}
		if best > 0 {
			e.right, e.weight = append(e.right, i), append(e.weight, best)
		}
	}
	return e
}

// foldOf keeps the questions of one article together.
func foldOf(title string) int {
	h := fnv.New32a()
	h.Write([]byte(title))
	return int(h.Sum32()>>4) % folds
}

const tableBits = 24

// A spanModel is a table of weights addressed by the low bits of a feature's hash.
type spanModel struct {
	w, g2 []float32
	keys  []uint32
}

func learnSpans(examples []*example) *spanModel {
	m := &spanModel{w: make([]float32, 1<<tableBits), g2: make([]float32, 1<<tableBits), keys: make([]uint32, 1<<tableBits)}
	rng := rand.New(rand.NewPCG(3, 4))
	order := rng.Perm(len(examples))
	for range rounds {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			if len(examples[i].right) > 0 {
				m.learn(examples[i])
			}
		}
	}
	return m
}

func (m *spanModel) sum(features []uint32) float32 {
	var s float32
	for _, f := range features {
		s += m.w[f&(1<<tableBits-1)]
	}
	return s
}

// scores returns the score of each candidate.
func (m *spanModel) scores(e *example) []float32 {
	sentences, begins, ends := m.sums(e.Sentences), m.sums(e.Begins), m.sums(e.Ends)
	out := make([]float32, len(e.Candidates))
	for i, c := range e.Candidates {
		out[i] = sentences[c.Sentence] + begins[c.First] + ends[c.Last] + m.sum(c.Features)
	}
	return out
}

func (m *spanModel) sums(lists [][]uint32) []float32 {
	out := make([]float32, len(lists))
	for i, l := range lists {
		out[i] = m.sum(l)
	}
	return out
}

// learn moves the weights towards the right candidates of an example, by the
// gradient of the logarithm of their share in the softmax over all.
func (m *spanModel) learn(e *example) {
	p := softmax(m.scores(e))
	var right float64
	for n, i := range e.right {
		right += p[i] * e.weight[n]
	}
	right = max(right, 1e-12)
	for n, i := range e.right {
		p[i] -= p[i] * e.weight[n] / right
	}
	sentences, begins, ends := make([]float64, len(e.Sentences)), make([]float64, len(e.Begins)), make([]float64, len(e.Ends))
	for i, c := range e.Candidates {
		if math.Abs(p[i]) < 1e-5 {
			continue
		}
		sentences[c.Sentence] += p[i]
		begins[c.First] += p[i]
		ends[c.Last] += p[i]
		m.step(c.Features, p[i])
	}
	for i, d := range sentences {
		m.step(e.Sentences[i], d)
	}
	for i, d := range begins {
		m.step(e.Begins[i], d)
	}
	for i, d := range ends {
		m.step(e.Ends[i], d)
	}
}

// The learning rate; what the sum of squared gradients starts from, so that rare
// features learn slowly; the pull to zero; the rounds; and how much a candidate
// counts that overlaps a gold answer without being one.
const rate, start, decay, rounds, soft = 0.05, 1, 1e-3, 6, 0.15

func (m *spanModel) step(features []uint32, d float64) {
	if math.Abs(d) < 1e-4 {
		return
	}
	for _, f := range features {
		i := f & (1<<tableBits - 1)
		m.keys[i] = f
		g := float32(d) + decay*m.w[i]
		m.g2[i] += g * g
		m.w[i] -= rate * g / float32(math.Sqrt(float64(start+m.g2[i])))
	}
}

func softmax(scores []float32) []float64 {
	p := make([]float64, len(scores))
	top := float32(math.Inf(-1))
	for _, s := range scores {
		top = max(top, s)
	}
	sum := 0.0
	for i, s := range scores {
		p[i] = math.Exp(float64(s - top))
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

// mostWeights is how many weights are kept: what fills three quarters of 65,536
// slots. (Of two million, these lose 0.3 points of exact match.)
const mostWeights = 49000

// pack keeps the greatest weights, rounded to sixteen bits.
func (m *spanModel) pack() []byte {
	const scale = 1000
	var sizes []float64
	for _, w := range m.w {
		if w != 0 {
			sizes = append(sizes, math.Abs(float64(w)))
		}
	}
	slices.Sort(sizes)
	least := sizes[max(0, len(sizes)-mostWeights)]
	lists := map[uint32][]byte{}
	for i, w := range m.w {
		if v := float64(w); math.Abs(v) >= least && v != 0 {
			lists[m.keys[i]] = binary.LittleEndian.AppendUint16(nil, uint16(int16(max(-32000, min(32000, math.Round(v*scale))))))
		}
	}
	return nlp.PackWeights(lists)
}
