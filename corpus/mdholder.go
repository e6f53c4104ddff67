package corpus

import (
	"cmp"
	"regexp"
	"strings"
)

// What a page's components hold stands under their title: <Card title="The mole"> of MDX, {{< tab "Summer" >}} of Hugo,
// {% tab title="Summer" %} of Liquid, each down to the tag that ends it, on lines of their own or several on one.

// A holder is a component that is open, and what it stands under.
type holder struct{ name, under string }

var (
	componentTag = regexp.MustCompile(`^<([A-Z][\w.]*)\s((?:[^<>"'{}]|"[^"]*"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\})*?)(/?)>`)
	componentEnd = regexp.MustCompile(`^</([A-Z][\w.]*)>`)
	shortTag     = regexp.MustCompile(`^(?:\{\{[<%]-?\s*([\w./-]+)((?:[^{}"]|"[^"]*")*?)(/?)\s*-?[>%]\}\}|\{%-?\s*(\w+)((?:[^{}"%]|"[^"]*")*?)(/?)\s*-?%\})`)
	shortEnd     = regexp.MustCompile(`^(?:\{\{[<%]-?\s*/\s*([\w./-]+)\s*-?[>%]\}\}|\{%-?\s*end(\w+)\s*-?%\})`)
	attributeOf  = regexp.MustCompile(`([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{["'` + "`" + `]([^"'` + "`" + `{}]+)["'` + "`" + `]\}|\S+)`)
	anyLetter    = regexp.MustCompile(`\pL`)
	decides      = regexp.MustCompile(`^(?:if\w*|unless|for|case|capture|tablerow)$`) // of Liquid, over what is shown
	quotedAlone  = regexp.MustCompile(`"([^"]+)"`)
)

// A heldTag is one that begins a component.
type heldTag struct {
	name, title, text string
	alone             bool // nothing ends it
	rest              string
}

// tagAt reads the tag that a line begins with, if it is one that says something.
func (m *markdown) tagAt(l string) (t heldTag, ok bool) {
	if c := componentTag.FindStringSubmatch(l); c != nil {
		t = heldTag{name: c[1], alone: c[3] != "", rest: l[len(c[0]):]}
		t.title, t.text = titleOf(c[2], "title", "label", "summary"), titleOf(c[2], "description", "caption")
		return t, t.title != "" || t.text != ""
	}
	c := shortTag.FindStringSubmatch(l)
	if c == nil {
		return t, false
	}
	t = heldTag{name: c[1] + c[4], rest: l[len(c[0]):]}
	words := c[2] + c[5]
	t.alone = c[3]+c[6] != "" || !m.ended[t.name]
	t.text = titleOf(words, "caption", "content", "text", "body")
	if t.alone {
		t.title = titleOf(words, "title")
		return t, t.text != ""
	}
	if decides.MatchString(t.name) {
		return t, true
	}
	if t.title = titleOf(words, "title", "label", "summary", "name", "header", "heading"); t.title == "" {
		if q := quotedAlone.FindAllStringSubmatch(attributeOf.ReplaceAllString(words, ""), -1); q != nil && anyLetter.MatchString(q[len(q)-1][1]) {
			t.title = q[len(q)-1][1]
		}
	}
	return t, true
}

// titleOf returns the first of the attributes that a tag has, "" where it has none.
func titleOf(tag string, keys ...string) string {
	all := attributeOf.FindAllStringSubmatch(tag, -1)
	for _, key := range keys {
		for _, a := range all {
			if a[1] == key && a[2]+a[3]+a[4] != "" {
				return a[2] + a[3] + a[4]
			}
		}
	}
	return ""
}

// noteEnds remembers the shortcodes that a line ends.
func (m *markdown) noteEnds(l string) {
	for at := strings.IndexByte(l, '{'); at >= 0; at = strings.IndexByte(l, '{') {
		if end := shortEnd.FindStringSubmatch(l[at:]); end != nil {
			m.ended[end[1]+end[2]] = true
		}
		l = l[at+1:]
	}
}

// opened reads the tags that a line begins with, and what stands between them. It returns the rest of the line.
func (m *markdown) opened(l string) string {
	for {
		at := strings.TrimLeft(l, " \t")
		if at == "" || at[0] != '<' && at[0] != '{' {
			return l
		}
		if n := m.closed(at); n > 0 {
			l = at[n:]
			continue
		}
		t, ok := m.tagAt(at)
		if !ok {
			return l
		}
		l = m.open(t)
	}
}

// closed closes the component that a line ends, and returns how long the tag is; 0 if it ends none.
func (m *markdown) closed(l string) int {
	end := shortEnd.FindStringSubmatch(l)
	if end == nil {
		if end = componentEnd.FindStringSubmatch(l); end == nil {
			return 0
		}
		end = append(end, "")
	}
	last := len(m.held) - 1
	if last < 0 || m.held[last].name != end[1]+end[2] {
		return 0
	}
	m.end()
	m.under, m.held = m.held[last].under, m.held[:last]
	return len(end[0])
}

// open begins a component, and returns what is left of its line.
func (m *markdown) open(t heldTag) string {
	m.end()
	before := m.under
	if t.title != "" {
		m.under = under(before, m.plain([]string{t.title}))
	}
	if text := cmp.Or(t.text, t.title); t.text != "" || t.alone {
		m.para = []string{text}
		if t.text == "" {
			m.under = before
		}
		m.end()
	}
	if t.alone {
		m.under = before
		return t.rest
	}
	m.held = append(m.held, holder{t.name, before})
	if held := strings.TrimSpace(t.rest); held == "" || held[0] == '<' || held[0] == '{' {
		return t.rest
	}
	if n := endOf(t.rest, t.name); n >= 0 {
		m.para = []string{t.rest[:n]}
		m.end()
		return t.rest[n:]
	}
	return t.rest
}

// endOf returns where the tag stands on a line that ends a component, -1 if none does.
func endOf(l, name string) int {
	for i := range len(l) {
		if l[i] != '<' && l[i] != '{' {
			continue
		}
		if end := componentEnd.FindStringSubmatch(l[i:]); end != nil && end[1] == name {
			return i
		}
		if end := shortEnd.FindStringSubmatch(l[i:]); end != nil && end[1]+end[2] == name {
			return i
		}
	}
	return -1
}
