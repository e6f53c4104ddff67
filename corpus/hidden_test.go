package corpus

import (
	"slices"
	"strings"
	"testing"
)

// What is hidden is passed over in folders and archives, and told where somebody may miss it.
func TestHidden(t *testing.T) {
	files := []string{"dike.md", "The dike is of clay.", ".sluice.md", "hidden", "wet/.pump.HTML", "hidden", ".drafts/gate.md", "hidden",
		".git/notes.md", "x", ".obsidian/plan.md", "x", "a/.git/hooks/.b.md", "x", ".DS_Store", "x", "._dike.md", "x", ".lint.json", "x", ".profile", "x", ".#dike.md", "x", "__MACOSX/._dike.md", "x"}
	for at, want := range map[string][]string{
		lay(t, files...):                             {".drafts", ".sluice.md", "wet/.pump.HTML"},
		lay(t, "a.zip", zipped(t, files...)):         {"a.zip/.drafts/gate.md", "a.zip/.sluice.md", "a.zip/wet/.pump.HTML"},
		lay(t, "a.zip", zipped(t, "only.md", "dry")): nil,
	} {
		var told []string
		got, err := ids([]string{at}, Options{Note: func(n Note) {
			if n.What == "hidden; passed over" {
				told = append(told, strings.TrimPrefix(n.Place, at+"/"))
			}
		}})
		if slices.Sort(told); err != nil || len(got) != 1 || !slices.Equal(told, want) {
			t.Errorf("%q, told %q, want %q: %v", got, told, want, err)
		}
	}
}
