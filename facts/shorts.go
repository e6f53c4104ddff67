package facts

import (
	"slices"
	"strings"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/span"
	"hapjak/nlp/english"
)

// dropNamed leaves out of several answers those that the question itself names: "who else but Ann
// Lee …", "which one follows Decide?".
func (t evidenceReply) dropNamed(a *decide.Asked) {
	if a.Either || len(a.Options) > 0 {
		return
	}
	left := slices.DeleteFunc(slices.Clone(t.out.Answers), func(s Short) bool {
		typed := !a.Several || t.r.Excludes() || strings.Contains(t.r.Text, s.Text) // of the desk items the desk is one
		return typed && t.chooser().Own(a, s.Text) || a.Apart(s.Text+origin(t.out.Text, s.Text))
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
	found := span.Picked(&best.Judged)
	if best.Asked.Several && (len(found) < 2 || strings.Contains(best.Said, evidence.Bullet)) {
		found = nil
		for _, w := range told {
			found = append(found, span.Picked(&w.Judged)...)
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
	return name, span.InLead(&w.Judged) && strings.Contains(w.Text[:w.Lead], name) || t.out.Answers[0].Entity != "" || len(t.a.Base().Named(kb.Squash(name))) > 0
}

// goOnFrom keeps what the next question may point back at: the thing that stands over the passage that
// answers, where it is asked for or a pronoun stands for it, and the things that its words name.
func (t evidenceReply) goOnFrom(w *weighed) {
	n, ok := t.heading(w)
	if !ok && t.r.HasPronoun() {
		heading, _ := w.LastHeading()
		if over := t.entities(t.a.Base().Named(kb.Squash(english.Unbracketed(heading)))); len(over) == 1 {
			n, ok = over[0], true
		}
	}
	if ok {
		t.topics = append([]kb.Node{n}, expr.Leaving(t.topics, func(o kb.Node) bool { return o == n })...)
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
