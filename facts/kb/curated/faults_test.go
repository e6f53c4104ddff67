package curated_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/kbtest"
)

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
		if !strings.Contains(kbtest.Films, c.was) {
			t.Fatalf("no %q", c.was)
		}
		fsys := fstest.MapFS{"schema.yaml": {Data: []byte(kbtest.FilmSchema)}, "facts/films.yaml": {Data: []byte(strings.Replace(kbtest.Films, c.was, c.is, 1))}}
		if _, err := curated.Load(fsys, nil); err == nil || !strings.Contains(err.Error(), c.want) {
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
		if !strings.Contains(kbtest.FilmSchema, c.was) {
			t.Fatalf("no %q", c.was)
		}
		_, err := curated.ParseSchema("schema.yaml", []byte(strings.Replace(kbtest.FilmSchema, c.was, c.is, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s → %s: %v\nwant %s", c.was, c.is, err, c.want)
		}
	}
}

// FuzzLoad reads any schema with any facts: refused, or sound.
func FuzzLoad(f *testing.F) {
	f.Add(kbtest.FilmSchema, kbtest.Films)
	f.Add("kinds: {film: {name: film}}\nrelations: {about: {from: [film], to: [film]}}", "- {id: a, kind: film, name: A, facts: [{about: a, cite: b:1}]}")
	f.Add("kinds: {a: {is: b}, b: {is: a}}", "- &a [*a]")
	f.Fuzz(func(t *testing.T, schema, facts string) {
		b, err := curated.Load(kbtest.Files(schema, facts), nil)
		if err != nil {
			return
		}
		kbtest.Exercise(b)
		kbtest.Sound(t, b)
	})
}
