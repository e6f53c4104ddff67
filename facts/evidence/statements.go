package evidence

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/nlp"
)

// A Teller writes statements as sentences.
type Teller interface {
	// Tell returns the sentences for statements of one relation, without markers.
	Tell([]kb.Stmt) string
}

// maxStatements is the largest base whose statements are looked for by their words:
// a larger one is looked into around the things that a question names.
const maxStatements = 20000

// maxGroup is the most statements that one candidate holds; maxAround the most groups
// that are looked at around one thing.
const (
	maxGroup  = 40
	maxAround = 64
)

// A group is the statements of one relation around one thing, told in one sentence or a few.
type group struct {
	stmts  []kb.Stmt
	anchor kb.Node
	rel    kb.Rel
	inv    bool // the anchor is their object
	stems  map[string]bool
	words  []string
}

// Statements finds statements by words. It is made once for a base, at its first use.
type Statements struct {
	base  *kb.Base
	stems *nlp.Stemmer
	once  sync.Once
	all   []group
	post  map[string][]int32
	told  map[corpus.Ref][]kb.Node // the described things that the statements citing a paragraph tell of
}

// NewStatements returns the finder of a base's statements.
func NewStatements(b *kb.Base, stems *nlp.Stemmer) *Statements {
	return &Statements{base: b, stems: stems}
}

func (x *Statements) make() {
	x.post, x.told = map[string][]int32{}, map[corpus.Ref][]kb.Node{}
	if x.base.Statements() > maxStatements {
		return
	}
	for n := range x.base.Len() {
		for _, g := range x.around(kb.Node(n)) {
			x.describe(&g)
			for stem := range g.stems {
				x.post[stem] = append(x.post[stem], int32(len(x.all)))
			}
			x.all = append(x.all, g)
			for _, s := range g.stmts {
				for _, r := range x.base.Cites(s) {
					if x.base.About(g.anchor) != "" && !slices.Contains(x.told[r], g.anchor) {
						x.told[r] = append(x.told[r], g.anchor)
					}
				}
			}
		}
	}
}

// around lists the groups of statements around a thing: by relation and side, and
// where their qualifiers differ each such part as well, for "who plays the coach".
func (x *Statements) around(n kb.Node) []group {
	var list []group
	add := func(stmts []kb.Stmt, inv bool) {
		for len(stmts) > 0 && len(list) < maxAround {
			rel := x.base.Relation(stmts[0])
			k := 1
			for k < len(stmts) && x.base.Relation(stmts[k]) == rel {
				k++
			}
			all := stmts[:k]
			stmts = stmts[k:]
			if inv && len(all) == 1 {
				continue // told from its subject
			}
			list = append(list, group{stmts: all[:min(len(all), maxGroup)], anchor: n, rel: rel, inv: inv})
			for _, part := range x.parts(all) {
				list = append(list, group{stmts: part, anchor: n, rel: rel, inv: inv})
			}
		}
	}
	add(x.base.OutAll(n), false)
	add(x.base.InAll(n), true)
	return list
}

// parts splits statements by their qualifiers; nothing where all carry the same.
func (x *Statements) parts(all []kb.Stmt) [][]kb.Stmt {
	if len(all) < 2 || len(all) > maxGroup {
		return nil
	}
	by := map[string][]kb.Stmt{}
	var order []string
	for _, s := range all {
		var key strings.Builder
		for _, q := range x.base.Qualifiers(s) {
			key.WriteString(q.Name + "=" + x.base.Name(q.Value) + ";")
		}
		k := key.String()
		if by[k] == nil {
			order = append(order, k)
		}
		by[k] = append(by[k], s)
	}
	if len(order) < 2 {
		return nil
	}
	var parts [][]kb.Stmt
	for _, k := range order {
		parts = append(parts, by[k])
	}
	return parts
}

