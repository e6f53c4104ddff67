package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"hapjak/facts/passages"
)

// A faultyDisk lets one operation fail: the one that the countdown comes to. A write
// that fails has written half of what it was given, as a full disk does.
type faultyDisk struct {
	realDisk
	left  *int
	kills bool // instead, the process
}

func (d faultyDisk) fails() bool {
	*d.left--
	if *d.left == 0 && d.kills {
		if p, err := os.FindProcess(os.Getpid()); err == nil {
			_ = p.Kill()
		}
		select {}
	}
	return *d.left == 0
}

func (d faultyDisk) MkdirAll(dir string) error {
	if d.fails() {
		return syscall.ENOSPC
	}
	return d.realDisk.MkdirAll(dir)
}

func (d faultyDisk) CreateTemp(dir, pattern string) (diskFile, error) {
	if d.fails() {
		return nil, syscall.ENOSPC
	}
	f, err := d.realDisk.CreateTemp(dir, pattern)
	return faultyFile{f, d}, err
}

func (d faultyDisk) Rename(from, to string) error {
	if d.fails() {
		return syscall.EIO
	}
	return d.realDisk.Rename(from, to)
}

func (d faultyDisk) Remove(path string) error {
	if d.fails() {
		return syscall.EIO
	}
	return d.realDisk.Remove(path)
}

func (d faultyDisk) SyncDir(dir string) error {
	if d.fails() {
		return syscall.EIO
	}
	return nil
}

type faultyFile struct {
	diskFile
	d faultyDisk
}

func (f faultyFile) Write(p []byte) (int, error) {
	if f.d.fails() {
		n, _ := f.diskFile.Write(p[:len(p)/2])
		return n, syscall.ENOSPC
	}
	return f.diskFile.Write(p)
}

func (f faultyFile) WriteAt(p []byte, at int64) (int, error) {
	if f.d.fails() {
		n, _ := f.diskFile.WriteAt(p[:len(p)/2], at)
		return n, syscall.ENOSPC
	}
	return f.diskFile.WriteAt(p, at)
}

func (f faultyFile) ReadAt(p []byte, at int64) (int, error) {
	if f.d.fails() {
		return 0, syscall.EIO
	}
	return f.diskFile.ReadAt(p, at)
}

func (f faultyFile) Sync() error {
	if f.d.fails() {
		return syscall.EIO
	}
	return nil // the machine stays on
}

func (f faultyFile) Chmod(m fs.FileMode) error {
	if f.d.fails() {
		return syscall.EIO
	}
	return f.diskFile.Chmod(m)
}

func (f faultyFile) Close() error {
	if f.d.fails() {
		_ = f.diskFile.Close()
		return syscall.EIO
	}
	return f.diskFile.Close()
}

// chunks is a part that is written in a few steps and ends in "end".
func chunks(name, word string) Part {
	return Part{name, func(_ context.Context, w io.Writer) error {
		for i := range 3 {
			if _, err := fmt.Fprintf(w, "%s %0*d\n", word, 3<<14, i); err != nil {
				return err
			}
		}
		_, err := io.WriteString(w, "end")
		return err
	}}
}

// base is a base of one large part and many small ones.
func base(word string) []Part {
	parts := []Part{chunks(PartFacts, word)}
	for i := range 40 {
		parts = append(parts, filePart(fmt.Sprintf("triples.%d", i), word+" end"))
	}
	return parts
}

// whole returns which base a directory holds, by the first word of each part, and
// fails unless all parts are of one, or only these.
func whole(t *testing.T, dir string, only ...string) string {
	t.Helper()
	files, err := Parts(dir)
	if err != nil {
		t.Fatal(err)
	}
	version := ""
	for part, path := range files {
		if len(only) > 0 && !slices.Contains(only, part) {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%s: %v", part, err)
		}
		if version == "" {
			version = string(data[:3])
		}
		if string(data[:3]) != version || !strings.HasSuffix(string(data), "end") {
			t.Fatalf("a mixed base: %s is %q of %d bytes, others %q", part, data[:3], len(data), version)
		}
	}
	return version
}

