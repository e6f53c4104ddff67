package facts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"hapjak/facts/kb"
	"hapjak/facts/library"
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
	if from, to := t.r.YearsAsked(); from > 0 && len(nodes) == 0 && t.q.Source == "" {
		return t.inYears(from, to)
	}
	if !t.r.SeeksCourse() || len(nodes) != 1 {
		return false
	}
	b := t.a.PageBy(t.t)
	var events []library.Moment // of each time the one of which most is stated
	for _, m := range b.Moments(library.TimelineQuery{}, map[kb.Node]bool{nodes[0]: true}) {
		last := len(events) - 1
		switch {
		case t.a.Base().Subject(m.Stmts[0]) != nodes[0]:
		case last < 0 || events[last].When != m.When:
			events = append(events, m)
		case len(t.a.Base().Qualifiers(m.Stmts[0])) > len(t.a.Base().Qualifiers(events[last].Stmts[0])):
			events[last] = m
		}
	}
	if len(events) < 2 {
		return false
	}
	t.topics, t.answers = nodes, nodes
	t.out.Answers = []Short{t.short(nodes[0])}
	return t.tellCourse(events)
}

// inYears tells all that is dated to some years: "what happened in 1958?"
func (t planReply) inYears(from, to int) bool {
	b := t.a.PageBy(t.t)
	events := b.Moments(library.TimelineQuery{From: from, To: to}, nil)
	if len(events) == 0 {
		return false
	}
	return t.tellCourse(events)
}

// tellCourse tells events as far as they fit; their subjects are the answers where nothing else is.
func (t planReply) tellCourse(events []library.Moment) bool {
	groups := make([][]kb.Stmt, len(events))
	for i, m := range events {
		groups[i] = m.Stmts
	}
	text, told := t.tellWithin(groups)
	if len(t.answers) == 0 {
		for _, stmts := range groups[:told] {
			for _, n := range t.entities(evidenceReply(t).subjects(stmts)) {
				t.answered(n)
			}
		}
	}
	return t.finish(Answered, text, 0.9)
}

// answered adds a thing to the short answers, once.
func (t planReply) answered(n kb.Node) {
	if t.a.Base().ID(n) != "" && !slices.Contains(t.answers, n) {
		t.answers = append(t.answers, n)
		t.out.Answers = append(t.out.Answers, t.short(n))
	}
}

// tellWithin tells groups of statements, a sentence each, as many as a long answer has room for, and how many are left.
func (t planReply) tellWithin(groups [][]kb.Stmt) (text string, told int) {
	for _, stmts := range groups {
		before := len(t.t.Refs())
		next := strings.TrimSpace(text + " " + t.t.Tell(stmts))
		if say.Length(next) > say.MaxLong-20 {
			t.t.Cut(before)
			break
		}
		text, told = next, told+1
	}
	if left := len(groups) - told; left > 0 {
		text += fmt.Sprintf(" And %d more.", left)
	}
	return text, told
}

// timeBetween tells how much time lies between two named things that have a date each: "how long after Okja was Alone made?".
func (t planReply) timeBetween() bool {
	unit, order, ok := t.r.SeeksInterval()
	nodes := slices.Compact(t.first().Named())
	if !ok || len(nodes) != 2 {
		return false
	}
	stmts := t.dated(nodes)
	if stmts == nil {
		return false
	}
	b := t.a.Base()
	slices.SortFunc(stmts, func(x, y kb.Stmt) int { return cmp.Compare(dateOf(b, x).Lo, dateOf(b, y).Lo) })
	span := interval(dateOf(b, stmts[0]), dateOf(b, stmts[1]), unit)
	if span == "" || order != 0 && (b.Subject(stmts[0]) == nodes[0]) != (order > 0) { // it is the other way round
		return false
	}
	t.topics, t.answers = nodes, nodes
	t.out.Answers = []Short{{Text: span, Kind: "text"}}
	return t.finish(Answered, say.Capital(span)+": "+t.t.Tell(stmts[:1])+" "+t.t.Tell(stmts[1:]), 0.9)
}

// dateOf is the date that a statement gives.
func dateOf(b *kb.Base, s kb.Stmt) kb.Value {
	v, _ := b.Value(b.Object(s))
	return v
}

