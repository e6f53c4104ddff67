package scribe

import (
	"bytes"
	"io/fs"
	"os"
	"testing"
)

// Of every statement and thing that is shipped: saying the same again changes no byte,
// taking it out takes out it alone, and another beside it is one more.
func TestShippedFacts(t *testing.T) {
	files := os.DirFS("../shipped")
	b, err := Read(files)
	if err != nil {
		t.Fatal(err)
	}
	again := func(c Change, id string) *Thing {
		f, err := readFile(c.File, c.Data)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		x, ok := (&Book{files: []*file{f}}).Thing(id)
		if !ok {
			t.Fatalf("%s is gone", id)
		}
		return x
	}
	things, stated := 0, 0
	for _, f := range b.files {
		data, err := fs.ReadFile(files, f.name)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range f.things {
			id := Get(x.Fields, "id")[0]
			things++
			if c, err := b.SetThing(id, x.Text, x.Fields); err != nil || !bytes.Equal(c.Data, data) {
				t.Errorf("%s: %v, changed at line %d:\n%s", id, err, c.Line, c.After)
			}
			for _, s := range x.Facts {
				stated++
				if c, err := b.SetFact(id, s.Text, s.Fields); err != nil || !bytes.Equal(c.Data, data) {
					t.Errorf("%s: %v, changed:\n%s\n%s", id, err, c.Before, c.After)
				}
				if stated%7 > 0 { // reading a file again takes its time
					continue
				}
				c, err := b.DropFact(id, s.Text)
				if err != nil || len(again(c, id).Facts) != len(x.Facts)-1 {
					t.Errorf("%s: %v, not taken out alone: %s", id, err, s.Text)
				}
			}
			if things%5 > 0 {
				continue
			}
			fields := []Field{{"new_relation", []string{"a: b"}}, {"cite", []string{"shelf:1", "shelf:2"}}}
			c, added, err := b.AddFact(id, fields)
			if y := again(c, id); err != nil || !added || len(y.Facts) != len(x.Facts)+1 || !same(y.Facts[len(y.Facts)-1].Fields, fields) {
				t.Errorf("%s: %v, not added", id, err)
			}
		}
	}
	if things < 100 || stated < 400 {
		t.Errorf("%d things, %d statements", things, stated)
	}
}
