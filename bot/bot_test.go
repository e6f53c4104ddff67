package bot_test

import (
	"context"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/bot/transcript"
	"hapjak/corpus"
	"hapjak/facts"
)

var update = flag.Bool("update", false, "rewrite the transcripts with what the bot says now")

func know(t testing.TB) *facts.Answerer {
	t.Helper()
	a, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

const transcripts = "testdata/transcripts"

// TestTranscripts holds the bot to the conversations in testdata.
func TestTranscripts(t *testing.T) {
	list, err := transcript.Read(os.DirFS(transcripts))
	if err != nil {
		t.Fatal(err)
	}
	a := know(t)
	for _, tr := range list {
		t.Run(tr.Name, func(t *testing.T) {
			b := bot.New(a, bot.Options{Seed: func() uint64 { return 7 }})
			for i := range tr.Turns {
				turn := &tr.Turns[i]
				reply := b.Handle(t.Context(), bot.Request{Text: turn.Text, Conversation: tr.Name, Locale: tr.Locale})
				got := transcript.Lines(reply)
				if *update {
					turn.Status, turn.Lines = string(reply.Status), got
					continue
				}
				if string(reply.Status) != turn.Status || !slices.Equal(got, turn.Lines) {
					t.Errorf("%s.txt:%d: %s\n got = %s\n%s\n want = %s\n%s", tr.Name, turn.N, turn.Text,
						reply.Status, strings.Join(got, "\n"), turn.Status, strings.Join(turn.Lines, "\n"))
				}
				sound(t, reply)
			}
			if *update {
				if err := os.WriteFile(filepath.Join(transcripts, tr.Name+".txt"), []byte(tr.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// sound checks what is true of every reply: it says something, every marker has its
// citation and every citation of a card or an answer its marker, and what comes next
// can be typed.
func sound(t testing.TB, r bot.Reply) {
	t.Helper()
	text := strings.Join(transcript.Lines(bot.Reply{Blocks: r.Blocks}), "\n")
	if strings.TrimSpace(text) == "" {
		t.Error("an empty reply")
	}
	stood := map[corpus.Ref]bool{}
	for _, b := range r.Blocks {
		texts := []facts.Text{b.Text}
		for _, f := range b.Fields {
			texts = append(texts, f.Values...)
		}
		for _, e := range b.Entries {
			texts = append(texts, e.Text)
		}
		for _, x := range texts {
			for _, ref := range x.Refs {
				stood[ref.Ref] = true
				if !slices.ContainsFunc(r.Citations, func(c facts.Citation) bool { return c.Ref() == ref.Ref }) {
					t.Errorf("%q stands on %v, which is not cited", x.Plain, ref.Ref)
				}
			}
		}
	}
	for _, c := range r.Citations {
		if c.Passage == "" || c.Title == "" {
			t.Errorf("citation %d of %s says nothing", c.Marker, c.Ref())
		}
		list := len(r.Blocks) > 0 && r.Blocks[0].Kind == bot.ListBlock
		if !list && !stood[c.Ref()] {
			t.Errorf("citation %d of %s has no marker", c.Marker, c.Ref())
		}
	}
	if r.More != "" && !strings.HasPrefix(r.More, "/more ") {
		t.Errorf("more is %q", r.More)
	}
	for _, c := range r.Choices {
		if c.Question == "" || c.Label == "" {
			t.Errorf("a choice that cannot be taken: %+v", c)
		}
	}
}

// TestOptions checks that a command taken apart by a surface is the one typed.
func TestOptions(t *testing.T) {
	b := bot.New(know(t), bot.Options{Seed: func() uint64 { return 7 }})
	for _, tt := range []struct {
		line, command string
		options       map[string]string
	}{
		{"Who directed Snowpiercer?", "ask", map[string]string{"question": "Who directed Snowpiercer?"}},
		{"/film Okja", "film", map[string]string{"title": "okja"}},
		{"/timeline 1955 1970 Hong Kong", "timeline", map[string]string{"from": "1970", "to": "1955", "about": "Hong Kong"}},
		{"/timeline 2013", "timeline", map[string]string{"from": "2013"}},
		{"/compare Okja vs Parasite", "compare", map[string]string{"a": "Okja", "b": "Parasite"}},
		{"/source kobiz-2025:26", "source", map[string]string{"id": "kobiz-2025", "n": "26"}},
		{"/sources", "sources", nil},
		{"/random", "random", nil},
	} {
		typed := transcript.Lines(b.Handle(t.Context(), bot.Request{Text: tt.line}))
		taken := transcript.Lines(b.Handle(t.Context(), bot.Request{Command: tt.command, Options: tt.options}))
		if !slices.Equal(typed, taken) {
			t.Errorf("%s\n typed: %q\n taken apart: %q", tt.line, typed, taken)
		}
	}
}

// TestMoreIsState checks that what comes next needs no memory: every page is reached
// from the one before by its line alone, and the pages do not overlap.
func TestMoreIsState(t *testing.T) {
	b := bot.New(know(t), bot.Options{})
	for _, line := range []string{"/timeline", "/timeline 1990 - films", "/source busquejobs", "/compare snowpiercer the-medium", "Who directed Snowpiercer?"} {
		seen := map[string]bool{}
		pages := 0
		for next := line; next != ""; pages++ {
			r := b.Handle(t.Context(), bot.Request{Text: next})
			sound(t, r)
			if len([]rune(r.More)) > 60 {
				t.Errorf("%s: %q does not fit a button", line, r.More)
			}
			for _, e := range r.Blocks[0].Entries {
				if key := e.When + e.Text.Plain; len(e.Text.Plain) > 40 && seen[r.Blocks[0].Title+key] {
					t.Errorf("%s: twice: %s", next, key)
				} else {
					seen[r.Blocks[0].Title+key] = true
				}
			}
			if next = r.More; pages > 60 {
				t.Fatalf("%s has no end", line)
			}
		}
		if pages < 2 {
			t.Errorf("%s: %d pages", line, pages)
		}
	}
}

func TestConversations(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	b := bot.New(know(t), bot.Options{Now: func() time.Time { return now }})
	ask := func(r bot.Request) bot.Reply { return b.Handle(t.Context(), r) }
	follow := "and when did it come out?"
	after := func(questions ...string) func(context.Context) iter.Seq[string] {
		return func(context.Context) iter.Seq[string] { return slices.Values(questions) }
	}
	first := ask(bot.Request{Text: "Who directed Okja?", Conversation: "a"})
	b.Remember("message 1", first)

	for _, tt := range []struct {
		name string
		wait time.Duration
		req  bot.Request
		want bool
	}{
		{"its own conversation", 0, bot.Request{Text: follow, Conversation: "a"}, true},
		{"another conversation", 0, bot.Request{Text: follow, Conversation: "b"}, false},
		{"a reply to what was sent", 0, bot.Request{Text: follow, Conversation: "c", Follows: "message 1"}, true},
		{"what a reply to it left", 0, bot.Request{Text: follow, Conversation: "c"}, true},
		{"no conversation", 0, bot.Request{Text: follow}, false},
		{"after ten minutes", 10 * time.Minute, bot.Request{Text: follow, Conversation: "a"}, false},
		{"forgotten, but the question is known", 0, bot.Request{Text: follow, Conversation: "d", Before: after("Who directed Okja?")}, true},
		{"something else meanwhile", 0, bot.Request{Text: "Who directed Snowpiercer?", Conversation: "f"}, false},
		{"a reply to what is forgotten, but the question is known", 0, bot.Request{Text: follow, Conversation: "f", Follows: "message 0", Before: after("Who directed Okja?")}, true},
		{"a reply to what followed up others", 0, bot.Request{Text: follow, Conversation: "g", Before: after("who directed it?", follow, "Who directed Okja?", "who directed Snowpiercer?")}, true},
		{"a reply to what asked nothing", 0, bot.Request{Text: follow, Conversation: "f", Follows: "message 0", Before: after()}, true},
		{"a card", 0, bot.Request{Text: "/film okja", Conversation: "e"}, true},
		{"the card's follow-up", 0, bot.Request{Text: follow, Conversation: "e"}, true},
	} {
		now = now.Add(tt.wait)
		r := ask(tt.req)
		text := strings.Join(transcript.Lines(r), " ")
		if got := strings.Contains(text, "2017"); got != tt.want {
			t.Errorf("%s: knows 2017: %t, want %t: %s", tt.name, got, tt.want, text)
		}
	}
	// Who has what he said forgotten has it forgotten where others went on from it too.
	ask(bot.Request{Text: "Who directed Okja?", Conversation: "talk", User: "ann"})
	b.Remember("message 2", ask(bot.Request{Text: "and who was in it?", Conversation: "talk", User: "bob"}))
	ask(bot.Request{Text: "Who directed Okja?", Conversation: "another", User: "cat"})
	ask(bot.Request{Text: "who directed Snowpiercer?", Conversation: "card", User: "ann"})
	ask(bot.Request{Text: "/film okja", Conversation: "card", User: "cat"}) // begins anew
	b.Forget(func(user string) bool { return user == "ann" })
	for conversation, want := range map[string]bool{"talk": false, "message 2": false, "another": true, "card": true} {
		if r := ask(bot.Request{Text: follow, Conversation: conversation, User: "dan"}); (r.Status == facts.Answered) != want {
			t.Errorf("%s: %s", conversation, r.Blocks[0].Text.Plain)
		}
	}
}

func TestComplete(t *testing.T) {
	b := bot.New(know(t), bot.Options{})
	for _, tt := range []struct{ command, option, partial, first string }{
		{"film", "title", "okja", "Okja (2017)"},
		{"film", "title", "the m", "The Medium (2021)"},
		{"film", "title", "snowpeir", "Snowpiercer (2013)"},
		{"film", "title", "설국", "Snowpiercer (2013)"},
		{"film", "title", "midsum", "A Midsummer's Fantasia (2014)"},
		{"film", "title", "fantasia", "A Midsummer's Fantasia (2014)"},
		{"person", "name", "bong", "Bong Joon Ho"},
		{"person", "name", "BONG JOON", "Bong Joon Ho"},
		{"company", "name", "cj", "CJ ENM"},
		{"timeline", "about", "hong k", "Hong Kong"},
		{"compare", "b", "parasit", "Parasite (2019)"},
		{"source", "id", "variety", "Korean-Chinese Co-Productions Boost Both Industries"},
	} {
		got := b.Complete(context.Background(), tt.command, tt.option, tt.partial)
		if len(got) == 0 || got[0].Label != tt.first {
			t.Errorf("/%s %s %q: %v, want %s first", tt.command, tt.option, tt.partial, got, tt.first)
		}
	}
	for _, c := range b.Commands() {
		for _, o := range c.Options {
			list := b.Complete(context.Background(), c.Name, o.Name, "")
			if o.Completes != (len(list) > 0) || len(list) > bot.MaxCompletions {
				t.Errorf("/%s %s: %d suggestions for nothing typed", c.Name, o.Name, len(list))
			}
		}
	}
}

// TestTypos drops, doubles and swaps each letter of every title: the title is still
// found by what is left.
func TestTypos(t *testing.T) {
	a := know(t)
	b := bot.New(a, bot.Options{})
	tried, missed := 0, 0
	for _, choice := range b.Complete(context.Background(), "film", "title", "") {
		n, ok := a.Base().Find(choice.Entity)
		if !ok {
			t.Fatalf("%+v suggests nothing that there is", choice)
		}
		name := a.Base().Name(n)
		if len(name) < 6 {
			continue
		}
		for i := 1; i+1 < len(name); i++ {
			for _, typo := range []string{name[:i] + name[i+1:], name[:i] + name[i:i+1] + name[i:], name[:i] + name[i+1:i+2] + name[i:i+1] + name[i+2:]} {
				tried++
				got := b.Complete(context.Background(), "film", "title", typo)
				if !slices.ContainsFunc(got, func(c facts.Choice) bool { return c.Entity == choice.Entity }) {
					missed++
					t.Logf("%q does not find %s", typo, name)
				}
			}
		}
	}
	if missed*100 > tried {
		t.Errorf("%d of %d misspelt titles are not found", missed, tried)
	}
}

// TestCite: what is cited of a source is the very paragraph, or that part of it, and not the next
// where it is gone.
func TestCite(t *testing.T) {
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	refs := []corpus.Ref{{Source: "kobiz-2025", Paragraph: 27}, {Source: "kobiz-2025", Paragraph: 27, Part: 2}, {Source: "kobiz-2025", Paragraph: 13}}
	for i, c := range bot.New(know, bot.Options{}).Cite(refs) {
		if c.Marker != i+1 || c.Ref() != refs[i] || c.Publisher == "" || (i == 0) != (c.Passage != "" && c.Part == 0) {
			t.Errorf("%s is cited as %+v", refs[i], c)
		}
	}
}

// TestRemarkOfSeveral: what stands for one thing beneath a remark is the thing that the remark names, of several the one
// that can be asked so; where that is not one it is asked.
func TestRemarkOfSeveral(t *testing.T) {
	b := bot.New(know(t), bot.Options{})
	for _, x := range []struct {
		remark, question, says string
		choices                int
	}{
		{"Mr. Go must be the oddest of them", "when did it come out?", "2013", 0},
		{"Tilda Swinton shines in Okja", "when did it come out?", "2017", 0},
		{"Okja beats Snowpiercer any day", "when did it come out?", "Which “it” do you mean?", 2},
		{"Okja beats Snowpiercer any day", "who directed The Medium?", "Banjong", 0},
		{"what an evening", "when did it come out?", "Which one do you mean?", 0},
	} {
		r := b.Handle(t.Context(), bot.Request{Text: x.question, About: &x.remark})
		if !strings.Contains(r.Blocks[0].Text.Plain, x.says) || len(r.Choices) != x.choices {
			t.Errorf("%q beneath %q: %s, %d choices", x.question, x.remark, r.Blocks[0].Text.Plain, len(r.Choices))
		}
		for _, c := range r.Choices {
			if r := b.Handle(t.Context(), bot.Request{Text: c.Question}); r.Status != facts.Answered || !strings.Contains(r.Blocks[0].Text.Plain, "came out in") {
				t.Errorf("%q: %s", c.Question, r.Blocks[0].Text.Plain)
			}
		}
	}
}
