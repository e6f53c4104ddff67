package corpus

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

// holds checks what is true of every source that is read, whatever the file:
// its metadata fit on one line and can be shown, paragraphs have text and
// rising numbers.
func holds(t *testing.T, src Source) {
	t.Helper()
	if err := checkID(src.ID); err != nil {
		t.Errorf("id: %v", err)
	}
	if src.Title == "" || len(src.Paragraphs) == 0 || src.QuoteWords < 0 {
		t.Errorf("unsound: %+v", src)
	}
	if _, err := ReadDate(src.Date); err != nil {
		t.Errorf("date: %v", err)
	}
	if err := checkURL(src.URL); err != nil {
		t.Errorf("url: %v", err)
	}
	for _, s := range []string{src.Title, src.Publisher, src.Author, src.Rights, src.Language} {
		if s != tidy(s) {
			t.Errorf("not on one line: %q", s)
		}
	}
	last := 0
	for _, p := range src.Paragraphs {
		if p.N < last || p.Text == "" || p.Text != tidy(p.Text) || p.Heading != tidy(p.Heading) || !utf8.ValidString(p.Text) {
			t.Errorf("paragraph %d behind %d: %q, %q", p.N, last, p.Heading, p.Text)
		}
		last = p.N
		if ref, err := ParseRef(Ref{Source: src.ID, Paragraph: p.N}.String()); err != nil || ref != (Ref{Source: src.ID, Paragraph: p.N}) {
			t.Errorf("its citation is read as %v, %v", ref, err)
		}
	}
}

// fuzzFile fuzzes the reader of one kind of file.
func fuzzFile(f *testing.F, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		var bad faults
		src, ok := parse(name, "file", []byte(data), &bad)
		if ok != (bad.err() == nil) {
			t.Fatalf("sound: %v, but %v", ok, bad.err())
		}
		if ok {
			holds(t, src)
			return
		}
		for _, err := range bad.errs {
			if !strings.HasPrefix(err.Error(), name+":") {
				t.Errorf("a fault without its place: %v", err)
			}
		}
	})
}

func FuzzMarkdown(f *testing.F) {
	fuzzFile(f, "f.md", "# T\n\na *b* [c](d)\n\n- e\n", "---\ntitle: x\n---\n\nx", "Head\n===\n\n<!-- c -->\n\n![p](q) \\* `r` _s_", "[[[](](", "***a*", "> > q")
}

func FuzzDigest(f *testing.F) {
	head := "---\nid: d\nsha256: " + hash64 + "\n---\n"
	for _, body := range []string{"[1] a\n\n[2] b", "## h\n\n[3] c\n\n##\n\n[4] d", "[0] x", "[1]", "no", "[9999999] x\n[1] y", "###### ####### x", "\x000\x00)\x00"} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var bad faults
		src, ok := parse("d.md", "d", []byte(head+body), &bad)
		if !ok {
			return
		}
		holds(t, src)
		// What was read, written out again, is read as the same.
		var b strings.Builder
		b.WriteString(head)
		for _, p := range src.Paragraphs {
			b.WriteString("\n## " + p.Heading + " #\n\n" + "[" + strconv.Itoa(p.N) + "] " + p.Text + "\n")
		}
		again, ok := parse("d.md", "d", []byte(b.String()), &bad)
		if !ok || outline(again) != outline(src) {
			t.Errorf("%s\nis read again as %s, %v", outline(src), outline(again), bad.err())
		}
	})
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{"id: x", "title: \"a: b\"\ndate: 2015", "a: &a [*a]", "{", "- x", "id: |\n  a\n  b", "quote_words: 1e3", "? x\n: y", "!!binary id: x", "<<: {id: x}", "id: ~"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, front string) {
		if !utf8.ValidString(front) || strings.IndexByte(front, 0) >= 0 {
			t.Skip() // a file that is no text is refused as a whole: no line of it is at fault
		}
		var bad faults
		src, ok := parse("f.md", "file", []byte("---\n"+front+"\n---\n\nText.\n"), &bad)
		if ok {
			holds(t, src)
		}
		lines := strings.Count(lineFeeds(front), "\n") + 3
		for _, err := range bad.errs {
			if line := lineOf(t, err); line > lines {
				t.Errorf("line %d of %d: %v", line, lines, err)
			}
		}
	})
}

// lineOf reads the line in "f.md:12: what".
func lineOf(t *testing.T, err error) int {
	parts := strings.SplitN(err.Error(), ":", 3)
	if len(parts) < 3 {
		t.Fatalf("a fault without its place: %v", err)
	}
	ref, e := ParseRef(parts[0] + ":" + parts[1])
	if e != nil {
		t.Fatalf("a fault without its place: %v", err)
	}
	return ref.Paragraph
}

func FuzzHTML(f *testing.F) {
	fuzzFile(f, "f.html", "<p>a<p>b", "<title>t</title><h1>h</h1><ul><li>a<ol><li>b</ol></ul>", "<meta charset=utf-16><p>x", "<table><tr><td>a<table><tr><td>b",
		"<link rel=canonical href=' javascript:x'><svg><p>x</svg>", "<h2><div>x</div>y</h2><p>z", "</p></br><li>x", "<p>\x00\xff")
}

func FuzzJSONL(f *testing.F) {
	for _, s := range []string{`{"id":"a","text":"b"}`, `{"id":1,"text":"b\n\nc","date":2015}`, "\n\n{}", `{"id":"\ud800","text":"\u0000"}`, "\ufeff[]", `{"ID":"A","TEXT":"x"}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		lines, n := strings.Count(data, "\n")+1, 0
		fsys := fstest.MapFS{"f.jsonl": &fstest.MapFile{Data: []byte(data)}}
		err := ReadFS(fsys, func(a Article) error {
			if n++; a.Piece.Line < n || a.Piece.Line > lines {
				t.Errorf("article %d of line %d", n, a.Piece.Line)
			}
			holds(t, a.Source)
			return nil
		}, Options{MaxArticle: 1 << 12})
		if n == 0 && err == nil && strings.TrimSpace(strings.TrimPrefix(data, "\ufeff")) != "" {
			t.Errorf("nothing was read of %q, and nothing is wrong", data)
		}
	})
}

func FuzzBlocks(f *testing.F) {
	for _, s := range []string{"a\n\nb", "\r\n\r\na\r\rb", "\ufeff\u00a0\n\ta", "\n\ufeffa", "\ufeff\ufeff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		blocks := Blocks(text)
		if got, want := tidy(strings.Join(blocks, "\n")), tidy(strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\ufeff", "")); got != want {
			t.Errorf("the words of %q became %q", want, got)
		}
		again := Blocks(strings.Join(blocks, "\n\n"))
		if strings.Join(again, "\n\n") != strings.Join(blocks, "\n\n") || len(again) != len(blocks) {
			t.Errorf("%q became %q", blocks, again)
		}
	})
}
