package english

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Numeral returns the number that people write out as a word, 0 for any other word.
func Numeral(word string) int { return numerals[word] }

var numerals = map[string]int{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20,
}

// SpelledNumber reads a number in words at the beginning of a text, "two hundred and fifty-six horses", and returns
// what stands behind it. Without one it is 0.
func SpelledNumber(text string) (n float64, rest string) {
	all, part := 0.0, 0.0                   // what has a scale of thousands, and what has none yet
	room, scale := math.Inf(1), math.Inf(1) // the next word, and the next scale of thousands, must be below
	for rest = text; ; {
		next := rest
		if n > 0 {
			next = strings.TrimLeft(next, "- ")
			if word, after := leadingWord(next); word == "and" && room >= 100 {
				next = strings.TrimPrefix(after, " ")
			}
		}
		word, after := leadingWord(next)
		v := spelled[word]
		if n == 0 && word == "a" { // "a hundred"
			if word, behind := leadingWord(strings.TrimPrefix(after, " ")); spelled[word] >= 100 {
				v, part, after = spelled[word], 1, behind
			}
		}
		switch {
		case v == 0 || v >= 100 && (part == 0 || v >= scale) || v == 100 && part >= 100 || v < 100 && v >= room:
			return n, rest
		case v >= 1000:
			all, part, room, scale = all+part*v, 0, v, v
		case v == 100:
			part, room = part*v, 100
		case v >= 20:
			part, room = part+v, 10
		default:
			part, room = part+v, 1
		}
		n, rest = all+part, after
	}
}

// leadingWord is the letters that a text begins with, as small ones, and what stands behind them.
func leadingWord(text string) (word, rest string) {
	n := strings.IndexFunc(text, func(r rune) bool { return r|0x20 < 'a' || r|0x20 > 'z' })
	if n < 0 {
		n = len(text)
	}
	return strings.ToLower(text[:n]), text[n:]
}

var (
	rangeBehind = regexp.MustCompile(`^ ?(?:to|[-–—]) ?(\p{L}+|\d)`)
	partBehind  = regexp.MustCompile(`^ and (?:a |one |three )?(?:half|third|quarter)`)
)

// NumberGoesOn reports whether a number is not all that is said, by what stands behind it: "two" of "two to five
// players" is not how many there are, nor is that of "two and a half".
func NumberGoesOn(behind string) bool {
	if partBehind.MatchString(behind) {
		return true
	}
	m := rangeBehind.FindStringSubmatch(behind)
	return m != nil && (Numeral(strings.ToLower(m[1])) > 0 || m[1][0] >= '0' && m[1][0] <= '9')
}

var spelled = func() map[string]float64 {
	words := map[string]float64{"one": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
		"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9}
	for word, n := range numerals {
		words[word] = float64(n)
	}
	delete(words, "dozen")
	return words
}()

// NumberOf is the number of 2 to 20 that a word of a name is, in digits, in letters or as the Romans wrote it; 0 for any other.
func NumberOf(word string) int {
	for n := 2; n <= 20; n++ {
		if slices.Contains(numberForms[n][:], word) {
			return n
		}
	}
	return 0
}

// NumberForms are the ways to write a number of 2 to 20 in a name.
func NumberForms(n int) []string { return numberForms[n][:] }

var numberForms = [21][3]string{
	2: {"2", "two", "ii"}, 3: {"3", "three", "iii"}, 4: {"4", "four", "iv"}, 5: {"5", "five", "v"}, 6: {"6", "six", "vi"},
	7: {"7", "seven", "vii"}, 8: {"8", "eight", "viii"}, 9: {"9", "nine", "ix"}, 10: {"10", "ten", "x"}, 11: {"11", "eleven", "xi"},
	12: {"12", "twelve", "xii"}, 13: {"13", "thirteen", "xiii"}, 14: {"14", "fourteen", "xiv"}, 15: {"15", "fifteen", "xv"},
	16: {"16", "sixteen", "xvi"}, 17: {"17", "seventeen", "xvii"}, 18: {"18", "eighteen", "xviii"}, 19: {"19", "nineteen", "xix"},
	20: {"20", "twenty", "xx"},
}

// Ordinal is the place in a list that a word means, from 1 on, -1 for the last, 0 where it means none.
func Ordinal(word string) int { return ordinals[word] }

var ordinals = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1,
}

