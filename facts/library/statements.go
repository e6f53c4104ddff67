package library

import (
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/say"
)

// A Statement is one statement as it is shown to somebody who looks up what is stated,
// of a thing or in a paragraph.
type Statement struct {
	Label    string // what the other end is to the thing: "Director", "Director of"
	Sentence string // "Bong Joon Ho directed Snowpiercer (2013).", without markers
	Subject  Short
	Object   Short
	// Other is the end that is not the thing, by its title, and Before and After are what
	// the qualifiers put around it: "over " 20 billion won, Song Kang-ho " as Park Gang-du".
	Other         Short
	Before, After string
	Refs          []corpus.Ref // where it stands
}

// Statements returns what is stated of an entity in the order of its card, from the given
// statement on, at most so many, and how many there are in all.
func (a *Library) Statements(n kb.Node, from, most int) (list []Statement, total int) {
	b := a.browse()
	from = max(from, 0)
	for _, r := range b.rows(n) {
		label := b.label(r)
		for i := max(0, from-total); i < len(r.stmts) && len(list) < most; i++ {
			list = append(list, b.statement(label, r.stmts[i], b.end(r, r.stmts[i])))
		}
		total += len(r.stmts)
	}
	return list, total
}

// Citing returns the statements that cite a paragraph, at most so many.
func (a *Library) Citing(ref corpus.Ref, most int) []Statement {
	b := a.browse()
	var list []Statement
	for _, s := range a.base.Citing(ref) {
		if len(list) == most {
			break
		}
		label := say.Capital(say.Noun(a.base.Schema().RelationDef(a.base.Relation(s)), false))
		list = append(list, b.statement(label, s, a.base.Object(s)))
	}
	return list
}

func (b *Page) statement(label string, s kb.Stmt, other kb.Node) Statement {
	base := b.a.base
	b.t.Reset()
	st := Statement{
		Label:    label,
		Sentence: say.Plain(b.t.Sentence(say.Group{Rel: base.Relation(s), Stmts: []kb.Stmt{s}, BySubject: true})),
		Subject:  b.short(base.Subject(s)), Object: b.short(base.Object(s)), Other: b.short(other),
		Refs: base.Cites(s),
	}
	st.Before, st.After, _ = strings.Cut(b.qualified(s, st.Other.Text), st.Other.Text)
	return st
}

// short names a node by its title.
func (b *Page) short(n kb.Node) Short {
	base := b.a.base
	return Short{Text: b.t.Title(n), Kind: base.Schema().KindDef(base.KindOf(n)).Name, Entity: base.ID(n)}
}
