package facts

import (
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// closedWords are the words a question is built with that are long enough to be
// misspelt and still known.
var closedWords = []string{"which", "what", "when", "where", "whose", "whom", "many", "much", "were", "does", "with", "from", "about", "tell", "please", "list", "name"}

// respell mends the words that nothing knows: a misspelt question word ("wich",
// "waht"), two words written as one ("whodirected"). It reports whether any was.
func (t *turn) respell(p *planner) bool {
	known := p.known()
	changed := false
	text := ""
	from := 0
	for i, w := range p.words {
		if known[i] || w.Skip < question.SkipContent || w.Kind != nlp.Word || english.IsWh(w.Norm) {
			continue
		}
		mended, ok := p.mend(w.Norm)
		if !ok {
			continue
		}
		text += t.r.Text[from:w.Start] + mended
		from = w.End
		changed = true
	}
	if !changed {
		return false
	}
	prev := t.r
	t.r = question.Parse(text+prev.Text[from:], prev.Said, t.a.lex.stems)
	t.logf("read as: %s", t.r.Text)
	return true
}

// mend returns a word as it was meant.
func (p *planner) mend(w string) (string, bool) {
	if len(w) >= 3 && len(w) <= 7 {
		for _, c := range closedWords {
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
func (p *planner) isWord(w string) bool {
	if _, ok := english.GlueWord(w); ok {
		return true
	}
	return p.lex.spelt.stem(w) != "" || english.IsWh(w) || len(p.base.Named(w)) > 0
}
