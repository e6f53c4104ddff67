package reading

import (
	_ "embed"
	"math"
	"slices"
	"strings"

	"hapjak/nlp"
)

// A Type is what a question asks for: one of the six coarse classes of Li and
// Roth's question taxonomy (COLING 2002) and, behind a colon, one of the finer
// ones: "HUM:ind" a person, "NUM:date", "DESC:reason".
type Type string

// Coarse returns the first half: ABBR, DESC, ENTY, HUM, LOC or NUM.
func (t Type) Coarse() string {
	coarse, _, _ := strings.Cut(string(t), ":")
	return coarse
}

// Types are the fine classes, in the order in which the weights number them.
var types = [...]Type{
	"ABBR:abb", "ABBR:exp",
	"DESC:def", "DESC:desc", "DESC:manner", "DESC:reason",
	"ENTY:animal", "ENTY:body", "ENTY:color", "ENTY:cremat", "ENTY:currency", "ENTY:dismed", "ENTY:event", "ENTY:food", "ENTY:instru", "ENTY:lang",
	"ENTY:letter", "ENTY:other", "ENTY:plant", "ENTY:product", "ENTY:religion", "ENTY:sport", "ENTY:substance", "ENTY:symbol", "ENTY:techmeth",
	"ENTY:termeq", "ENTY:veh", "ENTY:word",
	"HUM:desc", "HUM:gr", "HUM:ind", "HUM:title",
	"LOC:city", "LOC:country", "LOC:mount", "LOC:other", "LOC:state",
	"NUM:code", "NUM:count", "NUM:date", "NUM:dist", "NUM:money", "NUM:ord", "NUM:other", "NUM:perc", "NUM:period", "NUM:speed", "NUM:temp",
	"NUM:volsize", "NUM:weight",
}

// typeWeights is an nlp.Weights whose entries are the number of a type and its
// weight as a signed byte, trained by `go run ./facts/reading/train types`.
//
//go:embed types.bin
var typeWeights string

// TypeOf returns what the question asks for.
func TypeOf(question string) Type {
	tokens := nlp.Tokens(question)
	return TypeBy(TypeFeatures(tokens, nlp.GuessTags(tokens)), nlp.Weights(typeWeights))
}

// TypeBy returns the type that the weights give to features of [TypeFeatures].
// A feature votes for fine types and, so that rare ones learn from their likes,
// for coarse classes. It is open to the command that trains the weights.
func TypeBy(features []uint32, w nlp.Weights) Type {
	var votes [NumClasses]int32
	for _, f := range features {
		e := w.Entries(f)
		for k := 0; k+1 < len(e); k += 2 {
			if int(e[k]) < len(votes) {
				votes[e[k]] += int32(int8(e[k+1]))
			}
		}
	}
	var score [NumTypes]int32
	for t := range score {
		score[t] = votes[t] + votes[CoarseNumber(t)]
	}
	return pickType(&score)
}

// NumClasses is how many classes the weights know: the types and the six coarse ones.
const NumClasses = NumTypes + 6

// CoarseNumber returns the number of a type's coarse class, at least [NumTypes].
func CoarseNumber(t int) int {
	return NumTypes + strings.Index("ABBRDESCENTYHUM LOC NUM ", types[t].Coarse())/4
}

// typeScale is how many units of a weight are one unit of log-odds.
const typeScale = 50

// pickType takes the coarse class that is likeliest by the sum of its fine ones,
// and of these the likeliest.
func pickType(score *[NumTypes]int32) Type {
	top := slices.Max(score[:])
	var coarse, best Type
	var sum, most, high float64
	var fine, picked Type
	for t, s := range score {
		if c := Type(types[t].Coarse()); c != coarse {
			coarse, sum, high = c, 0, 0
		}
		p := math.Exp(float64(s-top) / typeScale)
		sum += p
		if p > high {
			high, fine = p, types[t]
		}
		if sum > most || coarse == best {
			most, best, picked = sum, coarse, fine
		}
	}
	return picked
}

// NumTypes is how many types there are.
const NumTypes = len(types)

// TypeNumber returns the type of a number below [NumTypes].
func TypeNumber(n int) Type { return types[n] }

// NumberOf returns the number of a type.
func NumberOf(t Type) (int, bool) {
	n := slices.Index(types[:], t)
	return n, n >= 0
}
