// Package linked writes a knowledge base for others' databases: as JSON-LD, and as
// QuickStatements for Wikidata.
package linked

import (
	"bufio"
	"encoding/json"
	"io"
	"net/url"
	"strconv"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
)

// The names that things have elsewhere. A base has no address of its own, so its things
// are named by URNs.
const (
	entityURN = "urn:hapjak:entity:"
	sourceURN = "urn:hapjak:source:"
	schemaURN = "urn:hapjak:schema:"
	xsd       = "http://www.w3.org/2001/XMLSchema#"
	rdf       = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	rdfs      = "http://www.w3.org/2000/01/rdf-schema#"
	skos      = "http://www.w3.org/2004/02/skos/core#"
	dcterms   = "http://purl.org/dc/terms/"
)

// JSONLD writes a base as JSON-LD 1.1: each thing with what is stated of it, and each
// statement once more as an rdf:Statement, with the paragraphs that it cites and its
// qualifiers. sources tells what is known of a source. Years and dates have their XSD
// types, numbers without a unit are decimals, and every other value is the text that is
// shown.
func JSONLD(w io.Writer, b *kb.Base, sources func(id string) (corpus.Source, bool)) error {
	j := &jsonLD{b: b, w: bufio.NewWriter(w), cited: map[string]bool{}}
	j.text(`{"@context":`)
	j.value(contextOf(b.Schema()))
	j.text(`,"@graph":[`)
	for n := range kb.Node(b.Len()) {
		if b.ID(n) != "" {
			j.node(j.entity(n))
		}
	}
	for s := range kb.Stmt(b.Statements()) {
		j.node(j.statement(s))
	}
	for _, id := range j.order {
		j.node(sourceNode(id, sources))
	}
	j.text("\n]}\n")
	if j.err != nil {
		return j.err
	}
	return j.w.Flush()
}

// A jsonLD writes node after node.
type jsonLD struct {
	b     *kb.Base
	w     *bufio.Writer
	begun bool
	cited map[string]bool
	order []string // the sources that are cited, in order
	err   error
}

func (j *jsonLD) text(s string) { _, _ = j.w.WriteString(s) } // Flush tells of it

func (j *jsonLD) value(v any) {
	data, err := json.Marshal(v)
	if j.err == nil {
		j.err = err
	}
	_, _ = j.w.Write(data)
}

func (j *jsonLD) node(v map[string]any) {
	if j.begun {
		j.text(",")
	}
	j.begun = true
	j.text("\n")
	j.value(v)
}

func contextOf(s *kb.Schema) map[string]any {
	c := map[string]any{
		"@version": 1.1, "xsd": xsd, "rdf": rdf, "schema": schemaURN,
		"name": rdfs + "label", "alias": skos + "altLabel", "about": dcterms + "description", "cites": map[string]any{"@id": dcterms + "references", "@type": "@id"},
		"title": dcterms + "title", "publisher": dcterms + "publisher", "author": dcterms + "creator", "date": dcterms + "date", "url": dcterms + "identifier",
	}
	for i := range s.Relations {
		if d := s.RelationDef(kb.Rel(i)); !s.Literal(d.To[0]) {
			c["schema:"+urn(d.Name)] = map[string]any{"@id": schemaURN + urn(d.Name), "@type": "@id"}
		}
	}
	return c
}

// urn writes a name so that it may stand in an address.
func urn(s string) string { return url.PathEscape(s) }

func (j *jsonLD) entity(n kb.Node) map[string]any {
	names := j.b.Names(n)
	v := map[string]any{"@id": entityURN + urn(j.b.ID(n)), "@type": "schema:" + urn(j.b.Schema().KindDef(j.b.KindOf(n)).Name), "name": names[0]}
	if len(names) > 1 {
		v["alias"] = names[1:]
	}
	if about := j.b.About(n); about != "" {
		v["about"] = about
	}
	for _, s := range j.b.OutAll(n) {
		key := "schema:" + urn(j.b.Schema().RelationDef(j.b.Relation(s)).Name)
		list, _ := v[key].([]any)
		v[key] = append(list, j.object(j.b.Object(s)))
	}
	return v
}

// object writes what stands at the end of a statement.
func (j *jsonLD) object(n kb.Node) any {
	v, ok := j.b.Value(n)
	if !ok {
		return map[string]any{"@id": entityURN + urn(j.b.ID(n))}
	}
	typed := func(t string) any {
		return map[string]any{"@type": "xsd:" + t, "@value": literal.Written(j.b, n, []kb.Kind{v.Kind})}
	}
	switch v.Kind {
	case kb.Year:
		return typed("gYear")
	case kb.Date:
		if v.Lo == v.Hi {
			return typed("date")
		}
		return typed("gYearMonth")
	case kb.Number:
		if v.Unit == "" {
			return map[string]any{"@type": "xsd:decimal", "@value": strconv.FormatFloat(v.Lo, 'f', -1, 64)}
		}
	}
	return v.Text
}

func (j *jsonLD) statement(s kb.Stmt) map[string]any {
	v := map[string]any{
		"@type":         "rdf:Statement",
		"rdf:subject":   map[string]any{"@id": entityURN + urn(j.b.ID(j.b.Subject(s)))},
		"rdf:predicate": map[string]any{"@id": schemaURN + urn(j.b.Schema().RelationDef(j.b.Relation(s)).Name)},
		"rdf:object":    j.object(j.b.Object(s)),
	}
	var cites []string
	for _, ref := range j.b.Cites(s) {
		cites = append(cites, sourceURN+urn(ref.Source)+"#"+ref.Place())
		if !j.cited[ref.Source] {
			j.cited[ref.Source] = true
			j.order = append(j.order, ref.Source)
		}
	}
	v["cites"] = cites
	for _, q := range j.b.Qualifiers(s) {
		key := "schema:" + urn(q.Name)
		list, _ := v[key].([]any)
		v[key] = append(list, j.object(q.Value))
	}
	return v
}

func sourceNode(id string, sources func(string) (corpus.Source, bool)) map[string]any {
	v := map[string]any{"@id": sourceURN + urn(id)}
	src, _ := sources(id)
	for key, text := range map[string]string{"title": src.Title, "publisher": src.Publisher, "author": src.Author, "date": src.Date, "url": src.URL} {
		if text != "" {
			v[key] = text
		}
	}
	if len(v) == 1 {
		v["title"] = id
	}
	return v
}
