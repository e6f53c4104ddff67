package corpus

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// layOriginals puts what may be quoted of originals in the place of their digests.
func layOriginals(sources []Source, fsys fs.FS) ([]Source, error) {
	quotes, err := ReadOriginals(sources, fsys)
	laid := slices.Clone(sources)
	for i, s := range laid {
		laid[i].Paragraphs = slices.Clone(s.Paragraphs)
		for j, p := range laid[i].Paragraphs {
			if text, ok := quotes[Ref{Source: s.ID, Paragraph: p.N}]; ok {
				laid[i].Paragraphs[j].Text, laid[i].Paragraphs[j].Verbatim = text, true
			}
		}
	}
	return laid, err
}

func TestLayOriginals(t *testing.T) {
	text := "The title\n\n  • First paragraph of the original text, cut here.\n\nSecond.\n\nThird.\n"
	sources := []Source{
		{ID: "a", SHA256: hash(text), QuoteWords: 5, Paragraphs: []Paragraph{{N: 2, Text: "digest of two"}, {N: 3, Heading: "H", Text: "digest of three"}}},
		{ID: "mute", SHA256: hash("private"), Paragraphs: []Paragraph{{N: 1, Text: "digest"}}},
		{ID: "own", Paragraphs: []Paragraph{{N: 1, Text: "own", Verbatim: true}}},
	}
	laid, err := layOriginals(sources, files(
		"any name.text", strings.ReplaceAll(text, "\n", "\r\n"), // a copy that came through another system
		"sub/mute.txt", "private",
		".hidden", "passed over",
	))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"a||2 :• First paragraph of the …|3 H:Second.",
		"mute||1 :digest", // its rule allows no quotation
		"own||1 :own",
	}
	for i, s := range laid {
		if got := outline(s); got != want[i] {
			t.Errorf("got  %s\nwant %s", got, want[i])
		}
	}
	if p := laid[0].Paragraphs[0]; !p.Verbatim || laid[1].Paragraphs[0].Verbatim {
		t.Error("verbatim does not say what is the original's own text")
	}
	if p := sources[0].Paragraphs[0]; p.Text != "digest of two" || p.Verbatim {
		t.Error("the sources handed in were changed")
	}
}

func TestWrongOriginal(t *testing.T) {
	sources := defaults(t)
	laid, err := layOriginals(sources, files("kobiz-2025.txt", "Another text.\n"))
	if err == nil {
		t.Fatal("a text that is no original was taken for one")
	}
	for _, part := range []string{"kobiz-2025.txt: ", hash("Another text.\n"), "the original of no source; expected", sources[1].SHA256 + " (kobiz-2025)", "digests go on serving"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in %q", part, err)
		}
	}
	for i, s := range laid {
		if outline(s) != outline(sources[i]) {
			t.Errorf("%s: its digests were changed", s.ID)
		}
	}
	if _, err := layOriginals(sources, os.DirFS("no such folder")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestSeedsAreLaid lays the true originals, where they are, beside the shipped
// digests.
func TestSeedsAreLaid(t *testing.T) {
	sources := defaults(t)
	seeds := fstest.MapFS{}
	for _, s := range sources {
		original(t, s.ID) // or skip
		data, err := os.ReadFile(originals + "/" + s.ID + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		seeds[s.Title+".txt"] = &fstest.MapFile{Data: data} // the name does not matter
	}
	laid, err := layOriginals(sources, seeds)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range laid {
		blocks := original(t, s.ID)
		for j, p := range s.Paragraphs {
			theirs := strings.Join(strings.Fields(blocks[p.N-1]), " ")
			quote, cut := strings.CutSuffix(p.Text, " …")
			if !p.Verbatim || !strings.HasPrefix(theirs, quote) || !cut && quote != theirs {
				t.Errorf("%s:%d is not the original's text: %q", s.ID, p.N, p.Text)
			}
			if n := len(strings.Fields(quote)); n > s.QuoteWords {
				t.Errorf("%s:%d quotes %d words, more than %d", s.ID, p.N, n, s.QuoteWords)
			}
			if d := sources[i].Paragraphs[j]; p.N != d.N || p.Heading != d.Heading {
				t.Errorf("%s:%d lost its number or heading", s.ID, p.N)
			}
		}
	}
}