// describe notes the words that a group is found by: the names of its ends and
// qualifiers, what is said about its things, and its relation's wordings.
func (x *Statements) describe(g *group) {
	g.stems = map[string]bool{}
	add := func(text string) {
		for _, t := range x.stems.Tokens(text) {
			if t.Kind != nlp.Punct && !g.stems[t.Stem] {
				g.stems[t.Stem] = true
				if t.Kind == nlp.Word {
					g.words = append(g.words, t.Norm)
				}
			}
		}
	}
	d := x.base.Schema().RelationDef(g.rel)
	add(d.Noun + " " + d.Plural + " " + strings.ReplaceAll(d.Name, "_", " ") + " " + plain(d.Says) + " " +
		strings.Join(d.Nouns, " ") + " " + strings.Join(d.Verbs, " ") + " " + strings.Join(d.Phrases, " ") + " " + strings.Join(d.SubjectVerbs, " "))
	node := func(n kb.Node) {
		add(strings.Join(x.base.Names(n), " "))
		add(x.base.About(n))
		add(x.base.Schema().KindDef(x.base.KindOf(n)).Noun)
	}
	node(g.anchor)
	for _, s := range g.stmts[:min(len(g.stmts), 8)] {
		node(x.base.Subject(s))
		node(x.base.Object(s))
		for _, q := range x.base.Qualifiers(s) {
			add(x.base.Name(q.Value))
		}
	}
}

