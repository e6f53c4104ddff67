package storage

import (
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A base that lacks a file is an error that says so, as is no directory.
func TestSnapOfABrokenBase(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kb")
	if _, err := Snap(dir); err == nil {
		t.Error("no error where there is no directory")
	}
	if err := Commit(context.Background(), dir, filePart(PartFacts, "one"), filePart(PartPassages, "two")); err != nil {
		t.Fatal(err)
	}
	files, err := Parts(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(files[PartFacts]); err != nil {
		t.Fatal(err)
	}
	if _, err := Snap(dir); err == nil || !strings.Contains(err.Error(), "not whole") {
		t.Errorf("a base without its facts: %v", err)
	}
}

// A snapshot reads what was there when it was taken, whatever is imported after it.
func TestSnapHoldsAnImport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kb")
	commit := func(text string) {
		t.Helper()
		if err := Commit(context.Background(), dir, filePart(PartFacts, text)); err != nil {
			t.Fatal(err)
		}
	}
	commit("one")
	s, err := Snap(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	current, err := os.ReadFile(filepath.Join(dir, currentFile))
	if err != nil {
		t.Fatal(err)
	}
	commit("two")
	read := map[string]string{}
	if err := s.Read(func(name string, f *os.File) error {
		data, err := io.ReadAll(f)
		read[name] = string(data)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(read) != 2 || read[currentFile] != string(current) || !slices.Contains(slices.Collect(maps.Values(read)), "one") {
		t.Errorf("the snapshot holds %q", read)
	}
}
