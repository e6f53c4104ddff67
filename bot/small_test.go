package bot

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hapjak/bot/messages"
	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/nlp/encoder"
)

func TestMemoryIsBounded(t *testing.T) {
	now := time.Unix(0, 0)
	m := newMemory(100, time.Minute, func() time.Time { return now })
	for i := range 1000 {
		m.put(fmt.Sprint(i), remembered{context: &facts.Context{}})
	}
	if m.order.Len() != 100 {
		t.Errorf("%d conversations, want 100", m.order.Len())
	}
	if m.get("899").context != nil || m.get("900").context == nil {
		t.Error("not the least recently used were forgotten")
	}
	now = now.Add(time.Minute)
	m.put("last", remembered{context: &facts.Context{}})
	if m.order.Len() != 1 {
		t.Errorf("%d conversations after their time, want 1", m.order.Len())
	}
}

// TestHurry: in a hurry the encoder is not asked, and the reply says so.
func TestHurry(t *testing.T) {
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	know.SetEncoder(func() (*encoder.Model, error) {
		asked++
		return nil, errors.New("there is none")
	})
	b := New(know, Options{})
	for _, hurry := range []bool{true, false} {
		r := b.Handle(t.Context(), Request{Text: "who composed the score of Okja?", Hurry: hurry})
		if r.Hurried != hurry || asked > 0 == hurry {
			t.Errorf("hurry %v: hurried %v, the encoder asked for %d times", hurry, r.Hurried, asked)
		}
	}
}

