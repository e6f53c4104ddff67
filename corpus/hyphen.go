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
// both halves stand as words by themselves elsewhere in the article. A soft hyphen always goes.
//
// A PDF may hold no hyphen where a word is torn. Then its halves are joined if the article
// has the word whole elsewhere and neither of them within a line.

var (
	brokenWord = regexp.MustCompile(`([\p{L}\p{N}'’-]+) *\n *(\p{Ll}[\p{L}'’]*)`)
	tornWord   = regexp.MustCompile(`([\p{L}\p{N}'’]+)([-‐\x{ad}])\s*\n\s*([\p{L}\p{N}][\p{L}\p{N}'’]*)`)
	wholeWord  = regexp.MustCompile(`[\p{L}\p{N}'’]+(?:[-‐][\p{L}\p{N}'’]+)*`)
)

// A hyphens knows the words of an article.
type hyphens struct {
	words  map[string]bool
	within map[string]bool // those at no end of a line; nil where every torn word has its hyphen
}

// newHyphens learns the words of an article; broken says that some of it may be torn without
// a hyphen.
func newHyphens(blocks []string, broken bool) hyphens {
	h := hyphens{words: map[string]bool{}}
	if !broken && !slices.ContainsFunc(blocks, torn) {
		return h
	}
	if broken {
		h.within = map[string]bool{}
	}
	for _, b := range blocks {
		for line := range strings.SplitSeq(b, "\n") {
			if words := wholeWord.FindAllString(line, -1); broken && len(words) > 2 {
				for _, w := range words[1 : len(words)-1] {
					h.within[strings.ToLower(w)] = true
				}
			}
		}
		for _, w := range wholeWord.FindAllString(tornWord.ReplaceAllString(b, " "), -1) {
			h.words[strings.ToLower(w)] = true
		}
	}
	return h
}

// torn reports whether a line of a block ends in a hyphen behind a letter or a digit.
func torn(block string) bool {
	for at := 0; ; {
		n := strings.IndexByte(block[at:], '\n')
		if n < 0 {
			return false
		}
		line := strings.TrimRight(block[at:at+n], " ")
		for _, mark := range [...]string{"-", "‐", "\u00ad"} {
			if word, ok := strings.CutSuffix(line, mark); ok && word != "" && isWord(word[len(word)-1]) {
				return true
			}
		}
		at += n + 1
	}
}

// lines joins the torn words of a block.
func (h hyphens) lines(block string) string {
	if h.within != nil {
		block = brokenWord.ReplaceAllStringFunc(block, func(s string) string {
			m := brokenWord.FindStringSubmatch(s)
			if l, r := strings.ToLower(m[1]), strings.ToLower(m[2]); h.words[l+r] && !h.within[l] && !h.within[r] {
				return m[1] + m[2]
			}
			return s
		})
	}
	if !torn(block) {
		return block
	}
	return tornWord.ReplaceAllStringFunc(block, func(s string) string {
		m := tornWord.FindStringSubmatch(s)
		if m[2] != "\u00ad" && h.keeps(m[1], m[3]) {
			return m[1] + "-" + m[3]
		}
		return m[1] + m[3]
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
	case h.words[l+"-"+r], unicode.IsUpper(first), unicode.IsDigit(first), unicode.IsDigit(last), unicode.IsUpper(last):
		return true
	}
	switch l {
	case "co", "non", "self", "half", "semi", "multi", "well", "cross", "quasi", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety":
		return true
	}
	return h.words[l] && h.words[r]
}
