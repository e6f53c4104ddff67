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
// The best candidate answers if its probability is [Enough]; it is then the
// answer's confidence. So the confidence can be worked out by hand from what -v prints.
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

	Values []float64 // by feature
	P      float64   // that it answers rightly
}

// A Plan is what decides whether a plan's answer holds.
type Plan struct {
	Cost   float64 // of its reading
	Unread int     // content words that it leaves unread
	Yes    bool    // it says yes or no
}

// The least probability that an answer is given with: where the encoder has read the
// evidence, and where words alone speak for it. On the six rounds that the weights were
// fitted on, 14 % of what the sources do not say is answered from 0.4 on, and 27 % of what
// they do is answered rightly; from 0.5 on 6 % and 23 %.
const (
	Threshold       = 0.4
	ThresholdUnread = 0.5
)

// Enough reports whether a probability is enough to answer.
func Enough(p float64, read bool) bool { return p >= Threshold && (read || p >= ThresholdUnread) }

// Sure is the least probability, judged alone and unread, with which a plan's answer is
// given at once: then nothing else is gathered, and the encoder is not asked.
const Sure = 0.9

// Alone judges a plan's answer by itself, before anything else is gathered.
func Alone(j *Judged) float64 {
	list := []Judged{*j}
	setFeatures(list, false)
	j.Values = list[0].Values
	return weights.Alone.probability(j)
}

// Decide fills in the probabilities of candidates and returns the best of them, -1 where
// there is none.
func Decide(list []Judged, read bool) int {
	model := weights.Read
	if !read {
		model = weights.Unread
	}
	setFeatures(list, read)
	best := -1
	for i := range list {
		list[i].P = model.probability(&list[i])
		if best < 0 || list[i].P > list[best].P {
			best = i
		}
	}
	return best
}

func (m model) probability(j *Judged) float64 {
	w := m[j.From.String()]
	sum := 0.0
	for i, v := range j.Values {
		if i < len(w) {
			sum += w[i] * v
		}
	}
	return 1 / (1 + math.Exp(-sum))
}

// Explain tells a candidate's features and what each adds, the greatest first names.
func (j *Judged) Explain(read bool) string {
	model := weights.Read
	if !read {
		model = weights.Unread
	}
	w := model[j.From.String()]
	var parts []string
	for i, v := range j.Values {
		if i < len(w) && v != 0 {
			parts = append(parts, fmt.Sprintf("%s %.2f×%.2f", Names[i], v, w[i]))
		}
	}
	return fmt.Sprintf("%.3f %s: %s\n      %s", j.P, j.From, j.Text, strings.Join(parts, ", "))
}
