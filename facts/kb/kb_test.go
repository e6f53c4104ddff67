package kb_test

import (
	"slices"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/kbtest"
)

func TestBase(t *testing.T) {
	b := kbtest.Base(t)
	s := b.Schema()
	rel := func(name string) kb.Rel {
		r, ok := s.Relation(name)
		if !ok {
			t.Fatalf("no relation %s", name)
		}
		return r
	}
	objects := func(n kb.Node, r string) string {
		var list []kb.Node
		for _, st := range b.Out(n, rel(r)) {
			if b.Subject(st) != n || b.Relation(st) != rel(r) {
				t.Errorf("statement %d of %s is another's", st, b.ID(n))
			}
			list = append(list, b.Object(st))
		}
		return kbtest.Names(b, list)
	}
	snow := kbtest.Find(t, b, "snowpiercer")
	for r, want := range map[string]string{"directed_by": "Bong Joon Ho", "cast": "Song Kang-ho, Tilda Swinton", "released": "2013",
		"budget": "20 billion won", "admissions": "834,338", "tagline": ""} {
		if got := objects(snow, r); got != want {
			t.Errorf("%s: %q, want %q", r, got, want)
		}
	}
	var films []kb.Node
	for _, st := range b.In(kbtest.Find(t, b, "song-kang-ho"), rel("cast")) {
		films = append(films, b.Subject(st))
	}
	if got := kbtest.Names(b, films); got != "Snowpiercer, The Host" {
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
	if got := kbtest.Names(b, b.OfKind(film)); got != "Snowpiercer, The Host" {
		t.Errorf("films: %s", got)
	}
	if got := kbtest.Names(b, b.Word("host")) + "; " + kbtest.Names(b, b.Word("train")) + "; " + kbtest.Names(b, b.Word("lurk")); got != "The Host; Snowpiercer; It is lurking behind you" {
		t.Errorf("by words: %s", got)
	}
}

func TestSquash(t *testing.T) {
	for name, want := range map[string]string{
		"The Good, the Bad & the Ugly": "goodthebadandtheugly", "Snowpiercer": "snowpiercer", "A.I. Artificial Intelligence": "iartificialintelligence",
		"The": "the", "$": "$", "...": "...", "설국열차": "설국열차", "Amélie": "amelie", "It's a Wonderful Life": "itsawonderfullife", "": "",
	} {
		if got := kb.Squash(name); got != want {
			t.Errorf("Squash(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNamed(t *testing.T) {
	b := kbtest.Base(t)
	for _, name := range []string{"the host", "Host", "THE HOST", "thehost", "설국열차", "bong joon-ho", "Bongjoonho"} {
		if len(b.Named(kb.Squash(name))) != 1 {
			t.Errorf("%q is not found", name)
		}
	}
	if n := b.Named("nobody"); n != nil {
		t.Errorf("nobody is %v", n)
	}
}
