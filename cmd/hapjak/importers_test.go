//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"hapjak/facts/kb/storage"
	"hapjak/facts/passages"
)

// program returns a hapjak to run as a process of its own: the test's binary is one
// under that name (testscript.Main).
func program(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "hapjak")
	if err := os.Symlink(self, path); err != nil {
		t.Skip(err)
	}
	return path
}

// articlesFile writes a file of n articles, each of which names the file.
func articlesFile(t *testing.T, dir, name string, n int) string {
	t.Helper()
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id": "%s-%d", "text": "The ferry %s crossed the sound on day %d with %d passengers aboard."}`+"\n", name, i, name, i, i%97)
	}
	path := filepath.Join(dir, name+".jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A child is one import in a process of its own.
type child struct {
	*exec.Cmd
	out, err bytes.Buffer
}

func start(t *testing.T, program string, args ...string) *child {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	c := &child{Cmd: exec.CommandContext(ctx, program, args...)}
	c.Stdout, c.Stderr = &c.out, &c.err
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// holds waits until a child holds the lock of a base.
func (c *child) holds(t *testing.T, base string) {
	t.Helper()
	for range 2000 {
		data, _ := os.ReadFile(filepath.Join(base, "lock"))
		if pid, _, _ := strings.Cut(string(data), " "); pid == strconv.Itoa(c.Process.Pid) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("the import never took the lock: %s%s", &c.out, &c.err)
}

// sourcesOf counts the articles of a base by the file that they came from, once all of
// it is checked.
func sourcesOf(t *testing.T, base string) map[string]int {
	t.Helper()
	if err := checkErr(base); err != nil {
		t.Fatal(err)
	}
	parts, err := storage.Parts(base)
	if err != nil {
		t.Fatal(err)
	}
	ix, err := passages.Open(parts[storage.PartPassages])
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	count := map[string]int{}
	for id := range ix.Sources() {
		name, _, _ := strings.Cut(id, "-")
		count[name]++
	}
	return count
}

// Two processes import into one base: the second is refused with who is at work, or
// waits, and the base then holds what both brought.
func TestTwoImporters(t *testing.T) {
	dir, hapjak := t.TempDir(), program(t)
	base := filepath.Join(dir, "KB")
	const many, few = 20000, 3
	first := start(t, hapjak, "import", "--kb", base, articlesFile(t, dir, "gannet", many))
	first.holds(t, base)
	if err := first.Process.Signal(syscall.SIGSTOP); err != nil { // for as long as the test needs
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond) // an age that can be told

	skua := articlesFile(t, dir, "skua", few)
	refused := start(t, hapjak, "import", "--kb", base, skua)
	if err := refused.Wait(); err == nil || refused.ProcessState.ExitCode() != exitError {
		t.Errorf("the second import: %v", err)
	}
	want := regexp.MustCompile(`^hapjak: .*KB: another import is at work: process ` + strconv.Itoa(first.Process.Pid) + `, for [1-9]\d*s; wait for it with --wait 30s\n$`)
	if !want.Match(refused.err.Bytes()) {
		t.Errorf("it says %q, want %s", &refused.err, want)
	}
	short := start(t, hapjak, "import", "--kb", base, "--wait", "200ms", skua)
	if err := short.Wait(); err == nil {
		t.Error("it waited 200 ms and went on")
	}
	remove := start(t, hapjak, "remove", "--kb", base, "skua-1")
	if err := remove.Wait(); err == nil || !strings.Contains(remove.err.String(), "another import is at work") {
		t.Errorf("remove: %v, %s", err, &remove.err)
	}
	waiting := start(t, hapjak, "import", "--kb", base, "--wait", "60s", skua)
	time.Sleep(300 * time.Millisecond)
	if err := first.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	for _, c := range []*child{first, waiting} {
		if err := c.Wait(); err != nil {
			t.Errorf("%v: %s", err, &c.err)
		}
	}
	if got := sourcesOf(t, base); got["gannet"] != many || got["skua"] != few {
		t.Errorf("the base holds %v", got)
	}
}

// A lock whose process was killed does not block, nor does what that process left.
func TestImporterThatWasKilled(t *testing.T) {
	dir, hapjak := t.TempDir(), program(t)
	base := filepath.Join(dir, "KB")
	skua := articlesFile(t, dir, "skua", 3)
	if c := start(t, hapjak, "import", "--kb", base, skua); c.Wait() != nil {
		t.Fatalf("%s", &c.err)
	}
	killed := start(t, hapjak, "import", "--kb", base, articlesFile(t, dir, "gannet", 20000))
	killed.holds(t, base)
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.Wait()
	if _, err := os.Stat(filepath.Join(base, "lock")); err != nil {
		t.Errorf("the lock of the killed import is not there, so nothing is tested: %v", err)
	}
	if got := sourcesOf(t, base); len(got) != 1 || got["skua"] != 3 {
		t.Errorf("after the kill the base holds %v", got)
	}
	if c := start(t, hapjak, "import", "--kb", base, articlesFile(t, dir, "tern", 2)); c.Wait() != nil {
		t.Errorf("an import after it: %s", &c.err)
	}
	if got := sourcesOf(t, base); len(got) != 2 || got["skua"] != 3 || got["tern"] != 2 {
		t.Errorf("the base holds %v", got)
	}
}

// Eight processes at once, while a ninth asks: every article gets in, and whoever asks
// meanwhile finds a whole base.
func TestManyImporters(t *testing.T) {
	dir, hapjak := t.TempDir(), program(t)
	base := filepath.Join(dir, "KB")
	if c := start(t, hapjak, "import", "--kb", base, articlesFile(t, dir, "first", 1)); c.Wait() != nil {
		t.Fatalf("%s", &c.err)
	}
	var all []*child
	for i := range 8 {
		all = append(all, start(t, hapjak, "import", "--kb", base, "--wait", "60s", articlesFile(t, dir, fmt.Sprint("boat", i), 50)))
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, c := range all {
			if err := c.Wait(); err != nil {
				t.Errorf("%v: %s", err, &c.err)
			}
		}
	}()
	for asked := 0; ; asked++ {
		select {
		case <-done:
			got := sourcesOf(t, base)
			for i := range 8 {
				if name := fmt.Sprint("boat", i); got[name] != 50 {
					t.Errorf("%d articles of %s", got[name], name)
				}
			}
			if asked == 0 {
				t.Error("nobody asked meanwhile")
			}
			return
		default:
			c := start(t, hapjak, "search", "--kb", base, "ferry")
			if err := c.Wait(); err != nil || !strings.Contains(c.out.String(), "ferry") {
				t.Errorf("asked meanwhile: %v, %s%s", err, &c.out, &c.err)
			}
		}
	}
}
