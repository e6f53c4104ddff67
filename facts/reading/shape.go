package reading

import (
	"slices"

	"hapjak/nlp"
)

// The shapes of a span.
const (
	shapeOther = iota
	shapeName
	shapeLongName
	shapeNameAndNoun
	shapeYear
	shapeDate
	shapeNumber
	shapeQuantity
	shapeSpan // five years, the 19th century
	shapeMoney
	shapePercent
	shapeNoun
	shapeNouns
	shapeNounOf
	shapeNameOf
	shapeAdjective
	shapeVerb
	shapePrep
	shapeNameList
	shapeList
	shapeClause
	shapeAdverb
	shapeQuoted
	numShapes
)

func (m *match) shape(s span, in *inside) uint32 {
	first, last := &m.t.words[s.first], &m.t.words[s.end-1]
	switch {
	case in.all&isQuoted != 0:
		return shapeQuoted
	case in.flags&isPercent != 0 && in.numbers > 0 && in.finite == 0 && s.end-s.first <= 5:
		return shapePercent
	case in.flags&isMoney != 0 && in.numbers > 0 && in.finite == 0 && s.end-s.first <= 6:
		return shapeMoney
	case in.finite > 0:
		return shapeClause
	case first.tag == nlp.IN || first.tag == nlp.TO && !m.t.words[min(s.first+1, s.end-1)].tag.Verb():
		return shapePrep
	case in.all&isYear != 0 && in.content == 1:
		return shapeYear
	case in.flags&isMonth != 0 && in.names <= 2:
		return shapeDate
	case in.numbers > 0 && in.numbers == in.content:
		return shapeNumber
	case in.flags&isTimeUnit != 0 && in.verbs == 0 && s.end-s.first <= 5:
		return shapeSpan
	case first.is&isNumber != 0 && last.tag.Noun() && !last.tag.Proper():
		return shapeQuantity
	case in.ands > 0 || in.commas > 0:
		if in.names > in.nouns+in.adjectives {
			return shapeNameList
		}
		return shapeList
	case first.tag.Verb() || first.tag == nlp.TO:
		return shapeVerb
	case in.preps > 0 && in.names > in.nouns:
		return shapeNameOf
	case in.preps > 0 && in.nouns > 0:
		return shapeNounOf
	case in.names > 0 && in.names == in.content:
		if in.names > 2 {
			return shapeLongName
		}
		return shapeName
	case in.names > 0:
		return shapeNameAndNoun
	case in.nouns == 1 && in.content == 1:
		return shapeNoun
	case in.nouns > 0:
		return shapeNouns
	case in.adjectives > 0:
		return shapeAdjective
	case in.adverbs > 0:
		return shapeAdverb
	}
	return shapeOther
}

// How well a shape fits a type: not at all, possibly, as one expects.
const (
	misfit = iota
	mayFit
	fitting
)

// fit says how well a span of this shape answers a question of this type.
func fit(t Type, shape uint32) int {
	switch t {
	case "NUM:date":
		return grade(shape, []uint32{shapeYear, shapeDate, shapeSpan}, []uint32{shapePrep, shapeNumber, shapeClause, shapeNameList})
	case "NUM:money":
		return grade(shape, []uint32{shapeMoney}, []uint32{shapeNumber, shapePercent})
	case "NUM:perc":
		return grade(shape, []uint32{shapePercent}, []uint32{shapeNumber, shapeQuantity})
	case "NUM:period":
		return grade(shape, []uint32{shapeSpan, shapeQuantity}, []uint32{shapeNumber, shapePrep, shapeDate, shapeClause})
	case "NUM:count":
		return grade(shape, []uint32{shapeNumber, shapeQuantity}, []uint32{shapeNoun, shapeNouns, shapePercent, shapeYear, shapeAdjective})
	}
	numbers := []uint32{shapeYear, shapeDate, shapeNumber, shapeQuantity, shapeSpan, shapeMoney, shapePercent}
	names := []uint32{shapeName, shapeLongName, shapeNameOf, shapeNameAndNoun, shapeNameList}
	switch t.Coarse() {
	case "NUM":
		return grade(shape, []uint32{shapeQuantity, shapeNumber}, []uint32{shapeNoun, shapeNouns, shapeMoney, shapePercent, shapeSpan, shapeAdjective})
	case "HUM", "LOC":
		return grade(shape, names, []uint32{shapeNoun, shapeNouns, shapeNounOf, shapeList, shapePrep, shapeQuoted, shapeAdjective, shapeVerb, shapeQuantity})
	case "ABBR":
		return grade(shape, append(names, shapeNouns, shapeQuoted), []uint32{shapeNoun, shapeNounOf, shapeList, shapeOther})
	case "ENTY":
		if slices.Contains(numbers, shape) {
			return misfit
		}
		return mayFit
	}
	return mayFit
}

func grade(shape uint32, best, possible []uint32) int {
	switch {
	case slices.Contains(best, shape):
		return fitting
	case slices.Contains(possible, shape):
		return mayFit
	}
	return misfit
}
