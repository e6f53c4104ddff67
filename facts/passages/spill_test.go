package passages

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"hapjak/facts/paged"
)

// scratchIn makes temporary files in a folder, and counts them.
func scratchIn(dir string, made *int) func() (ScratchFile, error) {
	return func() (ScratchFile, error) {
		*made++
		f, err := os.CreateTemp(dir, "scratch-*.tmp")
		return goingFile{f}, err
	}
}

type goingFile struct{ *os.File }

func (f goingFile) Close() error { return errors.Join(f.File.Close(), os.Remove(f.Name())) }

func manyArticles(t *testing.T, dir string, n int) string {
	t.Helper()
	var lines strings.Builder
	for i := range n {
		fmt.Fprintf(&lines, `{"id": "s%d", "title": "Lock %d", "date": "2014-05-%02d", "text": "# The canal\n\nThe lock of reach%d was dug by crew%d, who had spade%d.\n\nIts gate holds the water of basin%d and of basin%d, as the lock-keeper says."}`+"\n",
			i, i, i%28+1, i%97, i*i%1009, i, i%13, i)
	}
	return write(t, dir, "a.jsonl", lines.String())
}

// An index is the same however little may be held in memory, made anew and standing on another.
func TestSmallBudgetMakesTheSameIndex(t *testing.T) {
	dir := t.TempDir()
	articles, files := manyArticles(t, dir, 600), t.TempDir()
	more := write(t, dir, "b.txt", "A lock without a keeper, the 601st.")
	index := func(old string, budget int, paths ...string) []byte {
		t.Helper()
		made := 0
		o := ImportOptions{Old: old, Paths: paths, Workers: 2, Budget: budget}
		if budget > 0 {
			o.Scratch = scratchIn(files, &made)
		}
		var out bytes.Buffer
		if _, faults, err := Import(t.Context(), &out, o); err != nil || faults != nil {
			t.Fatal(faults, err)
		}
		if left, _ := filepath.Glob(filepath.Join(files, "*")); len(left) > 0 || budget > 0 && made < 10 {
			t.Errorf("budget %d: %d files were made, %d are left", budget, made, len(left))
		}
		return out.Bytes()
	}
	whole := index("", 0, articles)
	old := write(t, dir, "old.idx", string(whole))
	grown := index("", 0, articles, more)
	for _, budget := range []int{1, 1000, 30_000, 200_000} {
		if !bytes.Equal(index("", budget, articles), whole) {
			t.Errorf("budget %d makes another index", budget)
		}
		if !bytes.Equal(index(old, budget, articles, more), grown) {
			t.Errorf("budget %d makes another index of one that is there", budget)
		}
	}
	if ix, err := Load(whole); err != nil || len(ix.Search(Query{Text: "spade512"}, 5)) != 1 {
		t.Errorf("the index does not find what it holds: %v", err)
	}
}

// A failingFile fails at the step that the countdown comes to.
type failingFile struct {
	ScratchFile
	left *int
}

func (f failingFile) WriteAt(b []byte, at int64) (int, error) {
	if *f.left--; *f.left == 0 {
		n, _ := f.ScratchFile.WriteAt(b[:len(b)/2], at)
		return n, syscall.ENOSPC
	}
	return f.ScratchFile.WriteAt(b, at)
}

func (f failingFile) ReadAt(b []byte, at int64) (int, error) {
	if *f.left--; *f.left == 0 {
		return 0, syscall.EIO
	}
	return f.ScratchFile.ReadAt(b, at)
}

func (f failingFile) Close() error {
	*f.left--
	failed := *f.left == 0
	if err := f.ScratchFile.Close(); !failed {
		return err
	}
	return syscall.EIO
}

// Each step with a temporary file that fails is told, and no file is left.
func TestScratchMayFail(t *testing.T) {
	dir, files := t.TempDir(), t.TempDir()
	articles := manyArticles(t, dir, 8)
	points := 0
	for step, left := 1, 0; left <= 0; step++ {
		left = step
		made := 0
		create := scratchIn(files, &made)
		var out bytes.Buffer
		_, faults, err := Import(t.Context(), &out, ImportOptions{Paths: []string{articles}, Workers: 1, Budget: 4000,
			Scratch: func() (ScratchFile, error) {
				if left--; left == 0 {
					return nil, syscall.ENOSPC
				}
				f, err := create()
				return failingFile{f, &left}, err
			}})
		if left <= 0 && err == nil {
			t.Fatalf("step %d failed, and the import did not: faults %v", step, faults)
		}
		if errors.Is(err, syscall.ENOSPC) && faults != nil {
			t.Fatalf("step %d: articles are blamed for a full disk: %v", step, faults)
		}
		if left, _ := filepath.Glob(filepath.Join(files, "*")); len(left) > 0 {
			t.Fatalf("step %d: %d files are left", step, len(left))
		}
		points++
	}
	t.Logf("%d steps", points)
	if points < 200 {
		t.Errorf("only %d steps were tried, want 200", points)
	}
}

