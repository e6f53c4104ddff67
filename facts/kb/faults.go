package kb

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

// faults collects what is wrong, so that one run tells all of it.
type faults struct{ list []Fault }

func (f *faults) add(file string, line int, format string, args ...any) {
	f.list = append(f.list, Fault{file, line, fmt.Sprintf(format, args...)})
}

// err joins the faults in order of place, nil if there are none.
func (f *faults) err() error {
	slices.SortStableFunc(f.list, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	errs := make([]error, len(f.list))
	for i, fault := range f.list {
		errs[i] = fault
	}
	return errors.Join(errs...)
}

// clip shortens what a fault quotes.
func clip(s []byte) string {
	const most = 60
	if len(s) > most {
		return strings.ToValidUTF8(string(s[:most]), "") + "…"
	}
	return string(s)
}
