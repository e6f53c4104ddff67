package corpus

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Texts in Latin letters of other languages than the western ones read as windows-1252 as well, but wrongly: "Jiøí" is
// Jiří. Which it is shows in how often each letter beyond ASCII comes: every language has its own few.

// A tongue is how often the letters beyond ASCII of a language come among each other, and the sets it is written in.
type tongue struct {
	often string // "ä54": about 54 of ten thousand letters
	sets  []*charmap.Charmap
}

func tongues() (western, others []tongue) {
	for _, often := range []string{
		"ä54 ö30 ü65 ß31 é1",                          // German
		"é190 à49 è35 ê22 ç9 â5 î4 ô4 ù6 û6 ë1 ï1 œ2", // French
		"á50 é43 í73 ó83 ú17 ñ31 ü1",                  // Spanish
		"ã73 á12 ç53 é34 ó30 ê45 õ4 ú21 í13 â6 ô6 à7", // Portuguese
		"à64 è26 ì3 ò2 ù17 é2",                        // Italian
		"å134 ä180 ö131 é2",                           // Swedish
		"å119 æ87 ø94 é2",                             // Danish, Norwegian
		"ä358 ö44 å1",                                 // Finnish
		"á180 æ87 ð439 é65 í157 ó99 ö78 þ146 ú61 ý23", // Icelandic
		"é10 ë8 ï4 è2 ö2 ü1 ç1 ê1",                    // Dutch
		"à40 è40 é35 í45 ò30 ó45 ú10 ç15 ï5 ü3",       // Catalan
		"ä180 õ130 ö20 ü100 š2 ž1",                    // Estonian
	} {
		western = append(western, tongue{often, []*charmap.Charmap{charmap.Windows1252}})
	}
	central := []*charmap.Charmap{charmap.Windows1250, charmap.ISO8859_2}
	return western, []tongue{
		{"á87 č46 ď2 é63 ě122 í164 ň1 ó2 ř38 š69 ť1 ú5 ů20 ý100 ž72", central},                                          // Czech
		{"á170 č100 ď15 é75 í90 ľ35 ĺ1 ň15 ó15 ô15 ŕ1 š80 ť60 ú80 ý95 ž90 ä10", central},                                // Slovak
		{"ą70 ć40 ę104 ł211 ń20 ó85 ś66 ź6 ż83", central},                                                               // Polish
		{"á340 é380 í70 ó110 ö120 ő90 ú40 ü60 ű20", central},                                                            // Hungarian
		{"ă400 â90 î140 ş120 ţ120", central},                                                                            // Romanian
		{"č90 ć60 đ25 š90 ž60", central},                                                                                // Croatian
		{"č148 š100 ž65", central},                                                                                      // Slovene
		{"ç116 ğ113 ı511 İ20 ö78 ş178 ü185 â3 î1 û1", []*charmap.Charmap{charmap.Windows1254}},                          // Turkish
		{"ą65 č45 ę25 ė170 į60 š120 ų130 ū50 ž85", []*charmap.Charmap{charmap.Windows1257, charmap.ISO8859_13}},         // Lithuanian
		{"ā390 č10 ē180 ģ15 ī180 ķ15 ļ30 ņ60 š80 ū60 ž30", []*charmap.Charmap{charmap.Windows1257, charmap.ISO8859_13}}, // Latvian
		{"ĉ66 ĝ69 ĥ2 ĵ6 ŝ39 ŭ52", []*charmap.Charmap{charmap.ISO8859_3}},                                                // Esperanto
		{"ħ338 ġ158 ż125 ċ92 à25 ù4", []*charmap.Charmap{charmap.ISO8859_3}},                                            // Maltese
		{"â28 ŷ25 ô24 ŵ20 ê6 î3 û4 ï3 á2", []*charmap.Charmap{charmap.ISO8859_14}},                                      // Welsh
	}
}

// strange is how often a letter comes that a language does not have, of all beyond ASCII.
const strange = 1.0 / 1024

// shares reads how often each letter comes.
func (t tongue) shares() map[rune]float64 {
	shares, sum := map[rune]float64{}, 0.0
	for f := range strings.FieldsSeq(t.often) {
		r, n := utf8.DecodeRuneInString(f)
		often := 0.0
		for _, d := range f[n:] {
			often = 10*often + float64(d-'0')
		}
		shares[r] = often
		sum += often
	}
	for r := range shares {
		shares[r] /= sum
	}
	return shares
}

// mixedShares is how often each letter comes in a text of some languages, one as often as the other.
func mixedShares(list []tongue) map[rune]float64 {
	mixed := map[rune]float64{}
	for _, t := range list {
		for r, share := range t.shares() {
			mixed[r] += share / float64(len(list))
		}
	}
	return mixed
}

