package library_test

import (
	"slices"
	"strings"
	"testing"

	"hapjak/facts/kb"
	"hapjak/facts/library"
)

// Every statement of every entity is shown, whatever the size of a page, and each of its
// citations leads back to it.
func TestStatements(t *testing.T) {
	a := shipped(t)
	entities(a, func(n kb.Node) {
		all, total := a.Statements(n, 0, 1<<20)
		if len(all) != total {
			t.Errorf("%s: %d statements of %d", a.Base().ID(n), len(all), total)
		}
		var paged []library.Statement
		for from := 0; from < total; from += 7 {
			page, _ := a.Statements(n, from, 7)
			paged = append(paged, page...)
		}
		if !slices.EqualFunc(all, paged, func(x, y library.Statement) bool { return x.Sentence == y.Sentence && x.Label == y.Label }) {
			t.Errorf("%s: the pages differ from the whole", a.Base().ID(n))
		}
		for _, s := range all {
			if s.Label == "" || s.Sentence == "" || s.Other.Text == "" || len(s.Refs) == 0 || strings.ContainsAny(s.Sentence, "[]{}") {
				t.Errorf("%s: %+v", a.Base().ID(n), s)
			}
			for _, ref := range s.Refs {
				if !slices.ContainsFunc(a.Citing(ref, 1<<20), func(c library.Statement) bool { return c.Sentence == s.Sentence }) {
					t.Errorf("%s is not among what cites %s", s.Sentence, ref)
				}
			}
		}
	})
}

func TestStatementsOfAFilm(t *testing.T) {
	a := shipped(t)
	n, _ := a.Base().Find("tyrant")
	list, _ := a.Statements(n, 0, 100)
	i := slices.IndexFunc(list, func(s library.Statement) bool { return s.Other.Entity == "li-li-hua" })
	if i < 0 {
		t.Fatalf("Li Li-hua is missing among %+v", list)
	}
	if s := list[i]; s.Label != "Cast" || s.Before != "" || s.After != " as Princess Miao (female lead)" || !strings.Contains(s.Sentence, "Li Li-hua stars in") {
		t.Errorf("%+v", s)
	}
}
