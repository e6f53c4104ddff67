package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hapjak/bot"
	"hapjak/facts"
	"hapjak/facts/intake"
	"hapjak/facts/starter"
)

// A base that changes is seen within a second and a bit, one with a fault is refused while
// the one before answers, and what it is mended to is seen again.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	files, _ := starter.Files("empty")
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	first, err := facts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := bot.New(first, bot.Options{})
	watching, learned, refused, ended := make(chan struct{}), make(chan struct{}, 10), make(chan error, 10), make(chan *facts.Answerer)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		ended <- Watch(ctx, dir, b, first, Options{
			Open:     func() (*facts.Answerer, error) { return facts.Open(dir) },
			Learned:  func(*facts.Answerer) { learned <- struct{}{} },
			Refused:  func(err error, _ bool) { refused <- err },
			Watching: func() { close(watching) },
		})
	}()
	<-watching
	path := filepath.Join(dir, "facts", "example.yaml")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	next := func() error { // what becomes of a change: nil where it is learned
		select {
		case <-learned:
			return nil
		case err := <-refused:
			return err
		case <-time.After(time.Minute): // of a machine that is busy elsewhere
			t.Fatal("a change is not seen")
			return nil
		}
	}
	answer := func() string {
		return b.Handle(t.Context(), bot.Request{Text: "When was the Blue Kettle made?"}).Blocks[0].Text.Plain
	}

	write(strings.Replace(string(data), "made_in: 1987", "made_in: 1988", 1))
	if err := next(); err != nil {
		t.Fatal(err)
	}
	if got := answer(); !strings.Contains(got, "1988") {
		t.Error(got)
	}

	write(strings.Replace(string(data), "made_in: 1987", "made_in: long ago", 1))
	if err := next(); err == nil || !strings.Contains(err.Error(), `facts/example.yaml:14: made_in: "long ago" is no year`) {
		t.Errorf("a base with a fault: %v", err)
	}
	if got := answer(); !strings.Contains(got, "1988") {
		t.Error(got)
	}

	write(string(data))
	if err := next(); err != nil {
		t.Fatal(err)
	}
	if got := answer(); !strings.Contains(got, "1987") {
		t.Error(got)
	}
	cancel()
	if last := <-ended; last == first || last.Close() != nil {
		t.Error("the base that is known at the end")
	}
}

// What was damaged while it was in use answers again once the file is put right in its place.
func TestPutRight(t *testing.T) {
	from, dir := filepath.Join(t.TempDir(), "ferries.md"), t.TempDir()
	if err := os.WriteFile(from, []byte("# Ferries\n\nThe ferry to Alba sails at nine.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := (&intake.Job{Dir: dir, Articles: []string{from}}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	index, _ := filepath.Glob(filepath.Join(dir, "passages*"))
	if len(index) != 1 {
		t.Fatal(index)
	}
	whole, err := os.ReadFile(index[0])
	if err != nil {
		t.Fatal(err)
	}
	first, err := facts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := bot.New(first, bot.Options{})
	watching, learned, ended := make(chan struct{}), make(chan struct{}, 10), make(chan *facts.Answerer)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		ended <- Watch(ctx, dir, b, first, Options{Open: func() (*facts.Answerer, error) { return facts.Open(dir) }, Look: 10 * time.Millisecond,
			Learned: func(*facts.Answerer) { learned <- struct{}{} }, Watching: func() { close(watching) }})
	}()
	<-watching
	if err := os.Truncate(index[0], 100); err != nil {
		t.Fatal(err)
	}
	if first.Err() == nil {
		t.Fatal("the damage is not seen")
	}
	if err := os.WriteFile(index[0]+".new", whole, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(index[0]+".new", index[0]); err != nil {
		t.Fatal(err)
	}
	select {
	case <-learned:
	case <-time.After(time.Minute):
		t.Fatal("what was put right is not read")
	}
	cancel()
	if last := <-ended; last == first || last.Err() != nil || last.Close() != nil {
		t.Error("the base that is known at the end")
	}
}

// Where the system tells nothing the folders are looked through.
func TestLook(t *testing.T) {
	dir := t.TempDir()
	before := fingerprint(dir)
	lay := func(name string) {
		if err := os.CopyFS(dir, fstest.MapFS{name: {Data: []byte("x")}}); err != nil {
			t.Fatal(err)
		}
	}
	lay("facts/a.yaml")
	after := fingerprint(dir)
	if before == after {
		t.Error("a file that is new is not seen")
	}
	lay(".git/x/y")
	if fingerprint(dir) != after {
		t.Error("a file that is none of the base's is taken for one")
	}
	if !wait(t.Context(), nil, time.Millisecond) {
		t.Error("no look without the system")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if wait(ctx, nil, time.Hour) {
		t.Error("it goes on after its end")
	}
	_, err := open(Options{Open: func() (*facts.Answerer, error) { return nil, errors.New("no") }})
	if err == nil {
		t.Error("what does not open is taken")
	}
}
