package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"hapjak/bot/console"
)

// printFaults writes the faults of a joined error, one a line, if they are more
// than one, and returns how many there are.
func printFaults(w io.Writer, err error) int {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return 1
	}
	list := joined.Unwrap()
	if len(list) < 2 {
		return len(list)
	}
	for _, e := range list {
		fmt.Fprintln(w, e)
	}
	return len(list)
}

// foldedTo returns a writer of lines that folds them to the width of the terminal; one to
// something else as it is.
func foldedTo(w io.Writer) io.Writer {
	f, ok := w.(*os.File)
	if !ok {
		return w
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil || columns < 20 {
		return w
	}
	return folding{w, columns}
}

// A folding folds lines, each of which is written whole, and sets what goes on a little in.
type folding struct {
	w       io.Writer
	columns int
}

func (f folding) Write(line []byte) (int, error) {
	lines := console.Wrap(strings.TrimRight(string(line), "\n"), f.columns-2)
	if _, err := fmt.Fprintln(f.w, strings.Join(lines, "\n  ")); err != nil {
		return 0, err
	}
	return len(line), nil
}

// A meter tells how far something long is: on a terminal in one line that changes,
// elsewhere in a line every few seconds.
type meter struct {
	w           io.Writer
	live, drawn bool
	what        string
	began, last time.Time
}

const (
	liveEvery  = 100 * time.Millisecond
	plainEvery = 5 * time.Second
)

func newMeter(w io.Writer) *meter {
	f, ok := w.(*os.File)
	return &meter{w: w, live: ok && term.IsTerminal(int(f.Fd()))}
}

// show tells that n of what are read, and done of total bytes.
func (m *meter) show(what string, n int, done, total int64) {
	now := time.Now()
	if what != m.what {
		m.end()
		m.what, m.began, m.last = what, now, now
	}
	every := plainEvery
	if m.live {
		every = liveEvery
	}
	if now.Sub(m.last) < every || done == 0 || total < done {
		return
	}
	m.last = now
	spent := now.Sub(m.began)
	rate := float64(done) / spent.Seconds()
	line := fmt.Sprintf("reading %s: %s, %d %%, %.1f MB/s, %.0f s left", what, grouped(n), 100*done/total, rate/1e6, float64(total-done)/rate)
	if m.live {
		fmt.Fprintf(m.w, "\r%s\x1b[K", line)
		m.drawn = true
		return
	}
	fmt.Fprintln(m.w, line)
}

// end takes the changing line away.
func (m *meter) end() {
	if m.drawn {
		fmt.Fprint(m.w, "\r\x1b[K")
		m.drawn = false
	}
}
