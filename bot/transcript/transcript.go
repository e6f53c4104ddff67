// Package transcript reads conversations with the bot that are kept as text files,
// so that every surface can be held to the same ones. A file looks so:
//
//	# what it shows
//	locale: ko
//
//	> Who directed Snowpiercer?
//	= answered
//	Bong Joon Ho directed Snowpiercer (2013). [1]
//	[1] kobiz-2025:26
//
//	> and when did it come out?
//	…
//
// A line behind ">" is what somebody types, "=" is the status of the reply, and what
// follows is the reply as [Lines] writes it. The turns of a file are one
// conversation. A surface shows a reply in its own way; [Turn.Shown] checks that all
// of it is there.
package transcript

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode"

	"hapjak/bot"
)

// A Transcript is one conversation.
type Transcript struct {
	Name    string // its file's, without the ending
	Comment string // the lines before the first turn, to be written back
	Locale  string
	Turns   []Turn
}

// A Turn is one line and its reply.
type Turn struct {
	N      int // its line in the file
	Text   string
	Status string
	Lines  []string
}

// Read reads every *.txt of a folder.
func Read(fsys fs.FS) ([]Transcript, error) {
	names, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		return nil, err
	}
	var list []Transcript
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		t, err := Parse(strings.TrimSuffix(path.Base(name), ".txt"), string(data))
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

// Parse reads one transcript.
func Parse(name, text string) (Transcript, error) {
	t := Transcript{Name: name}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\n")
		ask, isTurn := strings.CutPrefix(line, "> ")
		switch {
		case isTurn:
			t.Turns = append(t.Turns, Turn{N: n, Text: ask})
		case len(t.Turns) == 0:
			t.Comment += line + "\n"
			if l, ok := strings.CutPrefix(line, "locale:"); ok {
				t.Locale = strings.TrimSpace(l)
			}
		case strings.HasPrefix(line, "= "):
			t.Turns[len(t.Turns)-1].Status = line[2:]
		case line != "":
			turn := &t.Turns[len(t.Turns)-1]
			turn.Lines = append(turn.Lines, line)
		}
	}
	if len(t.Turns) == 0 {
		return t, fmt.Errorf("%s.txt:%d: no turn: a line behind \"> \" is what somebody types", name, n)
	}
	return t, nil
}

// String is the text of a transcript, as Parse reads it.
func (t Transcript) String() string {
	var b strings.Builder
	b.WriteString(t.Comment)
	for i, turn := range t.Turns {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "> %s\n= %s\n", turn.Text, turn.Status)
		for _, l := range turn.Lines {
			b.WriteString(l + "\n")
		}
	}
	return b.String()
}

// Lines writes a reply as the lines of a transcript: all that it says, and nothing
// of how it looks.
func Lines(r bot.Reply) []string {
	var list []string
	add := func(parts ...string) {
		text := strings.Join(strings.Fields(strings.Join(parts, "")), " ")
		if text != "" {
			list = append(list, text)
		}
	}
	for _, b := range r.Blocks {
		add(b.Title)
		add(r.Told(b.Text))
		add(strings.Join(b.Columns, " | "))
		for _, f := range b.Fields {
			var values []string
			for _, v := range f.Values {
				values = append(values, r.Told(v))
			}
			add(f.Label, ": ", strings.Join(values, " | "))
		}
		for _, e := range b.Entries {
			if e.When == "" {
				add("- ", r.Told(e.Text))
			} else {
				add("- ", e.When, ": ", r.Told(e.Text))
			}
		}
	}
	for i, c := range r.Choices {
		add(fmt.Sprint(i+1), ". ", c.Label, " → ", c.Question)
	}
	for _, c := range r.Citations {
		add(fmt.Sprintf("[%d] %s", c.Marker, c.Ref()))
	}
	if r.More != "" {
		add("more: ", r.More)
	}
	return list
}

// bookkeeping are lines that a surface shows in its own way: what a choice asks,
// where a marker leads, what comes next.
var bookkeeping = regexp.MustCompile(`^\[\d+\] \S+$|^more: .*$| → .*$`)

// Shown reports what of a turn's reply is missing in what a surface showed, nil when
// all of it is there, line by line in order. Letters and digits count, and nothing of
// how they are set: marks, links, columns and line breaks are the surface's.
func (t Turn) Shown(shown string) error {
	rest := squash(shown)
	for _, line := range t.Lines {
		for _, part := range strings.Split(bookkeeping.ReplaceAllString(line, ""), " | ") {
			want := squash(part)
			i := strings.Index(rest, want)
			if i < 0 {
				return fmt.Errorf("line %d, %q: what is shown lacks %q", t.N, t.Text, part)
			}
			rest = rest[i+len(want):]
		}
	}
	return nil
}

var (
	linked  = regexp.MustCompile(`\]\(<?[^)>]*>?\)`) // Markdown's [1](<url>)
	control = regexp.MustCompile("\x1b\\[[0-9;]*m|\x1b\\]8;;[^\x1b]*\x1b\\\\")
)

func squash(s string) string {
	s = linked.ReplaceAllString(control.ReplaceAllString(s, ""), "]")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, s)
}
