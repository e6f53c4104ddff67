package storage

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func filePart(name, text string) Part {
	return Part{name, func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}}
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := Parts(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for name, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got[name] = string(data)
	}
	return got
}

func count(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func TestCommit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a [kb]")
	ctx := context.Background()
	if err := Commit(ctx, dir, filePart(PartFacts, "one"), filePart(PartPassages, "two")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Commit(ctx, dir, filePart(PartFacts, "three")); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, dir); got[PartFacts] != "three" || got[PartPassages] != "two" {
		t.Errorf("after two imports: %v", got)
	}
	if n := count(t, dir); n != 4 { // current, two parts, notes
		t.Errorf("%d files are left, want 4", n)
	}
	left := filepath.Join(dir, "facts-123.kb")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, age := range []time.Duration{0, 25 * time.Hour} {
		want := 5 - int(age/(25*time.Hour))
		then := time.Now().Add(-age)
		if err := os.Chtimes(left, then, then); err != nil {
			t.Fatal(err)
		}
		if err := Commit(ctx, dir, filePart(PartFacts, "three")); err != nil {
			t.Fatal(err)
		}
		if n := count(t, dir); n != want {
			t.Errorf("%d files are left beside one %v old, want %d", n, age, want)
		}
	}
	broken := errors.New("broken")
	err := Commit(ctx, dir, filePart(PartFacts, "four"), Part{PartPassages, func(context.Context, io.Writer) error { return broken }})
	if !errors.Is(err, broken) {
		t.Errorf("a broken import: %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := Commit(cancelled, dir, filePart(PartFacts, "five")); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled import: %v", err)
	}
	made := filepath.Join(dir, "new")
	if err := Commit(cancelled, made, filePart(PartFacts, "six")); err == nil {
		t.Error("a cancelled import says nothing")
	} else if _, err := os.Stat(made); err == nil {
		t.Error("a cancelled import left a directory")
	}
	if got := contents(t, dir); got[PartFacts] != "three" || count(t, dir) != 4 {
		t.Errorf("after broken imports: %v, %d files", got, count(t, dir))
	}
}

func TestPartsRefusesPaths(t *testing.T) {
	for _, line := range []string{"facts ../secret", "facts /etc/passwd", "facts", "facts ..", "suM 0a1b2c3d"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, currentFile), []byte(line+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if files, err := Parts(dir); err == nil || !strings.Contains(err.Error(), ":1: ") {
			t.Errorf("%q: %v, %v", line, files, err)
		}
	}
}

const (
	folderSchema = `
kinds:
  boat: {name: boat, plural: boats}
relations:
  launched: {from: boat, to: year}
`
	folderFacts = `
- {id: gull, kind: boat, name: The Gull, facts: [{launched: 1924, cite: log:1}]}
`
)

func TestOpenDirectory(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(dir, nil); err == nil || !strings.Contains(err.Error(), "is no knowledge base") {
		t.Errorf("an empty directory: %v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "facts"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"schema.yaml": folderSchema, "facts/boats.yaml": folderFacts} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read, err := Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	imported := filepath.Join(dir, "imported")
	if err := Commit(context.Background(), imported, Part{PartFacts, func(_ context.Context, w io.Writer) error { return read.Write(w) }}); err != nil {
		t.Fatal(err)
	}
	opened, err := Open(imported, nil)
	if err != nil {
		t.Fatal(err)
	}
	var want, got bytes.Buffer
	if err := errors.Join(read.Write(&want), opened.Write(&got)); err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Errorf("the base that was opened is another than the one that was written: %v", err)
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
}

// What a killed import left goes with the next import that holds the lock, and not before: it may be
// of one that is at work.
func TestLeftovers(t *testing.T) {
	dir := t.TempDir()
	part := Part{PartPassages, func(_ context.Context, w io.Writer) error { _, err := w.Write([]byte("x")); return err }}
	left := filepath.Join(dir, "passages-77.idx")
	other := filepath.Join(dir, "notes-2019.md")
	if err := Commit(t.Context(), dir, part); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{left, other} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Commit(t.Context(), dir, part); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err != nil {
		t.Error("taken away without the lock")
	}
	unlock, err := Lock(t.Context(), dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if err := Commit(t.Context(), dir, part); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("it stays")
	}
	if _, err := os.Stat(other); err != nil {
		t.Error("a file of somebody else's is gone")
	}
	if parts, err := Parts(dir); err != nil {
		t.Error(err)
	} else if _, err := os.Stat(parts[PartPassages]); err != nil {
		t.Error(err)
	}
}
