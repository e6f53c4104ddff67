package say

import (
	"fmt"
	"math/bits"
	"slices"
	"sort"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
)

// A Teller writes English from statements, and numbers the citations in the
// order in which their markers appear.
type Teller struct {
	plans  *plan.Planner
	base   *kb.Base
	refs   []corpus.Ref
	index  map[corpus.Ref]int
	spoken kb.Node // spoken of already: "it" from here on; kb.NoNode for none
	Only   string  // cite this source and no other, where it is not empty
	Left   int     // how many members of a list the text only counts, those at its end
	Meant  string  // what the things of a list have in common, where the list does not say it
}

// New returns a Teller of a base; plans may be nil where only titles are told.
func New(base *kb.Base, plans *plan.Planner) *Teller {
	return &Teller{spoken: kb.NoNode, plans: plans, base: base, index: map[corpus.Ref]int{}}
}

// Reset forgets the citations made so far, for a text that is not used.
func (t *Teller) Reset() {
	t.refs = nil
	t.index = map[corpus.Ref]int{}
	t.Meant, t.Left = "", 0
}

// Cut forgets all but the first n citations.
func (t *Teller) Cut(n int) {
	for _, r := range t.refs[n:] {
		delete(t.index, r)
	}
	t.refs = t.refs[:n]
}

// Marker returns the mark of a paragraph, to stand in a text behind a space.
func (t *Teller) Marker(ref corpus.Ref) string {
	n, ok := t.index[ref]
	if !ok {
		t.refs = append(t.refs, ref)
		n = len(t.refs)
		t.index[ref] = n
	}
	return string(firstMark + rune(n))
}

// cite picks the paragraph to cite for a statement: one that is cited already
// if there is one, so that an answer leads to few places, else the first.
func (t *Teller) cite(s kb.Stmt) (corpus.Ref, bool) {
	refs := t.base.Cites(s)
	if len(refs) == 0 {
		return corpus.Ref{}, false
	}
	for _, r := range refs {
		if _, ok := t.index[r]; ok && (t.Only == "" || r.Source == t.Only) {
			return r, true
		}
	}
	for _, r := range refs {
		if t.Only == "" || r.Source == t.Only {
			return r, true
		}
	}
	return refs[0], true
}

// Mark returns the mark of the paragraph that is cited for a statement, "" where none is.
func (t *Teller) Mark(s kb.Stmt) string {
	if ref, ok := t.cite(s); ok {
		return t.Marker(ref)
	}
	return ""
}

// maxSupports is how many paragraphs are cited for a statement that stands alone.
const maxSupports = 2

// marks returns the markers of a statement that is told among n.
func (t *Teller) marks(s kb.Stmt, n int) string {
	first := t.Mark(s)
	if n > 2 {
		return first
	}
	count := 1
	for _, r := range t.base.Cites(s) {
		if count == maxSupports {
			break
		}
		if m := t.Marker(r); m != first && (t.Only == "" || r.Source == t.Only) {
			first += m
			count++
		}
	}
	return first
}

// Title is a node's name as a sentence has it: films with their year.
func (t *Teller) Title(n kb.Node) string {
	name := t.base.Name(n)
	k := t.base.Schema().KindDef(t.base.KindOf(n))
	if k.Year == kb.NoRel {
		return name
	}
	dated := t.base.Out(n, k.Year)
	if len(dated) > 1 {
		return name // several things under one name, or several dates: none tells it
	}
	for _, s := range dated {
		if v, ok := t.base.Value(t.base.Object(s)); ok && v.Lo >= 10000 {
			return name + " (" + strconv.Itoa(int(v.Lo)/10000) + ")"
		}
	}
	return name
}

// called is what a sentence calls the one thing that it is about: its title; its
// name where the sentence itself tells the year; and once it was spoken of "it",
// or its name where it is somebody.
func (t *Teller) called(n kb.Node, rel kb.Rel) string {
	kind := t.base.KindOf(n)
	switch {
	case n == t.spoken && t.plans.Asks(question.Who)&(1<<kind) == 0 && t.base.ID(n) != "":
		return "it"
	case n == t.spoken || t.base.Schema().KindDef(kind).Year == rel:
		return t.base.Name(n)
	}
	return t.Title(n)
}

