package say

import (
	"strings"

	"hapjak/facts/kb"
)

// Card are the statements worth telling of a node, in the order of its
// kind's card, one group for each relation and side.
func (t *Teller) Card(n kb.Node) []Group {
	b := t.base
	kind := b.Schema().KindDef(b.KindOf(n))
	order := map[kb.Rel]int{}
	for i, r := range kind.Card {
		order[r] = i + 1
	}
	rank := func(r kb.Rel) int {
		if o, ok := order[r]; ok {
			return o
		}
		return 1000 + int(r)
	}
	out := append([]kb.Stmt(nil), b.OutAll(n)...)
	sortStmts(out, func(s kb.Stmt) int { return rank(b.Relation(s)) })
	groups := t.Groups(out)
	in := append([]kb.Stmt(nil), b.InAll(n)...)
	sortStmts(in, func(s kb.Stmt) int { return rank(b.Relation(s)) })
	return append(groups, t.Groups(in)...)
}

// About tells what is stated of a node, in the order of its kind's card, as much as
// fits a text.
func (t *Teller) About(n kb.Node) string {
	text := ""
	for _, g := range t.Card(n) {
		before := len(t.refs)
		s := t.Sentence(g)
		t.spoken = t.subjectOf(g, n)
		if Length(text)+Length(s)+1 > MaxText-20 {
			t.Cut(before)
			break
		}
		text = strings.TrimSpace(text + " " + s)
	}
	t.spoken = kb.NoNode
	return text
}

// subjectOf returns n when a sentence was about it, so that the next may say "it".
func (t *Teller) subjectOf(g Group, n kb.Node) kb.Node {
	if g.BySubject && t.base.Subject(g.Stmts[0]) == n {
		return n
	}
	return kb.NoNode
}

// SideBySide tells what is stated of two nodes, relation by relation.
func (t *Teller) SideBySide(a, b kb.Node) string {
	other := map[kb.Rel]Group{}
	for _, g := range t.Card(b) {
		if _, ok := other[g.Rel]; !ok {
			other[g.Rel] = g
		}
	}
	text := ""
	done := map[kb.Rel]bool{}
	for _, g := range t.Card(a) {
		o, ok := other[g.Rel]
		if !ok || done[g.Rel] || t.base.Subject(g.Stmts[0]) != a || t.base.Subject(o.Stmts[0]) != b {
			continue
		}
		done[g.Rel] = true
		before := len(t.refs)
		pair := t.Sentence(g) + " " + t.Sentence(o)
		if Length(text)+Length(pair) > MaxLong-20 {
			t.Cut(before)
			continue
		}
		text = strings.TrimSpace(text + " " + pair)
	}
	return text
}

// Label tells a node apart from others of its name.
func (t *Teller) Label(n kb.Node) string {
	label := t.Title(n)
	if about := t.base.About(n); about != "" && label == t.base.Name(n) {
		label += " (" + about + ")"
	}
	return label
}
