package corpus

import (
	"slices"
	"strings"
)

// headings are those that a text stands under, the outermost first. "Tools" says little alone where
// every chapter has a section of that name, so all of them are told: "Spring · Tools".
type headings []heading

type heading struct {
	level int
	text  string
}

// begin puts a heading below those of a lower level, and ends the sections of its own and of higher ones.
// The title of the whole, "", ends them all and is none.
func (h *headings) begin(level int, text string) {
	n := len(*h)
	for n > 0 && (*h)[n-1].level >= level || text == "" && n > 0 {
		n--
	}
	*h = (*h)[:n:n]
	if text != "" {
		*h = append(*h, heading{level, text})
	}
}

// under returns the headings as one, without those that an article's title has in it already, unless
// it is the last.
func (h headings) under(title string) string {
	var parts []string
	for i, x := range h {
		if i == len(h)-1 || !strings.Contains(title, x.text) {
			parts = append(parts, x.text)
		}
	}
	return under(parts...)
}

// below parts a heading from one that stands under it.
const below = " · "

// under joins what a part stands under.
func under(parts ...string) string {
	return tidy(strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), below))
}

// Under returns the heading that a paragraph stands under next.
func (p Paragraph) Under() string {
	if at := strings.LastIndex(p.Heading, below); at >= 0 {
		return p.Heading[at+len(below):]
	}
	return p.Heading
}
