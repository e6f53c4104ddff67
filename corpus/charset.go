package corpus

import (
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf16 "golang.org/x/text/encoding/unicode"
)

// Text that is not UTF-8 is read in the character set that its byte order mark
// names, or else in the one that detection is sure of: each set of two bytes a
// letter puts its common letters into rows of their own (KS X 1001 its syllables
// into B0–C8, GB 2312 its first level into B0–D7, Big5 its first level into A4–C6,
// JIS its kana into 82–83 and its first level into 88–97), and Cyrillic sets put the
// small letters, which are most, into two rows. Text in one set looks rare in the
// others, and what looks as likely in two is not read.

var errCharset = errors.New("its character set cannot be told for sure; convert the file to UTF-8, with iconv for example")

var errDamaged = errors.New("is UTF-8 with bytes that are none: its character set cannot be told for sure; save the file as UTF-8 again")

// Decode returns a text as UTF-8, and the name of the set that it was taken to be
// in where nothing said so.
func Decode(data []byte) (text, guessed string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		whole := wholeUnits(data, data[0] == 0xfe)
		if text, err = decodeAs(utf16.UTF16(utf16.BigEndian, utf16.UseBOM), whole); len(whole) < len(data) {
			guessed = cutUTF16
		}
		return text, guessed, err
	}
	if order, ok := unmarkedUTF16(data[:len(data)&^1]); ok {
		whole := wholeUnits(data, order == utf16.BigEndian)
		if text, err = decodeAs(utf16.UTF16(order, utf16.IgnoreBOM), whole); err == nil {
			if len(whole) < len(data) {
				return text, cutUTF16, nil
			}
			return text, "UTF-16", nil
		}
	}
	if bytes.Contains(data, []byte("\x1b$B")) || bytes.Contains(data, []byte("\x1b$@")) {
		if text, err = decodeAs(japanese.ISO2022JP, data); err == nil && !strings.ContainsRune(text, utf8.RuneError) {
			return text, "ISO-2022-JP", nil
		}
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", "", errors.New("holds zero bytes: it is no text, or UTF-16 without a byte order mark; save it as UTF-8")
	}
	if utf8.Valid(data) {
		return string(data), "", nil
	}
	if whole, ok := withoutCutLetter(data); ok {
		return string(whole), "UTF-8 that is cut off within its last letter", nil
	}
	name, set := detect(data, false)
	rest, bad, high := withoutUTF8(data)
	switch {
	case high > bad && western(rest): // hardly a letter of windows-1252 looks like UTF-8
		return bothSets(data), "UTF-8 with bytes of windows-1252", nil
	case high > bad && bad*20 > high:
		return "", "", errDamaged
	case high <= bad && set != nil:
		text, err = decodeAs(set, data)
		return text, name, err
	case bad*20 <= high: // UTF-8 with a torn letter here and there
		return strings.ToValidUTF8(string(data), "\ufffd"), "UTF-8 with bytes that are none", nil
	}
	return "", "", errCharset
}

const cutUTF16 = "UTF-16 that is cut off within its last letter"

// wholeUnits takes off UTF-16 what a letter begins with that is cut off: half a unit, or the
// first of two.
func wholeUnits(data []byte, bigEndian bool) []byte {
	n := len(data) &^ 1
	if high := n - 1; n >= 2 {
		if bigEndian {
			high--
		}
		if data[high] >= 0xd8 && data[high] < 0xdc {
			n -= 2
		}
	}
	return data[:n]
}

// withoutCutLetter takes off UTF-8 what its last letter begins with that is cut off, where the rest is UTF-8. By itself
// such a byte may be a letter of another set, é for example: it is none where other letters beyond ASCII are UTF-8,
// or where it is Â or Ã behind a small letter; two or three are none in any text.
func withoutCutLetter(data []byte) (whole []byte, ok bool) {
	n := len(data) - 1
	for n > 0 && len(data)-n < utf8.UTFMax && !utf8.RuneStart(data[n]) {
		n--
	}
	if n < 0 || utf8.FullRune(data[n:]) || !utf8.Valid(data[:n]) {
		return nil, false
	}
	whole = data[:n]
	beyond := bytes.ContainsFunc(whole, func(r rune) bool { return r >= utf8.RuneSelf })
	behind := n > 0 && whole[n-1] >= 'a' && whole[n-1] <= 'z' && (data[n] == 0xc2 || data[n] == 0xc3)
	return whole, n > 0 && (beyond || behind || len(data)-n > 1)
}

