package corpus

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A menu that carries no role is told by what it is made of and where it stands. It is the largest element with
// hardly any text but short links, and takes two signs or one strong one: that it leads to the site's first page or marks
// the page that it is on; that it stands above the page's title and all its sentences (both strong); below them all;
// beside the element that has most of them; in one line with bars between; that it is named as menus are. A list of
// links that a heading or a sentence leads in is part of the article.

const (
	maxMenuLabel = 80 // letters of a link of a menu
	minSaid      = 30 // letters outside of links, in one block, that are no label
	menuSigns    = 2  // that are enough
)

var (
	menuName  = regexp.MustCompile(`(?i)(^|[\s_-])(nav(i|bar|igation)?|(sub|main|top|side)?menu|side-?bar|(bread-?)?crumbs?|foot(er)?|pag(er|ination)|widget|blog-?roll|archives?|tag-?cloud|toc)($|[\s_\d-])`)
	current   = regexp.MustCompile(`(?i)(^|[\s_-])(active|current|selected|here)($|[\s_-])`)
	firstPage = regexp.MustCompile(`(?i)^(index|default|home|start)\.\w+$`)
	rightsOf  = regexp.MustCompile(`(?i)^(©|\(c\)|copyright\b)`)
)

// menuText is what is known of the text of an element.
type menuText struct {
	letters, linked int // and of those how many lie in links
	links           int
	long            bool // a link is longer than a label
	home, here      bool // a link leads to the first page; one is marked as the page itself
	prose           bool // it holds a block that is more than labels
	heading         bool
	from, to        int // where it stands among all elements
}

// A menus finds the menus of one page.
type menus struct {
	host   string
	of     map[*html.Node]*menuText
	n      int
	title  *html.Node // the heading that is the page's title
	first  int        // where the title or the first prose stands, -1 for nowhere
	last   int        // where the last prose ends
	most   int        // letters of all prose
	places []*html.Node
}

// dropMenus takes the menus out of a page that was saved from a host, "" if that is not known.
func dropMenus(doc *html.Node, host string) {
	m := &menus{host: host, of: map[*html.Node]*menuText{}, first: -1}
	m.measure(doc)
	m.find(doc)
	left := m.of[doc].letters
	for _, n := range m.places {
		left -= m.of[n].letters
	}
	if left <= 0 {
		return
	}
	for _, n := range m.places {
		n.Parent.RemoveChild(n)
	}
}

// measure reads what an element holds. html.Parse bounds how deep that goes.
func (m *menus) measure(n *html.Node) *menuText {
	t := &menuText{from: m.n}
	m.n++
	m.of[n] = t
	own := 0 // letters of its own, outside of links and of blocks in it
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode && !unread(tagOf(n)):
			k := lettersIn(c.Data)
			t.letters += k
			own += k
		case c.Type == html.ElementNode && !unread(tagOf(c)):
			in := m.measure(c)
			t.letters += in.letters
			t.linked += in.linked
			t.links += in.links
			t.long, t.home, t.here = t.long || in.long, t.home || in.home, t.here || in.here
			t.prose, t.heading = t.prose || in.prose, t.heading || in.heading
			if !standsAlone(tagOf(c)) {
				own += in.letters - in.linked
			}
		}
	}
	t.to = m.n
	switch tag := tagOf(n); {
	case tag == atom.A && attr(n, "href") != "" && t.letters > 0:
		t.links, t.linked = t.links+1, t.letters
		t.long = t.long || t.letters > maxMenuLabel || isAddress(textOf(n, 100))
		t.home = t.home || m.leadsHome(attr(n, "href"))
		t.here = t.here || hasAttr(n, "aria-current")
	case headingTag(tag) && t.letters > t.linked:
		t.heading = true
		if tag == atom.H1 && m.title == nil {
			m.title = n
			m.begins(t.from)
		}
	case own >= minSaid && standsAlone(tag) && !rightsOf.MatchString(textOf(n, 100)):
		t.prose = true
		m.most += own
		m.last = max(m.last, t.to)
		m.begins(t.from)
	}
	if tag := tagOf(n); (tag == atom.Li || tag == atom.A) && t.links == 1 && current.MatchString(attr(n, "class")) {
		t.here = true
	}
	return t
}

// standsAlone reports whether the text of an element stands by itself.
func standsAlone(a atom.Atom) bool { return isBlock(a) || a == atom.Td || a == atom.Th }

// isAddress reports whether a label is an address, which is worth reading.
func isAddress(label string) bool {
	return strings.Contains(label, "@") || strings.HasPrefix(label, "www.") || strings.Contains(label, "://") || strings.HasPrefix(label, "+")
}

func (m *menus) begins(at int) {
	if m.first < 0 || at < m.first {
		m.first = at
	}
}

