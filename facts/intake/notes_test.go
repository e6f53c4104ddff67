package intake

import (
	"fmt"
	"strings"
	"testing"

	"hapjak/corpus"
)

// Files that have each a key of its own do not fill the terminal.
func TestManyKeysAreCounted(t *testing.T) {
	for _, all := range []bool{false, true} {
		tell := newTeller(all)
		for i := range 250 {
			for range 2 {
				tell.note(corpus.Note{Place: "a.md:3", What: fmt.Sprintf("the key k%d is passed over", i), Kind: fmt.Sprintf("key k%d", i)})
			}
		}
		var b strings.Builder
		TellNotes(&b, tell.kinds())
		lines := strings.Split(strings.TrimSpace(b.String()), "\n")
		if last := lines[len(lines)-1]; !all && (len(lines) != 2*manyNames+1 || last != "and 460 notes of further keys: --all lists them") || all && len(lines) != 500 {
			t.Errorf("%d lines, the last %q", len(lines), last)
		}
	}
}

// Files of other kinds are a line, and so are hidden ones.
func TestOtherKindsAreCounted(t *testing.T) {
	for kinds, want := range map[string]string{
		"hidden":             "1 hidden file or folder passed over (--all names them)\n",
		"hidden hidden .ods": "2 hidden files and folders passed over (--all names them)\n1 file of another kind passed over: .ods 1\n",
		".ods .png .ods":     "3 files of other kinds passed over: .ods 2, .png 1\n",
	} {
		tell := newTeller(false)
		for kind := range strings.FieldsSeq(kinds) {
			tell.note(corpus.Note{Place: "x", What: "passed over", Kind: "other " + kind})
		}
		var b strings.Builder
		if TellNotes(&b, tell.kinds()); b.String() != want {
			t.Errorf("%s: %q", kinds, b.String())
		}
	}
}

// Faults of one kind, however many, hide none of another.
func TestFaultsAreCountedByKind(t *testing.T) {
	var faults []string
	for i := range 340 {
		faults = append(faults, fmt.Sprintf("notes/%d.md: no paragraph in \"note %d\"", i, i))
	}
	faults = append(faults, "deeds/2.pdf: no paragraph in \"deed\"", "a.zip/9.md: open /srv/a.zip: no such page", "plain words")
	for _, all := range []bool{false, true} {
		var b strings.Builder
		TellFaults(&b, faults, all)
		lines := strings.Split(strings.TrimSpace(b.String()), "\n")
		if want := map[bool]int{false: 25 + 1 + 3, true: len(faults)}[all]; len(lines) != want {
			t.Errorf("%d lines, want %d", len(lines), want)
		}
		for _, f := range faults[340:] {
			if !strings.Contains(b.String(), f) {
				t.Errorf("%q is not told", f)
			}
		}
		if strings.Contains(b.String(), "and 315 more of this kind: --all lists them") == all {
			t.Errorf("how many are alike is told: %v", !all)
		}
	}
	var b strings.Builder
	for i := range 600 {
		faults = append(faults, fmt.Sprintf("x: wrong as %s", strings.Repeat("a", i)))
	}
	TellFaults(&b, faults, false)
	if lines := strings.Count(b.String(), "\n"); lines > 120 || !strings.Contains(b.String(), "other kinds: --all lists them") {
		t.Errorf("%d lines of many kinds", lines)
	}
}