// unmarkedUTF16 reports whether data is UTF-16 without a byte order mark: nearly all its zero
// bytes, of which there are some, stand at odd places, or at even ones, most of them in
// letters of ASCII, as UTF-16 it has no controls, and it is no ASCII with a few zeros in it.
func unmarkedUTF16(data []byte) (order utf16.Endianness, ok bool) {
	var zeros [2]int
	for i, c := range data {
		if c == 0 {
			zeros[i%2]++
		}
	}
	few, many := min(zeros[0], zeros[1]), max(zeros[0], zeros[1])
	if many < 2 || 40*many < len(data) || 5*few > many {
		return order, false
	}
	order, high := utf16.LittleEndian, 1
	if zeros[0] > zeros[1] {
		order, high = utf16.BigEndian, 0
	}
	latin, pairs := 0, 0 // units both of whose bytes are printed ASCII, as of ideographs some are
	for i := 0; i < len(data); i += 2 {
		if printed(data[i]) && printed(data[i+1]) {
			pairs++
		}
		unit := uint16(data[i+high])<<8 | uint16(data[i+1-high])
		if unit < ' ' && unit != '\n' && unit != '\r' && unit != '\t' || unit >= 0xfffe {
			return order, false
		}
		if unit < utf8.RuneSelf {
			latin++
		}
	}
	return order, 2*latin > many && 3*len(data) > 8*pairs // at most three quarters of the units
}

func printed(c byte) bool { return ' ' <= c && c < 0x7f }

func decodeAs(set encoding.Encoding, data []byte) (string, error) {
	out, err := set.NewDecoder().Bytes(data)
	return string(out), err
}

// bothSets reads UTF-8, and the bytes that are none as windows-1252.
func bothSets(data []byte) string {
	var text strings.Builder
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(data[0])
		}
		text.WriteRune(r)
		data = data[n:]
	}
	return text.String()
}

// withoutUTF8 counts the bytes that are no UTF-8, and the letters beyond ASCII that are, in whose place it
// puts others.
func withoutUTF8(data []byte) (rest []byte, bad, high int) {
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
			rest = append(rest, data[0])
		case n > 1:
			high++
			rest = append(rest, 'e')
		default:
			rest = append(rest, data[0])
		}
		data = data[n:]
	}
	return rest, bad, high
}

// A rater says of two bytes that begin with a high one whether they are a common
// letter (1), a mark (0) or a rare letter (-1), and how many bytes that took; 0 for
// what cannot be.
type rater func(a, b byte) (rate, n int)

func rateKorean(a, b byte) (int, int) {
	switch {
	case a < 0x81 || a == 0xff || b < 0x41:
		return 0, 0
	case a >= 0xb0 && a <= 0xc8 && b >= 0xa1:
		return 1, 2
	case a >= 0xa1 && a <= 0xac && b >= 0xa1:
		return 0, 2
	}
	return -1, 2
}

func rateJapanese(a, b byte) (int, int) {
	switch {
	case a >= 0xa1 && a <= 0xdf:
		return -1, 1 // half a width
	case a > 0xfc || a == 0x80 || a == 0xa0 || b < 0x40 || b == 0x7f || b > 0xfc:
		return 0, 0
	case a == 0x82 || a == 0x83 || a >= 0x88 && a <= 0x97:
		return 1, 2
	case a == 0x81:
		return 0, 2
	}
	return -1, 2
}

func rateEUCJapanese(a, b byte) (int, int) {
	switch {
	case a == 0x8e && b >= 0xa1 && b <= 0xdf: // half a width
		return -1, 2
	case a < 0xa1 || a == 0xff || b < 0xa1 || b == 0xff:
		return 0, 0
	case a == 0xa4 || a == 0xa5 || a >= 0xb0 && a <= 0xcf:
		return 1, 2
	case a <= 0xa3:
		return 0, 2
	}
	return -1, 2
}

func rateSimplified(a, b byte) (int, int) {
	switch {
	case a == 0x80 || a == 0xff || b < 0x40 || b == 0x7f || b == 0xff:
		return 0, 0
	case a >= 0xb0 && a <= 0xd7 && b >= 0xa1:
		return 1, 2
	case a >= 0xa1 && a <= 0xa3 && b >= 0xa1:
		return 0, 2
	}
	return -1, 2
}

func rateTraditional(a, b byte) (int, int) {
	switch {
	case a < 0xa1 || a == 0xff || b < 0x40 || b > 0x7e && b < 0xa1 || b == 0xff:
		return 0, 0
	case a >= 0xa4 && a <= 0xc6:
		return 1, 2
	case a <= 0xa3:
		return 0, 2
	}
	return -1, 2
}

// rateDOS rates code page 866, in which a system of long ago still names the files of archives.
func rateDOS(a, _ byte) (int, int) {
	switch {
	case a >= 0xa0 && a <= 0xaf, a >= 0xe0 && a <= 0xef:
		return 1, 1
	case a < 0xa0, a == 0xf0, a == 0xf1:
		return 0, 1 // capitals, ё
	}
	return -1, 1
}

