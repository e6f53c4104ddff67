package main

import (
	"encoding/binary"
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"

	"hapjak/facts/reading"
	"hapjak/nlp"
)

// An example is a question with all candidates of its paragraph.
type example struct {
	*reading.Lesson
	question question
	context  string
	right    []int // the candidates that are exactly a gold answer where it stands
	fold     int
}

const folds = 5

// trainSpans learns to rank candidates. It measures by cross-validation over
// articles, and writes weights learned from all of them.
func trainSpans(args []string) error {
	fs := flag.NewFlagSet("spans", flag.ExitOnError)
	squads := squadFlag(fs)
	out := fs.String("o", "facts/reading/spans.bin", "where to write the weights; empty writes none")
	only := fs.Int("fold", -1, "measure only this fold, 0 to 4, and write nothing")
	_ = fs.Parse(args)
	paragraphs, err := squads()
	if err != nil {
		return err
	}
	examples := makeExamples(paragraphs)
	var all score
	for f := range folds {
		if *only >= 0 && f != *only {
			continue
		}
		var train, test []*example
		for _, e := range examples {
			if e.fold == f {
				test = append(test, e)
			} else {
				train = append(train, e)
			}
		}
		m := learnSpans(train)
		var s score
		for _, e := range test {
			s.add(e, m.best(e))
		}
		fmt.Printf("fold %d: %v\n", f, s)
		all.join(s)
	}
	fmt.Printf("all:    %v\n", all)
	if *only >= 0 || *out == "" {
		return nil
	}
	data := learnSpans(examples).pack()
	fmt.Printf("%d bytes of weights\n", len(data))
	return os.WriteFile(*out, data, 0o644)
}

// A score sums up how well candidates were chosen.
type score struct{ n, exact, f1, could, sentence float64 }

func (s *score) add(e *example, best int) {
	s.n++
	if len(e.right) > 0 {
		s.could++
	}
	if best < 0 {
		return
	}
	c := e.Candidates[best]
	exact, f1 := agreement(e.context[c.Start:c.End], e.question.gold)
	s.exact += exact
	s.f1 += f1
	for _, g := range e.question.gold {
		if len(e.right) > 0 && e.Candidates[e.right[0]].Sentence == c.Sentence || g.start >= c.Start && g.start < c.End {
			s.sentence++
			break
		}
	}
}

func (s *score) join(o score) {
	s.n += o.n
	s.exact += o.exact
	s.f1 += o.f1
	s.could += o.could
	s.sentence += o.sentence
}

func (s score) String() string {
	return fmt.Sprintf("EM %.2f  F1 %.2f  (a candidate is right for %.1f %%, the sentence chosen for %.1f %%) of %.0f questions",
		100*s.exact/s.n, 100*s.f1/s.n, 100*s.could/s.n, 100*s.sentence/s.n, s.n)
}

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
	e := &example{Lesson: reading.NewLesson(q.text, p.context), question: q, context: p.context, fold: foldOf(p.title)}
	for i, c := range e.Candidates {
		text := norm(p.context[c.Start:c.End])
		for _, g := range q.gold {
			if c.Start < g.start+len(g.text) && g.start < c.End && text == norm(g.text) {
				e.right = append(e.right, i)
				break
			}
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
	count []uint8
}

func learnSpans(examples []*example) *spanModel {
	m := &spanModel{w: make([]float32, 1<<tableBits), g2: make([]float32, 1<<tableBits), keys: make([]uint32, 1<<tableBits), count: make([]uint8, 1<<tableBits)}
	rng := rand.New(rand.NewPCG(3, 4))
	order := rng.Perm(len(examples))
	rounds := 8
	for r := range rounds {
		loss := 0.0
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			if len(examples[i].right) > 0 {
				loss += m.learn(examples[i])
			}
		}
		if os.Getenv("V") != "" {
			fmt.Printf("round %d: loss %.3f\n", r, loss/float64(len(examples)))
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

func (m *spanModel) best(e *example) int {
	best := -1
	scores := m.scores(e)
	for i := range scores {
		if best < 0 || scores[i] > scores[best] {
			best = i
		}
	}
	return best
}

// learn moves the weights towards the right candidates of an example, by the
// gradient of the logarithm of their share in the softmax over all.
func (m *spanModel) learn(e *example) float64 {
	p := softmax(m.scores(e))
	var right float64
	for _, i := range e.right {
		right += p[i]
	}
	right = max(right, 1e-12)
	for _, i := range e.right {
		p[i] -= p[i] / right
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
	return -math.Log(right)
}

var rate, start, decay = hp3()

func hp3() (a, b, c float32) {
	a, b, c = 0.1, 1, 1e-4
	fmt.Sscan(os.Getenv("HP"), &a, &b, &c)
	return
}

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

// pack rounds the weights to sixteen bits and drops what is small.
func (m *spanModel) pack() []byte {
	const scale, least = 1000, 20
	lists := map[uint32][]byte{}
	for i, w := range m.w {
		if v := math.Round(float64(w) * scale); math.Abs(v) >= least {
			lists[m.keys[i]] = binary.LittleEndian.AppendUint16(nil, uint16(int16(max(-32000, min(32000, v)))))
		}
	}
	return nlp.PackWeights(lists)
}
