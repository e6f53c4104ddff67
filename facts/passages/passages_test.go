package passages

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"hapjak/corpus"
)

func build(t testing.TB, sources ...corpus.Source) *Index {
	t.Helper()
	b := NewBuilder()
	for _, s := range sources {
		if err := b.Add(s); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	ix, err := Load(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func sample(t testing.TB) *Index { return build(t, sampleSources()...) }

func sampleSources() []corpus.Source {
	return []corpus.Source{
		{ID: "a", Title: "Trains", Date: "2013", QuoteWords: 9, Paragraphs: []corpus.Paragraph{
			{N: 2, Text: "Snowpiercer runs on rails.", Verbatim: true},
			{N: 5, Heading: "Directors", Text: "Bong Joon Ho led the shoot of the train film."}}},
		{ID: "b", Title: "Food", Date: "2015-06", Paragraphs: []corpus.Paragraph{{N: 1, Text: "A film about the rice of the valley."}}},
	}
}

func TestLookUp(t *testing.T) {
	ix := sample(t)
	if s, ok := ix.Source("a"); !ok || s.Title != "Trains" || s.Date != "2013" || s.QuoteWords != 9 {
		t.Errorf("Source(a) = %+v, %v", s, ok)
	}
	if _, ok := ix.Source("c"); ok {
		t.Error("Source(c) is there")
	}
	if p, ok := ix.Paragraph(corpus.Ref{Source: "a", Paragraph: 5}); !ok || p.Heading != "Directors" || p.N != 5 || p.Verbatim {
		t.Errorf("a:5 = %+v, %v", p, ok)
	}
	if _, ok := ix.Paragraph(corpus.Ref{Source: "a", Paragraph: 3}); ok {
		t.Error("a:3 is there")
	}
	if ids := slices.Collect(ix.Sources()); !slices.Equal(ids, []string{"a", "b"}) {
		t.Errorf("Sources() = %q", ids)
	}
	if ix.IDF("film") >= ix.IDF("rice") || ix.IDF("rice") >= ix.IDF("nowhere") {
		t.Error("IDF does not rise with rarity")
	}
}

func TestSearch(t *testing.T) {
	ix := sample(t)
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{Text: "Who led the shooting of the film?"}, "a:5"},
		{Query{Text: "film", Source: "b"}, "b:1"},
		{Query{Text: "film", From: "2014"}, "b:1"},
		{Query{Text: "film", To: "2013-02"}, "a:5"},
	} {
		hits := ix.Search(c.q, 1)
		if len(hits) != 1 || hits[0].Ref.String() != c.want {
			t.Errorf("Search(%+v) = %v, want %s", c.q, hits, c.want)
		}
	}
	if hits := ix.Search(Query{Text: "zebra"}, 5); len(hits) != 0 {
		t.Errorf("zebra: %v", hits)
	}
}

func TestNeighbour(t *testing.T) {
	ix := sample(t)
	for _, c := range []struct{ slip, want string }{
		{"snowpierc", "snowpierc"}, {"snowpeirc", "snowpierc"}, {"snwpierc", "snowpierc"}, {"snowpiercx", "snowpierc"}, {"snowpjerc", "snowpierc"},
		{"trainz", "train"}, {"fil", ""}, {"설국열차차", ""}, {"", ""},
	} {
		got := ""
		if n, ok := ix.neighbour(c.slip); ok {
			got = string(ix.stem(n))
		}
		if c.slip != c.want && got != c.want {
			t.Errorf("neighbour(%q) = %q, want %q", c.slip, got, c.want)
		}
	}
	if hits := ix.Search(Query{Text: "who directed Snowpeircer"}, 1); len(hits) != 1 || hits[0].Ref.String() != "a:2" {
		t.Errorf("misspelt: %v", hits)
	}
}

// A passage keeps its place in an original without paragraphs, beside its names.
func TestPlaceOfPassage(t *testing.T) {
	b := NewBuilder()
	b.own.names = func(string) []string { return []string{"Noss", "Velden"} }
	if err := b.Add(corpus.Source{ID: "a", Paragraphs: []corpus.Paragraph{
		{N: 1, Heading: "Boats", Text: "The ferry crosses the sound.", Place: "p. 12", Verbatim: true}, {N: 2, Text: "She was built in Velden."}}}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	ix, err := Load(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []string{"p. 12", ""} {
		p, ok := ix.Paragraph(corpus.Ref{Source: "a", Paragraph: n + 1})
		if names := ix.Names(uint32(n)); !ok || p.Place != want || p.Verbatim != (n == 0) || len(names) != 2 || names[0] != "Noss" {
			t.Errorf("%d: %+v, %q", n, p, names)
		}
	}
}

// A line of many megabytes without a sentence's end is cut in one go.
func TestLongLine(t *testing.T) {
	text := strings.Repeat("0 ", 4<<20)
	total := 0
	for _, p := range cutLong([]corpus.Paragraph{{N: 1, Text: text}}) {
		if total += len(p.Text) + 1; len(p.Text) > maxPassage {
			t.Fatalf("a passage of %d", len(p.Text))
		}
	}
	if total != len(text) {
		t.Errorf("%d bytes of %d", total, len(text))
	}
}

// An id that stands for want of a title is shown and not searched; a title is searched even where it is the id too.
func TestUntitled(t *testing.T) {
	text := []corpus.Paragraph{{N: 1, Text: "The wing was tried in a slipstream."}}
	ix := build(t,
		corpus.Source{ID: "NOTE-1938", Title: "NOTE-1938", Untitled: true, Paragraphs: text},
		corpus.Source{ID: "Propeller", Title: "Propeller", Paragraphs: text})
	if hits := ix.Search(Query{Text: "1938"}, 9); len(hits) != 0 {
		t.Errorf("the id is found: %v", hits)
	}
	if hits := ix.Search(Query{Text: "propeller"}, 9); len(hits) != 1 || hits[0].Ref.Source != "Propeller" {
		t.Errorf("the title is not found: %v", hits)
	}
	for id, own := range map[string]string{"NOTE-1938": "", "Propeller": "Propeller"} {
		if s, _ := ix.Source(id); s.Title != id || s.OwnTitle() != own {
			t.Errorf("%s has the title %q, of its own %q", id, s.Title, s.OwnTitle())
		}
	}
}
