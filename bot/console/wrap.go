package console

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// width is how many columns a text takes; Hangul and Han take two a letter.
func width(s string) int { return runewidth.StringWidth(s) }

// pad fills a text up with spaces to so many columns.
func pad(s string, columns int) string {
	if n := columns - width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// Wrap breaks a text into lines of at most so many columns, at spaces where it can. A
// marker stays with the word before it. Zero columns break at line feeds alone.
func Wrap(text string, columns int) []string {
	var lines []string
	for para := range strings.SplitSeq(text, "\n") {
		if columns <= 0 {
			lines = append(lines, para)
			continue
		}
		lines = append(lines, wrapLine(para, columns)...)
	}
	return lines
}

func wrapLine(text string, columns int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range words(text) {
		w := width(word)
		if used > 0 && used+1+w > columns {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line, used = line+" "+word, used+1+w
			continue
		}
		for w > columns { // a word that no line holds
			head := runewidth.Truncate(word, columns, "")
			if head == "" {
				break
			}
			lines = append(lines, head)
			word = word[len(head):]
			w = width(word)
		}
		line, used = word, w
	}
	return append(lines, line)
}

// words splits a text at spaces, but for those before a marker.
func words(text string) []string {
	var list []string
	for _, f := range strings.Fields(text) {
		if strings.HasPrefix(f, "[") && len(list) > 0 && markers.MatchString(f) {
			list[len(list)-1] += " " + f
			continue
		}
		list = append(list, f)
	}
	return list
}

// cut shortens a text to so many columns.
func cut(s string, columns int) string {
	if columns <= 0 {
		return s
	}
	return runewidth.Truncate(s, columns, "…")
}
