package facts

import (
	"errors"
	"sync"

	"hapjak/facts/evidence"
	"hapjak/nlp/encoder"
)

// A reader opens the encoder when it is first needed.
type reader struct {
	open    func() (*encoder.Model, error) // nil for none
	once    sync.Once
	opened  *encoder.Model
	vectors *evidence.Vectors
	failed  error
}

// model returns the encoder, nil where there is none.
func (r *reader) model() *encoder.Model {
	r.once.Do(func() {
		if r.open == nil {
			r.failed = errors.New("no encoder was asked for")
			return
		}
		if r.opened, r.failed = r.open(); r.failed == nil {
			r.vectors = evidence.NewVectors(r.opened)
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
