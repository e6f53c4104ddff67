package scribe

import (
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"
)

// A word is added where its list stands, however that is written, and nothing else changes.
func TestAddToList(t *testing.T) {
	for _, x := range []struct{ name, before, text, after string }{
		{"in brackets", "- id: okja # a pig\n  aliases: [옥자, The Pig]   # two\n  about: x\n", "pig film", "- id: okja # a pig\n  aliases: [옥자, The Pig, pig film]   # two\n  about: x\n"},
		{"over lines", "- id: okja\n  aliases: [a, b,\n    c]\n", "pig film", "- id: okja\n  aliases: [a, b,\n    c, pig film]\n"},
		{"with a comma", "- id: okja\n  aliases: [a, ]\n", "pig film", "- id: okja\n  aliases: [a, pig film ]\n"},
		{"empty", "- id: okja\n  aliases: []\n", "pig film", "- id: okja\n  aliases: [pig film]\n"},
		{"brackets in quotes", "- id: okja\n  aliases: [\"a]\", 'it''s']\n", "pig film", "- id: okja\n  aliases: [\"a]\", 'it''s', pig film]\n"},
		{"by dashes", "- id: okja\n  aliases:\n    - a # one\n    - b\n  # the end\n", "pig film", "- id: okja\n  aliases:\n    - a # one\n    - b\n    - pig film\n  # the end\n"},
		{"dashes not indented", "- id: okja\n  aliases:\n  - a\n", "pig film", "- id: okja\n  aliases:\n  - a\n  - pig film\n"},
		{"one alone", "- id: okja\n  aliases: The Pig # one\n", "pig film", "- id: okja\n  aliases: [The Pig, pig film] # one\n"},
		{"none yet", "- id: okja\n  name: Okja # 2017\n  about: x\n- id: other\n", "pig film", "- id: okja\n  name: Okja # 2017\n  aliases: [pig film]\n  about: x\n- id: other\n"},
		{"none yet, in braces", "- {id: okja, name: Okja}\n", "pig film", "- {id: okja, name: Okja, aliases: [pig film]}\n"},
		{"no line end", "- id: okja\n  name: Okja", "pig film", "- id: okja\n  name: Okja\n  aliases: [pig film]\n"},
		{"in need of quotes", "- id: okja\n  aliases: [a]\n", "No: 7, \"yes\"", "- id: okja\n  aliases: [a, \"No: 7, \\\"yes\\\"\"]\n"},
		{"a number", "- id: okja\n  aliases: [a]\n", "2017", "- id: okja\n  aliases: [a, \"2017\"]\n"},
	} {
		root, err := Parse([]byte(x.before))
		if err != nil {
			t.Fatal(err)
		}
		got, err := AddToList([]byte(x.before), WithID(root, "okja"), "aliases", x.text, "name")
		if err != nil || string(got) != x.after {
			t.Errorf("%s: %v\n%s\nwant\n%s", x.name, err, got, x.after)
		}
		var list []struct{ Aliases []string }
		if err := yaml.Unmarshal(got, &list); err != nil || !strings.Contains(strings.Join(list[0].Aliases, "|"), x.text) {
			t.Errorf("%s: read again: %v, %v", x.name, list, err)
		}
	}
}

// What cannot be added to safely is left to a person.
func TestAddToListRefuses(t *testing.T) {
	for _, before := range []string{
		"- id: okja\n  aliases: [a, # not ]\n    b]\n",
		"- id: okja\n  aliases: \"The Pig\"\n",
		"- id: okja\n  aliases: {a: b}\n",
	} {
		root, err := Parse([]byte(before))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := AddToList([]byte(before), WithID(root, "okja"), "aliases", "x", "name"); err == nil {
			t.Errorf("%s was changed to\n%s", before, got)
		}
	}
}

// FuzzAddToList: whatever the list holds, what comes out is read as the same with one more,
// or is refused.
func FuzzAddToList(f *testing.F) {
	f.Add("- id: okja\n  aliases: [a, b]\n", "x")
	f.Add("- id: okja\n  aliases:\n  - a\n", "[x]")
	f.Add("- {id: okja, aliases: a}\n", "# x")
	f.Fuzz(func(t *testing.T, before, text string) {
		type thing struct {
			ID      string
			Aliases []string
		}
		var was []thing
		root, err := Parse([]byte(before))
		if err != nil || yaml.Unmarshal([]byte(before), &was) != nil || len(was) != 1 || was[0].ID != "okja" || strings.TrimSpace(text) != text || text == "" || strings.ContainsAny(text, "\r\n\x00\u0085\u2028\u2029") {
			return
		}
		in := WithID(root, "okja")
		if in == nil {
			return
		}
		after, err := AddToList([]byte(before), in, "aliases", text, "name")
		if err != nil {
			return
		}
		if CheckAdded(after, in, "aliases", text, func(root *yaml.Node) *yaml.Node { return WithID(root, "okja") }) != nil {
			return
		}
		var is []thing
		if err := yaml.Unmarshal(after, &is); err != nil || len(is) != 1 || len(is[0].Aliases) != len(was[0].Aliases)+1 {
			t.Errorf("%q became %q: %v", before, after, err)
		}
	})
}

func TestUnfold(t *testing.T) {
	for text, want := range map[string]string{
		"- {id: ada, kind: person, name: \"A: Q\", aliases: [B, \"C, D\"]} # who\n- id: x\n": "- id: ada  # who\n  kind: person\n  name: \"A: Q\"\n  aliases: [B, \"C, D\"]\n- id: x\n",
		"  - {id: é, name: x}":         "  - id: é\n    name: x\n",
		"- {id: a, facts: [{b: c}]}\n": "- {id: a, facts: [{b: c}]}\n",
		"- id: a\n":                    "- id: a\n",
	} {
		root, err := Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(Unfold([]byte(text), root.Content[0])); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A thing in braces can be changed, and gets statements, as if it were written a key a line.
func TestBracedThing(t *testing.T) {
	const text = "# people\n- {id: ada, kind: person, name: Ada}\n- {id: ben, kind: person, name: Ben}\n"
	read := func() *Book {
		b, err := Read(fstest.MapFS{"facts/people.yaml": {Data: []byte(text)}})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	c, added, err := read().AddFact("ada", []Field{{"born", []string{"1831"}}, {"cite", []string{"a:1"}}})
	if want := "# people\n- id: ada\n  kind: person\n  name: Ada\n  facts:\n    - born: 1831\n      cite: a:1\n- {id: ben, kind: person, name: Ben}\n"; err != nil || !added || string(c.Data) != want {
		t.Errorf("%v %v: %s", added, err, c.Data)
	}
	b := read()
	ben, ok := b.Thing("ben")
	if !ok {
		t.Fatal("ben is not found")
	}
	c, err = b.SetThing("ben", ben.Text, []Field{{"id", []string{"ben"}}, {"kind", []string{"person"}}, {"name", []string{"Benno"}}})
	if want := "# people\n- {id: ada, kind: person, name: Ada}\n- id: ben\n  kind: person\n  name: Benno\n"; err != nil || string(c.Data) != want {
		t.Errorf("%v: %s", err, c.Data)
	}
	if _, ok := b.Thing("nobody"); ok {
		t.Error("nobody is found")
	}
}
