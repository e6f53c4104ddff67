package corpus

import (
	"context"
	"strings"
	"testing"
)

// A line of JSONL is an article whatever its keys are called and whichever of its values
// cannot be read.
func TestJSONLForms(t *testing.T) {
	lines := []string{
		`{"text": "No id."}`,
		`{"id": "has space", "date": "soon", "language": "?", "url": "ftp://a", "quote_words": "some", "text": "Bad values."}`,
		`{"id": 7, "authors": ["Ann Lee", {"name": "Bo Wu"}], "Published": "4 May 2016", "link": "https://a.org/b", "lang": "en_US", "body": "Other names."}`,
		`{"id": "p", "paragraphs": ["One.", {"text": "Two."}]}`,
		`{"id": "p", "text": "The same id."}`,
		`{"id": "h", "text": "<h2>Sluice</h2>\n<p>Dug by <b>Kim</b> &amp; Lee.</p><ul><li>Of oak</li></ul>"}`,
		"{\"id\": \"w\", \"text\": \"Caf\xe9 M\xfcller.\"}",
	}
	dir := lay(t, "a.jsonl", strings.Join(lines, "\n"))
	var got []Article
	var notes []string
	err := Read(context.Background(), []string{dir}, func(a Article) error { got = append(got, a); return nil },
		Options{Note: func(n Note) { notes = append(notes, n.Kind) }})
	if err != nil || len(got) != len(lines) {
		t.Fatalf("%d articles, %v", len(got), err)
	}
	for i, want := range []string{"a-", "a-", "7", "p", "a-", "h", "w"} {
		if own := strings.HasPrefix(got[i].ID, "a-") && len(got[i].ID) == len("a-01234567"); got[i].ID != want && !(own && want == "a-") {
			t.Errorf("line %d is called %q, want %q", i+1, got[i].ID, want)
		}
	}
	if a := got[2].Source; a.Author != "Ann Lee, Bo Wu" || a.Date != "2016-05-04" || a.URL != "https://a.org/b" || a.Language != "en-US" || a.Paragraphs[0].Text != "Other names." {
		t.Errorf("other names: %+v", a)
	}
	if a := got[3].Source; len(a.Paragraphs) != 2 || a.Paragraphs[1].Text != "Two." {
		t.Errorf("paragraphs: %+v", a)
	}
	if have := onOneLine(got[5].Source); have != "[Sluice] Dug by Kim & Lee. / [Sluice] Of oak" {
		t.Errorf("HTML: %s", have)
	}
	if text := got[6].Paragraphs[0].Text; text != "Café Müller." {
		t.Errorf("another character set: %q", text)
	}
	if have := strings.Join(notes, " "); have != "id date url language quote_words same id charset" {
		t.Errorf("notes: %s", have)
	}
}

// An archive in an archive is read as a folder of it, up to a depth.
func TestArchiveInArchive(t *testing.T) {
	deep := zipped(t, "x.md", "Deep.")
	for range maxArchives {
		deep = zipped(t, "a.zip", deep)
	}
	dir := lay(t, "all.zip", zipped(t, "top.md", "Top.", "inner.zip", zipped(t, "one.md", "One.", "more/in.zip", zipped(t, "two.md", "Two."))), "deep.zip", deep)
	got, err := ids([]string{dir}, Options{})
	if have := strings.Join(got, " "); have != "inner/more/in/two inner/one top" {
		t.Errorf("read %s", have)
	}
	if err == nil || !strings.Contains(err.Error(), "the archive lies in 4 others; unpack it") {
		t.Errorf("%v", err)
	}
}

// What a chat writes for pictures is no text, what is covered is.
func TestChatMarks(t *testing.T) {
	const export = `{"channel": {"name": "piers"}, "messages": [{"timestamp": "2024-05-01T10:00:00+00:00", "author": {"name": "ann"},
		"content": "<@123> the mole was built by **Otto** <:wave:1> in ||May|| <#9>", "embeds": [{"title": "Pier", "description": "It is shut."}]}]}`
	var f faults
	src, ok := parse("a.json", "a", []byte(export), &f)
	if want := "ann: @unknown the mole was built by Otto in May #unknown Pier: It is shut."; !ok || len(src.Paragraphs) != 1 || src.Paragraphs[0].Text != want {
		t.Errorf("%+v, want %s (%v)", src.Paragraphs, want, f.err())
	}
}