// plain takes the slots out of a sentence pattern.
func plain(pattern string) string {
	var b strings.Builder
	depth := 0
	for _, r := range pattern {
		switch {
		case r == '{':
			depth++
		case r == '}':
			depth--
		case depth == 0 && r != '[' && r != ']':
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Find returns the groups of statements that hold the most of a question, best first.
func (x *Statements) Find(q Query, m Matcher, t Teller) []Candidate {
	x.once.Do(x.make)
	score := map[int32]float64{}
	total := 0.0
	for _, w := range q.Words {
		total += w.Weight
		for _, g := range x.post[w.Stem] {
			score[g] += w.Weight
		}
	}
	var groups []group
	var scores []float64
	for g, s := range score {
		if s > 0.2*total {
			groups, scores = append(groups, x.all[g]), append(scores, s/total)
		}
	}
	if len(x.all) == 0 {
		for _, n := range q.Named {
			for _, g := range x.around(n) {
				x.describe(&g)
				s := 0.0
				for _, w := range q.Words {
					if g.stems[w.Stem] {
						s += w.Weight
					}
				}
				groups, scores = append(groups, g), append(scores, s/max(total, 1e-9))
			}
		}
	}
	order := make([]int, len(groups))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool {
		i, j := order[a], order[b]
		if scores[i] != scores[j] {
			return scores[i] > scores[j]
		}
		return less(groups[i], groups[j])
	})
	order = order[:min(len(order), 4*maxFound)]
	if m.Near != nil { // near words decide among those that share some
		told := make([]string, len(order))
		for k, i := range order {
			told[k] = t.Tell(groups[i].stmts)
		}
		for k, like := range m.like(q.Text, told) {
			scores[order[k]] += 0.5*x.nearness(q.Words, groups[order[k]], m, total) + like
		}
		sort.SliceStable(order, func(a, b int) bool { return scores[order[a]] > scores[order[b]] })
	}
	var list []Candidate
	seen := map[string]bool{}
	rank := 0
	for _, i := range order {
		if rank == maxFound {
			break
		}
		fresh := false
		for _, c := range x.candidates(groups[i], q, m, t) {
			key := fmt.Sprint(c.Said, c.Ends)
			if seen[key] {
				continue
			}
			fresh, seen[key] = true, true
			c.Score, c.Rank = scores[i], rank
			list = append(list, c)
		}
		if fresh {
			rank++
		}
	}
	return list
}

func (x *Statements) nearness(words []Word, g group, m Matcher, total float64) float64 {
	var open []string
	var weights []float64
	for _, w := range words {
		if !g.stems[w.Stem] && !w.Number {
			open, weights = append(open, w.Norm), append(weights, w.Weight)
		}
	}
	if len(open) == 0 || total == 0 {
		return 0
	}
	sum := 0.0
	for i, near := range m.Near.Near(open, g.words) {
		sum += weights[i] * soften(float64(near))
	}
	return sum / total
}

func less(a, b group) bool {
	if a.stmts[0] != b.stmts[0] {
		return a.stmts[0] < b.stmts[0]
	}
	if len(a.stmts) != len(b.stmts) {
		return len(a.stmts) < len(b.stmts)
	}
	return !a.inv && b.inv
}

// maxSides is how many sides of a group are offered as answers.
const maxSides = 2

// candidates tells a group, once for each side that may answer the question.
func (x *Statements) candidates(g group, q Query, m Matcher, t Teller) []Candidate {
	said := t.Tell(g.stmts)
	nodes := []kb.Node{g.anchor}
	for _, s := range g.stmts[:min(len(g.stmts), 8)] {
		nodes = append(nodes, x.base.Subject(s), x.base.Object(s))
	}
	lead := x.described(nodes, said, q, m)
	var refs []corpus.Ref
	for _, s := range g.stmts {
		for _, r := range x.base.Cites(s) {
			if !slices.Contains(refs, r) {
				refs = append(refs, r)
			}
		}
	}
	sides := x.sides(g, q)
	var list []Candidate
	for _, s := range sides[:min(len(sides), maxSides)] {
		list = append(list, Candidate{From: Statement, Text: lead + said, Lead: len(lead), Said: said, Stmts: g.stmts, Ends: s.ends, Named: s.named, Refs: refs})
	}
	return list
}

// describedLeast is the share of a question's weight that what is said about a thing has to
// add to a sentence, for the judge to be told it: two or three words of "the movie with the
// gorilla" add that much, one alone seldom.
const describedLeast = 0.25

// described returns what evidence is read behind where the question speaks of one of its
// things by what is said about it: "Mr. Go, 2013 film about a gorilla: ".
func (x *Statements) described(nodes []kb.Node, said string, q Query, m Matcher) (lead string) {
	told := m.Bag(said)
	total, most := 0.0, 0.0
	for _, w := range q.Words {
		total += w.Weight
	}
	in := q.stems()
	for _, n := range nodes {
		about := x.base.About(n)
		if about == "" || x.named(n, q, in) {
			continue
		}
		bag, add := m.Bag(about), 0.0
		for _, w := range q.Words {
			if bag[w.Stem] && !told[w.Stem] {
				add += w.Weight
			}
		}
		if add > most && add >= describedLeast*total {
			lead, most = x.base.Name(n)+", "+about+": ", add
		}
	}
	return lead
}

// Describe puts what is said about a thing that a passage names before its sentence, where the
// question speaks of it so.
func (x *Statements) Describe(c *Candidate, q Query, m Matcher) {
	x.once.Do(x.make)
	var nodes []kb.Node
	for _, n := range x.told[c.Ref] {
		if slices.ContainsFunc(x.base.Names(n), func(name string) bool { return strings.Contains(c.Said, name) }) {
			nodes = append(nodes, n)
		}
	}
	lead := x.described(nodes, c.Text, q, m)
	c.Text = c.Text[:c.Lead] + lead + c.Text[c.Lead:]
	c.Lead += len(lead)
}

// A side is what of a group of statements may be its short answers.
type side struct {
	ends  []kb.Node
	named bool // the question names one of them
}

// sides lists what of a group may answer, the likeliest first: the ends that the
// question does not name before those that it does, the objects (around an object the
// subjects) before the other ends, and last what qualifies the statements.
func (x *Statements) sides(g group, q Query) []side {
	var subjects, objects, quals []kb.Node
	add := func(list *[]kb.Node, n kb.Node) {
		if !slices.Contains(*list, n) {
			*list = append(*list, n)
		}
	}
	for _, s := range g.stmts {
		add(&subjects, x.base.Subject(s))
		add(&objects, x.base.Object(s))
		for _, ql := range x.base.Qualifiers(s) {
			add(&quals, ql.Value)
		}
	}
	if g.inv {
		subjects, objects = objects, subjects
	}
	in := q.stems()
	var open, rest []side
	for _, ends := range [][]kb.Node{objects, subjects, quals} {
		s := side{ends: ends, named: slices.ContainsFunc(ends, func(n kb.Node) bool { return x.named(n, q, in) })}
		wanted := !slices.ContainsFunc(ends, func(n kb.Node) bool { return !q.Wants(n) })
		switch {
		case len(ends) == 0:
		case wanted && !s.named:
			open = append(open, s)
		case len(ends) == len(quals) && ends[0] == quals[0]: // a qualifier answers only where it is wanted
		default:
			rest = append(rest, s)
		}
	}
	sort.SliceStable(rest, func(i, j int) bool { return !rest[i].named && rest[j].named })
	return append(open, rest...)
}

// named reports whether a question names a node: as a name that was found in it, or by
// all the longer words of one of its names.
func (x *Statements) named(n kb.Node, q Query, in map[string]bool) bool {
	if slices.Contains(q.Named, n) {
		return true
	}
	for _, name := range x.base.Names(n) {
		all, some := true, false
		for t := range x.stems.EachToken(name) {
			if t.Kind != nlp.Punct && len(t.Norm) > 3 {
				some = true
				all = all && in[t.Stem]
			}
		}
		if some && all {
			return true
		}
	}
	return false
}
