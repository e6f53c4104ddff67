package scribe

import (
	"strings"
	"testing"
	"testing/fstest"
)

const schemaText = `name: Boats   # a comment
kinds:
  boat:
    name: boat
    words: [ship]      # what people say
    year: built_in

  person: {name: person, plural: people}

relations:
  # who made it
  built_by:
    from: [boat]
    to: person         # by name
    verbs: build
    implied: true
`

func TestDefs(t *testing.T) {
	d, err := ReadSchema(fstest.MapFS{SchemaFile: {Data: []byte(schemaText)}}, SchemaFile)
	if err != nil {
		t.Fatal(err)
	}
	same := func(c Change, err error, want string) {
		t.Helper()
		if err != nil || string(c.Data) != want {
			t.Errorf("%v: %s", err, c.Data)
		}
	}
	in := func(old, new string) string {
		if strings.Count(schemaText, old) != 1 {
			t.Fatalf("%q stands there %d times", old, strings.Count(schemaText, old))
		}
		return strings.Replace(schemaText, old, new, 1)
	}
	boat, _ := d.Find("kinds", "boat")
	c, err := d.Set("kinds", "boat", boat.Text, []Field{{"name", []string{"vessel"}}, {"words", []string{"ship", "boat"}}, {"plural", []string{"vessels"}}})
	same(c, err, in("    name: boat\n    words: [ship]      # what people say\n    year: built_in\n",
		"    name: vessel\n    words: [ship, boat]  # what people say\n    year: built_in\n    plural: vessels\n"))
	person, _ := d.Find("kinds", "person")
	c, err = d.Set("kinds", "person", person.Text, []Field{{"asks", []string{"who"}}})
	same(c, err, in("{name: person, plural: people}", "{name: person, plural: people, asks: who}"))
	built, ok := d.Find("relations", "built_by")
	if !ok || Get(built.Fields, "implied")[0] != "true" {
		t.Fatal(built)
	}
	c, err = d.Set("relations", "built_by", built.Text, []Field{{"verbs", []string{"build", "make"}}, {"implied", nil}})
	same(c, err, in("    verbs: build\n    implied: true\n", "    verbs: [build, make]\n"))
	base, _ := d.Find(AboutBase, AboutBase)
	c, err = d.Set(AboutBase, AboutBase, base.Text, []Field{{"name", []string{"Ships"}}, {"examples", []string{"Who built the Tern?", "Which boats are old?"}}})
	same(c, err, in("name: Boats   # a comment", "name: Ships  # a comment")+"examples: [\"Who built the Tern?\", \"Which boats are old?\"]\n")
	c, err = d.Drop("kinds", "boat", boat.Text)
	same(c, err, in("  boat:\n    name: boat\n    words: [ship]      # what people say\n    year: built_in\n\n", ""))
	c, err = d.Drop("relations", "built_by", built.Text)
	same(c, err, in("  # who made it\n  built_by:\n    from: [boat]\n    to: person         # by name\n    verbs: build\n    implied: true\n", ""))
	if _, err := d.Drop("kinds", "boat", "other"); err != ErrChanged {
		t.Error(err)
	}
	if _, err := d.Set("relations", "built_by", "other", nil); err != ErrChanged {
		t.Error(err)
	}
	same(d.Add("kinds", "port", []Field{{"name", []string{"port"}}}), nil, in("plural: people}\n", "plural: people}\n\n  port:\n    name: port\n"))
	same(d.Add("relations", "height", []Field{{"from", []string{"boat"}}, {"says", []string{"{s} is {o} high"}}}), nil,
		schemaText+"\n  height:\n    from: boat\n    says: \"{s} is {o} high\"\n")
	d, err = ReadSchema(fstest.MapFS{SchemaFile: {Data: []byte("name: x\nkinds: {}\n")}}, SchemaFile)
	if err != nil {
		t.Fatal(err)
	}
	same(d.Add("kinds", "port", []Field{{"name", []string{"port"}}}), nil, "name: x\nkinds:\n  port:\n    name: port\n")
	same(d.Add("relations", "r", []Field{{"noun", []string{"r"}}}), nil, "name: x\nkinds: {}\n\nrelations:\n  r:\n    noun: r\n")
}
