package main

import (
	"bytes"
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
