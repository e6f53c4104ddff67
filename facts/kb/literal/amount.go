package literal

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/facts/kb"
	"hapjak/nlp/english"
)

// Numbers and sums of money are read as people write them in English, Korean,
// French, German, Chinese and Japanese: 1,200,000, 1 200 000, 1.200.000 and
// 1’200’000; 1.355,90; 1.6M, $9m, 20 billion won, 5,5 Millionen Euro, 200억 원.
// A mark with three digits behind it may group them or begin a fraction: 1,355 is
// read as the other values of its column are written, and else as in English.

// A Numeral says how a column of numbers is written.
type Numeral uint8

const (
	Unclear      Numeral = iota
	PointDecimal         // 1,355.90
	CommaDecimal         // 1.355,90
	Mixed                // some lines are written one way, some the other
)

var (
	numberForm = regexp.MustCompile(`\d{1,3}(?:[ '’_]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?[eE][+-]?\d{1,2}\b|\d+(?:[.,]\d+)*`)
	aside      = regexp.MustCompile(`\s*(?:\([^()]*\)|\+)$`)
)

// ParseAmount reads a number with what stands round it.
func ParseAmount(kind kb.Kind, s string) (kb.Value, bool) {
	v, _, ok := ParseAmountAs(kind, s, Unclear)
	return v, ok
}

// noCents finds a dash in the place of cents: 500,- and 1200.–
var noCents = regexp.MustCompile(`(\d)[.,:] ?[-–—−]{1,2}($|[^\d.,-])`)

// owed finds a sum below nothing as books have it: (500) USD, ($40).
var owed = regexp.MustCompile(`^([^\d()]*)\(([^()]*\d[^()]*)\)([^\d()]*)$`)

// pence finds a sum in hundredths of a pound, or of a dollar: 45p, 50¢.
var pence = regexp.MustCompile(`^(\d{1,4}(?:\.\d+)?) ?(p|pence|¢)$`)

// inDigits writes a number in digits that is in English words, alone or before a currency or unit: two
// hundred and fifty pounds.
func inDigits(s string) string {
	if len(s) > maxLoose || strings.ContainsAny(s, "0123456789") {
		return s
	}
	n, rest := english.SpelledNumber(s)
	rest = strings.ToLower(strings.TrimLeft(rest, "- "))
	_, _, measure := kb.UnitNamed(rest)
	if n == 0 || rest != "" && !measure && !IsCurrency(rest) {
		return s
	}
	return strconv.FormatFloat(n, 'f', -1, 64) + " " + rest
}

// ParseAmountAs reads a number as its column is written. guessed says that another
// column would have it another number.
func ParseAmountAs(kind kb.Kind, text string, as Numeral) (v kb.Value, guessed, ok bool) {
	s := noCents.ReplaceAllString(kb.PlainMarks(text), "$1$2")
	if kind == kb.Number {
		if v, ok := inParts(s); ok {
			v.Text = text
			return v, false, true
		}
	}
	if v, ok := fromTo(kind, s, as); ok {
		v.Text = text
		return v, false, true
	}
	if kind == kb.Money {
		s = owed.ReplaceAllString(s, "$1-$2$3")
		if m := pence.FindStringSubmatch(s); m != nil {
			n, _ := strconv.ParseFloat(m[1], 64)
			sign := "£"
			if m[2] == "¢" {
				sign = "$"
			}
			s = sign + strconv.FormatFloat(n/100, 'f', -1, 64)
		}
	}
	if stripped := aside.ReplaceAllString(s, ""); numberForm.MatchString(stripped) {
		s = stripped // the text that is shown still says it
	}
	s = inDigits(kb.WithoutHedge(s))
	at := numberForm.FindStringIndex(s)
	if at == nil {
		return kb.Value{}, false, false
	}
	before := strings.TrimSpace(s[:at[0]])
	if kind == kb.Number && before != "" && before != "-" && before != "+" {
		return kb.Value{}, false, false
	}
	n, guessed, ok := digitsOf(s[at[0]:at[1]], as)
	if !ok {
		return kb.Value{}, false, false
	}
	sum := s[at[0]:at[1]]
	word, _ := firstWord(strings.TrimSpace(s[at[1]:]))
	if known := as == PointDecimal || as == CommaDecimal; guessed && kind == kb.Money && !scales(word) && (!known || strings.HasSuffix(sum, "000")) { // sums seldom have thousandths
		grouped := PointDecimal
		if strings.Contains(sum, ".") {
			grouped = CommaDecimal
		}
		n, _, _ = digitsOf(sum, grouped)
	}
	behind := s[at[1]:]
	if strings.HasPrefix(before, "-") || strings.HasSuffix(before, "-") {
		n, before = -n, strings.Trim(before, "- ")
	}
	n, unit, ok := scaled(n, strings.TrimSpace(behind), kind, as)
	if !ok || !unitLike(unit) || unit == behind && isCodeLetter(unit) {
		return kb.Value{}, false, false
	}
	if kind == kb.Money {
		if code, own, ok := strings.Cut(before, " "); ok && unit == "" && IsCurrency(code) && IsCurrency(own) { // USD $5
			before, unit = code, own
		}
		if before != "" && s[at[0]-1] != ' ' && !IsCurrency(before) || unit == behind && unit != "" && !IsCurrency(unit) {
			return kb.Value{}, false, false // a code: A1, X-100, 12A
		}
		switch one, ok := oneCurrency(before, unit); {
		case unit == "":
			unit = currency(before)
		case before != "" && !ok:
			return kb.Value{}, false, false // "$9 mil"
		case before != "":
			unit = one
		}
		if unit = currency(unit); !unitLike(unit) {
			return kb.Value{}, false, false
		}
	}
	shown := text
	if digits(text) {
		shown = thousands(text)
	}
	return kb.Value{Kind: kind, Lo: n, Hi: n, Text: shown, Unit: unit}, guessed, true
}

