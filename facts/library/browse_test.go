package library_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/library"
)

func shipped(t testing.TB) *facts.Answerer {
	t.Helper()
	a, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// entities calls f for every entity.
func entities(a *facts.Answerer, f func(kb.Node)) {
	for n := range kb.Node(a.Base().Len()) {
		if a.Base().ID(n) != "" {
			f(n)
		}
	}
}

// checkMarkers checks that every text is cited, that markers count up from 1 in the
// order of the texts, and that each citation is used and says something.
func checkMarkers(t *testing.T, what string, texts []facts.Text, cited []facts.Citation) {
	t.Helper()
	next := 1
	for _, text := range texts {
		if len(text.Refs) == 0 {
			t.Errorf("%s: nothing is cited for %q", what, text.Plain)
		}
		for _, r := range text.Refs {
			n := 1 + slices.IndexFunc(cited, func(c facts.Citation) bool { return c.Ref() == r.Ref })
			if n > next || n < 1 {
				t.Errorf("%s: marker %d comes before %d: %q", what, n, next, text.Plain)
			}
			next = max(next, n+1)
		}
	}
	if next-1 != len(cited) {
		t.Errorf("%s: %d markers and %d citations", what, next-1, len(cited))
	}
	for i, c := range cited {
		if c.Marker != i+1 || c.Passage == "" || c.Title == "" {
			t.Errorf("%s: citation %d is %+v", what, i+1, c)
		}
	}
}

func TestEveryCardIsCited(t *testing.T) {
	a := shipped(t)
	entities(a, func(n kb.Node) {
		c := a.Card(n, 0, 100)
		var texts []facts.Text
		for _, l := range c.Lines {
			if l.Label == "" {
				t.Errorf("%s has a line without a label: %q", c.ID, l.Text.Plain)
			}
			texts = append(texts, l.Text)
		}
		if len(texts) != c.Total {
			t.Errorf("%s has %d lines of %d", c.ID, len(texts), c.Total)
		}
		checkMarkers(t, c.ID, texts, c.Citations)
		page := a.Card(n, 1, 1)
		if c.Total > 1 && (len(page.Lines) != 1 || page.Lines[0].Label != c.Lines[1].Label) {
			t.Errorf("%s: the second line alone is %+v", c.ID, page.Lines)
		}
	})
}

// TestNobodyIsHisOwn: where a relation holds both ways, a card names the other end.
func TestNobodyIsHisOwn(t *testing.T) {
	a := shipped(t)
	for id, other := range map[string]string{"choi-eun-hee": "Shin Sang-ok", "shin-sang-ok": "Choi Eun-hee"} {
		n, _ := a.Base().Find(id)
		found := ""
		for _, l := range a.Card(n, 0, 50).Lines {
			if l.Label == "Spouse" {
				found = l.Text.Plain
			}
		}
		if !strings.HasPrefix(found, other) {
			t.Errorf("the spouse of %s is %q", id, found)
		}
	}
}

func TestTimeline(t *testing.T) {
	a := shipped(t)
	ctx := context.Background()
	all := a.Timeline(ctx, library.TimelineQuery{Most: 1000})
	if all.Total < 20 || len(all.Entries) != all.Total {
		t.Fatalf("%d entries of %d", len(all.Entries), all.Total)
	}
	var texts []facts.Text
	var paged []string
	for _, e := range all.Entries {
		texts = append(texts, e.Text)
	}
	checkMarkers(t, "timeline", texts, all.Citations)
	for offset := 0; offset < all.Total; offset += 7 {
		for _, e := range a.Timeline(ctx, library.TimelineQuery{Offset: offset, Most: 7}).Entries {
			paged = append(paged, e.When)
		}
	}
	if len(paged) != all.Total {
		t.Errorf("%d entries page by page, %d at once", len(paged), all.Total)
	}
	for _, tt := range []struct {
		q      library.TimelineQuery
		holds  string // "" : nothing at all
		lacks  string
		titled string
	}{
		{library.TimelineQuery{About: "Hong Kong"}, "Love with an Alien", "Okja", "Hong Kong"},
		{library.TimelineQuery{About: "snowpeircer"}, "Snowpiercer", "Okja", "Snowpiercer (2013)"},
		{library.TimelineQuery{About: "films", From: 1990, To: 1999}, "Yonggary", "ban", "films"},
		{library.TimelineQuery{From: 1920, To: 1930}, "Japanese colonial rule", "Korean War", ""},
		{library.TimelineQuery{From: 1800, To: 1850}, "", "a", ""},
		{library.TimelineQuery{About: "xyzzy plugh"}, "", "a", "xyzzy plugh"},
	} {
		tt.q.Most = 100
		tl := a.Timeline(ctx, tt.q)
		text := fmt.Sprint(tl.Entries)
		if !strings.Contains(text, tt.holds) || strings.Contains(text, tt.lacks) && tt.holds != "" || (tt.holds == "") != (len(tl.Entries) == 0) || tl.Title != tt.titled {
			t.Errorf("%+v: %q: %s", tt.q, tl.Title, text)
		}
	}
}

func TestCompare(t *testing.T) {
	a := shipped(t)
	x, _ := a.Lookup("Snowpiercer", nil)
	y, _ := a.Lookup("Okja", nil)
	c := a.Compare(x[0], y[0], 0, 100)
	var texts []facts.Text
	both := true
	for _, r := range c.Rows {
		for _, text := range r.Texts {
			if text.Plain != "" {
				texts = append(texts, text)
			}
		}
		if now := r.Texts[0].Plain != "" && r.Texts[1].Plain != ""; now && !both {
			t.Errorf("%s is stated of both and stands behind what is not", r.Label)
		} else {
			both = now
		}
	}
	checkMarkers(t, "comparison", texts, c.Citations)
	if !slices.Contains(c.Shared, "Bong Joon Ho") {
		t.Errorf("they share %v", c.Shared)
	}
}

func TestLookup(t *testing.T) {
	a := shipped(t)
	film, _ := a.Base().Schema().Kind("film")
	for _, tt := range []struct {
		text  string
		kinds []kb.Kind
		want  string
		exact bool
	}{
		{"snowpiercer", nil, "snowpiercer", true},
		{"SNOW PIERCER", nil, "snowpiercer", true},
		{"Snowpiercer (2013)", nil, "snowpiercer", true},
		{"Snowpiercer (1999)", nil, "snowpiercer", false},
		{"설국열차", []kb.Kind{film}, "snowpiercer", true},
		{"Snowpeircer", []kb.Kind{film}, "snowpiercer", false},
		{"Bong Joon Ho", []kb.Kind{film}, "", false},
		{"", nil, "", false},
		{strings.Repeat("x", 10_000), nil, "", false},
		{"\x00\xff", nil, "", false},
	} {
		list, exact := a.Lookup(tt.text, tt.kinds)
		got := ""
		if len(list) > 0 {
			got = a.Base().ID(list[0])
		}
		if got != tt.want || len(list) > 0 && exact != tt.exact {
			t.Errorf("Lookup(%.40q) = %s, %t; want %s, %t", tt.text, got, exact, tt.want, tt.exact)
		}
	}
}

// TestEveryNameIsCompleted types every name but its last letter.
func TestEveryNameIsCompleted(t *testing.T) {
	a := shipped(t)
	c := library.NewCompleter(a.Base())
	entities(a, func(n kb.Node) {
		for _, name := range a.Base().Names(n) {
			letters := []rune(name)
			if kb.Squash(name) == "" || len(letters) < 4 {
				continue
			}
			got := c.Complete(string(letters[:len(letters)-1]), nil, 25)
			if !slices.ContainsFunc(got, func(c facts.Choice) bool { return c.Entity == a.Base().ID(n) }) {
				t.Errorf("%q does not find %s", string(letters[:len(letters)-1]), name)
			}
		}
	})
}

func TestRandomIsCited(t *testing.T) {
	a := shipped(t)
	seen := map[string]bool{}
	for seed := range uint64(300) {
		text, about, cited := a.Random(seed * 7919)
		checkMarkers(t, text.Plain, []facts.Text{text}, cited)
		if about == kb.NoNode {
			t.Errorf("%q is about nothing", text.Plain)
		}
		seen[text.Plain] = true
	}
	if len(seen) < 100 {
		t.Errorf("300 seeds tell %d things", len(seen))
	}
}

func TestParagraphs(t *testing.T) {
	a := shipped(t)
	for _, s := range a.Sources() {
		n, pages := 0, 0
		for from := 1; from > 0; pages++ {
			var list []facts.Citation
			list, from = a.Paragraphs(s.ID, from, 5)
			n += len(list)
		}
		if n < 5 || pages != (n+4)/5 {
			t.Errorf("%s: %d paragraphs on %d pages", s.ID, n, pages)
		}
	}
	if list, next := a.Paragraphs("nobody", 1, 5); len(list) != 0 || next != 0 {
		t.Error("a source that there is none of has paragraphs")
	}
}

func BenchmarkCard(b *testing.B) {
	a := shipped(b)
	list, _ := a.Lookup("Snowpiercer", nil)
	for b.Loop() {
		if c := a.Card(list[0], 0, 20); len(c.Lines) == 0 {
			b.Fatal("an empty card")
		}
	}
}

func BenchmarkTimeline(b *testing.B) {
	a := shipped(b)
	for b.Loop() {
		if tl := a.Timeline(context.Background(), library.TimelineQuery{About: "Hong Kong", Most: 12}); len(tl.Entries) == 0 {
			b.Fatal("an empty timeline")
		}
	}
}

// BenchmarkComplete types a title, its beginning and a misspelling of it.
func BenchmarkComplete(b *testing.B) {
	a := shipped(b)
	c := library.NewCompleter(a.Base())
	for _, partial := range []string{"s", "snowp", "snowpeirc"} {
		b.Run(partial, func(b *testing.B) {
			for b.Loop() {
				if len(c.Complete(partial, nil, 25)) == 0 {
					b.Fatal("nothing found")
				}
			}
		})
	}
}
