package corpus

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What people press to open a part of a page is what that part is called: the question over an answer.

// opensTitle is the class of such a title; see cardOf.
const opensTitle = "opens-title"

var (
	openerClass = regexp.MustCompile(`(?i)(^|[\s_-])(accordion|collapsible|expand(er|able)?|toggle|faq|question)($|[\s_-])`)
	answerClass = regexp.MustCompile(`(?i)(^|[\s_-])(accordion|collapse|collapsible|faq|answer)($|[\s_-])`)
)

// A panel is what a page opens where somebody presses something, or unfolds below its question.
type panel struct {
	title, held *html.Node // title is nil where only its class says that it is one
}

// panels finds the panels of a page: tabs, and answers below their questions.
func panels(doc *html.Node) (list []panel) {
	called := map[string]*html.Node{}
	for n := range doc.Descendants() {
		if id := attr(n, "id"); id != "" && called[id] == nil {
			called[id] = n
		}
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		var held *html.Node
		switch tag := tagOf(n); {
		case tag == atom.Summary:
			held = n.Parent
		case controlOf(n) != "":
			held = called[controlOf(n)]
		case tag == atom.Button || attr(n, "role") == "button":
			if openerClass.MatchString(attr(n, "class")) || hasAttr(n, "aria-expanded") {
				held = behind(n)
			}
		case headingTag(tag) || tag == atom.Dt:
			if next := behind(n); next != nil && hiddenFrom(next) && endsSection(next, tag) {
				held = next
			}
		case hiddenFrom(n) && answerClass.MatchString(attr(n, "class")):
			list = append(list, panel{nil, n})
		}
		switch {
		case held == nil || holdsControls(held) || hiddenFrom(held) && mostlyLinks(held):
		case tagOf(n) != atom.Summary && isWithin(n, held): // which closes it
			list = append(list, panel{nil, held})
		default:
			list = append(list, panel{n, held})
		}
	}
	return list
}

// controlOf returns the id of what an element opens, "" where it opens nothing.
func controlOf(n *html.Node) string {
	for _, a := range n.Attr {
		switch a.Key {
		case "aria-controls", "data-target", "data-bs-target":
			return strings.TrimPrefix(a.Val, "#")
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// behind returns the element behind another, or behind what holds nothing else.
func behind(n *html.Node) *html.Node {
	for up := 0; n != nil && up < 3; up++ {
		for s := n.NextSibling; s != nil; s = s.NextSibling {
			if s.Type == html.ElementNode {
				return s
			} else if s.Type == html.TextNode && strings.TrimSpace(s.Data) != "" {
				return nil
			}
		}
		n = n.Parent
		if n == nil || !headingTag(tagOf(n)) && tagOf(n) != atom.Div && tagOf(n) != atom.Dt {
			return nil
		}
	}
	return nil
}

// endsSection reports whether nothing more stands behind an element below a title, but another title.
func endsSection(n *html.Node, title atom.Atom) bool {
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		if s.Type == html.ElementNode {
			return tagOf(s) == title || headingTag(tagOf(s))
		} else if s.Type == html.TextNode && strings.TrimSpace(s.Data) != "" {
			return false
		}
	}
	return true
}

// holdsControls reports whether an element is filled in or chosen from rather than read.
func holdsControls(n *html.Node) bool {
	for c := range n.Descendants() {
		switch tagOf(c) {
		case atom.Select, atom.Textarea:
			return true
		case atom.Input:
			if !isBox(c) {
				return true
			}
		}
	}
	return false
}

// entitle makes titles of what opens panels of text that the page still has.
func entitle(doc *html.Node, list []panel) {
	for _, p := range list {
		n, held := p.title, p.held
		if n == nil || headingTag(tagOf(n)) || tagOf(n) == atom.Dt || !isWithin(n, doc) || !isWithin(held, doc) || tagOf(n) != atom.Summary && tagOf(n) != atom.Button && attr(n, "role") != "button" {
			continue
		}
		if within(held, atom.Nav) || within(held, atom.Header) || textOf(n, 1) == "" || textOf(held, 1) == "" || mostlyLinks(held) {
			continue
		}
		if h := headingOf(n); h != nil {
			n.Data, n.DataAtom = "span", atom.Span
			h.Attr = nil // Readability takes an "accordion-header" for the head of a page
			continue
		}
		summary := tagOf(n) == atom.Summary
		if n.Data, n.DataAtom, n.Attr = "p", atom.P, []html.Attribute{{Key: "class", Val: opensTitle}}; !summary && n.Parent != nil && !isWithin(held, n) {
			n.Parent.RemoveChild(n)
			held.InsertBefore(n, held.FirstChild)
		}
	}
}

// titles counts the titles of panels in an element.
func titles(n *html.Node) (count int) {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && strings.Contains(attr(c, "class"), opensTitle) {
			count++
		}
	}
	return count
}

// isWithin reports whether an element lies within another.
func isWithin(n, other *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == other {
			return true
		}
	}
	return false
}

func headingTag(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// headingOf returns the heading that an element stands in, nil where it stands in none.
func headingOf(n *html.Node) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if headingTag(tagOf(p)) {
			return p
		}
	}
	return nil
}
