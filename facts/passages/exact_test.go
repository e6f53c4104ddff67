package passages

import (
	"bytes"
	"testing"

	"hapjak/corpus"
)

// The word itself comes before one that only shares its stem, and all forms of an
// irregular word are found.
func TestExactAndIrregularWords(t *testing.T) {
	b := NewBuilder()
	for id, text := range map[string]string{
		"generic": "A generic name was given to the boat.", "generous": "The generous captain gave the boat away.", "general": "The general, general as he was called, a general of boats.",
		"news": "The news of the harbour came late.", "new": "A new harbour, new and wide.",
		"feet": "The mast is ninety feet tall.", "children": "The children of fishermen learn to swim.", "women": "Two women steer her.", "thieves": "Thieves took the anchor.", "added": "A cabin was added to her in 1977.", "crises": "She came through two crises.",
		"university": "The university opened late, beside the old fish hall and the rope walk.", "universe": "The universe, a universal universe of universes.",
		"leaf": "A leaf was carved above the door.", "leaves": "The beech leaves turn in October.", "leaving": "Nobody is leaving the quay at low water.", "lives": "The flood cost nine lives.",
		"theses": "These two theses are of the lamp.", "indices": "The list has four indices and an appendix.", "plateaux": "Fungi grew on both plateaux by the buses.",
	} {
		if err := b.Add(corpus.Source{ID: id, Title: "Note", Paragraphs: []corpus.Paragraph{{N: 1, Text: text}}}); err != nil {
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
	for query, want := range map[string]string{
		"generic": "generic", "generous": "generous", "General": "general", "generous captain": "generous", "news": "news", "new": "new", "university": "university", "universe": "universe",
		"foot": "feet", "fisherman": "children", "woman": "women", "thief": "thieves", "adds": "added", "add": "added", "adding": "added", "crisis": "crises",
		"leaf": "leaf", "beech leaf": "leaves", "life": "lives", "leaving": "leaving",
		"thesis": "theses", "index": "indices", "appendices": "indices", "plateau": "plateaux", "fungus": "plateaux", "bus": "plateaux",
	} {
		hits := ix.Search(Query{Text: query}, 3)
		if len(hits) == 0 || hits[0].Ref.Source != want {
			t.Errorf("%s: %v, want %s", query, hits, want)
		}
	}
	for _, stem := range []string{"ad", "women", "thiev", "feet", "crisi"} {
		if ix.IDF(stem) >= ix.IDF("\x00") {
			t.Errorf("%s is unheard of", stem)
		}
	}
	if hits := ix.Search(Query{Text: "leaf"}, 4); len(hits) != 2 {
		t.Errorf("leaf: %v, want those with leaves as well", hits)
	}
}
