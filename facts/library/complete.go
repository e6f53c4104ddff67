package library

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"hapjak/facts/kb"
	"hapjak/facts/say"
	"hapjak/nlp"
)

// A Completer finds names by how they, or a word of them, begin. It holds every
// name squashed from each of its words on, in order: about 24 bytes and the text a
// word. What is typed is ranked exact, beginning of a name, beginning of a word,
// misspelt; within a rank, what most is stated of comes first.
type Completer struct {
	base *kb.Base
	a    *say.Teller
	keys []nameKey // in order of text
}

type nameKey struct {
	text  string
	node  kb.Node
	whole bool // the name from its beginning
}

// NewCompleter makes a Completer of all names of a knowledge base. For 200,000
// names this takes a good part of a second: make it when it is first needed.
func NewCompleter(base *kb.Base) *Completer {
	c := &Completer{base: base, a: say.New(base, nil)}
	for n := range kb.Node(base.Len()) {
		if base.ID(n) == "" {
			continue
		}
		for _, name := range base.Names(n) {
			c.add(n, name)
		}
	}
	slices.SortFunc(c.keys, func(a, b nameKey) int { return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.node, b.node)) })
	return c
}

func (c *Completer) add(n kb.Node, name string) {
	whole := kb.Squash(name)
	if whole == "" {
		return
	}
	c.keys = append(c.keys, nameKey{whole, n, true})
	folded := nlp.Fold(name)
	for i := 1; i < len(folded); i++ {
		if folded[i-1] != ' ' && folded[i-1] != '-' {
			continue
		}
		if word := kb.Squash(folded[i:]); word != "" && word != whole {
			c.keys = append(c.keys, nameKey{word, n, false})
		}
	}
}

// Ranks of what is found, the best first.
const (
	rankExact = iota
	rankPrefix
	rankWord
	rankMisspelt
)

type completion struct {
	node       kb.Node
	rank, far  int
	statements int
}

// Complete returns at most so many entities of the given kinds (any, when there are
// none) for what was typed of a name so far. For nothing typed it gives what most
// is stated of.
func (c *Completer) Complete(partial string, kinds []kb.Kind, most int) []Choice {
	squashed := kb.Squash(partial)
	if len(squashed) > maxName {
		return nil
	}
	found := map[kb.Node]completion{}
	c.begins(squashed, nlp.Fold(partial), kinds, found)
	if len(found) == 0 && squashed != "" {
		c.misspelt(squashed, kinds, found)
	}
	list := make([]completion, 0, len(found))
	for _, f := range found {
		list = append(list, f)
	}
	slices.SortFunc(list, func(x, y completion) int {
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(x.far, y.far), cmp.Compare(y.statements, x.statements), cmp.Compare(x.node, y.node))
	})
	return c.choices(list[:min(len(list), most)])
}

// begins offers the names, or their words, that begin so. Those with the same
// article are a little nearer.
func (c *Completer) begins(squashed, folded string, kinds []kb.Kind, found map[kb.Node]completion) {
	i, _ := slices.BinarySearchFunc(c.keys, squashed, func(k nameKey, s string) int { return strings.Compare(k.text, s) })
	for ; i < len(c.keys) && strings.HasPrefix(c.keys[i].text, squashed); i++ {
		k := c.keys[i]
		rank := rankWord
		if k.whole {
			rank = rankPrefix
			if k.text == squashed {
				rank = rankExact
			}
		}
		far := 0
		if !strings.HasPrefix(nlp.Fold(c.base.Name(k.node)), folded) {
			far = 1
		}
		c.offer(k.node, rank, far, kinds, found)
	}
}

func (c *Completer) offer(n kb.Node, rank, far int, kinds []kb.Kind, found map[kb.Node]completion) {
	if old, ok := found[n]; ok && (old.rank < rank || old.rank == rank && old.far <= far) || !isAny(c.base, n, kinds) {
		return
	}
	found[n] = completion{n, rank, far, len(c.base.OutAll(n)) + len(c.base.InAll(n))}
}

// misspelt finds names that begin with nearly what was typed. The first letter is
// taken to be right, unless nothing is found by it; that bounds the names that are
// measured to a few in a hundred.
func (c *Completer) misspelt(squashed string, kinds []kb.Kind, found map[kb.Node]completion) {
	for _, near := range c.base.Near(squashed, 3) {
		c.offer(near.Node, rankMisspelt, near.Distance, kinds, found)
	}
	edits := 1 + utf8.RuneCountInString(squashed)/4
	_, first := utf8.DecodeRuneInString(squashed)
	from, _ := slices.BinarySearchFunc(c.keys, squashed[:first], func(k nameKey, s string) int { return strings.Compare(k.text, s) })
	to := from
	for to < len(c.keys) && strings.HasPrefix(c.keys[to].text, squashed[:first]) {
		to++
	}
	c.measure(c.keys[from:to], squashed, edits, kinds, found)
	const small = 20_000 // names: all of them are measured in a few milliseconds
	if len(found) == 0 && len(c.keys) <= small {
		c.measure(c.keys, squashed, edits, kinds, found)
	}
}

// measure offers the keys one of whose beginnings is within so many edits. A longer
// beginning than was typed stands for letters left out, a shorter one for letters
// too many.
func (c *Completer) measure(keys []nameKey, squashed string, edits int, kinds []kb.Kind, found map[kb.Node]completion) {
	length := utf8.RuneCountInString(squashed)
	for _, k := range keys {
		best := edits + 1
		for _, n := range []int{length - 1, length, length + 1} {
			if head, ok := firstRunes(k.text, n); ok && best > 0 {
				best = min(best, nlp.Distance(squashed, head, best))
			}
		}
		if best <= edits {
			c.offer(k.node, rankMisspelt, best, kinds, found)
		}
	}
}

// firstRunes returns the first n letters of s, or all where it is no shorter than
// that by more than one.
func firstRunes(s string, n int) (string, bool) {
	if n <= 0 {
		return "", false
	}
	count := 0
	for i := range s {
		if count == n {
			return s[:i], true
		}
		count++
	}
	return s, count == n
}

// choices labels what was found: a title, and where two would be alike, what each is.
func (c *Completer) choices(list []completion) []Choice {
	labels := map[string]int{}
	choices := make([]Choice, 0, len(list))
	for _, f := range list {
		label := c.a.Title(f.node)
		labels[label]++
		choices = append(choices, Choice{Label: label, Entity: c.base.ID(f.node)})
	}
	for i, f := range list {
		if labels[choices[i].Label] > 1 {
			if about := c.base.About(f.node); about != "" {
				choices[i].Label += ", " + about
			} else {
				choices[i].Label += ", " + c.base.Schema().KindDef(c.base.KindOf(f.node)).Noun
			}
		}
	}
	return choices
}
