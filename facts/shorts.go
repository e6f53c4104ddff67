package facts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/nlp/english"
)

// maxShort bounds, in bytes, the words of a passage that answer what asks for no name.
const maxShort = 60

// dropNamed leaves out of several answers those that the question itself names: "who else but Ann
// Lee …", "which one follows Decide?".
func (t evidenceReply) dropNamed(a *decide.Asked) {
	if a.Either || len(a.Options) > 0 {
		return
	}
	left := slices.DeleteFunc(slices.Clone(t.out.Answers), func(s Short) bool {
		typed := !a.Several || t.r.Excludes() || strings.Contains(t.r.Text, s.Text) // of the desk items the desk is one
		return typed && t.own(a, s.Text) || a.Apart(s.Text+origin(t.out.Text, s.Text))
	})
	if len(left) > 0 {
		t.out.Answers = left
	}
}

// origin is where a text says behind a name that it is from, "" where it does not.
func origin(text, name string) string {
	if _, after, ok := strings.Cut(text, name); ok {
		return english.Origin(after)
	}
	return ""
}

// meant are the ends of statements that answer: where each has a sentence of its own, or one thing is
// asked for ("which actor …"), the one that the encoder picks out of them.
func (t evidenceReply) meant(w *weighed) []kb.Node {
	if w.Asked.Several || len(w.Ends) < 2 || w.Span <= 0 || w.End <= w.Start {
		return w.Ends
	}
	if !w.Asked.One && strings.Count(w.Text, ". ") == 0 {
		return w.Ends // "Ann Lee and Bo Ray built it"
	}
	words := strings.ToLower(w.Text[w.Start:w.End])
	for i, n := range w.Ends {
		if name := strings.ToLower(t.a.Base().Name(n)); strings.Contains(words, name) || strings.Contains(name, words) {
			return w.Ends[i : i+1]
		}
	}
	return w.Ends
}

// pick makes short answers of the words that the encoder picks out of a passage's sentence. Where
// several things are asked for and the sentence has one of them, those of the sentences told
// beside it are answers too.
func (t evidenceReply) pick(best *weighed, told []*weighed) {
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
func (t evidenceReply) headed(w *weighed) (name string, ok bool) {
	if len(t.out.Answers) != 1 || w.Asked.Verdict || w.Asked.Which {
		return "", false
	}
	name = t.out.Answers[0].Text
	return name, w.inLead() && strings.Contains(w.Text[:w.Lead], name) || t.out.Answers[0].Entity != "" || len(t.a.Base().Named(kb.Squash(name))) > 0
}

// inLead reports whether the words that answer stand in the title or heading.
func (w *weighed) inLead() bool { return w.Start < w.Lead && w.Start < w.End }

// goOnFrom keeps what the next question may point back at: the thing that stands over the passage that
// answers, and the things that its words name.
func (t evidenceReply) goOnFrom(w *weighed) {
	if n, ok := t.heading(w); ok && !slices.Contains(t.topics, n) {
		t.topics = append([]kb.Node{n}, t.topics...)
	}
	for _, s := range t.out.Answers {
		if nodes := t.a.Base().Named(kb.Squash(s.Text)); s.Kind == "text" && len(nodes) == 1 && t.a.Base().ID(nodes[0]) != "" {
			t.answers = append(t.answers, nodes[0])
		}
	}
}

// heading is the thing that stands over a passage, where a question wants one of its kind and the
// passage says it of no other: "the film in which two people meet online" is answered by what the
// heading over such a sentence names.
func (t evidenceReply) heading(w *weighed) (n kb.Node, ok bool) {
	a := w.Asked
	if a.Kinds == 0 || a.Kinds == expr.AnyKind || a.Several || a.Type.Coarse() == "NUM" {
		return 0, false
	}
	of := func(name string) (n kb.Node, ok bool) {
		nodes := t.a.Base().Named(kb.Squash(english.Unbracketed(name)))
		i := slices.IndexFunc(nodes, func(n kb.Node) bool { return a.Kinds.Has(t.a.Base().KindOf(n)) && t.a.Base().ID(n) != "" })
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
	heading, _ := w.LastHeading()
	return of(heading)
}

// maxNamed is how many words a name has at most that may have an "and" in it.
const maxNamed = 8

// picked lists what a passage's words that answer name, and where several things are asked for
// what stands in one list with them.
func picked(w *weighed) []string {
	count := w.Asked.Count
	if w.End <= w.Start || !w.Asked.Short && (w.Span <= 0 || w.End-w.Start >= maxShort) {
		return nil
	}
	start, end := english.WholeTerm(w.Text, w.Start, w.End)
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
	if w.Asked.Type == "HUM:ind" && !w.Asked.Several {
		words = english.Name(words)
	}
	if w.Asked.One && strings.Count(words, " ") < maxNamed {
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
	offers := func(s string) bool { return decide.Offers(w.Asked.Type, s) >= 0 }
	if slices.ContainsFunc(found, offers) { // "moreover, 42 of them" is no list of two numbers
		found = slices.DeleteFunc(found, func(s string) bool { return !offers(s) })
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
		if heads := english.Heads(parts); heads != nil {
			return heads
		}
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
	list = slices.DeleteFunc(list, func(s string) bool {
		first, _, more := strings.Cut(s, " ")
		return s == "" || more && len(list) > 1 && english.IsPreposition(first) // "Ann Lee, of Norway"
	})
	if len(list) == 0 || !names && !brief {
		return []string{clean(words)}
	}
	return list
}
