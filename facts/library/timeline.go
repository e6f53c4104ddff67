package library

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/say"
)

// A TimelineQuery asks what happened when.
type TimelineQuery struct {
	From, To int    // years; 0 is no bound
	About    string // the id or name of something, or a description: "horror films"
	Offset   int    // entries to leave out
	Most     int    // entries to give at most
}

// A Timeline is dated statements in order of time.
type Timeline struct {
	Title      string // what it is about, as understood; empty for everything
	Understood bool   // false where nothing is known by About
	Entries    []TimelineEntry
	Total      int // entries, the ones that are not on this page included
	Citations  []Citation
}

// A TimelineEntry is what happened at one time.
type TimelineEntry struct {
	When string   // "1958", "July 1964", "1950-1953"
	Text say.Text // a sentence
	// From and To are its first and last day, as the number 19640701.
	From, To int
}

// Undated is the text where When stands before it: without "in 1958" at its end.
func (e TimelineEntry) Undated() say.Text {
	before, after, ok := strings.Cut(e.Text.Plain, " in "+e.When+".")
	if !ok {
		return e.Text
	}
	x := say.Text{Plain: before + "." + after}
	for _, r := range e.Text.Refs {
		if r.At > len(before) {
			r.At = max(r.At-len(" in "+e.When), len(before))
		}
		x.Refs = append(x.Refs, r)
	}
	return x
}

// TimelineOf tells the dated statements that overlap the years asked for, of a set of things where a
// query is about something; named says that it has that by its name.
func (a *Library) TimelineOf(q TimelineQuery, set []kb.Node, named bool) Timeline {
	b := a.browse()
	tl := Timeline{Understood: true}
	var about map[kb.Node]bool
	if q.About != "" {
		if len(set) == 0 {
			return Timeline{Title: q.About}
		}
		tl.Title, about = q.About, b.around(set)
		if named {
			tl.Title = b.t.Title(set[0])
		}
	}
	moments := b.Moments(q, about)
	tl.Total = len(moments)
	from := min(max(q.Offset, 0), len(moments))
	for _, m := range moments[from:min(len(moments), from+max(q.Most, 0))] {
		tl.Entries = append(tl.Entries, TimelineEntry{a.base.Name(m.When), b.moment(m), int(m.v.Lo), int(m.v.Hi)})
	}
	tl.Citations = b.citations()
	return tl
}

// around returns the members of a set and everything that a statement joins to one
// of them: a timeline of a director has the films.
func (b *Page) around(set []kb.Node) map[kb.Node]bool {
	const few = 8 // what a description means is meant itself, and not its surroundings
	all := map[kb.Node]bool{}
	for _, n := range set {
		all[n] = true
		if len(set) > few {
			continue
		}
		for _, s := range b.a.base.OutAll(n) {
			all[b.a.base.Object(s)] = true
		}
		for _, s := range b.a.base.InAll(n) {
			all[b.a.base.Subject(s)] = true
		}
	}
	return all
}

// A Moment is statements of one relation at one time.
type Moment struct {
	When  kb.Node
	v     kb.Value
	Stmts []kb.Stmt
}

// Moments returns the dated statements that a query asks for, the earliest first,
// those that can be told in one sentence together.
func (b *Page) Moments(q TimelineQuery, about map[kb.Node]bool) []Moment {
	var list []Moment
	add := func(s kb.Stmt, when kb.Node) {
		v, ok := b.a.base.Value(when)
		if !ok || v.Lo == 0 || q.To > 0 && v.Lo > float64(q.To*10000+1231) || v.Hi < float64(q.From*10000) {
			return
		}
		if about != nil && !about[b.a.base.Subject(s)] && !(about[b.a.base.Object(s)] && b.a.base.Object(s) != when) {
			return
		}
		if i := len(list) - 1; i >= 0 && list[i].When == when && b.sameBut(list[i].Stmts[0], s) {
			list[i].Stmts = append(list[i].Stmts, s)
			return
		}
		list = append(list, Moment{when, v, []kb.Stmt{s}})
	}
	for _, k := range []kb.Kind{kb.Year, kb.Date, kb.Span} {
		for _, when := range b.a.base.OfKind(k) {
			for _, s := range b.a.base.InAll(when) {
				add(s, when)
			}
		}
	}
	b.datedByQualifier(add)
	slices.SortStableFunc(list, func(a, b Moment) int { return cmp.Or(cmp.Compare(a.v.Lo, b.v.Lo), cmp.Compare(a.v.Hi, b.v.Hi)) })
	return list
}

// datedByQualifier yields the statements that a qualifier dates: screened at a
// festival in 2014.
func (b *Page) datedByQualifier(yield func(kb.Stmt, kb.Node)) {
	base, dated := b.a.base, false
	for _, q := range base.Schema().Qualifiers {
		dated = dated || slices.ContainsFunc(q.To, IsTime)
	}
	if !dated {
		return
	}
	for s := range base.Statements() {
		for _, q := range base.Qualifiers(kb.Stmt(s)) {
			if IsTime(base.KindOf(q.Value)) {
				yield(kb.Stmt(s), q.Value)
			}
		}
	}
}

func IsTime(k kb.Kind) bool { return k == kb.Year || k == kb.Date || k == kb.Span }

// sameBut reports whether two statements differ in their subjects alone.
func (b *Page) sameBut(x, y kb.Stmt) bool {
	base := b.a.base
	return base.Relation(x) == base.Relation(y) && base.Object(x) == base.Object(y) && b.t.Alike(x, y)
}

// Moment tells a moment. Titles come without the year that stands beside them.
func (b *Page) moment(m Moment) say.Text {
	text := b.t.Sentence(say.Group{Rel: b.a.base.Relation(m.Stmts[0]), Stmts: m.Stmts, BySubject: len(m.Stmts) == 1})
	return b.t.Text(strings.ReplaceAll(text, fmt.Sprintf(" (%d)", int(m.v.Lo)/10000), ""))
}
