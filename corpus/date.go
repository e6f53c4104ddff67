package corpus

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Dates are read as site generators, RFC 3339, RFC 1123 and people write them,
// and kept as far as they are known: "2016", "2016-05", "2016-05-04". The day is
// the one that is written, in whatever zone. A date that could be two, such as
// 04/05/2016, is none, unless others beside it show which way such dates are written.

var (
	yearFirst = regexp.MustCompile(`^(\d{4})(?:[-/.]\s?(\d{1,2})(?:[-/.]\s?(\d{1,2}))?)?\.?(?:[T ,]+(?:오전|오후|午前|午後|上午|下午)?\s*\d{1,2}:\d{2}.*)?$`)
	monthYear = regexp.MustCompile(`^(\d{1,2})[-/.]\s?(\d{4})$`)
	season    = regexp.MustCompile(`(?i)^(?:(?:early|mid|late)[- ])?(?:(?:spring|summer|autumn|fall|winter|q[1-4])(?: of)?,? )?(\d{4})$|^(\d{4})[ -]?q[1-4]$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})([-/.])\s?(\d{1,2})[-/.]\s?(\d{4})(?:[T ,]+\d{1,2}:\d{2}.*)?$`)
	twoDigits = regexp.MustCompile(`^(\d{1,2}/\d{1,2}/|\d{2}\.\d{2}\.)(\d{2})((?:[ ,]+\d{1,2}:\d{2}.*)?)$`) // as spreadsheets write years
	eastAsian = regexp.MustCompile(`^(\d{4})\s*[년年](?:\s*(\d{1,2})\s*[월月](?:\s*(\d{1,2})\s*[일日號号]?)?)?`)
	weekday   = regexp.MustCompile(`\s*[(（][월화수목금토일月火水木金土](?:요일|曜日)?[)）]`)
	packed    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:T\d{4,6}Z?|\d{4}|\d{6})?$`)
	weekDate  = regexp.MustCompile(`^(\d{4})-?W(\d{2})(?:-?([1-7]))?(?:T.*)?$`)
	ordinal   = regexp.MustCompile(`^(\d{4})-(\d{3})(?:T.*)?$`)
	shortYear = regexp.MustCompile(`(?:['’]|^\d{1,2}[-/ ]\pL{3,9}[-/ ])(\d{2})$`)
	era       = regexp.MustCompile(`^(明治|大正|昭和|平成|令和|中華民國|民國|民国|พ\.ศ\.|단기)\s*(元|\d{1,4})`)
	epoch     = regexp.MustCompile(`^(\d{10})(\d{3})?$`)
	dateWord  = regexp.MustCompile(`[\p{L}]+|\d+`)
	clock     = regexp.MustCompile(`\d{1,2}:\d{2}\S*`)
)

// A DayOrder says how dates of the form 04/05/2016 are written; of several it is theirs joined
// by "|".
type DayOrder uint8

const (
	NoDayOrder    DayOrder = 0 // it is not known
	DayFirst      DayOrder = 1 // 25/05/2016
	MonthFirst    DayOrder = 2 // 05/25/2016
	BothDayOrders          = DayFirst | MonthFirst
)

// DayOrderOf returns the order in which a date is surely written.
func DayOrderOf(s string) DayOrder {
	if i := strings.IndexAny(s, "/-"); i < 1 || i > 3 {
		return NoDayOrder
	}
	m := yearLast.FindStringSubmatch(wholeYear(tidy(s)))
	if m == nil || m[2] == "." {
		return NoDayOrder
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[3])
	switch {
	case a > 12 && a <= 31 && b <= 12:
		return DayFirst
	case b > 12 && b <= 31 && a <= 12:
		return MonthFirst
	}
	return NoDayOrder
}

var dayAndMonth = regexp.MustCompile(`^\D*?(?:(\d{1,2})[^\d\pL]*(?:st|nd|rd|th|er|º|°)?(?:[ .-]| de )*(\pL{3,})|(\pL{3,})\.? *(\d{1,2})\b)`)

// WordedOrderOf returns the order of the day and the month of a date whose month is a word: 4 May 2016, May 4, 2016.
func WordedOrderOf(s string) DayOrder {
	m := dayAndMonth.FindStringSubmatch(s)
	if m == nil || monthNamed(m[2]+m[3]) == 0 {
		return NoDayOrder
	}
	if _, err := ReadDate(s); err != nil {
		return NoDayOrder
	}
	if m[1] != "" {
		return DayFirst
	}
	return MonthFirst
}

// ReadsEitherWay reports whether a date is another where the month stands first.
func ReadsEitherWay(s string) bool {
	day, err := ReadDateAs(s, DayFirst)
	month, err2 := ReadDateAs(s, MonthFirst)
	return err == nil && err2 == nil && day != month
}

// ReadDate returns a date as a Source keeps it. An empty one is not known.
func ReadDate(s string) (string, error) { return ReadDateAs(s, NoDayOrder) }

// dateOfArticle returns a date, of a season or a part of a year its year.
func dateOfArticle(s string) (string, error) {
	if m := season.FindStringSubmatch(tidy(s)); m != nil {
		s = m[1] + m[2]
	}
	return ReadDate(s)
}

// ReadDateAs returns a date among others that are written in an order.
func ReadDateAs(s string, order DayOrder) (string, error) {
	s = ofEra(strings.TrimSuffix(strings.TrimPrefix(tidy(s), "[["), "]]")) // as Obsidian links a day
	if s == "" {
		return "", nil
	}
	if d, ok := numericDate(weekday.ReplaceAllString(s, ""), order); ok {
		return d, nil
	}
	if d, ok := namedDate(s); ok {
		return d, nil
	}
	return "", fmt.Errorf("%.60q is no date that can be read for sure; write 2015, 2015-03 or 2015-03-01", s)
}

// ofEra writes the year of another count, 平成26年 and 民國103年, as that of ours.
func ofEra(s string) string {
	m := era.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	before := map[string]int{"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "พ.ศ.": -543, "단기": -2333}
	year, _ := strconv.Atoi(strings.Replace(m[2], "元", "1", 1))
	if n, ok := before[m[1]]; ok {
		year += n
	} else { // of the Republic of China
		year += 1911
	}
	return strconv.Itoa(year) + s[len(m[0]):]
}

func numericDate(s string, order DayOrder) (string, bool) {
	for _, form := range []*regexp.Regexp{packed, yearFirst, eastAsian} {
		if m := form.FindStringSubmatch(s); m != nil {
			return dateOf(m[1], m[2], m[3])
		}
	}
	if m := yearLast.FindStringSubmatch(wholeYear(s)); m != nil {
		day, month := m[1], m[3]
		d, _ := strconv.Atoi(day)
		n, _ := strconv.Atoi(month)
		switch {
		case m[2] == "." || d > 12 || d == n: // a full stop puts the day first everywhere
		case n <= 12 && order == DayFirst:
		case n > 12 || order == MonthFirst:
			day, month = month, day
		default:
			return "", false
		}
		return dateOf(m[4], month, day)
	}
	if m := monthYear.FindStringSubmatch(s); m != nil {
		return dateOf(m[2], m[1], "")
	}
	if m := weekDate.FindStringSubmatch(s); m != nil {
		return dateOfWeek(m[1], m[2], m[3])
	}
	if m := ordinal.FindStringSubmatch(s); m != nil {
		return dateOfDay(m[1], m[2])
	}
	if m := epoch.FindStringSubmatch(s); m != nil {
		n, _ := strconv.ParseInt(m[1], 10, 64)
		return time.Unix(n, 0).UTC().Format(time.DateOnly), true
	}
	return "", false
}

// namedDate reads a date whose month is a word: "4 May 2016", "May 4th, 2016",
// "Wed, 04 May 2016 10:00:00 +0000", "le 4 mai 2016", "May 2016".
func namedDate(s string) (string, bool) {
	year, month, day := "", 0, ""
	if m := shortYear.FindStringSubmatchIndex(s); m != nil { // Jul 14 '19, 14-JUL-19
		s = s[:m[2]] + " " + century(s[m[2]:m[3]])
	}
	for _, w := range dateWord.FindAllString(clock.ReplaceAllString(s, " "), -1) {
		switch n := len(w); {
		case w[0] < '0' || w[0] > '9':
			if m := monthNamed(w); m > 0 && month == 0 {
				month = m
			} else if !besideDate(w) {
				return "", false
			}
		case n == 4 && year == "":
			year = w
		case n <= 2 && day == "" && (year == "" || month > 0):
			day = w
		case n > 4 || year == "":
			return "", false
		}
	}
	if month == 0 || year == "" {
		return "", false
	}
	return dateOf(year, strconv.Itoa(month), day)
}

// besideDate says whether a word may stand in a date: a day of the week, the end
// of an ordinal, a zone.
func besideDate(w string) bool {
	switch l := strings.ToLower(w); l {
	case "st", "nd", "rd", "th", "of", "er", "le", "den", "der", "am", "pm", "the", "de", "at", "on", "z":
		return true
	default:
		if len(w) <= 4 && w == strings.ToUpper(w) {
			return true // GMT, CEST
		}
		for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "die", "mit", "don", "fre", "son"} {
			if strings.HasPrefix(l, day) {
				return true
			}
		}
	}
	return false
}

// monthNamed returns the month of a name or an abbreviation of three letters and
// more, in English, German, French, Spanish or Italian, or 0.
func monthNamed(w string) int {
	w = strings.NewReplacer("é", "e", "û", "u", "ä", "a").Replace(strings.ToLower(w))
	names := [...]string{
		"january januar janvier enero gennaio", "february februar fevrier febrero febbraio", "march marz mars maerz marzo",
		"april avril abril aprile", "may mai mayo maggio", "june juni juin junio giugno", "july juli juillet julio luglio",
		"august aout agosto", "september septembre septiembre settembre", "october oktober octobre octubre ottobre",
		"november novembre noviembre", "december dezember decembre diciembre dicembre",
	}
	for i, list := range names {
		for name := range strings.FieldsSeq(list) {
			if w == name || len(w) >= 3 && len(w) <= 5 && strings.HasPrefix(name, w) {
				return i + 1
			}
		}
	}
	return 0
}

// century makes a year of its last two digits, of those from 1930 to 2029: '19
// is 2019 and '87 is 1987.
func century(digits string) string {
	if digits < "30" {
		return "20" + digits
	}
	return "19" + digits
}

// wholeYear writes the year of 31/12/24 and 31.12.24 in full.
func wholeYear(s string) string {
	if m := twoDigits.FindStringSubmatch(s); m != nil {
		return m[1] + century(m[2]) + m[3]
	}
	return s
}

// dateOfWeek returns the day of a week of ISO 8601, or where none is named the month that it
// lies in, or else its year.
func dateOfWeek(year, week, day string) (string, bool) {
	y, _ := strconv.Atoi(year)
	w, _ := strconv.Atoi(week)
	fourth := time.Date(y, time.January, 4, 0, 0, 0, 0, time.UTC) // lies in the first week
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7+7*(w-1))
	if of, n := monday.ISOWeek(); of != y || n != w || y < 1000 {
		return "", false
	}
	if day != "" {
		d, _ := strconv.Atoi(day)
		return monday.AddDate(0, 0, d-1).Format(time.DateOnly), true
	}
	sunday := monday.AddDate(0, 0, 6)
	for _, form := range []string{"2006-01", "2006"} {
		if monday.Format(form) == sunday.Format(form) {
			return monday.Format(form), true
		}
	}
	return "", false
}

// dateOfDay returns the day of a year.
func dateOfDay(year, day string) (string, bool) {
	y, _ := strconv.Atoi(year)
	n, _ := strconv.Atoi(day)
	t := time.Date(y, time.January, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n-1)
	return t.Format(time.DateOnly), n > 0 && t.Year() == y && y >= 1000
}

func dateOf(year, month, day string) (string, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	switch {
	case y < 1000 || y > 2999:
		return "", false
	case month == "":
		return fmt.Sprintf("%04d", y), true
	case m < 1 || m > 12:
		return "", false
	case day == "":
		return fmt.Sprintf("%04d-%02d", y, m), true
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t.Format(time.DateOnly), d > 0 && t.Day() == d && int(t.Month()) == m
}
