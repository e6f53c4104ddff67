package kb

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hapjak/corpus"
)

const testSchema = `
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

const testFacts = `
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

func testBase(t testing.TB) *Base {
	t.Helper()
	b, err := Load(fstest.MapFS{"schema.yaml": {Data: []byte(testSchema)}, "facts/films.yaml": {Data: []byte(testFacts)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func find(t testing.TB, b *Base, id string) Node {
	t.Helper()
	n, ok := b.Find(id)
	if !ok {
		t.Fatalf("no %s", id)
	}
	return n
}

func names(b *Base, list []Node) string {
	var s []string
	for _, n := range list {
		s = append(s, b.Name(n))
	}
	return strings.Join(s, ", ")
}

func TestBase(t *testing.T) {
	b := testBase(t)
	s := b.Schema()
	rel := func(name string) Rel {
		r, ok := s.Relation(name)
		if !ok {
			t.Fatalf("no relation %s", name)
		}
		return r
	}
	objects := func(n Node, r string) string {
		var list []Node
		for _, st := range b.Out(n, rel(r)) {
			if b.Subject(st) != n || b.Relation(st) != rel(r) {
				t.Errorf("statement %d of %s is another's", st, b.ID(n))
			}
			list = append(list, b.Object(st))
		}
		return names(b, list)
	}
	snow := find(t, b, "snowpiercer")
	for r, want := range map[string]string{"directed_by": "Bong Joon Ho", "cast": "Song Kang-ho, Tilda Swinton", "released": "2013",
		"budget": "20 billion won", "admissions": "834,338", "tagline": ""} {
		if got := objects(snow, r); got != want {
			t.Errorf("%s: %q, want %q", r, got, want)
		}
	}
	var films []Node
	for _, st := range b.In(find(t, b, "song-kang-ho"), rel("cast")) {
		films = append(films, b.Subject(st))
	}
	if got := names(b, films); got != "Snowpiercer, The Host" {
		t.Errorf("Song's films: %s", got)
	}
	if got := len(b.Of(rel("cast"))); got != 3 {
		t.Errorf("%d statements of cast, want 3", got)
	}
	cast := b.Out(snow, rel("cast"))
	if q := b.Qualifiers(cast[1]); len(q) != 1 || q[0].Name != "character" || b.Name(q[0].Value) != "Somebody" {
		t.Errorf("qualifiers %v", q)
	}
	if c := b.Cites(b.Out(snow, rel("directed_by"))[0]); !slices.Equal(c, []corpus.Ref{{Source: "a", Paragraph: 1}, {Source: "b", Paragraph: 2}}) {
		t.Errorf("cites %v", c)
	}
	if got := b.Citing(corpus.Ref{Source: "a", Paragraph: 4}); len(got) != 3 {
		t.Errorf("%d statements cite a:4, want 3", len(got))
	}
	film, _ := s.Kind("film")
	if got := names(b, b.OfKind(film)); got != "Snowpiercer, The Host" {
		t.Errorf("films: %s", got)
	}
	if got := names(b, b.Word("host")) + "; " + names(b, b.Word("train")) + "; " + names(b, b.Word("lurk")); got != "The Host; Snowpiercer; It is lurking behind you" {
		t.Errorf("by words: %s", got)
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		kind   Kind
		text   string
		lo, hi float64
		shown  string
		unit   string
	}{
		{Year, "2013", 20130101, 20131231, "2013", ""},
		{Date, "2013", 20130101, 20131231, "2013", ""},
		{Date, "1964-07", 19640701, 19640731, "July 1964", ""},
		{Date, "2025-04-03", 20250403, 20250403, "April 3, 2025", ""},
		{Span, "1910-1945", 19100101, 19451231, "1910-1945", ""},
		{Span, "1960s", 19600101, 19691231, "1960s", ""},
		{Number, "834338", 834338, 834338, "834,338", ""},
		{Number, "15 years", 15, 15, "15 years", "years"},
		{Number, "70%", 70, 70, "70%", "%"},
		{Number, "2.4 million viewers", 2.4e6, 2.4e6, "2.4 million viewers", "viewers"},
		{Money, "20 billion won", 20e9, 20e9, "20 billion won", "KRW"},
		{Money, "$40 million", 40e6, 40e6, "$40 million", "USD"},
		{Text, "in color", 0, 0, "in color", ""},
	} {
		v, err := ParseValue(c.kind, c.text)
		if err != nil || v.Lo != c.lo || v.Hi != c.hi || v.Text != c.shown || v.Unit != c.unit {
			t.Errorf("%q: %+v, %v", c.text, v, err)
		}
	}
	for kind, texts := range map[Kind][]string{Year: {"", "213", "20135", "two", "0999"}, Date: {"2013-13", "2013-02-30", "04/05/1964"},
		Span: {"1945-1910", "1965s"}, Number: {"won", "out of 5"}, Money: {"20", "won"}} {
		for _, text := range texts {
			if v, err := ParseValue(kind, text); err == nil {
				t.Errorf("%q is read as %+v", text, v)
			}
		}
	}
}

func TestSquash(t *testing.T) {
	for name, want := range map[string]string{
		"The Good, the Bad & the Ugly": "goodthebadandtheugly", "Snowpiercer": "snowpiercer", "A.I. Artificial Intelligence": "iartificialintelligence",
		"The": "the", "$": "$", "...": "...", "설국열차": "설국열차", "Amélie": "amelie", "It's a Wonderful Life": "itsawonderfullife", "": "",
	} {
		if got := Squash(name); got != want {
			t.Errorf("Squash(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNamed(t *testing.T) {
	b := testBase(t)
	for _, name := range []string{"the host", "Host", "THE HOST", "thehost", "설국열차", "bong joon-ho", "Bongjoonho"} {
		if len(b.Named(Squash(name))) != 1 {
			t.Errorf("%q is not found", name)
		}
	}
	if n := b.Named("nobody"); n != nil {
		t.Errorf("nobody is %v", n)
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ was, is, want string }{
		{"kind: person, name: Tilda", "kind: persona, name: Tilda", `facts/films.yaml:33: tilda-swinton: unknown kind "persona"`},
		{"cite: a:5", "note: a:5", `facts/films.yaml:24: unknown key "note"`},
		{"      cite: a:5\n", "", `facts/films.yaml:23: statement without a citation: add cite: source:paragraph`},
		{"cite: a:5", "cite: five", `facts/films.yaml:24: citation "five" is not source:paragraph`},
		{"cast: song-kang-ho", "cast: song", `facts/films.yaml:23: cast: no entity has the id "song"`},
		{"cast: song-kang-ho", "cast: the-host", `facts/films.yaml:23: cast: "the-host" is a film, want a person`},
		{"cast: song-kang-ho", "played: song-kang-ho", `facts/films.yaml:23: unknown relation "played": a statement begins with its relation`},
		{"id: the-host", "id: snowpiercer", `facts/films.yaml:19: id "snowpiercer" is that of facts/films.yaml:2 already`},
		{"released: 2006-07", "released: 206", `facts/films.yaml:27: released: "206" is no date: write 2013, 1964-07 or 2025-04-03`},
		{"    - released: 2013\n      cite: a:1\n", "    - released: 2013\n      cite: a:1\n    - released: 2014\n      cite: a:1\n",
			`facts/films.yaml:15: snowpiercer has a second released: the first is on facts/films.yaml:13, and the schema says one`},
		{"name: Song Kang-ho", "name: bong joonho", `facts/films.yaml:32: song-kang-ho and bong-joon-ho (facts/films.yaml:31) are both persons named "bong joonho"`},
		{"{id: tilda", "{[id: tilda", `facts/films.yaml:`},
	} {
		if !strings.Contains(testFacts, c.was) {
			t.Fatalf("no %q", c.was)
		}
		fsys := fstest.MapFS{"schema.yaml": {Data: []byte(testSchema)}, "facts/films.yaml": {Data: []byte(strings.Replace(testFacts, c.was, c.is, 1))}}
		if _, err := Load(fsys, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s → %s: %v\nwant %s", c.was, c.is, err, c.want)
		}
	}
}

func TestSchemaFaults(t *testing.T) {
	for _, c := range []struct{ was, is, want string }{
		{"is: work, ", "is: wrok, ", `schema.yaml:8: unknown kind "wrok"`},
		{"name: work, ", "name: work, is: film, ", `schema.yaml:7: kind "work" is, through its "is", itself`},
		{"year: released", "year: realised", `schema.yaml:7: unknown relation "realised"`},
		{"as {character}]", "as {charakter}]", `schema.yaml:12: says of "cast": nothing fills {charakter}`},
		{"as {character}]", "as {character}", `schema.yaml:12: says of "cast": "{o} {o:stars|star} in {s}[ as {character}": a bracket is not closed`},
		{"noun: star", "nuon: star", `schema.yaml:12: unknown key "nuon"`},
		{"to: [money]", "to: [money, person]", `schema.yaml:14: relation "budget": its object`},
		{"  budget:", "  cast:", `schema.yaml:14: relation "cast" is declared on line 12 already`},
	} {
		if !strings.Contains(testSchema, c.was) {
			t.Fatalf("no %q", c.was)
		}
		_, err := ParseSchema("schema.yaml", []byte(strings.Replace(testSchema, c.was, c.is, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s → %s: %v\nwant %s", c.was, c.is, err, c.want)
		}
	}
}
