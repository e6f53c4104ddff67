package kb

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	iso4217 "golang.org/x/text/currency"

	"hapjak/nlp/english"
)

// Numbers and sums of money are read as people write them in English, Korean,
// French, German, Chinese and Japanese: 1,200,000, 1 200 000, 1.200.000 and
// 1’200’000; 1.355,90; 1.6M, $9m, 20 billion won, 5,5 Millionen Euro, 200억 원.
// A mark with three digits behind it may group them or begin a fraction: 1,355 is
// read as the other values of its column are written, and else as in English. What hedges an
// amount, as "over" and "about", stays in its text.

// A numeral says how a column of numbers is written.
type numeral uint8

const (
	unclear      numeral = iota
	pointDecimal         // 1,355.90
	commaDecimal         // 1.355,90
	mixed                // some lines are written one way, some the other
)

var (
	numberForm = regexp.MustCompile(`\d{1,3}(?:[ '’_]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?[eE][+-]?\d{1,2}\b|\d+(?:[.,]\d+)*`)
	hedge      = regexp.MustCompile(`(?i)^(?:(over|more than|at least|above|from|starting at|plus de|au moins|über|mehr als|mindestens)\s|([>≥]=?)|(under|less than|up to|at most|nearly|almost|moins de|jusqu['’]à|unter|weniger als|bis zu|höchstens|fast)\s|([<≤]=?)|(about|around|some|roughly|approximately|approx\.|circa|ca\.|c\.|environ|près de|etwa|rund|ungefähr)\s|([약約约~≈]))\s*`)
	hedgeLast  = regexp.MustCompile(`(?i)\s*(?:(or more|et plus|oder mehr|이상|초과|以上)|(or less|et moins|oder weniger|이하|미만|以下)|(정도))$`)
	aside      = regexp.MustCompile(`\s*(?:\([^()]*\)|\+)$`)
	spaces     = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2007", " ", "−", "-", "，", ",", "．", ".")
)

// ParseAmount reads a number with what stands round it.
func ParseAmount(kind Kind, s string) (Value, bool) {
	v, _, ok := parseAmountAs(kind, s, unclear)
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
	n, rest := english.SpelledNumber(strings.ToLower(s))
	rest = strings.TrimLeft(rest, "- ")
	_, _, measure := UnitNamed(rest)
	if n == 0 || rest != "" && !measure && !IsCurrency(rest) {
		return s
	}
	return strconv.FormatFloat(n, 'f', -1, 64) + " " + rest
}

// parseAmountAs reads a number as its column is written. guessed says that another
// column would have it another number.
func parseAmountAs(kind Kind, text string, as numeral) (v Value, guessed, ok bool) {
	s := noCents.ReplaceAllString(plainMarks(text), "$1$2")
	if kind == Number {
		if v, ok := inParts(s); ok {
			v.Text = text
			return v, false, true
		}
	}
	if v, ok := fromTo(kind, s, as); ok {
		v.Text = text
		return v, false, true
	}
	if kind == Money {
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
	s = inDigits(hedgeLast.ReplaceAllString(hedge.ReplaceAllString(s, ""), ""))
	at := numberForm.FindStringIndex(s)
	if at == nil {
		return Value{}, false, false
	}
	before := strings.TrimSpace(s[:at[0]])
	if kind == Number && before != "" && before != "-" && before != "+" {
		return Value{}, false, false
	}
	n, guessed, ok := digitsOf(s[at[0]:at[1]], as)
	if !ok {
		return Value{}, false, false
	}
	sum := s[at[0]:at[1]]
	word, _ := firstWord(strings.TrimSpace(s[at[1]:]))
	if known := as == pointDecimal || as == commaDecimal; guessed && kind == Money && !scales(word) && (!known || strings.HasSuffix(sum, "000")) { // sums seldom have thousandths
		grouped := pointDecimal
		if strings.Contains(sum, ".") {
			grouped = commaDecimal
		}
		n, _, _ = digitsOf(sum, grouped)
	}
	behind := s[at[1]:]
	if strings.HasPrefix(before, "-") || strings.HasSuffix(before, "-") {
		n, before = -n, strings.Trim(before, "- ")
	}
	n, unit, ok := scaled(n, strings.TrimSpace(behind), kind, as)
	if !ok || !unitLike(unit) || unit == behind && isCodeLetter(unit) {
		return Value{}, false, false
	}
	if kind == Money {
		if before != "" && s[at[0]-1] != ' ' && !IsCurrency(before) || unit == behind && unit != "" && !IsCurrency(unit) {
			return Value{}, false, false // a code: A1, X-100, 12A
		}
		switch own := currency(before); {
		case unit == "":
			unit = own
		case before != "" && currency(unit) != own:
			return Value{}, false, false // "$9 mil"
		}
		if unit = currency(unit); !unitLike(unit) {
			return Value{}, false, false
		}
	}
	shown := text
	if digits(text) {
		shown = thousands(text)
	}
	return Value{Kind: kind, Lo: n, Hi: n, Text: shown, Unit: unit}, guessed, true
}

var (
	parts     = regexp.MustCompile(`^(\d+(?:\.\d+)?) ?([\pL'′]+),? ?(?:and )?(\d+(?:\.\d+)?) ?([\pL"″]*)$`)
	Stopwatch = regexp.MustCompile(`^(\d{1,3}):([0-5]\d):([0-5]\d(?:\.\d+)?)$`)
	TwoHands  = regexp.MustCompile(`^(\d{1,3}):([0-5]\d)$`)
)

// lasting reads a duration of two parts, of which unit stands first.
func lasting(text, unit string) (Value, bool) {
	m := TwoHands.FindStringSubmatch(text)
	if m == nil {
		return Value{}, false
	}
	parts := []string{m[1] + " " + unit, strings.TrimPrefix(m[2], "0") + " s"}
	if unit == "h" {
		parts[1] = strings.TrimPrefix(m[2], "0") + " min"
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return strings.TrimLeft(p, "0")[0] == ' ' })
	return ParseAmount(Number, strings.TrimLeft(strings.Join(parts, " "), "0"))
}

