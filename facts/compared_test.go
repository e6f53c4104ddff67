package facts

import (
	"strings"
	"testing"
)

// What is put side by side by name is told with both values; a choice is not answered by a yes; one
// film that is meant by a year of several is asked back.
func TestSideBySide(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ q, status, short, text string }{
		{"Which sold more tickets, The Last Woman of Shang or The Medium?", "answered", "The Medium", "150,000"},
		{"Which sold more tickets, The Last Woman of Shang or The Medium? Please give both figures.", "answered", "The Medium", "834,338"},
		{"Which sold more tickets, Snowpiercer or The Medium?", "unknown", "", ""},
		{"Did Typhoon or D-War come first?", "answered", "Typhoon", "2007"},
		{"Put these in order of year: The Medium, Reach for the SKY and Typhoon", "answered", "Typhoon|Reach for the SKY|The Medium", ""},
		{"Who directed the 2013 film?", "ambiguous", "", "Mr. Go"},
		{"who made the 2013 one", "ambiguous", "", "Mr. Go"},
		{"Who directed the films of 2013?", "answered", "Bong Joon Ho|Kim Yong-hwa", ""},
	} {
		ans, _ := a.Ask(t.Context(), Question{Text: c.q})
		var short []string
		for _, s := range ans.Answers {
			short = append(short, s.Text)
		}
		if got := strings.Join(short, "|"); string(ans.Status) != c.status || got != c.short || !strings.Contains(ans.Said.Plain, c.text) {
			t.Errorf("%s: %s %s: %s", c.q, ans.Status, got, ans.Said.Plain)
		}
	}
}

func TestDangles(t *testing.T) {
	for text, want := range map[string]bool{
		"Cones are short. Its bark is grey.": true,
		"They burn well.":                    true,
		"The bark of it is grey.":            false,
	} {
		if dangles(text) != want {
			t.Errorf("%s: %t", text, !want)
		}
	}
	w := &weighed{}
	w.Text = "Trees › Larch (Larix): Its bark is grey."
	w.Lead = strings.Index(w.Text, "Its")
	if got := w.over(); got != "Larch" {
		t.Errorf("over it stands %q", got)
	}
}
