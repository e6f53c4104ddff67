package facts

import (
	"slices"

	"hapjak/facts/kb"
)

// again reads "what about X?", "and X?" and a bare name in a conversation: the
// last question, asked of X.
func (t *turn) again(p *planner) bool {
	if t.prev == nil || t.prev.last == nil || t.defines(p) {
		return false
	}
	best := p.plan(0)
	if best == nil || !best.names || best.x.op != opNodes || len(best.unread) > 0 || t.fromContext(p, best) {
		return false
	}
	last := t.prev.last
	x, ok := t.substitute(last.x, best.x)
	if !ok {
		return false
	}
	pl := *last
	pl.x, pl.unread, pl.total = x, nil, last.total+0.5
	found := t.results(&pl)
	if len(found) == 0 {
		return t.suppose(p, &pl)
	}
	return t.say(&pl, found)
}

// defines reports whether a question asks in so many words what something is.
func (t *turn) defines(p *planner) bool {
	for i, w := range p.words {
		switch w.Norm {
		case "tell", "describe", "define", "explain", "who", "who's":
			return true
		case "what", "what's":
			if i+1 < len(p.words) && p.words[i+1].Norm != "about" {
				return true
			}
		}
	}
	return false
}

// fromContext reports whether a plan's only name is a pronoun.
func (t *turn) fromContext(p *planner, pl *plan) bool {
	for i := pl.start; i < pl.end; i++ {
		if !p.words[i].IsGlue {
			return false
		}
	}
	return true
}

// substitute puts a new name in the place of the first old one that it fits.
func (t *turn) substitute(x, name *expr) (*expr, bool) {
	for i, a := range x.args {
		var sub *expr
		if a.op == opNodes && t.fits(x, name) {
			sub = name
		} else if s, ok := t.substitute(a, name); ok {
			sub = s
		}
		if sub != nil {
			y := *x
			y.hash = 0
			y.args = append([]*expr(nil), x.args...)
			y.args[i] = sub
			return &y, true
		}
	}
	if x.op == opQual && t.fits(x, name) {
		y := *x
		y.hash, y.args = 0, []*expr{name}
		return &y, true
	}
	return nil, false
}

func (t *turn) fits(x, name *expr) bool {
	lex := t.a.lex
	switch x.op {
	case opJoin:
		if x.inv {
			return lex.to[x.rel]&name.kinds != 0
		}
		return lex.from[x.rel]&name.kinds != 0
	case opQual:
		return lex.carries[x.rel]&name.kinds != 0
	case opAnd:
		return x.kinds&name.kinds != 0
	}
	return false
}

// wantsOthers reports whether what was spoken of is to be left out: "what else".
func (t *turn) wantsOthers() bool {
	if t.prev == nil {
		return false
	}
	for _, w := range t.r.Words {
		switch w.Norm {
		case "else", "other", "others", "another", "more":
			return true
		}
	}
	return false
}

// others leaves out what the conversation has spoken of.
func (t *turn) others(nodes []kb.Node) []kb.Node {
	if !t.wantsOthers() {
		return nodes
	}
	said := slices.Concat(t.r.Said.Topics, t.r.Said.Answers)
	kept := nodes[:0:0]
	for _, n := range nodes {
		if !member(said, n) {
			kept = append(kept, n)
		}
	}
	if len(kept) == 0 {
		return nodes
	}
	return kept
}
