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
		var buf [64]byte
		for b := norm.NFD.AppendString(buf[:0], s); len(b) > 0; {
			d, size := utf8.DecodeRune(b)
			b = b[size:]
			switch {
			case unicode.Is(accents, d):
				if t.n > 0 && t.to[t.n-1] == at {
					t.to[t.n-1] = end
				}
			case d < utf8.RuneSelf && !isASCIILetter(d) || unicode.Is(punctuation, d):
				t.alone(d, at, end)
			default:
				t.add(unicode.ToLower(d), at, end)
			}
		}
		if chinese {
			t.flush()
		}
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
