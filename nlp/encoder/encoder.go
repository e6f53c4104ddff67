// Package encoder is a small transformer that judges evidence: given a question and a sentence,
// does the sentence answer it, with which words, and does it support or contradict what the
// question claims. It writes no text.
//
// The model is a BERT as in all-MiniLM-L6-v2 (hidden size 384, 12 heads, word pieces in lower
// case) that reads "[CLS] question [SEP] evidence [SEP]" at once; how many layers it has stands
// in the weights file (file.go). The file is made by train/export.py.
//
//	text → word pieces with byte offsets   (tokenize.go, vocabulary.go)
//	     → hidden states                   (forward.go, over the primitives of kernels.go)
//	     → Judgement                       (judge.go)
//
// All matrices are int8 with a scale for each output. Activations are quantised to int16, at most
// ±8191 with a scale for each token, so that no sum can overflow 32 bits (8191·127·1536 < 2^31):
// integer sums are exact in any order. All float32 work has one order of operations and no fused
// multiply-add. So the plain Go form and the AVX2 form give the same scores to the last bit, on
// every machine, for one pair alone or many in a batch.
package encoder

import "sync"

// A Model judges evidence. It is safe for concurrent use and allocates nothing once warm.
type Model struct {
	sizes
	vocabulary
	kernels

	temperature, offset float32 // of the answer head's probability

	embedding      []byte // int8 [vocabulary][hidden]
	embeddingScale []float32
	embeddingMean  []float32
	position       []float32 // [positions][hidden]
	kind           []float32 // token types, [2][hidden]
	embeddingNorm  layerNorm
	layer          []layer
	pool           matrix
	answer         head
	claim          head
	span           head
	staticRows     []byte // int8 [vocabulary][static]

	states sync.Pool // of *state
}

// A layer is one block of the transformer.
type layer struct {
	attention matrix // queries, keys and values side by side
	out       matrix
	outNorm   layerNorm
	up, down  matrix
	downNorm  layerNorm
}

// A matrix maps rows of in numbers to rows of out numbers. Weights lie in blocks of 16 outputs;
// in a block, two inputs of each output follow one another: [out/16][in/2][16][2]int8.
type matrix struct {
	in, out     int
	weight      []byte
	scale, bias []float32 // one for each output
}

// A layerNorm is a layer normalisation.
type layerNorm struct{ gamma, beta []float32 }

// A head maps a row to a few numbers, in float32.
type head struct{ weight, bias []float32 }
