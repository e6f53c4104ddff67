package curated

import (
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/facts/scribe"
)

// ImportOf returns the things of a base as [scribe.ReadBeside] shows them. It is good as long as
// the base is open.
func ImportOf(b *kb.Base) scribe.Import {
	return scribe.Import{
		Thing: func(id string, as func(string) string) (*scribe.Thing, bool) {
			n, ok := b.Find(id)
			if !ok {
				return nil, false
			}
			e := kb.EntityOf(b, n)
			t := &scribe.Thing{Fields: []scribe.Field{{Key: "id", Values: []string{e.ID}}, {Key: "kind", Values: []string{b.Schema().KindDef(e.Kind).Name}},
				{Key: "name", Values: []string{e.Name}}, {Key: "aliases", Values: e.Aliases}}}
			if e.About != "" {
				t.Fields = append(t.Fields, scribe.Field{Key: "about", Values: []string{e.About}})
			}
			for _, s := range b.OutAll(n) {
				t.Facts = append(t.Facts, factOf(b, s, as))
			}
			return t, true
		},
		Naming: func(id string) (ids []string) {
			n, ok := b.Find(id)
			if !ok {
				return nil
			}
			for _, s := range b.InAll(n) {
				ids = append(ids, strings.Clone(b.ID(b.Subject(s))))
			}
			return ids
		},
	}
}

// factOf is a statement as people write it.
func factOf(b *kb.Base, s kb.Stmt, as func(string) string) scribe.Fact {
	write := func(n kb.Node, to []kb.Kind) []string {
		text := strings.Clone(literal.Written(b, n, to))
		if b.ID(n) != "" {
			text = as(text)
		}
		return []string{text}
	}
	d := b.Schema().RelationDef(b.Relation(s))
	fields := []scribe.Field{{Key: d.Name, Values: write(b.Object(s), d.To)}}
	for _, q := range b.Qualifiers(s) {
		fields = append(fields, scribe.Field{Key: q.Name, Values: write(q.Value, b.Schema().QualifierTo(q.Name))})
	}
	cite := scribe.Field{Key: "cite"}
	for _, ref := range b.Cites(s) {
		cite.Values = append(cite.Values, corpus.Ref{Source: strings.Clone(ref.Source), Paragraph: ref.Paragraph, Part: ref.Part}.String())
	}
	return scribe.Fact{Fields: append(fields, cite)}
}
