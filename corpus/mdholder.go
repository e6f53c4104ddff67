package corpus

import (
	"cmp"
	"regexp"
	"strings"
)

// What a page's components hold stands under their title: <Card title="The mole"> of MDX, {{< tab "Summer" >}} of Hugo,
// {% tab title="Summer" %} of Liquid, each down to the tag that ends it, on lines of their own or several on one.

// A holder is a component that is open, and what it stands under.
type holder struct {
	name, under string
	items       []string // what the components in it are called, in their order
}

var (
	componentTag = regexp.MustCompile(`^<([A-Z][\w.]*)(?:\s((?:[^<>"'{}]|"[^"]*"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\})*?))?(/?)>`)
	componentEnd = regexp.MustCompile(`^</([A-Z][\w.]*)>`)
	shortTag     = regexp.MustCompile(`^(?:\{\{[<%]-?\s*([\w./-]+)((?:[^{}"]|"[^"]*")*?)(/?)\s*-?[>%]\}\}|\{%-?\s*(\w+)((?:[^{}"%]|"[^"]*")*?)(/?)\s*-?%\})`)
	shortEnd     = regexp.MustCompile(`^(?:\{\{[<%]-?\s*/\s*([\w./-]+)\s*-?[>%]\}\}|\{%-?\s*end(\w+)\s*-?%\})`)
	attributeOf  = regexp.MustCompile(`([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{["'` + "`" + `]([^"'` + "`" + `{}]+)["'` + "`" + `]\}|\S+)`)
	anyLetter    = regexp.MustCompile(`\pL`)
	decides      = regexp.MustCompile(`^(?:if\w*|unless|for|case|capture|tablerow)$`) // of Liquid, over what is shown
	quotedAlone  = regexp.MustCompile(`"([^"]+)"`)
	itemsOf      = regexp.MustCompile(`\bitems\s*=\s*(?:"([^"]*)"|\{\s*\[([^\[\]{}]*)\]\s*\})`)
	isTab        = regexp.MustCompile(`^Tab(?:Item|Panel)?$`)
	groups       = regexp.MustCompile(`^[-_]?(?:pane|group|set|box|list|container|wrapper|view)?s?$`)
)

// A heldTag is one that begins a component.
type heldTag struct {
	name, title, text string
	items             []string // what the components in it are called
	alone             bool     // nothing ends it
	rest              string
}

// tagAt reads the tag that a line begins with, if it is one that says something.
func (m *markdown) tagAt(l string) (t heldTag, ok bool) {
	if c := componentTag.FindStringSubmatch(l); c != nil {
		t = heldTag{name: c[1], alone: c[3] != "", rest: l[len(c[0]):]}
		t.title, t.text, t.items = titleOf(c[2], "title", "label", "summary"), titleOf(c[2], "description", "caption"), itemsIn(c[2])
		if t.title == "" && isTab.MatchString(t.name) {
			t.title = cmp.Or(titleOf(c[2], "header", "heading", "name", "tab", "value"), m.nextItem(t.name))
		}
		return t, t.title != "" || t.text != "" || t.items != nil || isTab.MatchString(t.name)
	}
	c := shortTag.FindStringSubmatch(l)
	if c == nil {
		return t, false
	}
	t = heldTag{name: c[1] + c[4], rest: l[len(c[0]):]}
	words := c[2] + c[5]
	t.alone = c[3]+c[6] != "" || !m.marks.ended[t.name]
	t.text, t.items = titleOf(words, "caption", "content", "text", "body", "subtitle", "description"), itemsIn(words)
	if t.alone {
		t.title = titleOf(words, "title")
		return t, t.text != "" || t.title != "" && titleOf(words, "link", "href", "url") != ""
	}
	if decides.MatchString(t.name) {
		return t, true
	}
	if t.title = titleOf(words, "title", "label", "summary", "name", "header", "heading"); t.title == "" {
		if q := quotedAlone.FindAllStringSubmatch(attributeOf.ReplaceAllString(words, ""), -1); q != nil && anyLetter.MatchString(q[len(q)-1][1]) && !m.isGroup(t.name) {
			t.title = q[len(q)-1][1]
		}
	}
	t.title = cmp.Or(t.title, m.nextItem(t.name))
	return t, true
}

// isGroup reports whether a shortcode is called after others that it holds, tabs after tab: the name that it
// may be given is told to nobody who reads.
func (m *markdown) isGroup(name string) bool {
	for other := range m.marks.ended {
		if rest, ok := strings.CutPrefix(name, other); ok && rest != "" && groups.MatchString(rest) {
			return true
		}
	}
	return false
}

// itemsIn reads what a group says that the components in it are called: items="Fog,Sun" and items={['Fog', 'Sun']}.
func itemsIn(words string) (list []string) {
	if c := itemsOf.FindStringSubmatch(words); c != nil {
		for item := range strings.SplitSeq(c[1]+c[2], ",") {
			list = append(list, strings.Trim(item, " \t'\"`"))
		}
	}
	return list
}

// nextItem takes the next of what the group that is open calls its components, "" where it calls none.
func (m *markdown) nextItem(name string) (item string) {
	if n := len(m.held); n > 0 && len(m.held[n-1].items) > 0 && groups.MatchString(strings.TrimPrefix(m.held[n-1].name, name)) {
		item, m.held[n-1].items = m.held[n-1].items[0], m.held[n-1].items[1:]
	}
	return item
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
			m.marks.ended[end[1]+end[2]] = true
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
	m.apart()
	m.under, m.held = m.held[last].under, m.held[:last]
	return len(end[0])
}

// open begins a component, and returns what is left of its line.
func (m *markdown) open(t heldTag) string {
	m.apart()
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
		m.apart()
		m.under = before
		return t.rest
	}
	m.held = append(m.held, holder{t.name, before, t.items})
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
