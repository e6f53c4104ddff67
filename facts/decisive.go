package facts

import (
	"strings"

	"hapjak/facts/evidence"
	"hapjak/nlp"
	"hapjak/nlp/encoder"
	"hapjak/nlp/english"
)

// decisive is what the encoder says of the part of the evidence alone that a yes or a no rests on, where another part of it
// denies something or sets something apart: "you can appeal if you do not agree" is no "no", nor is "breakfast is
// included, lunch is not". Excepted tells that what is asked stands in what is set apart, so that the opposite is so.
func (t *inquiry) decisive(w *weighed) (out encoder.Judgement, excepted, ok bool) {
	model := t.a.reader.model()
	if model == nil || w.From != evidence.Passage {
		return out, false, false
	}
	m := t.matcher()
	best, rest, held := "", "", 0.0
	for _, piece := range pieces(w.Said) {
		main, apart := english.WithoutException(english.WithoutCondition(piece))
		switch h := m.Held(w.Asked.Words, main+apart); {
		case h > held:
			best, rest, held = main, apart, h
		case h == held:
			best = ""
		}
	}
	if best == "" || best == w.Said || !setsApart(strings.Replace(w.Said, best, "", 1), m.Stems) {
		return out, false, false
	}
	excepted = rest != "" && m.Held(w.Asked.Words, best) < m.Held(w.Asked.Words, best+rest)
	list := make([]encoder.Judgement, 1)
	if err := model.Judge(t.ctx, w.Asked.Text, []string{w.Text[:w.Lead] + best}, list); err != nil {
		return out, false, false
	}
	return list[0], excepted, true
}

// pieces are the sentences of a text, parted at semicolons.
func pieces(text string) (list []string) {
	for _, s := range nlp.Sentences(text) {
		list = append(list, strings.Split(text[s.Start:s.End], "; ")...)
	}
	return list
}

// setsApart reports whether a text denies something, or sets something apart.
func setsApart(text string, stems *nlp.Stemmer) bool {
	before := ""
	for tok := range stems.EachToken(text) {
		if english.Negates(tok.Norm) || english.Excludes(before, tok.Norm) || english.Excludes(tok.Norm, "") {
			return true
		}
		before = tok.Norm
	}
	return false
}
