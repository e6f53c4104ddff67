package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/facts"
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
			Refused:  func(err error) { refused <- err },
			Watching: func() { close(watching) },
		})
	}()
	<-watching
	path := filepath.Join(dir, "facts", "example.yaml")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) time.Time {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return time.Now()
	}
	answer := func() string {
		return b.Handle(t.Context(), bot.Request{Text: "When was the Blue Kettle made?"}).Blocks[0].Text.Plain
	}
	const limit = time.Minute // of a machine that is busy elsewhere

	at := write(strings.Replace(string(data), "made_in: 1987", "made_in: 1988", 1))
	select {
	case <-learned:
		t.Logf("seen after %v", time.Since(at))
	case err := <-refused:
		t.Fatal(err)
	case <-time.After(limit):
		t.Fatal("the change is not seen")
	}
	if got := answer(); !strings.Contains(got, "1988") {
		t.Error(got)
	}

	write(strings.Replace(string(data), "made_in: 1987", "made_in: long ago", 1))
	select {
	case err := <-refused:
		if !strings.Contains(err.Error(), `facts/example.yaml:14: made_in: "long ago" is no year`) {
			t.Error(err)
		}
	case <-learned:
		t.Error("a base with a fault is learned")
	case <-time.After(limit):
		t.Fatal("the fault is not seen")
	}
	if got := answer(); !strings.Contains(got, "1988") {
		t.Error(got)
	}

	write(string(data))
	select {
	case <-learned:
	case <-time.After(limit):
		t.Fatal("what is mended is not seen")
	}
	if got := answer(); !strings.Contains(got, "1987") {
		t.Error(got)
	}
	cancel()
	if last := <-ended; last == first || last.Close() != nil {
		t.Error("the base that is known at the end")
	}
}

// Where the system tells nothing the folders are looked through.
func TestLook(t *testing.T) {
	dir := t.TempDir()
	before := fingerprint(dir)
	if err := os.Mkdir(filepath.Join(dir, "facts"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "facts", "a.yaml"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	after := fingerprint(dir)
	if before == after {
		t.Error("a file that is new is not seen")
	}
	if err := os.MkdirAll(filepath.Join(dir, ".git", "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".git", "x", "y"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
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
