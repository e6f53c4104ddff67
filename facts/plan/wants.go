package plan

import (
	"hapjak/facts/expr"
	"hapjak/facts/lexicon"
	"hapjak/facts/question"
)

// Wants returns what the first question word asks for, and the kinds that answer it.
func (p *Chart) Wants() (kinds expr.KindSet, ask question.Asking) {
	for i, w := range p.words {
		a := question.Asks(w.Norm)
		if a == question.Nothing {
			continue
		}
		kinds = expr.AnyKind
		if set := p.lex.Asks[a]; set != 0 {
			kinds = set
		}
		if k, end := p.kindAfter(i + 1); end > 0 && (a == question.What || a == question.Which) {
			kinds = k
		}
		return kinds, a
	}
	return expr.AnyKind, question.Nothing
}

// Described returns the kind of thing that a noun phrase describes: "the film with the two actresses".
func (p *Chart) Described() expr.KindSet {
	if k, _ := p.kindAfter(0); k != 0 {
		return k
	}
	return expr.AnyKind
}

// kindAfter returns the kind that the words from i on are a noun for.
func (p *Chart) kindAfter(i int) (expr.KindSet, int) {
	for ; i < len(p.words) && p.words[i].IsGlue; i++ {
	}
	for j := i; j < len(p.words) && j < i+7; j++ {
		for _, h := range p.lex.At(p.words, j) {
			for _, s := range h.Senses {
				if s.Form == lexicon.FormKind {
					return p.lex.Below[s.Kind], h.End
				}
			}
		}
	}
	return 0, 0
}
