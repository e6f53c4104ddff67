package web

import (
	"archive/zip"
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hapjak/facts"
	"hapjak/facts/intake"
)

// curated returns a server of a folder of its own, and who mends there.
func curatedServer(t *testing.T, o Options, with ...func(*facts.Answerer)) (s *Server, dir, cookie string) {
	t.Helper()
	dir = started(t, "empty")
	o.Memory, o.Base = remembered(t), dir
	s = watched(t, dir, o, with...)
	return s, dir, signedIn(t, s, "Mina", Mends)
}

// sendFiles uploads files, by names and texts in turn.
func sendFiles(t *testing.T, s *Server, cookie string, files ...string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(files); i += 2 {
		w, err := form.CreateFormFile("files", files[i])
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(files[i+1]))
	}
	form.Close()
	return do(s, http.MethodPost, "/curate/articles", body.String(), "Cookie", cookie, "Content-Type", form.FormDataContentType())
}

func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var body bytes.Buffer
	z := zip.NewWriter(&body)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(files[i+1]))
	}
	z.Close()
	return body.String()
}

var planned = regexp.MustCompile(`name="(stage|seen)" value="(\w+)"`)

// confirm answers the plan that a page shows.
func confirm(s *Server, cookie, page, do string) *httptest.ResponseRecorder {
	form := url.Values{"do": {do}}
	for _, m := range planned.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
	}
	return post(s, "/curate/articles/import", form, "Cookie", cookie)
}

func textOf(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	return strings.Join(strings.Fields(pageOf(t, "a page", w.Body.String()).text), " ")
}

