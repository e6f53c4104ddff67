package review

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What an edit changed in several places is taken back, the last first, whatever else was changed
// since.
func TestPatches(t *testing.T) {
	lines := func(text string) string { return strings.Join(strings.Fields(text), "\n") + "\n" }
	for _, x := range []struct {
		before, after string
		places        int
	}{
		{lines("a b c d e"), lines("a B c d E"), 2},
		{lines("a b c d e"), lines("a c d e"), 1},
		{lines("a b c d e"), lines("b c x d"), 3},
		{lines("a b c d e"), lines("a b c d e f"), 1},
		{"", lines("a b"), 1},
		{lines("a a a b a a"), lines("a a b a a a"), 2},
		{lines("a b"), lines("a b"), 0},
	} {
		e := Edit{File: "f", Before: x.before, After: x.after}
		list := e.patches()
		if len(list) != x.places {
			t.Errorf("%q to %q: %+v", x.before, x.after, list)
		}
		for _, since := range []string{"", "z\n"} {
			now := x.after + since
			for _, p := range slices.Backward(list) {
				var err error
				if now, err = p.back(now); err != nil {
					t.Errorf("%q to %q: %v", x.before, x.after, err)
				}
			}
			if now != x.before+since {
				t.Errorf("%q to %q and back: %q", x.before, x.after, now)
			}
		}
	}
}

// Several files change together or not at all, and back.
func TestWriteSeveral(t *testing.T) {
	dir := games(t)
	b := newBench(t, dir)
	read := func(name string) string {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		return string(data)
	}
	names, _ := filepath.Glob(filepath.Join(dir, "facts", "*.yaml"))
	name := "facts/" + filepath.Base(names[0])
	was := read(name)
	edits := []Edit{{name, was, "# Looked over.\n" + was + "# The end.\n"}, {"facts/more.yaml", "", "- {id: extra, kind: nothing, name: Extra}\n"}}
	if _, err := b.Write(t.Context(), Merges, "x", edits, "Mina"); !Refused(err) {
		t.Errorf("a fault was written: %v", err)
	}
	edits[1].After = "[]\n"
	if _, err := b.Write(t.Context(), Merges, "x", []Edit{edits[0], {name, was + "#", was}}, "Mina"); !errors.As(err, new(Changed)) {
		t.Errorf("a file that is another: %v", err)
	}
	if read(name) != was || read("facts/more.yaml") != "" {
		t.Fatal("half of it was written")
	}
	m, err := b.Write(t.Context(), Merges, "They are one.", edits, "Mina")
	if err != nil || !OfThings(m.Kind) || read(name) != edits[0].After || read("facts/more.yaml") != "[]\n" {
		t.Fatal(err)
	}
	if err := b.Undo(t.Context(), m.ID, "Mina"); err != nil {
		t.Fatal(err)
	}
	if read(name) != was {
		t.Error(read(name))
	}
	if err := b.Undo(t.Context(), m.ID, "Mina"); !Refused(err) {
		t.Errorf("twice: %v", err)
	}
}

// What was added is taken back without what others have put under it since.
func TestKeepParents(t *testing.T) {
	const made = "# What curators added.\nthings:\n  - id: short\n    facts:\n      - opened: 1931\n        cite: rivers:4\n"
	const other = "  - id: long\n    facts:\n      - opened: 1905\n        cite: rivers:1\n"
	for _, x := range []struct{ what, added, behind, want string }{
		{"nothing else", made, "", ""},
		{"another thing", made, other, "things:\n" + other},
		{"another statement", made, "      - built_by: ora\n        cite: rivers:3\n", "things:\n  - id: short\n    facts:\n      - built_by: ora\n        cite: rivers:3\n"},
		{"a blank line before it", made, "\n      - built_by: ora\n", "things:\n  - id: short\n    facts:\n\n      - built_by: ora\n"},
		{"what is under nothing", "- ask: a\n  answer: b\n", "- ask: c\n  answer: d\n", "- ask: c\n  answer: d\n"},
	} {
		p := Edit{File: "x.yaml", After: x.added}.patch()
		if got, err := p.back(x.added + x.behind); err != nil || got != x.want {
			t.Errorf("%s: %v\n%s", x.what, err, got)
		}
	}
}
