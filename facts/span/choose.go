// Package span finds the words of a piece of evidence that answer a question in short.
//
// The encoder picks words out of evidence, and the next best beside them. A [Chooser] takes others than
// its best where those cannot be what is asked for (choose.go); [Picked] makes short answers of the words
// that are left: whole names and terms, and of a list what stands in it, where several things are asked
// for (picked.go).
package span

import (
	"slices"
	"strings"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A Chooser tells which words may answer a question.
type Chooser struct {
	Question *question.Question
	Base     *kb.Base
	Stems    *nlp.Stemmer
}

// maxBehind is how far the words that are chosen may score below the encoder's best.
const maxBehind = 4

// Choose takes other words of the evidence than the encoder's best where those cannot be what is
// asked for: of another type or kind, or words of the question itself.
func (c Chooser) Choose(w *decide.Judged) {
	a := w.Asked
	if w.From == evidence.Plan || a.Verdict || !a.Short || w.End <= w.Start || w.Start < w.Lead || c.fits(a, w.Text, w.Start, w.End) {
		return
	}
	for _, o := range w.Next {
		if o.End > o.Start && o.Start >= w.Lead && o.Span > w.Span-maxBehind && c.fits(a, w.Text, o.Start, o.End) {
			w.Start, w.End, w.Span = o.Start, o.End, o.Span
			return
		}
	}
	for _, item := range english.ListAround(w.Text[w.Lead:], w.Start-w.Lead, w.End-w.Lead) {
		if at := w.Lead + strings.Index(w.Text[w.Lead:], item); at >= w.Lead && english.LikeName(item) && c.fits(a, w.Text, at, at+len(item)) {
			w.Start, w.End = at, at+len(item)
			return
		}
	}
	if at, end, ok := nearest(a, w.Text[w.Lead:]); ok {
		w.Start, w.End = w.Lead+at, w.Lead+end
	}
}

// nearest finds what a question gives to choose from in a text: of several the one that stands nearest
// to another word of the question.
func nearest(a *decide.Asked, text string) (start, end int, ok bool) {
	text = strings.ToLower(text)
	options := strings.ToLower(strings.Join(a.Options, " "))
	best := len(text) + 1
	for _, o := range a.Options {
		o = strings.TrimPrefix(strings.ToLower(o), "the ")
		at := strings.Index(text, o)
		if at < 0 {
			continue
		}
		away := len(text)
		for _, w := range a.Words {
			if k := strings.Index(text, w.Stem); k >= 0 && !strings.Contains(options, w.Stem) {
				away = min(away, max(k-at, at-k))
			}
		}
		if away < best {
			best, start, end, ok = away, at, at+len(o), true
		}
	}
	return start, end, ok
}

// SpellOut takes the words that letters stand for, where a question asks for those and a passage says
// them beside the letters: what the encoder knows of words tells nothing of letters.
func (c Chooser) SpellOut(w *decide.Judged) {
	letters := c.Question.Letters()
	if letters == "" || w.From != evidence.Passage {
		return
	}
	if full, start, ok := english.SpeltOut(w.Text[w.Lead:], letters); ok {
		w.Start, w.End = w.Lead+start, w.Lead+start+len(full)
		w.Logit, w.Span = spelt, spelt
	}
}

// spelt is the logit of words that letters stand for, as high as the encoder's go.
const spelt = 6

// Own reports whether all words are the question's own.
func (c Chooser) Own(a *decide.Asked, words string) bool {
	for tok := range c.Stems.EachToken(words) {
		if tok.Kind != nlp.Punct && !slices.ContainsFunc(a.Words, func(w evidence.Word) bool { return w.Stem == tok.Stem }) {
			return false
		}
	}
	return true
}

// fits reports whether words of a text may be what a question asks for.
func (c Chooser) fits(a *decide.Asked, text string, start, end int) bool {
	words := text[start:end]
	if len(a.Options) > 0 {
		return c.Own(a, words) // one of those that it names
	}
	if decide.Offers(a.Type, words) < 0 || !a.Several && a.Apart(words+english.Origin(text[end:])) {
		return false
	}
	nodes := c.Base.Named(kb.Squash(words))
	if len(nodes) == 0 && c.wantsName(a) && decide.Offers("HUM:ind", words) < 0 {
		return false
	}
	if len(nodes) > 0 && !slices.ContainsFunc(nodes, func(n kb.Node) bool { return c.Wanted(a, n) >= 0 }) {
		return false
	}
	return a.Either || !c.Own(a, words)
}

// wantsName reports whether what a question's noun wants are things that have names: "and the actress?".
func (c Chooser) wantsName(a *decide.Asked) bool {
	if a.Kinds == 0 || a.Kinds == expr.AnyKind || a.Type.Coarse() == "NUM" {
		return false
	}
	schema := c.Base.Schema()
	for k := range schema.Kinds {
		if kind := kb.Kind(k); a.Kinds.Has(kind) && schema.Literal(kind) {
			return false
		}
	}
	return true
}

// Wanted tells whether a node is what a question wants: 1 it is of the kind that the
// question's words name, -1 of another, 0 no telling. A name, a person or a place is no
// figure and no text; a figure is no name.
func (c Chooser) Wanted(a *decide.Asked, n kb.Node) int {
	kind := c.Base.KindOf(n)
	literal := c.Base.Schema().Literal(kind)
	switch {
	case a.Kinds != expr.AnyKind && a.Kinds.Has(kind):
		return 1
	case a.Kinds != expr.AnyKind && a.Kinds != 0:
		return -1
	case !a.Short || a.Verdict:
		return 0
	}
	switch a.Type.Coarse() {
	case "NUM":
		if !literal || kind == kb.Text {
			return -1
		}
		return 1
	case "HUM", "LOC", "ENTY":
		if literal {
			return -1
		}
	}
	return 0
}

// Miscounts reports whether evidence answers with how long something is where it is asked how many there are: "how many books can I
// borrow?" is not answered by "three weeks".
func (c Chooser) Miscounts(w *decide.Judged) bool {
	if !c.Question.CountsThings() || w.From != evidence.Passage || w.End <= w.Start {
		return false
	}
	words := strings.Fields(strings.ToLower(w.Text[w.Start:w.End]))
	return len(words) > 0 && english.IsTime(words[len(words)-1])
}
