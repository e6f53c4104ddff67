package triples_test

import (
	"slices"
	"testing"
)

// R's NA is no value, of whatever a column holds, but a code among codes.
func TestNotKnown(t *testing.T) {
	table := "film,directed_by,tickets,released,subtitled\nSalt,NA,40,NA,yes\nMoss,Ann Berg,NA,1999,NA\nNA,Bo Ek,3,2001,<NA>\n"
	lines, faults, notes := readTable(t, "a.csv", table)
	if want := []string{"Moss | directed_by | Ann Berg", "Moss | released | 1999", "NA | directed_by | Bo Ek", "NA | released | 2001", "NA | tickets | 3", "Salt | subtitled | subtitles", "Salt | tickets | 40"}; !slices.Equal(lines, want) || faults != nil {
		t.Errorf("%q, %q", lines, faults)
	}
	if !slices.Contains(notes, "a.csv:2: directed_by has no value (NA); left out") {
		t.Errorf("told %q", notes)
	}
	if lines, _, _ := readTable(t, "a.tsv", "Salt\tdirected_by\tNA\nMoss\tdirected_by\tAnn Berg\n"); !slices.Equal(lines, []string{"Moss | directed_by | Ann Berg"}) {
		t.Errorf("%q", lines)
	}
}

// What could be two numbers is told with what would make it clear.
func TestUnclearNumbers(t *testing.T) {
	_, _, notes := readTable(t, "a.csv", "film,tickets,released\nSalt,\"1,355\",04/05/2016\nMoss,\"2,400\",06/07/2017\n")
	if !slices.Contains(notes, `a.csv:2: tickets: "1,355" is read as 1355, since no other value shows what its mark stands for: written so it is sure`) {
		t.Errorf("told %q", notes)
	}
}
