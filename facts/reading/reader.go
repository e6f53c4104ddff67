package reading

import (
	_ "embed"
	"math"
	"strings"
	"sync"

	"hapjak/nlp"
)

// A Reader finds the short answer to a question in passages. It may be used by
// several goroutines at once. Nothing is loaded before the first question.
type Reader struct {
	weights  nlp.Weights
	settings Settings
	texts    cache
	work     sync.Pool // *workspace
}

// Settings tune a reader. The zero value means what `go run ./facts/reading/train
// spans` found best on its sets.
type Settings struct {
	// MinScore and MinGap are the two thresholds below which a reader abstains:
	// of [Answer.Score] and of [Answer.Gap]. Zero means the trained ones, anything
	// below -100 none.
	MinScore, MinGap float64
	// MinFound is the least Score for [Reader.ReadFound]; zero means -2.5.
	MinFound float64
	// Passages is how many passages are read at most; zero means 8.
	Passages int
	// Cache is how many passages are kept taken apart, about 20 kB each; zero
	// means 256.
	Cache int
	// SpanWeights replaces the trained weights of candidates. For training.
	SpanWeights string
	// EvidenceWeights replaces the trained weights of evidence. For training.
	EvidenceWeights []float32
}

// A Passage is one text to read, with the score by which it was found: any scale
// on which more is better. Where only one passage is given its score is ignored.
type Passage struct {
	Text  string
	Score float64
	// Title is what stands above it: the title of its article, a heading. Words of
	// the question that it holds count as accounted for. It may be empty.
	Title string
}

// An Answer is what a reader found.
type Answer struct {
	Text     string // the short answer as it stands in the passage
	Type     Type   // what the question asked for
	Passage  int    // which passage
	Span     nlp.Span
	Sentence nlp.Span // the sentence around it, in bytes of the passage

	// Score is the log-odds that the answer is right, by the evidence below;
	// Gap is by how much it beats the best candidate elsewhere.
	Score, Gap float64
	// Confidence is Score as a probability.
	Confidence float64
	// Evidence says what speaks against the answer, in plain words: contradictions
	// first, then what is missing (`"Seoul" is not in the sentence`). Empty where
	// nothing does.
	Evidence []string

	signals signals
}

//go:embed spans.bin
var spanWeights string

// New returns a reader.
func New(s Settings) *Reader {
	if s.Passages == 0 {
		s.Passages = 8
	}
	if s.Cache == 0 {
		s.Cache = 256
	}
	if s.MinScore == 0 {
		s.MinScore = trainedScore
	}
	if s.MinGap == 0 {
		s.MinGap = trainedGap
	}
	if s.MinFound == 0 {
		s.MinFound = leastFound
	}
	if s.SpanWeights == "" {
		s.SpanWeights = spanWeights
	}
	if s.EvidenceWeights == nil {
		s.EvidenceWeights = trainedEvidence[:]
	}
	r := &Reader{weights: nlp.Weights(s.SpanWeights), settings: s, texts: newCache(s.Cache)}
	r.work.New = func() any { return new(workspace) }
	return r
}

// leastFound is the score below which even a search had better say that it found
// nothing: of a thousand questions that the collection answers it withholds 47
// answers, eight of them right.
const leastFound = -2.5

// Read answers question from the passages of a source that the asker named, best
// passage first. It reports false where it would rather abstain: the answer then
// is the nearest thing that the passages say, and its Evidence says why it is
// none; where they hold no candidate at all it is zero but for its type.
//
// It takes about a fifth of a millisecond a passage, and a third of one that it
// has not seen lately.
func (r *Reader) Read(question string, passages []Passage) (Answer, bool) {
	a, ok := r.find(question, passages)
	return a, ok && a.Score >= r.settings.MinScore && a.Gap >= r.settings.MinGap
}

// ReadFound answers question from passages that a search found, best first, where
// the asker is shown the passage around the answer ([Quote]) and can judge: it
// abstains only where next to nothing speaks for the answer.
func (r *Reader) ReadFound(question string, passages []Passage) (Answer, bool) {
	a, ok := r.find(question, passages)
	return a, ok && a.Score >= r.settings.MinFound
}

// find returns the best answer, and whether there is any.
func (r *Reader) find(question string, passages []Passage) (Answer, bool) {
	q := newQuery(question, r.texts.stems)
	if len(passages) > r.settings.Passages {
		passages = passages[:r.settings.Passages]
	}
	w := r.work.Get().(*workspace)
	defer r.work.Put(w)
	w.reset()
	for i, p := range passages {
		w.match = newMatch(q, r.texts.get(p.Text), p.Title)
		r.rank(w, i, pull(p, passages))
	}
	a := Answer{Type: q.kind}
	if w.best.match == nil {
		return a, false
	}
	r.conclude(&a, w)
	w.reset() // let go of the passages
	return a, true
}

