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
	"testing"

	"hapjak/corpus"
)

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// importInto writes an index to a file beside path, and then moves it there.
func importInto(t *testing.T, path string, o ImportOptions) (Progress, *Index) {
	t.Helper()
	f, err := os.Create(path + ".new")
	if err != nil {
		t.Fatal(err)
	}
	done, faults, err := Import(t.Context(), f, o)
	if err := errors.Join(faults, err, f.Close(), os.Rename(f.Name(), path)); err != nil {
		t.Fatal(err)
	}
	ix, err := Open(path)
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
	path := filepath.Join(dir, "passages.idx")
	o := ImportOptions{Old: path, Damaged: true, Paths: []string{articles}, Workers: 3, Drop: func(string, func(string) bool) bool { return true },
		Names: func(text string) []string { return strings.Fields(text)[:1] }}

	done, ix := importInto(t, path, o)
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
	done, ix = importInto(t, path, o)
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
	o.Paths, o.Drop = []string{other}, nil
	done, ix = importInto(t, path, o)
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
	path := filepath.Join(dir, "passages.idx")
	for _, o := range []ImportOptions{{Workers: 1}, {Workers: 7}, {Workers: 2, Old: path}} {
		o.Paths = []string{articles}
		importInto(t, path, o)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, b)
	}
	if !slices.Equal(files[0], files[1]) || !slices.Equal(files[0], files[2]) {
		t.Error("the three files differ")
	}
}

func TestImportThatFailsWritesNothing(t *testing.T) {
	dir := t.TempDir()
	good, bad := write(t, dir, "a.txt", "A kite."), write(t, dir, "bad.jsonl", "{\n")
	ctx, cancel := context.WithCancel(t.Context())
	var out bytes.Buffer
	_, _, err := Import(ctx, &out, ImportOptions{Paths: []string{good}, Progress: func(Progress) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped import: %v", err)
	}
	_, faults, err := Import(t.Context(), &out, ImportOptions{Paths: []string{bad}})
	if err == nil || faults == nil || !strings.Contains(faults.Error(), "bad.jsonl:1") {
		t.Errorf("bad articles: faults %v, err %v", faults, err)
	}
	if out.Len() > 0 {
		t.Errorf("%d bytes were written", out.Len())
	}
}

func TestImportLeavesFaultyArticlesOut(t *testing.T) {
	dir := t.TempDir()
	articles := write(t, dir, "a.jsonl", `{"id": "a", "text": "A kite."}
{"id": "a", "text": "A boat."}
{"id": "b", "text": ""}
`)
	done, faults, err := Import(t.Context(), io.Discard, ImportOptions{Paths: []string{articles}})
	if err != nil || done.Sources != 2 {
		t.Errorf("%+v, %v", done, err)
	}
	if faults == nil || !strings.Contains(faults.Error(), "a.jsonl:3") || strings.Contains(faults.Error(), "a.jsonl:2") {
		t.Errorf("faults do not name a.jsonl:3 alone: %v", faults)
	}
}

// An index that stands on another is what one made anew is.
func TestImportThatChangesLittle(t *testing.T) {
	dir := t.TempDir()
	page := func(i int, more string) string {
		return fmt.Sprintf(`{"id": "s%d", "title": "Mill %d", "text": "The mill of village%d grinds %s\n\nIts wheel%d turns in brook%d. %s"}`+"\n", i, i, i%40, []string{"rye", "oats", "barley"}[i%3], i%7, i, more)
	}
	var before, after strings.Builder
	for i := range 400 {
		before.WriteString(page(i, map[bool]string{true: "A quernstone lies there."}[i == 200]))
		switch i {
		case 17: // gone
		case 200:
			after.WriteString(page(i, "A millwright lives there with a cat."))
		default:
			after.WriteString(page(i, ""))
		}
	}
	after.WriteString(page(400, "The quernhouse is new."))
	articles, path := write(t, dir, "a.jsonl", before.String()), filepath.Join(dir, "passages.idx")
	importInto(t, path, ImportOptions{Paths: []string{articles}})
	write(t, dir, "a.jsonl", after.String())
	var seen []string
	done, stands := importInto(t, path, ImportOptions{Old: path, Paths: []string{articles}, Drop: func(string, func(string) bool) bool { return true },
		Took: func(id string, _ corpus.Piece, what Change) {
			if what != Unchanged {
				seen = append(seen, fmt.Sprint(id, " ", what))
			}
		}})
	if want := []string{"s200 1", "s400 0", "s17 3"}; done.Reused != 398 || !slices.Equal(seen, want) {
		t.Errorf("%d taken over, changed %q, want %q", done.Reused, seen, want)
	}
	_, fresh := importInto(t, filepath.Join(dir, "fresh.idx"), ImportOptions{Paths: []string{articles}})
	if stands.Len() != fresh.Len() || stands.meta.average != fresh.meta.average {
		t.Errorf("%+v, made anew %+v", stands.meta, fresh.meta)
	}
	one, err := os.ReadFile(path)
	other, err2 := os.ReadFile(filepath.Join(dir, "fresh.idx"))
	if err := errors.Join(err, err2); err != nil || !bytes.Equal(one, other) {
		t.Errorf("%d bytes, made anew %d, are not the same: %v", len(one), len(other), err)
	}
	for _, q := range []string{"mill", "oats wheel3", "brook200", "quernstone", "quernstons", "quernhouse", "a millwright with a cat", "village17 rye", "brook17", "brook400"} {
		got, want := stands.Search(Query{Text: q}, 20), fresh.Search(Query{Text: q}, 20)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, made anew %v", q, got, want)
		}
	}
	if err := errors.Join(stands.Verify(), stands.Err()); err != nil {
		t.Error(err)
	}
}
