package table

import (
	"regexp"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb/literal"
)

// Days is what the values of a column or a file show of whether the day stands first in its dates or the month.
type Days struct {
	digits, words  corpus.DayOrder // of 25/12/2016, of 25 December 2016
	commas, points bool            // in decimal numbers
}

// maxDate bounds a value in bytes that may be a date or a number.
const maxDate = 40

// See takes in a value.
func (d *Days) See(text string) {
	if len(text) > maxDate || !strings.ContainsAny(text, "0123456789") {
		return
	}
	d.digits |= corpus.DayOrderOf(text)
	d.words |= corpus.WordedOrderOf(text)
	if !(d.commas && d.points) && strings.ContainsAny(text, ".,") && literal.NumeralOf(text) != literal.Unclear && AmountOf(text) {
		d.commas = d.commas || literal.NumeralOf(text) == literal.CommaDecimal
		d.points = d.points || literal.NumeralOf(text) == literal.PointDecimal
	}
}

// dayFirstHead finds the head of a column of dates in a language whose dates have the day first.
var dayFirstHead = regexp.MustCompile(`^(?:datum|fecha|data|dato|data?e?_(?:d|de|du|da|di|del|della|do)_.+|.*(?:datum|dato)|fecha_.+|datum_.+|(?:.+_)?(?:naissance|nacimiento|nascita|nascimento))$`)

// Order is that of a column's dates: as its own show, or else the others of its file, its head's language, or
// the decimal commas of its file, which nobody writes who puts the month first.
func (d Days) Order(head string, file Days) corpus.DayOrder {
	for _, shown := range []corpus.DayOrder{d.digits, d.words, file.digits, file.words} {
		if shown == corpus.DayFirst || shown == corpus.MonthFirst || d.digits != corpus.NoDayOrder {
			return shown
		}
	}
	if dayFirstHead.MatchString(SchemaName(head)) || file.commas && !file.points {
		return corpus.DayFirst
	}
	return corpus.NoDayOrder
}

// Own reports whether a column itself shows its order.
func (d Days) Own() bool { return d.digits|d.words != corpus.NoDayOrder }
