package suggest

import (
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
)

func TestDuplicates(t *testing.T) {
	s := schemaOf(t, []byte(harbour))
	b := kb.NewBuilder(s)
	add := func(kind, id string, names ...string) kb.Draft {
		k, _ := s.Kind(kind)
		return b.Entity(kb.Entity{ID: id, Kind: k, Name: names[0], Aliases: names[1:]})
	}
	state := func(subject kb.Draft, relation string, object kb.Draft) {
		rel, _ := s.Relation(relation)
		b.State(subject, rel, object, nil, corpus.Ref{Source: "x", Paragraph: 1})
	}
	year := func(y string) kb.Draft {
		v, err := literal.Read(kb.Year, y)
		if err != nil {
			t.Fatal(err)
		}
		return b.Value(v)
	}
	tern := add("boat", "tern", "The Tern")
	add("boat", "tern-2", "the tern")
	old, young := add("boat", "gull-1", "The Gull"), add("boat", "gull-2", "The Gull") // told apart by their years
	state(old, "launched", year("1926"))
	state(young, "launched", year("1950"))
	add("person", "kim", "Kim Ki-duk")
	add("person", "kim-2", "Ki Duk Kim")
	add("person", "jose", "José Núñez")
	add("person", "jose-2", "X", "Jose Nunez")
	lindstrom, lindstrem := add("person", "l1", "Astrid Lindstrom"), add("person", "l2", "Astrid Lindstrem")
	add("person", "l3", "Astrid Lindstrim") // has nothing in common with them
	state(tern, "built_by", lindstrom)
	state(tern, "built_by", lindstrem)
	add("company", "kim-co", "Kim Ki-duk") // of another kind
	base, err := b.Base()
	if err != nil {
		t.Fatal(err)
	}
	list, err := Duplicates(t.Context(), base)
	if err != nil {
		t.Fatal(err)
	}
	type pair struct {
		a, b   string
		why    Reason
		shared int
	}
	want := []pair{{"jose", "jose-2", SameName, 0}, {"tern", "tern-2", SameName, 0}, {"kim", "kim-2", SameWords, 0}, {"l1", "l2", NearlyName, 1}}
	for i, d := range list {
		got := pair{d.Things[0].ID, d.Things[1].ID, d.Why, d.Shared}
		if i >= len(want) || got != want[i] {
			t.Errorf("%d: %+v", i, got)
		}
	}
	if len(list) != len(want) {
		t.Errorf("%d pairs, want %d", len(list), len(want))
	} else if list[0].Names != [2]string{"José Núñez", "Jose Nunez"} || list[2].Names != [2]string{"Kim Ki-duk", "Ki Duk Kim"} {
		t.Errorf("alike by %q and %q", list[0].Names, list[2].Names)
	}
}