// Decade reads "1960s", "60s" and "sixties" as the decade's first year.
func Decade(word string) (int, bool) {
	if y, ok := decades[word]; ok {
		return y, true
	}
	digits, ok := strings.CutSuffix(word, "s")
	if !ok || len(digits) != 4 && len(digits) != 2 {
		return 0, false
	}
	y, err := strconv.Atoi(digits)
	if err != nil || y%10 != 0 {
		return 0, false
	}
	if len(digits) == 2 {
		y += 1900
		if y < 1920 {
			y += 100
		}
	}
	return y, y >= 1000 && y < 2200
}

var decades = map[string]int{
	"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960,
	"seventies": 1970, "eighties": 1980, "nineties": 1990, "noughties": 2000,
}

// Scale returns what a word behind a number multiplies it by, 1 for any other word.
func Scale(word string) float64 {
	switch word {
	case "thousand", "k":
		return 1e3
	case "million", "mn", "m":
		return 1e6
	case "billion", "bn", "b":
		return 1e9
	}
	return 1
}

// ShortNumber reads a number that its scale is written to, "1.2m" and "30k"; n is 0 for any other word.
func ShortNumber(word string) (n, scale float64) {
	i := strings.IndexFunc(word, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if i <= 0 || Scale(word[i:]) == 1 {
		return 0, 1
	}
	n, _ = strconv.ParseFloat(word[:i], 64)
	return n, Scale(word[i:])
}

// Superlative is 1 for a word, with the one behind it, that asks for the most, -1 for one that asks for the least; ofPrice tells
// whether it asks so of a price.
func Superlative(word, next string) (order int, ofPrice bool) {
	switch {
	case next == "expensive" || next == "costly" || next == "money":
		ofPrice = true
	case word == "cheapest" || word == "dearest" || word == "costliest" || word == "priciest":
		ofPrice = true
	}
	switch word {
	case "most", "highest", "largest", "biggest", "longest", "greatest", "heaviest", "tallest", "maximum", "dearest", "costliest", "priciest":
		return 1, ofPrice
	case "least", "fewest", "lowest", "smallest", "shortest", "lightest", "minimum", "cheapest":
		return -1, ofPrice
	}
	return 0, false
}

// IsOne reports whether a word before a unit means one of it: "all day", "one hour".
func IsOne(word string) bool { return word == "one" || word == "all" || word == "whole" }

// Dimensions are the units of what a superlative compares: the longest is so in metres or in seconds.
func Dimensions(superlative string) []string {
	switch superlative {
	case "longest", "shortest":
		return []string{"m", "s"}
	case "highest", "tallest", "lowest":
		return []string{"m"}
	case "heaviest", "lightest":
		return []string{"kg"}
	}
	return nil
}

// IsCost reports whether a word asks for a sum of money.
func IsCost(word string) bool { return costWords[word] }

var costWords = setOf(`cost costs price prices pay charge charges charged fee fees dear expensive`)

// A Bound says how a word bounds the amount beside it.
type Bound uint8

const (
	NoBound Bound = iota
	Below         // "under 5"
	UpTo          // "up to 2 hours"
	From          // "16 and older"
	Above         // "over 75"
)

// Bounds says how a word bounds the amount beside it.
func Bounds(word string) Bound { return boundWords[word] }

var boundWords = map[string]Bound{
	"under": Below, "below": Below, "less": Below, "fewer": Below, "younger": Below,
	"up": UpTo, "within": UpTo, "until": UpTo, "max": UpTo, "maximum": UpTo, "most": UpTo,
	"from": From, "least": From, "min": From, "minimum": From, "older": From, "plus": From, "upwards": From, "+": From,
	"over": Above, "above": Above, "more": Above, "exceeding": Above,
}

// Percent reports whether words tell a share of a hundred.
func Percent(words string) bool {
	words = strings.ToLower(words)
	return strings.Contains(words, "%") || strings.Contains(words, "percent") || strings.Contains(words, "per cent")
}