// pull is how much a passage's score weighs against what is in it.
func pull(p Passage, all []Passage) float64 {
	if len(all) == 1 || p.Score <= 0 || all[0].Score <= 0 {
		return 0
	}
	const weight = 6 // from 4 to 16 does alike; 1 loses eight right passages of a hundred
	return weight * math.Log(p.Score/all[0].Score)
}

// A pick is a candidate with its place and score.
type pick struct {
	span    span
	passage int
	match   *match
	score   float64
}

// A workspace is what reading one question needs; it is used again for the next.
type workspace struct {
	match        *match
	bag          bag
	begins, ends []int32
	best, second pick
	mass         float64 // sum of the exponentials of all scores, relative to top
	top          float64
}

func (w *workspace) reset() {
	w.match, w.best, w.second = nil, pick{}, pick{}
	w.mass, w.top = 0, math.Inf(-1)
}

// none marks a word of which no features were scored yet.
const none = math.MinInt32

// scale is how many units of a weight are one unit of log-odds.
const scale = 1000

// rank scores every candidate of the passage at hand.
func (r *Reader) rank(w *workspace, passage int, extra float64) {
	m := w.match
	w.begins, w.ends = blank(w.begins, len(m.t.words)), blank(w.ends, len(m.t.words))
	for s := range m.t.sentences {
		w.bag = w.bag[:0]
		m.sentenceFeatures(s, &w.bag)
		base := r.sum(w.bag)
		m.eachCandidate(s, func(c span, in *inside) {
			if w.begins[c.first] == none {
				w.bag = w.bag[:0]
				m.beginFeatures(c.first, m.t.sentences[s], &w.bag)
				w.begins[c.first] = r.sum(w.bag)
			}
			if w.ends[c.end-1] == none {
				w.bag = w.bag[:0]
				m.endFeatures(c.end-1, m.t.sentences[s], &w.bag)
				w.ends[c.end-1] = r.sum(w.bag)
			}
			w.bag = w.bag[:0]
			m.spanFeatures(c, in, &w.bag)
			total := base + w.begins[c.first] + w.ends[c.end-1] + r.sum(w.bag)
			w.offer(pick{c, passage, m, float64(total)/scale + extra})
		})
	}
}

func blank(s []int32, n int) []int32 {
	if cap(s) < n {
		s = make([]int32, n)
	}
	s = s[:n]
	for i := range s {
		s[i] = none
	}
	return s
}

func (r *Reader) sum(features []uint32) int32 {
	var s int32
	for _, f := range features {
		if e := r.weights.Entries(f); e != "" {
			s += int32(int16(uint16(e[0]) | uint16(e[1])<<8))
		}
	}
	return s
}

// offer takes a candidate into account: the best, the best that says something
// else, and the mass of all.
func (w *workspace) offer(p pick) {
	if p.score > w.top {
		w.mass = w.mass*math.Exp(w.top-p.score) + 1
		w.top = p.score
	} else if p.score > w.top-12 {
		w.mass += math.Exp(p.score - w.top)
	}
	switch {
	case w.best.match == nil:
		w.best = p
	case p.score > w.best.score:
		if !p.overlaps(w.best) {
			w.second = w.best
		} else if w.second.match != nil && p.overlaps(w.second) {
			w.second = pick{}
		}
		w.best = p
	case (w.second.match == nil || p.score > w.second.score) && !p.overlaps(w.best):
		w.second = p
	}
}

// overlaps reports whether two candidates share a word where they stand.
func (p pick) overlaps(o pick) bool {
	return p.passage == o.passage && p.span.first < o.span.end && o.span.first < p.span.end
}

// conclude fills the answer from the best candidate.
func (r *Reader) conclude(a *Answer, w *workspace) {
	m, s := w.best.match, w.best.span
	start, end := m.t.bounds(s)
	a.Text = strings.TrimSpace(m.t.raw[start:end])
	a.Span = nlp.Span{Start: start, End: end}
	a.Sentence = m.t.sentences[s.sentence].span
	a.Passage = w.best.passage
	a.Gap = maxGap
	if w.second.match != nil {
		a.Gap = min(w.best.score-w.second.score, maxGap)
	}
	a.signals, a.Evidence = m.weigh(s, w.best.score, a.Gap, math.Log(w.mass)+w.top-w.best.score)
	for i, x := range a.signals {
		if i < len(r.settings.EvidenceWeights) {
			a.Score += float64(x * r.settings.EvidenceWeights[i])
		}
	}
	a.Confidence = 1 / (1 + math.Exp(-a.Score))
}

// maxGap bounds the gap, and is it where there is no second candidate.
const maxGap = 10

// Signals returns the numbers that Score is the weighted sum of, for training.
func (a Answer) Signals() []float32 { return a.signals[:] }
