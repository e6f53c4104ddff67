package corpus

import (
	"regexp"
	"strconv"
	"strings"
)

// A digest retells an article in other words, paragraph by paragraph, so that
// what the article says can be searched and cited where the article itself may
// not be copied. Its file is Markdown:
//
//	---
//	id: kobiz-2025
//	title: ...
//	sha256: 7402...     (of the original; or digest: true where there is no file)
//	quote_words: 40
//	---
//
//	[5] What paragraph 5 of the original says, in our own words. The text may
//	go over several lines.
//
//	## Snowpiercer (2013)
//
//	[26] ...
//
//	##
//
//	[36] ...
//
// Each paragraph begins with the number, in brackets, that the original's
// paragraph has by the rule of Blocks. Numbers rise, and leave out what says
// nothing (navigation, headings). A line of number signs names the section of
// the paragraphs below it; number signs alone end the section. A blank line
// stands between paragraphs. Text is plain: no emphasis, no links.

var digestNumber = regexp.MustCompile(`^\[(\d{1,7})\](?:[ \t]+|$)`)

// readDigest reads the body of a digest, which begins on the given line.
func readDigest(file, body string, line int, src *Source, f *faults) {
	heading, last := "", 0
	for _, b := range blocksAt(body) {
		at := line + b.line - 1
		if h, rest, ok := cutHeading(b.text); ok {
			heading = h
			if rest != "" {
				f.at(file, at+1, "a blank line is needed below a heading")
			}
			continue
		}
		n, text, ok := cutNumber(b.text)
		if !ok {
			f.at(file, at, "a paragraph without its number; begin it with the original's paragraph number in brackets, such as [%d]", last+1)
			continue
		}
		for i, l := range strings.Split(text, "\n") {
			if _, _, ok := cutNumber(l); ok && i > 0 {
				f.at(file, at+i, "a blank line is needed above a numbered paragraph")
			}
		}
		switch text = tidy(text); {
		case n <= last:
			f.at(file, at, "paragraph [%d] stands behind [%d]; numbers rise from 1", n, last)
			continue
		case text == "":
			f.at(file, at, "paragraph [%d] is empty; leave out what says nothing", n)
		default:
			src.Paragraphs = append(src.Paragraphs, Paragraph{N: n, Heading: heading, Text: text})
		}
		last = n
	}
}

// cutNumber parts "[27] text".
func cutNumber(s string) (n int, text string, ok bool) {
	m := digestNumber.FindStringSubmatchIndex(s)
	if m == nil {
		return 0, "", false
	}
	n, err := strconv.Atoi(s[m[2]:m[3]])
	return n, s[m[1]:], err == nil
}

// cutHeading parts a block into a Markdown heading ("## The heading") and the
// lines below it.
func cutHeading(s string) (heading, rest string, ok bool) {
	first, rest, _ := strings.Cut(s, "\n")
	text := strings.TrimLeft(first, "#")
	if n := len(first) - len(text); n == 0 || n > 6 || text != "" && text[0] != ' ' && text[0] != '\t' {
		return "", s, false
	}
	text = tidy(text)
	if t := strings.TrimRight(text, "#"); t == "" || strings.HasSuffix(t, " ") {
		text = strings.TrimSpace(t) // "## The heading ##"
	}
	return text, rest, true
}
