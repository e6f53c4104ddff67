package library

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/say"
	"hapjak/nlp"
)

// Browsing is what people do with a knowledge base besides asking: they look at a
// card of one thing (card.go), a timeline, two things side by side, the sources.
// Each line carries its markers, made by the same teller as an answer's.

// A Page is one page being put together.
type Page struct {
	a *Library
	t *say.Teller
}

func (a *Library) browse() *Page { return a.PageBy(say.New(a.base, a.plans)) }

// PageBy is a page whose lines a teller tells.
func (a *Library) PageBy(t *say.Teller) *Page { return &Page{a: a, t: t} }

// citations returns what the markers lead to.
func (b *Page) citations() []Citation {
	list := make([]Citation, 0, len(b.t.Refs()))
	for i, ref := range b.t.Refs() {
		list = append(list, b.a.Cite(i+1, ref))
	}
	return list
}

// Title returns the name of an entity with its year: "Tyrant (1967)".
func (a *Library) Title(n kb.Node) string { return a.browse().t.Title(n) }

// yearBehind is how a title tells its year.
var yearBehind = regexp.MustCompile(`^(.+?)\s*\((\d{4})\)$`)

// Lookup returns the entities that a person may mean by a text, of the given kinds
// or of any when there are none: by id, by name, by name and year, and where no
// name is exactly that, by the nearest names and then by how names begin. Two or
// more need the person's choice, unless exact is false: then they are guesses.
func (a *Library) Lookup(text string, kinds []kb.Kind) (list []kb.Node, exact bool) {
	text = strings.TrimSpace(text)
	if n, ok := a.base.Find(text); ok {
		return []kb.Node{n}, true
	}
	squashed := kb.Squash(text)
	if squashed == "" || len(squashed) > maxName {
		return nil, false
	}
	if list = a.keep(a.base.Named(squashed), kinds); len(list) > 0 {
		return list, true
	}
	if m := yearBehind.FindStringSubmatch(text); m != nil {
		for _, n := range a.keep(a.base.Named(kb.Squash(m[1])), kinds) {
			if strings.HasSuffix(a.Title(n), "("+m[2]+")") {
				list = append(list, n)
			}
		}
		if len(list) > 0 {
			return list, true
		}
		squashed = kb.Squash(m[1])
	}
	return a.nearest(squashed, kinds), false
}

// maxName is the most bytes of a text that is looked up as a name.
const maxName = 200

// nearest returns the entities whose names are fewest edits away: one in names of
// up to five letters, three in those of ten and more.
func (a *Library) nearest(squashed string, kinds []kb.Kind) []kb.Node {
	edits := 1
	switch n := utf8.RuneCountInString(squashed); {
	case n >= 10:
		edits = 3
	case n >= 6:
		edits = 2
	}
	var list []kb.Node
	best := edits
	for _, near := range a.base.Near(squashed, edits) {
		if near.Distance > best {
			break
		}
		if kept := a.keep([]kb.Node{near.Node}, kinds); len(kept) > 0 {
			best = near.Distance
			list = append(list, near.Node)
		}
	}
	return list
}

// keep returns the entities of a list that are of the kinds.
func (a *Library) keep(list []kb.Node, kinds []kb.Kind) []kb.Node {
	var kept []kb.Node
	for _, n := range list {
		if a.base.ID(n) != "" && isAny(a.base, n, kinds) && !slices.Contains(kept, n) {
			kept = append(kept, n)
		}
	}
	return kept
}

func isAny(base *kb.Base, n kb.Node, kinds []kb.Kind) bool {
	for _, k := range kinds {
		if base.Schema().IsA(base.KindOf(n), k) {
			return true
		}
	}
	return len(kinds) == 0
}

// AllOf returns everything of the kind that a word means: "films".
func (a *Library) AllOf(word string) []kb.Node {
	s := a.base.Schema()
	folded := nlp.Fold(strings.TrimSpace(word))
	var list []kb.Node
	for k := range s.Kinds {
		d := s.KindDef(kb.Kind(k))
		if s.Literal(kb.Kind(k)) || folded != nlp.Fold(d.Noun) && folded != nlp.Fold(d.Plural) && !slices.Contains(d.Words, folded) && !slices.Contains(d.Words, strings.TrimSuffix(folded, "s")) {
			continue
		}
		for _, sub := range s.Subkinds(kb.Kind(k)) {
			list = append(list, a.base.OfKind(sub)...)
		}
	}
	return list
}

// Sources returns the sources that there are articles of, without paragraphs, in
// order of their ids.
func (a *Library) Sources() []corpus.Source {
	if a.index == nil {
		return nil
	}
	var list []corpus.Source
	for id := range a.index.Sources() {
		if s, ok := a.index.Source(id); ok {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b corpus.Source) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// Paragraphs returns the citations of a source's paragraphs from number from on,
// at most so many, marked by their own numbers, and the number of the first that is
// left out, or 0.
func (a *Library) Paragraphs(source string, from, most int) (list []Citation, next int) {
	const gap = 1000 // numbers without a paragraph, in a row
	for n, missed := max(from, 1), 0; missed < gap; n++ {
		ref := corpus.Ref{Source: source, Paragraph: n}
		if _, ok := a.Paragraph(ref); !ok {
			missed++
			continue
		}
		if missed = 0; len(list) == most {
			return list, n
		}
		list = append(list, a.Cite(n, ref))
	}
	return list, 0
}

// Random tells a statement that the seed picks, and what it is about. Kinds that
// have a command of their own are preferred as subjects, since there is more to
// see of them.
func (a *Library) Random(seed uint64) (text say.Text, about kb.Node, cited []Citation) {
	n := uint64(a.base.Statements())
	if n == 0 {
		return say.Text{}, kb.NoNode, nil
	}
	const tries = 64
	pick := kb.Stmt(seed % n)
	for range tries {
		s := a.base.Subject(pick)
		if a.CommandOf(s) != "" && a.base.Schema().RelationDef(a.base.Relation(pick)).Says != "" {
			break
		}
		seed = seed*6364136223846793005 + 1442695040888963407 // Knuth's MMIX generator
		pick = kb.Stmt((seed >> 11) % n)
	}
	b := a.browse()
	told := b.t.Sentence(say.Group{Rel: a.base.Relation(pick), Stmts: []kb.Stmt{pick}, BySubject: true})
	return b.t.Text(told), a.base.Subject(pick), b.citations()
}

// CommandOf returns the slash command that shows a card of an entity, empty where
// its kind has none.
func (a *Library) CommandOf(n kb.Node) string {
	s := a.base.Schema()
	for k, above := a.base.KindOf(n), 0; above < len(s.Kinds); above++ {
		d := s.KindDef(k)
		if d.Command != "" {
			return d.Command
		}
		if d.Is == nil {
			break
		}
		k = *d.Is
	}
	return ""
}
