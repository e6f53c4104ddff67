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