// Keys of the same slot at the end of a table go on at its front, and all are found.
func TestTableGoesRound(t *testing.T) {
	b := NewBuilder()
	hashes := b.spool()
	keys := []uint32{7, 15, 23, 7 + 32, 6, 0, 1, 8}
	for _, h := range keys {
		hashes.buf = appendU32(hashes.buf, h)
	}
	table := b.table(hashes, len(keys)).buf
	sections := make([][]byte, numSections)
	sections[secTermHash] = table
	var out bytes.Buffer
	if _, err := format().Write(&out, sectionsOf(sections)); err != nil {
		t.Fatal(err)
	}
	file, err := format().Load(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	im := &image{File: file}
	for i, h := range keys {
		if n, ok := im.lookup(secTermHash, h, func(n int) bool { return n == i }); !ok || n != i {
			t.Errorf("key %d of hash %d: %d, %v", i, h, n, ok)
		}
	}
}

func sectionsOf(sections [][]byte) (list []*io.SectionReader) {
	for _, s := range sections {
		list = append(list, paged.Section(s))
	}
	return list
}

// An import that changes nothing writes the index as it stands: nothing of it is sorted again. One that changes something later
// than the first articles makes the same as one made anew.
func TestNothingChanged(t *testing.T) {
	dir, files := t.TempDir(), t.TempDir()
	var paths []string
	for i := range 40 {
		paths = append(paths, write(t, dir, fmt.Sprintf("%02d.txt", i), fmt.Sprintf("The weir of bend%d holds eel%d and pike%d.", i, i*i, i%7)))
	}
	index := func(old string, paths ...string) (data []byte, made int) {
		t.Helper()
		var out bytes.Buffer
		o := ImportOptions{Old: old, Paths: paths, Workers: 1, Budget: 1000, Scratch: scratchIn(files, &made), Drop: func(string, func(string) bool) bool { return true }}
		if _, faults, err := Import(t.Context(), &out, o); err != nil || faults != nil {
			t.Fatal(faults, err)
		}
		return out.Bytes(), made
	}
	first, made := index("", paths...)
	if made == 0 {
		t.Error("the budget is too large to tell")
	}
	old := write(t, dir, "old.idx", string(first))
	if again, made := index(old, paths...); made > 0 || !bytes.Equal(again, first) {
		t.Errorf("%d files were made, the index is the same: %v", made, bytes.Equal(again, first))
	}
	changed := slices.Clone(paths)
	changed[29] = write(t, dir, "new.txt", "Another weir.")
	for what, paths := range map[string][]string{"one less": paths[:39], "the first less": paths[1:], "one other": changed, "other order": append(slices.Clone(paths[20:]), paths[:20]...)} {
		want, _ := index("", paths...)
		if got, _ := index(old, paths...); !bytes.Equal(got, want) {
			t.Errorf("%s: not the index that is made anew", what)
		}
	}
}

// An import that is stopped while its index is merged ends at once, and leaves no file.
func TestStoppedWithinTheMerge(t *testing.T) {
	dir, files := t.TempDir(), t.TempDir()
	articles := manyArticles(t, dir, 200)
	steps := 0
	for _, after := range []int{1 << 30, 10, 100, 200, 300} {
		ctx, stop := context.WithCancel(t.Context())
		made, left := 0, after
		create := scratchIn(files, &made)
		var out bytes.Buffer
		_, _, err := Import(ctx, &out, ImportOptions{Paths: []string{articles}, Workers: 1, Budget: 4000, Scratch: func() (ScratchFile, error) {
			f, err := create()
			return stoppingFile{f, &left, stop}, err
		}})
		if stop(); after == 1<<30 {
			if steps = after - left; err != nil || steps < 400 {
				t.Fatalf("%d steps, %v", steps, err)
			}
			continue
		}
		if !errors.Is(err, context.Canceled) || left < -1 || out.Len() > 0 {
			t.Errorf("stopped after %d of %d steps, it went on for %d, and said %v", after, steps, -left, err)
		}
		if left, _ := filepath.Glob(filepath.Join(files, "*")); len(left) > 0 {
			t.Errorf("stopped after %d steps: %d files are left", after, len(left))
		}
	}
}

// A stoppingFile stops the import at the step that the countdown comes to.
type stoppingFile struct {
	ScratchFile
	left *int
	stop func()
}

func (f stoppingFile) step() {
	if *f.left--; *f.left == 0 {
		f.stop()
	}
}

func (f stoppingFile) WriteAt(b []byte, at int64) (int, error) {
	f.step()
	return f.ScratchFile.WriteAt(b, at)
}

func (f stoppingFile) ReadAt(b []byte, at int64) (int, error) {
	f.step()
	return f.ScratchFile.ReadAt(b, at)
}