// inParts reads a measure in two units, 1 h 42 min and 5 ft 11 in, and what a stopwatch shows, 1:12:04.
func inParts(s string) (Value, bool) {
	number := func(s string) float64 { n, _ := strconv.ParseFloat(s, 64); return n }
	if m := Stopwatch.FindStringSubmatch(s); m != nil {
		return Value{Kind: Number, Unit: "s"}.at(3600*number(m[1]) + 60*number(m[2]) + number(m[3])), true
	}
	m := parts.FindStringSubmatch(s)
	if m == nil {
		return Value{}, false
	}
	big, small := strings.ReplaceAll(m[2], "'", "′"), m[4]
	unit, times, ok := UnitNamed(big)
	switch {
	case unit == "s" && (small == "m" || small == ""):
		small = "min"
	case big == "′" && small == "" && number(m[3]) < 12: // 1'355 is a thousand and more
		small = "in"
	}
	of, parts, ok2 := UnitNamed(small)
	return Value{Kind: Number, Unit: unit}.at(times*number(m[1]) + parts*number(m[3])), ok && ok2 && unit == of && parts < times
}

var twoAmounts = regexp.MustCompile(`^(.*\d.*?) ?(?:-|–|—|\bto\b) ?(\D*\d.*)$`)

// fromTo reads an amount that is told as two, €5–€8 and 10-12 km, with a currency or unit. In $1–2 million
// the first is not said to be millions.
func fromTo(kind Kind, s string, as numeral) (Value, bool) {
	if len(s) > maxLoose {
		return Value{}, false
	}
	m := twoAmounts.FindStringSubmatch(s)
	if m == nil || twoAmounts.MatchString(m[2]) {
		return Value{}, false
	}
	lo, _, ok := parseAmountAs(kind, m[1], as)
	hi, _, ok2 := parseAmountAs(kind, m[2], as)
	if lo.Unit == "" {
		lo.Unit = hi.Unit
	} else if hi.Unit == "" {
		hi.Unit = lo.Unit
	}
	_, _, measure := UnitNamed(lo.Unit)
	lo.Hi = hi.Hi
	return lo, ok && ok2 && lo.Unit == hi.Unit && lo.Lo < lo.Hi && lo.Hi < 1000*lo.Lo && (measure || kind == Money && IsCurrency(lo.Unit))
}

func (v Value) at(n float64) Value {
	v.Lo, v.Hi = n, n
	return v
}

// Hedged returns the word for how far an amount is from exact as it is written: "over", "under"
// or "about", empty where it is exact.
func Hedged(text string) string {
	s := plainMarks(text)
	first, last := hedge.FindStringSubmatch(s), hedgeLast.FindStringSubmatch(s)
	switch {
	case first == nil && last == nil:
		return ""
	case last == nil && first[1]+first[2] != "", first == nil && last[1] != "":
		return "over"
	case last == nil && first[3]+first[4] != "", first == nil && last[2] != "":
		return "under"
	}
	return "about"
}

