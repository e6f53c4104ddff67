package corpus

import (
	"strings"
	"unicode"
)

// Paragraph numbers are a contract: kobiz-2025:27 must be the same paragraph
// for the digest, for an operator's original and for anybody who counts by
// hand. This file is the one place that counts.

// Blocks splits a text into its blocks, which are what paragraph numbers
// count: block n of the result is paragraph n+1. Blocks are separated by blank
// lines, and a line of white space only is blank, no-break spaces included.
// Every block counts: headings, bylines and bullet lines too. Lines may end in
// LF, CR LF or CR; byte order marks, wherever they stand, are no part of the text,
// and bytes that are no UTF-8 become U+FFFD. A block's own lines are kept, joined
// by "\n".
func Blocks(text string) []string {
	at := blocksAt(text)
	blocks := make([]string, len(at))
	for i, b := range at {
		blocks[i] = b.text
	}
	return blocks
}

// A block is one block and the line of the text, from 1, on which it begins.
type block struct {
	text string
	line int
}

func blocksAt(text string) []block {
	text = lineFeeds(strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\ufeff", ""))
	var blocks []block
	start, startLine := -1, 0 // of the block being read; -1 between blocks
	end := 0
	for n, pos := 1, 0; pos <= len(text); n++ {
		next := len(text)
		if i := strings.IndexByte(text[pos:], '\n'); i >= 0 {
			next = pos + i
		}
		line := text[pos:next]
		blank := strings.TrimSpace(line) == "" || mayHide(line) && tidy(line) == "" // nothing that can be seen
		if !blank {
			if start < 0 {
				start, startLine = pos, n
			}
			end = next
		} else if start >= 0 {
			blocks = append(blocks, block{strings.TrimSpace(text[start:end]), startLine})
			start = -1
		}
		pos = next + 1
	}
	if start >= 0 {
		blocks = append(blocks, block{strings.TrimSpace(text[start:end]), startLine})
	}
	return blocks
}

// lineFeeds ends every line of s in LF.
func lineFeeds(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// tidy makes one line of a block: every run of white space becomes one space, and
// what cannot be seen is dropped: soft hyphens, zero-width characters, marks of
// direction and controls, which would tear words apart for a search.
func tidy(s string) string {
	if isTidy(s) {
		return s
	}
	if mayHide(s) {
		s = strings.Map(func(r rune) rune {
			if invisible(r) {
				return -1
			}
			return r
		}, s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// isTidy reports whether a text is surely as tidy would have it, which most are.
func isTidy(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' && before == ' ', c < ' ', c == 0x7f:
			return false
		case c == 0xc2, c >= 0xe1 && c <= 0xe3, c == 0xef: // spaces and invisible letters begin so
			return false
		}
		before = s[i]
	}
	return before != ' ' || s == ""
}

// Tidy makes one line of a text, without what cannot be seen.
func Tidy(s string) string { return tidy(s) }

// mayHide reports whether a text has a byte that something invisible begins with.
func mayHide(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= ' ' && c < 0x7f, c == '\n', c == '\t':
		case c < 0x80, c == 0xc2 && i+1 < len(s) && s[i+1] != 0xa0 && s[i+1] < 0xae, c == 0xe2 && i+2 < len(s) && (s[i+1] == 0x80 && (s[i+2] < 0x90 || s[i+2] > 0xa9) || s[i+1] == 0x81), c == 0xef:
			return true
		}
	}
	return false
}

func invisible(r rune) bool {
	switch {
	case r < 0x7f:
		return r < ' ' && !unicode.IsSpace(r)
	case r < 0xad:
		return r < 0xa0 && r != 0x85
	}
	return r == 0xad || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2069 || r == 0xfeff
}

// Quote returns at most the given number of words of a text, tidied, with an
// ellipsis where it was cut. It never cuts inside a word; no words are "".
func Quote(text string, words int) string {
	fields := strings.Fields(text)
	switch {
	case words <= 0:
		return ""
	case len(fields) <= words:
		return strings.Join(fields, " ")
	}
	cut := strings.Join(fields[:words], " ")
	// A comma, an opened bracket or a dash before the ellipsis reads badly; a
	// full stop or a closing quotation mark does not.
	cut = strings.TrimRightFunc(cut, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:(–—-", r)
	})
	return cut + " …"
}
