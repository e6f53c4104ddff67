package say

import (
	"slices"
	"strings"
	"unicode"

	"hapjak/facts/kb"
)

// Card are the statements worth telling of a node, in the order of its
// kind's card, one group for each relation and side.
func (t *Teller) Card(n kb.Node) []Group {
	b := t.base
	kind := b.Schema().KindDef(b.KindOf(n))
	order := map[kb.Rel]int{}
	for i, r := range kind.Card {
		order[r] = i + 1
	}
	rank := func(r kb.Rel) int {
		if o, ok := order[r]; ok {
			return o
		}
		return 1000 + int(r)
	}
	out := append([]kb.Stmt(nil), b.OutAll(n)...)
	sortStmts(out, func(s kb.Stmt) int { return rank(b.Relation(s)) })
	groups := t.Groups(out)
	in := append([]kb.Stmt(nil), b.InAll(n)...)
	sortStmts(in, func(s kb.Stmt) int { return rank(b.Relation(s)) })
	return append(groups, t.Groups(in)...)
}

// About tells what is stated of a node, in the order of its kind's card, as much as fits a text. What is said of it in a row is
// drawn together: "It is from Norway and was shot in Bergen."
func (t *Teller) About(n kb.Node) string {
	groups := t.Card(n)
	before := len(t.refs)
	var said []string
	for _, g := range groups {
		clause, _ := t.clause(g)
		said = append(said, Plain(clause))
	}
	t.Cut(before)
	var list []drawn
	length := 0
	for i, g := range groups {
		if slices.ContainsFunc(said, func(o string) bool { return strings.HasPrefix(o, said[i]+" ") }) {
			continue // "it turned to Asia" of "it turned to Asia because of a ban"
		}
		before := len(t.refs)
		name := t.called(n, g.Rel)
		d := drawn{subject: name}
		d.parts[0], d.marks[0] = t.clause(g)
		rest, ok := strings.CutPrefix(d.parts[0], name+" ")
		d.one = ok && !strings.HasPrefix(rest, "and ") && !strings.HasPrefix(rest, "[")
		if length += Length(ended(d.parts[0], d.marks[0])) + 1; length > MaxText-20 {
			t.Cut(before)
			break
		}
		t.spoken = kb.NoNode
		if g.BySubject && t.base.Subject(g.Stmts[0]) == n {
			t.spoken = n // "it" from here on
		}
		if len(list) == 0 || !list[len(list)-1].add(d) {
			list = append(list, d)
		}
	}
	t.spoken = kb.NoNode
	text := ""
	for _, d := range list {
		text += " " + d.text()
	}
	return strings.TrimSpace(text)
}

// A drawn is a sentence that says one or two things of a subject.
type drawn struct {
	subject string
	one     bool      // it begins with the subject and no other
	parts   [2]string // the second without the subject
	marks   [2]string
}

// maxDrawn is how long, in bytes, what is said first in a sentence is at most where it says a second thing.
const maxDrawn = 60

// add draws what another sentence says into one: another verb of the same ("wrote and directed it"), or a second thing of its subject.
func (d *drawn) add(o drawn) bool {
	if last := d.parts[1]; last != "" {
		verb, other, ok := oneApart(d.subject+" "+last, o.parts[0])
		if ok = ok && d.marks[1] == o.marks[0]; ok {
			d.parts[1] = strings.Replace(last, verb+" ", verb+" and "+other+" ", 1)
		}
		return ok
	}
	if verb, other, ok := oneApart(d.parts[0], o.parts[0]); ok && d.marks[0] == o.marks[0] {
		d.parts[0] = strings.Replace(d.parts[0], " "+verb+" ", " "+verb+" and "+other+" ", 1)
		return true
	}
	if !d.one || !o.one || len(d.parts[0]) > maxDrawn || strings.Contains(d.parts[0], ", ") {
		return false
	}
	d.parts[1], d.marks[1] = strings.TrimPrefix(o.parts[0], o.subject+" "), o.marks[0]
	return true
}

// oneApart finds the one word by which two clauses differ, if it is neither a name nor a number.
func oneApart(a, b string) (word, other string, ok bool) {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) != len(y) {
		return "", "", false
	}
	for i := range x {
		if x[i] != y[i] {
			if ok || i == 0 || i+1 == len(x) || !lower(x[i]) || !lower(y[i]) {
				return "", "", false
			}
			word, other, ok = x[i], y[i], true
		}
	}
	return word, other, ok
}

// lower reports whether a word has small letters alone.
func lower(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLower(r) && r != '-' })
}

func (d *drawn) text() string {
	if d.parts[1] == "" {
		return ended(d.parts[0], d.marks[0])
	}
	said := d.parts[0]
	if d.marks[0] != d.marks[1] && d.marks[0] != "" {
		said += " " + d.marks[0]
	}
	if strings.Contains(d.parts[0], " and ") {
		said += ","
	}
	return ended(said+" and "+d.parts[1], d.marks[1])
}

// SideBySide tells what is stated of two nodes, relation by relation.
func (t *Teller) SideBySide(a, b kb.Node) string {
	other := map[kb.Rel]Group{}
	for _, g := range t.Card(b) {
		if _, ok := other[g.Rel]; !ok {
			other[g.Rel] = g
		}
	}
	text := ""
	done := map[kb.Rel]bool{}
	for _, g := range t.Card(a) {
		o, ok := other[g.Rel]
		if !ok || done[g.Rel] || t.base.Subject(g.Stmts[0]) != a || t.base.Subject(o.Stmts[0]) != b {
			continue
		}
		done[g.Rel] = true
		before := len(t.refs)
		pair := t.Sentence(g) + " " + t.Sentence(o)
		if Length(text)+Length(pair) > MaxLong-20 {
			t.Cut(before)
			continue
		}
		text = strings.TrimSpace(text + " " + pair)
	}
	return text
}

// Label tells a node apart from others of its name.
func (t *Teller) Label(n kb.Node) string {
	label := t.Title(n)
	if about := t.base.About(n); about != "" && label == t.base.Name(n) {
		label += " (" + about + ")"
	}
	return label
}
