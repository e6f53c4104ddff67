// Package judge is the encoder as the answerer uses it: opened when it is first needed, with what it
// said of pairs of question and evidence kept (judgements.go), since that depends on the pair and the
// weights alone.
package judge

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"sync"

	"hapjak/facts/evidence"
	"hapjak/nlp/encoder"
)

// ErrNone is why there is no encoder where none was set.
var ErrNone = errors.New("no encoder was asked for")

// A Reader opens the encoder when it is first needed.
type Reader struct {
	Open func() (*encoder.Model, error) // nil for none
	Kept *Judgements                    // nil where none are kept

	once    sync.Once
	opened  *Judge // nil where there is no encoder
	vectors *evidence.Vectors
	failed  error
}

// Model returns the encoder with what it is known to say, nil where there is none.
func (r *Reader) Model() *Judge {
	r.once.Do(func() {
		if r.Open == nil {
			r.failed = ErrNone
			return
		}
		var model *encoder.Model
		if model, r.failed = r.Open(); r.failed == nil {
			r.opened = &Judge{model, r}
			r.vectors = evidence.NewVectors(model)
		}
	})
	return r.opened
}

// Err says why there is no encoder; nil where there is one.
func (r *Reader) Err() error {
	r.Model()
	return r.failed
}

// Near returns the encoder's word vectors, nil where there is none.
func (r *Reader) Near() evidence.Nearness {
	if r.Model() == nil {
		return nil
	}
	return r.vectors
}

// A Judge is an encoder with what it is known to say.
type Judge struct {
	*encoder.Model
	of *Reader
}

// Judge judges as [encoder.Model.Judge] does.
func (j *Judge) Judge(ctx context.Context, question string, evidence []string, out []encoder.Judgement) error {
	kept := j.of.Kept
	if kept == nil {
		return j.Model.Judge(ctx, question, evidence, out)
	}
	var at []int // what is not kept
	var texts []string
	keys := make([]pairKey, len(evidence))
	for i, text := range evidence {
		keys[i] = keyOf(question, text)
		got, ok := kept.get(keys[i])
		if out[i] = got; !ok {
			at, texts = append(at, i), append(texts, text)
		}
	}
	if len(texts) == 0 {
		return ctx.Err()
	}
	fresh := make([]encoder.Judgement, len(texts))
	if err := j.Model.Judge(ctx, question, texts, fresh); err != nil {
		return err
	}
	for n, i := range at {
		out[i] = fresh[n]
		kept.put(keys[i], fresh[n])
	}
	return nil
}

// Mark tells an encoder's weights from others by what they say of a few pairs, which is
// the same to the last bit on every machine. It is empty where there is no encoder.
func (r *Reader) Mark() []byte {
	model := r.Model()
	if model == nil {
		return nil
	}
	h := sha256.New()
	for _, question := range []string{"Who made the blue kettle?", "when did it come out", "Is salt a film about two clocks?"} {
		texts := []string{"Ora Finch made the Blue Kettle in 1987.", "It has no lid, because steam should be seen."}
		out := make([]encoder.Judgement, len(texts))
		if err := model.Model.Judge(context.Background(), question, texts, out); err != nil {
			return nil
		}
		for _, o := range out {
			_ = binary.Write(h, binary.LittleEndian, []float32{o.Answers, o.Logit, o.Span, o.Supports, o.Contradicts, o.Open})
		}
	}
	return h.Sum(nil)
}
