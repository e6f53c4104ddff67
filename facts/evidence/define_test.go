package evidence

import (
	"testing"

	"hapjak/corpus"
	"hapjak/nlp"
)

// A glossary has a term over its meaning: what stands first under a heading that is the term says what it is, where no
// sentence defines it.
func TestDefinedUnderItsHeading(t *testing.T) {
	ix := indexOf(t, corpus.Source{ID: "words", Title: "Words of the mill", Paragraphs: []corpus.Paragraph{
		{N: 2, Heading: "Leat", Text: "Any ditch that brings water to the wheel."}, {N: 3, Heading: "Leat", Text: "Some are lined with clay."},
		{N: 5, Heading: "Sluice", Text: "A gate in the leat."},
	}}, corpus.Source{ID: "walks", Title: "Walks", Paragraphs: []corpus.Paragraph{{N: 1, Text: "Follow the leat to the north of the leat."}}})
	m := Matcher{Stems: nlp.NewStemmer()}
	got := definitions(ix, Query{Text: "what is a leat?", Term: m.Stems.Stems("leat")}, m)
	if len(got) != 1 || got[0].Said != "Any ditch that brings water to the wheel." || got[0].Defines == 0 {
		t.Errorf("%+v", got)
	}
}

func TestDefines(t *testing.T) {
	stems := nlp.NewStemmer()
	for sentence, want := range map[string]bool{
		"A mill pond is a basin that feeds the wheel.":     true,
		"Mill ponds are basins.":                           true,
		"The mill pond (or head) is what feeds the wheel.": false, // what stands between is no name
		"Mill Pond Alba is a basin.":                       true,
		"A mill pond is sold by the yard.":                 false,
		"Mill ponds are found in Alba.":                    true, // a verb that looks like none is let pass
		"Mill ponds are flooded in spring.":                false,
		"Everybody likes a mill pond.":                     false,
		"Without a mill pond there is a drought.":          false,
		"Mill pond refers to the basin.":                   true,
	} {
		if got := defines(sentence, stems.Stems("mill pond"), stems); got != want {
			t.Errorf("%q: %v", sentence, got)
		}
	}
}
