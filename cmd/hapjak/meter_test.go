package main

import (
	"bytes"
	"fmt"
	"testing"
)

// Lines are folded to the terminal, and nowhere else.
func TestFolding(t *testing.T) {
	var out bytes.Buffer
	fmt.Fprintln(folding{&out, 20}, "notes/a.md:3: the key is passed over")
	if want := "notes/a.md:3: the\n  key is passed over\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
	if w := foldedTo(&out); w != &out {
		t.Errorf("%T", w)
	}
}
