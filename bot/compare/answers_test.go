package compare

import (
	"bytes"
	"context"
	"reflect"
	"testing"
	"testing/fstest"

	"hapjak/facts"
)

// A base that has not changed is not asked again; what is kept says the same as what was
// asked, and so does what was written and read.
func TestAnswers(t *testing.T) {
	var know [2]*facts.Answerer
	for i := range know {
		var err error
		if know[i], err = facts.Default(); err != nil {
			t.Fatal(err)
		}
		defer know[i].Close()
	}
	cases := []Case{
		{ID: "a", Turns: []Turn{{Q: "Who directed Snowpiercer?"}, {Q: "and who was in it?"}}},
		{ID: "b", Turns: []Turn{{Q: "Who directed Okja?", Status: []string{"unknown"}}}},
		{ID: "c", Turns: []Turn{{Q: "When did The Medium come out?"}}},
	}
	kept := &Answers{}
	ask := func(a *Answers, marks [2]string, want int) []Difference {
		t.Helper()
		before := a.Asked
		list, turns, err := a.Bases(t.Context(), know, marks, cases)
		if err != nil || turns != 4 {
			t.Fatal(turns, err)
		}
		if a.Asked-before != want {
			t.Errorf("%d conversations were asked, not %d", a.Asked-before, want)
		}
		return list
	}
	first := ask(kept, [2]string{"x", "y"}, 6)
	var b bytes.Buffer
	if err := kept.Write(&b); err != nil {
		t.Fatal(err)
	}
	read, err := ReadAnswers(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []*Answers{kept, read} {
		if again := ask(a, [2]string{"x", "y"}, 0); !reflect.DeepEqual(again, first) {
			t.Errorf("%+v\nat first %+v", again, first)
		}
		ask(a, [2]string{"x", "z"}, 3)
		ask(a, [2]string{"x", ""}, 3)
	}
	if _, err := ReadAnswers(bytes.NewReader(b.Bytes()[:b.Len()-4])); err == nil {
		t.Error("a torn file is read")
	}
	// An answer that is broken off is not kept.
	ended, stop := context.WithCancel(t.Context())
	stop()
	broken := &Answers{}
	if _, turns, err := broken.Bases(ended, know, [2]string{"x", "y"}, cases); turns != 0 || err == nil {
		t.Error(turns, err)
	}
	ask(broken, [2]string{"x", "y"}, 6)
}

func TestMark(t *testing.T) {
	mark := func(over map[string]string, files fstest.MapFS) string {
		t.Helper()
		m, err := Mark(files, over)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	files := func(b string) fstest.MapFS {
		return fstest.MapFS{"a.yaml": {Data: []byte("one")}, "facts/b.yaml": {Data: []byte(b)}}
	}
	if mark(map[string]string{"facts/b.yaml": "three"}, files("two")) != mark(nil, files("three")) {
		t.Error("what is to stand in a file counts otherwise than what stands in it")
	}
	gone := files("two")
	delete(gone, "facts/b.yaml")
	if mark(map[string]string{"facts/b.yaml": ""}, files("two")) != mark(nil, gone) {
		t.Error("a file that is to go counts otherwise than none")
	}
	if mark(nil, files("two")) == mark(nil, files("owt")) {
		t.Error("another content of the same length has the same mark")
	}
}
