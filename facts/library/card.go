package library

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/say"
)

// A Card is what is stated of one entity.
type Card struct {
	ID        string
	Title     string // "Snowpiercer (2013)"
	Kind      string // "film"
	About     string // our own words, not a statement
	Names     []string
	Image     string // the https address of a picture; empty where there is none
	Lines     []CardLine
	Total     int // of lines, the ones that are not on this page included
	Citations []Citation
}

// A CardLine is one relation of a card.
type CardLine struct {
	Label string   // "Director", "Director of"
	Text  say.Text // "Bong Joon Ho"
}

// Card returns the lines of a card from the given one on, at most so many: what
// the schema has on cards of the kind first, then what else is stated of the
// entity, then what it is to others.
func (a *Library) Card(n kb.Node, from, most int) Card {
	b := a.browse()
	c := Card{ID: a.base.ID(n), Title: b.t.Title(n), Kind: a.base.Schema().KindDef(a.base.KindOf(n)).Noun,
		About: a.base.About(n), Names: a.base.Names(n)[1:]}
	c.Image = b.image(n)
	rows := b.rows(n)
	c.Total = len(rows)
	from = min(max(from, 0), len(rows))
	for _, r := range rows[from:min(len(rows), from+most)] {
		c.Lines = append(c.Lines, CardLine{b.label(r), b.values(r)})
	}
	c.Citations = b.citations()
	return c
}

// A row is what is stated of an entity under one relation, in one direction.
type row struct {
	of    kb.Node // the entity
	rel   kb.Rel
	inv   bool // the entity is the object
	stmts []kb.Stmt
}

// rows returns everything stated of n in the order of a card.
func (b *Page) rows(n kb.Node) []row {
	s := b.a.base.Schema()
	order := slices.Clone(s.KindDef(b.a.base.KindOf(n)).Card)
	for r := range s.Relations {
		if !slices.Contains(order, kb.Rel(r)) {
			order = append(order, kb.Rel(r))
		}
	}
	var out, in []row
	for _, r := range order {
		if s.RelationDef(r).Image {
			continue // which is shown and not told
		}
		mine, of := b.a.base.Out(n, r), b.a.base.In(n, r)
		if s.RelationDef(r).Symmetric {
			mine, of = slices.Concat(mine, of), nil
		}
		if len(mine) > 0 {
			out = append(out, row{n, r, false, mine})
		}
		if len(of) > 0 {
			in = append(in, row{n, r, true, of})
		}
	}
	return append(out, in...)
}

func (b *Page) label(r row) string {
	d := b.a.base.Schema().RelationDef(r.rel)
	if r.inv {
		return say.Capital(say.Noun(d, false) + " of")
	}
	return say.Capital(say.Noun(d, len(b.ends(r)) > 1))
}

// ends returns the other ends of a row's statements, each once.
func (b *Page) ends(r row) []kb.Node {
	var list []kb.Node
	for _, s := range r.stmts {
		if n := b.end(r, s); !slices.Contains(list, n) {
			list = append(list, n)
		}
		if len(list) > say.MaxListed {
			break
		}
	}
	return list
}

func (b *Page) end(r row, s kb.Stmt) kb.Node {
	base := b.a.base
	if r.inv {
		return base.Subject(s)
	}
	if base.Schema().RelationDef(r.rel).Symmetric && base.Object(s) == r.of {
		return base.Subject(s)
	}
	return base.Object(s)
}

// values lists the other ends of a row, each with its qualifiers and its marker;
// one marker does for all where it is the same.
func (b *Page) values(r row) say.Text {
	told := r.stmts[:min(len(r.stmts), say.MaxListed)]
	var items, marks []string
	for _, s := range told {
		items = append(items, b.qualified(s, b.t.Title(b.end(r, s))))
		marks = append(marks, b.t.Mark(s))
	}
	one := true
	for _, m := range marks {
		one = one && m == marks[0]
	}
	for i := range items {
		if (!one || i == len(items)-1) && marks[i] != "" {
			items[i] += " " + marks[i]
		}
	}
	text := strings.Join(items, separator(items))
	if left := len(r.stmts) - len(told); left > 0 {
		text += " and " + strconv.Itoa(left) + " more"
	}
	return b.t.Text(text)
}

// separator parts items that hold commas by semicolons.
func separator(items []string) string {
	for _, it := range items {
		if strings.Contains(it, ",") {
			return "; "
		}
	}
	return ", "
}

// bracketed finds the parts of a sentence that depend on a qualifier, and whether
// the object follows at once: "[ {hedge}] {o}".
var bracketed = regexp.MustCompile(`\[([^\]]*)\](\s*\{o\})?`)

// qualified adds a statement's qualifiers to the text of its other end, in the words
// that the relation's sentence has for them: "over 20 billion won", "Song Kang-ho as
// Namgoong Minsu". One that the sentence has no optional words for stands in brackets.
func (b *Page) qualified(s kb.Stmt, text string) string {
	quals := map[string]string{}
	for _, q := range b.a.base.Qualifiers(s) {
		quals[q.Name] = b.a.base.Name(q.Value)
	}
	if len(quals) == 0 {
		return text
	}
	says := b.a.base.Schema().RelationDef(b.a.base.Relation(s)).Says
	for _, m := range bracketed.FindAllStringSubmatch(says, -1) {
		words, ok := say.FillOptional(m[1], nil, nil, quals)
		if words = strings.TrimSpace(words); !ok || words == "" {
			continue
		}
		if m[2] != "" {
			text = words + " " + text
		} else {
			text += " " + words
		}
		for name := range quals {
			if strings.Contains(m[1], "{"+name+"}") {
				delete(quals, name)
			}
		}
	}
	for _, q := range b.a.base.Qualifiers(s) {
		if left, ok := quals[q.Name]; ok {
			text += " (" + left + ")"
		}
	}
	return text
}
