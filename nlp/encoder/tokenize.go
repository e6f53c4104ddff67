package encoder

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Piece is a word piece: its row in the embedding and the bytes of the text it stands for.
type Piece struct {
	ID         int32
	Start, End int
	Continues  bool // it is not the first piece of its word
}

// maxWord is how many characters a word may have; a longer one is unknown, as in the reference.
const maxWord = 100

// Tokenize appends the first most word pieces of text to pieces.
//
// They are those of the reference, BertTokenizerFast for lower-case models, of a text without
// special tokens ("[SEP]" in a text is five characters, not a separator): control characters are
// left out, white space and punctuation part words, a Chinese character is a word, letters lose
// their accents and are put in lower case, and a word is cut greedily into the longest pieces of
// the vocabulary. Which characters belong to which class is read off the reference (classes.go).
//
// Offsets point into text as it was given, whose invalid UTF-8 is left out. Accents belong to
// the letter before them. Pieces of one character that falls apart (a Korean syllable) share its bytes.
func (m *Model) Tokenize(text string, most int, pieces []Piece) []Piece {
	t := tokenizer{v: &m.vocabulary, out: pieces, most: len(pieces) + most}
	for i, r := range text {
		if len(t.out) >= t.most {
			break
		}
		if r < utf8.RuneSelf {
			t.ascii(byte(r), i)
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		t.other(text[i:i+size], r, i)
	}
	t.flush()
	return t.out[:min(len(t.out), max(t.most, 0))]
}

type tokenizer struct {
	v    *vocabulary
	out  []Piece
	most int

	// The word read so far: its normalised bytes and, for each, the bytes of the text it came from.
	word     [maxWord * utf8.UTFMax]byte
	from, to [maxWord * utf8.UTFMax]int
	n, runes int
	tooLong  bool
	end      int // of a word that is too long
}

func (t *tokenizer) ascii(c byte, at int) {
	switch {
	case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		t.flush()
	case c < ' ' || c == 0x7F:
	case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
		t.add(rune(c), at, at+1)
	case 'A' <= c && c <= 'Z':
		t.add(rune(c)+'a'-'A', at, at+1)
	default:
		t.alone(rune(c), at, at+1)
	}
}

func (t *tokenizer) other(s string, r rune, at int) {
	end := at + len(s)
	switch {
	case r == utf8.RuneError || unicode.Is(removed, r):
	case unicode.IsSpace(r):
		t.flush()
	default:
		chinese := unicode.Is(chinese, r)
		if chinese {
			t.flush()
		}
		t.decompose(s, r, at, end)
		if chinese {
			t.flush()
		}
	}
}

// decompose adds the parts a character falls into by Unicode's form NFD.
func (t *tokenizer) decompose(s string, r rune, from, to int) {
	const syllables, vowels, finals = 0xAC00, 21, 28 // of Korean: a first, a vowel and perhaps a final
	if k := r - syllables; 0 <= k && k < 19*vowels*finals {
		t.part(0x1100+k/(vowels*finals), from, to)
		t.part(0x1161+k/finals%vowels, from, to)
		if k%finals > 0 {
			t.part(0x11A7+k%finals, from, to)
		}
		return
	}
	parts := norm.NFD.PropertiesString(s).Decomposition()
	if parts == nil {
		t.part(r, from, to)
	}
	for len(parts) > 0 {
		d, size := utf8.DecodeRune(parts)
		parts = parts[size:]
		t.part(d, from, to)
	}
}

// part adds a character that falls apart no further.
func (t *tokenizer) part(r rune, from, to int) {
	switch {
	case unicode.Is(accents, r):
		if t.n > 0 && t.to[t.n-1] == from {
			t.extend(to)
		}
	case r < utf8.RuneSelf && !isASCIILetter(r) || unicode.Is(punctuation, r):
		t.alone(r, from, to)
	default:
		t.add(unicode.ToLower(r), from, to)
	}
}

// extend lets the last character of the word end later, by an accent.
func (t *tokenizer) extend(to int) {
	t.end = to
	last := t.from[t.n-1]
	for i := t.n - 1; i >= 0 && t.from[i] == last; i-- {
		t.to[i] = to
	}
}

func isASCIILetter(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// alone adds a character that is a word of its own.
func (t *tokenizer) alone(r rune, from, to int) {
	t.flush()
	t.add(r, from, to)
	t.flush()
}

func (t *tokenizer) add(r rune, from, to int) {
	t.end = to
	if t.runes == maxWord {
		t.tooLong = true
		return
	}
	t.runes++
	for range utf8.EncodeRune(t.word[t.n:], r) {
		t.from[t.n], t.to[t.n] = from, to
		t.n++
	}
}

// flush cuts the word into pieces.
func (t *tokenizer) flush() {
	if t.n == 0 {
		return
	}
	first := len(t.out)
	known := !t.tooLong
	for at := 0; known && at < t.n; {
		id, size := t.v.longestPiece(t.word[at:t.n], at > 0)
		if known = size > 0; known {
			t.out = append(t.out, Piece{id, t.from[at], t.to[at+size-1], at > 0})
			at += size
		}
	}
	if !known {
		end := t.to[t.n-1]
		if t.tooLong {
			end = t.end
		}
		t.out = append(t.out[:first], Piece{t.v.unknown, t.from[0], end, false})
	}
	t.n, t.runes, t.tooLong = 0, 0, false
}

// longestPiece returns the longest piece that word begins with and its bytes, 0 for none.
func (v *vocabulary) longestPiece(word []byte, continues bool) (id int32, size int) {
	h, longest := uint32(hashBasis), v.longest
	if continues {
		h, longest = hash(h, "##"), longest-2
	}
	word = word[:max(0, min(len(word), longest))]
	var hashes [maxWord * utf8.UTFMax]uint32
	for i, c := range word {
		h = (h ^ uint32(c)) * hashPrime
		hashes[i] = h
	}
	for n := len(word); n > 0; n-- {
		if n < len(word) && !utf8.RuneStart(word[n]) {
			continue
		}
		if id, found := v.find(word[:n], continues, hashes[n-1]); found {
			return id, n
		}
	}
	return 0, 0
}
