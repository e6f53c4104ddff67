package suggest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"hapjak/facts/kb"
	"hapjak/nlp"
)

// A Reason is why two things may be one.
type Reason string

// The reasons, the strongest first.
const (
	SameName   Reason = "the same name but for spaces, case, accents and marks"
	SameWords  Reason = "the same words in another order" // Bong Joon Ho, Joon-ho Bong
	NearlyName Reason = "names one letter apart"
)

// A Duplicate is two things of one kind that may be one.
type Duplicate struct {
	Things [2]Thing  `json:"things"`
	Names  [2]string `json:"names"` // by which they are alike
	Why    Reason    `json:"why"`
	Shared int       `json:"shared"` // statements that both make or are named in
}

// ID is the same for the same two things.
func (d Duplicate) ID() string {
	ids := []string{d.Things[0].ID, d.Things[1].ID}
	slices.Sort(ids)
	return "two " + strings.Join(ids, " ")
}

// What a name must be to count when it is one letter from another, or in another order.
const (
	leastLetters = 8
	leastWords   = 2
	leastShared  = 1 // statements, of things whose names are one letter apart
)

// Duplicates lists pairs of things that may be one: whose names differ in spaces, case, accents
// or marks, or in the order of their words, as Korean names do; and those whose names are one
// letter apart and that have a statement in common. Things of one name that the schema tells
// apart by their years are two. The likeliest come first. It ends with the context's error.
func Duplicates(ctx context.Context, base *kb.Base) ([]Duplicate, error) {
	d := duplicates{base: base, seen: map[[2]kb.Node]bool{}}
	byWords := map[string][]named2{}
	for n := kb.Node(0); int(n) < base.Len(); n++ {
		if base.ID(n) == "" {
			continue
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, name := range base.Names(n) {
			key := kb.Squash(name)
			for _, o := range base.Named(key) {
				d.add(n, o, name, SameName)
			}
			if words := sortedWords(name); words != "" {
				byWords[words] = append(byWords[words], named2{n, name})
			}
			if utf8.RuneCountInString(key) >= leastLetters {
				for _, near := range base.Near(key, 1) {
					if near.Distance == 1 {
						d.add(n, near.Node, name, NearlyName)
					}
				}
			}
		}
	}
	for _, list := range byWords {
		for i, a := range list {
			for _, b := range list[:i] {
				d.add(a.node, b.node, a.name, SameWords)
			}
		}
	}
	slices.SortFunc(d.list, func(a, b Duplicate) int {
		return cmp.Or(cmp.Compare(rank(a.Why), rank(b.Why)), cmp.Compare(b.Shared, a.Shared), cmp.Compare(a.Things[0].ID, b.Things[0].ID), cmp.Compare(a.Things[1].ID, b.Things[1].ID))
	})
	return d.list, nil
}

func rank(why Reason) int { return slices.Index([]Reason{SameName, SameWords, NearlyName}, why) }

type named2 struct {
	node kb.Node
	name string
}

// sortedWords is a name of several words with them in order, none for others.
func sortedWords(name string) string {
	var words []string
	for _, t := range nlp.Tokens(name) {
		if t.Kind == nlp.Word || t.Kind == nlp.Number {
			words = append(words, t.Norm)
		}
	}
	if len(words) < leastWords {
		return ""
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

type duplicates struct {
	base *kb.Base
	seen map[[2]kb.Node]bool
	list []Duplicate
}

// add takes a pair, once, if it may be one thing.
func (d *duplicates) add(a, b kb.Node, name string, why Reason) {
	base := d.base
	if a > b {
		a, b = b, a
	}
	pair := [2]kb.Node{a, b}
	if a == b || d.seen[pair] || base.ID(a) == "" || base.KindOf(a) != base.KindOf(b) || d.apart(a, b) {
		return
	}
	shared := d.shared(a, b)
	if why == NearlyName && shared < leastShared {
		return
	}
	d.seen[pair] = true
	kind := base.Schema().KindDef(base.KindOf(a)).Name
	one := Duplicate{Why: why, Shared: shared, Names: [2]string{d.alike(a, name), d.alike(b, name)}}
	for i, n := range pair {
		one.Things[i] = Thing{ID: base.ID(n), Kind: kind, Name: base.Name(n)}
	}
	d.list = append(d.list, one)
}

// apart reports whether the years of two things differ by which the schema tells them apart.
func (d *duplicates) apart(a, b kb.Node) bool {
	rel := d.base.Schema().KindDef(d.base.KindOf(a)).Year
	if rel == kb.NoRel {
		return false
	}
	x, y := d.base.Out(a, rel), d.base.Out(b, rel)
	return len(x) > 0 && len(y) > 0 && d.base.Object(x[0]) != d.base.Object(y[0])
}

// alike is the name of a thing that is nearest to one of the pair's.
func (d *duplicates) alike(n kb.Node, name string) string {
	key, words := kb.Squash(name), sortedWords(name)
	for _, own := range d.base.Names(n) {
		if kb.Squash(own) == key || words != "" && sortedWords(own) == words {
			return own
		}
	}
	for _, own := range d.base.Names(n) {
		if nlp.Distance(kb.Squash(own), key, 1) <= 1 {
			return own
		}
	}
	return d.base.Name(n)
}

// shared counts the statements that both things have with the same other end.
func (d *duplicates) shared(a, b kb.Node) (n int) {
	type end struct {
		rel   kb.Rel
		other kb.Node
		out   bool
	}
	ends := map[end]bool{}
	each := func(n kb.Node, do func(end)) {
		for _, s := range d.base.OutAll(n) {
			do(end{d.base.Relation(s), d.base.Object(s), true})
		}
		for _, s := range d.base.InAll(n) {
			do(end{d.base.Relation(s), d.base.Subject(s), false})
		}
	}
	each(a, func(e end) { ends[e] = true })
	each(b, func(e end) {
		if ends[e] {
			n++
			delete(ends, e)
		}
	})
	return n
}
