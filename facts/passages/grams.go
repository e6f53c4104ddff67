package passages

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/nlp"
)

// Chinese, Japanese and Thai put no spaces between words, and Korean hangs particles
// on them, so a word of these scripts is found by the pairs of its letters (triples in
// Thai, whose letters are few) as well as whole: 봉준호가 holds 봉준 and 준호, and so
// does 봉준호. Pairs need no dictionary, which for four languages would be larger than
// the program, and find names that none holds; what they find too much of, nearness and
// phrases put behind.

//
// What some write with a hyphen or an apostrophe others write without: co-production is
// found as coproduction as well, and O’Hara as Ohara. What stands in two words is put
// together, or taken apart, when a search knows no better: see Index.weigh.

// allForms yields the forms of all words of a text, and behind words with hyphens between
// them what they are in one, and what else they may be of, which is told.
func allForms(text string) iter.Seq2[string, bool] {
	return func(yield func(form string, whole bool) bool) {
		var c compound
		for start, end := range nlp.Spans(text) {
			if whole := c.next(text, start, end); whole != "" && !yield(whole, true) {
				return
			}
			for w := range forms(text[start:end]) {
				if !yield(w, false) {
					return
				}
				if other := alsoOf(w); other != "" && !yield(other, true) {
					return
				}
			}
		}
		if whole := c.whole(); whole != "" {
			yield(whole, true)
		}
	}
}

// A compound is words of a text with hyphens between them, with a prefix in front that is
// no word by itself, or with an n or & for "and" between two: drum 'n' bass is drumnbass too.
type compound struct {
	text       string
	start, end int
	parts      int
	and        bool // the last is an n
}

// isLoose reports whether what stands before or behind an n is as around one that stands for "and".
func isLoose(gap string) bool { return len(gap) <= 5 && strings.Trim(gap, " -'’‘") == "" }

// next takes the next word, and returns in one the compound that has ended before it.
func (c *compound) next(text string, start, end int) (whole string) {
	if c.parts > 0 && start > c.end {
		n := strings.EqualFold(text[start:end], "n")
		switch gap := text[c.end:start]; {
		case c.parts == 1 && n && isLoose(gap), c.parts == 2 && c.and && isLoose(gap):
			c.end, c.and = end, n
			c.parts++
			return ""
		case c.and: // an n that joins nothing
		case c.parts == 1 && (gap == " & " || gap == "&") && c.end-c.start > 1 && end-start > 1:
			c.end = end
			c.parts++
			return ""
		case gap == "-", gap == "\u2010", gap == "\u2011", gap == " " && c.parts == 1 && isPrefix(text[c.start:c.end]):
			c.end = end
			c.parts++
			return ""
		}
	}
	whole = c.whole()
	*c = compound{text: text, start: start, end: end, parts: 1}
	return whole
}

// maxCompound is the longest compound, in bytes, that is put together.
const maxCompound = 40

// whole returns a compound in one word, empty where it is none, or is numbers.
func (c *compound) whole() string {
	if c.parts < 2 || c.and || c.end-c.start > maxCompound || c.text[c.start] >= '0' && c.text[c.start] <= '9' {
		return ""
	}
	return hyphens.Replace(c.text[c.start:c.end])
}

var hyphens = strings.NewReplacer("-", "", "\u2010", "", "\u2011", "", " ", "", "'", "", "’", "", "‘", "", "&", "n")

func isPrefix(word string) bool {
	for _, prefix := range [...]string{"co", "re", "non", "pre", "semi", "anti", "multi", "inter", "ultra", "pseudo"} {
		if len(word) == len(prefix) && strings.EqualFold(word, prefix) {
			return true
		}
	}
	return false
}

// withoutApostrophe returns a name such as O’Hara, and a rock'n'roll, without its apostrophes, empty for other words.
func withoutApostrophe(word string) string {
	if strings.IndexByte(word, '\'') < 0 && !strings.Contains(word, "’") { // as most words
		return ""
	}
	at := strings.LastIndexAny(word, "'’")
	if at == 0 {
		return ""
	}
	if _, n := utf8.DecodeRuneInString(word[at:]); len(word)-at-n < 3 {
		return ""
	}
	return apostrophes.Replace(word)
}

var apostrophes = strings.NewReplacer("'", "", "’", "")

// forms yields a word, without its apostrophe too, and the pairs or triples of its letters
// where its script asks for them; numbers and Latin letters among these are words of their own.
func forms(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(word) {
			return
		}
		if plain := withoutApostrophe(word); plain != "" && !yield(plain) {
			return
		}
		if word[0] < 0xe0 && !hasDense(word) {
			return
		}
		size := gramSize(word)
		if size == 0 {
			return
		}
		for run := range strings.FieldsFuncSeq(word, isDense) {
			if len(run) < len(word) && !yield(run) { // 1942年, DVD版
				return
			}
		}
		starts := make([]int, 0, len(word)/3+1)
		for i, r := range word {
			if !unicode.Is(unicode.Mn, r) || size == 2 {
				starts = append(starts, i)
			}
		}
		starts = append(starts, len(word))
		for i := 0; i+size < len(starts) && len(starts) > size+1; i++ {
			if gram := word[starts[i]:starts[i+size]]; gramSize(gram) > 0 && !yield(gram) {
				return
			}
		}
	}
}

// hasDense reports whether a word that begins otherwise goes on in such a script.
func hasDense(word string) bool {
	for i := range len(word) {
		if word[i] >= 0xe0 {
			return true
		}
	}
	return false
}

// isDense reports whether a letter is of a script beyond those that are written with spaces between words.
func isDense(r rune) bool { return r >= 0xe00 && (r < 0xff10 || r > 0xff5a) }

// gramSize returns how many letters of a word are found together, 0 where words are
// found whole.
func gramSize(word string) int {
	for i := 0; i < len(word); {
		r, n := utf8.DecodeRuneInString(word[i:])
		switch {
		case r < 0xe00:
		case unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana):
			return 2
		case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			return 3
		}
		i += n
	}
	return 0
}
