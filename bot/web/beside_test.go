package web

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hapjak/facts/intake"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/storage"
)

const (
	bridgesSchema = `name: Bridges
about: bridges
examples: ["Who built the Long Bridge?"]
kinds:
  bridge: {name: bridge}
  person: {name: person, plural: people, asks: [who]}
relations:
  built_by: {from: bridge, to: person, noun: builder, verbs: [build], says: "{o} built {s}"}
  opened: {from: bridge, to: year, one: true, noun: year, subject_verbs: [be opened, open], asks: [when], says: "{s} opened in {o}"}
`
	bridgesFacts = `id,relation,object,cite
long,@kind,bridge
long,@name,the Long Bridge
short,@kind,bridge
short,@name,the Short Bridge
mara,@kind,person
mara,@name,Mara Tull
tull,@kind,person
tull,@name,Tull Mara
long,built_by,mara,rivers:1
long,opened,1904,rivers:1
short,built_by,tull,bridges:9
`
	bridgesArticle = "Mara Tull built the Long Bridge, which opened in 1905.\n\nThe Short Bridge is 40 metres wide, and is her work as well.\n"
)

// imported returns a server of a base that was imported, statements and articles.
func imported(t *testing.T) (s *Server, dir, mina string) {
	t.Helper()
	memory := remembered(t)
	from := t.TempDir()
	dir = filepath.Join(t.TempDir(), "kb")
	for name, text := range map[string]string{"schema.yaml": bridgesSchema, "bridges.csv": bridgesFacts, "rivers.md": bridgesArticle} {
		if err := os.WriteFile(filepath.Join(from, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	job := &intake.Job{Dir: dir, Schema: filepath.Join(from, "schema.yaml"), Triples: []string{filepath.Join(from, "bridges.csv")}, Articles: []string{filepath.Join(from, "rivers.md")}}
	if report, err := job.Run(t.Context()); err != nil {
		t.Fatal(err, report.Faults)
	}
	s = watched(t, dir, Options{Memory: memory, Base: dir})
	return s, dir, signedIn(t, s, "Mina", Mends)
}

// Things, statements, kinds and relations of an imported base are added and changed by form. What
// the forms say stands beside the import, holds after another import of the same, and is checked.
func TestFormsBesideImport(t *testing.T) {
	s, dir, mina := imported(t)
	send := func(at string, values ...string) (int, string) {
		t.Helper()
		w := post(s, at, formOf(values...), "Cookie", mina)
		if w.Code == http.StatusSeeOther {
			return w.Code, w.Header().Get("Location")
		}
		return w.Code, textOf(t, w)
	}
	good := func(at string, values ...string) {
		t.Helper()
		if code, text := send(at, values...); code != http.StatusSeeOther {
			t.Fatalf("%s %v: %d %s", at, values, code, text)
		}
	}
	page := func(at string) string { return textOf(t, get(s, at, "Cookie", mina)) }
	if text := page("/curate/things/long"); !strings.Contains(text, "It was imported, as long") {
		t.Error(text)
	}
	if code, text := send("/curate/state", "thing", "long", "relation", "opened", "object", "soon", "cite", "rivers:1"); code != http.StatusConflict || !strings.Contains(text, "is no year") {
		t.Error(code, text)
	}
	if code, text := send("/curate/state", "thing", "long", "relation", "opened", "object", "1905", "cite", "rivers:99"); code != http.StatusUnprocessableEntity || !strings.Contains(text, "rivers:99") {
		t.Error(code, text)
	}
	if code, text := send("/curate/things/long", "name", "the Long Bridge", "kind", "person"); code == http.StatusSeeOther || !strings.Contains(text, "It was imported as a bridge") {
		t.Error(code, text)
	}
	if _, err := os.Stat(filepath.Join(dir, curated.MendingsFile)); err == nil {
		t.Fatal("what has faults was written")
	}
	good("/curate/state", "thing", "long", "relation", "opened", "was", "{opened: 1904, cite: rivers:1}", "object", "1905", "cite", "rivers:1")
	good("/curate/things/short", "name", "the Short Bridge", "kind", "bridge", "aliases", "Little Bridge", "about", "a footbridge")
	good("/curate/things/new", "name", "Ivo Bell", "kind", "person")
	until(t, "the thing is there", func() bool { return get(s, "/things/ivo-bell").Code == http.StatusOK })
	good("/curate/state", "thing", "short", "relation", "built_by", "object", "Ivo Bell", "cite", "rivers:2")
	good("/curate/schema/edit", "in", "relations", "noun", "width", "from", "bridge", "to", "number", "phrases", "how wide", "says", "{s} is {o} wide")
	good("/curate/schema/edit", "in", "kinds", "name", "engineer", "is", "person")
	good("/curate/schema/edit", "in", "relations", "name-of", "built_by", "verbs", "erect")
	until(t, "the relation is there", func() bool { return strings.Contains(page("/curate/schema"), "width") })
	good("/curate/state", "thing", "short", "relation", "width", "object", "40 metres", "cite", "rivers:2")
	if text := page("/curate/schema/edit?in=relations&name=built_by"); !strings.Contains(text, "Besides what was imported: build") || !strings.Contains(text, "erect") {
		t.Error(text)
	}
	const want = `# What curators added to what was imported.
things:
  - id: long
    without: [{opened: 1904}]
    facts:
      - opened: 1905
        cite: {at: rivers:1, quote: "Bridge, which opened in 1905", before: "Mara Tull built the Long"}
  - id: short
    aliases: [Little Bridge]
    about: a footbridge
    facts:
      - built_by: ivo-bell
        cite: {at: rivers:2, quote: "The Short Bridge is 40 metres wide, and is her", after: "work as well"}
      - width: 40 metres
        cite: {at: rivers:2, quote: "The Short Bridge is 40 metres wide, and is her", after: "work as well"}
  - id: ivo-bell
    kind: person
    name: Ivo Bell

relations:
  width:
    noun: width
    from: bridge
    to: number
    phrases: how wide
    says: "{s} is {o} wide"

  built_by:
    verbs: erect

kinds:
  engineer:
    name: engineer
    is: person
`
	if text := fileOf(t, dir, curated.MendingsFile); text != want {
		t.Errorf("%s", text)
	}
	holds := func() {
		t.Helper()
		until(t, "all of it is answered", func() bool {
			return strings.Contains(get(s, "/?q=when+was+the+long+bridge+opened").Body.String(), "opened in 1905") &&
				strings.Contains(get(s, "/?q=how+wide+is+the+little+bridge").Body.String(), "40 m") &&
				strings.Contains(get(s, "/?q=who+erected+the+short+bridge").Body.String(), "Ivo Bell")
		})
	}
	holds()
	again := filepath.Join(t.TempDir(), "bridges.csv")
	if err := os.WriteFile(again, []byte(bridgesFacts), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := (&intake.Job{Dir: dir, Triples: []string{again}}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	holds()
	if code, text := send("/curate/state", "thing", "long", "was", "- opened: 1905\n        cite: rivers:1", "relation", "opened", "do", "drop"); code != http.StatusConflict || !strings.Contains(text, "somebody else has changed this") {
		t.Error(code, text)
	}
	good("/curate/state", "thing", "long", "was", "      - opened: 1905\n        cite: {at: rivers:1, quote: \"Bridge, which opened in 1905\", before: \"Mara Tull built the Long\"}", "relation", "opened", "do", "drop sure")
}

// What was written on the pages of an imported base moves with its words when the articles are
// imported again, changed; what is lost is listed, and set again.
func TestAnchorsBesideImport(t *testing.T) {
	s, dir, mina := imported(t)
	page := func(at string) string { return get(s, at, "Cookie", mina).Body.String() }
	again := func(article string) {
		t.Helper()
		ledger, err := storage.ReadLedger(dir)
		if err != nil {
			t.Fatal(err)
		}
		path := sortedKeys(ledger.Articles)[0]
		if err := os.WriteFile(path, []byte(article), 0o644); err != nil {
			t.Fatal(err)
		}
		if report, err := (&intake.Job{Dir: dir, Articles: []string{path}}).Run(t.Context()); err != nil {
			t.Fatal(err, report.Faults)
		}
	}
	cites := func(question, ref string) {
		t.Helper()
		until(t, question+" is answered from "+ref, func() bool {
			return strings.Contains(get(s, "/?q="+strings.ReplaceAll(question, " ", "+")).Body.String(), ref)
		})
	}
	if w := post(s, "/curate/state", formOf("thing", "short", "relation", "opened", "object", "1950", "cite", "rivers:2"), "Cookie", mina); w.Code != http.StatusSeeOther {
		t.Fatal(textOf(t, w))
	}
	answers := "- ask: how wide is it there\n  quote: The Short Bridge is 40 metres wide, and is her work as well.\n  words: 40 metres\n  cite: {at: rivers:2, quote: \"The Short Bridge is 40 metres\"}\n" +
		"- ask: is that all\n  answer: \"It is.\"\n  cite: {at: rivers:2, quote: \"her work as well\"}\n"
	if err := os.WriteFile(filepath.Join(dir, curated.AnswersFile), []byte(answers), 0o644); err != nil {
		t.Fatal(err)
	}
	cites("when was the short bridge opened", "/sources/rivers#p2")
	cites("how wide is it there", "/sources/rivers#p2")

	again("Two bridges.\n\nThey stand in one town.\n\n" + bridgesArticle)
	for _, q := range []string{"when was the short bridge opened", "how wide is it there", "is that all"} {
		cites(q, "/sources/rivers#p4")
	}
	if text := page("/curate/anchors"); !strings.Contains(text, "3 citations have only") || !strings.Contains(text, "those of the import move") {
		t.Error(text)
	}
	if w := post(s, "/curate/anchors", formOf("do", "all"), "Cookie", mina); !strings.Contains(textOf(t, w), "3 citations anchored.") || !strings.Contains(fileOf(t, dir, curated.MendingsFile), "{at: rivers:4, quote:") {
		t.Error(textOf(t, w), fileOf(t, dir, curated.MendingsFile))
	}

	again("Two bridges.\n\nThey stand in one town.\n\nMara Tull built the Long Bridge, which opened in 1905.\n\nNothing is left of the other but a pier of 1950.\n")
	until(t, "it is lost", func() bool { return strings.Contains(page("/curate/anchors"), "It stood in rivers:4, on the words") })
	for _, q := range []string{"is that all", "when was the short bridge opened"} {
		if text := get(s, "/?q="+strings.ReplaceAll(q, " ", "+")).Body.String(); strings.Contains(text, "/sources/rivers#p4") {
			t.Error("answered on words that are gone:", q)
		}
	}
	_, form, _ := strings.Cut(page("/curate/anchors"), `name="was" value="`)
	was, _, _ := strings.Cut(form, `"`)
	was = strings.ReplaceAll(was, "&#34;", `"`)
	if w := post(s, "/curate/anchors", formOf("do", "set", "thing", "short", "was", was, "at", "rivers:4", "to", "rivers:4"), "Cookie", mina); !strings.Contains(textOf(t, w), "The statement cites rivers:4 now.") ||
		!strings.Contains(fileOf(t, dir, curated.MendingsFile), `a pier of 1950"`) {
		t.Error(textOf(t, w), fileOf(t, dir, curated.MendingsFile))
	}
	cites("when was the short bridge opened", "/sources/rivers#p4")
}

// In a browser: a statement of an imported base is changed by form, and two of its things are made
// one and two again.
func TestBrowserBesideImport(t *testing.T) {
	s, dir, _ := imported(t)
	b := open(t, s)
	b.enter(s, "Mina", Mends)
	b.do(chromedp.Navigate(b.url+"/things/long"), chromedp.Click(`a[href="/curate/things/long"]`), chromedp.WaitVisible("#stated"),
		chromedp.Click(`li:nth-of-type(2) a.change`), chromedp.WaitVisible("#f-object"))
	if is[string](b, `document.querySelector("#f-object").value`) != "1904" {
		t.Fatal(b.text("main"))
	}
	is[bool](b, `(document.querySelector("#f-object").value = "") || true`)
	b.do(chromedp.SendKeys("#f-object", "1905"), chromedp.Click("button[value=save]"), chromedp.WaitVisible(".done"))
	until(t, "it is answered", func() bool {
		return strings.Contains(get(s, "/?q=when+was+the+long+bridge+opened").Body.String(), "opened in 1905")
	})
	b.do(chromedp.Navigate(b.url+"/curate/duplicates"), chromedp.Click(`form[action="/curate/merge"] button`), chromedp.WaitVisible(".fresh"))
	until(t, "they are one", func() bool { return get(s, "/things/tull").Code == http.StatusNotFound })
	if text := get(s, "/?q=what+did+tull+mara+build").Body.String(); !strings.Contains(text, "Long Bridge") || !strings.Contains(text, "Short Bridge") {
		t.Error(fileOf(t, dir, curated.MendingsFile))
	}
	b.do(chromedp.Navigate(b.url+"/curate/mended"), chromedp.Click(`.done > li:first-child form button`), chromedp.WaitNotPresent(`.done > li:first-child form`))
	until(t, "they are two", func() bool { return get(s, "/things/tull").Code == http.StatusOK })
	if text := fileOf(t, dir, curated.MendingsFile); !strings.Contains(text, "opened: 1905") || strings.Contains(text, "also") {
		t.Error(text)
	}
	b.do(chromedp.Navigate(b.url+"/curate/split?thing=mara"), chromedp.WaitVisible("#f-name"), chromedp.SendKeys("#f-name", "Mara Tull the younger"),
		chromedp.Click("input[name=named]"), chromedp.Click("button[value=see]"), chromedp.WaitVisible("#file"), chromedp.Click("button[value=make]"), chromedp.WaitVisible(".fresh"))
	until(t, "it is hers", func() bool {
		return strings.Contains(get(s, "/things/mara-tull-the-younger").Body.String(), "Long Bridge")
	})
	b.quiet()
}
