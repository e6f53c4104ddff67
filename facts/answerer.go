package facts

import (
	"context"
	"time"

	"hapjak/facts/evidence"
	"hapjak/facts/judge"
	"hapjak/facts/kb"
	"hapjak/facts/library"
	"hapjak/facts/passages"
	"hapjak/nlp/encoder"
)

// An Answerer answers questions from one knowledge base. It does not change
// once made, and may be used by any number of goroutines.
type Answerer struct {
	library.Library
	reader     *judge.Reader
	statements *evidence.Statements
	names      *evidence.SourceNames
	titles     *titles
	fixed      fixed     // answers of curators
	taught     []*taught // questions of which they said what holds the answer
}

// New makes an Answerer of a knowledge base and an index of its sources'
// passages, which may be nil.
func New(base *kb.Base, index *passages.Index) *Answerer {
	lib := library.New(base, index)
	stems := lib.Planner().Stems()
	return &Answerer{Library: lib, names: evidence.NewSourceNames(index, stems), titles: new(titles),
		statements: evidence.NewStatements(base, stems), reader: new(judge.Reader)}
}

// LoadNames loads the model that finds names which the knowledge base does not hold
// (0.2 s, 38 MiB). Until it is loaded, capital letters have to do; so a chat loads
// it in the background, and a single question does without.
func (a *Answerer) LoadNames() { a.Planner().LoadNames() }

// SetEncoder has the evidence read by an encoder, which is opened when the first question
// needs it. Call it before the first question.
func (a *Answerer) SetEncoder(open func() (*encoder.Model, error)) { a.reader.Open = open }

// EncoderErr opens the encoder and says why evidence is judged without one; nil where it
// is judged with it.
func (a *Answerer) EncoderErr() error { return a.reader.Err() }

// KeepJudgements has the Answerer keep what its encoder says, and use what is kept. Call it
// before the first question.
func (a *Answerer) KeepJudgements(kept *judge.Judgements) { a.reader.Kept = kept }

// Mark tells the encoder's weights from others: see [judge.Reader.Mark].
func (a *Answerer) Mark() []byte { return a.reader.Mark() }

// Encoder opens the encoder, for what reads the articles by itself.
func (a *Answerer) Encoder() (*encoder.Model, error) {
	if m := a.reader.Model(); m != nil {
		return m.Model, nil
	}
	return nil, a.reader.Err()
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
