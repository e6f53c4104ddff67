package verdict

import (
	"context"
	"slices"
	"strings"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/kb"
	"hapjak/nlp"
	"hapjak/nlp/encoder"
	"hapjak/nlp/english"
)

// rule says how far evidence supports and contradicts a claim: as the encoder has it, but that the opposite of a word denies it,
// that what is only so of somebody is so of him, and that what is set apart is otherwise.
func (c *Claim) rule(ctx context.Context, w *decide.Judged) (yes, no float32) {
	text, judged, excepted := c.decisive(ctx, w)
	yes, no = judged.Supports, judged.Contradicts
	switch {
	case yes >= no && c.opposes(text):
		yes, no = 0, 1
	case no > yes && c.onlyOf(text, w.Asked.Words):
		if yes, no = 1, 0; c.matcher().Held(w.Asked.Words, text) < 1 { // of him, but is it that?
			yes, no = 0.5, 0.5
		}
	}
	if excepted {
		return no, yes
	}
	return yes, no
}

// decisive is the part of the evidence that a yes or a no rests on, with what the encoder says of it, where another part of it
// denies something or sets something apart: "you can appeal if you do not agree" is no "no", nor is "breakfast is
// included, lunch is not". Excepted tells that what is asked stands in what is set apart, so that the opposite is so.
func (c *Claim) decisive(ctx context.Context, w *decide.Judged) (text string, judged encoder.Judgement, excepted bool) {
	model := c.Encoder.Model()
	if model == nil || w.From != evidence.Passage {
		return w.Said, w.Judgement, false
	}
	m := c.matcher()
	best, rest, held := "", "", 0.0
	for _, piece := range pieces(w.Said) {
		main, apart := english.WithoutException(english.WithoutCondition(piece))
		switch h := m.Held(w.Asked.Words, main+apart) + float64(len(written(w.Asked.Words, apart))); {
		case h > held:
			best, rest, held = main, apart, h
		case h == held:
			best = ""
		}
	}
	if best == "" || best == w.Said || !setsApart(strings.Replace(w.Said, best, "", 1), m.Stems) {
		return w.Said, w.Judgement, false
	}
	excepted = len(written(w.Asked.Words, rest)) > len(written(w.Asked.Words, best))
	list := make([]encoder.Judgement, 1)
	if err := model.Judge(ctx, w.Asked.Text, []string{w.Text[:w.Lead] + best}, list); err != nil {
		return w.Said, w.Judgement, false
	}
	return best, list[0], excepted
}

// written lists the words that a text has, however they are hyphened: "xray" is in "except for X-rays".
func written(words []evidence.Word, text string) (list []string) {
	all := kb.Squash(text)
	for _, w := range words {
		if word := kb.Squash(w.Norm); len(word) > 2 && strings.Contains(all, word) {
			list = append(list, word)
		}
	}
	return list
}

// farOnly is how many words behind "only" those stand of whom alone something is so: "only Ann Lee and Bo Ray can".
const farOnly = 5

// onlyOf reports whether a text says that something is so only of what a question asks of.
func (c *Claim) onlyOf(text string, words []evidence.Word) bool {
	toks := c.Stems.Tokens(text)
	i := slices.IndexFunc(toks, func(tok nlp.Token) bool { return tok.Norm == "only" })
	if i < 0 || setsApart(text, c.Stems) || setsApart(c.Question.Text, c.Stems) {
		return false
	}
	return slices.ContainsFunc(toks[i+1:min(len(toks), i+1+farOnly)], func(tok nlp.Token) bool {
		return slices.ContainsFunc(words, func(w evidence.Word) bool { return w.Stem == tok.Stem && (tok.Capitalised() || w.Named) })
	})
}

// pieces are the sentences of a text, parted at semicolons and before a "but".
func pieces(text string) (list []string) {
	for _, s := range nlp.Sentences(text) {
		for _, part := range strings.Split(text[s.Start:s.End], "; ") {
			list = append(list, english.Clauses(part)...)
		}
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
