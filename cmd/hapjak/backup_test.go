package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/kb/storage"
)

// mustRun runs a subcommand that is to work.
func mustRun(t *testing.T, name string, args ...string) string {
	t.Helper()
	for _, c := range subcommands() {
		if c.Name() == name {
			out, errs, err := runCommand(context.Background(), c, args...)
			if err != nil {
				t.Fatalf("%s %v: %v\n%s", name, args, err, errs)
			}
			return out
		}
	}
	t.Fatalf("no subcommand %s", name)
	return ""
}

func TestBackupAndRestore(t *testing.T) {
	base, args := importFiles(t, "Medium|title|The Medium|Medium\nMedium|cast|Narilya Gulmongkolpech|Medium\n")
	mustRun(t, "import", args...)
	data := t.TempDir()
	memory, err := store.OpenSQLite(data)
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close() // it stays open while the backup is made
	if err := memory.Record(t.Context(), store.Event{Kind: store.Unknown, Question: "Who scored it?", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "b.zip")
	if out := mustRun(t, "backup", "--kb", base, "--data", data, file); !strings.Contains(out, "holds 7 files") {
		t.Errorf("out %q", out)
	}
	if _, _, err := runCommand(t.Context(), newBackupCommand(), "--kb", base, file); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("a second time: %v", err)
	}

	// Into new folders.
	to := t.TempDir()
	kb2, data2 := filepath.Join(to, "deep", "KB"), filepath.Join(to, "data")
	mustRun(t, "restore", "--kb", kb2, "--data", data2, file)
	a, err := facts.Open(kb2)
	if err != nil {
		t.Fatal(err)
	}
	answer, _ := a.Ask(t.Context(), facts.Question{Text: "who starred in the medium"})
	if len(answer.Answers) != 1 || answer.Answers[0].Text != "Narilya Gulmongkolpech" {
		t.Errorf("answer %+v", answer)
	}
	a.Close()
	if out := mustRun(t, "questions", "--data", data2); !strings.Contains(out, "Who scored it?") {
		t.Errorf("questions %q", out)
	}
	// The restored base goes on: it knows what it was imported from.
	if out := mustRun(t, "import", append([]string{"--kb", kb2}, args[2:]...)...); !strings.Contains(out, "articles: 0 added, 1 unchanged, 0 removed") {
		t.Errorf("import into it: %q", out)
	}

	// Over what is there: refused, or put aside.
	for _, c := range [][]string{{"--kb", kb2}, {"--data", data}} {
		if _, _, err := runCommand(t.Context(), newRestoreCommand(), append(c, file)...); err == nil || !strings.Contains(err.Error(), "holds something") {
			t.Errorf("%v: %v", c, err)
		}
	}
	if _, _, err := runCommand(t.Context(), newRestoreCommand(), "--replace", "--data", data, file); !errors.Is(err, store.ErrInUse) {
		t.Errorf("under a running bot: %v", err)
	}
	unlock, err := storage.Lock(t.Context(), kb2, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := runCommand(t.Context(), newRestoreCommand(), "--replace", "--kb", kb2, file); !errors.Is(err, storage.ErrLocked) {
		t.Errorf("under a running import: %v", err)
	}
	unlock()
	if out := mustRun(t, "restore", "--replace", "--kb", kb2, "--data", data2, file); strings.Count(out, "what was there is now "+filepath.Join(to)) != 2 {
		t.Errorf("out %q", out)
	}
	if kept, err := filepath.Glob(filepath.Join(to, "deep", "KB.before-*", "current")); err != nil || len(kept) != 1 {
		t.Errorf("what was there is gone: %v, %v", kept, err)
	}
	left, err := filepath.Glob(filepath.Join(to, "*", ".*"))
	if more, _ := filepath.Glob(filepath.Join(to, ".*")); err != nil || len(left)+len(more) > 0 {
		t.Errorf("left behind: %v %v", left, more)
	}
}

// A base of files that people write is backed up as it is.
func TestBackupOfAWrittenBase(t *testing.T) {
	src := filepath.Join("..", "..", "facts", "testdata", "newsubject")
	file := filepath.Join(t.TempDir(), "b.zip")
	mustRun(t, "backup", "--kb", src, file)
	to := filepath.Join(t.TempDir(), "KB")
	mustRun(t, "restore", "--kb", to, file)
	if out := mustRun(t, "check", "--kb", to); !strings.HasPrefix(out, "no faults") {
		t.Errorf("check: %s", out)
	}
}

// A backup that was altered or cut short restores nothing.
func TestDamagedBackup(t *testing.T) {
	base, args := importFiles(t, "Medium|title|The Medium|Medium\nMedium|cast|Narilya Gulmongkolpech|Medium\n")
	mustRun(t, "import", args...)
	dir := t.TempDir()
	file := filepath.Join(dir, "b.zip")
	mustRun(t, "backup", "--kb", base, file)
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	told := 0
	for i := range 300 {
		bad := append([]byte(nil), good...)
		if i%10 == 0 {
			bad = bad[:rnd.IntN(len(bad))]
		} else {
			bad[rnd.IntN(len(bad))] ^= 1 << rnd.IntN(8)
		}
		if err := os.WriteFile(file, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(dir, fmt.Sprint("KB", i))
		if _, _, err := runCommand(t.Context(), newRestoreCommand(), "--kb", to, file); err != nil {
			told++
			if _, err := os.Stat(to); err == nil {
				t.Errorf("%d: %v, and %s is there", i, err, to)
			}
			continue
		}
		if err := checkErr(to); err != nil { // a bit of the zip's own, a time say
			t.Errorf("%d: restored from a damaged file, and %v", i, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	t.Logf("%d of 300 refused, the others restored whole", told)
}

// Names that lead out of the folder are refused.
func TestBackupThatLeadsOut(t *testing.T) {
	file := filepath.Join(t.TempDir(), "b.zip")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	b := &backupWriter{z: zip.NewWriter(f), manifest: manifest{Hapjak: 1}}
	if err := errors.Join(b.add(t.Context(), "kb/../../out.txt", strings.NewReader("x")), b.close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := runCommand(t.Context(), newRestoreCommand(), "--kb", filepath.Join(t.TempDir(), "KB"), file); err == nil || !strings.Contains(err.Error(), "leads out") {
		t.Errorf("%v", err)
	}
}

// Each backup made while imports go on is one that an import left.
func TestBackupBesideImports(t *testing.T) {
	dir := t.TempDir()
	base, article := filepath.Join(dir, "KB"), filepath.Join(dir, "a.jsonl")
	put := func(n int) {
		var lines strings.Builder
		for i := range 20 {
			fmt.Fprintf(&lines, `{"id": "a%d", "text": "The ferry of day %d has crossed."}`+"\n", i, n)
		}
		if err := os.WriteFile(article, []byte(lines.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		mustRun(t, "import", "--kb", base, article)
	}
	put(0)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for n := 1; ; n++ {
			select {
			case <-stop:
				return
			default:
				put(n)
			}
		}
	}()
	for i := range 30 {
		file, to := filepath.Join(dir, fmt.Sprint(i, ".zip")), filepath.Join(dir, fmt.Sprint("to", i))
		mustRun(t, "backup", "--kb", base, file)
		mustRun(t, "restore", "--kb", to, file)
		if err := checkErr(to); err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
	close(stop)
	<-done
}

// A backup holds files whose names are not UTF-8, and they come back; one of a base with faults says so.
func TestBackupOfOddBases(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kb")
	mustRun(t, "init", "--kind", "games", dir)
	if err := os.WriteFile(filepath.Join(dir, "sources", "m\xf6we.md"), []byte("The gull is white.\n"), 0o600); err != nil {
		t.Skip(err)
	}
	file, to := filepath.Join(t.TempDir(), "b.zip"), filepath.Join(t.TempDir(), "kb")
	if out := mustRun(t, "backup", "--kb", dir, file); strings.Contains(out, "faults") {
		t.Error(out)
	}
	mustRun(t, "restore", "--kb", to, file)
	a, err := facts.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, ok := a.Passages().Source("möwe"); !ok {
		t.Error("an article is gone")
	}
	if err := os.Remove(filepath.Join(dir, "schema.yaml")); err != nil {
		t.Fatal(err)
	}
	if out := mustRun(t, "backup", "--kb", dir, filepath.Join(t.TempDir(), "b.zip")); !strings.Contains(out, "has faults, and so has this backup") {
		t.Error(out)
	}
}
