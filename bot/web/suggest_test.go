package web

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/intake"
	"hapjak/facts/kb/curated"
	"hapjak/facts/suggest"
	"hapjak/nlp/encoder/weights"
)

// suggested returns a server of a base whose articles say what no fact holds, with its encoder.
func suggested(t *testing.T) (s *Server, dir, mina string) {
	t.Helper()
	s, dir, mina = curatedServer(t, Options{}, func(know *facts.Answerer) { know.SetEncoder(weights.Lazy()) })
	article := "# Ida Moss\n\nThe Tin Lantern was made in 1931.\n\nThe Brass Cup was made by Ina Birch.\n\nThe Brass Cup was made in 1990.\n"
	if err := os.WriteFile(filepath.Join(dir, "sources", "moss.md"), []byte(article), 0o644); err != nil {
		t.Fatal(err)
	}
	things := "- id: tin-lantern\n  kind: thing\n  name: the Tin Lantern\n\n- {id: brass-cup, kind: thing, name: the Brass Cup}\n"
	if err := os.WriteFile(filepath.Join(dir, "facts", "moss.yaml"), []byte(things), 0o644); err != nil {
		t.Fatal(err)
	}
	until(t, "the article is there", func() bool { return get(s, "/things/brass-cup").Code == http.StatusOK })
	know, done := s.mind.talk.Know()
	defer done()
	if know.EncoderErr() != nil {
		t.Skip("there are no weights in the program")
	}
	return s, dir, mina
}

var suggestionID = regexp.MustCompile(`id="p-(\w+)"`)

