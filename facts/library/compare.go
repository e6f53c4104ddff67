package library

import (
	"slices"

	"hapjak/facts/kb"
	"hapjak/facts/say"
)

// A Comparison is two entities side by side.
type Comparison struct {
	Titles    [2]string
	IDs       [2]string
	Rows      []ComparisonRow
	Total     int      // rows, the ones that are not on this page included
	Shared    []string // titles of what both are joined to
	Citations []Citation
}

// A ComparisonRow is one relation of both; a side of which nothing is stated is
// empty.
type ComparisonRow struct {
	Label string
	Texts [2]say.Text
}

// Compare puts what is stated of two entities side by side, what is stated of both
// first: the given rows of it.
func (a *Library) Compare(x, y kb.Node, from, most int) Comparison {
	b := a.browse()
	c := Comparison{Titles: [2]string{b.t.Title(x), b.t.Title(y)}, IDs: [2]string{a.base.ID(x), a.base.ID(y)}}
	pairs := pair(b.rows(x), b.rows(y))
	c.Total = len(pairs)
	from = min(max(from, 0), len(pairs))
	for _, p := range pairs[from:min(len(pairs), from+most)] {
		r := ComparisonRow{Label: b.pairLabel(p)}
		for i := range p {
			if len(p[i].stmts) > 0 {
				r.Texts[i] = b.values(p[i])
			}
		}
		c.Rows = append(c.Rows, r)
	}
	c.Shared = b.shared(x, y)
	c.Citations = b.citations()
	return c
}

// pair puts the rows of one relation together, both-sided ones first.
func pair(x, y []row) [][2]row {
	var both, one [][2]row
	for _, r := range x {
		i := slices.IndexFunc(y, func(s row) bool { return s.rel == r.rel && s.inv == r.inv })
		if i >= 0 {
			both = append(both, [2]row{r, y[i]})
		} else {
			one = append(one, [2]row{r})
		}
	}
	for _, r := range y {
		if !slices.ContainsFunc(x, func(s row) bool { return s.rel == r.rel && s.inv == r.inv }) {
			one = append(one, [2]row{{}, r})
		}
	}
	return append(both, one...)
}

func (b *Page) pairLabel(p [2]row) string {
	if len(p[0].stmts) == 0 || len(p[1].stmts) > len(p[0].stmts) {
		return b.label(p[1])
	}
	return b.label(p[0])
}

// shared returns what both are joined to by any statement, values left out.
func (b *Page) shared(x, y kb.Node) []string {
	near := b.joined(x)
	var list []string
	for _, n := range b.joined(y) {
		if n != x && n != y && b.a.base.ID(n) != "" && slices.Contains(near, n) {
			if title := b.t.Title(n); !slices.Contains(list, title) && len(list) < say.MaxListed {
				list = append(list, title)
			}
		}
	}
	return list
}

// joined returns what statements join a node to, at most a few hundred of them.
func (b *Page) joined(n kb.Node) []kb.Node {
	const most = 300
	var list []kb.Node
	for _, s := range b.a.base.OutAll(n) {
		list = append(list, b.a.base.Object(s))
	}
	for _, s := range b.a.base.InAll(n) {
		list = append(list, b.a.base.Subject(s))
	}
	return list[:min(len(list), most)]
}
