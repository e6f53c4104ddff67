package console

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/peterh/liner"

	"hapjak/bot"
	"hapjak/facts/kb"
)

// An editor reads lines with editing, history and completion.
type editor struct {
	*liner.State
	history string
}

func newEditor(b *bot.Bot, history, locale string) *editor {
	e := &editor{liner.NewLiner(), history}
	e.SetCtrlCAborts(true)
	e.SetMultiLineMode(true)
	e.SetBeep(false)
	e.SetWordCompleter(func(line string, pos int) (string, []string, string) {
		runes := []rune(line) // pos counts letters
		pos = min(pos, len(runes))
		head, list := complete(b, locale, string(runes[:pos]))
		return head, list, string(runes[pos:])
	})
	if file, err := os.Open(history); err == nil {
		e.ReadHistory(file)
		file.Close()
	}
	return e
}

// longestKept is how many bytes of a line the history keeps. The editor reads none
// longer than a buffer's back from its file.
const longestKept = 1000

func (e *editor) remember(line string) {
	if len(line) <= longestKept {
		e.AppendHistory(line)
	}
}

// close gives the terminal back, and keeps the history where it can. That nobody
// else may read it is all that can go wrong worth minding.
func (e *editor) close() {
	e.State.Close()
	if e.history == "" || os.MkdirAll(filepath.Dir(e.history), 0o700) != nil {
		return
	}
	file, err := os.OpenFile(e.history, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return
	}
	e.WriteHistory(file)
	file.Close()
}

var yearBehind = regexp.MustCompile(`\s\(\d{4}\)$`)

// complete suggests how a line may go on: commands behind a slash, then what the
// command takes, and in a question the names that its last words begin. It returns
// what stays and what may stand behind it.
func complete(b *bot.Bot, locale, line string) (head string, list []string) {
	name, rest, isCommand := strings.Cut(line, " ")
	switch {
	case !strings.HasPrefix(line, "/"):
		return completeQuestion(b, line)
	case !isCommand:
		for _, c := range b.Commands() {
			for _, n := range c.Names(locale) {
				if strings.HasPrefix("/"+n, strings.ToLower(name)) {
					list = append(list, "/"+n+" ")
					break
				}
			}
		}
		return "", list
	}
	for _, c := range b.Commands() {
		if slices.Contains(c.Names(locale), strings.ToLower(name[1:])) {
			return completeOption(b, c, name+" ", rest)
		}
	}
	return line, nil
}

var (
	leadingYears = regexp.MustCompile(`^((\d{4}|-)\s+){0,2}`)
	between      = regexp.MustCompile(`(?i)(\s+and\s+|\s+vs\.?\s+|\s*,\s*|\s*\|\s*)`)
)

func completeOption(b *bot.Bot, c bot.Command, head, rest string) (string, []string) {
	option := ""
	for _, o := range c.Options {
		if o.Completes {
			option = o.Name
			break
		}
	}
	switch c.Name {
	case "ask":
		h, list := completeQuestion(b, rest)
		return head + h, list
	case "timeline":
		years := leadingYears.FindString(rest)
		head, rest = head+years, rest[len(years):]
	case "compare":
		if at := between.FindAllStringIndex(rest, -1); at != nil {
			end := at[len(at)-1][1]
			head, rest = head+rest[:end], rest[end:]
		}
	}
	var list []string
	for _, choice := range b.Complete(context.Background(), c.Name, option, rest) {
		if c.Name == "source" {
			list = append(list, choice.Entity)
			continue
		}
		list = append(list, choice.Label)
	}
	return head, list
}

// completeQuestion completes the name that the last words of a question begin, the
// longest run of words that begins one.
func completeQuestion(b *bot.Bot, line string) (head string, list []string) {
	const most, least = 5, 2 // words of a name looked for; letters that are worth completing
	starts := []int{}
	for i, r := range line {
		if r != ' ' && (i == 0 || line[i-1] == ' ') {
			starts = append(starts, i)
		}
	}
	for _, start := range starts[max(0, len(starts)-most):] {
		tail := line[start:]
		squashed := kb.Squash(tail)
		if utf8.RuneCountInString(squashed) < least && !isWide(squashed) {
			continue
		}
		for _, choice := range b.Complete(context.Background(), "compare", "a", tail) {
			name := yearBehind.ReplaceAllString(choice.Label, "")
			if strings.HasPrefix(kb.Squash(name), squashed) {
				list = append(list, name)
			}
		}
		if len(list) > 0 {
			return line[:start], list
		}
	}
	return line, nil
}

// isWide reports whether a text is of letters that say as much as a syllable.
func isWide(s string) bool { return s != "" && width(s) > utf8.RuneCountInString(s) }
