package facts

import (
	"context"
	"time"

	"hapjak/corpus"
	"hapjak/facts/evidence"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
	"hapjak/facts/plan"
	"hapjak/nlp/encoder"
)

// An Answerer answers questions from one knowledge base. It does not change
// once made, and may be used by any number of goroutines.
type Answerer struct {
	Library
	reader     *reader
	statements *evidence.Statements
	fixed      fixed     // answers of curators
	taught     []*taught // questions of which they said what holds the answer
}

// A Library is what a knowledge base holds, to be looked at: what is stated, the articles,
// and the citations that lead from the one to the other.
type Library struct {
	base   *kb.Base
	index  *passages.Index // nil where the knowledge base has no articles
	plans  *plan.Planner
	laid   map[corpus.Ref]corpus.Paragraph // operators' originals, by paragraph
	names  []sourceName                    // of the index's sources
	titles *titles
}

// New makes an Answerer of a knowledge base and an index of its sources'
// passages, which may be nil.
func New(base *kb.Base, index *passages.Index) *Answerer {
	plans := plan.New(base)
	return &Answerer{Library: Library{base: base, index: index, plans: plans, names: namesOfSources(index, plans.Stems()), titles: new(titles)},
		statements: evidence.NewStatements(base, plans.Stems()), reader: new(reader)}
}

// LoadNames loads the model that finds names which the knowledge base does not hold
// (0.2 s, 38 MiB). Until it is loaded, capital letters have to do; so a chat loads
// it in the background, and a single question does without.
func (a *Answerer) LoadNames() { a.plans.LoadNames() }

// SetEncoder has the evidence read by an encoder, which is opened when the first question
// needs it. Call it before the first question.
func (a *Answerer) SetEncoder(open func() (*encoder.Model, error)) { a.reader.open = open }

// EncoderErr opens the encoder and says why evidence is judged without one; nil where it
// is judged with it.
func (a *Answerer) EncoderErr() error { return a.reader.err() }

// Encoder opens the encoder, for what reads the articles by itself.
func (a *Answerer) Encoder() (*encoder.Model, error) {
	if m := a.reader.model(); m != nil {
		return m.model, nil
	}
	return nil, a.reader.err()
}

// Base returns the knowledge base.
func (a *Library) Base() *kb.Base { return a.base }

// Passages returns the index of passages, nil where there is none.
func (a *Library) Passages() *passages.Index { return a.index }

// Err returns the first damage that was met in the files of the knowledge base, nil
// for none. From then on nothing is answered from them.
func (a *Library) Err() error {
	if a.index == nil {
		return nil
	}
	return a.index.Err()
}

// Source returns what is known of a source.
func (a *Library) Source(id string) (corpus.Source, bool) {
	if a.index != nil {
		if s, ok := a.index.Source(id); ok {
			return s, true
		}
	}
	return a.base.CitedSource(id)
}

// Paragraph returns the text that a citation leads to: the operator's original
// where it was laid beside the digest, else the digest.
func (a *Library) Paragraph(ref corpus.Ref) (corpus.Paragraph, bool) {
	if p, ok := a.laid[corpus.Ref{Source: ref.Source, Paragraph: ref.Paragraph}]; ok {
		return p, true
	}
	if a.index != nil {
		if p, ok := a.index.Paragraph(ref); ok {
			return p, true
		}
	}
	_, p, ok := a.base.Cited(ref)
	return p, ok
}

// Unheard reports whether a stem stands in no passage.
func (a *Library) Unheard(stem string) bool {
	return a.index == nil || a.index.IDF(stem) >= a.index.IDF("\x00")
}

// Ask answers a question, and returns what the next question of the same
// conversation is to be read by. It never fails: what cannot be answered is
// answered with Unknown. The context's deadline bounds it.
func (a *Answerer) Ask(ctx context.Context, q Question) (Answer, *Context) {
	begin := time.Now()
	ans, next, ok := a.fixedAnswer(ctx, q)
	if !ok {
		t := a.turn(ctx, q)
		t.answer()
		ans, next = t.out, t.next()
	}
	if a.Err() != nil {
		ans = Answer{Status: Unknown, Text: "I cannot answer: a file of the knowledge base is damaged.", Explanation: ans.Explanation}
	}
	if ans.Answers == nil {
		ans.Answers = []Short{}
	}
	if ans.Citations == nil {
		ans.Citations = []Citation{}
	}
	ans.ElapsedUS = time.Since(begin).Microseconds()
	return ans, next
}

// citation makes the citation of a paragraph.
func (a *Library) citation(marker int, ref corpus.Ref) Citation {
	c := Citation{Marker: marker, Source: ref.Source, Paragraph: ref.Paragraph, Part: ref.Part}
	if s, ok := a.Source(ref.Source); ok {
		c.Title, c.Publisher, c.Date, c.URL = s.Title, s.Publisher, s.Date, s.URL
	}
	if p, ok := a.Paragraph(ref); ok {
		c.Passage, c.Verbatim, c.Place = p.Text, p.Verbatim, p.Place
	}
	return c
}
