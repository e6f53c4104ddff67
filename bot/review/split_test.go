package review

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/facts/scribe"
)

// makeTwo splits a thing, of which some statements go to the new one, and returns the mending's number.
func (b *bench) makeTwo(id string, names []string, chosen func(i int) bool) int64 {
	b.t.Helper()
	book, err := scribe.Read(os.DirFS(b.Dir))
	if err != nil {
		b.t.Fatal(err)
	}
	thing, ok := book.Thing(id)
	if !ok {
		b.t.Fatalf("there is no %s", id)
	}
	var facts []string
	for i, f := range thing.Facts {
		if chosen(i) {
			facts = append(facts, f.Text)
		}
	}
	fields := []scribe.Field{{Key: "id", Values: []string{"another"}}, {Key: "kind", Values: scribe.Get(thing.Fields, "kind")}, {Key: "name", Values: []string{"Another"}}, {Key: "aliases", Values: names}, {Key: "about", Values: []string{"the second"}}}
	list, err := book.Split(id, fields, names, facts, nil, scribe.Rules{Things: func(string) bool { return false }, One: func(string) bool { return false }})
	if err != nil {
		b.t.Fatal(err)
	}
	var edits []Edit
	for _, c := range list {
		edits = append(edits, Edit{c.File, b.file(c.File), string(c.Data)})
	}
	m, err := b.Write(b.t.Context(), Splits, "These are two.", edits, "Mina")
	if err != nil {
		b.t.Fatal(err)
	}
	return m.ID
}

// Whichever statements and names went to the new thing, and whatever stands behind the one that was split, undone the
// file is what it was.
func TestSplitUndone(t *testing.T) {
	b := newBench(t, games(t))
	const name = "facts/games.yaml"
	spaced := b.file(name)
	thing := spaced[strings.Index(spaced, "- id: catan"):strings.Index(spaced, "- id: el-grande")]
	for _, x := range []struct{ what, text string }{
		{"a blank line behind it", spaced},
		{"another right behind it", strings.ReplaceAll(spaced, "\n\n- id", "\n- id")},
		{"the last", strings.Replace(spaced, thing, "", 1) + "\n" + strings.TrimSpace(thing) + "\n"},
	} {
		file := filepath.Join(b.Dir, name)
		if err := os.WriteFile(file, []byte(x.text), 0o644); err != nil {
			t.Fatal(err)
		}
		for set := 1; set < 1<<6; set++ {
			names := [][]string{nil, {"Settlers of Catan"}, {"Die Siedler von Catan", "Settlers of Catan", "The Settlers of Catan"}}[set%3]
			id := b.makeTwo("catan", names, func(i int) bool { return set>>i&1 == 1 })
			if err := b.Undo(t.Context(), id, "Mina"); err != nil {
				t.Fatalf("%s, statements %06b: %v", x.what, set, err)
			}
			if got := b.file(name); got != x.text {
				t.Fatalf("%s, statements %06b: undone it is otherwise\n%s", x.what, set, diff(Edit{name, x.text, got}))
			}
		}
	}
}

// What was stated of the new thing since goes with the rest of it to the thing that it is again.
func TestSplitUndoneWithMore(t *testing.T) {
	b := newBench(t, games(t))
	const name = "facts/games.yaml"
	was := b.file(name)
	id := b.makeTwo("catan", nil, func(i int) bool { return i == 5 })
	more := "    - mechanism: area-majority\n      cite: shelf:3\n"
	text := b.file(name)
	at := strings.Index(text, "- id: el-grande") - 1
	if err := os.WriteFile(filepath.Join(b.Dir, name), []byte(text[:at]+more+text[at:]), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := b.Undo(t.Context(), id, "Mina"); err != nil {
		t.Fatal(err)
	}
	at = strings.Index(was, "- id: el-grande") - 1
	if got, want := b.file(name), was[:at]+more+was[at:]; got != want {
		t.Error(diff(Edit{name, want, got}))
	}
}
