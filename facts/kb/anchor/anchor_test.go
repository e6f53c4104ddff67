package anchor

import (
	"fmt"
	"strings"
	"testing"

	"hapjak/corpus"
)

// The paragraphs of one article, the first of them 1.
type pages []string

func (p pages) Paragraph(ref corpus.Ref) (corpus.Paragraph, bool) {
	if ref.Source != "a" || ref.Paragraph < 1 || ref.Paragraph > len(p) || ref.Part > 0 {
		return corpus.Paragraph{}, false
	}
	return corpus.Paragraph{N: ref.Paragraph, Text: p[ref.Paragraph-1]}, true
}

func TestAnchorsMoveWithTheirWords(t *testing.T) {
	filler := func(n int) (list pages) {
		for i := range n {
			list = append(list, fmt.Sprintf("Day %d was calm.", i))
		}
		return list
	}
	const said = "The mast of the Skua was cut in Bergen, they say, in 1977."
	anchored := Anchor{At: corpus.Ref{Source: "a", Paragraph: 3}, Quote: "Skua was cut in Bergen", Before: "mast of the", After: "they say"}
	for _, c := range []struct {
		name string
		text pages
		want int // 0 for lost
	}{
		{"where it was", append(filler(2), said), 3},
		{"capitals, accents and points are no words", append(filler(2), "the MAST of the \u201cSkua\u201d was cut in Bérgen; they say"), 3},
		{"further down", append(filler(20), said), 21},
		{"further up", append(pages{said}, filler(20)...), 1},
		{"too far", append(filler(2*maxMove), said), 0},
		{"the nearest of two alike", append(append(filler(4), said), append(filler(9), said)...), 5},
		{"the words around tell", append(filler(2), "The keel of the Tern: Skua was cut in Bergen too.", "Nothing.", said), 5},
		{"the words around changed", append(filler(2), "They hold that the Skua was cut in Bergen."), 3},
		{"a word more", append(filler(7), "The mast of the Skua was then cut in Bergen, they say."), 8},
		{"a word less", append(filler(7), "The mast of the Skua was cut Bergen."), 8},
		{"word for word before almost", append(filler(2), "The mast of the Skua was once cut in Bergen, they say.", "Skua was cut in Bergen."), 4},
		{"in another order", append(filler(2), "In Bergen cut was Skua."), 0},
		{"gone", filler(9), 0},
		{"nothing there", nil, 0},
	} {
		got, ok := anchored.Find(NewArticles(c.text))
		if ok != (c.want > 0) || ok && got.Paragraph != c.want {
			t.Errorf("%s: %v, %v, want %d", c.name, got, ok, c.want)
		}
	}
	bare := Anchor{At: corpus.Ref{Source: "a", Paragraph: 1}, Quote: "Skua"}
	if got, ok := bare.Find(NewArticles(append(filler(3), said))); !ok || got.Paragraph != 4 {
		t.Errorf("one word: %v, %v", got, ok)
	}
}

// Why a citation is given up is told as it is: the quote is nowhere, or stands where it says something else.
func TestLost(t *testing.T) {
	a := Anchor{At: corpus.Ref{Source: "a", Paragraph: 2}, Quote: "cut in Bergen", Before: "The mast was", After: "in 1977"}
	const all = `a:2 no longer says "The mast was cut in Bergen in 1977", nor has a paragraph near it`
	for _, c := range []struct {
		text pages
		want string
	}{
		{pages{"A.", "The mast was cut in Oslo."}, `a:2 no longer has "cut in Bergen", nor has a paragraph near it`},
		{nil, `a:2 no longer has "cut in Bergen", nor has a paragraph near it`},
		{pages{"A.", "The mast was not cut in Bergen in 1977."}, all},
		{pages{"A.", "B.", "The mast was never cut in Bergen in 1977."}, all + ` ("cut in Bergen" stands in a:3 among other words)`},
		{pages{"Nor was the mast cut in Bergen.", "B."}, all + ` ("cut in Bergen" stands in a:1 among other words)`},
	} {
		if _, ok := a.Find(NewArticles(c.text)); ok {
			t.Errorf("%q: it is found", c.text)
		}
		if got := a.Lost(NewArticles(c.text)); got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

// A figure that the text spells out is anchored by those words, and lost when they change.
func TestQuotedSpelledOut(t *testing.T) {
	const text = "Car 31 is an open tram of 1903, painted maroon and cream and kept in the old depot. It weighs eleven tons, and carries fifty-six passengers to the quay."
	for name, want := range map[string]string{"56 passengers": "eleven tons, and carries fifty-six passengers to the quay", "11 t": "old depot. It weighs eleven tons, and carries fifty",
		"7": "Car 31 is an open tram of 1903, painted maroon", "cream": "1903, painted maroon and cream and kept in the"} {
		if quote, _, _ := Quoted(text, name); quote != want {
			t.Errorf("%s is anchored by %q, want %q", name, quote, want)
		}
	}
	quote, before, after := Quoted(text, "56 passengers")
	a := Anchor{At: corpus.Ref{Source: "a", Paragraph: 1}, Quote: quote, Before: before, After: after}
	if _, ok := a.Find(NewArticles(pages{text})); !ok {
		t.Error("it is not found where it stands")
	}
	if at, ok := a.Find(NewArticles(pages{strings.Replace(text, "fifty-six", "fifty-eight", 1)})); ok {
		t.Errorf("another number is taken for it in %v", at)
	}
}