// TestEveryStepMayFail lets each operation of a commit fail in turn, over an old base:
// the directory holds the old base or the new one, whole, and says so.
func TestEveryStepMayFail(t *testing.T) {
	points, held := 0, "" // held is the base that the directory holds
	dir := filepath.Join(t.TempDir(), "kb")
	for step, left := 1, 1; left <= 0 || step == 1; step++ {
		if held != "old" {
			left = -1
			if err := commit(context.Background(), faultyDisk{left: &left}, dir, base("old")); err != nil {
				t.Fatal(err)
			}
		}
		left = step
		err := commit(context.Background(), faultyDisk{left: &left}, dir, base("new"))
		held = whole(t, dir)
		if err != nil && held != "old" || err == nil && held != "new" {
			t.Fatalf("step %d: %v, and the base is the %s one", step, err, held)
		}
		points++
	}
	t.Logf("%d steps", points)
	if points < 200 {
		t.Errorf("only %d steps were tried, want 200", points)
	}
}

// locks is a folder of articles.
func locks(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for i := range 12 {
		text := fmt.Sprintf("# Lock %d\n\nThe lock of reach%d was dug by crew%d, who had spade%d.\n", i, i, i*i, i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.md", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// index is the index of a folder of articles, which needs temporary files for all that it holds.
func index(d disk, dir, articles string) Part {
	return Part{PartPassages, func(ctx context.Context, w io.Writer) error {
		_, faults, err := passages.Import(ctx, w, passages.ImportOptions{Paths: []string{articles}, Workers: 1, Budget: 1000,
			Scratch: func() (passages.ScratchFile, error) { return newScratch(d, dir) }})
		return errors.Join(faults, err)
	}}
}

// TestKilledIndexer kills a child that imports articles, at moments of all that it does with temporary files: the old base stands
// whole, and the next import takes away what is left.
func TestKilledIndexer(t *testing.T) {
	const in, of, at = "HAPJAK_TEST_INDEX", "HAPJAK_TEST_ARTICLES", "HAPJAK_TEST_STEP"
	if dir := os.Getenv(in); dir != "" {
		left, err := strconv.Atoi(os.Getenv(at))
		if err == nil {
			_, err = Lock(context.Background(), dir, 0)
		}
		d := faultyDisk{left: &left, kills: true}
		if err == nil {
			err = commit(context.Background(), d, dir, []Part{chunks(PartFacts, "new"), index(d, dir, os.Getenv(of))})
		}
		fmt.Println("not killed:", err)
		os.Exit(1)
	}
	dir, articles := filepath.Join(t.TempDir(), "kb"), locks(t)
	if err := Commit(t.Context(), dir, chunks(PartFacts, "old")); err != nil {
		t.Fatal(err)
	}
	steps := 0
	if err := index(faultyDisk{left: &steps}, dir, articles).Write(t.Context(), io.Discard); err != nil {
		t.Fatal(err)
	}
	steps = -steps
	const kills = 10
	amidst := 0
	for i := range kills {
		step := 1 + (i+1)*steps/kills
		p := exec.Command(os.Args[0], "-test.run=^TestKilledIndexer$")
		p.Env = append(os.Environ(), in+"="+dir, of+"="+articles, at+"="+strconv.Itoa(step))
		if out, err := p.CombinedOutput(); err == nil || strings.Contains(string(out), "not killed") {
			t.Fatalf("step %d of %d: %s, %v", step, steps, out, err)
		}
		left, _ := filepath.Glob(filepath.Join(dir, "scratch-*.tmp"))
		if len(left) > 0 {
			amidst++
		}
		if held := whole(t, dir, PartFacts); held != "old" {
			t.Fatalf("step %d of %d: the base is the %s one", step, steps, held)
		}
		unlock, err := Lock(t.Context(), dir, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := Commit(t.Context(), dir, chunks(PartFacts, "old")); err != nil {
			t.Fatal(err)
		}
		unlock()
		if left, _ := filepath.Glob(filepath.Join(dir, "*-*")); len(left) != 1 {
			t.Errorf("step %d of %d: %q are left", step, steps, left)
		}
	}
	t.Logf("%d of %d were killed amidst %d steps", amidst, kills, steps)
	if amidst < kills/2 {
		t.Errorf("only %d of %d had temporary files", amidst, kills)
	}
}

// TestEveryStepOfAnIndexMayFail lets each operation of an import of articles fail in turn, whose index needs temporary
// files: the directory holds the old base or the new one, whole, and what is left over the next import sweeps away.
func TestEveryStepOfAnIndexMayFail(t *testing.T) {
	dir, articles := filepath.Join(t.TempDir(), "kb"), locks(t)
	unlock, err := Lock(t.Context(), dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if err := Commit(t.Context(), dir, chunks(PartFacts, "old")); err != nil {
		t.Fatal(err)
	}
	points := 0
	for step, left := 1, 0; left <= 0; step++ {
		left = step
		d := faultyDisk{left: &left}
		err := commit(t.Context(), d, dir, []Part{chunks(PartFacts, "new"), index(d, dir, articles)})
		if held := whole(t, dir, PartFacts); err != nil && held != "old" || err == nil && held != "new" {
			t.Fatalf("step %d: %v, and the base is the %s one", step, err, held)
		}
		if points%10 == 0 || err == nil {
			if err := Commit(t.Context(), dir, chunks(PartFacts, "old"), Part{Name: PartPassages}); err != nil {
				t.Fatal(err)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp")); len(left) > 0 {
				t.Fatalf("step %d: %q are left", step, left)
			}
		}
		points++
	}
	t.Logf("%d steps", points)
	if points < 200 {
		t.Errorf("only %d steps were tried, want 200", points)
	}
}

// TestKilledWriter kills a child that commits over and over, at 30 moments.
func TestKilledWriter(t *testing.T) {
	if dir := os.Getenv("HAPJAK_TEST_COMMIT"); dir != "" {
		for i := 0; ; i++ {
			word := fmt.Sprintf("%03d", i%1000)
			if err := Commit(context.Background(), dir, chunks(PartFacts, word), chunks(PartPassages, word), filePart("triples.1", word+" end")); err != nil {
				os.Exit(1)
			}
		}
	}
	dir := filepath.Join(t.TempDir(), "kb")
	for i := range 30 {
		p, err := os.StartProcess(os.Args[0], []string{os.Args[0], "-test.run=^TestKilledWriter$"},
			&os.ProcAttr{Env: append(os.Environ(), "HAPJAK_TEST_COMMIT="+dir)})
		if err != nil {
			t.Skip(err)
		}
		time.Sleep(time.Duration(40+7*i) * time.Millisecond)
		if err := errors.Join(p.Kill()); err != nil {
			t.Fatal(err)
		}
		_, _ = p.Wait()
		if _, err := os.Stat(filepath.Join(dir, currentFile)); err == nil {
			whole(t, dir)
		}
	}
}

// Where a directory can be made but no lock in it, as on a disk that is just full, none is left, nor those above it.
func TestFailedLockLeavesNothing(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "a", "kb")
	unlock, err := Lock(t.Context(), dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	if list, err := os.ReadDir(above); err != nil || len(list) > 0 {
		t.Errorf("%v is left, %v", list, err)
	}
	long := filepath.Join(above, "b", strings.Repeat("n", 300)) // which no system makes, though it makes b
	if _, err := Lock(t.Context(), long, 0); err == nil {
		t.Error("a name that is too long is locked")
	}
	if list, err := os.ReadDir(above); err != nil || len(list) > 0 {
		t.Errorf("%v is left, %v", list, err)
	}
	kept := filepath.Join(above, "c")
	if err := os.MkdirAll(filepath.Join(kept, lockFile), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(t.Context(), kept, 0); err == nil {
		t.Error("a directory is taken for a lock")
	}
	if _, err := os.Stat(filepath.Join(kept, lockFile)); err != nil {
		t.Errorf("what was there is gone: %v", err)
	}
}

func TestLock(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kb")
	unlock, err := Lock(context.Background(), dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(context.Background(), dir, 20*time.Millisecond); !errors.Is(err, ErrLocked) {
		t.Errorf("a second one: %v", err)
	} else if want := fmt.Sprintf("process %d, for ", os.Getpid()); !strings.Contains(err.Error(), want) {
		t.Errorf("%v does not say %q", err, want)
	}
	done := make(chan error)
	go func() {
		again, err := Lock(context.Background(), dir, time.Minute)
		if err == nil {
			again()
		}
		done <- err
	}()
	time.Sleep(30 * time.Millisecond)
	unlock()
	if err := <-done; err != nil {
		t.Errorf("one that waits: %v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the empty directory is left")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, lockFile), []byte("999999 2001-01-01T00:00:00Z\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	unlock, err = Lock(context.Background(), dir, 0)
	if err != nil {
		t.Fatalf("a dead process's lock: %v", err)
	}
	unlock()
}
