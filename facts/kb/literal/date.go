package literal

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
)

// The years that are taken for one.
const (
	firstYear = 1000
	lastYear  = 2999
)

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
func yearsFrom(kind kb.Kind, y, z int, text string) kb.Value {
	return kb.Value{Kind: kind, Lo: float64(y*10000 + 101), Hi: float64(z*10000 + 1231), Text: text}
}

func parseYear(s string) (kb.Value, bool) {
	y, ok := year(s)
	return yearsFrom(kb.Year, y, y, s), ok
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

func parseDate(s string) (kb.Value, bool) {
	parts := strings.Split(s, "-")
	y, ok := year(parts[0])
	if !ok || len(parts) > 3 {
		return kb.Value{}, false
	}
	if len(parts) == 1 {
		return yearsFrom(kb.Year, y, y, s), true
	}
	m, ok := part(parts[1], len(months))
	if !ok {
		return kb.Value{}, false
	}
	first := y*10000 + m*100
	if len(parts) == 2 {
		return kb.Value{Kind: kb.Date, Lo: float64(first + 1), Hi: float64(first + daysIn(y, m)),
			Text: fmt.Sprintf("%s %d", months[m-1], y)}, true
	}
	d, ok := part(parts[2], daysIn(y, m))
	day := float64(first + d)
	return kb.Value{Kind: kb.Date, Lo: day, Hi: day, Text: fmt.Sprintf("%s %d, %d", months[m-1], d, y)}, ok
}

// ParseDateAs reads a date whose column puts the day first or the month.
func ParseDateAs(text string, order corpus.DayOrder) (kb.Value, error) {
	text = strings.TrimSpace(text)
	if v, ok := parseDate(text); ok {
		return v, nil
	}
	iso, err := corpus.ReadDateAs(text, order) // 4 May 2016, 2016년 5월 4일
	if v, ok := parseDate(iso); err == nil && ok {
		if at := clock.FindStringSubmatch(text); at != nil && v.Lo == v.Hi {
			v.Text += ", " + at[1]
		}
		return v, nil
	}
	if v, ok := parseStretch(text, order); ok {
		return v, nil
	}
	switch {
	case !corpus.ReadsEitherWay(text):
	case order == corpus.BothDayOrders:
		return kb.Value{}, fmt.Errorf("%q could be two dates, and others beside it put now the day first, now the month: write %s", text, BothDates(text))
	default:
		return kb.Value{}, fmt.Errorf("%q could be two dates: write %s", text, BothDates(text))
	}
	return kb.Value{}, fmt.Errorf("%q is no date: write 2013, 1964-07 or 2025-04-03", text)
}

// BothDates are the two dates that a text could be.
func BothDates(text string) string {
	day, _ := corpus.ReadDateAs(text, corpus.DayFirst)
	month, _ := corpus.ReadDateAs(text, corpus.MonthFirst)
	return day + " or " + month
}

var (
	circa   = regexp.MustCompile(`(?i)^(?:the )?(?:circa|ca\.?|c\.?|about|around|approximately|approx\.?|probably|possibly|perhaps|early|mid|late|spring|summer|autumn|fall|winter)(?:[ -]+|\b|)(\S.*)$`)
	doubt   = regexp.MustCompile(`\s*(?:\?|\([^()]*\))$`)
	decade  = regexp.MustCompile(`(?i)^(?:the )?(\d{3}0)['’]?s$`)
	century = regexp.MustCompile(`(?i)^(?:the )?(\d{2})(?:st|nd|rd|th)[ -](?:century|cent\.?|c\.?)$`)
	clock   = regexp.MustCompile(`[T ,]((?:0?[1-9]|1\d|2[0-3]):[0-5]\d)\b`)
	toDay   = regexp.MustCompile(`(?i)^(\d{1,2})(?:st|nd|rd|th)?(?: (\pL+))? ?(?:-|–|—|to|and|&) ?((\d{1,2})(?:st|nd|rd|th)? (.*(\d{4})))$`)
	still   = regexp.MustCompile(`(?i)^(\d{4}) ?[-–—] ?(?:present|now|today|ongoing|date)?$`)
	years   = regexp.MustCompile(`(?i)^(?:between |from )?(\d{4})(?: ?[-–—/] ?| to | and | or | until )(\d{4}|\d{2})$`)
	quarter = regexp.MustCompile(`(?i)^(?:q([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?q([1-4]))$`)
)

// IsCirca reports whether words before a date make it a guess: "circa ", "late ".
func IsCirca(words string) bool {
	said := circa.FindStringSubmatch(words + "1")
	return said != nil && said[1] == "1"
}

// maxLoose is how many bytes a value has that is read in parts.
const maxLoose = 80

// parseStretch reads a date that is not known to the day or month, as inventories write them:
// c. 1790, 1790?, the 1790s, early 18th century, 1790-95, Q3 2019. Its text stays.
func parseStretch(text string, order corpus.DayOrder) (v kb.Value, ok bool) {
	if text == "" || len(text) > maxLoose {
		return kb.Value{}, false
	}
	plain := doubt.ReplaceAllString(strings.Trim(text, "[]"), "")
	said := circa.FindStringSubmatch(plain)
	if said != nil {
		plain = said[1]
	}
	first, last, the := 0, 0, ""
	if m := decade.FindStringSubmatch(plain); m != nil {
		first, _ = strconv.Atoi(m[1])
		last, the = first+9, "the "
	} else if m := century.FindStringSubmatch(plain); m != nil {
		n, _ := strconv.Atoi(m[1])
		first, last, the = n*100-99, n*100, "the "
	} else if m := years.FindStringSubmatch(plain); m != nil {
		first, _ = strconv.Atoi(m[1])
		last, _ = strconv.Atoi(m[1][:4-len(m[2])] + m[2])
	} else if m := still.FindStringSubmatch(plain); m != nil {
		first, _ = strconv.Atoi(m[1])
		last = lastYear
	} else if m := toDay.FindStringSubmatch(plain); m != nil {
		begin := m[1] + " " + m[5]
		if m[2] != "" {
			begin = m[1] + " " + m[2] + " " + m[6]
		}
		from, err := ParseDateAs(begin, order)
		to, err2 := ParseDateAs(m[3], order)
		return kb.Value{Kind: kb.Date, Lo: from.Lo, Hi: to.Hi, Text: text}, err == nil && err2 == nil && from.Lo < to.Hi
	} else if m := quarter.FindStringSubmatch(plain); m != nil {
		y, _ := strconv.Atoi(m[2] + m[3])
		q, _ := strconv.Atoi(m[1] + m[4])
		v = kb.Value{Lo: float64(y*10000 + (3*q-2)*100 + 1), Hi: float64(y*10000 + 3*q*100 + daysIn(y, 3*q))}
		first, last = y, y+1
	} else if plain != text {
		if v, err := ParseDateAs(plain, order); err == nil {
			v.Kind, v.Text = kb.Date, text
			return v, true
		}
	}
	if v.Lo == 0 {
		v = yearsFrom(kb.Date, first, last, text)
	}
	if c := text[0] | 0x20; strings.HasPrefix(text, the) || said != nil && c == 'c' {
		the = ""
	}
	v.Kind, v.Text = kb.Date, the+text
	return v, firstYear <= first && first < last && last <= lastYear
}

// part reads two digits from 1 to max.
func part(s string, max int) (int, bool) {
	if len(s) != 2 || !digits(s) {
		return 0, false
	}
	n, _ := strconv.Atoi(s)
	return n, 1 <= n && n <= max
}

func parseSpan(s string) (kb.Value, bool) {
	s = strings.ReplaceAll(s, "–", "-")
	if from, to, ok := strings.Cut(s, "-"); ok && len(strings.TrimSpace(to)) == 4 {
		y, ok1 := year(strings.TrimSpace(from))
		z, ok2 := year(strings.TrimSpace(to))
		return yearsFrom(kb.Span, y, z, fmt.Sprintf("%d-%d", y, z)), ok1 && ok2 && y < z
	}
	if decade, ok := strings.CutSuffix(s, "s"); ok {
		y, ok := year(decade)
		return yearsFrom(kb.Span, y, y+9, s), ok && y%10 == 0
	}
	return parseDate(s)
}
