package kb_test

import (
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb"
)

// TestLargeBases reads MetaQA and the film catalogue, where they are at hand, and
// checks what is known of them.
func TestLargeBases(t *testing.T) {
	t.Run("metaqa", func(t *testing.T) {
		b := readLarge(t, large[0].schema, large[0].triples)
		// 133,582 less two that another line says with a name in other letters
		if b.Statements() != 133580 {
			t.Errorf("%d statements, want 133,580", b.Statements())
		}
		names := map[string]bool{}
		for n := range kb.Node(b.Len()) {
			names[b.Name(n)] = true
		}
		if len(names) != 43230 {
			t.Errorf("%d names, want 43,230", len(names))
		}
		checkLine(t, b, corpus.Ref{Source: "kb", Paragraph: 1}, "$ | directed_by | Richard Brooks")
		checkNamed(t, b, "snowpiercer", "Snowpiercer")
	})
	t.Run("films", func(t *testing.T) {
		b := readLarge(t, large[1].schema, large[1].triples)
		film, _ := b.Schema().Kind("film")
		if n := len(b.OfKind(film)); n != 34375 {
			t.Errorf("%d films, want 34,375", n)
		}
		if n := len(b.Named(kb.Squash("Treasure Island"))); n != 8 {
			t.Errorf("%d films named Treasure Island, want 8", n)
		}
		checkLine(t, b, corpus.Ref{Source: "Clowns_Spinning_Hats", Paragraph: 1},
			"Clowns Spinning Hats | release_year | 1900\nClowns Spinning Hats | has_genre | Silent")
		for s := range kb.Stmt(b.Statements()) {
			if refs := b.Cites(s); len(refs) != 1 || refs[0] != (corpus.Ref{Source: b.ID(b.Subject(s)), Paragraph: 1}) {
				t.Fatalf("a statement of %s cites %v", b.ID(b.Subject(s)), refs)
			}
		}
	})
}

func checkLine(t *testing.T, b *kb.Base, ref corpus.Ref, want string) {
	t.Helper()
	src, p, ok := b.Cited(ref)
	if !ok || src.ID != ref.Source || p.N != ref.Paragraph || p.Text != want {
		t.Errorf("%s is %q of %q, want %q", ref, p.Text, src.ID, want)
	}
}

func checkNamed(t *testing.T, b *kb.Base, squashed, want string) {
	t.Helper()
	for _, n := range b.Named(squashed) {
		if b.Name(n) == want {
			return
		}
	}
	t.Errorf("%q is not found", squashed)
}