// TestBrief: a source of a long or an odd id is found by its mark.
func TestBrief(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../facts/testdata/newsubject")); err != nil {
		t.Fatal(err)
	}
	ids := []string{"shelf", strings.Repeat("a-paper-of-many-words-", 6), "여러낱말로된-아주긴이름을-가진-글-하나입니다-2026", "one;two"}
	for i, id := range ids[1:] {
		if err := os.WriteFile(fmt.Sprintf("%s/sources/%d.md", dir, i), []byte("---\nid: "+id+"\ntitle: Another\n---\n\n# Another\n\nNothing of "+fmt.Sprint(i)+".\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	know, err := facts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer know.Close()
	b := New(know, Options{})
	for i, id := range ids {
		short := Brief(id)
		if len(short) > 9 || short == id != (i == 0) {
			t.Errorf("%s is %s", id, short)
		}
		if c := b.Cite([]corpus.Ref{{Source: short, Paragraph: 2}})[0]; c.Source != id || c.Passage == "" {
			t.Errorf("%s: %+v", short, c)
		}
	}
	if c := b.Cite([]corpus.Ref{{Source: "~nothing0", Paragraph: 1}, {Source: "shelf", Paragraph: 2}}); len(c) != 2 || c[0].Passage != "" || c[1].Passage == "" {
		t.Errorf("%+v", c)
	}
}

// TestBefore: a reply knows the whole question that it follows up.
func TestBefore(t *testing.T) {
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	b := New(know, Options{})
	for _, c := range [][3]string{
		{"Who directed Okja?", "Who directed Okja?", ""},
		{"And when did it come out?", "And when did it come out (Okja)?", "Who directed Okja?"},
		{"Who funded it?", "Who funded it (Okja)?", "And when did it come out (Okja)?"},
	} {
		r := b.Handle(t.Context(), Request{Text: c[0], Conversation: "a"})
		if r.Whole != c[1] || r.Before != c[2] {
			t.Errorf("%q is %q after %q", c[0], r.Whole, r.Before)
		}
	}
}

func TestMemoryKeepsContextThroughCommands(t *testing.T) {
	m := newMemory(0, 0, time.Now)
	c := &facts.Context{Question: "q"}
	m.put("a", remembered{context: c, more: "/more 1 x"})
	m.put("a", remembered{more: "/more 2 y"})
	if got := m.get("a"); got.context != c || got.more != "/more 2 y" {
		t.Errorf("%+v", got)
	}
}

func TestParse(t *testing.T) {
	command := func(name string) Command { return Command{Name: name, Options: []Option{{Name: "title"}}} }
	for _, tt := range []struct {
		name, rest string
		want       map[string]string
	}{
		{"film", ` "Snowpiercer" `, map[string]string{"title": "Snowpiercer"}},
		{"film", "《설국열차》", map[string]string{"title": "설국열차"}},
		{"timeline", "", map[string]string{}},
		{"timeline", "1955 1970 Hong Kong", map[string]string{"from": "1955", "to": "1970", "about": "Hong Kong"}},
		{"timeline", "1955-1970", map[string]string{"from": "1955", "to": "1970"}},
		{"timeline", "1960s horror", map[string]string{"from": "1960", "to": "1969", "about": "horror"}},
		{"timeline", "- 1970", map[string]string{"to": "1970"}},
		{"timeline", "since 1990 about Shaw Brothers", map[string]string{"from": "1990", "about": "Shaw Brothers"}},
		{"timeline", "before 1970", map[string]string{"to": "1970"}},
		{"timeline", "from 1955 to 1970", map[string]string{"from": "1955", "to": "1970"}},
		{"timeline", "Hong Kong 1960", map[string]string{"about": "Hong Kong 1960"}},
		{"timeline", "- - 2013 films", map[string]string{"about": "2013 films"}},
		{"compare", "Okja and Parasite", map[string]string{"a": "Okja", "b": "Parasite"}},
		{"compare", "Okja VS Parasite", map[string]string{"a": "Okja", "b": "Parasite"}},
		{"compare", `"Me and You" and Okja`, map[string]string{"a": "Me and You", "b": "Okja"}},
		{"compare", "okja parasite", map[string]string{"a": "okja parasite"}},
		{"source", "kobiz-2025", map[string]string{"id": "kobiz-2025"}},
		{"source", "kobiz-2025 26", map[string]string{"id": "kobiz-2025", "n": "26"}},
		{"source", "kobiz-2025:26", map[string]string{"id": "kobiz-2025", "n": "26"}},
		{"source", "kobiz-2025 ¶26", map[string]string{"id": "kobiz-2025", "n": "26"}},
		{"source", "variety 2015", map[string]string{"id": "variety 2015"}},
	} {
		got := command(tt.name).parse(tt.rest)
		maps.DeleteFunc(got, func(_, v string) bool { return v == "" })
		if !maps.Equal(got, tt.want) {
			t.Errorf("/%s %s = %v, want %v", tt.name, tt.rest, got, tt.want)
		}
	}
}

// FuzzParse checks that whatever is typed behind a slash is read in bounds, and that
// a timeline written down is read as it was.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "/", "/film Okja", "/timeline 1955 1970 x", "/timeline 1960s", "/compare a and b", "/source a:1",
		"/more 3 timeline", "/more 99999999999999999999 x", "/timeline \xff\xfe", "/compare \"", "/film \"\"", "/timeline - -", "/TIMELINE since"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, rest := cutCommand(s)
		if len(name)+len(rest) > maxCommand || !utf8.ValidString(rest) {
			t.Fatalf("%q / %q", name, rest)
		}
		for _, name := range []string{"film", "timeline", "compare", "source", "more"} {
			c := Command{Name: name, Options: []Option{{Name: "x"}}}
			for k, v := range c.parse(rest) {
				if len(v) > len(rest) {
					t.Errorf("%s: %s grew to %q", rest, k, v)
				}
			}
		}
		if n, line, ok := cutMore(rest); ok && (n < 0 || n > 1_000_000 || line == "") {
			t.Errorf("more %d %q", n, line)
		}
		got := map[string]string{}
		parseTimeline(rest, got)
		from, to, ok := bounds(got["from"], got["to"])
		if !ok {
			t.Fatalf("%q: years %v", rest, got)
		}
		again := map[string]string{}
		_, line := cutCommand(timelineLine(from, to, got["about"]))
		parseTimeline(line, again)
		from2, to2, _ := bounds(again["from"], again["to"])
		if from2 != from || to2 != to {
			t.Errorf("%q became %v, and written down %v", rest, got, again)
		}
	})
}

