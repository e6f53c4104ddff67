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
// The best candidate's probability is the answer's confidence. Whether it is given at all is decided
// by a second model (known.go), which tells from how the candidates stand together whether the sources answer:
// a low probability may also come of several sentences that answer as well. Both numbers can be worked
// out by hand from what -v prints.
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

	Signs []float64 // of the best candidate that was read: see [SignNames]
	Known float64   // that the sources answer, by them
}

// A Plan is what decides whether a plan's answer holds.
type Plan struct {
	Cost   float64 // of its reading
	Unread int     // content words that it leaves unread
}

// Threshold is the least probability that there is an answer with which one is given where the base
// has facts, ThresholdArticles where it has articles alone. FIGURES.md says what each lets pass.
// ThresholdUnread and ThresholdUnreadArticles are the least of a candidate's own where the encoder reads
// nothing; ThresholdPlan is that of a plan, which is known from far more questions than the signs are:
// where there are articles too the signs are asked as well, with ThresholdPlanKnown (of 9 plans of r6 to
// r15 that they spoke against with 0.5, none was right; a misspelt name comes to 0.49), where there are
// facts alone they know nothing.
// ThresholdWhich is that of an article that is asked for: who asks which article says something takes it
// that one does. Of 13 such questions of r9 to o14 whose best candidate passes it, all are right.
const (
	Threshold               = 0.5
	ThresholdArticles       = 0.5
	ThresholdPlan           = 0.65
	ThresholdPlanKnown      = 0.4
	ThresholdWhich          = 0.1
	ThresholdUnread         = 0.55
	ThresholdUnreadArticles = 0.3
)

// Answers reports whether a candidate is likely enough to be given as the answer.
func (j *Judged) Answers() bool {
	switch {
	case j.From == evidence.Plan && j.P >= ThresholdPlan && !(j.Asked.Articles && j.Signs != nil && j.Known < ThresholdPlanKnown):
		return true
	case j.Asked.Which:
		return j.P >= ThresholdWhich
	case j.Signs != nil && j.Asked.Facts:
		return j.Known >= Threshold
	case j.Signs != nil:
		return j.Known >= ThresholdArticles
	case j.Asked.Facts:
		return j.P >= ThresholdUnread
	}
	return j.P >= ThresholdUnreadArticles
}

// Afresh is the least probability with which a later question is answered as if it were the first.
const Afresh = 0.5

// AfreshVerdict is the same of a yes or a no, which nobody sees to be of something else.
const AfreshVerdict = 0.6

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
	text := fmt.Sprintf("%.3f %s: %s\n      %s", j.P, j.From, j.Text, strings.Join(parts, ", "))
	if j.Signs == nil {
		return text
	}
	parts = parts[:0]
	for i, w := range knownWeights(j) {
		if v := j.Signs[i]; v != 0 {
			parts = append(parts, fmt.Sprintf("%s %.3f×%.3f", SignNames[i], v, w))
		}
	}
	return text + fmt.Sprintf("\n      known %.3f: %s", j.Known, strings.Join(parts, ", "))
}
