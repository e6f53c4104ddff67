// Package fault is for what is wrong with the files that people write: each fault names its file and
// line as compilers do, and all of them are told in one run.
package fault

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Fault is one thing that is wrong with a file.
type Fault struct {
	File string
	Line int // from 1; 0 where it is the whole file
	What string
}

func (f Fault) Error() string {
	if f.Line == 0 {
		return f.File + ": " + f.What
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.What)
}

// A List collects what is wrong, so that one run tells all of it.
type List struct{ list []Fault }

// Add tells of a line of a file; line 0 is the whole file.
func (f *List) Add(file string, line int, format string, args ...any) {
	f.list = append(f.list, Fault{file, line, fmt.Sprintf(format, args...)})
}

// Len is how many faults there are.
func (f *List) Len() int { return len(f.list) }

// Err joins the faults in order of place, nil if there are none.
func (f *List) Err() error {
	slices.SortStableFunc(f.list, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	errs := make([]error, len(f.list))
	for i, fault := range f.list {
		errs[i] = fault
	}
	return errors.Join(errs...)
}

// Clip shortens what a fault quotes.
func Clip(s []byte) string {
	const most = 60
	if len(s) > most {
		return strings.ToValidUTF8(string(s[:most]), "") + "…"
	}
	return string(s)
}