func cyrillicShares() map[rune]float64 { return cyrillicLetters().shares() }

// cyrillicLetters is what is common to the languages of these letters, and the sets but windows-1251 that they are written in.
func cyrillicLetters() tongue {
	return tongue{"о1097 е845 а801 и735 н670 т626 с547 р473 в454 л440 к349 м321 д298 п281 у262 я201 ы190 ь174 г170 з165 б159 ч144 й121 х97 ж94 ш73 ю64 ц48 щ36 э32 ф26 ъ20 ё10 і280 ї60 є40 ґ5 ў10 ј20 њ5 љ5",
		[]*charmap.Charmap{charmap.KOI8R, charmap.KOI8U, charmap.CodePage866, charmap.ISO8859_5, charmap.MacintoshCyrillic}}
}

// alphabets are what a text may be in that reads as Cyrillic in windows-1251: their letters lie where its small ones do, or those in
// another set.
func alphabets() []tongue {
	return []tongue{
		cyrillicLetters(),
		{"י1106 ה1087 ו1038 ל739 א634 ר561 ת501 ב474 מ459 ש441 ע323 ם320 נ286 כ270 ד259 ח248 ק214 פ169 ס148 ן140 ז133 ט124 צ124 ג124 ך80 ף30 ץ30", []*charmap.Charmap{charmap.Windows1255}},
		{"α950 ο820 τ800 ε760 ι720 ν610 η490 ρ430 σ430 κ400 π400 ς400 υ390 μ320 λ280 ί260 ό240 ά240 έ220 ή200 δ170 γ160 ω160 χ130 θ120 ύ110 φ90 ώ90 β70 ξ50 ζ40 ψ15 ϊ5 ΐ3 ΰ1", []*charmap.Charmap{charmap.Windows1253, charmap.ISO8859_7}},
	}
}

// fewBytes are too few of other letters to tell by how often they come.
const fewBytes = 8

// otherAlphabet returns the set of a text in other letters than those of Latin that is surely not windows-1251, nil for none; sure
// is false where it is not clear.
func otherAlphabet(data []byte) (set *charmap.Charmap, sure bool) {
	counts := highBytes(data)
	all := 0
	for _, n := range counts {
		all += n
	}
	against, _ := bits(counts, misplaced(data, charmap.Windows1251), charmap.Windows1251, cyrillicShares())
	set, best, strangers := likest(data, counts, alphabets())
	if all >= fewBytes && against-best >= sureOfTwo && 50*strangers <= all {
		return set, true
	}
	return nil, against-best < doubtful
}

// highBytes counts the bytes beyond ASCII.
func highBytes(data []byte) (counts [256]int) {
	for _, c := range data {
		if c >= utf8.RuneSelf {
			counts[c]++
		}
	}
	return counts
}

// misplaced counts the bytes beyond ASCII that cannot stand where they do as what they are in a set: a sign within a
// word, behind it or before it, as ¬ is, ¶ before one (an Ά of another set), a point that is over no letter, a capital behind a small letter, a letter of another alphabet in a word of
// Latin letters, an ð or þ where none is. An è before a vowel is none of a western language, nor a č that is a word by itself or stands among consonants
// one of another: these two are told apart by little else.
func misplaced(data []byte, set *charmap.Charmap) (counts [256]int) {
	before := ' '
	for i, c := range data {
		r, next := rune(c), ' '
		if c >= utf8.RuneSelf {
			if r = set.DecodeByte(c); i+1 < len(data) {
				next = set.DecodeByte(data[i+1])
			}
			wrong := false
			switch letter := unicode.IsLetter(before); {
			case unicode.IsMark(r):
				wrong = !letter && !unicode.IsMark(before)
			case unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r): // as ˇ is
				wrong = unicode.IsUpper(r) && unicode.IsLower(before) || unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Hebrew) && (isASCIILetter(before) || isASCIILetter(next)) ||
					isNorse(r) && !fitsNorse(before, r, next) ||
					r == 'è' && isVowel(next) || r == 'č' && (!unicode.IsLetter(before) && next == ' ' || isConsonant(before) && before != 'r' && before != 'l' && isConsonant(next))
			default:
				wrong = (letter || r == '¶' || isASCIILetter(next) && unicode.IsSymbol(r)) && !fitsMark(before, r, next)
			}
			if wrong {
				counts[c]++
			}
		}
		before = r
	}
	return counts
}

func isNorse(r rune) bool { return strings.ContainsRune("ðÐþÞ", r) }