func lettersIn(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// leadsHome reports whether an address is that of the site's first page.
func (m *menus) leadsHome(to string) bool {
	u, err := url.Parse(to)
	if err != nil || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "" || u.Host != "" && u.Host != m.host {
		return false
	}
	switch base := path.Base(u.Path); {
	case u.Host != "" && u.Path == "", u.Path == "/", u.Path != "" && strings.Trim(u.Path, "./") == "":
		return true
	default:
		return firstPage.MatchString(base) && !strings.Contains(strings.Trim(path.Dir(u.Path), "./"), "/")
	}
}

// find collects the menus in an element.
func (m *menus) find(n *html.Node) {
	for c := range n.ChildNodes() {
		t := m.of[c]
		if t == nil || t.links == 0 {
			continue
		}
		if m.made(c, t) {
			if m.signs(c, t) >= menuSigns {
				m.places = append(m.places, c)
			}
			continue
		}
		m.find(c)
	}
}

// made reports whether an element is made as a menu is.
func (m *menus) made(n *html.Node, t *menuText) bool {
	tag := tagOf(n)
	if !standsAlone(tag) || tag == atom.Body || tag == atom.Html || tag == atom.Li || tag == atom.Article || tag == atom.Main || headingTag(tag) {
		return false
	}
	if t.prose || t.long || t.links < 3 && !(t.links == 2 && (t.home || t.here)) || m.title != nil && isWithin(m.title, n) {
		return false
	}
	outside := t.letters - t.linked
	for c := range n.Descendants() {
		if headingTag(tagOf(c)) {
			outside -= m.of[c].letters - m.of[c].linked
		} else if c.Type == html.TextNode && rightsOf.MatchString(strings.TrimSpace(c.Data)) {
			outside -= lettersIn(c.Data)
		}
	}
	if t.home {
		return outside <= t.linked // crumbs end with the page itself
	}
	return 4*outside <= t.linked
}

// signs counts what tells that an element made as a menu is one.
func (m *menus) signs(n *html.Node, t *menuText) (signs int) {
	if t.home || t.here {
		signs += 2
	}
	switch {
	case m.first < 0: // nothing to stand above or below
	case t.to <= m.first:
		signs += 2
	case t.from >= m.last:
		signs++
	}
	if m.besideMost(n) {
		signs++
	}
	if barred(n) {
		signs++
	}
	if menuName.MatchString(attr(n, "class")+" "+attr(n, "id")) || n.Parent != nil && menuName.MatchString(attr(n.Parent, "class")+" "+attr(n.Parent, "id")) {
		signs++
	}
	if ledIn(n) {
		return signs - 2
	}
	if t.heading {
		signs--
	}
	return signs
}

// besideMost reports whether an element next to it has most of what is no label.
func (m *menus) besideMost(n *html.Node) bool {
	for _, s := range []*html.Node{sibling(n, false), sibling(n, true)} {
		if s != nil && m.of[s] != nil && m.of[s].prose && 2*(m.of[s].letters-m.of[s].linked) > m.most && tagOf(s) != atom.P {
			return true
		}
	}
	return false
}

// barred reports whether nothing but a bar or the like stands between the links of an element.
func barred(n *html.Node) bool {
	bars := 0
	for c := range n.ChildNodes() {
		if c.Type != html.TextNode || strings.TrimSpace(c.Data) == "" {
			continue
		}
		if strings.Trim(c.Data, " \t\r\n\u00a0|·•/>»›→:-–—[]") != "" {
			return false
		}
		bars++
	}
	return bars > 0
}

// sibling returns the node next to another that has text or is an element with some, nil if there is none.
func sibling(n *html.Node, behind bool) *html.Node {
	for {
		if behind {
			n = n.NextSibling
		} else {
			n = n.PrevSibling
		}
		if n == nil || n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" || n.Type == html.ElementNode && textOf(n, 1) != "" {
			return n
		}
	}
}

// ledIn reports whether a heading, a paragraph or a line stands directly above an element.
func ledIn(n *html.Node) bool {
	s := sibling(n, false)
	for s != nil && s.Type == html.ElementNode {
		switch tag := tagOf(s); {
		case headingTag(tag) || tag == atom.P || tag == atom.Dt || tag == atom.Summary || tag == atom.Figure:
			return true
		case !slices.Contains([]atom.Atom{atom.Div, atom.Header, atom.Section, atom.Hgroup}, tag):
			return !standsAlone(tag) && tag != atom.A
		}
		last := s.LastChild
		for last != nil && (last.Type != html.ElementNode || textOf(last, 1) == "") {
			last = last.PrevSibling
		}
		if last == nil || tagOf(last) == atom.P {
			return strings.HasSuffix(textOf(s, 1<<12), ":")
		}
		s = last
	}
	return s != nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
