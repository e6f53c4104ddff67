package corpus

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// plainFront matches the lines "Title: The title" that MultiMarkdown, MkDocs and Pelican
// take for a front matter, without fences, and pandoc's three lines with a % before each.
var (
	plainFront  = regexp.MustCompile(`\A(?:\pL[\pL\pN_ -]{0,30}:[ \t]+\S.*\n(?:[ \t]+\S.*\n)*)+(?:[ \t]*\n|\z)`)
	pandocFront = regexp.MustCompile(`\A%[ \t]+(\S.*)\n(?:%[ \t]*(.*)\n)?(?:%[ \t]*(.*)\n)?[ \t]*(?:\n|\z)`)
)

// unfenced parts a Markdown file without a front matter into such lines, where one
// names the title or the date and each a field or what a site is sorted by, and the rest.
func unfenced(text string) (head front, body string, bodyLine int) {
	above := aboveFront.FindString(text)
	if head, body, bodyLine = unfencedAt(text[len(above):]); head.form == 0 {
		return front{}, text, 1
	}
	n := strings.Count(above, "\n")
	head.above += n
	return head, body, bodyLine + n
}

func unfencedAt(text string) (head front, body string, bodyLine int) {
	if m := pandocFront.FindStringSubmatch(text); m != nil {
		var b strings.Builder
		for i, key := range []string{"title", "author", "date"} {
			fmt.Fprintf(&b, "%s: %q\n", key, m[i+1])
		}
		return front{b.String(), '-', -1}, text[len(m[0]):], 1 + strings.Count(m[0], "\n")
	}
	block := plainFront.FindString(text)
	named := false
	for _, f := range loose(block) {
		key, _ := fieldNamed(f.key)
		if key == "" && !slices.Contains(siteKeys, strings.ToLower(f.key)) {
			return front{}, text, 1
		}
		named = named || key == "title" || key == "date"
	}
	if !named {
		return front{}, text, 1
	}
	return front{block, ':', -1}, text[len(block):], 1 + strings.Count(block, "\n")
}
