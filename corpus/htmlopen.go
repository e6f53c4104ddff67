package corpus

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What people press to open a part of a page is what that part is called: the question over an answer.

// opensTitle is the class of such a title; see cardOf.
const opensTitle = "opens-title"

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

// panels are the ids of what a page opens where somebody presses something: tabs, and answers below their questions.
func panels(doc *html.Node) map[string]bool {
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if id := controlOf(n); id != "" {
			ids[id] = true
		}
	}
	return ids
}

// entitle makes titles of the buttons that open panels of text, and of summaries.
func entitle(doc *html.Node) {
	held := map[string]*html.Node{}
	var controls []*html.Node
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attr(n, "id"); id != "" && held[id] == nil {
			held[id] = n
		}
		if tagOf(n) == atom.Summary || tagOf(n) == atom.Button && controlOf(n) != "" {
			controls = append(controls, n)
		}
	}
	for _, n := range controls {
		panel := n.Parent
		if tagOf(n) == atom.Button {
			panel = held[controlOf(n)]
		}
		if panel == nil || within(panel, atom.Nav) || within(panel, atom.Header) || textOf(n, 1) == "" || textOf(panel, 1) == "" || mostlyLinks(panel) {
			continue
		}
		if h := headingOf(n); h != nil {
			n.Data, n.DataAtom = "span", atom.Span
			h.Attr = nil // Readability takes an "accordion-header" for the head of a page
			continue
		}
		summary := tagOf(n) == atom.Summary
		if n.Data, n.DataAtom, n.Attr = "p", atom.P, []html.Attribute{{Key: "class", Val: opensTitle}}; !summary && n.Parent != nil && !isWithin(panel, n) {
			n.Parent.RemoveChild(n)
			panel.InsertBefore(n, panel.FirstChild)
		}
	}
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

// headingOf returns the heading that an element stands in, nil where it stands in none.
func headingOf(n *html.Node) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		switch tagOf(p) {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			return p
		}
	}
	return nil
}
