package corpus

import (
	"regexp"
	"strings"
)

// A callout is a quotation whose first line says what it is: "> [!note] Opening hours". Its title stands over what it
// holds, until a line that is quoted less deeply; of one that holds nothing the title is the text.

var calloutLine = regexp.MustCompile(`^\[!([\w-]+)(?:\|[^\]]*)?\][+-]?\s*(.*)$`)

type callout struct {
	depth  int    // how many ">" its lines begin with
	title  string // "" for none
	before string // what it stands under
	read   int    // how many paragraphs there were before it
}

// unquote takes the marks of a quotation off a line, and says how many there were.
func unquote(l string) (text string, depth int) {
	l = strings.TrimRight(l, " \t")
	for t := strings.TrimLeft(l, " \t"); strings.HasPrefix(t, ">"); t = strings.TrimLeft(l, " \t") {
		l, depth = strings.TrimPrefix(t[1:], " "), depth+1
	}
	return l, depth
}

// callout reads the first line of one, in a quotation so deep, and reports whether a line was that.
func (m *markdown) callout(l string, depth int) bool {
	c := calloutLine.FindStringSubmatch(strings.TrimSpace(l))
	if c == nil || depth == 0 {
		return false
	}
	m.end()
	m.closeCallouts(depth - 1)
	title := m.plain([]string{c[2]})
	m.callouts = append(m.callouts, callout{depth, title, m.under, len(m.src.Paragraphs)})
	m.under = under(m.under, title)
	return true
}

// unfold closes the callouts that a line so deep is no more part of: one of a paragraph's text goes on with it.
func (m *markdown) unfold(l string, depth int) {
	goesOn := len(m.para) > 0 && !itemLine.MatchString(l) && !strings.HasPrefix(strings.TrimSpace(l), "#")
	if n := len(m.callouts); n > 0 && m.callouts[n-1].depth > depth && !goesOn {
		m.end()
		m.closeCallouts(depth)
	}
}

// closeCallouts closes those that are deeper.
func (m *markdown) closeCallouts(depth int) {
	for n := len(m.callouts) - 1; n >= 0 && m.callouts[n].depth > depth; n-- {
		c := m.callouts[n]
		m.callouts, m.under = m.callouts[:n], c.before
		if len(m.src.Paragraphs) == c.read {
			m.add(c.title, "")
		}
	}
}