var (
	parts     = regexp.MustCompile(`^(\d+(?:\.\d+)?) ?([\pL'′]+),? ?(?:and )?(\d+(?:\.\d+)?) ?([\pL"″]*)$`)
	Stopwatch = regexp.MustCompile(`^(\d{1,3}):([0-5]\d):([0-5]\d(?:\.\d+)?)$`)
	TwoHands  = regexp.MustCompile(`^(\d{1,3}):([0-5]\d)$`)
)

// ParseDuration reads a duration of two parts, of which unit stands first.
func ParseDuration(text, unit string) (kb.Value, bool) {
	m := TwoHands.FindStringSubmatch(text)
	if m == nil {
		return kb.Value{}, false
	}
	parts := []string{m[1] + " " + unit, strings.TrimPrefix(m[2], "0") + " s"}
	if unit == "h" {
		parts[1] = strings.TrimPrefix(m[2], "0") + " min"
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return strings.TrimLeft(p, "0")[0] == ' ' })
	return ParseAmount(kb.Number, strings.TrimLeft(strings.Join(parts, " "), "0"))
}

// inParts reads a measure in two units, 1 h 42 min and 5 ft 11 in, and what a stopwatch shows, 1:12:04.
func inParts(s string) (kb.Value, bool) {
	number := func(s string) float64 { n, _ := strconv.ParseFloat(s, 64); return n }
	if m := Stopwatch.FindStringSubmatch(s); m != nil {
		return amountOf(3600*number(m[1])+60*number(m[2])+number(m[3]), "s"), true
	}
	m := parts.FindStringSubmatch(s)
	if m == nil {
		return kb.Value{}, false
	}
	big, small := strings.ReplaceAll(m[2], "'", "′"), m[4]
	unit, times, ok := kb.UnitNamed(big)
	switch {
	case unit == "s" && (small == "m" || small == ""):
		small = "min"
	case big == "′" && small == "" && number(m[3]) < 12: // 1'355 is a thousand and more
		small = "in"
	}
	of, parts, ok2 := kb.UnitNamed(small)
	return amountOf(times*number(m[1])+parts*number(m[3]), unit), ok && ok2 && unit == of && parts < times
}

var twoAmounts = regexp.MustCompile(`^(.*\d.*?) ?(?:-|–|—|\bto\b) ?(\D*\d.*)$`)

// fromTo reads an amount that is told as two, €5–€8 and 10-12 km, with a currency or unit. In $1–2 million
// the first is not said to be millions.
func fromTo(kind kb.Kind, s string, as Numeral) (kb.Value, bool) {
	if len(s) > maxLoose {
		return kb.Value{}, false
	}
	m := twoAmounts.FindStringSubmatch(s)
	if m == nil || twoAmounts.MatchString(m[2]) {
		return kb.Value{}, false
	}
	lo, _, ok := ParseAmountAs(kind, m[1], as)
	hi, _, ok2 := ParseAmountAs(kind, m[2], as)
	if lo.Unit == "" {
		lo.Unit = hi.Unit
	} else if hi.Unit == "" {
		hi.Unit = lo.Unit
	}
	_, _, measure := kb.UnitNamed(lo.Unit)
	lo.Hi = hi.Hi
	return lo, ok && ok2 && lo.Unit == hi.Unit && lo.Lo < lo.Hi && lo.Hi < 1000*lo.Lo && (measure || kind == kb.Money && IsCurrency(lo.Unit))
}

func amountOf(n float64, unit string) kb.Value {
	return kb.Value{Kind: kb.Number, Lo: n, Hi: n, Unit: unit}
}

// unitLike reports whether what stands behind a number can be its unit, and is no other
// number's: "½", "/2", "–3 million", or "mil", which is a million to some and a thousand to
// others.
func unitLike(unit string) bool {
	r, _ := utf8.DecodeRuneInString(unit)
	word, _ := firstWord(unit)
	return unit == "" || (unicode.IsLetter(r) || unicode.Is(unicode.Sc, r) || strings.ContainsRune("%‰°", r)) && !strings.EqualFold(word, "mil")
}