// MaxListed is how many things a sentence lists before it says "and n more".
const MaxListed = 12

// Tell writes sentences for statements, one for each group that shares a
// relation and one of its ends.
func (t *Teller) Tell(stmts []kb.Stmt) string {
	var out []string
	for _, g := range t.Groups(Distinct(stmts)) {
		out = append(out, t.Sentence(g))
	}
	return strings.Join(out, " ")
}

// Distinct returns statements, each once.
func Distinct(stmts []kb.Stmt) []kb.Stmt {
	seen := map[kb.Stmt]bool{}
	var list []kb.Stmt
	for _, s := range stmts {
		if !seen[s] {
			seen[s] = true
			list = append(list, s)
		}
	}
	return list
}

// A Group is statements of one relation that can be told in one sentence.
type Group struct {
	Rel   kb.Rel
	Stmts []kb.Stmt
	// BySubject: all have one subject, and the objects are listed; else all
	// have one object, and the subjects are.
	BySubject bool
	// With are groups that say the same of something else: of what two countries made together.
	With []Group
}

// shared is the end that all statements of a group have.
func (t *Teller) shared(g Group) kb.Node {
	if g.BySubject {
		return t.base.Subject(g.Stmts[0])
	}
	return t.base.Object(g.Stmts[0])
}

// other is the end of one of its statements that the others do not have.
func (t *Teller) other(g Group, s kb.Stmt) kb.Node {
	if g.BySubject {
		return t.base.Object(s)
	}
	return t.base.Subject(s)
}

// alike is a group whose statements say the same as another's of something else, in the order of those; ok is
// false where it does not say the same.
func (t *Teller) alike(a, b Group) (stmts []kb.Stmt, ok bool) {
	if a.Rel != b.Rel || len(a.Stmts) != len(b.Stmts) || len(a.Stmts) < 2 || a.BySubject != b.BySubject || !t.Alike(a.Stmts[0], b.Stmts[0]) {
		return nil, false
	}
	for i := range a.Stmts {
		k := slices.IndexFunc(b.Stmts, func(s kb.Stmt) bool { return t.other(b, s) == t.other(a, a.Stmts[i]) })
		if k < 0 {
			return nil, false
		}
		stmts = append(stmts, b.Stmts[k])
	}
	return stmts, true
}

// Groups parts statements into what can be told in one sentence, in their order.
func (t *Teller) Groups(stmts []kb.Stmt) []Group {
	var groups []Group
next:
	for _, s := range stmts {
		for i := range groups {
			g := &groups[i]
			if g.Rel != t.base.Relation(s) || !t.Alike(g.Stmts[0], s) {
				continue
			}
			sameSubject := t.base.Subject(g.Stmts[0]) == t.base.Subject(s)
			sameObject := t.base.Object(g.Stmts[0]) == t.base.Object(s)
			if len(g.Stmts) == 1 && (sameSubject || sameObject) || len(g.Stmts) > 1 && (g.BySubject && sameSubject || !g.BySubject && sameObject) {
				g.BySubject = len(g.Stmts) == 1 && sameSubject || len(g.Stmts) > 1 && g.BySubject
				g.Stmts = append(g.Stmts, s)
				continue next
			}
		}
		groups = append(groups, Group{Rel: t.base.Relation(s), Stmts: []kb.Stmt{s}, BySubject: true})
	}
	var joined []Group
join:
	for _, g := range groups {
		for i := range joined {
			if stmts, ok := t.alike(joined[i], g); ok {
				joined[i].With = append(joined[i].With, Group{Rel: g.Rel, Stmts: stmts, BySubject: g.BySubject})
				continue join
			}
		}
		joined = append(joined, g)
	}
	return joined
}

// Alike reports whether two statements carry the same qualifiers, so that what
// is said of one may be said of both.
func (t *Teller) Alike(a, b kb.Stmt) bool {
	return slices.Equal(t.base.Qualifiers(a), t.base.Qualifiers(b))
}

// Sentence tells a group by the pattern of its relation, with marks.
func (t *Teller) Sentence(g Group) string {
	said, mark := t.clause(g)
	return ended(said, mark)
}