// fitsNorse reports whether an ð or þ may stand between two others: no word begins with the one, none ends in the other, and few
// consonants stand beside them.
func fitsNorse(before, r, next rune) bool {
	switch r {
	case 'ð':
		return unicode.IsLower(before) && !strings.ContainsRune("bcdhkpstw", before)
	case 'Ð':
		return !unicode.IsLower(next)
	}
	return unicode.IsLetter(next) && (!isConsonant(next) || strings.ContainsRune("rjvRJV", next))
}

func isVowel(r rune) bool     { return strings.ContainsRune("aeiou", r) }
func isConsonant(r rune) bool { return isASCIILetter(r) && !isVowel(unicode.ToLower(r)) }

func isASCIILetter(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }

// aMark is how many bits a mark costs that is no letter.
const aMark = 2

// bits is how unlikely the bytes beyond ASCII are in a set where letters come as often as shares say, and how many are
// letters that the language does not have, or misplaced.
func bits(counts, wrong [256]int, set *charmap.Charmap, shares map[rune]float64) (sum float64, strangers int) {
	for c, n := range counts {
		if n == 0 {
			continue
		}
		sum -= float64(wrong[c]) * math.Log2(strange)
		strangers += wrong[c]
		n -= wrong[c]
		r := set.DecodeByte(byte(c))
		share, ok := shares[r]
		if !ok {
			share, ok = shares[unicode.ToLower(r)]
		}
		switch {
		case ok:
			sum -= float64(n) * math.Log2(max(share, strange))
		case unicode.IsLower(r) || unicode.IsUpper(r) || unicode.IsControl(r) || r == utf8.RuneError:
			sum -= float64(n) * math.Log2(strange)
			strangers += n
		default:
			sum += float64(n) * aMark
		}
	}
	return sum, strangers
}

// likest is, of some languages, the set and the bits of the likest one, and how many letters that does not have.
func likest(data []byte, counts [256]int, list []tongue) (set *charmap.Charmap, least float64, strangers int) {
	least = math.Inf(1)
	wrong := map[*charmap.Charmap][256]int{}
	for _, t := range list {
		shares := t.shares()
		for _, s := range t.sets {
			if _, ok := wrong[s]; !ok {
				wrong[s] = misplaced(data, s)
			}
			if sum, n := bits(counts, wrong[s], s, shares); sum < least {
				set, least, strangers = s, sum, n
			}
		}
	}
	return set, least, strangers
}

// isC1 reports whether a byte of windows-1252 is no letter of ISO 8859.
func isC1(c byte) bool { return c >= 0x80 && c < 0xa0 }

// By how many bits the letters of another language must be likelier than those of the western ones for a text not to be
// read as theirs, and to be read as its own, if two letters tell and if one does.
const (
	doubtful  = 4
	sureOfTwo = 8
	sureOfOne = 25
)

// oneByteSet returns the set of a text of one byte a letter that is surely meant, and whether it could be one of these
// at all: that of a western language, as like says that it may be, or of another one.
func oneByteSet(data []byte, like bool) (name string, set *charmap.Charmap, is bool) {
	counts := highBytes(data)
	western, others := tongues()
	set, best, strangers := likest(data, counts, others)
	all, telling, letters := 0, 0, 0
	for c, n := range counts {
		if unicode.IsLetter(set.DecodeByte(byte(c))) {
			letters += n
		}
		if all += n; n > 0 && set.DecodeByte(byte(c)) != charmap.Windows1252.DecodeByte(byte(c)) {
			telling++
		}
	}
	var against float64
	if like {
		_, against, _ = likest(data, counts, western)
		mixed, _ := bits(counts, misplaced(data, charmap.Windows1252), charmap.Windows1252, mixedShares(western))
		against = min(against, mixed)
	} else {
		against, _ = bits(counts, misplaced(data, charmap.Windows1251), charmap.Windows1251, cyrillicShares())
	}
	switch more := against - best; {
	case like && bytes.IndexByte(data, 0xa4) >= 0 && !slices.ContainsFunc(data, isC1): // nobody writes ¤, but there is the €
		return "ISO-8859-15", charmap.ISO8859_15, true
	case like && (telling == 0 || more < doubtful):
		return "windows-1252", charmap.Windows1252, true
	case 50*strangers <= all && (like || 2*letters > all) && (more >= sureOfTwo && telling > 1 || like && more >= sureOfOne):
		return setName(set), set, true
	}
	return "", nil, like
}

// setName is what a set is called to people.
func setName(set *charmap.Charmap) string {
	return strings.NewReplacer("Windows ", "windows-", "ISO 8859", "ISO-8859", "IBM Code Page", "code page").Replace(set.String())
}
