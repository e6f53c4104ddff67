package intake

import (
	"fmt"
	"io"
	"path"
	"regexp"
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
	const hidden = "hidden"
	if n := t.other[hidden]; n > 0 {
		list = append(list, NoteKind{"other " + hidden, n, []string{Counted(n, "hidden file or folder", "hidden files and folders") + " passed over (--all names them)"}})
	}
	if len(t.other) > 1 || len(t.other) == 1 && t.other[hidden] == 0 {
		sum := 0
		var parts []string
		for ext, n := range t.other {
			if ext == hidden {
				continue
			}
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
		} else if more := k.Count - len(k.Lines); more > 0 && !strings.HasPrefix(k.Kind, "other") {
			fmt.Fprintf(w, "and %s more of this kind: --all lists them\n", Grouped(more))
		}
	}
}

// faultLines is about how many faults are told one by one.
const faultLines = 100

// TellFaults writes faults one a line: all where they are few or all are asked for, else by kind, so that
// no kind is hidden by another.
func TellFaults(w io.Writer, faults []string, all bool) {
	if len(faults) == 0 {
		return
	}
	var order []string
	kinds := map[string][]string{}
	for _, f := range faults {
		kind := faultKind(f)
		if kinds[kind] == nil {
			order = append(order, kind)
		}
		kinds[kind] = append(kinds[kind], f)
	}
	each := len(faults)
	if each > faultLines && !all {
		each = max(alike, faultLines/len(order))
	}
	told := 0
	for i, kind := range order {
		if i == faultLines && !all { // there are more kinds than anybody reads
			fmt.Fprintf(w, "and %s of %s: --all lists them\n", Counted(len(faults)-told, "more fault", "more faults"), Counted(len(order)-i, "other kind", "other kinds"))
			break
		}
		list := kinds[kind]
		for _, f := range list[:min(len(list), each)] {
			fmt.Fprintln(w, OneLine(f))
		}
		if more := len(list) - each; more > 0 {
			fmt.Fprintf(w, "and %s more of this kind: --all lists them\n", Grouped(more))
		}
		told += len(list)
	}
}

// faultKind is what faults of one kind have in common: the ending of the file, and what is wrong, whatever
// the names and numbers in it.
func faultKind(fault string) string {
	place, what, ok := strings.Cut(fault, ": ")
	if !ok {
		place, what = "", fault
	}
	place, _, _ = strings.Cut(path.Base(place), ":")
	return path.Ext(place) + " " + ownWords.ReplaceAllString(what, "…")
}

// ownWords are of one fault alone: what is quoted, a path, a number.
var ownWords = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|“[^”]*”|\S*[/\\]\S+|[\pN][\pN.,:]*`)

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
