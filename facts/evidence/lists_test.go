package evidence

import (
	"bytes"
	"slices"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/passages"
	"hapjak/nlp"
)

// A list whose items are parts of a paragraph is read as a whole beside its items, together with the
// sentence that leads into it; stretches of a long block are no list.
func TestListOfParts(t *testing.T) {
	long := "The keeper writes down every ship that passes the point, by day and by night, with the hour and the weather, and sends the book to the harbour at the end of each month, where a clerk copies what is of use and keeps the rest for ten years in a cellar that has been flooded twice since the war and is damp to this day."
	src := corpus.Source{ID: "light", Title: "The light", Paragraphs: []corpus.Paragraph{
		{N: 1, Heading: "Tools", Text: "The keeper needs three tools:"},
		{N: 2, Heading: "Tools · The keeper needs three tools", Text: "A lamp"},
		{N: 2, Heading: "Tools · The keeper needs three tools", Text: "Oil"},
		{N: 2, Heading: "Tools · The keeper needs three tools", Text: "A book"},
		{N: 3, Heading: "Duties", Text: long}, {N: 3, Heading: "Duties", Text: long},
	}}
	ix := indexOf(t, src)
	found := FromPassages(ix, Query{Text: "which tools does the keeper need"}, Matcher{Stems: nlp.NewStemmer()}, 20)
	i := slices.IndexFunc(found, func(c Candidate) bool {
		return c.Said == "The keeper needs three tools: • A lamp • Oil • A book"
	})
	if i < 0 {
		t.Fatalf("no whole list among %+v", found)
	}
	if want := []corpus.Ref{{Source: "light", Paragraph: 1}, {Source: "light", Paragraph: 2}}; !slices.Equal(found[i].Refs, want) {
		t.Errorf("it cites %v", found[i].Refs)
	}
	if !slices.ContainsFunc(found, func(c Candidate) bool { return c.Said == "Oil" }) {
		t.Error("an item is not read by itself")
	}
	if _, got := listOf(ix, corpus.Ref{Source: "light", Paragraph: 3}); got != "" {
		t.Errorf("stretches of a block are taken for a list: %q", got)
	}
}

// Items that are sentences, with nothing that leads them in, answer by themselves.
func TestListOfSentences(t *testing.T) {
	src := corpus.Source{ID: "films", Title: "Films", Paragraphs: []corpus.Paragraph{
		{N: 2, Text: "The Skerry was directed by Ina Lind."}, {N: 2, Text: "Moss Ferry was shot by Omar Reyes."}, {N: 2, Text: "The Pier was cut by Martin Okafor."},
	}}
	ix := indexOf(t, src)
	found := FromPassages(ix, Query{Text: "who shot Moss Ferry"}, Matcher{Stems: nlp.NewStemmer()}, 20)
	if !slices.ContainsFunc(found, func(c Candidate) bool { return c.Said == "Moss Ferry was shot by Omar Reyes." }) {
		t.Errorf("the item is not among %+v", found)
	}
	if slices.ContainsFunc(found, func(c Candidate) bool { return isList(c.Said) }) {
		t.Errorf("the list is among %+v", found)
	}
}

func TestRowInWords(t *testing.T) {
	for _, c := range [][3]string{
		{"Mills · | Price | Weight", "Oats | 3 | 5 kg", "Oats: Price 3; Weight 5 kg"},
		{"Mills · Grain | Price", "Oats | 3", "Grain Oats: Price 3"},
		{"Mills · Grain | Price", "Oats", "Oats"},
		{"Mills · Grain | Price | Weight", "Oats | | 5 kg", "Grain Oats: Weight 5 kg"},
		{"Mills", "Oats | 3", "Oats: 3"},
		{"Mills", "Oats | 3 | 5 kg", "Oats: 3; 5 kg"},
	} {
		got := rowInWords(corpus.Paragraph{Heading: c[0], Text: c[1]})
		if got.Text != c[2] || got.Text != c[1] && got.Heading != "Mills" {
			t.Errorf("%q under %q: %q under %q", c[1], c[0], got.Text, got.Heading)
		}
	}
}

func TestInWords(t *testing.T) {
	for date, want := range map[string]string{"2025-04-03": "April 3, 2025", "2025-04": "April 2025", "2025": "2025", "spring": "spring"} {
		if got := inWords(date); got != want {
			t.Errorf("%s: %q, want %q", date, got, want)
		}
	}
}

// A bar in a cell does not make a row one of other columns.
func TestBarInACell(t *testing.T) {
	over, columns, cells := rowOf(corpus.Paragraph{Heading: "Pier · Berth | Boat|crew | Skipper", Text: "N|1 | | Ada Fell"})
	if over != "Pier" || !slices.Equal(columns, []string{"Berth", "Boat|crew", "Skipper"}) || !slices.Equal(cells, []string{"N|1", "", "Ada Fell"}) {
		t.Errorf("%q, %q, %q", over, columns, cells)
	}
}

// indexOf is the index of some articles.
func indexOf(t *testing.T, articles ...corpus.Source) *passages.Index {
	t.Helper()
	b := passages.NewBuilder()
	for _, src := range articles {
		if err := b.Add(src); err != nil {
			t.Fatal(err)
		}
	}
	var data bytes.Buffer
	if _, err := b.WriteTo(&data); err != nil {
		t.Fatal(err)
	}
	ix, err := passages.Load(data.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return ix
}
