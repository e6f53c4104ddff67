package scribe

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"
)

const written = `# Boats of the harbour.

- id: mary
  kind: boat
  name: The Mary   # as painted on her
  aliases: [Mary, Old Mary]
  facts:
    - built_in: 1912   # the plate says 1913
      cite: log:3
    # Who built her is disputed.
    - built_by: quill
      during: the winter
      cite: [log:3, log:5]

# The other one.
- id: tern
  kind: boat
  name: Tern

- id: quill
  kind: person
  name: Ada Quill
  facts: []
`

func book(t *testing.T, text string) *Book {
	t.Helper()
	b, err := Read(fstest.MapFS{"facts/boats.yaml": {Data: []byte(text)}, "facts/notes.txt": {}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func field(key string, values ...string) Field { return Field{key, values} }

// changed checks that a change is old with new in its place, and nothing else.
func changed(t *testing.T, c Change, err error, old, new string) {
	t.Helper()
	want := strings.Replace(written, old, new, 1)
	if err != nil || string(c.Data) != want {
		t.Errorf("%v\ngot:\n%s\nwant:\n%s", err, c.Data, want)
	}
	if strings.TrimSpace(c.Before) != "" && !strings.Contains(written, c.Before) || !strings.Contains(want, c.After) {
		t.Errorf("before %q, after %q", c.Before, c.After)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(c.Data, &root); err != nil {
		t.Error(err)
	}
}

func TestFinds(t *testing.T) {
	b := book(t, written)
	mary, ok := b.Thing("mary")
	if !ok || mary.Line != 3 || len(mary.Facts) != 2 || mary.Facts[0].Line != 8 || mary.Facts[1].Line != 11 {
		t.Fatalf("%+v", mary)
	}
	if got := Get(mary.Facts[1].Fields, "cite"); len(got) != 2 || mary.Facts[1].Fields[0].Key != "built_by" {
		t.Errorf("%+v", mary.Facts[1])
	}
	if mary.Facts[0].Text != "    - built_in: 1912   # the plate says 1913\n      cite: log:3" {
		t.Errorf("%q", mary.Facts[0].Text)
	}
	if b.Home("boat") != "facts/boats.yaml" || b.Home("lake") != "facts/things.yaml" {
		t.Error("home")
	}
	example := "# EXAMPLE: take it away.\n- id: gull\n  kind: gull\n  name: the Gull\n"
	if b := book(t, example); b.Home("gull") != "facts/things.yaml" {
		t.Error("what is added to an example is taken away with it:", b.Home("gull"))
	}
	if _, ok := b.Thing("none"); ok {
		t.Error("none is found")
	}
}

func TestAddFact(t *testing.T) {
	b := book(t, written)
	c, added, err := b.AddFact("mary", []Field{field("length", "31 feet"), field("place"), field("cite", "log:7")})
	changed(t, c, err, "      cite: [log:3, log:5]\n", "      cite: [log:3, log:5]\n    - length: 31 feet\n      cite: log:7\n")
	if !added || c.Line != 14 || c.Before != "" {
		t.Errorf("%+v", c)
	}
	c, _, err = b.AddFact("tern", []Field{field("built_by", "quill", "a: b"), field("cite", "log:7")})
	changed(t, c, err, "  name: Tern\n", "  name: Tern\n  facts:\n    - built_by: [quill, \"a: b\"]\n      cite: log:7\n")
	c, _, err = b.AddFact("quill", []Field{field("born_in", "1880"), field("cite", "log:7")})
	changed(t, c, err, "  facts: []\n", "  facts:\n    - born_in: 1880\n      cite: log:7\n")
	if _, added, err := b.AddFact("mary", []Field{field("built_in", "1912"), field("cite", "log:3")}); added || err != nil {
		t.Errorf("the same again: %v, %v", added, err)
	}
	if _, _, err := b.AddFact("none", []Field{field("a", "b")}); !errors.Is(err, ErrChanged) {
		t.Error(err)
	}
}

func TestSetFact(t *testing.T) {
	b := book(t, written)
	mary, _ := b.Thing("mary")
	first, second := mary.Facts[0].Text, mary.Facts[1].Text
	c, err := b.SetFact("mary", first, []Field{field("built_in", "1913"), field("cite", "log:3")})
	changed(t, c, err, "built_in: 1912   # the plate", "built_in: 1913  # the plate")
	c, err = b.SetFact("mary", second, []Field{field("built_by", "quill"), field("place", "Tarn"), field("cite", "log:3", "log:5")})
	changed(t, c, err, "      during: the winter\n", "      place: Tarn\n")
	c, err = b.SetFact("mary", second, []Field{field("owned_by", "quill"), field("during", "the winter"), field("cite", "log:5")})
	changed(t, c, err, "    - built_by: quill\n      during: the winter\n      cite: [log:3, log:5]\n", "    - owned_by: quill\n      during: the winter\n      cite: log:5\n")
	c, err = b.DropFact("mary", first)
	changed(t, c, err, first+"\n", "")
	if _, err := b.SetFact("mary", first+"x", nil); !errors.Is(err, ErrChanged) {
		t.Error(err)
	}
	if _, err := b.DropFact("tern", first); !errors.Is(err, ErrChanged) {
		t.Error(err)
	}
}

func TestThings(t *testing.T) {
	b := book(t, written)
	mary, _ := b.Thing("mary")
	c, err := b.SetThing("mary", mary.Text, []Field{field("id", "mary"), field("kind", "boat"), field("name", "The Mary"), field("aliases", "Mary"), field("about", "the oldest boat")})
	changed(t, c, err, "  aliases: [Mary, Old Mary]\n", "  aliases: [Mary]\n  about: the oldest boat\n")
	tern, _ := b.Thing("tern")
	c, err = b.SetThing("tern", tern.Text, []Field{field("id", "tern"), field("kind", "boat"), field("name", "The Tern")})
	changed(t, c, err, "  name: Tern\n", "  name: The Tern\n")
	if _, err := b.SetThing("tern", mary.Text, nil); !errors.Is(err, ErrChanged) {
		t.Error(err)
	}
	c = b.AddThing("facts/boats.yaml", []Field{field("id", "gull"), field("kind", "boat"), field("name", "No: 1"), field("aliases")})
	changed(t, c, nil, "  facts: []\n", "  facts: []\n\n- id: gull\n  kind: boat\n  name: \"No: 1\"\n")
	if !strings.HasPrefix(strings.Join(strings.Split(string(c.Data), "\n")[c.Line-1:], "\n"), "- id: gull") || strings.HasPrefix(c.After, "\n") {
		t.Errorf("%+v", c)
	}
	c = b.AddThing("facts/new.yaml", []Field{field("id", "gull")})
	if string(c.Data) != "- id: gull\n" || c.Line != 1 {
		t.Errorf("%q, line %d", c.Data, c.Line)
	}
}

// A lost citation is set again, and those beside it stay as they are.
func TestSetCite(t *testing.T) {
	b := book(t, "- id: a\n  facts:\n    - r: 1\n      cite: [{at: s:1, quote: \"some: words\", before: x}, {at: s:2, quote: others}]  # both\n")
	a, x, ok := b.At("facts/boats.yaml", 4)
	if !ok || Get(a.Fields, "id")[0] != "a" {
		t.Fatal("not found by its line")
	}
	c, err := b.SetCite("a", x.Text, "s:2", "s:9")
	if want := "      cite: [{at: s:1, quote: \"some: words\", before: x}, s:9]  # both\n"; err != nil || !strings.HasSuffix(string(c.Data), want) {
		t.Errorf("%v %s", err, c.Data)
	}
	c, err = b.SetCite("a", x.Text, "s:2", "s:1")
	if want := "      cite: {at: s:1, quote: \"some: words\", before: x}  # both\n"; err != nil || !strings.HasSuffix(string(c.Data), want) {
		t.Errorf("%v %s", err, c.Data)
	}
	// The same paragraph again, of which the words have changed.
	anchored, err := Read(fstest.MapFS{"facts/a.yaml": {Data: []byte("- id: a\n  facts:\n    - r: 1\n      cite: [{at: s:1, quote: old words}, {at: s:2, quote: others}] # both\n    - {r: 2, cite: {at: s:1, quote: old words}}\n")}})
	if err != nil {
		t.Fatal(err)
	}
	y, _ := anchored.Thing("a")
	for i, want := range []string{"- r: 1\n      cite: [s:1, {at: s:2, quote: others}]  # both\n", "- {r: 2, cite: s:1}\n"} {
		if c, err = anchored.SetCite("a", y.Facts[i].Text, "s:1", "s:1"); err != nil || !strings.Contains(string(c.Data), want) {
			t.Errorf("%v\n%s\nwant %s", err, c.Data, want)
		}
	}
	if _, err := b.SetCite("a", x.Text, "s:3", "s:1"); !errors.Is(err, ErrChanged) {
		t.Error(err)
	}
}

// Other ways of writing are changed as they are, or refused.
func TestOtherStyles(t *testing.T) {
	b := book(t, "- id: a\r\n  kind: x\r\n  facts:\r\n  - {r: 1, cite: s:1}\r\n  - r: 2\r\n    cite:\r\n      - {at: s:1, quote: \"some words\"}\r\n      - s:2\r\n- {id: b, kind: x}\r\n- id: c\n  facts: [{r: 1, cite: s:1}]\n")
	a, _ := b.Thing("a")
	c, err := b.SetFact("a", a.Facts[0].Text, []Field{field("r", "3"), field("cite", "s:1")})
	if err != nil || !strings.Contains(string(c.Data), "  facts:\r\n  - {r: 3, cite: s:1}\r\n  - r: 2\r\n") {
		t.Errorf("%v %q", err, c.Data)
	}
	c, err = b.SetFact("a", a.Facts[1].Text, []Field{field("r", "4"), field("cite", "s:1", "s:2")})
	if err != nil || !strings.Contains(string(c.Data), "  - r: 4\r\n    cite:\r\n      - {at: s:1, quote: \"some words\"}\r\n      - s:2\r\n") {
		t.Errorf("%v %q", err, c.Data)
	}
	if x, ok := b.Thing("b"); !ok || x.Text != "- id: b\n  kind: x" {
		t.Errorf("what is in braces: %v", x)
	}
	if _, _, err := b.AddFact("c", []Field{field("r", "2")}); !errors.Is(err, errBrackets) {
		t.Error(err)
	}
	if _, err := Read(fstest.MapFS{"facts/a.yaml": {Data: []byte("a: [")}}); err == nil || !strings.Contains(err.Error(), "facts/a.yaml") {
		t.Error(err)
	}
}

// Whatever is typed reads back as it was, in a list or not.
func FuzzScalar(f *testing.F) {
	for _, text := range []string{"1987", "yes", "null", "~", "a: b", "a #b", "- a", "[a", "a, b", "'", `"`, "\\", "@a", "%a", "&a", "*a", "!a", "|", "> a", "? a", "{", "}", "", "가나", "a\x00b", "\u0085", "1:30", "2013-05-04", "=", "<<"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		want := strings.Join(strings.Fields(text), " ")
		for _, values := range [][]string{{text}, {text, "x", text}} {
			var got map[string]yaml.Node
			if err := yaml.Unmarshal([]byte(line(Field{"k", values})), &got); err != nil {
				t.Fatalf("%q: %s: %v", text, line(Field{"k", values}), err)
			}
			n := got["k"]
			list := []*yaml.Node{&n}
			if len(values) > 1 {
				list = n.Content
			}
			if len(list) != len(values) || list[0].Value != want || list[len(list)-1].Value != want {
				t.Fatalf("%q is written %s", text, line(Field{"k", values}))
			}
		}
	})
}
