package span

import (
	"slices"
	"strings"
	"testing"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
)

func TestItems(t *testing.T) {
	for _, c := range []struct {
		words   string
		several bool
		want    []string
	}{
		{`"Obaltan" (1961) and "The Housemaid"`, false, []string{`Obaltan" (1961)`, "The Housemaid"}},
		{"oats, rye, and barley", false, []string{"oats", "rye", "barley"}},
		{"oats and rye", false, []string{"oats and rye"}},
		{"oats and rye", true, []string{"oats", "rye"}},
		{"12,500 sacks", true, []string{"12,500 sacks"}},
		{"which the miller, when he was old, sold to his neighbour's eldest son, a baker", true,
			[]string{"which the miller, when he was old, sold to his neighbour's eldest son, a baker"}},
		{"• Oats: for porridge and for horses • Rye - bread is made of it", true, []string{"Oats", "Rye"}},
		{"• Oats: for porridge • it is bread that rye is grown for", true, []string{"Oats: for porridge"}},
		{"• oats • rye", false, []string{"oats", "rye"}},
	} {
		if got := items(c.words, c.several); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.words, got, c.want)
		}
	}
}

func TestPickedLists(t *testing.T) {
	for _, c := range []struct {
		text, words string
		several     bool
		one         bool
		count       int
		want        string
	}{
		{"Three glands make it: the upper, the lower, and the hidden one.", "the lower", true, false, 3, "the upper|the lower|the hidden one"},
		{"Three glands make it: the upper, the lower, and the hidden one.", "the lower", false, false, 0, "the lower"},
		{"It has a cast of note (Ann Lee, Bo Ray).", "Bo Ray", true, false, 2, "Ann Lee|Bo Ray"},
		{"The record says that Ann Lee built the mill, Bo Ray built the dam and Cy Ott built nothing.", "Ann Lee", true, false, 3, "Ann Lee|Bo Ray|Cy Ott"},
		{"The record says that Ann Lee built the mill and Bo Ray built the dam.", "Ann Lee", false, true, 0, "Ann Lee"},
		{`Plays for towns such as Ghent ("Tide", 1990) and Bruges ("Ebb", 1991).`, "Ebb", true, false, 0, "Tide|Ebb"},
		{"Ann Lee , Bo Ray , Cy Ott.", "Ann Lee", true, false, 0, "Ann Lee|Bo Ray|Cy Ott"},
		{"It was set up as the Institute for Work and Health.", "Institute for Work and Health", false, true, 0, "Institute for Work and Health"},
	} {
		w := &decide.Judged{Asked: &decide.Asked{Count: c.count, One: c.one, Several: c.several, Short: true}}
		w.Text = c.text
		w.Start = strings.Index(c.text, c.words)
		w.End = w.Start + len(c.words)
		if got := strings.Join(Picked(w), "|"); got != c.want {
			t.Errorf("%q: %s, want %s", c.words, got, c.want)
		}
	}
}

func TestNearestOption(t *testing.T) {
	a := &decide.Asked{Options: []string{"copper", "the iron"}}
	a.Words = []evidence.Word{{Stem: "rust"}, {Stem: "copper"}, {Stem: "iron"}}
	text := "Copper keeps its shine for a long while, but iron soon has rust on it."
	if from, to, ok := nearest(a, text); !ok || text[from:to] != "iron" {
		t.Errorf("%v %q", ok, text[from:to])
	}
	if _, _, ok := nearest(a, "Tin does neither."); ok {
		t.Error("an option where none is named")
	}
}
