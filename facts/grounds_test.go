package facts

import "testing"

// TestGrounds: what is asked of nobody is told from what is asked of the sources.
func TestGrounds(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for text, right := range map[string]func(Grounds) bool{
		"did he like it?":                      func(g Grounds) bool { return g.Names == 0 && g.Dangles && g.Verdict },
		"was she in Okja?":                     func(g Grounds) bool { return g.Names == 1 && g.Dangles },
		"I adored Okja, but who directed it?":  func(g Grounds) bool { return !g.Dangles && g.Asks },
		"who directed Okja?":                   func(g Grounds) bool { return g.Rare > 0.5 && g.Told && g.Related && !g.Verdict && g.Held == 1 },
		"why does my aunt hate Okja?":          func(g Grounds) bool { return !g.Related && g.Held < 0.5 },
		"was Okja directed by Bong Joon Ho?":   func(g Grounds) bool { return g.Verdict && g.Ruled && g.Names == 2 && g.Held == 1 },
		"was Okja a hit with your neighbours?": func(g Grounds) bool { return g.Verdict && g.Held < 1 },
		"when did Japan rule Korea?":           func(g Grounds) bool { return g.Rare < 0.5 && g.Names == 2 },
		"where did you put the umbrella?":      func(g Grounds) bool { return g.Names == 0 && !g.Related },
		"who directed Okja, my sister forgot":  func(g Grounds) bool { return g.Others == 1 },
	} {
		ans, _ := a.Ask(t.Context(), Question{Text: text})
		if g := a.Grounds(t.Context(), text, &ans); !right(g) {
			t.Errorf("%q: %+v (%s)", text, g, ans.Text)
		}
	}
}
