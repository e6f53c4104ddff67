package kb

import (
	"fmt"
	"strconv"
	"strings"
)

// The years that are taken for one.
const (
	firstYear = 1000
	lastYear  = 2999
)

// parseValue reads a value as the kind wants it. Where a date is wanted, a year
// will do; where a span is, both.
func parseValue(kind Kind, text string) (Value, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Value{}, fmt.Errorf("a value is missing")
	}
	switch kind {
	case Year:
		if v, ok := parseYear(text); ok {
			return v, nil
		}
		return Value{}, fmt.Errorf("%q is no year from %d to %d", text, firstYear, lastYear)
	case Date:
		if v, ok := parseDate(text); ok {
			return v, nil
		}
		return Value{}, fmt.Errorf("%q is no date: write 2013, 1964-07 or 2025-04-03", text)
	case Span:
		if v, ok := parseSpan(text); ok {
			return v, nil
		}
		return Value{}, fmt.Errorf("%q is no span of years: write 1910-1945 or 1960s", text)
	case Number:
		if v, ok := parseAmount(Number, text); ok {
			return v, nil
		}
		return Value{}, fmt.Errorf("%q is no number: write 834338, 15 years or 70%%", text)
	case Money:
		if v, ok := parseAmount(Money, text); ok && v.Unit != "" {
			return v, nil
		}
		return Value{}, fmt.Errorf("%q is no amount of money: write 20 billion won", text)
	}
	return Value{Kind: Text, Text: text}, nil
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// year returns the number of a year of four digits.
func year(s string) (int, bool) {
	if len(s) != 4 || !digits(s) {
		return 0, false
	}
	y, _ := strconv.Atoi(s)
	return y, firstYear <= y && y <= lastYear
}

// yearsFrom spans the years from y to z.
func yearsFrom(kind Kind, y, z int, text string) Value {
	return Value{Kind: kind, Lo: float64(y*10000 + 101), Hi: float64(z*10000 + 1231), Text: text}
}

func parseYear(s string) (Value, bool) {
	y, ok := year(s)
	return yearsFrom(Year, y, y, s), ok
}

var months = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// daysIn returns how many days the month has.
func daysIn(y, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func parseDate(s string) (Value, bool) {
	parts := strings.Split(s, "-")
	y, ok := year(parts[0])
	if !ok || len(parts) > 3 {
		return Value{}, false
	}
	if len(parts) == 1 {
		return yearsFrom(Year, y, y, s), true
	}
	m, ok := part(parts[1], len(months))
	if !ok {
		return Value{}, false
	}
	first := y*10000 + m*100
	if len(parts) == 2 {
		return Value{Kind: Date, Lo: float64(first + 1), Hi: float64(first + daysIn(y, m)),
			Text: fmt.Sprintf("%s %d", months[m-1], y)}, true
	}
	d, ok := part(parts[2], daysIn(y, m))
	day := float64(first + d)
	return Value{Kind: Date, Lo: day, Hi: day, Text: fmt.Sprintf("%s %d, %d", months[m-1], d, y)}, ok
}

// part reads two digits from 1 to max.
func part(s string, max int) (int, bool) {
	if len(s) != 2 || !digits(s) {
		return 0, false
	}
	n, _ := strconv.Atoi(s)
	return n, 1 <= n && n <= max
}

func parseSpan(s string) (Value, bool) {
	s = strings.ReplaceAll(s, "–", "-")
	if from, to, ok := strings.Cut(s, "-"); ok && len(strings.TrimSpace(to)) == 4 {
		y, ok1 := year(strings.TrimSpace(from))
		z, ok2 := year(strings.TrimSpace(to))
		return yearsFrom(Span, y, z, fmt.Sprintf("%d-%d", y, z)), ok1 && ok2 && y < z
	}
	if decade, ok := strings.CutSuffix(s, "s"); ok {
		y, ok := year(decade)
		return yearsFrom(Span, y, y+9, s), ok && y%10 == 0
	}
	return parseDate(s)
}

// parseAmount reads a number with what stands round it: "834,338", "15 years",
// "70%", "20 billion won", "$40 million".
func parseAmount(kind Kind, s string) (Value, bool) {
	start := strings.IndexFunc(s, func(r rune) bool { return '0' <= r && r <= '9' })
	if start < 0 {
		return Value{}, false
	}
	end := start
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || (s[end] == ',' || s[end] == '.') && end+1 < len(s) && digits(s[end+1:end+2])) {
		end++
	}
	before := strings.TrimSpace(s[:start])
	if kind == Number && before != "" && before != "-" {
		return Value{}, false
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(s[start:end], ",", ""), 64)
	if err != nil {
		return Value{}, false
	}
	if strings.HasSuffix(before, "-") {
		n, before = -n, strings.TrimSuffix(before, "-")
	}
	scale, unit := scaled(strings.TrimSpace(s[end:]))
	if kind == Money && unit == "" {
		unit = before
	}
	text := s
	if digits(s) {
		text = thousands(s)
	}
	return Value{Kind: kind, Lo: n * scale, Hi: n * scale, Text: text, Unit: unit}, true
}

// scaled takes "million" and the like off what stands behind a number.
func scaled(rest string) (scale float64, unit string) {
	word, after, _ := strings.Cut(rest, " ")
	switch strings.ToLower(word) {
	case "hundred":
		return 1e2, strings.TrimSpace(after)
	case "thousand":
		return 1e3, strings.TrimSpace(after)
	case "million", "mn":
		return 1e6, strings.TrimSpace(after)
	case "billion", "bn":
		return 1e9, strings.TrimSpace(after)
	case "trillion":
		return 1e12, strings.TrimSpace(after)
	}
	return 1, rest
}

// thousands puts commas into a number of digits alone.
func thousands(s string) string {
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
