package english

import "testing"

func TestSpelledNumber(t *testing.T) {
	for text, want := range map[string]struct {
		n    float64
		rest string
	}{
		"twenty-two passengers":                 {22, " passengers"},
		"two hundred and fifty-six horses":      {256, " horses"},
		"three thousand and one nights":         {3001, " nights"},
		"a hundred":                             {100, ""},
		"two million three hundred thousand of": {2.3e6, " of"},
		"six and a dog":                         {6, " and a dog"},
		"two hundred and a dog":                 {200, " and a dog"},
		"Three Hundred And Five":                {305, ""},
		"two hundred hundred":                   {200, " hundred"},
		"İki":                                   {0, "İki"},
		"two three":                             {2, " three"},
		"twenty thirteen":                       {20, " thirteen"},
		"hundred people":                        {0, "hundred people"},
		"a boat":                                {0, "a boat"},
		"tendril":                               {0, "tendril"},
	} {
		if n, rest := SpelledNumber(text); n != want.n || rest != want.rest {
			t.Errorf("%q is %v and %q, want %v and %q", text, n, rest, want.n, want.rest)
		}
	}
}
