//go:build unix

package storage

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A pipe in the place of a file is an error at once, and keeps nobody waiting.
func TestPipesAreNoFiles(t *testing.T) {
	pipe := func(t *testing.T, path string) {
		t.Helper()
		_ = os.Remove(path)
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Skip(err)
		}
	}
	imported := func(t *testing.T) string {
		dir := t.TempDir()
		if err := Commit(t.Context(), dir, filePart(PartFacts, "text"), filePart(PartLedger, "text")); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	for _, part := range []string{PartFacts, PartLedger, currentFile} {
		dir := imported(t)
		path := filepath.Join(dir, currentFile)
		if part != currentFile {
			parts, err := Parts(dir)
			if err != nil {
				t.Fatal(err)
			}
			path = parts[part]
		}
		pipe(t, path)
		_, err := Open(dir, nil)
		if err == nil || !strings.Contains(err.Error(), filepath.Base(path)) || !strings.Contains(err.Error(), "backup") {
			t.Errorf("%s: %v", part, err)
		}
		if _, err := snap(dir); err == nil {
			t.Errorf("%s: a backup was made", part)
		}
		if err := CheckLedger(dir); err == nil {
			t.Errorf("%s: the ledger is sound", part)
		}
	}
	for _, name := range []string{"schema.yaml", "facts/a.yaml", "facts/b.csv"} {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "facts"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "schema.yaml"), []byte(folderSchema), 0o600); err != nil {
			t.Fatal(err)
		}
		pipe(t, filepath.Join(dir, filepath.FromSlash(name)))
		if _, err := Open(dir, nil); err == nil || !strings.Contains(err.Error(), name+": not a regular file") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
