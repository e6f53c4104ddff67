package facts

import (
	"slices"
	"testing"
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
