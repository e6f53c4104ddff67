package nlp

import (
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Who directed Snowpiercer?", "who directed snowpiercer ?"},
		{"Kim Jin-gyu's films", "kim jin - gyu 's films"},
		{"834,338 tickets, 6.8 points", "834338 tickets , 6.8 points"},
		{"don’t the actors’ names", "don't the actors 's names"},
		{"E J- Yong, f(x) & The 7th Team", "e j - yong , f ( x ) & the 7th team"},
		{"설국열차 1955년 雪国列车", "설국열차 1955 년 雪国列车"},
		{"Žižek Øre ﬁlm", "zizek ore film"},
		{"\xff\x00 a", "\uFFFD \x00 a"},
	} {
		var got []string
		for _, tok := range Tokens(c.text) {
			got = append(got, tok.Norm)
			if c.text[tok.Start:tok.End] != tok.Text {
				t.Errorf("Tokens(%q): %q does not stand at its offsets", c.text, tok.Text)
			}
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("Tokens(%q) = %q, want %q", c.text, g, c.want)
		}
	}
}

func TestStemBringsFormsTogether(t *testing.T) {
	for _, forms := range []string{"lead leads led leading", "write wrote written writes writing", "direct directed directs directing",
		"film films filmed", "sell sold selling", "shoot shot shooting", "make made making", "release released releases"} {
		f := strings.Fields(forms)
		for _, w := range f[1:] {
			if Stem(w) != Stem(f[0]) {
				t.Errorf("Stem(%q) = %q, Stem(%q) = %q", w, Stem(w), f[0], Stem(f[0]))
			}
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"", "ȺȺȺ's", "\xff\xfe", "a'b'c's'", strings.Repeat("(", 300), "１２,３４５", "1,000,000.5x", "é́́"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, tok := range Tokens(s) {
			if tok.Start < last || tok.End <= tok.Start || tok.End > len(s) || s[tok.Start:tok.End] != tok.Text {
				t.Fatalf("Tokens(%q): token %+v out of place after %d", s, tok, last)
			}
			last = tok.End
		}
	})
}
