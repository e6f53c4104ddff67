package corpus

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Sets of one byte a letter in which Latin texts are written differ in where their accented letters and
// their marks stand. In the wrong one marks stand within words and capitals behind small letters.

// western says whether the bytes beyond ASCII stand as accented letters and typographic marks of
// windows-1252 do in a Latin text.
func western(data []byte) bool {
	good, all, _ := latinAs(charmap.Windows1252, data)
	return all > 0 && 20*good >= 19*all
}

// latinAs counts what stands beyond ASCII in a text of some set, and how much of it stands as it would in a
// Latin text. common are the letters that are frequent in some language.
func latinAs(set *charmap.Charmap, data []byte) (good, all, common int) {
	at := func(i int) rune {
		if i < 0 || i >= len(data) {
			return ' '
		}
		return set.DecodeByte(data[i])
	}
	run := 0 // of letters beyond ASCII
	for i, c := range data {
		if c < utf8.RuneSelf {
			run = 0
			continue
		}
		before, r, next := at(i-1), at(i), at(i+1)
		all++
		if !unicode.IsLetter(r) {
			run = 0
			if fitsMark(before, r, next) {
				good++
			}
			continue
		}
		if run++; run > 2 || !fitsLetter(before, r, next) {
			continue
		}
		good++
		if strings.ContainsRune("äöüßéèêàâçñóíáúåøæôîïëûùÄÖÜÉÅØÆ", r) {
			common++
		}
	}
	return good, all, common
}

// fitsLetter reports whether a letter beyond ASCII may stand between two others.
func fitsLetter(before, r, next rune) bool {
	within := func(r rune) bool { return unicode.IsLetter(r) || r == ' ' || r == '\'' }
	switch {
	case r == 'ª' || r == 'º': // 1ª, n.º
		return !unicode.IsLetter(next)
	case r == 'µ':
		return !unicode.IsLetter(before)
	case unicode.IsDigit(before) && !unicode.IsLetter(next): // 20ø is 20°
		return false
	case !unicode.Is(unicode.Latin, r) || r == 'Ÿ' || r == 'ƒ' || !within(before) && !within(next):
		return false
	case r == 'ÿ':
		return unicode.IsLower(before)
	}
	return !unicode.IsUpper(r) || !unicode.IsLower(before)
}

// fitsMark reports whether what is no letter may stand between two others.
func fitsMark(before, r, next rune) bool {
	within, open := unicode.IsLetter(before) && unicode.IsLetter(next), unicode.IsLower(next)
	switch r {
	case '’', '–', '—', '\u00a0', '\u00ad', '·', '´', '°', '§', '«', '»', '…', '‹', '›', '‰', '•':
		return true
	case '©', '®', '™':
		return !open
	case '¡', '¿':
		return !unicode.IsLetter(before)
	case '“', '”', '‘', '‚', '„', '€', '†', '‡', 'ˆ', '˜':
		return !within
	case '¶':
		return !unicode.IsLetter(next)
	case '²', '³', '¹':
		return !open
	case '¢', '£', '¤', '¥', '±', '×', '÷', '¼', '½', '¾', '¦', '¨', '¬', '¯', '¸':
		return !open && !unicode.IsLetter(before)
	}
	return false
}

// oldLatin returns the set that the names of files are in that have a few letters beyond ASCII among others: the
// code pages of DOS, which old archives have, or windows-1252. It is nil where two read as well and differ.
func oldLatin(names []byte) *charmap.Charmap {
	var best *charmap.Charmap
	most, tied := 0, false
	for _, set := range []*charmap.Charmap{charmap.CodePage437, charmap.CodePage850, charmap.Windows1252} {
		good, all, common := latinAs(set, names)
		if good < all || 3*all >= len(names) || common == 0 && all > 1 { // of marks alone no name is
			continue
		}
		switch {
		case best == nil || common > most:
			best, most, tied = set, common, false
		case common == most && read(set, names) != read(best, names):
			tied = true
		}
	}
	if tied {
		return nil
	}
	return best
}

// shortestCyrillic is how many letters names have at least that tell their Cyrillic set, and aCapital how many bits a
// capital costs behind another letter, for few names are written in capitals.
const (
	shortestCyrillic = 3
	aCapital         = 2
	fewLetters       = 4   // up to which these must be frequent ones
	rareLetter       = 5.2 // bits, on average, of letters that hardly make a word: мост has 4.1, йдя 5.5
)

// oldCyrillic returns the set of a few Cyrillic letters: in which all of them are such, and in which they are likelier
// by some bits than in another set. It is nil where none is.
func oldCyrillic(names []byte) (best *charmap.Charmap) {
	counts, shares := highBytes(names), cyrillicShares()
	least, second := math.Inf(1), math.Inf(1)
	for _, set := range []*charmap.Charmap{charmap.CodePage866, charmap.Windows1251, charmap.KOI8R} {
		sum, strangers := bits(counts, misplaced(names, set), set, shares)
		if strangers > 0 {
			continue
		}
		likely := sum
		letters, others, before := 0, 0, ' '
		for _, r := range read(set, names) {
			switch {
			case unicode.Is(unicode.Cyrillic, r):
				if letters++; unicode.IsUpper(r) && unicode.IsLetter(before) {
					sum += aCapital
				}
			case r >= utf8.RuneSelf && !strings.ContainsRune("№«»\u00a0", r):
				others++
			}
			before = r
		}
		switch {
		case letters < shortestCyrillic || others > 0 || letters <= fewLetters && likely > rareLetter*float64(letters):
		case sum < least:
			best, least, second = set, sum, min(second, least)
		default:
			second = min(second, sum)
		}
	}
	if second-least < doubtful {
		return nil
	}
	return best
}

func read(set *charmap.Charmap, data []byte) string {
	text, _ := decodeAs(set, data)
	return text
}
