package facts

import "testing"

// Whose word is wanted is taken out of a question, and that source alone is asked.
func TestAttributed(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, rest, source string }{
		{"According to Variety, who directs it?", "who directs it?", "variety-2015"},
		{"who sang in it, according to the KoBiz article?", "who sang in it?", "kobiz-2025"},
		{"may I copy the whole KoBiz piece?", "may I copy the whole article?", "kobiz-2025"},
		{"what does Variety say about vampires", "tell me about vampires", "variety-2015"},
		{"What do your sources report on vampires?", "tell me about vampires?", ""},
		{"has the drama article anything to say about rain?", "has the drama article anything to say about rain?", "busquejobs"},
		{"which films does the KoBiz piece list?", "which films does the article list?", "kobiz-2025"},
		{"who wrote the kobiz thing", "who wrote the article", "kobiz-2025"},
		{"who edits it, says the 2015 article", "who edits it", "variety-2015"},
		{"is there a variety of kettles?", "is there a variety of kettles?", ""},
		{"who directed The Medium in 2021?", "who directed The Medium in 2021?", ""},
		{"What story has The Medium?", "What story has The Medium?", ""},
		{"according to my aunt, who directed it?", "according to my aunt, who directed it?", ""},
		{"According to Variety", "According to Variety", "variety-2015"},
	} {
		if rest, source := a.names.Attributed(c.text); rest != c.rest || source != c.source {
			t.Errorf("%q: %q of %q, want %q of %q", c.text, rest, source, c.rest, c.source)
		}
	}
}

// Where one source is asked, nothing is said of the others.
func TestOneSourceDoesNotSay(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	if got := asked(t, a, "According to Variety, who directed Snowpiercer?"); got.Status != Unknown || got.Text != "That article does not say that of Snowpiercer (2013)." {
		t.Errorf("%s: %q", got.Status, got.Text)
	}
}
