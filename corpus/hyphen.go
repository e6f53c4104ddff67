package corpus

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A word torn at the end of a line ("direc-" and "ted") is joined, as text out of a
// PDF needs it. Where the article has the word whole elsewhere, that decides, with
// its hyphen or without. Else the hyphen stays where it is likely the word's own:
// behind a prefix that takes one ("co-"), beside a capital or a digit, and where
// both halves stand as words by themselves elsewhere in the article.

var (
	tornWord  = regexp.MustCompile(`([\p{L}\p{N}'’]+)[-‐]\s*\n\s*(\p{L}[\p{L}'’]*)`)
	wholeWord = regexp.MustCompile(`[\p{L}\p{N}'’]+(?:[-‐][\p{L}\p{N}'’]+)*`)
)

// A hyphens knows the words of an article.
type hyphens struct{ words map[string]bool }

func newHyphens(blocks []string) hyphens {
	h := hyphens{map[string]bool{}}
	if !slices.ContainsFunc(blocks, torn) {
		return h
	}
	for _, b := range blocks {
		for _, w := range wholeWord.FindAllString(tornWord.ReplaceAllString(b, " "), -1) {
			h.words[strings.ToLower(w)] = true
		}
	}
	return h
}

// torn reports whether a line of a block ends in a hyphen.
func torn(block string) bool {
	for _, mark := range []string{"-\n", "- \n", "‐\n"} {
		if strings.Contains(block, mark) {
			return true
		}
	}
	return false
}

// lines joins the torn words of a block.
func (h hyphens) lines(block string) string {
	if !torn(block) {
		return block
	}
	return tornWord.ReplaceAllStringFunc(block, func(s string) string {
		m := tornWord.FindStringSubmatch(s)
		if h.keeps(m[1], m[2]) {
			return m[1] + "-" + m[2]
		}
		return m[1] + m[2]
	})
}

// keeps says whether a word that is torn into two has a hyphen there of its own.
func (h hyphens) keeps(left, right string) bool {
	l, r := strings.ToLower(left), strings.ToLower(right)
	first, _ := utf8.DecodeRuneInString(right)
	last, _ := utf8.DecodeLastRuneInString(left)
	switch {
	case h.words[l+r]:
		return false
	case h.words[l+"-"+r], unicode.IsUpper(first), unicode.IsDigit(last), unicode.IsUpper(last):
		return true
	}
	switch l {
	case "co", "non", "self", "half", "semi", "multi", "well", "cross", "quasi", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety":
		return true
	}
	return h.words[l] && h.words[r]
}
