package corpus

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// lay writes files into a folder and returns it.
func lay(t testing.TB, list ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i+1 < len(list); i += 2 {
		name := filepath.Join(dir, filepath.FromSlash(list[i]))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(list[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func zipped(t testing.TB, list ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(list); i += 2 {
		w, err := z.Create(list[i])
		if err == nil {
			_, err = w.Write([]byte(list[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// ids reads and returns the ids in the order in which they came.
func ids(paths []string, opts Options) (got []string, err error) {
	err = Read(context.Background(), paths, func(a Article) error {
		got = append(got, a.ID)
		return nil
	}, opts)
	return got, err
}

func TestReadFindsArticles(t *testing.T) {
	dir := lay(t,
		"a.jsonl", `{"id":"j1","text":"one"}`+"\r\n\n"+`{"id":7,"title":"Seven","date":2015,"text":"x\n\ny"}`,
		"2015/review of it.txt", "text",
		"2015/saved.htm", "<p>page</p>",
		"2015/saved_files/ad.html", "<p>buy</p>",
		"x_files/kept.txt", "no page beside it",
		".git/c.txt", "no", ".hid.txt", "no", "readme.odp", "no",
		"z.zip", zipped(t, "in/a.md", "# T\n\ntext", "b.ndjson", `{"id":"z1","text":"t"}`, "__MACOSX/._a.md", "junk"),
	)
	got, err := ids([]string{dir}, Options{})
	want := []string{"2015/review-of-it", "2015/saved", "j1", "7", "x_files/kept", "z1", "in/a"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("folder: got %q, %v, want %q", got, err, want)
	}
	got, err = ids([]string{filepath.Join(dir, "*.jsonl"), filepath.Join(dir, "2015", "saved.htm")}, Options{})
	if want := []string{"j1", "7", "saved"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("pattern and file: got %q, %v, want %q", got, err, want)
	}
	got, err = ids([]string{filepath.Join(dir, "2015")}, Options{ShortIDs: true})
	if want := []string{"review-of-it", "saved"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("short ids: got %q, %v, want %q", got, err, want)
	}
}

func TestReadNamesEveryFault(t *testing.T) {
	dir := lay(t,
		"a.jsonl", strings.Join([]string{
			`{"id":"ok","text":"t"}`, `{"id":"ok","text":"again"}`, `{"id":`, `[1]`, `{"id":"x"}`, `{"text":"t","date":"soon"}`,
			`{"id":"y","text":5}`, "{\"id\":\"z\",\"text\":\"\xff\"}", `{"id":"long","text":"` + strings.Repeat("a", 200) + `"}`, `{"id":["l"],"text":"t"}`, `{"id":"last","text":"t"}`,
		}, "\n"),
		"b.txt", strings.Repeat("b", 300),
		"c.odp", "%PDF",
		"d.zip", "no zip",
		"e.zip", zipped(t, "in.zip", "PK", "f.md", "---\nbad"),
	)
	got, err := ids([]string{dir, filepath.Join(dir, "c.odp"), filepath.Join(dir, "*.none"), filepath.Join(dir, "gone.txt")}, Options{MaxArticle: 180})
	if want := []string{"ok", "a-fac70f93", "a-344b8a0d", "l", "last", "f"}; !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
	if err == nil {
		t.Fatal("no error")
	}
	wants := []string{
		`a.jsonl:3: column 6: no JSON`,
		`a.jsonl:4: an object is expected`,
		`a.jsonl:5: article "x" has no text`,
		`a.jsonl:7: article "y" has no text`,
		`a.jsonl:8: its character set cannot be told`,
		`a.jsonl:9: longer than 180 bytes`,
		`b.txt: longer than 180 bytes`,
		`d.zip: zip: not a valid zip file`,
		`e.zip/in.zip: zip: not a valid zip file`,
		`c.odp: not an article: it ends in none of`,
		`*.none: no file matches`,
		`gone.txt`,
	}
	lines := strings.Split(err.Error(), "\n")
	for i, l := range lines {
		l = strings.TrimPrefix(strings.TrimPrefix(l, "stat "), filepath.ToSlash(dir)+"/")
		if i >= len(wants) || !strings.HasPrefix(l, wants[i]) {
			t.Errorf("got  %s\nwant %s", l, wants[min(i, len(wants)-1)])
		}
	}
	if len(lines) != len(wants) {
		t.Errorf("%d faults, want %d", len(lines), len(wants))
	}

	_, err = ids([]string{dir}, Options{MaxArticle: 180, MaxFaults: 3})
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 4 || lines[3] != "and 6 more faults" {
		t.Errorf("with at most three faults told: %q", lines)
	}
}

func TestReadSkipsWhatIsKnown(t *testing.T) {
	dir := lay(t, "a.jsonl", "{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"b\",\"text\":\"two\"}\n", "c.txt", "three")
	known := map[[32]byte]bool{}
	read := func() (pieces []string) {
		err := Read(context.Background(), []string{dir}, func(a Article) error {
			known[a.Piece.Hash] = true
			pieces = append(pieces, filepath.Base(a.Piece.String()))
			return nil
		}, Options{Skip: func(p Piece) (string, bool) { return p.String(), known[p.Hash] }})
		if err != nil {
			t.Fatal(err)
		}
		return pieces
	}
	if got, want := read(), []string{"a.jsonl:1", "a.jsonl:2", "c.txt"}; !slices.Equal(got, want) {
		t.Errorf("first: %q, want %q", got, want)
	}
	if got := read(); len(got) > 0 {
		t.Errorf("nothing changed, but %q were read", got)
	}
	change := "{\"id\":\"a\",\"text\":\"ONE\"}\n{\"id\":\"b\",\"text\":\"two\"}\n"
	if err := os.WriteFile(filepath.Join(dir, "a.jsonl"), []byte(change), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, want := read(), []string{"a.jsonl:1"}; !slices.Equal(got, want) {
		t.Errorf("one changed: %q, want %q", got, want)
	}
}

func TestReadStops(t *testing.T) {
	dir := lay(t, "a.jsonl", strings.Repeat("{}\n", 3)+`{"id":"a","text":"t"}`+"\n"+`{"id":"b","text":"t"}`)
	full := errors.New("the disk is full")
	n := 0
	err := Read(context.Background(), []string{dir}, func(Article) error { n++; return full }, Options{})
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "a.jsonl:1: ") || n != 1 {
		t.Errorf("after %d articles: %v", n, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	n = 0
	err = Read(ctx, []string{dir}, func(Article) error { n++; cancel(); return nil }, Options{})
	if !errors.Is(err, context.Canceled) || n != 1 {
		t.Errorf("cancelled after %d articles: %v", n, err)
	}
}

func TestProgressReachesMeasure(t *testing.T) {
	dir := lay(t, "a.jsonl", "{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"b\",\"text\":\"two\"}\n", "c.txt", "three", "d.odp", "no")
	files, bytes, err := Measure(context.Background(), []string{dir})
	if err != nil || files != 2 || bytes != 53 {
		t.Errorf("%d files, %d bytes, %v; want 2 files, 53 bytes", files, bytes, err)
	}
	var last int64
	if _, err := ids([]string{dir}, Options{Progress: func(n int64) {
		if n < last {
			t.Errorf("progress went back from %d to %d", last, n)
		}
		last = n
	}}); err != nil {
		t.Fatal(err)
	}
	if last != bytes {
		t.Errorf("read %d of %d bytes", last, bytes)
	}
}

// TestReadKeepsNothing reads 40 MB of JSONL, with one line of 20 MB that is
// too long, and looks at what is held meanwhile.
func TestReadKeepsNothing(t *testing.T) {
	name := filepath.Join(t.TempDir(), "big.jsonl")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("A paragraph of an article. ", 400)
	for i := range 2000 {
		fmt.Fprintf(f, "{\"id\":\"%d\",\"text\":\"%s\"}\n", i, text)
	}
	fmt.Fprintf(f, "{\"id\":\"long\",\"text\":\"%s\"}\n", strings.Repeat(text, 2000))
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	err = Read(context.Background(), []string{name}, func(Article) error {
		if n++; n == 1999 {
			runtime.GC()
			runtime.ReadMemStats(&now)
		}
		return nil
	}, Options{MaxArticle: 1 << 20})
	if n != 2000 || err == nil || !strings.Contains(err.Error(), "big.jsonl:2001: longer than 1048576 bytes") {
		t.Errorf("%d articles, %v", n, err)
	}
	if held := int64(now.HeapAlloc) - int64(before.HeapAlloc); held > 2<<20 {
		t.Errorf("%d bytes are held after 2000 articles", held)
	}
}

func TestOwnFilesAreReadInBulk(t *testing.T) {
	var got []string
	if err := ReadFS(Shipped(), func(a Article) error { got = append(got, a.ID); return nil }, Options{}); err != nil {
		t.Fatal(err)
	}
	if want := []string{"busquejobs", "kobiz-2025", "variety-2015"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func BenchmarkReadJSONL(b *testing.B) {
	line := `{"id": "%d", "title": "A title", "url": "a.example/x", "text": "` + strings.Repeat("A sentence of an article about films. ", 25) + `"}` + "\n"
	var data strings.Builder
	const articles = 2000
	for i := range articles {
		fmt.Fprintf(&data, line, i)
	}
	dir := lay(b, "a.jsonl", data.String())
	b.SetBytes(int64(data.Len()))
	for b.Loop() {
		if got, err := ids([]string{dir}, Options{}); err != nil || len(got) != articles {
			b.Fatal(len(got), err)
		}
	}
	b.ReportMetric(float64(articles*b.N)/b.Elapsed().Seconds(), "articles/s")
}

// A file whose name is in another character set is read, and that is told.
func TestFileNameOfOtherSet(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "caf\xe9.txt"), []byte("The café is by the quay."), 0o600); err != nil {
		t.Skip(err)
	}
	var notes []string
	got, err := ids([]string{dir}, Options{Note: func(n Note) { notes = append(notes, n.What) }})
	if err != nil || len(got) != 1 || !strings.HasPrefix(got[0], "caf") || !utf8.ValidString(got[0]) || len(notes) != 1 || !strings.Contains(notes[0], "not in UTF-8") {
		t.Errorf("%q, %v, %q", got, err, notes)
	}
}

// A name with a line's end in it is one fault.
func TestFaultOfOneLine(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a\nb.md"), nil, 0o600); err != nil {
		t.Skip("no such name here:", err)
	}
	_, err := ids([]string{dir}, Options{})
	if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "a b.md:1: ") {
		t.Errorf("%q", err)
	}
}
