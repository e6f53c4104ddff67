package plan

import (
	"slices"

	"hapjak/facts/kb"
	"hapjak/nlp/english"
)

// Named lists the things that a question names, in order, the longest name
// first where two overlap.
func (p *Chart) Named() []kb.Node {
	var nodes []kb.Node
	end := 0
	for end < len(p.words) {
		best := -1
		for i, it := range p.items {
			if it.start >= end && p.namesThing(it) &&
				(best < 0 || it.start < p.items[best].start || it.start == p.items[best].start && it.end > p.items[best].end) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		nodes = append(nodes, p.items[best].x.Nodes[0])
		end = p.items[best].end
	}
	return nodes
}

// InName tells which words stand in the names that Named finds.
func (p *Chart) InName() []bool {
	in := make([]bool, len(p.words))
	for _, it := range p.items {
		if p.namesThing(it) && it.end-it.start > 1 {
			it.cover(in)
		}
	}
	return in
}

// namesThing reports whether an item is the name of something, and likely meant so.
func (p *Chart) namesThing(it item) bool {
	return it.names && it.mention() && it.cost < 1 && len(it.x.Nodes) > 0 && p.base.ID(it.x.Nodes[0]) != ""
}

// SaysMore reports whether a question has content beside the names that it
// compares: "A vs B, which is older".
func (p *Chart) SaysMore(nodes []kb.Node) bool {
	known := make([]bool, len(p.words))
	for _, it := range p.items {
		if it.names && len(it.x.Nodes) > 0 && slices.Contains(nodes, it.x.Nodes[0]) {
			it.cover(known)
		}
	}
	for i, w := range p.words {
		if !known[i] && w.Content() && !english.Compares(w.Norm) {
			return true
		}
	}
	return false
}
