// Package kbtest has small bases for the tests of package kb and its rooms.
package kbtest

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
)

// FilmSchema is the schema of [Films].
const FilmSchema = `
name: Test
about: films
qualifiers:
  character: {to: text}
kinds:
  work: {name: work, year: released, card: [released]}
  film: {is: work, name: film, plural: films, words: [movie], command: film}
  person: {name: person, plural: people, asks: [who]}
relations:
  directed_by: {from: [film], to: [person], noun: director, verbs: [direct], implied: true, says: "{o} directed {s}"}
  cast: {from: [film], to: [person], noun: star, verbs: [star in], says: "{o} {o:stars|star} in {s}[ as {character}]"}
  released: {from: [work], to: [date], one: true, noun: release year, asks: [when]}
  budget: {from: [film], to: [money]}
  admissions: {from: [film], to: [number]}
  tagline: {from: [film], to: [text]}
`

// Films are facts as people write them.
const Films = `
- id: snowpiercer
  kind: film
  name: Snowpiercer
  aliases: [설국열차, 雪国列车]
  about: 2013 film set on a train
  facts:
    - directed_by: bong-joon-ho
      cite: [a:1, b:2]
    - cast: [song-kang-ho, tilda-swinton]
      character: Somebody
      cite: a:2
    - released: 2013
      cite: a:1
    - budget: 20 billion won
      cite: a:3
    - admissions: 834338
      cite: a:3
- id: the-host
  kind: film
  name: The Host
  facts:
    - cast: song-kang-ho
      cite: a:5
    - directed_by: bong-joon-ho
      cite: a:4
    - released: 2006-07
      cite: a:4
    - tagline: It is lurking behind you
      cite: a:4
- {id: bong-joon-ho, kind: person, name: Bong Joon Ho, aliases: [Bong Joon-ho, 봉준호]}
- {id: song-kang-ho, kind: person, name: Song Kang-ho}
- {id: tilda-swinton, kind: person, name: Tilda Swinton}
`

// Files are those of a base with one file of facts.
func Files(schema, facts string) fs.FS {
	return fstest.MapFS{"schema.yaml": {Data: []byte(schema)}, "facts/films.yaml": {Data: []byte(facts)}}
}

// Base is the base of [Films].
func Base(t testing.TB) *kb.Base {
	t.Helper()
	b, err := curated.Load(Files(FilmSchema, Films), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Schema reads a schema that is right.
func Schema(t testing.TB, text string) *kb.Schema {
	t.Helper()
	s, err := curated.ParseSchema("schema.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Find returns the entity of an id.
func Find(t testing.TB, b *kb.Base, id string) kb.Node {
	t.Helper()
	n, ok := b.Find(id)
	if !ok {
		t.Fatalf("no %s", id)
	}
	return n
}

// Names are the names of nodes, between commas.
func Names(b *kb.Base, list []kb.Node) string {
	var s []string
	for _, n := range list {
		s = append(s, b.Name(n))
	}
	return strings.Join(s, ", ")
}

// Line is a statement in names: subject | relation | object.
func Line(b *kb.Base, s kb.Stmt) string {
	return b.Name(b.Subject(s)) + " | " + b.Schema().RelationDef(b.Relation(s)).Name + " | " + b.Name(b.Object(s))
}

// Sound fails a test where a base does not stand the checks that its file is read with.
func Sound(t testing.TB, b *kb.Base) {
	t.Helper()
	var file bytes.Buffer
	if err := b.Write(&file); err != nil {
		t.Fatal(err)
	}
	if _, err := kb.LoadBytes(file.Bytes()); err != nil {
		t.Fatal(err)
	}
}

// Exercise asks everything of a base.
func Exercise(b *kb.Base) {
	for k := range b.Schema().Kinds {
		b.OfKind(kb.Kind(k))
		b.Schema().Subkinds(kb.Kind(k))
	}
	for r := range b.Schema().Relations {
		b.Of(kb.Rel(r))
	}
	for n := range kb.Node(b.Len()) {
		b.KindOf(n)
		b.Value(n)
		b.Find(b.ID(n))
		b.About(n)
		b.OutAll(n)
		for r := range b.Schema().Relations {
			b.In(n, kb.Rel(r))
			b.Out(n, kb.Rel(r))
		}
		for _, name := range b.Names(n) {
			b.Named(kb.Squash(name))
			b.Near(kb.Squash(name), 3)
			b.Word(name)
		}
	}
	for s := range kb.Stmt(b.Statements()) {
		b.Qualifiers(s)
		for _, ref := range b.Cites(s) {
			b.Cited(ref)
			b.Citing(corpus.Ref{Source: ref.Source, Paragraph: 1})
		}
	}
}