// digitsOf reads digits with the marks between them.
func digitsOf(s string, as Numeral) (n float64, guessed, ok bool) {
	if strings.ContainsAny(s, "eE") {
		n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
		return n, false, err == nil
	}
	s = strings.NewReplacer(" ", "", "'", "", "’", "", "_", "").Replace(s)
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	decimal := byte(0)
	switch {
	case points+commas == 0:
	case points > 0 && commas > 0:
		decimal = '.'
		if strings.LastIndexByte(s, ',') > strings.LastIndexByte(s, '.') {
			decimal = ','
		}
		if strings.Count(s, string(decimal)) > 1 {
			return 0, false, false
		}
	case points+commas == 1:
		i := strings.IndexAny(s, ".,")
		decimal = s[i]
		if i <= 3 && len(s)-i == 4 && s[0] != '0' {
			guessed = true
			if (s[i] == ',') != (as == CommaDecimal) {
				decimal = 0
			}
		}
	}
	whole, fraction := s, ""
	if decimal != 0 {
		whole, fraction, _ = strings.Cut(s, string(decimal))
	}
	groups := strings.FieldsFunc(whole, func(r rune) bool { return r == '.' || r == ',' })
	for i, g := range groups {
		if i > 0 && len(g) != 3 && !(i < len(groups)-1 && len(g) == 2) { // 12,34,567 in India
			return 0, false, false
		}
	}
	n, err := strconv.ParseFloat(strings.Join(groups, "")+"."+fraction+"0", 64)
	return n, guessed, err == nil
}

// NumeralOf says how a number is surely written.
func NumeralOf(text string) Numeral {
	m := numberForm.FindString(kb.PlainMarks(text))
	last := strings.LastIndexAny(m, ".,")
	if _, _, ok := digitsOf(m, PointDecimal); !ok || last < 0 || strings.ContainsAny(m, "eE") { // 3.4e6 is written so everywhere
		return Unclear
	}
	group := len(m)-last == 4
	other := strings.ContainsAny(m[:last], ".,") && !strings.Contains(m[:last], m[last:last+1])
	same := strings.Contains(m[:last], m[last:last+1])
	comma := m[last] == ','
	switch {
	case !other && !same && group && last <= 3 && m[0] != '0':
		return Unclear // 1,355
	case same: // 1,200,000
		comma = !comma
	}
	if comma {
		return CommaDecimal
	}
	return PointDecimal
}

// scaleWord is what multiplies a number, in several languages.
func scaleWord(word string) float64 {
	switch strings.TrimSuffix(strings.ToLower(word), ".") {
	case "hundred":
		return 1e2
	case "thousand", "k", "tausend", "tsd", "mille", "천", "千":
		return 1e3
	case "만", "万", "萬":
		return 1e4
	case "million", "millions", "mn", "mln", "mio", "millionen", "백만", "百万":
		return 1e6
	case "천만", "千万":
		return 1e7
	case "lakh":
		return 1e5
	case "crore":
		return 1e7
	case "억", "亿", "億":
		return 1e8
	case "billion", "billions", "bn", "bln", "mrd", "md", "milliard", "milliards", "milliarde", "milliarden":
		return 1e9
	case "trillion", "trillions", "tn", "billionen", "조", "兆":
		return 1e12
	}
	return 0
}

// scales reports whether a word behind a sum multiplies it.
func scales(word string) bool {
	return scaleWord(word) > 0 || strings.EqualFold(word, "m") || strings.EqualFold(word, "b")
}

// scaled multiplies a number by "million" and the like, which stand behind it, and
// returns what stands behind that: its unit. East Asian numbers may go on: 2억 3,000만.
func scaled(n float64, rest string, kind kb.Kind, as Numeral) (all float64, unit string, ok bool) {
	for total := 0.0; ; {
		word, after := firstWord(rest)
		scale := scaleWord(word)
		short := kind == kb.Money || after != "" && !strings.HasPrefix(rest, word+" "+after)
		switch {
		case scale > 0:
		case len(word) == 1 && strings.IndexAny(strings.TrimPrefix(rest, word), "²³/^23") == 0: // square metres
			return total + n, rest, true
		case word == "M", word == "m" && (short || after != ""):
			scale = 1e6
		case word == "B", word == "b" && short:
			scale = 1e9
		default:
			return total + n, rest, !startsDigit(rest)
		}
		total += n * scale
		rest = strings.TrimSpace(after)
		if !startsDigit(rest) {
			return total, rest, true
		}
		at := numberForm.FindStringIndex(rest)
		if n, _, ok = digitsOf(rest[:at[1]], as); !ok {
			return 0, "", false
		}
		rest = strings.TrimSpace(rest[at[1]:])
	}
}

func startsDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// firstWord parts the letters at the beginning of a text, or where the text is East
// Asian the longest word that scales.
func firstWord(s string) (word, rest string) {
	for _, w := range []string{"백만", "천만", "百万", "千万", "만", "억", "조", "천", "万", "萬", "亿", "億", "兆", "千"} {
		if rest, ok := strings.CutPrefix(s, w); ok {
			return w, rest
		}
	}
	i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimSpace(strings.TrimPrefix(s[i:], "."))
}