// An upload is shown first, imported when that is meant, answered from, and in the log.
func TestUpload(t *testing.T) {
	s, dir, mina := curatedServer(t, Options{})
	w := sendFiles(t, s, mina, "lighthouse.md", "# The lighthouse\n\nThe lighthouse of Tarn was built by Ada Quill in 1912.\n",
		"example.md", "---\nid: example\ntitle: The workshop\n---\n\nAnother text.\n", "empty.txt", "", "photo.png", "\x89PNG")
	text := textOf(t, w)
	for _, want := range []string{"1 article would be added, 1 updated, 0 removed", "Addedlighthouse", "Updatedexample", "empty.txt:1: no paragraph", ".png 1",
		"It cannot be imported like this: these citations would lead nowhere", "no source has the paragraph example:3"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if w := confirm(s, mina, w.Body.String(), "import"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("imported all the same: %d", w.Code)
	}
	confirm(s, mina, w.Body.String(), "drop")

	w = sendFiles(t, s, mina, "club.zip", zipped(t, "club/lighthouse.md", "# The lighthouse\n\nThe lighthouse of Tarn was built by Ada Quill in 1912.\n", "club/.git/config", "x", "../../evil.md", "An evil text.\n"))
	if text := textOf(t, w); !strings.Contains(text, "2 articles would be added") {
		t.Fatal(text)
	}
	if list, _ := filepath.Glob(filepath.Join(dir, "sources", "*")); len(list) != 1 {
		t.Errorf("written before it was confirmed: %q", list)
	}
	w = confirm(s, mina, w.Body.String(), "import")
	if text := textOf(t, w); w.Code != http.StatusOK || !strings.Contains(text, "Imported: 2 added, 1 unchanged, 0 removed.") {
		t.Fatalf("%d %s", w.Code, text)
	}
	until(t, "it is answered from", func() bool { return get(s, "/sources/lighthouse").Code == http.StatusOK })
	if _, err := os.Stat(filepath.Join(dir, "sources", "evil.md")); err != nil {
		t.Error("a name that leads out of the folder is not made one within")
	}
	list, _ := s.opts.Memory.Changes(t.Context(), 0, 2)
	if list[1].Who != "Mina" || list[1].File != "sources/club/lighthouse.md" || list[1].What != "added an article from club.zip" || !strings.Contains(list[1].After, "Ada Quill") {
		t.Errorf("logged: %+v", list)
	}

	w = sendFiles(t, s, mina, "lighthouse.md", "# The lighthouse\n\nThe lighthouse of Tarn was built by Ada Quill in 1913.\n")
	if text := textOf(t, w); !strings.Contains(text, "0 articles would be added, 1 updated") {
		t.Error(text)
	}
	confirm(s, mina, w.Body.String(), "import")
	until(t, "the update is answered from", func() bool { return strings.Contains(get(s, "/sources/lighthouse").Body.String(), "1913") })
	w = sendFiles(t, s, mina, "lighthouse.md", "# The lighthouse\n\nThe lighthouse of Tarn was built by Ada Quill in 1913.\n")
	if text := textOf(t, w); !strings.Contains(text, "nothing to import") || strings.Contains(w.Body.String(), `value="import"`) {
		t.Error(text)
	}
}

// A base that was imported is imported into: the same file sent again is an update, and what
// vanished from a zip's folder is taken out.
func TestUploadIntoImport(t *testing.T) {
	memory := remembered(t)
	dir, from := filepath.Join(t.TempDir(), "kb"), t.TempDir()
	if err := os.WriteFile(filepath.Join(from, "first.md"), []byte("The first text.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := (&intake.Job{Dir: dir, Articles: []string{from}}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := watched(t, dir, Options{Memory: memory, Base: dir})
	mina := signedIn(t, s, "Mina", Mends)
	for _, x := range []struct{ name, text, want string }{
		{"a.md", "One text.\n", "1 article would be added, 0 updated, 0 removed; 1 would stay as it is"},
		{"a.md", "Another text.\n", "0 articles would be added, 1 updated, 0 removed; 1 would stay"},
		{"a.md", "Another text.\n", "nothing to import"},
		{"b.zip", zipped(t, "club/b.md", "B.\n", "club/c.md", "C.\n"), "2 articles would be added"},
		{"b.zip", zipped(t, "club/b.md", "B.\n"), "0 articles would be added, 0 updated, 1 removed; 3 would stay"},
	} {
		w := sendFiles(t, s, mina, x.name, x.text)
		if text := textOf(t, w); !strings.Contains(text, x.want) {
			t.Errorf("%s: no %q in %s", x.name, x.want, text)
		}
		w = confirm(s, mina, w.Body.String(), "import")
		if w.Code != http.StatusOK && !strings.Contains(x.want, "nothing") {
			t.Errorf("%s: %d", x.name, w.Code)
		}
	}
	until(t, "it is answered from", func() bool { return strings.Contains(get(s, "/sources/a").Body.String(), "Another") })
}

// The base in the program is copied before the first change, and then served.
func TestUploadCopiesShipped(t *testing.T) {
	memory := remembered(t)
	dir := filepath.Join(t.TempDir(), "kb")
	s := watched(t, dir, Options{Memory: memory, Copy: dir})
	mina := signedIn(t, s, "Mina", Mends)
	w := sendFiles(t, s, mina, "lighthouse.md", "The lighthouse of Tarn was built in 1912.\n")
	if text := textOf(t, w); !strings.Contains(text, "1 article would be added, 0 updated, 0 removed; 3 would stay") {
		t.Fatal(text)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("copied before anything was changed")
	}
	confirm(s, mina, w.Body.String(), "import")
	until(t, "it is answered from", func() bool { return get(s, "/sources/lighthouse").Code == http.StatusOK })
	if w := get(s, "/things/snowpiercer"); w.Code != http.StatusOK {
		t.Error("the copy does not know what the program knew")
	}
}

func TestUploadRefused(t *testing.T) {
	s, dir, mina := curatedServer(t, Options{MaxUpload: 4000})
	bomb := zipped(t, "zeros.txt", strings.Repeat("0", maxUnpacked+10))
	for _, x := range []struct {
		name string
		w    *httptest.ResponseRecorder
		want string
	}{
		{"nothing", sendFiles(t, s, mina), "Choose a file first"},
		{"too much", sendFiles(t, s, mina, "a.md", strings.Repeat("x ", 3000)), "That is too much at once: send at most 0 MiB"},
		{"a bad name", sendFiles(t, s, mina, ".a", "x"), "cannot be the name of an article"},
		{"twice the same", sendFiles(t, s, mina, "a.md", "x", "a.md", "y"), "two of the files are called"},
		{"no zip", sendFiles(t, s, mina, "a.zip", "x"), "The zip cannot be read"},
		{"no form", do(s, "POST", "/curate/articles", "x", "Cookie", mina), "No file was sent"},
		{"broken off", do(s, "POST", "/curate/articles", "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.md\"\r\n\r\nhalf", "Cookie", mina, "Content-Type", "multipart/form-data; boundary=x"), "broke off"},
		{"no such stage", post(s, "/curate/articles/import", url.Values{"stage": {"x"}, "do": {"import"}}, "Cookie", mina), "no longer here"},
		{"no fetching", post(s, "/curate/articles/fetch", url.Values{"address": {"https://example.org/"}}, "Cookie", mina), "hapjak serve --fetch does"},
	} {
		if x.w.Code != http.StatusUnprocessableEntity || !strings.Contains(strings.ToLower(x.w.Body.String()), strings.ToLower(x.want)) {
			t.Errorf("%s: %d %s", x.name, x.w.Code, textOf(t, x.w))
		}
	}
	s.articles.most = defaultUpload
	if w := sendFiles(t, s, mina, "bomb.zip", bomb); !strings.Contains(w.Body.String(), "holds more than 256 MiB") {
		t.Error(textOf(t, w))
	}
	if len(s.articles.stages.list) != 0 {
		t.Errorf("%d stages are left", len(s.articles.stages.list))
	}
	// Another's stage is not to be had, nor one of long ago; and there are not many at once.
	w := sendFiles(t, s, mina, "a.md", "A text.\n")
	jo := signedIn(t, s, "Jo", Mends)
	if got := confirm(s, jo, w.Body.String(), "import"); !strings.Contains(got.Body.String(), "no longer here") {
		t.Error("another's upload is imported")
	}
	s.articles.stages.now = func() time.Time { return time.Now().Add(2 * stageFor) }
	if got := confirm(s, mina, w.Body.String(), "import"); !strings.Contains(got.Body.String(), "no longer here") {
		t.Error("an upload of long ago is imported")
	}
	for range maxStages {
		w = sendFiles(t, s, mina, "a.md", "A text.\n")
	}
	if got := sendFiles(t, s, mina, "a.md", "A text.\n"); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "uploads wait") {
		t.Errorf("too many: %d", got.Code)
	}
	// What changed meanwhile is shown anew.
	edit(t, dir, "facts/example.yaml", "example:3", "example:2")
	if err := os.WriteFile(filepath.Join(dir, "sources", "a.md"), []byte("It came in between.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := confirm(s, mina, w.Body.String(), "import"); !strings.Contains(got.Body.String(), "changed since you looked") {
		t.Error(textOf(t, got))
	}
	s.articles.stages.close()
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "hapjak-upload-*")); len(left) > 0 {
		t.Logf("left: %q", left)
	}
}

// A folder that cannot be written to is said, and the base stays as it is.
func TestUploadReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	s, dir, mina := curatedServer(t, Options{})
	w := sendFiles(t, s, mina, "a.md", "A text.\n")
	os.Chmod(filepath.Join(dir, "sources"), 0o555)
	defer os.Chmod(filepath.Join(dir, "sources"), 0o755)
	if got := confirm(s, mina, w.Body.String(), "import"); !strings.Contains(got.Body.String(), "cannot be written to") {
		t.Error(textOf(t, got))
	}
}