// ended is a clause as a sentence, with its marks.
func ended(said, mark string) string {
	text := Capital(said)
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") {
		text += "."
	}
	return strings.TrimSpace(text + " " + mark)
}

// clause tells a group by the pattern of its relation. The marks that all of it shares are apart, the others in it.
func (t *Teller) clause(g Group) (said, mark string) {
	d := t.base.Schema().RelationDef(g.Rel)
	var names, marks []string
	shown := len(g.Stmts)
	if shown > MaxListed+1 {
		shown = MaxListed
	}
	for i, s := range g.Stmts[:shown] {
		names = append(names, t.Title(t.other(g, s)))
		mark := t.marks(s, len(g.Stmts))
		for _, w := range g.With {
			if m := t.Mark(w.Stmts[i]); !strings.Contains(mark, m) {
				mark += m
			}
		}
		marks = append(marks, mark)
	}
	one := true
	for _, m := range marks {
		one = one && m == marks[0]
	}
	if !one {
		for i := range names {
			if marks[i] != "" {
				names[i] += " " + marks[i]
			}
		}
	}
	list := List(names, len(names))
	if more := len(g.Stmts) - shown; more > 0 {
		list = fmt.Sprintf("%s and %d more", strings.Join(names, ", "), more)
	}
	ends := []string{t.called(t.shared(g), g.Rel)}
	if !g.BySubject {
		ends[0] = t.Title(t.shared(g))
	}
	for _, w := range g.With {
		ends = append(ends, t.Title(t.shared(w)))
	}
	subject, object := List(ends, MaxListed), list
	ns, no := len(ends), len(g.Stmts)
	if !g.BySubject {
		subject, object, ns, no = object, subject, no, ns
	}
	quals := map[string]string{}
	for _, q := range t.base.Qualifiers(g.Stmts[0]) {
		quals[q.Name] = t.base.Name(q.Value)
	}
	if one {
		mark = marks[0]
	}
	return possessive(fill(d.Says, map[string]string{"s": subject, "o": object}, map[string]int{"s": ns, "o": no}, quals)), mark
}

// possessive mends what a template's "{s}'s" makes of "it".
func possessive(s string) string {
	s = strings.ReplaceAll(" "+s, " it's ", " its ")[1:]
	if head, rest, ok := strings.Cut(s, " of it "); ok { // "the genre of it is …"
		if noun, ok := strings.CutPrefix(strings.ToLower(head), "the "); ok && !strings.Contains(noun, " ") {
			return "its " + noun + " " + rest
		}
	}
	return s
}

