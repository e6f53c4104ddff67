package facts

import (
	"cmp"
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/say"
	"hapjak/nlp/english"
)

// inOrder puts named things in the order of their dates ("Typhoon, Okja, Alone: oldest
// first"). Things whose dates are of several sorts, as births and deaths are, are left to the planner.
func (t planReply) inOrder() bool {
	for i, w := range t.r.Words {
		if way := english.InTime(w.Norm, t.r.NormAt(i+1)); way != 0 {
			return t.byDate(way, 3)
		}
	}
	return false
}

// course tells what happened to the one thing that is named when, in the order of time: "the history of
// Okja, from the first day of shooting to its release". The encoder is not asked: no sentence answers that.
func (t planReply) course() bool {
	nodes := t.first().Named()
	if !t.r.SeeksCourse() || len(nodes) != 1 {
		return false
	}
	b := &browse{a: &t.a.Library, t: t.t}
	var events []moment // of each time the one of which most is stated
	for _, m := range b.moments(TimelineQuery{}, map[kb.Node]bool{nodes[0]: true}) {
		last := len(events) - 1
		switch {
		case t.a.base.Subject(m.stmts[0]) != nodes[0]:
		case last < 0 || events[last].when != m.when:
			events = append(events, m)
		case len(t.a.base.Qualifiers(m.stmts[0])) > len(t.a.base.Qualifiers(events[last].stmts[0])):
			events[last] = m
		}
	}
	if len(events) < 2 {
		return false
	}
	text := ""
	for _, m := range events {
		if told := text + " " + t.t.Tell(m.stmts); say.Length(told) <= say.MaxLong {
			text = told
		}
	}
	t.topics, t.answers = nodes, nodes
	t.out.Answers = []Short{t.short(nodes[0])}
	return t.finish(Answered, strings.TrimSpace(text), 0.9)
}

// earlier says which of two named things is earlier or later: "Okja or Alone, which came first?".
func (t planReply) earlier() bool {
	or, way := false, 0
	named := t.first().InName()
	for i, w := range t.r.Words {
		or = or || w.Norm == "or"
		if way == 0 && !named[i] { // not "The Last Woman"

			way = english.Earlier(w.Norm)
		}
	}
	return or && way != 0 && t.byDate(way, 2)
}

// byDate tells the dates of named things, in the order of time or, where way is -1, against it. Of two
// the first is the answer, of more all are.
func (t planReply) byDate(way, least int) bool {
	nodes := t.first().Named()
	slices.Sort(nodes)
	nodes = slices.Compact(nodes)
	if len(nodes) < least || least == 2 && len(nodes) > 2 {
		return false
	}
	stmts := t.dated(nodes)
	if stmts == nil {
		return false
	}
	when := func(s kb.Stmt) float64 { v, _ := t.a.base.Value(t.a.base.Object(s)); return v.Lo }
	slices.SortStableFunc(stmts, func(a, b kb.Stmt) int { return way * cmp.Compare(when(a), when(b)) })
	if len(nodes) == 2 && when(stmts[0]) == when(stmts[1]) {
		return false
	}
	var told []string
	for i, s := range stmts {
		told = append(told, t.t.Tell([]kb.Stmt{s}))
		if len(nodes) > 2 || i == 0 {
			t.out.Answers = append(t.out.Answers, t.short(t.a.base.Subject(s)))
		}
	}
	t.topics, t.answers = nodes, []kb.Node{t.a.base.Subject(stmts[0])}
	return t.finish(Answered, strings.Join(told, " "), 0.9)
}

// dated are the statements that date things, one for each, by the one relation that dates them all;
// nil where there is none such, or more than one.
func (t planReply) dated(nodes []kb.Node) (stmts []kb.Stmt) {
	b := t.a.base
	for _, s := range b.OutAll(nodes[0]) {
		if _, ok := b.Value(b.Object(s)); !ok || !isTime(b.KindOf(b.Object(s))) {
			continue
		}
		var of []kb.Stmt
		for _, n := range nodes {
			if list := b.Out(n, b.Relation(s)); len(list) == 1 {
				of = append(of, list...)
			}
		}
		switch {
		case len(of) < len(nodes):
		case stmts != nil:
			return nil
		default:
			stmts = of
		}
	}
	return stmts
}
