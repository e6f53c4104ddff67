package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"hapjak/facts/starter"
)

// Every base to begin from has no fault, answers all of its questions, and the three
// commands that are printed work as they are printed, in a shell.
func TestInit(t *testing.T) {
	for _, kind := range starter.Kinds() {
		t.Run(kind, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "a base")
			said := ok(t, "init", dir, "--kind", kind)
			ok(t, "eval", "--kb", dir, "--fails", "--min", "1", filepath.Join(dir, starter.Questions))
			if out := ok(t, "check", "--kb", dir); !strings.Contains(out, "no faults, 0 warnings") || !strings.Contains(out, "the example is all there is") {
				t.Errorf("check says\n%s", out)
			}
			if runtime.GOOS != "windows" {
				inShell(t, said)
			}
		})
	}
}

// A bare base has no fault, holds the schema alone and offers nothing; articles that are imported
// become files of it.
func TestInitBare(t *testing.T) {
	for _, kind := range starter.Kinds() {
		dir := filepath.Join(t.TempDir(), "base")
		if said := ok(t, "init", dir, "--kind", kind, "--bare"); !strings.Contains(said, "hapjak import --kb") {
			t.Error(said)
		}
		if list, err := filepath.Glob(filepath.Join(dir, "*", "*")); err != nil || len(list) > 0 {
			t.Fatal(list, err)
		}
		files, _ := starter.Files(kind)
		was, _ := fs.ReadFile(files, starter.Schema)
		now, err := os.ReadFile(filepath.Join(dir, starter.Schema))
		if n := strings.Count(string(was), "\n") - strings.Count(string(now), "\n"); err != nil || n < 2 || n > 4 {
			t.Errorf("%s: %d lines less", kind, n)
		}
		if out := ok(t, "check", "--kb", dir); !strings.Contains(out, "no faults, 0 warnings") || !strings.Contains(out, "there is no article") || !strings.Contains(out, "the schema offers no question") {
			t.Errorf("check says\n%s", out)
		}
		article := filepath.Join(t.TempDir(), "beck.md")
		if err := os.WriteFile(article, []byte("# Beck\n\nThe beck runs dry in July.\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		ok(t, "import", "--kb", dir, article)
		if _, err := os.Stat(filepath.Join(dir, "sources", "beck.md")); err != nil {
			t.Error(err)
		}
	}
}

// What the schema offers to be asked and nothing answers is told.
func TestCheckExamples(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "base")
	ok(t, "init", dir)
	if out := ok(t, "check", "--kb", dir); strings.Contains(out, "nothing answers") {
		t.Error(out)
	}
	if err := os.Remove(filepath.Join(dir, starter.Facts)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, starter.Article), []byte("# Beck\n\nThe beck runs dry in July.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := ok(t, "check", "--kb", dir); !strings.Contains(out, "nothing answers “Who made the Blue Kettle?”") {
		t.Error(out)
	}
}

// ok runs the program, which must succeed, and returns what it wrote.
func ok(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != 0 {
		t.Fatalf("hapjak %s exits with %d:\n%s%s", strings.Join(args, " "), code, &stdout, &stderr)
	}
	return stdout.String()
}

// inShell runs the lines of a text that are commands as a shell takes them apart.
func inShell(t *testing.T, text string) {
	found := 0
	for line := range strings.Lines(text) {
		rest, is := strings.CutPrefix(strings.TrimSpace(line), "hapjak ")
		if !is {
			continue
		}
		found++
		out, err := exec.Command("sh", "-c", "printf '%s\\n' "+rest).Output()
		if err != nil {
			t.Fatal(err)
		}
		ok(t, strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")...)
	}
	if found != 3 {
		t.Errorf("%d commands are printed, want 3:\n%s", found, text)
	}
}
