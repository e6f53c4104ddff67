package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// TokenKind says what a token is made of.
type TokenKind uint8

const (
	Word       TokenKind = iota // letters, with marks and digits among them
	Number                      // digits, thousands separators taken out of Norm: "834,338" is "834338"
	Possessive                  // 's or ' at the end of a word
	Punct                       // one mark that is none of the above
)

// A Token is one unit of a text.
type Token struct {
	Text       string // as it stands in the text
	Norm       string // folded
	Stem       string // stem of the lemma; Norm for what is no English word
	Start, End int    // byte offsets in the text
	Kind       TokenKind
}

// Capitalised reports whether the token begins with a capital letter.
func (t Token) Capitalised() bool {
	r, _ := utf8.DecodeRuneInString(t.Text)
	return unicode.IsUpper(r)
}

// Tokens splits text into tokens. Hyphens split words ("Kim Jin-gyu" is three
// words and a mark), apostrophes inside words do not ("don't"), a final 's is a
// token of its own, and white space is dropped. It takes time and memory linear
// in the text's length and never fails: bytes that are no UTF-8 become marks.
func Tokens(text string) []Token { return (*Stemmer)(nil).Tokens(text) }

// Tokens is [Tokens] with the stemmer's memory.
func (m *Stemmer) Tokens(text string) []Token {
	tokens := make([]Token, 0, len(text)/5+1)
	for t := range m.EachToken(text) {
		tokens = append(tokens, t)
	}
	return tokens
}

// EachToken yields the tokens of [Tokens] one at a time.
func EachToken(text string) func(yield func(Token) bool) { return (*Stemmer)(nil).EachToken(text) }

// EachToken is [EachToken] with the stemmer's memory.
func (m *Stemmer) EachToken(text string) func(yield func(Token) bool) {
	return func(yield func(Token) bool) {
		for i := 0; i < len(text); {
			end, kind := scan(text, i)
			if end == i { // white space
				_, n := utf8.DecodeRuneInString(text[i:])
				i += n
				continue
			}
			if !yield(m.newToken(text, i, end, kind)) {
				return
			}
			i = end
		}
	}
}

func (m *Stemmer) newToken(text string, start, end int, kind TokenKind) Token {
	t := Token{Text: text[start:end], Start: start, End: end, Kind: kind}
	switch kind {
	case Number:
		t.Norm = strings.ReplaceAll(Fold(t.Text), ",", "")
		t.Stem = t.Norm
	case Word:
		t.Norm = Fold(t.Text)
		t.Stem = m.Stem(t.Norm)
	case Possessive:
		t.Norm, t.Stem = "'s", "'s"
	default:
		t.Norm = Fold(t.Text)
		t.Stem = t.Norm
	}
	return t
}

// scan returns the end and the kind of the token at i; end is i on white space.
func scan(text string, i int) (end int, kind TokenKind) {
	r, n := utf8.DecodeRuneInString(text[i:])
	switch {
	case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
		return i, Punct
	case isApostrophe(r) && i > 0 && possessiveAt(text, i, n):
		if j := i + n; j < len(text) && (text[j] == 's' || text[j] == 'S') {
			return j + 1, Possessive
		}
		return i + n, Possessive
	case unicode.IsDigit(r):
		return scanNumber(text, i)
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return scanWord(text, i), Word
	case unicode.Is(unicode.No, r): // "½"
		return i + n, Word
	}
	return i + n, Punct
}

// possessiveAt reports whether the apostrophe of n bytes at i ends a word as a
// possessive does: followed by s and a boundary, or after an s and by a boundary.
func possessiveAt(text string, i, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	if !unicode.IsLetter(before) && !unicode.IsDigit(before) && before != ')' && before != '.' {
		return false
	}
	j := i + n
	if j < len(text) && (text[j] == 's' || text[j] == 'S') {
		return !wordRuneAt(text, j+1)
	}
	return (before == 's' || before == 'S') && !wordRuneAt(text, j)
}

func wordRuneAt(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '`' }

// scanNumber takes digits with separators between them ("834,338", "6.8"), and
// gives way to a word where letters follow at once ("7th", "20th", "3D").
func scanNumber(text string, i int) (end int, kind TokenKind) {
	j := i
	for j < len(text) {
		r, n := utf8.DecodeRuneInString(text[j:])
		switch {
		case unicode.IsDigit(r):
			j += n
		case r == ',' && digitsAt(text, j+1, 3), r == '.' && j+1 < len(text) && isDigit(text[j+1]):
			j++
		case unicode.IsLetter(r) && r < 0x2E80: // not the scripts written without spaces: "1955년" is two tokens
			return scanWord(text, i), Word
		default:
			return j, Number
		}
	}
	return j, Number
}

// isSmallDigit reports whether a digit stands above or below the line: H₂O and km² are words.
func isSmallDigit(r rune) bool {
	return r == '²' || r == '³' || r == '¹' || r >= '⁰' && r <= '⁹' || r >= '₀' && r <= '₉'
}

// digitsAt reports whether exactly n digits stand at i.
func digitsAt(text string, i, n int) bool {
	for k := range n {
		if i+k >= len(text) || !isDigit(text[i+k]) {
			return false
		}
	}
	return i+n >= len(text) || !isDigit(text[i+n])
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// maxWord bounds a word in bytes: what is longer is cut into pieces, so that no
// stranger's text makes one token of a megabyte.
const maxWord = 128

func scanWord(text string, i int) int {
	j := i
	for j < len(text) && j-i < maxWord {
		r, n := utf8.DecodeRuneInString(text[j:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || j > i && isSmallDigit(r) {
			j += n
			continue
		}
		if isApostrophe(r) && j > i && !possessiveAt(text, j, n) && wordRuneAt(text, j+n) {
			j += n
			continue
		}
		break
	}
	return j
}
