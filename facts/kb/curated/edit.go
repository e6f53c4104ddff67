package curated

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hapjak/facts/scribe"
)

// Apply makes edits in the text of a file, all of them or none. The error names the line
// that is no longer as an edit has it.
func Apply(file, text string, edits []Edit) (string, error) {
	lines := strings.SplitAfter(text, "\n")
	edits = slices.SortedFunc(slices.Values(edits), func(a, b Edit) int { // from behind, so that places stay
		return cmp.Or(cmp.Compare(b.Line, a.Line), cmp.Compare(b.Column, a.Column))
	})
	for _, e := range edits {
		if e.Line < 1 || e.Line > len(lines) {
			return "", fmt.Errorf("%s:%d: no such line any more", file, e.Line)
		}
		line := []rune(lines[e.Line-1])
		at := min(max(e.Column-1, 0), len(line))
		rest := string(line[at:])
		after, ok := strings.CutPrefix(rest, e.Old)
		for _, quote := range []string{`"`, "'"} {
			if !ok {
				after, ok = strings.CutPrefix(rest, quote+e.Old+quote)
			}
		}
		if !ok {
			return "", fmt.Errorf("%s:%d: %q does not stand there as it is; write the citation out on one line", file, e.Line, e.Old)
		}
		lines[e.Line-1] = string(line[:at]) + e.New + after
	}
	return strings.Join(lines, ""), nil
}

// An Edit is a stretch of a line of a file and what is to stand in its place.
type Edit struct {
	File         string
	Line, Column int // from 1; the column in characters
	Old, New     string
}

// AnchorChange returns a change of a file, which was another, with those of the edits made by which what it puts
// there is anchored: the articles may change.
func AnchorChange(c scribe.Change, was []byte, edits []Edit) (scribe.Change, error) {
	edits = slices.DeleteFunc(slices.Clone(edits), func(e Edit) bool {
		return e.File != c.File || e.Line < c.Line || e.Line > c.Line+strings.Count(c.After, "\n")
	})
	if len(edits) == 0 {
		return c, nil
	}
	text, err := Apply(c.File, string(c.Data), edits)
	if err != nil {
		return c, err
	}
	return scribe.Between(c.File, was, []byte(text)), nil
}
