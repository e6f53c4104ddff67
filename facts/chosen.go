package facts

import (
	"slices"
	"strings"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// maxBehind is how far the words that are chosen may score below the encoder's best.
const maxBehind = 4

// chooseWords takes other words of the evidence than the encoder's best where those cannot be what is
// asked for: of another type or kind, or words of the question itself.
func (t weigher) chooseWords(w *weighed) {
	a := w.Asked
	if w.planned != nil || a.Verdict || !a.Short || w.End <= w.Start || w.Start < w.Lead || t.fits(a, w.Text, w.Start, w.End) {
		return
	}
	for _, o := range w.Next {
		if o.End > o.Start && o.Start >= w.Lead && o.Span > w.Span-maxBehind && t.fits(a, w.Text, o.Start, o.End) {
			w.Start, w.End, w.Span = o.Start, o.End, o.Span
			return
		}
	}
	for _, item := range english.ListAround(w.Text[w.Lead:], w.Start-w.Lead, w.End-w.Lead) {
		if at := w.Lead + strings.Index(w.Text[w.Lead:], item); at >= w.Lead && english.LikeName(item) && t.fits(a, w.Text, at, at+len(item)) {
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

// spellOut takes the words that letters stand for, where a question asks for those and a passage says
// them beside the letters: what the encoder knows of words tells nothing of letters.
func (t weigher) spellOut(w *weighed) {
	letters := t.r.Letters()
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

// setApart reports whether a candidate would answer with no more than what the question sets apart:
// "who else but Ann Lee?".
func (t weigher) setApart(a *decide.Asked, w *weighed) bool {
	return t.r.Excludes() && len(w.Ends) > 0 &&
		!slices.ContainsFunc(w.Ends, func(n kb.Node) bool { return !t.own(a, t.a.Base().Name(n)) })
}

// own reports whether all words are the question's own.
func (t *inquiry) own(a *decide.Asked, words string) bool {
	for tok := range t.a.Planner().Stems().EachToken(words) {
		if tok.Kind != nlp.Punct && !slices.ContainsFunc(a.Words, func(w evidence.Word) bool { return w.Stem == tok.Stem }) {
			return false
		}
	}
	return true
}

// fits reports whether words of a text may be what a question asks for.
func (t weigher) fits(a *decide.Asked, text string, start, end int) bool {
	words := text[start:end]
	if len(a.Options) > 0 {
		return t.own(a, words) // one of those that it names
	}
	if decide.Offers(a.Type, words) < 0 || !a.Several && a.Apart(words+english.Origin(text[end:])) {
		return false
	}
	nodes := t.a.Base().Named(kb.Squash(words))
	if len(nodes) == 0 && t.wantsName(a) && decide.Offers("HUM:ind", words) < 0 {
		return false
	}
	if len(nodes) > 0 && !slices.ContainsFunc(nodes, func(n kb.Node) bool { return t.wanted(*a, a.Kinds, n) >= 0 }) {
		return false
	}
	return a.Either || !t.own(a, words)
}

// wantsName reports whether what a question's noun wants are things that have names: "and the actress?".
func (t weigher) wantsName(a *decide.Asked) bool {
	if a.Kinds == 0 || a.Kinds == expr.AnyKind || a.Type.Coarse() == "NUM" {
		return false
	}
	schema := t.a.Base().Schema()
	for k := range schema.Kinds {
		if kind := kb.Kind(k); a.Kinds.Has(kind) && schema.Literal(kind) {
			return false
		}
	}
	return true
}

// apart tells which answers a question sets apart: what it names so, in whole or in part ("leaving
// out Alba" the Alba Oil Company), and what a statement links to what it names so ("who were not
// Norwegian" those who are from Norway).
func (t *inquiry) apart() func(name string) bool {
	_, from, to := t.r.Apart()
	if to <= from {
		return func(string) bool { return false }
	}
	q := question.Parse(t.span(from, to), question.Said{}, t.a.Planner().Stems())
	named := t.a.Planner().Plan(q, plan.AsTyped).Named()
	return func(name string) bool {
		for tok := range t.a.Planner().Stems().EachToken(name) {
			if tok.Kind != nlp.Punct && slices.ContainsFunc(q.Words, func(w question.Word) bool { return w.Content() && w.Stem == tok.Stem }) {
				return true
			}
		}
		if place := english.Place(name); slices.ContainsFunc(t.a.Base().Named(kb.Squash(place)), func(n kb.Node) bool { return slices.Contains(named, n) }) {
			return true // "Ann Lee of Norway" where Norwegians are set apart
		}
		return slices.ContainsFunc(t.a.Base().Named(kb.Squash(name)), func(n kb.Node) bool {
			return slices.ContainsFunc(named, func(e kb.Node) bool { return t.a.Base().KindOf(e) != t.a.Base().KindOf(n) && t.linked(n, e) })
		})
	}
}
