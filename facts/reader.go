package facts

import (
	"errors"
	"sync"

	"hapjak/facts/evidence"
	"hapjak/nlp/encoder"
)

// ErrNoEncoder is why there is no encoder where none was set.
var ErrNoEncoder = errors.New("no encoder was asked for")

// A reader opens the encoder when it is first needed.
type reader struct {
	open    func() (*encoder.Model, error) // nil for none
	once    sync.Once
	kept    *Judgements // nil where none are kept
	opened  *judge      // nil where there is no encoder
	vectors *evidence.Vectors
	failed  error
}

// model returns the encoder with what it is known to say, nil where there is none.
func (r *reader) model() *judge {
	r.once.Do(func() {
		if r.open == nil {
			r.failed = ErrNoEncoder
			return
		}
		var model *encoder.Model
		if model, r.failed = r.open(); r.failed == nil {
			r.opened = &judge{model, r}
			r.vectors = evidence.NewVectors(model)
		}
	})
	return r.opened
}

func (r *reader) err() error {
	r.model()
	return r.failed
}

// near returns the encoder's word vectors, nil where there is none.
func (r *reader) near() evidence.Nearness {
	if r.model() == nil {
		return nil
	}
	return r.vectors
}
