// Package weights carries the encoder's trained weights inside the program.
//
// New ones come from a trained model so, in ../train:
//
//	export.py MODEL.safetensors vocab.txt static.npy ../weights/weights.bin
//	vectors.py MODEL.safetensors vocab.txt ../weights/weights.bin
//	go test ..
//
// Every version stays in the repository's history; so commit few.
package weights

import (
	_ "embed"
	"sync"

	"hapjak/nlp/encoder"
)

// It is empty where no weights are embedded, and costs nothing until it is read.
//
//go:embed weights.bin
var data []byte

// Lazy returns a function that opens the embedded weights when it is first called and returns the
// same model ever after. Its error is encoder.ErrNoWeights where none are embedded.
func Lazy() func() (*encoder.Model, error) {
	return sync.OnceValues(func() (*encoder.Model, error) { return encoder.Open(data) })
}
