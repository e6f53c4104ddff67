package plan

import (
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// Respell mends the words that nothing knows: a misspelt question word ("wich",
// "waht"), two words written as one ("whodirected"). It
// returns the question as it was meant, and whether any was.
func (p *Chart) Respell() (*question.Question, bool) {
	g := guesser{mentioner{p}}
	known := p.items.known(len(p.words))
	text, from := "", 0
	for i, w := range p.words {
		if known[i] || !w.Content() || w.Kind != nlp.Word {
			continue
		}
		if mended, ok := g.mend(w.Norm); ok {
			text += p.q.Text[from:w.Start] + mended
			from = w.End
		}
	}
	if from == 0 {
		return nil, false
	}
	return question.Parse(text+p.q.Text[from:], p.q.Said, p.lex.Stems), true
}

// mend returns a word as it was meant.
func (p guesser) mend(w string) (string, bool) {
	if len(w) >= 3 && len(w) <= 7 {
		for _, c := range english.Closed() {
			if nlp.Distance(c, w, 1) == 1 && c[0] == w[0] && len(c) >= 4 && (len(c) != len(w) || sameLetters(c, w)) {
				return c, true
			}
		}
	}
	for cut := 3; cut <= len(w)-3; cut++ {
		if p.isWord(w[:cut]) && p.isWord(w[cut:]) {
			return w[:cut] + " " + w[cut:], true
		}
	}
	return "", false
}

// isWord reports whether a folded word is one that questions are made of.
func (p guesser) isWord(w string) bool {
	if _, ok := english.GlueWord(w); ok {
		return true
	}
	return p.lex.Spelt.Stem(w) != "" || english.IsWh(w) || len(p.base.Named(w)) > 0
}
