package nlp

import "testing"

func FuzzSpans(f *testing.F) {
	for _, s := range []string{"Kim Jin-gyu's 834,338 don't 1955년 7th", "\xff a’s ｆｉｌｍ", "é́ x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var want []Token
		for _, tok := range Tokens(s) {
			if tok.Kind == Word || tok.Kind == Number {
				want = append(want, tok)
			}
		}
		i := 0
		for start, end := range Spans(s) {
			alone := Tokens(s[start:end])
			if i >= len(want) || len(alone) != 1 || start != want[i].Start || alone[0].Stem != want[i].Stem {
				t.Fatalf("Spans(%q): %q is not token %d", s, s[start:end], i)
			}
			i++
		}
		if i != len(want) {
			t.Fatalf("Spans(%q) gives %d of %d", s, i, len(want))
		}
	})
}