// TestMessages checks that the languages have the same messages with the same
// places to fill in, and that the code asks for those that there are and no others.
func TestMessages(t *testing.T) {
	place := regexp.MustCompile(`\{\w+\}`)
	en, ko := messages.For("en-US"), messages.For("ko")
	if en.Language != "en" || ko.Language != "ko" || messages.For("xx").Language != "en" || messages.For("ko_KR.UTF-8").Language != "ko" {
		t.Error("not the languages asked for")
	}
	for _, k := range en.Keys() {
		if !ko.Has(k) {
			t.Errorf("%s is not said in Korean", k)
			continue
		}
		a, b := place.FindAllString(en.Text(k), -1), place.FindAllString(ko.Text(k), -1)
		slices.Sort(a)
		slices.Sort(b)
		if k != "about" && !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s fills in %v in English and %v in Korean", k, a, b)
		}
	}
	for _, k := range ko.Keys() {
		if !en.Has(k) && !strings.HasPrefix(k, "name.") && !strings.HasPrefix(k, "option.") {
			t.Errorf("%s is said in Korean alone", k)
		}
	}
	source := ""
	for _, dir := range []string{".", "console"} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") {
				data, _ := os.ReadFile(dir + "/" + e.Name())
				source += string(data)
			}
		}
	}
	for _, k := range en.Keys() {
		base := k
		for _, prefix := range []string{"summary.", "timeline."} {
			if strings.HasPrefix(k, prefix) {
				base = strings.TrimSuffix(prefix, ".")
			}
		}
		if !strings.Contains(source, `"`+base) {
			t.Errorf("nothing says %s", k)
		}
	}
	for _, m := range regexp.MustCompile(`(?:Text\(|notice\([\w.]+, )"([a-z.]+)"`).FindAllStringSubmatch(source, -1) {
		if k := m[1]; !en.Has(k) && !strings.HasSuffix(k, ".") {
			t.Errorf("there is no message %s", k)
		}
	}
}

func TestBounds(t *testing.T) {
	for _, tt := range []struct {
		from, to string
		a, b     int
		ok       bool
	}{
		{"", "", 0, 0, true}, {"1970", "1955", 1955, 1970, true}, {"1970", "", 1970, 0, true}, {"-", "1970", 0, 1970, true},
		{"x", "", 0, 0, false}, {"-5", "", 0, 0, false}, {"99999", "", 0, 0, false},
	} {
		if a, b, ok := bounds(tt.from, tt.to); ok != tt.ok || ok && (a != tt.a || b != tt.b) {
			t.Errorf("bounds(%q, %q) = %d, %d, %t", tt.from, tt.to, a, b, ok)
		}
	}
}

// TestLongListIsPaged: what a list only counts is told next, to its end, and back.
func TestLongListIsPaged(t *testing.T) {
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	b := New(know, Options{})
	told, pages := map[string]bool{}, 0
	r := b.Handle(t.Context(), Request{Text: "list all films"})
	all := len(r.Answer.Answers)
	for ; ; pages++ {
		for _, a := range r.Answer.Answers {
			if strings.Contains(r.Blocks[0].Text.Plain, a.Text) {
				told[a.Text] = true
			}
		}
		if r.More == "" || pages > all {
			break
		}
		r = b.Handle(t.Context(), Request{Text: r.More})
	}
	if all < 20 || pages < 1 || len(told) < all-2 || r.Back == "" { // two may share a name
		t.Errorf("of %d films %d are told on %d further pages", all, len(told), pages)
	}
	if r = b.Handle(t.Context(), Request{Text: r.Back}); r.More == "" {
		t.Errorf("back leads to %+v", r)
	}
}
