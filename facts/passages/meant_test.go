package passages

import (
	"testing"

	"hapjak/corpus"
)

// TestMeant: a word that no passage holds is one that it shortens, or where it is misspelt one that is spelt nearly so.
func TestMeant(t *testing.T) {
	ix := build(t, corpus.Source{ID: "a", Title: "The yard", Paragraphs: []corpus.Paragraph{
		{N: 1, Text: "The photography club meets in the laboratory. Photographers bring a lantern."},
		{N: 2, Text: "Two schooners and a catamaran lie in the yard, beside the photography catalogue, in affinity."},
	}})
	for _, c := range []struct {
		word     string
		misspelt bool
		want     string
	}{
		{"photog", false, "photography"},
		{"scooners", true, "schooners"},
		{"scooners", false, ""},
		{"cata", true, ""}, // too short, and two words begin so
		{"lantern", true, ""},
		{"violins", true, ""},
		{"afinity", true, "affinity"}, // "afin" and "affin" are the stems
	} {
		if got, _ := ix.Meant(c.word, c.misspelt); got != c.want {
			t.Errorf("%s (%v): %q, want %q", c.word, c.misspelt, got, c.want)
		}
	}
}

// TestForm: a word is written as a passage writes it that has its stem.
func TestForm(t *testing.T) {
	ix := build(t, corpus.Source{ID: "a", Title: "Reservations", Paragraphs: []corpus.Paragraph{{N: 1, Text: "A variable wind from the bay."}}})
	for word, want := range map[string]string{"variables": "variable", "reservations": "reservations", "tide": ""} {
		if got, _ := ix.Form(word); got != want {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}
