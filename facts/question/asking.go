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

// SeeksInterval reports whether a question asks how much time lies between two things: "how long after X was Y built?",
// "how many years are between X and Y?".
func (q *Question) SeeksInterval() bool {
	long := false
	for i, w := range q.Words {
		next := q.NormAt(i + 1)
		long = long || w.Norm == "how" && (next == "long" || next == "much" && english.Earlier(q.NormAt(i+2)) != 0 ||
			next == "many" && english.IsTimeUnit(q.NormAt(i+2)))
		if long && (english.Earlier(w.Norm) != 0 && w.Norm != "first" && w.Norm != "last" || w.Norm == "between" || w.Norm == "apart" || w.Norm == "separate" || w.Norm == "separates" || w.Norm == "since") {
			return true
		}
	}
	return false
}

// Happened are the years of which a question asks no more than what happened in them, "what happened in the 1960s?", 0
// where it asks no such thing.
func (q *Question) Happened() (from, to int) {
	happens := false
	for _, w := range q.Words {
		y, dated := w.Year()
		decade, long := english.Decade(w.Norm)
		switch {
		case from > 0 && (dated || long):
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
