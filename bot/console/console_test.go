package console

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"hapjak/bot"
	"hapjak/bot/transcript"
	"hapjak/corpus"
	"hapjak/facts"
)

func newBot(t testing.TB) *bot.Bot {
	t.Helper()
	a, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return bot.New(a, bot.Options{Seed: func() uint64 { return 7 }})
}

// TestTranscripts checks that what the bot says in the transcripts is shown whole,
// without a terminal and on a wide one with everything a terminal can have.
func TestTranscripts(t *testing.T) {
	list, err := transcript.Read(os.DirFS("../testdata/transcripts"))
	if err != nil {
		t.Fatal(err)
	}
	b := newBot(t)
	styles := map[string]Style{"plain": {}, "colour": {Colour: true, Links: true}}
	for name, style := range styles {
		for _, tr := range list {
			t.Run(name+"/"+tr.Name, func(t *testing.T) {
				style.Locale = tr.Locale
				for _, turn := range tr.Turns {
					reply := b.Handle(t.Context(), bot.Request{Text: turn.Text, Conversation: name + tr.Name, Locale: tr.Locale})
					var out bytes.Buffer
					if err := Draw(&out, reply, style); err != nil {
						t.Fatal(err)
					}
					turn.Lines = transcript.Lines(reply) // its own test holds the bot to the file
					if c := reply.Blocks[0]; c.Kind == bot.ComparisonBlock {
						continue // its columns stand one under the other here
					}
					if err := turn.Shown(out.String()); err != nil {
						t.Errorf("%v\n%s", err, out.String())
					}
				}
			})
		}
	}
}

// TestWidth draws every reply of the transcripts in terminals of all widths: no line
// is wider, and nothing but colours and links stands in it.
func TestWidth(t *testing.T) {
	list, err := transcript.Read(os.DirFS("../testdata/transcripts"))
	if err != nil {
		t.Fatal(err)
	}
	b := newBot(t)
	for _, tr := range list {
		for _, turn := range tr.Turns {
			reply := b.Handle(t.Context(), bot.Request{Text: turn.Text, Conversation: tr.Name, Locale: tr.Locale})
			for columns := 20; columns <= 140; columns += 7 {
				var out bytes.Buffer
				if err := Draw(&out, reply, Style{Width: columns, Locale: tr.Locale}); err != nil {
					t.Fatal(err)
				}
				for line := range strings.Lines(out.String()) {
					if w := width(strings.TrimRight(line, "\n")); w > columns {
						t.Errorf("%s, %d columns: %d wide: %s", turn.Text, columns, w, line)
					}
				}
				if strings.Contains(out.String(), "\x1b") {
					t.Errorf("%s: control characters without colour", turn.Text)
				}
			}
		}
	}
}