// The articles are read behind the page; what they say is accepted, corrected and refused, and
// what was refused is not proposed again.
func TestSuggest(t *testing.T) {
	s, dir, mina := suggested(t)
	if err := s.opts.Memory.(*store.Store).Record(t.Context(), store.Event{Kind: store.Unknown, Question: "Who made the Brass Cup?", Status: "unknown"}); err != nil {
		t.Fatal(err)
	}
	page := func() string { return get(s, "/curate/suggest", "Cookie", mina).Body.String() }
	if p := page(); !strings.Contains(p, "Read the articles") || suggestionID.MatchString(p) {
		t.Fatal(p)
	}
	read := func() {
		t.Helper()
		if w := post(s, "/curate/suggest", nil, "Cookie", mina); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code, textOf(t, w))
		}
		until(t, "the articles are read", func() bool { return !strings.Contains(page(), "are being read") })
	}
	read()
	idOf := func(says string) string {
		t.Helper()
		at := strings.Index(page(), "<strong>"+says+"</strong>")
		if at < 0 {
			t.Fatalf("%q is not proposed: %s", says, page())
		}
		ids := suggestionID.FindAllStringSubmatch(page()[:at], -1)
		return ids[len(ids)-1][1]
	}
	idOf("Ina Birch made the Brass Cup")
	settle := func(id string, values ...string) string {
		t.Helper()
		return textOf(t, post(s, "/curate/suggest/"+id, formOf(values...), "Cookie", mina))
	}
	if strings.Contains(page(), "have changed since the articles were read") {
		t.Error("nothing has changed")
	}
	if err := os.WriteFile(filepath.Join(dir, "sources", "late.md"), []byte("# Late\n\nIt came late.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	until(t, "it is told that articles have changed", func() bool { return strings.Contains(page(), "have changed since the articles were read") })
	refused, accepted, corrected := idOf("the Brass Cup was made in 1990"), idOf("Ina Birch made the Brass Cup"), idOf("the Tin Lantern was made in 1931")
	if text := settle(accepted, "do", "see"); !strings.Contains(text, "Nothing is written yet") || !strings.Contains(text, "made_by: ina-birch") || !strings.Contains(text, "facts/") {
		t.Error(text)
	}
	if text := settle(refused, "do", "refuse"); !strings.Contains(text, "Refused, and not proposed again") {
		t.Error(text)
	}
	if text := settle(accepted, "do", "accept"); !strings.Contains(text, "Stated: Ina Birch made the Brass Cup") ||
		!strings.Contains(text, "What that changes") || !strings.Contains(text, "then Ina Birch made the Brass Cup") {
		t.Error(text)
	}
	if text := settle(accepted, "do", "accept"); !strings.Contains(text, "Somebody else has settled this meanwhile") {
		t.Error("twice:", text)
	}
	if text := settle(corrected, "do", "correct", "value", "soon"); !strings.Contains(text, "soon") || strings.Contains(text, "Stated") {
		t.Error("a year that is none:", text)
	}
	if text := settle(corrected, "do", "correct", "value", "1932"); !strings.Contains(text, "was made in 1932") {
		t.Error(text)
	}
	file := fileOf(t, dir, "facts/moss.yaml")
	if !strings.Contains(file, "made_by: ina-birch") || !strings.Contains(file, "made_in: 1932") || strings.Contains(file, "in: 1931") ||
		!strings.Contains(file, `cite: {at: moss:3, quote: "Cup was made by Ina Birch", before: "The Brass"}`) {
		t.Error(file)
	}
	list, err := s.opts.Memory.Changes(t.Context(), 0, 10)
	if err != nil || len(list) < 3 || list[1].Who != "Mina" || list[1].File != "facts/moss.yaml" || !strings.Contains(list[1].After+list[0].After, "made_") {
		t.Errorf("logged: %+v, %v", list, err)
	}
	until(t, "it is answered", func() bool {
		return strings.Contains(get(s, "/things/tin-lantern").Body.String(), "1932")
	})
	read()
	if p := page(); strings.Contains(p, refused) || strings.Contains(p, accepted) || strings.Contains(p, corrected) {
		t.Error("proposed again:", p)
	}
	if p := page(); !strings.Contains(p, "nothing likely that the facts do not hold") {
		t.Error(p)
	}
	if _, err := suggest.Remember(dir); err != nil {
		t.Error(err)
	}

	// What was accepted is one change, of however many files, and is undone as one.
	mendings, err := s.opts.Memory.Mendings(t.Context(), 0)
	mendings = slices.DeleteFunc(mendings, func(m store.Mending) bool { return !strings.Contains(m.What, "Ina Birch made the Brass Cup") })
	if err != nil || len(mendings) != 1 || !strings.Contains(mendings[0].Edits, "facts/added.yaml") || !strings.Contains(mendings[0].Edits, "facts/moss.yaml") {
		t.Fatal(mendings, err)
	}
	if w := post(s, fmt.Sprintf("/curate/mended/%d/undo", mendings[0].ID), nil, "Cookie", mina); w.Code != http.StatusSeeOther {
		t.Fatal(textOf(t, w))
	}
	if file := fileOf(t, dir, "facts/moss.yaml"); strings.Contains(file, "ina-birch") || !strings.Contains(file, "made_in: 1932") {
		t.Error(file)
	}
	if _, err := os.Stat(filepath.Join(dir, "facts", "added.yaml")); !os.IsNotExist(err) {
		t.Error("the maker is still a thing:", err)
	}
}

// By keys alone: the first is accepted, and then answered.
func TestBrowserSuggest(t *testing.T) {
	chromium(t)
	s, _, mina := suggested(t)
	post(s, "/curate/suggest", nil, "Cookie", mina)
	b := open(t, s)
	b.enter(s, "Mina", Mends)
	b.do(chromedp.Navigate(b.url+"/curate/suggest"), chromedp.WaitVisible("[data-keys] > li"))
	n := is[int](b, `document.querySelectorAll("[data-keys] > li").length`)
	says := b.text("[data-keys] > li .says strong")
	b.do(chromedp.KeyEvent("c"))
	b.wait(`document.activeElement.name === "value"`)
	b.do(chromedp.KeyEvent("a")) // is typed, and accepts nothing
	is[bool](b, `document.activeElement.blur() || true`)
	b.do(chromedp.KeyEvent("a"), chromedp.WaitVisible(".done"))
	if text := b.text(".done"); !strings.Contains(text, says) {
		t.Errorf("%q is not %q", text, says)
	}
	if left := is[int](b, `document.querySelectorAll("[data-keys] > li").length`); left != n-1 {
		t.Errorf("%d were there, and %d are left", n, left)
	}
	until(t, "it is answered", func() bool {
		return strings.Contains(get(s, "/things/brass-cup").Body.String()+get(s, "/things/tin-lantern").Body.String(), "moss:")
	})
	b.do(chromedp.Navigate(b.url+"/curate/suggest"), chromedp.WaitVisible("[data-keys] > li"), chromedp.KeyEvent("r"), chromedp.WaitVisible(".done"))
	if text := b.text(".done"); !strings.Contains(text, "Refused") {
		t.Error(text)
	}
	b.quiet()
}

// What is proposed for an imported base is stated beside the import: what that changes is shown before and
// after, and it is taken back by a click.
func TestSuggestBesideImport(t *testing.T) {
	from, dir := t.TempDir(), filepath.Join(t.TempDir(), "kb")
	for name, text := range map[string]string{"schema.yaml": bridgesSchema, "bridges.csv": bridgesFacts,
		"rivers.md": bridgesArticle + "\nThe Short Bridge was built by Ora Finch.\n\nThe Short Bridge opened in 1931.\n"} {
		if err := os.WriteFile(filepath.Join(from, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	job := &intake.Job{Dir: dir, Schema: filepath.Join(from, "schema.yaml"), Triples: []string{filepath.Join(from, "bridges.csv")}, Articles: []string{filepath.Join(from, "rivers.md")}}
	if report, err := job.Run(t.Context()); err != nil {
		t.Fatal(err, report.Faults)
	}
	s := watched(t, dir, Options{Memory: remembered(t), Base: dir}, func(know *facts.Answerer) { know.SetEncoder(weights.Lazy()) })
	mina := signedIn(t, s, "Mina", Mends)
	page := func() string { return get(s, "/curate/suggest", "Cookie", mina).Body.String() }
	if w := post(s, "/curate/suggest", nil, "Cookie", mina); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, textOf(t, w))
	}
	until(t, "the articles are read", func() bool { return !strings.Contains(page(), "are being read") })
	settle := func(says, do string) string {
		t.Helper()
		before, _, ok := strings.Cut(page(), "<strong>"+says+"</strong>")
		if !ok {
			t.Fatalf("%q is not proposed: %s", says, page())
		}
		ids := suggestionID.FindAllStringSubmatch(before, -1)
		return textOf(t, post(s, "/curate/suggest/"+ids[len(ids)-1][1], formOf("do", do), "Cookie", mina))
	}
	opened, built := "the Short Bridge opened in 1931", "Ora Finch built the Short Bridge"
	if text := settle(opened, "see"); !strings.Contains(text, "Nothing is written yet") || !strings.Contains(text, "opened: 1931") {
		t.Error(text)
	}
	if text := settle(opened, "accept"); !strings.Contains(text, "Stated: "+opened) || !strings.Contains(text, "then The Short Bridge opened in 1931") {
		t.Error(text)
	}
	if text := settle(built, "accept"); !strings.Contains(text, "Stated: "+built) {
		t.Error(text)
	}
	file := fileOf(t, dir, curated.MendingsFile)
	if !strings.Contains(file, "opened: 1931") || !strings.Contains(file, "name: Ora Finch") || !strings.Contains(file, `quote: "Short Bridge opened in 1931"`) {
		t.Error(file)
	}
	until(t, "both are stated", func() bool {
		text := textOf(t, get(s, "/things/short"))
		return strings.Contains(text, "1931") && strings.Contains(text, "Ora Finch")
	})
	if w := post(s, "/curate/mended/1/undo", nil, "Cookie", mina); w.Code != http.StatusSeeOther {
		t.Fatal(textOf(t, w))
	}
	if file := fileOf(t, dir, curated.MendingsFile); strings.Contains(file, "1931") || !strings.Contains(file, "Ora Finch") {
		t.Error(file)
	}
}