// interval is the time from one date to a later one: in days where both are known to the day and days or less than a year
// are asked for, in whole years where the dates leave no doubt of them, taken as those between the years' numbers where no
// more is known of either; else "".
func interval(from, to kb.Value, unit string) string {
	exact := from.Lo == from.Hi && to.Lo == to.Hi
	years := func(a, b float64) int {
		n := int(b)/10000 - int(a)/10000
		if int(b)%10000 < int(a)%10000 {
			n--
		}
		return n
	}
	least, most := years(from.Hi, to.Lo), years(from.Lo, to.Hi)
	if wholeYear(from) && wholeYear(to) {
		least = int(to.Lo)/10000 - int(from.Lo)/10000
		most = least
	}
	days := english.IsTimeUnit(unit) && unit != "years"
	switch {
	case exact && (unit == "days" || !days && most == 0) && from.Lo < to.Lo:
		return counted(int(dayOf(to.Lo).Sub(dayOf(from.Lo)).Hours()/24), "day")
	case !days && least == most && least > 0:
		return counted(least, "year")
	}
	return ""
}

// wholeYear reports whether no more than its year is known of a date.
func wholeYear(v kb.Value) bool { return int(v.Lo)%10000 == 101 && int(v.Hi)%10000 == 1231 }

func counted(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// dayOf is a date that is written as the number 19640701.
func dayOf(n float64) time.Time {
	return time.Date(int(n)/10000, time.Month(int(n)/100%100), int(n)%100, 0, 0, 0, 0, time.UTC)
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

// linked chooses, of things of one kind, the only one of which something is stated together with the one thing of another kind, where no
// more is named or asked: "The Mill, was that Ann Lee or Bo Ray?"
func (t planReply) linked() bool {
	named := t.first().Named()
	if len(named) < 3 || !t.r.Either() || t.first().SaysMore(named) {
		return false
	}
	base := t.a.Base()
	alone := func(n kb.Node) bool {
		return !slices.ContainsFunc(named, func(o kb.Node) bool { return o != n && base.KindOf(o) == base.KindOf(n) })
	}
	at := slices.IndexFunc(named, alone)
	if at < 0 {
		return false
	}
	of, options := named[at], slices.Delete(slices.Clone(named), at, at+1)
	var stmts []kb.Stmt
	var chosen []kb.Node
	for _, s := range slices.Concat(base.OutAll(of), base.InAll(of)) {
		other := base.Object(s)
		if other == of {
			other = base.Subject(s)
		}
		if slices.Contains(options, other) {
			stmts, chosen = append(stmts, s), append(chosen, other)
		}
	}
	if chosen = slices.Compact(chosen); len(chosen) != 1 || slices.ContainsFunc(options, alone) {
		return false
	}
	t.answered(chosen[0])
	t.topics = []kb.Node{of}
	return t.finish(Answered, t.t.Tell(stmts), 0.9)
}

// byDate tells the dates of named things, in the order of time or, where way is -1, against it. Of two
// the first is the answer, of more all are.
func (t planReply) byDate(way, least int) bool {
	nodes := t.first().Named()
	if works := t.works(nodes); len(works) > 1 { // not "audiences", where somebody counts as one
		nodes = works
	}
	slices.Sort(nodes)
	nodes = slices.Compact(nodes)
	if len(nodes) < least || least == 2 && len(nodes) > 2 {
		return false
	}
	stmts := t.dated(nodes)
	if stmts == nil {
		return false
	}
	base := t.a.Base()
	slices.SortStableFunc(stmts, func(a, b kb.Stmt) int { return way * cmp.Compare(dateOf(base, a).Lo, dateOf(base, b).Lo) })
	if len(nodes) == 2 && dateOf(base, stmts[0]).Lo == dateOf(base, stmts[1]).Lo {
		return false
	}
	var told []string
	for i, s := range stmts {
		told = append(told, t.t.Tell([]kb.Stmt{s}))
		if len(nodes) > 2 || i == 0 {
			t.out.Answers = append(t.out.Answers, t.short(t.a.Base().Subject(s)))
		}
	}
	t.topics, t.answers = nodes, []kb.Node{t.a.Base().Subject(stmts[0])}
	return t.finish(Answered, strings.Join(told, " "), 0.9)
}

// dated are the statements that date things, one for each, by the one relation that dates them all;
// nil where there is none such, or more than one.
func (t planReply) dated(nodes []kb.Node) (stmts []kb.Stmt) {
	b := t.a.Base()
	for _, s := range b.OutAll(nodes[0]) {
		if _, ok := b.Value(b.Object(s)); !ok || !library.IsTime(b.KindOf(b.Object(s))) {
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
