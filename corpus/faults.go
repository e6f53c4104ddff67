package corpus

import (
	"errors"
	"fmt"
)

// faults collects what is wrong with files, so that one run tells all of it.
// At most max are kept; the rest are counted.
type faults struct {
	errs []error
	max  int // 0 means all
	more int
}

func (f *faults) add(err error) {
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

// err is nil when there were no faults.
func (f *faults) err() error {
	if f.more == 0 {
		return errors.Join(f.errs...)
	}
	return errors.Join(append(f.errs[:len(f.errs):len(f.errs)], fmt.Errorf("and %d more faults", f.more))...)
}
