package reading

// A Lesson is a question laid over a passage as the training command sees it:
// every candidate with its features, those that candidates share kept once.
type Lesson struct {
	Sentences  [][]uint32
	Begins     [][]uint32 // of each word; nil where no candidate begins
	Ends       [][]uint32
	Candidates []Candidate
}

// A Candidate is one span that may be the answer.
type Candidate struct {
	Start, End            int // where it stands in the passage, in bytes
	Sentence, First, Last int
	Features              []uint32
}

// NewLesson finds all candidates and their features.
func NewLesson(question string, p Passage) *Lesson {
	t := analyse(p.Text, nil)
	m := newMatch(newQuery(question, nil), t, p.Title)
	l := &Lesson{Sentences: make([][]uint32, len(t.sentences)), Begins: make([][]uint32, len(t.words)), Ends: make([][]uint32, len(t.words))}
	for s := range t.sentences {
		var b bag
		m.sentenceFeatures(s, &b)
		l.Sentences[s] = b
		m.eachCandidate(s, func(c span, in *inside) {
			if l.Begins[c.first] == nil {
				var b bag
				m.beginFeatures(c.first, t.sentences[s], &b)
				l.Begins[c.first] = b
			}
			if l.Ends[c.end-1] == nil {
				var b bag
				m.endFeatures(c.end-1, t.sentences[s], &b)
				l.Ends[c.end-1] = b
			}
			var b bag
			m.spanFeatures(c, in, &b)
			start, end := t.bounds(c)
			l.Candidates = append(l.Candidates, Candidate{start, end, s, c.first, c.end - 1, b})
		})
	}
	return l
}
