package scribe

import (
	"strings"
	"testing"
	"testing/fstest"
)

var lamps = Rules{
	Things: func(key string) bool { return key == "made_by" || key == "owner" || key == "based_on" },
	One:    func(key string) bool { return key == "made_in" },
}

func readBook(t *testing.T, files ...string) *Book {
	t.Helper()
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	b, err := Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func textOf(list []Change) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteString("== " + c.File + "\n" + string(c.Data))
	}
	return b.String()
}

const (
	makers = `# Makers of lamps.

- id: ora-finch
  kind: person
  name: Ora Finch
  facts:
    # from her letters
    - born: 1902
      cite: moss:1

# the same, from the museum
- id: o-finch
  kind: person
  name: O. Finch  # as on the label
  aliases: [Finch]
  about: a tinsmith
  facts:
    - born: 1902
      cite: moss:7
    # her own words
    - died: 1971  # or soon after
      cite: {at: moss:8, quote: "in 1971"}

- {id: hal, kind: person, name: Hal}
`
	lampsFile = `- id: lantern
  kind: thing
  name: the Tin Lantern
  facts:
    - made_by: [ora-finch, o-finch]  # both labels
      cite: moss:2
- id: cup
  kind: thing
  name: the Cup
  facts:
    - made_by: ora-finch
      cite: moss:3
    - made_by: "o-finch"
      cite: moss:4
    - inscribed: o-finch
      cite: moss:5
`
)

func TestMerge(t *testing.T) {
	got, err := readBook(t, "facts/makers.yaml", makers, "facts/lamps.yaml", lampsFile).Merge("ora-finch", "o-finch", nil, lamps)
	if err != nil {
		t.Fatal(err)
	}
	const want = `== facts/lamps.yaml
- id: lantern
  kind: thing
  name: the Tin Lantern
  facts:
    - made_by: ora-finch  # both labels
      cite: moss:2
- id: cup
  kind: thing
  name: the Cup
  facts:
    - made_by: ora-finch
      cite: [moss:3, moss:4]
    - inscribed: o-finch
      cite: moss:5
== facts/makers.yaml
# Makers of lamps.

- id: ora-finch
  kind: person
  name: Ora Finch
  aliases: [O. Finch, Finch]
  about: a tinsmith
  facts:
    # from her letters
    - born: 1902
      cite: [moss:1, moss:7]
    # the same, from the museum
    # as on the label
    # her own words
    - died: 1971  # or soon after
      cite: {at: moss:8, quote: "in 1971"}

- {id: hal, kind: person, name: Hal}
`
	if textOf(got) != want {
		t.Errorf("got\n%s\nwant\n%s", textOf(got), want)
	}
}

// What cannot be one thing is refused, and of two values the curator's choice stays.
func TestMergeConflicts(t *testing.T) {
	const text = `- id: a
  kind: thing
  name: A
  facts:
    - made_in: 1931
      cite: x:1
- id: b
  kind: thing
  name: B
  facts:
    - made_in: 1932
      cite: x:2
    - owner: c
      cite: x:2
- {id: c, kind: person, name: C}
- id: d
  kind: thing
  name: D
  facts:
    - based_on: a
      cite: x:3
`
	read := func() *Book { return readBook(t, "facts/a.yaml", text) }
	b := read()
	list := b.Conflicts("a", "b", lamps)
	if len(list) != 1 || list[0].Keep.Fields[0].Values[0] != "1931" || list[0].Gone.Fields[0].Values[0] != "1932" {
		t.Fatalf("%+v", list)
	}
	got, err := b.Merge("a", "b", []Place{{"a", list[0].Keep.Text}}, lamps)
	if err != nil || strings.Contains(textOf(got), "1931") || !strings.Contains(textOf(got), "    - made_in: 1932\n      cite: x:2\n    - owner: c\n") {
		t.Errorf("%v\n%s", err, textOf(got))
	}
	for _, x := range [][2]string{{"a", "c"}, {"a", "d"}, {"d", "a"}, {"a", "a"}, {"a", "none"}} {
		if got, err := read().Merge(x[0], x[1], nil, lamps); err == nil {
			t.Errorf("%v: %s", x, textOf(got))
		}
	}
}

// A thing whose file held nothing else leaves no file that cannot be read.
func TestMergeLast(t *testing.T) {
	got, err := readBook(t, "facts/a.yaml", "- {id: a, kind: k, name: A}\n", "facts/b.yaml", "- {id: b, kind: k, name: B}\n").Merge("a", "b", nil, lamps)
	if err != nil || textOf(got) != "== facts/a.yaml\n- id: a\n  kind: k\n  name: A\n  aliases: [B]\n== facts/b.yaml\n" {
		t.Errorf("%v\n%s", err, textOf(got))
	}
}

func TestSplit(t *testing.T) {
	const text = `- id: finch
  kind: person
  name: Ora Finch
  aliases: [Finch, Otto Finch]
  facts:
    - born: 1902
      cite: moss:1
    # of the son
    - born_son: 1931  # Otto
      cite: moss:6
    - died: 1971
      cite: moss:8

# The lamps.
- id: cup
  kind: thing
  name: the Cup
  facts:
    - made_by: finch
      cite: moss:3
- {id: bell, kind: thing, name: the Bell, facts: [{made_by: finch, cite: moss:9}]}
`
	b := readBook(t, "facts/a.yaml", text)
	naming := b.Naming("finch", lamps)
	if len(naming) != 1 { // what stands in brackets cannot be changed line by line
		t.Fatalf("%+v", naming)
	}
	finch, _ := b.Thing("finch")
	fields := []Field{{"id", []string{"otto-finch"}}, {"kind", []string{"person"}}, {"name", []string{"Otto Finch"}}}
	got, err := b.Split("finch", fields, []string{"Otto Finch"}, []string{finch.Facts[1].Text}, naming, lamps)
	if err != nil {
		t.Fatal(err)
	}
	const want = `== facts/a.yaml
- id: finch
  kind: person
  name: Ora Finch
  aliases: [Finch]
  facts:
    - born: 1902
      cite: moss:1
    - died: 1971
      cite: moss:8

- id: otto-finch
  kind: person
  name: Otto Finch
  facts:
    # of the son
    - born_son: 1931  # Otto
      cite: moss:6

# The lamps.
- id: cup
  kind: thing
  name: the Cup
  facts:
    - made_by: otto-finch
      cite: moss:3
- {id: bell, kind: thing, name: the Bell, facts: [{made_by: finch, cite: moss:9}]}
`
	if textOf(got) != want {
		t.Errorf("got\n%s\nwant\n%s", textOf(got), want)
	}
	if _, err := readBook(t, "facts/a.yaml", text).Split("finch", fields, nil, []string{"- none: 1"}, nil, lamps); err == nil {
		t.Error("a statement that is not there was moved")
	}
}
