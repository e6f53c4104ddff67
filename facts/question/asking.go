package question

import "hapjak/nlp/english"

// An Asking is what a question word asks for.
type Asking uint8

const (
	Nothing Asking = iota
	Who
	What
	Which
	When
	Where
	Why
	How
	HowMany
	HowMuch
	HowLong
	HowOld

	Askings = int(HowOld) + 1 // how many there are, Nothing included
)

// String is how the schema's `asks` spells it.
func (a Asking) String() string {
	return [Askings]string{"", "who", "what", "which", "when", "where", "why", "how", "how many", "how much", "how long", "how old"}[a]
}

var askings = func() map[string]Asking {
	m := map[string]Asking{}
	for a := Who; int(a) < Askings; a++ {
		m[a.String()] = a
	}
	return m
}()

// Asks returns what a word asks for by itself.
func Asks(word string) Asking { return askings[english.Asks(word)] }

// AsksHow returns what "how" asks for before a word: "how many".
func AsksHow(word string) Asking { return askings[english.AsksHow(word)] }

// SeeksCourse reports whether a question asks for the course of something over time: "the history of X", "X year by year",
// "its key dates", "what happened to it, in order".
func (q *Question) SeeksCourse() bool {
	for i, w := range q.Words {
		before := q.NormAt(i - 1)
		if english.IsCourse(w.Norm) || english.IsTimes(w.Norm) && (before == "by" || before == "with") ||
			w.Norm == "order" && before == "in" && q.Has("happen") {
			return true
		}
	}
	return false
}

// SeeksInterval reports whether a question asks how much time lies between two things, "how long after X was Y built?",
// "how many years are between X and Y?", and which of them it takes to be the earlier: 1 the one that it names first, -1 the
// other, 0 where it does not say. The unit is that in which it asks, "days", "" where it names none.
func (q *Question) SeeksInterval() (unit string, order int, ok bool) {
	long := false
	for i, w := range q.Words {
		next, after := q.NormAt(i+1), q.NormAt(i+2)
		if w.Norm == "how" && (next == "long" || next == "much" && english.Earlier(after) != 0 || next == "many" && english.IsTimeUnit(after)) {
			if long = true; next == "many" {
				unit = after
			}
		}
		if !long {
			continue
		}
		switch w.Norm {
		case "after", "since":
			return unit, 1, true
		case "before":
			return unit, -1, true
		case "between", "apart", "separate", "separates", "later", "earlier", "sooner", "older", "newer", "younger":
			return unit, 0, true
		}
	}
	return "", 0, false
}

// SeeksCommon reports whether a question asks what things have in common, or what links them: "how are X and Y related?"
func (q *Question) SeeksCommon() bool {
	between := q.NormAt(0) == "how"
	for i, w := range q.Words {
		between = between || w.Norm == "between" || i+1 < len(q.Words) && q.Words[i+1].Norm == "between"
		if w.Norm == "common" && q.NormAt(i-1) == "in" || english.Links(w.Norm) && !q.Verdict && (between || q.NormAt(i-1) == "what") {
			return true
		}
	}
	return false
}

// YearsAsked are the years of which a question asks no more than what happened in them, "what happened in the 1960s?", 0
// where it asks no such thing.
func (q *Question) YearsAsked() (from, to int) {
	happens := false
	for i, w := range q.Words {
		y, dated := w.Year()
		decade, long := english.Decade(w.Norm)
		before := q.NormAt(i - 1)
		switch {
		case (dated || long) && (from > 0 || before != "in" && before != "during" && before != "the" && !english.Happens(before)),
			w.Glue&english.GlueNot != 0:
			return 0, 0
		case dated:
			from, to = y, y
		case long:
			from, to = decade, decade+9
		case english.Happens(w.Norm):
			happens = true
		case w.Content():
			return 0, 0
		}
	}
	if !happens || !AsksLater(q.Words) {
		return 0, 0
	}
	return from, to
}
