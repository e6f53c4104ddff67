package intake

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"hapjak/corpus"
)

// A teller collects notes by kind, so that many alike are one line.
type teller struct {
	all   bool
	order []string
	notes map[string]*NoteKind
	other map[string]int // files of other kinds, by their ending
	names map[string]int // how many keys, and columns, have been told
}

// A NoteKind is the notes of one kind: the first of them, or all, and how many there
// are.
type NoteKind struct {
	Kind  string   `json:"kind"`
	Count int      `json:"count"`
	Lines []string `json:"lines"`
}

func newTeller(all bool) *teller {
	return &teller{all: all, notes: map[string]*NoteKind{}, other: map[string]int{}, names: map[string]int{}}
}

// alike is how many notes of one kind are told one by one, and manyNames of how many keys, or
// columns, each is a kind of its own.
const (
	alike     = 3
	manyNames = 20
)

func (t *teller) note(n corpus.Note) {
	kind := n.Kind
	most := alike
	if ext, ok := strings.CutPrefix(kind, "other "); ok && !t.all {
		t.other[ext]++
		return
	}
	if what, _, named := strings.Cut(kind, " "); named && (what == "key" || what == "column") {
		if most = 1; t.notes[kind] == nil && !t.all {
			if t.names[what]++; t.names[what] > manyNames {
				kind, most = "further "+what+"s", 0
			}
		}
	}
	k := t.notes[kind]
	if k == nil {
		k = &NoteKind{Kind: kind}
		t.notes[kind] = k
		t.order = append(t.order, kind)
	}
	if k.Count++; t.all || k.Count <= most {
		k.Lines = append(k.Lines, OneLine(n.String()))
	}
}

// kinds lists the notes by kind, with one for the files of other kinds.
func (t *teller) kinds() []NoteKind {
	list := make([]NoteKind, 0, len(t.order)+1)
	for _, kind := range t.order {
		list = append(list, *t.notes[kind])
	}
	if len(t.other) > 0 {
		sum := 0
		var parts []string
		for ext, n := range t.other {
			sum += n
			parts = append(parts, fmt.Sprintf("%s %s", ext, Grouped(n)))
		}
		slices.Sort(parts)
		line := Counted(sum, "file of another kind", "files of other kinds") + " passed over: " + OneLine(strings.Join(parts, ", "))
		if t.other[".csv"]+t.other[".tsv"] > 0 {
			line += " (--csv FILE makes facts of a table)"
		}
		list = append(list, NoteKind{"other", sum, []string{line}})
	}
	return list
}

// TellNotes writes notes a line each.
func TellNotes(w io.Writer, list []NoteKind) {
	for _, k := range list {
		for _, line := range k.Lines {
			fmt.Fprintln(w, line)
		}
		if what, ok := strings.CutPrefix(k.Kind, "further "); ok {
			fmt.Fprintf(w, "and %s notes of further %s: --all lists them\n", Grouped(k.Count), what)
		} else if more := k.Count - len(k.Lines); more > 0 && k.Kind != "other" {
			fmt.Fprintf(w, "and %s more of this kind: --all lists them\n", Grouped(more))
		}
	}
}

// TellFaults writes faults one a line, the first hundred unless all are asked for.
func TellFaults(w io.Writer, faults []string, all bool) {
	const most = 100
	for i, f := range faults {
		if i == most && !all {
			fmt.Fprintf(w, "and %s more faults: --all lists them\n", Grouped(len(faults)-most))
			break
		}
		fmt.Fprintln(w, OneLine(f))
	}
	if len(faults) > 0 {
		fmt.Fprintln(w, "what has these faults is left out")
	}
}

// OneLine makes one line of a text, without what a terminal would obey.
func OneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return '\ufffd'
		}
		return r
	}, s)
}

// Grouped writes a count as people read it: 133,582.
func Grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Counted writes a count with what is counted.
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Grouped(n) + " " + many
}
