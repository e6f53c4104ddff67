// Package literal reads the values of statements as people write them: numbers, sums of money, years, dates, spans.
// What a value is, and when two say the same, stands in package kb.
//
//	amount.go    numbers and sums, with what stands round them
//	currency.go  what currencies are called
//	date.go      years, dates and spans, known to the day or not
//	written.go   a value as it is written, so that it is read again
package literal

import (
	"fmt"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
)

// Read reads a value of a literal kind as facts/*.yaml have it: 2013, 1964-07,
// 1910-1945, 834338, 20 billion won. Where a date is wanted a year will do, and where a span
// is, both. The error says what is wrong with the text and how it is to be written.
func Read(kind kb.Kind, text string) (kb.Value, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return kb.Value{}, fmt.Errorf("a value is missing")
	}
	switch kind {
	case kb.Year:
		if v, ok := parseYear(text); ok {
			return v, nil
		}
		return kb.Value{}, fmt.Errorf("%q is no year from %d to %d", text, firstYear, lastYear)
	case kb.Date:
		return ParseDateAs(text, corpus.NoDayOrder)
	case kb.Span:
		if v, ok := parseSpan(text); ok {
			return v, nil
		}
		return kb.Value{}, fmt.Errorf("%q is no span of years: write 1910-1945 or 1960s", text)
	case kb.Number:
		if v, ok := ParseAmount(kb.Number, text); ok {
			return v, nil
		}
		return kb.Value{}, fmt.Errorf("%q is no number: write 834338, 15 years or 70%%", text)
	case kb.Money:
		if v, ok := ParseAmount(kb.Money, text); ok && v.Unit != "" {
			return v, nil
		}
		return kb.Value{}, fmt.Errorf("%q is no amount of money: write 20 billion won", text)
	}
	return kb.Value{Kind: kb.Text, Text: text}, nil
}