// TestClean checks that what strangers type cannot command the terminal.
func TestClean(t *testing.T) {
	nasty := "a\x1b[31mb\x07\x00c\u202ed\xffe\u009b1mf"
	for _, style := range []Style{{}, {Width: 40}, {Width: 40, Colour: true, Links: true}} {
		for kind := bot.TextBlock; kind <= bot.NoticeBlock; kind++ {
			block := bot.Block{Kind: kind, Title: nasty, Text: facts.Text{Plain: nasty}, URL: "x\x1b\\y\x07", Columns: []string{nasty, nasty},
				Fields: []bot.Field{{Label: nasty, Values: []facts.Text{{Plain: nasty}, {Plain: nasty}}}}, Entries: []bot.Entry{{When: nasty, Text: facts.Text{Plain: nasty}, URL: nasty}}}
			var out bytes.Buffer
			reply := bot.Reply{Question: "q", Blocks: []bot.Block{block}, Choices: []facts.Choice{{Label: nasty}},
				Citations: []facts.Citation{{Marker: 1, Title: nasty, Publisher: nasty, URL: nasty, Passage: nasty}}}
			if err := Draw(&out, reply, style); err != nil {
				t.Fatal(err)
			}
			got := out.String()
			if strings.ContainsAny(got, "\x00\x07\u202e\u009b") || strings.Contains(got, "[31m") && strings.Contains(got, "\x1b[31m") {
				t.Errorf("style %+v, kind %d: %q", style, kind, got)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		text    string
		columns int
		want    string
	}{
		{"one two three", 7, "one two|three"},
		{"one two [1]", 8, "one|two [1]"},
		{"봉준호 감독 영화", 11, "봉준호 감독|영화"},
		{"abcdefghij", 4, "abcd|efgh|ij"},
		{"봉준호", 3, "봉|준|호"},
		{"a\nb c", 0, "a|b c"},
		{"", 5, ""},
	} {
		if got := strings.Join(Wrap(tt.text, tt.columns), "|"); got != tt.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", tt.text, tt.columns, got, tt.want)
		}
	}
}

func TestStyleOf(t *testing.T) {
	for _, tt := range []struct {
		env           string
		colour, links bool
	}{
		{"TERM=xterm-256color", true, false},
		{"TERM=xterm-256color NO_COLOR=1", false, false},
		{"TERM=dumb VTE_VERSION=7000", false, false},
		{"VTE_VERSION=7000", false, false},
		{"TERM=xterm-kitty", true, true},
		{"TERM=xterm-256color VTE_VERSION=7000", true, true},
		{"TERM=xterm-256color TERM_PROGRAM=iTerm.app NO_COLOR=1", false, true},
	} {
		env := map[string]string{}
		for _, kv := range strings.Fields(tt.env) {
			k, v, _ := strings.Cut(kv, "=")
			env[k] = v
		}
		s := StyleOf(func(k string) string { return env[k] }, 0)
		if s.Colour != tt.colour || s.Links != tt.links || s.Width != 80 {
			t.Errorf("%s: %+v", tt.env, s)
		}
	}
	if s := StyleOf(func(string) string { return "" }, 3); s.Width != 20 {
		t.Errorf("3 columns became %d", s.Width)
	}
}

// TestCompleteLine checks what Tab makes of a line.
func TestCompleteLine(t *testing.T) {
	b := newBot(t)
	for _, tt := range []struct{ line, head, first string }{
		{"/fi", "", "/film "},
		{"/TIME", "", "/timeline "},
		{"/film okj", "/film ", "Okja (2017)"},
		{"/film the m", "/film ", "The Medium (2021)"},
		{"/film snowpeir", "/film ", "Snowpiercer (2013)"},
		{"/person 봉", "/person ", "Bong Joon Ho"},
		{"/timeline 1955 1970 hong k", "/timeline 1955 1970 ", "Hong Kong"},
		{"/timeline - 1970 shaw", "/timeline - 1970 ", "Shaw Brothers"},
		{"/compare okja and paras", "/compare okja and ", "Parasite (2019)"},
		{"/source var", "/source ", "variety-2015"},
		{"who directed snowp", "who directed ", "Snowpiercer"},
		{"is the last woman", "is ", "The Last Woman of Shang"},
		{"/ask who shot parasi", "/ask who shot ", "Parasite"},
		{"zzz", "zzz", ""},
		{"", "", ""},
		{"/", "", "/ask "},
		{"/nonsense x", "/nonsense x", ""},
		{"/작", "", "/작품 "},
		{"/작품 설국", "/작품 ", "Snowpiercer (2013)"},
	} {
		head, list := complete(b, "ko", tt.line)
		first := ""
		if len(list) > 0 {
			first = list[0]
		}
		if head != tt.head || first != tt.first {
			t.Errorf("%q: %q + %q, want %q + %q", tt.line, head, list[:min(3, len(list))], tt.head, tt.first)
		}
	}
}

// FuzzDraw checks that whatever a reply holds is drawn within the width.
func FuzzDraw(f *testing.F) {
	f.Add("title", "text [1] and more", 40)
	f.Add("봉준호 🎬", "a\nb\x1b[31m", 20)
	f.Add("\u0301\u200b", strings.Repeat("x", 200), 21)
	f.Fuzz(func(t *testing.T, title, text string, columns int) {
		columns = 20 + (columns%100+100)%100
		if len(title)+len(text) > 2000 {
			return
		}
		var blocks []bot.Block
		for kind := bot.TextBlock; kind <= bot.NoticeBlock; kind++ {
			blocks = append(blocks, bot.Block{Kind: kind, Title: title, Text: facts.Text{Plain: text}, Columns: []string{title, text},
				Fields:  []bot.Field{{Label: title, Values: []facts.Text{{Plain: text}, {Plain: title}}}},
				Entries: []bot.Entry{{When: title, Text: facts.Text{Plain: text}}, {Text: facts.Text{Plain: text}}, {When: title}}})
		}
		var out bytes.Buffer
		reply := bot.Reply{Question: "q", Blocks: blocks, Choices: []facts.Choice{{Label: title}},
			Citations: []facts.Citation{{Marker: 1, Title: title, Passage: text}}}
		if err := Draw(&out, reply, Style{Width: columns}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if w := width(strings.TrimRight(line, "\n")); w > columns {
				t.Errorf("%d wide in %d columns: %q", w, columns, line)
			}
		}
	})
}

// TestLine checks the lines of a chat without a terminal.
func TestLine(t *testing.T) {
	b := newBot(t)
	var out bytes.Buffer
	for _, l := range []string{"Who directed Okja?", "", "  ", "and when did it come out?"} {
		if err := Line(t.Context(), b, l, &out); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(out.String(), "\n\n"); n != 2 || !strings.Contains(out.String(), "2017") {
		t.Errorf("%d replies: %s", n, out.String())
	}
}

// TestPick checks that a number stands for the choice that it is before.
func TestPick(t *testing.T) {
	c := chat{choices: []facts.Choice{{Label: "A", Question: "/film a"}, {Label: "B"}}}
	for in, want := range map[string]string{"1": "/film a", "2": "2", "3": "3", "0": "0", "Who?": "Who?"} {
		if got := c.picked(in); got != want {
			t.Errorf("%q picks %q, want %q", in, got, want)
		}
	}
	if !slices.Equal(Wrap("", 0), []string{""}) {
		t.Error("an empty text is not one empty line")
	}
}

func ExampleDraw() {
	cited := func(text string, n int) facts.Text {
		return facts.Text{Plain: text, Refs: []facts.TextRef{{At: len(text), Ref: corpus.Ref{Source: "a", Paragraph: n}}}}
	}
	reply := bot.Reply{Blocks: []bot.Block{{Kind: bot.TimelineBlock, Title: "Timeline", Entries: []bot.Entry{
		{When: "1958", Text: cited("Love with an Alien came out in 1958.", 1)},
		{When: "July 1964", Text: cited("Linda Lin Dai died in July 1964.", 2)},
	}}}, Citations: []facts.Citation{{Marker: 1, Source: "a", Paragraph: 1}, {Marker: 2, Source: "a", Paragraph: 2}}}
	var out bytes.Buffer
	Draw(&out, reply, Style{Width: 44})
	timeline, _, _ := strings.Cut(out.String(), "\n\n") // the sources stand behind it
	fmt.Print(timeline)
	// Output:
	// Timeline
	//      1958 ●  Love with an Alien came out in
	//           │  1958. [1]
	// July 1964 ●  Linda Lin Dai died in July
	//           │  1964. [2]
}
