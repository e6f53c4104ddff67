// Package decide judges candidates on one scale and picks the answer, or says that
// nothing answers.
//
// Each candidate becomes a list of named features (features.go): what the encoder says
// of question and evidence, how much of the question the evidence accounts for, which
// names and numbers it lacks, whether it offers the type that is asked for, where it
// came from and how it stands to the other candidates. A logistic model with a weight
// for each feature and each sort of candidate (weights.json, made by train/fit.py)
// gives the probability that it is a right answer:
//
//	P = 1 / (1 + exp(-(bias + Σ weight·feature)))
//
// The best candidate answers if its probability reaches a threshold ([Judged.Answers]); it is
// then the answer's confidence. So the confidence can be worked out by hand from what -v prints.
package decide

import (
	"fmt"
	"math"
	"strings"

	"hapjak/facts/evidence"
	"hapjak/nlp/encoder"
)

// A Judged is a candidate with what the encoder says of it.
type Judged struct {
	evidence.Candidate
	encoder.Judgement
	Asked *Asked // the reading of the question that it was held against
	Plan  Plan   // of a candidate that a plan offered

	Values  []float64 // by feature, in the order of [Names]
	Weights []float64 // what each is multiplied by
	P       float64   // that it answers rightly
}

// A Plan is what decides whether a plan's answer holds.
type Plan struct {
	Cost   float64 // of its reading
	Unread int     // content words that it leaves unread
}

// Threshold is the least probability that an answer is given with where the base has facts,
// ThresholdArticles where it has articles alone: candidates have lower probabilities there,
// because the words picked out of a sentence are often too many or too few. FIGURES.md says
// what each lets pass.
const (
	Threshold         = 0.55
	ThresholdArticles = 0.3
)

// Answers reports whether a candidate is likely enough to be given as the answer.
func (j *Judged) Answers() bool {
	if j.Asked.Facts {
		return j.P >= Threshold
	}
	return j.P >= ThresholdArticles
}

// Sure is the least probability, judged alone and unread, with which a plan's answer is
// given at once: then nothing else is gathered, and the encoder is not asked.
const Sure = 0.9

// Alone judges a plan's answer by itself, before anything else is gathered.
func Alone(j *Judged) {
	list := []Judged{*j}
	setFeatures(list, false)
	*j = list[0]
	j.weigh(weights.Alone)
}

// Decide fills in the probabilities of candidates and returns the best of them, -1 where
// there is none. Read tells whether the encoder has read them.
func Decide(list []Judged, read bool) int {
	model := weights.Read
	if !read {
		model = weights.Unread
	}
	setFeatures(list, read)
	best := -1
	for i := range list {
		list[i].weigh(model)
		if best < 0 || list[i].P > list[best].P {
			best = i
		}
	}
	return best
}

// weigh works out the probability by a model.
func (j *Judged) weigh(m model) {
	j.Weights = m[j.From.String()]
	sum := 0.0
	for i, w := range j.Weights {
		sum += w * j.Values[i]
	}
	j.P = 1 / (1 + math.Exp(-sum))
}

// Explain tells a candidate's probability and each feature with its weight: the sum of
// their products is the logarithm of the odds.
func (j *Judged) Explain() string {
	var parts []string
	for i, w := range j.Weights {
		if v := j.Values[i]; v != 0 {
			parts = append(parts, fmt.Sprintf("%s %.3f×%.3f", Names[i], v, w))
		}
	}
	return fmt.Sprintf("%.3f %s: %s\n      %s", j.P, j.From, j.Text, strings.Join(parts, ", "))
}