// plainMarks writes spaces, signs and digits as ASCII has them.
func plainMarks(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, spaces.Replace(text)))
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
func digitsOf(s string, as numeral) (n float64, guessed, ok bool) {
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
			if (s[i] == ',') != (as == commaDecimal) {
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

// evidence says how a number is surely written.
func evidence(text string) numeral {
	m := numberForm.FindString(plainMarks(text))
	last := strings.LastIndexAny(m, ".,")
	if _, _, ok := digitsOf(m, pointDecimal); !ok || last < 0 || strings.ContainsAny(m, "eE") { // 3.4e6 is written so everywhere
		return unclear
	}
	group := len(m)-last == 4
	other := strings.ContainsAny(m[:last], ".,") && !strings.Contains(m[:last], m[last:last+1])
	same := strings.Contains(m[:last], m[last:last+1])
	comma := m[last] == ','
	switch {
	case !other && !same && group && last <= 3 && m[0] != '0':
		return unclear // 1,355
	case same: // 1,200,000
		comma = !comma
	}
	if comma {
		return commaDecimal
	}
	return pointDecimal
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
func scaled(n float64, rest string, kind Kind, as numeral) (all float64, unit string, ok bool) {
	for total := 0.0; ; {
		word, after := firstWord(rest)
		scale := scaleWord(word)
		short := kind == Money || after != "" && !strings.HasPrefix(rest, word+" "+after)
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

// currency returns one name for what a currency is written as, its ISO 4217 code;
// what is not known stays as it is.
func currency(s string) string {
	if code, ok := CurrencyNamed(s); ok {
		return code
	}
	return strings.TrimSpace(s)
}

// isCodeLetter reports whether what stands right behind digits makes a code of them rather than being
// their unit: 12A, 4WD.
func isCodeLetter(unit string) bool {
	_, _, known := UnitNamed(unit)
	first, _ := utf8.DecodeRuneInString(unit)
	return !known && unicode.IsLetter(first) && (len(unit) == 1 || unicode.IsUpper(first)) && !IsCurrency(unit)
}

func IsCurrency(s string) bool {
	_, ok := CurrencyNamed(s)
	return ok
}

// CurrencyNamed returns the ISO 4217 code of a currency by a word or a sign for it.
func CurrencyNamed(s string) (code string, ok bool) {
	key := strings.ToLower(strings.Trim(s, " .()"))
	key = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(key, "d'"), "d’"), "de ")
	key = strings.ReplaceAll(key, " ", "-")
	for _, c := range [...][2]string{
		{"USD", "$ us$ usd dollar dollars us-dollar us-dollars american-dollars u.s.-dollars u.s.$ 달러 미국달러 美元 ドル"}, {"EUR", "€ eur euro euros 유로 欧元 ユーロ"},
		{"KRW", "₩ krw won wons korean-won south-korean-won 원 韓元 韩元 ウォン"}, {"GBP", "£ gbp pound pounds pounds-sterling 파운드 英镑"}, {"JPY", "jpy ¥jp yen japanese-yen 엔 円 日元"},
		{"CNY", "cny rmb yuan renminbi chinese-yuan 위안 元 人民币 cn¥"}, {"HKD", "hk$ hkd hong-kong-dollars 港元 港币"}, {"TWD", "nt$ twd 台币"}, {"THB", "฿ thb baht 바트"},
		{"INR", "₹ inr rupee rupees indian-rupees rs"}, {"CAD", "c$ ca$ cad canadian-dollars"}, {"AUD", "a$ au$ aud australian-dollars"}, {"CHF", "chf sfr swiss-francs franken"}, {"VND", "₫ vnd dong"},
		{"SEK", "sek swedish-kronor"}, {"NOK", "nok norwegian-kroner"}, {"DKK", "dkk danish-kroner"}, {"kr", "kr kronor kroner"}, {"¥", "¥ ￥"}, {"PLN", "zł pln zloty zlotys"}, {"CZK", "kč czk"},
		{"HUF", "huf forint"}, {"RUB", "₽ rub rouble roubles ruble rubles"}, {"TRY", "₺ lira"}, {"BRL", "r$ brl reais"}, {"MXN", "mxn mex$"}, {"ZAR", "zar rand"},
		{"SGD", "s$ sgd"}, {"NZD", "nz$ nzd"}, {"ILS", "₪ ils shekel shekels"}, {"PHP", "₱ php"}, {"IDR", "idr rupiah"}, {"MYR", "myr ringgit"},
	} {
		for name := range strings.FieldsSeq(c[1]) {
			if key == name {
				return c[0], true
			}
		}
	}
	if iso, err := iso4217.ParseISO(s); err == nil && iso.String() == s { // in capitals: "all" and "try" are words
		return s, true
	}
	return "", false
}

// thousands puts commas into a number of digits alone.
func thousands(s string) string {
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// PlainNumber writes a number without an exponent, grouped as in English.
func PlainNumber(n float64) string {
	whole, fraction, found := strings.Cut(strconv.FormatFloat(n, 'f', -1, 64), ".")
	if sign := strings.TrimPrefix(whole, "-"); sign == whole {
		whole = thousands(whole)
	}
	if found {
		whole += "." + fraction
	}
	return whole
}
