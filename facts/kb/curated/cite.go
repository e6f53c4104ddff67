package curated

import (
	"fmt"

	"go.yaml.in/yaml/v3"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/fault"
)

// anchored reads a citation that is a mapping.
func (l *loader) anchored(d *doc, n *yaml.Node, about func() kb.Topic) (c cited, ok bool) {
	a := anchor.Anchor{About: about}
	at := ""
	c = cited{doc: d, node: n}
	d.fields(n, map[string]func(*yaml.Node){
		"at":    func(n *yaml.Node) { c.at = n; d.text(&at)(n) },
		"quote": d.text(&a.Quote), "before": d.text(&a.Before), "after": d.text(&a.After),
	})
	ref, err := corpus.ParseRef(at)
	if err != nil || c.at == nil || a.Empty() {
		d.fault(n, `want a citation as source:paragraph, or {at: source:paragraph, quote: "words of it"}`)
		return c, false
	}
	a.At, c.ref = ref, ref
	if l.sources == nil {
		return c, true
	}
	if c.ref, ok = a.Find(l.words); !ok {
		c.lost = true
		l.note(d, n, "%s: no longer cited", a.Lost(l.words))
	} else if c.ref != ref {
		l.note(d, n, "%q stands in %s now, no longer in %s; hapjak anchor writes that down", a.Quote, c.ref, ref)
	}
	if ok {
		l.denied(d, n, a, c.ref)
	}
	return c, true
}

// denied tells of what stands since beside the words of an anchor, and denies them.
func (l *loader) denied(d *doc, n *yaml.Node, a anchor.Anchor, at corpus.Ref) {
	if sentence := a.Denied(l.was, l.sources, at); sentence != "" {
		l.note(d, n, "beside the words of %s that it cites stands %q now: it is cited still", at, sentence)
	}
}

// note keeps what is to be told and refuses nothing.
func (l *loader) note(d *doc, n *yaml.Node, format string, args ...any) {
	l.notes = append(l.notes, fault.Fault{File: d.file, Line: n.Line, What: fmt.Sprintf(format, args...)})
}

// anchors are the edits by which every citation that was read is anchored.
func (l *loader) anchors() (edits []Edit) {
	done := map[*yaml.Node]bool{} // a list of objects shares its citations
	for _, st := range l.stated {
		for _, c := range st.cited {
			if c.lost || done[c.node] {
				continue
			}
			done[c.node] = true
			e := Edit{File: c.doc.file, Line: c.at.Line, Column: c.at.Column, Old: c.at.Value}
			if c.node.Kind == yaml.MappingNode {
				e.New = c.ref.String()
			} else if p, ok := l.sources.Paragraph(c.ref); ok {
				e.New = l.anchorFor(c.ref, p.Text, st.object)
			}
			if e.New != "" && e.New != e.Old {
				edits = append(edits, e)
			}
		}
	}
	return edits
}

// anchorFor writes the citation of a paragraph with words of it: those about the
// object, or the first.
func (l *loader) anchorFor(ref corpus.Ref, text string, object kb.Draft) string {
	return anchor.Cite(ref, text, l.b.NamesOf(object)...)
}

// A cited is a citation of a statement as it is read.
type cited struct {
	doc  *doc
	node *yaml.Node // what the citation stands in: a scalar or a mapping
	at   *yaml.Node // its source:paragraph
	ref  corpus.Ref // where it leads to now
	lost bool
}