// fill writes a template: {s} and {o} are the subjects and objects, {s:is|are}
// picks by their number, {name} is a qualifier, and what stands in square
// brackets is left out when a qualifier in it is missing.
func fill(template string, ends map[string]string, counts map[string]int, quals map[string]string) string {
	var b strings.Builder
	for len(template) > 0 {
		i := strings.IndexAny(template, "{[")
		if i < 0 {
			b.WriteString(template)
			break
		}
		b.WriteString(template[:i])
		open := template[i]
		closing := byte('}')
		if open == '[' {
			closing = ']'
		}
		j := strings.IndexByte(template[i:], closing)
		if j < 0 {
			b.WriteString(template[i:])
			break
		}
		inner := template[i+1 : i+j]
		template = template[i+j+1:]
		if open == '[' {
			if text, ok := FillOptional(inner, ends, counts, quals); ok {
				b.WriteString(text)
			}
			continue
		}
		text, _ := slot(inner, ends, counts, quals)
		b.WriteString(text)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// FillOptional fills the slots of what stands in square brackets; ok is false where one has no value.
func FillOptional(inner string, ends map[string]string, counts map[string]int, quals map[string]string) (string, bool) {
	var b strings.Builder
	for len(inner) > 0 {
		i := strings.IndexByte(inner, '{')
		j := strings.IndexByte(inner, '}')
		if i < 0 || j < i {
			b.WriteString(inner)
			break
		}
		text, ok := slot(inner[i+1:j], ends, counts, quals)
		if !ok {
			return "", false
		}
		b.WriteString(inner[:i] + text)
		inner = inner[j+1:]
	}
	return b.String(), true
}

func slot(name string, ends map[string]string, counts map[string]int, quals map[string]string) (string, bool) {
	if end, choice, ok := strings.Cut(name, ":"); ok {
		one, many, _ := strings.Cut(choice, "|")
		if counts[end] > 1 {
			return many, true
		}
		return one, true
	}
	if text, ok := ends[name]; ok {
		return text, true
	}
	text, ok := quals[name]
	return text, ok
}

// List joins names as English does: "A", "A and B", "A, B and C".
func List(names []string, most int) string {
	if len(names) > most && len(names)-most > 1 {
		return strings.Join(names[:most], ", ") + " and " + strconv.Itoa(len(names)-most) + " more"
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	sep, last := ", ", " and "
	if slices.ContainsFunc(names, func(n string) bool { return len(n) > 60 && strings.Contains(n, ",") }) {
		sep, last = "; ", "; and "
	}
	return strings.Join(names[:len(names)-1], sep) + last + names[len(names)-1]
}

// Capital writes the first letter of a text large.
func Capital(s string) string {
	if s != "" && 'a' <= s[0] && s[0] <= 'z' {
		return strings.ToUpper(s[:1]) + s[1:]
	}
	return s
}

// Phrase describes a set in words: "films whose director is Bong Joon Ho".
func (t *Teller) Phrase(x *expr.Expr, plural bool) string {
	s := t.base.Schema()
	switch x.Op {
	case expr.OpNodes:
		var names []string
		seen := map[string]bool{}
		for _, n := range x.Nodes {
			if name := t.base.Name(n); !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
		return List(names, 3)
	case expr.OpAll:
		return t.kindNoun(x.Kinds, plural)
	case expr.OpRole:
		if x.Inv {
			return t.kindNoun(x.Kinds, plural) + " with a " + Noun(s.RelationDef(x.Rel), false)
		}
		return Noun(s.RelationDef(x.Rel), plural)
	case expr.OpRange:
		return x.Text
	case expr.OpJoin:
		d := s.RelationDef(x.Rel)
		if !x.Inv {
			return "the " + Noun(d, plural) + " of " + t.Phrase(x.Arg(), plural)
		}
		return t.kindNoun(x.Kinds, plural) + " whose " + Noun(d, false) + " is " + t.Phrase(x.Arg(), false)
	case expr.OpAnd:
		if ofKind(x) {
			return t.kindNoun(x.Kinds, plural)
		}
		var parts []string
		for _, a := range x.Args {
			if a.Op != expr.OpAll || len(x.Args) == 1 {
				parts = append(parts, t.Phrase(a, plural))
			}
		}
		return strings.Join(parts, " that are also ")
	case expr.OpOr, expr.OpEach:
		var parts []string
		for _, a := range x.Args {
			parts = append(parts, t.Phrase(a, plural))
		}
		return List(parts, 4)
	case expr.OpUnknown:
		return "“" + x.Text + "”"
	}
	if len(x.Args) > 0 {
		return t.Phrase(x.Args[0], plural)
	}
	return "things"
}

// Noun is what the objects of a relation are called.
func Noun(d *kb.RelationDef, plural bool) string {
	if plural && d.Plural != "" {
		return d.Plural
	}
	if d.Noun != "" {
		return d.Noun
	}
	return strings.ReplaceAll(d.Name, "_", " ")
}

// kindNoun names the members of a set by the widest kind that covers them.
func (t *Teller) kindNoun(kinds expr.KindSet, plural bool) string {
	s := t.base.Schema()
	bestSize, best := 0, -1
	for k := range s.Kinds {
		if below := t.plans.Below(kb.Kind(k)); kinds&(1<<k) != 0 && below&^kinds == 0 {
			if n := bits.OnesCount64(uint64(below)); n > bestSize {
				bestSize, best = n, k
			}
		}
	}
	if best < 0 {
		if plural {
			return "things"
		}
		return "thing"
	}
	d := s.KindDef(kb.Kind(best))
	if plural && d.Plural != "" {
		return d.Plural
	}
	return d.Noun
}

// sortStmts puts statements in the order of the answers they give.
func sortStmts(stmts []kb.Stmt, key func(kb.Stmt) int) {
	sort.SliceStable(stmts, func(i, j int) bool { return key(stmts[i]) < key(stmts[j]) })
}
