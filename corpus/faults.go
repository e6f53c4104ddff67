package corpus

import (
	"errors"
	"fmt"
	"strings"
)

// A Note is one thing that was guessed, or passed over, without keeping an
// article out.
type Note struct {
	Place string // "file:line" or "file"
	What  string
	// Kind is equal for notes that say the same of several places, so that they
	// can be counted instead of told one by one.
	Kind string
	// LeftOut says that something of the input is not in what was read: a file of
	// another kind, a link that leads nowhere.
	LeftOut bool
}

func (n Note) String() string { return n.Place + ": " + n.What }

// faults collects what is wrong with files, so that one run tells all of it, and
// hands on what is only worth a note. At most max faults are kept; the rest are
// counted.
type faults struct {
	errs []error
	max  int // 0 means all
	more int
	tell func(Note) // may be nil
}

// add takes one fault. A file's name may have a line's end in it; a fault is told in one line.
func (f *faults) add(err error) {
	if text := err.Error(); strings.ContainsAny(text, "\n\r") {
		err = errors.New(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }), " "))
	}
	if f.max > 0 && len(f.errs) >= f.max {
		f.more++
		return
	}
	f.errs = append(f.errs, err)
}

// at adds a fault with its place: "file:line: what".
func (f *faults) at(file string, line int, format string, args ...any) {
	f.add(fmt.Errorf("%s:%d: %s", file, line, fmt.Sprintf(format, args...)))
}

// note tells something about a line of a file, 0 for all of it.
func (f *faults) note(kind, file string, line int, format string, args ...any) {
	if f == nil || f.tell == nil {
		return
	}
	if line > 0 {
		file = fmt.Sprintf("%s:%d", file, line)
	}
	f.tell(Note{Place: file, What: fmt.Sprintf(format, args...), Kind: kind})
}

// An untold counts the stretches of a file's text that are left out, since they are not valid or not shown.
type untold struct{ struck, hidden, included, filled int }

func (u *untold) add(more untold) {
	u.struck += more.struck
	u.hidden += more.hidden
	u.included += more.included
	u.filled += more.filled
}

// notes says of each kind how many were left out: "struck out: …".
func (u untold) notes() (list []string) {
	for _, kind := range []struct {
		name string
		n    int
	}{{"struck out", u.struck}, {"hidden", u.hidden}, {"included from elsewhere", u.included}} {
		switch {
		case kind.n == 1:
			list = append(list, kind.name+": a stretch of text that is "+kind.name+" is left out")
		case kind.n > 1:
			list = append(list, fmt.Sprintf("%s: %d stretches of text that are %s are left out", kind.name, kind.n, kind.name))
		}
	}
	switch {
	case u.filled == 1:
		list = append(list, "filled in: a value that only the site fills in stands by its name, in brackets")
	case u.filled > 1:
		list = append(list, fmt.Sprintf("filled in: %d values that only the site fills in stand by their names, in brackets", u.filled))
	}
	return list
}

// untold notes that.
func (f *faults) untold(file string, u untold) {
	for _, note := range u.notes() {
		kind, what, _ := strings.Cut(note, ": ")
		f.note(kind, file, 0, "%s", what)
	}
}

// leftOut notes a file that was passed over.
func (f *faults) leftOut(kind, file, what string) {
	if f.tell != nil {
		f.tell(Note{Place: file, What: what, Kind: kind, LeftOut: true})
	}
}

// err is nil when there were no faults.
func (f *faults) err() error {
	if f.more == 0 {
		return errors.Join(f.errs...)
	}
	return errors.Join(append(f.errs[:len(f.errs):len(f.errs)], fmt.Errorf("and %d more faults", f.more))...)
}
