package scaletest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files of figures")

// A tally counts what is right, by group.
type tally struct {
	names []string // in order of appearance
	right map[string]int
	of    map[string]int
}

func (c *tally) add(name string, right bool) {
	if c.of == nil {
		c.right, c.of = map[string]int{}, map[string]int{}
	}
	if c.of[name] == 0 {
		c.names = append(c.names, name)
	}
	c.of[name]++
	if right {
		c.right[name]++
	}
}

// String is a line a group, by name.
func (c *tally) String() string {
	var b strings.Builder
	names := slices.Sorted(slices.Values(c.names))
	for _, name := range names {
		fmt.Fprintf(&b, "%-44s %4d of %4d\n", name, c.right[name], c.of[name])
	}
	return b.String()
}

// compare fails where a group has fewer right than the golden file says, by more than
// one in a hundred: a choice of readings seldom gets better for all questions at once.
// That more are right is only told, so that work on the planner need not touch the
// file with every step: -update writes it.
func (c *tally) compare(t *testing.T, path string) {
	t.Helper()
	t.Logf("\n%s", c)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(c.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		var right, of int
		name, counts := line[:44], line[44:]
		if _, err := fmt.Sscanf(counts, "%d of %d", &right, &of); err != nil {
			t.Fatalf("%s: %q: %v", path, line, err)
		}
		name = strings.TrimSpace(name)
		switch {
		case of != c.of[name]:
			t.Errorf("%s: %s has %d, the golden file %d; -update writes it", path, name, c.of[name], of)
		case c.right[name] < right-(of+99)/100:
			t.Errorf("%s: %s has fallen to %d of %d, from %d", path, name, c.right[name], of, right)
		case c.right[name] != right:
			t.Logf("%s: %s went to %d of %d, from %d; -update writes it", path, name, c.right[name], of, right)
		}
	}
}
