package corpus

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

func files(list ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i+1 < len(list); i += 2 {
		fsys[list[i]] = &fstest.MapFile{Data: []byte(list[i+1])}
	}
	return fsys
}

// parse reads one file of one source. ok is false when it has faults, which are in f then.
func parse(name, id string, data []byte, f *faults) (src Source, ok bool) {
	return parseBy(readerOf(name), name, id, data, f)
}

// hash64 stands for the SHA-256 of some original.
var hash64 = strings.Repeat("ab", 32)

func TestLoadReadsEveryKind(t *testing.T) {
	sources, err := Load(files(
		"d.md", "---\nid: digest-1\ntitle: A Digest\ndate: 2025-04-03\nauthor:\nsha256: "+hash64+"\nquote_words: 40\n---\n\n"+
			"[2] Before any\nsection.\n\n## One (2013)\n\n[4] Four.\n\n##\n\n[9] Nine.\n",
		"e.markdown", "---\n# no original file\ndigest: true\n---\n[7] A digest of something on paper.\n",
		"own.md", "# The Title\n\nFirst *block*\nof `two` lines.\n\n## Section\n\n- a [link](https://a.example/x_y)\n- two\n\n***\n\nSetext\n------\n\nlast, snake_case_name and 2 * 3 * 4\n",
		"plain.txt", "One\r\nline two\r\n\u00a0\r\nTwo\r\n",
		"page.html", "<title>Page</title><h2>Head</h2><p>Body text.</p><ul><li>item</ul>",
		"notes.odp", "%PDF",
	))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"digest-1|A Digest|2 :Before any section.|4 One (2013):Four.|9 :Nine.",
		"e|e|7 :A digest of something on paper.",
		"own|The Title|2 :First block of two lines.|4 Section:a link|4 Section:two|7 Setext:last, snake_case_name and 2 * 3 * 4",
		"page|Page|2 Head:Body text.|3 Head:item",
		"plain|plain|1 :One line two|2 :Two",
	}
	if len(sources) != len(want) {
		t.Fatalf("%d sources, want %d", len(sources), len(want))
	}
	for i, s := range sources {
		if got := outline(s); got != want[i] {
			t.Errorf("got  %s\nwant %s", got, want[i])
		}
		if verbatim := s.ID != "digest-1" && s.ID != "e"; s.Paragraphs[0].Verbatim != verbatim {
			t.Errorf("%s: verbatim is not %v", s.ID, verbatim)
		}
	}
	if d := sources[0]; d.Date != "2025-04-03" || d.Author != "" || d.QuoteWords != 40 || d.SHA256 != hash64 {
		t.Errorf("front matter: %+v", d)
	}
}

// outline shows a source as "id|title|number heading:text|…".
func outline(s Source) string {
	return s.ID + "|" + s.Title + "|" + paragraphs(s)
}

// paragraphs tells paragraphs with their numbers and headings.
func paragraphs(s Source) string {
	var parts []string
	for _, p := range s.Paragraphs {
		parts = append(parts, strconv.Itoa(p.N)+" "+strings.TrimLeft(p.Place+" ", " ")+p.Heading+":"+p.Text)
	}
	return strings.Join(parts, "|")
}

func TestLoadNamesEveryFault(t *testing.T) {
	sources, err := Load(files(
		"a.md", "---\nid: a\nsha256: xyz\ndigest: maybe\n---\n\nText.\n",
		"b.md", "---\nid: b\nsha256: "+hash64+"\n---\n\n[3] Three.\n[4] Four.\n\nno number\n\n[2] Two.\n\n[5]\n\n# H\ntext\n",
		"c.txt", "zero\x00bytes",
		"e.txt", "\xff\xfa\xfb\n",
		"f.txt", " \n\u00a0\n",
		"g.md", "---\nid: good\n---\nGood.\n",
	))
	want := []string{
		`a.md:3: sha256: "xyz" is no SHA-256`,
		`a.md:4: digest: "maybe" is neither true nor false`,
		`b.md:7: a blank line is needed above a numbered paragraph`,
		`b.md:9: a paragraph without its number`,
		`b.md:11: paragraph [2] stands behind [3]; numbers rise from 1`,
		`b.md:13: paragraph [5] is empty`,
		`b.md:16: a blank line is needed below a heading`,
		`c.txt: holds zero bytes`,
		`e.txt: its character set cannot be told for sure`,
		`f.txt:1: no paragraph of text in it`,
	}
	if err == nil {
		t.Fatal("no error")
	}
	got := strings.Split(err.Error(), "\n")
	for i, g := range got {
		if i >= len(want) {
			t.Errorf("unexpected: %s", g)
		} else if !strings.HasPrefix(g, want[i]) {
			t.Errorf("got  %s\nwant %s", g, want[i])
		}
	}
	if len(got) < len(want) {
		t.Errorf("missing: %q", want[len(got):])
	}
	if len(sources) != 1 || sources[0].ID != "good" {
		t.Errorf("the sound source is not among %v", sources)
	}
}

func TestBlocks(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "",
		" \n\t\n\u00a0\n":             "",
		"one":                         "one",
		"one\ntwo\n\nthree\n":         "one\ntwo|three",
		"one\n\u00a0 \u2003\ntwo":     "one|two",
		"\ufeffone\r\n\r\ntwo\r\rx":   "one|two|x",
		"  • a\n\n\n\n  • b\n    c\n": "• a|• b\n    c",
	} {
		if got := strings.Join(Blocks(text), "|"); got != want {
			t.Errorf("Blocks(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestQuote(t *testing.T) {
	for _, c := range []struct {
		text  string
		words int
		want  string
	}{
		{"one  two\nthree", 3, "one two three"},
		{"one two, three", 2, "one two …"},
		{"one two. three", 2, "one two. …"},
		{"one – two three", 2, "one …"},
		{"one two", 0, ""},
		{"", 5, ""},
	} {
		if got := Quote(c.text, c.words); got != c.want {
			t.Errorf("Quote(%q, %d) = %q, want %q", c.text, c.words, got, c.want)
		}
	}
}

func BenchmarkDefault(b *testing.B) {
	for b.Loop() {
		if s, err := Default(); err != nil || len(s) != 3 {
			b.Fatal(len(s), err)
		}
	}
}
