package decide

import (
	_ "embed"
	"encoding/json"
)

// A model is the weights of the features, by the sort of candidate.
type model map[string][]float64

//go:embed weights.json
var weightsJSON []byte

// weights are those of candidates that the encoder has read, of those that it has not, of
// plans that are judged alone, and of the signs that the sources answer.
var weights = mustRead(weightsJSON)

type models struct{ Read, Unread, Alone, Known model }

// mustRead reads the embedded weights, which a test holds to the features.
func mustRead(data []byte) (m models) {
	if err := json.Unmarshal(data, &m); err != nil {
		panic("decide: weights.json: " + err.Error()) // part of the program, not data of anybody's
	}
	return m
}
