package facts

import (
	"slices"
	"strings"
	"testing"
)

// A gist has what a question names, how it reads, and the words that are neither.
func TestGist(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, x := range []struct {
		q                       string
		named, runs             []string
		plan, relation, subject string
		alone                   bool
	}{
		{"what did snowpiercer cost to make?", []string{"snowpiercer"}, []string{"cost to make"}, "budget(snowpiercer)", "budget", "snowpiercer", true},
		{"who called action on Okja", []string{"okja"}, []string{"called action"}, "", "", "", true},
		{"Who directed the pig film?", nil, []string{"directed the pig film"}, "", "", "", true},
		{"please tell me who called action on The Last Woman of Shang", []string{"the-last-woman-of-shang"}, []string{"called action"}, "", "", "", true},
		{"and who was in it?", nil, nil, "", "", "", false},
		{"", nil, nil, "", "", "", false},
	} {
		g := a.Gist(t.Context(), x.q)
		if g.Partly { // "called action" is not read
			g.Relation, g.Subject = "", ""
		}
		if !slices.Equal(g.Named, x.named) || !slices.Equal(g.Runs, x.runs) || g.Plan != x.plan || g.Relation != x.relation || g.Subject != x.subject || g.Alone != x.alone {
			t.Errorf("%s: %+v", x.q, g)
		}
	}
}

func TestStray(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"Who directed Snowpiercer?":                                    false,
		"tell me please what the gorilla film cost":                    false,
		"Who directed Snowpiercer, zqwv?":                              true,
		"Who directed Snowpiercer? " + strings.Repeat("the film ", 60): true,
	} {
		if got := a.Stray(text, nil); got != want {
			t.Errorf("%.40s: %t", text, got)
		}
	}
}
