package plan

import (
	"strings"

	"hapjak/facts/expr"
	"hapjak/nlp/english"
)

// UnreadText is the words that a plan leaves unread, for people.
func (p *input) UnreadText(pl *Plan) string {
	if len(pl.Unread) == 0 {
		return ""
	}
	var w []string
	for _, i := range pl.Unread {
		w = append(w, p.words[i].Text)
	}
	return "  (unread: " + strings.Join(w, " ") + ")"
}

// LooksMisread reports whether a second, more lenient look at a question is worth its
// time: no plan accounts for every word, or the cheapest that does names nothing.
func (p *Chart) LooksMisread() bool {
	for pl := range p.All() {
		if len(pl.Unread) == 0 {
			return len(pl.Expr.Topics(nil)) == 0
		}
	}
	return true
}

// denies reports whether a question says "not" and a plan does not.
func (p *Chart) denies(pl *Plan) bool {
	for i, w := range p.words {
		if i > 0 && w.Glue&english.GlueNot != 0 && w.Glue&english.GlueBe == 0 && !p.items.inName(i) {
			return !pl.Expr.Uses(func(x *expr.Expr) bool { return x.Op == expr.OpNot })
		}
	}
	return false
}
