package plan

import (
	"slices"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// asksWhatIs reports whether a question asks in so many words what something is.
func (p *input) asksWhatIs() bool {
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

// Again reads "what about X?", "and X?" and a bare name in a conversation: the last
// plan, asked of X.
func (p *Chart) Again(last *Plan) (*Plan, bool) {
	if last == nil || p.asksWhatIs() {
		return nil, false
	}
	best := p.Plan(0)
	if best == nil || !best.Named || best.Expr.Op != expr.OpNodes || len(best.Unread) > 0 || p.fromContext(best) {
		return nil, false
	}
	x, ok := p.substitute(last.Expr, best.Expr)
	if !ok {
		return nil, false
	}
	pl := *last
	pl.Expr, pl.Unread, pl.Cost = x, nil, last.Cost+p.costs[costAgainOf]
	return &pl, true
}

// fromContext reports whether a plan's only name is a pronoun.
func (p *input) fromContext(pl *Plan) bool {
	for i := pl.Start; i < pl.End; i++ {
		if !p.words[i].IsGlue {
			return false
		}
	}
	return true
}

// substitute puts a new name in the place of the first old one that it fits.
func (p *Planner) substitute(x, name *expr.Expr) (*expr.Expr, bool) {
	for i, a := range x.Args {
		var sub *expr.Expr
		if a.Op == expr.OpNodes && p.fits(x, name) {
			sub = name
		} else if s, ok := p.substitute(a, name); ok {
			sub = s
		}
		if sub != nil {
			y := x.Copy()
			y.Args = slices.Clone(x.Args)
			y.Args[i] = sub
			return y, true
		}
	}
	if x.Op == expr.OpQual && p.fits(x, name) {
		y := x.Copy()
		y.Args = []*expr.Expr{name}
		return y, true
	}
	return nil, false
}

func (p *Planner) fits(x, name *expr.Expr) bool {
	lex := p.lex
	switch x.Op {
	case expr.OpJoin:
		if x.Inv {
			return lex.To[x.Rel]&name.Kinds != 0
		}
		return lex.From[x.Rel]&name.Kinds != 0
	case expr.OpQual:
		return lex.Carries[x.Rel]&name.Kinds != 0
	case expr.OpAnd:
		return x.Kinds&name.Kinds != 0
	}
	return false
}

// wantsOthers reports whether what was spoken of is to be left out: "what else".
func (p *input) wantsOthers() bool {
	return slices.ContainsFunc(p.words, func(w question.Word) bool { return english.WantsOthers(w.Norm) })
}

// others leaves out what the conversation has spoken of.
func (p *input) others(nodes []kb.Node) []kb.Node {
	if !p.wantsOthers() {
		return nodes
	}
	said := slices.Concat(p.q.Said.Topics, p.q.Said.Answers, p.q.Said.Earlier)
	if kept := expr.Leaving(nodes, func(n kb.Node) bool { return slices.Contains(said, n) }); len(kept) > 0 {
		return kept
	}
	return nodes
}