func cyrillic(small byte) rater {
	return func(a, _ byte) (int, int) {
		switch {
		case a >= small && int(a) < int(small)+0x20:
			return 1, 1
		case a >= 0xc0:
			return 0, 1 // capitals
		case a == 0xa0 || a == 0xa3 || a == 0xb3 || a == 0xa8 || a == 0xb8 || a == 0xab || a == 0xbb || a >= 0x84 && a <= 0x97:
			return 0, 1 // ё and marks
		}
		return -1, 1
	}
}

// tornWords reports whether all letters of two bytes that a set makes of a text take a letter of ASCII into them, in a text that
// is mostly such: then these are words of Latin letters, in a set of one byte.
func tornWords(data []byte, rate rater) bool {
	letters, latin, whole := 0, 0, 0
	for i := 0; i < len(data); i++ {
		if data[i] < utf8.RuneSelf {
			if isASCIILetter(rune(data[i])) {
				latin++
			}
			continue
		}
		if i+1 < len(data) {
			if _, n := rate(data[i], data[i+1]); n == 2 {
				letters++
				if i++; !isASCIILetter(rune(data[i])) {
					whole++
				}
			}
		}
	}
	return letters > 0 && whole == 0 && latin > 4*letters
}

// detect returns the set that a text is surely in, nil if none is sure. Of names, a few letters each, those that
// are Chinese as well as Japanese are Chinese: no system writes names in EUC-JP any more.
func detect(data []byte, names bool) (string, encoding.Encoding) {
	sets := []struct {
		name   string
		set    encoding.Encoding
		rate   rater
		least  int    // letters that tell
		common string // letters that hold sentences together
	}{
		{"EUC-KR", korean.EUCKR, rateKorean, 2, "이다는에의을를가한고지로하사기은인시"},
		{"Shift_JIS", japanese.ShiftJIS, rateJapanese, 2, "のにはをたがでてとしれさいるーン"},
		{"EUC-JP", japanese.EUCJP, rateEUCJapanese, 2, "のにはをたがでてとしれさいるーン"},
		{"GBK", simplifiedchinese.GBK, rateSimplified, 2, "的一是不了在人有我他这中大来上国个到们为和"},
		{"Big5", traditionalchinese.Big5, rateTraditional, 2, "的一是不了在人有我他這中大來上國個到們為和"},
		{"KOI8-R", charmap.KOI8R, cyrillic(0xc0), 8, "оеаи"},
		{"code page 866", charmap.CodePage866, rateDOS, 8, "оеаи"},
		{"windows-1251", charmap.Windows1251, cyrillic(0xe0), 8, "оеаи"},
	}
	like := western(data)
	if like && names {
		return "windows-1252", charmap.Windows1252
	}
	if !names {
		if name, set, is := oneByteSet(data, like); set != nil {
			return name, set
		} else if is {
			return "", nil
		}
	}
	best, second, at, high := 0.0, 0.0, -1, 0
	for _, c := range data {
		if c >= utf8.RuneSelf {
			high++
		}
	}
	for i, s := range sets {
		share, letters := rated(data, s.rate)
		if letters < s.least || share < 0.75 || 4*letters < high { // nearly all capitals or marks
			continue
		}
		text, err := decodeAs(s.set, data)
		if err != nil || strings.ContainsRune(text, utf8.RuneError) || !names && tornWords(data, s.rate) {
			continue
		}
		held, jumbled, before := 0, 0, ' '
		for _, r := range text {
			if strings.ContainsRune(s.common, r) {
				held++
			}
			if unicode.IsUpper(r) && unicode.IsLower(before) {
				jumbled++
			}
			before = r
		}
		if 20*jumbled > letters { // it is another alphabet
			continue
		}
		share += min(0.5, 3*float64(held)/float64(letters))
		if names && s.name == "EUC-JP" {
			share -= 0.06
		}
		if share > best {
			best, second, at = share, best, i
		} else {
			second = max(second, share)
		}
	}
	if at < 0 && !names || at >= 0 && sets[at].set == charmap.Windows1251 {
		if set, sure := otherAlphabet(data); set != nil {
			return setName(set), set
		} else if !sure {
			return "", nil
		}
	}
	if at < 0 || best-second < 0.05 && at > 0 {
		return "", nil
	}
	return sets[at].name, sets[at].set
}

// rated returns how far a text consists of common letters, counting rare ones
// thrice against it, and how many letters beyond ASCII it has.
func rated(data []byte, rate rater) (share float64, letters int) {
	sum := 0
	for i := 0; i < len(data); {
		if data[i] < 0x80 {
			i++
			continue
		}
		b := byte(0)
		if i+1 < len(data) {
			b = data[i+1]
		}
		r, n := rate(data[i], b)
		if n == 0 {
			return 0, 0
		}
		if r != 0 {
			letters++
		}
		if r < 0 {
			r = -3
		}
		sum += r
		i += n
	}
	return float64(sum) / float64(max(1, letters)), letters
}
