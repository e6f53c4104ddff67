package passages

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func importInto(t *testing.T, o ImportOptions) (Progress, *Index) {
	t.Helper()
	done, faults, err := Import(t.Context(), o)
	if faults != nil || err != nil {
		t.Fatal(faults, err)
	}
	ix, err := Open(o.Index)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	return done, ix
}

func TestImportReadsOnlyWhatChanged(t *testing.T) {
	dir := t.TempDir()
	articles := filepath.Join(dir, "articles")
	if err := os.Mkdir(articles, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, articles, "a.txt", "Snowpiercer is a train.\n\nIt runs for ever.")
	write(t, articles, "b.md", "# Rice\n\nA bowl of rice.\n")
	write(t, articles, "c.jsonl", `{"id": "c1", "title": "C", "text": "A kite in the wind."}`+"\n"+`{"id": "c2", "title": "C", "text": "A boat."}`+"\n")
	o := ImportOptions{Index: filepath.Join(dir, FileName), Paths: []string{articles}, Workers: 3,
		Names: func(text string) []string { return strings.Fields(text)[:1] }}

	done, ix := importInto(t, o)
	if done.Sources != 4 || done.Reused != 0 {
		t.Errorf("first import: %+v", done)
	}
	before := ix.Search(Query{Text: "kite"}, 1)
	if len(before) != 1 || before[0].Ref.String() != "c1:1" {
		t.Fatalf("kite: %v", before)
	}
	if names := ix.Names(before[0].Passage); !slices.Equal(names, []string{"A"}) {
		t.Errorf("names %q", names)
	}

	write(t, articles, "a.txt", "Snowpiercer is a kite.")
	if err := os.Remove(filepath.Join(articles, "b.md")); err != nil {
		t.Fatal(err)
	}
	done, ix = importInto(t, o)
	if done.Sources != 3 || done.Reused != 2 {
		t.Errorf("second import: %+v", done)
	}
	if hits := ix.Search(Query{Text: "kite"}, 5); len(hits) != 2 {
		t.Errorf("kite after the change: %v", hits)
	}
	if hits := ix.Search(Query{Text: "rice"}, 5); len(hits) != 0 {
		t.Errorf("rice is still there: %v", hits)
	}

	other := write(t, dir, "d.txt", "Rice again.")
	o.Paths, o.Keep = []string{other}, true
	done, ix = importInto(t, o)
	if done.Sources != 4 || ix.Verify() != nil {
		t.Errorf("import beside: %+v, %v", done, ix.Verify())
	}
}

// An index is the same however many analysed it, and whether it was taken over or not.
func TestImportIsDeterministic(t *testing.T) {
	dir := t.TempDir()
	var lines strings.Builder
	for i := range 300 {
		fmt.Fprintf(&lines, `{"id": "s%d", "title": "T", "text": "word%d and others"}`+"\n", i, i%50)
	}
	articles := write(t, dir, "a.jsonl", lines.String())
	var files [][]byte
	for _, o := range []ImportOptions{{Index: "one", Workers: 1}, {Index: "many", Workers: 7}, {Index: "one", Workers: 2}} {
		o.Index, o.Paths = filepath.Join(dir, o.Index), []string{articles}
		importInto(t, o)
		b, err := os.ReadFile(o.Index)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, b)
	}
	if !slices.Equal(files[0], files[1]) || !slices.Equal(files[0], files[2]) {
		t.Error("the three files differ")
	}
}

func TestImportThatFailsLeavesTheIndex(t *testing.T) {
	dir := t.TempDir()
	articles := write(t, dir, "a.txt", "A kite.")
	o := ImportOptions{Index: filepath.Join(dir, FileName), Paths: []string{articles}}
	importInto(t, o)
	before, _ := os.ReadFile(o.Index)

	write(t, dir, "a.txt", "A boat.")
	ctx, cancel := context.WithCancel(t.Context())
	o.Progress = func(Progress) { cancel() }
	if _, _, err := Import(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped import: %v", err)
	}
	o.Progress = nil
	o.Paths = []string{write(t, dir, "bad.jsonl", "{\n")}
	if _, faults, err := Import(t.Context(), o); err == nil || faults == nil || !strings.Contains(faults.Error(), "bad.jsonl:1") {
		t.Errorf("bad articles: faults %v, err %v", faults, err)
	}
	after, _ := os.ReadFile(o.Index)
	if !slices.Equal(before, after) {
		t.Error("the index changed")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestImportLeavesFaultyArticlesOut(t *testing.T) {
	dir := t.TempDir()
	articles := write(t, dir, "a.jsonl", `{"id": "a", "text": "A kite."}
{"id": "a", "text": "A boat."}
{"id": "b", "text": ""}
`)
	done, faults, err := Import(t.Context(), ImportOptions{Index: filepath.Join(dir, FileName), Paths: []string{articles}})
	if err != nil || done.Sources != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	for _, want := range []string{"a.jsonl:2", "a.jsonl:3"} {
		if faults == nil || !strings.Contains(faults.Error(), want) {
			t.Errorf("faults do not name %s: %v", want, faults)
		}
	}
}
