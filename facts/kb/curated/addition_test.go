package curated_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"hapjak/corpus"
	"hapjak/facts/kb/curated"
)

const additionSchema = `
kinds:
  boat: {name: boat, year: launched}
  person: {name: person, asks: [who]}
relations:
  built_by: {from: [boat], to: [person], noun: builder}
  launched: {from: [boat], to: [year], one: true}
  tender: {from: [boat], to: [boat]}
`

const additionFacts = `# Boats of the harbour.

- id: tern
  kind: boat
  name: Tern   # the small one
  facts:
    # from the register
    - launched: 1921
      cite: log:1
  about: a boat

# --- the others ---
- id: gull
  kind: boat
  name: Gull

- {id: skua, kind: boat, name: Skua, facts: [{launched: 1930, cite: log:2}]}
`

func additionBase() fstest.MapFS {
	return fstest.MapFS{
		"schema.yaml":       {Data: []byte(additionSchema)},
		"facts/boats.yaml":  {Data: []byte(additionFacts)},
		"facts/people.yaml": {Data: []byte("- id: ann-lee\n  kind: person\n  name: Ann Lee\n")},
	}
}

func TestAdd(t *testing.T) {
	ref := corpus.Ref{Source: "log", Paragraph: 3}
	person := func(id, name string) curated.Named { return curated.Named{ID: id, Kind: "person", Name: name} }
	for _, c := range []struct {
		name string
		add  curated.Addition
		file string
		old  string // what stood there
		want string // what stands there now
	}{
		{"behind the last fact, before the next key", curated.Addition{Subject: curated.Named{ID: "tern"}, Relation: "built_by", Object: person("ann-lee", "Ann Lee"), Cite: ref}, "facts/boats.yaml",
			"      cite: log:1\n  about", "      cite: log:1\n    - built_by: ann-lee\n      cite: log:3\n  about"},
		{"a thing without facts", curated.Addition{Subject: curated.Named{ID: "gull"}, Relation: "launched", Object: curated.Named{Kind: "year", Name: "1934"}, Cite: ref}, "facts/boats.yaml",
			"  name: Gull\n", "  name: Gull\n  facts:\n    - launched: 1934\n      cite: log:3\n"},
		{"a new value among its kind", curated.Addition{Subject: curated.Named{ID: "tern"}, Relation: "built_by", Object: person("bo-yun", "Bo Yun"), Cite: ref}, "facts/people.yaml",
			"name: Ann Lee\n", "name: Ann Lee\n\n- id: bo-yun\n  kind: person\n  name: Bo Yun\n"},
		{"a new thing", curated.Addition{Subject: curated.Named{ID: "auk", Kind: "boat", Name: "Auk: a #1"}, Relation: "launched", Object: curated.Named{Kind: "year", Name: "1950"}, Cite: ref}, "facts/boats.yaml",
			"cite: log:2}]}\n", "cite: log:2}]}\n\n- id: auk\n  kind: boat\n  name: 'Auk: a #1'\n  facts:\n    - launched: 1950\n      cite: log:3\n"},
	} {
		files, err := curated.Add(additionBase(), nil, c.add)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		before := string(additionBase()[c.file].Data)
		if want := strings.Replace(before, c.old, c.want, 1); string(files[c.file]) != want || want == before {
			t.Errorf("%s: %s is now\n%s", c.name, c.file, files[c.file])
		}
		base := additionBase()
		for name, text := range files {
			base[name] = &fstest.MapFile{Data: text}
		}
		b, err := curated.Load(base, nil)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		n, _ := b.Find(c.add.Subject.ID)
		rel, _ := b.Schema().Relation(c.add.Relation)
		if out := b.Out(n, rel); len(out) != 1 || b.Name(b.Object(out[0])) != c.add.Object.Name || b.Cites(out[0])[0] != ref {
			t.Errorf("%s: the base states %v", c.name, out)
		}
	}
}

// The last thing of a file gets a statement about a new thing, which comes behind it.
func TestAddToLast(t *testing.T) {
	base := additionBase()
	base["facts/boats.yaml"] = &fstest.MapFile{Data: []byte("- id: gull\n  kind: boat\n  name: Gull\n")}
	files, err := curated.Add(base, nil, curated.Addition{Subject: curated.Named{ID: "gull"}, Relation: "tender", Object: curated.Named{ID: "wren", Kind: "boat", Name: "Wren"}, Cite: corpus.Ref{Source: "log", Paragraph: 3}})
	const want = "- id: gull\n  kind: boat\n  name: Gull\n  facts:\n    - tender: wren\n      cite: log:3\n\n- id: wren\n  kind: boat\n  name: Wren\n"
	if got := string(files["facts/boats.yaml"]); err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
}

// What is added stands in no example, which is taken away.
func TestAddBesideExample(t *testing.T) {
	base := additionBase()
	base["facts/people.yaml"] = &fstest.MapFile{Data: []byte("# EXAMPLE: take it away.\n- id: ann-lee\n  kind: person\n  name: Ann Lee\n")}
	files, err := curated.Add(base, nil, curated.Addition{Subject: curated.Named{ID: "tern"}, Relation: "built_by", Object: curated.Named{ID: "bo-yun", Kind: "person", Name: "Bo Yun"}, Cite: corpus.Ref{Source: "log", Paragraph: 3}})
	if got := string(files[curated.AddedFile]); err != nil || !strings.Contains(got, "name: Bo Yun") || len(files["facts/people.yaml"]) > 0 {
		t.Errorf("%v\n%s", err, got)
	}
}

// What cannot be added is said, with the place, and changes nothing.
func TestAddRefuses(t *testing.T) {
	ref := corpus.Ref{Source: "log", Paragraph: 3}
	for _, c := range []struct {
		add  curated.Addition
		says string
	}{
		{curated.Addition{Subject: curated.Named{ID: "tern"}, Relation: "launched", Object: curated.Named{Kind: "year", Name: "1925"}, Cite: ref}, "tern has a second launched: the first is on facts/boats.yaml:8"},
		{curated.Addition{Subject: curated.Named{ID: "gull"}, Relation: "launched", Object: curated.Named{Kind: "year", Name: "soon"}, Cite: ref}, `"soon" is no year`},
		{curated.Addition{Subject: curated.Named{ID: "skua"}, Relation: "built_by", Object: curated.Named{ID: "ann-lee", Kind: "person", Name: "Ann Lee"}, Cite: ref}, "facts/boats.yaml:17: the facts of skua stand on one line"},
		{curated.Addition{Subject: curated.Named{ID: "gull"}, Relation: "sunk", Object: curated.Named{Kind: "year", Name: "1934"}, Cite: ref}, `unknown relation "sunk"`},
	} {
		if _, err := curated.Add(additionBase(), nil, c.add); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v, want %q", c.add, err, c.says)
		}
	}
}
