package facts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
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
func (t *turn) chooseWords(w *weighed) {
	a := w.reading
	if a == nil || a.Verdict || !a.Short || w.End <= w.Start || w.Start < w.Lead || t.fits(a, w.Text[w.Start:w.End]) {
		return
	}
	for _, o := range w.Next {
		if o.End > o.Start && o.Start >= w.Lead && o.Span > w.Span-maxBehind && t.fits(a, w.Text[o.Start:o.End]) {
			w.Start, w.End, w.Span = o.Start, o.End, o.Span
			return
		}
	}
	if at, end, ok := nearest(a, w.Text[w.Lead:]); ok {
		w.Start, w.End = w.Lead+at, w.Lead+end
	}
}

// nearest finds what a question gives to choose from in a text: of several the one that stands nearest
// to another word of the question.
func nearest(a *reread, text string) (start, end int, ok bool) {
	text = strings.ToLower(text)
	options := strings.ToLower(strings.Join(a.options, " "))
	best := len(text) + 1
	for _, o := range a.options {
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
func (t *turn) spellOut(w *weighed) {
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

// dropNamed leaves out of several answers those that the question itself names: "who else but Ann
// Lee …", "which one follows Decide?".
func (t *turn) dropNamed(a *reread) {
	if a == nil || a.either || len(a.options) > 0 {
		return
	}
	left := slices.DeleteFunc(slices.Clone(t.out.Answers), func(s Short) bool {
		typed := !a.Several || t.r.Excludes() || strings.Contains(t.r.Text, s.Text) // of the desk items the desk is one
		return typed && t.own(a, s.Text) || a.apart(s.Text)
	})
	if len(left) > 0 {
		t.out.Answers = left
	}
}

// apart tells which answers a question sets apart: what it names so, in whole or in part ("leaving
// out Alba" the Alba Oil Company), and what a statement links to what it names so ("who were not
// Norwegian" those who are from Norway).
func (t *turn) apart() func(name string) bool {
	from, to := t.r.Apart()
	if to <= from {
		return func(string) bool { return false }
	}
	q := question.Parse(t.span(from, to), question.Said{}, t.a.plans.Stems())
	named := t.a.plans.Plan(q, plan.AsTyped).Named()
	return func(name string) bool {
		for tok := range t.a.plans.Stems().EachToken(name) {
			if tok.Kind != nlp.Punct && slices.ContainsFunc(q.Words, func(w question.Word) bool { return w.Content() && w.Stem == tok.Stem }) {
				return true
			}
		}
		return slices.ContainsFunc(t.a.base.Named(kb.Squash(name)), func(n kb.Node) bool {
			return slices.ContainsFunc(named, func(e kb.Node) bool { return t.linked(n, e) })
		})
	}
}

// setApart reports whether a candidate would answer with no more than what the question sets apart:
// "who else but Ann Lee?".
func (t *turn) setApart(a *reread, w *weighed) bool {
	return t.r.Excludes() && len(w.Ends) > 0 &&
		!slices.ContainsFunc(w.Ends, func(n kb.Node) bool { return !t.own(a, t.a.base.Name(n)) })
}

// own reports whether all words are the question's own.
func (t *turn) own(a *reread, words string) bool {
	for tok := range t.a.plans.Stems().EachToken(words) {
		if tok.Kind != nlp.Punct && !slices.ContainsFunc(a.Words, func(w evidence.Word) bool { return w.Stem == tok.Stem }) {
			return false
		}
	}
	return true
}

// fits reports whether words may be what a question asks for.
func (t *turn) fits(a *reread, words string) bool {
	if len(a.options) > 0 {
		return t.own(a, words) // one of those that it names
	}
	if decide.Offers(a.Type, words) < 0 || !a.Several && a.apart(words) {
		return false
	}
	nodes := t.a.base.Named(kb.Squash(words))
	if len(nodes) > 0 && !slices.ContainsFunc(nodes, func(n kb.Node) bool { return t.wanted(*a, a.kinds, n) >= 0 }) {
		return false
	}
	if a.either || strings.Contains(a.Text, ", ") {
		return true // one of those that it names
	}
	return !t.own(a, words)
}

// meant are the ends of statements that answer: where one thing is asked for, the one that the
// encoder picks out of their sentences.
func (t *turn) meant(w *weighed) []kb.Node {
	if w.Asked.Several || len(w.Ends) < 2 || w.Span <= 0 || w.End <= w.Start {
		return w.Ends
	}
	words := strings.ToLower(w.Text[w.Start:w.End])
	for i, n := range w.Ends {
		if name := strings.ToLower(t.a.base.Name(n)); strings.Contains(words, name) || strings.Contains(name, words) {
			return w.Ends[i : i+1]
		}
	}
	return w.Ends
}

// pick makes short answers of the words that the encoder picks out of a passage's sentence. Where
// several things are asked for and the sentence has one of them, those of the sentences told
// beside it are answers too.
func (t *turn) pick(best *weighed, told []*weighed) {
	if n, ok := t.heading(best); ok {
		t.out.Answers = append(t.out.Answers, t.short(n))
		return
	}
	found := picked(best)
	if best.Asked.Several && (len(found) < 2 || strings.Contains(best.Said, evidence.Bullet)) {
		found = nil
		for _, w := range told {
			found = append(found, picked(w)...)
		}
	}
	for _, s := range found {
		short := Short{Text: s, Kind: "text"}
		if !slices.Contains(t.out.Answers, short) {
			t.out.Answers = append(t.out.Answers, short)
		}
	}
}

// headed is the one thing that was answered, where it stands over the passage.
func (t *turn) headed(w *weighed) (name string, ok bool) {
	if len(t.out.Answers) != 1 || w.Asked.Verdict || w.Asked.Which {
		return "", false
	}
	name = t.out.Answers[0].Text
	return name, t.out.Answers[0].Entity != "" || len(t.a.base.Named(kb.Squash(name))) > 0
}

// heading is the thing that stands over a passage, where a question wants one of its kind and the
// passage says it of no other: "the film in which two people meet online" is answered by what the
// heading over such a sentence names.
func (t *turn) heading(w *weighed) (n kb.Node, ok bool) {
	a := w.reading
	if a == nil || a.kinds == 0 || a.kinds == plan.AnyKind || a.Several {
		return 0, false
	}
	of := func(name string) (n kb.Node, ok bool) {
		nodes := t.a.base.Named(kb.Squash(english.Unbracketed(name)))
		i := slices.IndexFunc(nodes, func(n kb.Node) bool { return a.kinds.Has(t.a.base.KindOf(n)) && t.a.base.ID(n) != "" })
		if i < 0 {
			return 0, false
		}
		return nodes[i], true
	}
	for _, name := range english.NamesIn(w.Said) {
		if _, ok := of(name); ok {
			return 0, false
		}
	}
	parts := strings.Split(strings.TrimSuffix(w.Text[:w.Lead], ": "), " › ")
	return of(parts[len(parts)-1])
}

// maxNamed is how many words a name has at most that may have an "and" in it.
const maxNamed = 8

// picked lists what a passage's words that answer name, and where several things are asked for
// what stands in one list with them.
func picked(w *weighed) []string {
	count := 0
	if w.reading != nil {
		count = w.reading.count
	}
	if w.End <= w.Start || !w.Asked.Short && (w.Span <= 0 || w.End-w.Start >= maxShort) {
		return nil
	}
	start, end := w.Start, w.End
	if start < w.Lead { // of the title, or of a name that stands before the sentence
		end = min(end, w.Lead)
	} else {
		start = w.Lead + english.WholeName(w.Text[w.Lead:], start-w.Lead)
		if quote := strings.IndexByte(w.Text[start:end], '"'); quote > 0 && start > w.Lead && w.Text[start-1] == '"' {
			end = start + quote // of a title no more than the title
		}
	}
	if bullet := strings.Index(w.Text, evidence.Bullet); w.Asked.Several && bullet >= 0 && bullet <= start {
		if list := items(w.Text[bullet:], true); len(list) > 1 {
			return list // of a list that is asked for all
		}
	}
	words := english.Unbracketed(w.Text[start:end])
	if w.reading != nil && w.reading.one && strings.Count(words, " ") < maxNamed {
		return []string{strings.Trim(words, ` "“”.,;:~`)}
	}
	found := items(words, w.Asked.Several)
	if w.Asked.Several && w.Start >= w.Lead {
		found = slices.Concat(english.NamesBefore(w.Text[w.Lead:start]), found, english.NamesAfter(w.Text[w.End:]))
		if list := english.ListAround(w.Text[w.Lead:], start-w.Lead, end-w.Lead); !english.LikeName(words) && len(list) > len(found) && (len(list) == count || count == 0 && len(list) > 2) {
			return list
		}
	}
	if slices.ContainsFunc(found, english.LikeName) { // the year behind a title is none of them
		found = slices.DeleteFunc(found, func(s string) bool { return len(found) > 1 && strings.Trim(s, "0123456789") == "" })
	}
	return found
}

// maxItem is how many words an item of a list has at most that is an answer by itself, maxOfSeveral
// where a question asks for several and three or more are listed.
const (
	maxItem      = 4
	maxOfSeveral = 5
)

// items parts words that list several things: names ("Obaltan" (1961) and "The Housemaid"), three
// or more short items of any sort, two where the question asks for several, or short items of
// a list. Of a list's longer items the first answers.
func items(words string, several bool) []string {
	clean := func(s string) string { return strings.Trim(s, ` "“”.,;:~`) }
	short := func(s string) bool { return strings.Count(s, " ") < maxItem }
	if strings.Contains(words, evidence.Bullet) {
		parts := strings.FieldsFunc(words, func(r rune) bool { return r == '•' })
		for i := range parts {
			parts[i] = clean(english.Unbracketed(parts[i]))
			if !short(parts[i]) {
				return []string{clean(parts[0])}
			}
		}
		return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	}
	list := english.Items(words)
	most := maxItem
	if several && len(list) > 2 {
		most = maxOfSeveral
	}
	names, brief := true, len(list) > 2 || several
	for i := range list {
		list[i] = clean(list[i])
		r, _ := utf8.DecodeRuneInString(list[i])
		names = names && unicode.IsUpper(r)
		brief = brief && strings.Count(list[i], " ") < most
	}
	list = slices.DeleteFunc(list, func(s string) bool { return s == "" })
	if len(list) == 0 || !names && !brief {
		return []string{clean(words)}
	}
	return list
}
