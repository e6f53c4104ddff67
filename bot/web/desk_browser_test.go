package web

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hapjak/nlp/encoder/weights"
)

// These tests work at the curators' desk in a real browser.

// enter signs somebody in.
func (b *browser) enter(s *Server, name string, role Role) {
	b.t.Helper()
	if err := s.Admit(b.t.Context(), Curator{name, role}); err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.Navigate(b.url+s.SignIn(name)), chromedp.Click("main button"), chromedp.WaitVisible(".desk"))
}

// Who has no session is refused, who only reads sees no way to change anything and is
// refused where they try, and loses even that at once when it is taken away.
func TestBrowserRoles(t *testing.T) {
	s, _, _ := curatedServer(t, Options{})
	b := open(t, s)
	for _, at := range []string{"/curate", "/curate/articles", "/curate/things/blue-kettle", "/curate/log", "/curate/people"} {
		b.do(chromedp.Navigate(b.url + at))
		if text := b.text("main"); !strings.Contains(text, "This page is for curators") {
			t.Errorf("%s without signing in: %q", at, text)
		}
	}
	b.enter(s, "Rie", Reads)
	if text := b.text(".desk"); strings.Contains(text, "Articles") || strings.Contains(text, "People") || !strings.Contains(text, "Log") {
		t.Errorf("the menu of who reads: %q", text)
	}
	b.do(chromedp.Navigate(b.url + "/curate/articles"))
	if text := b.text("main"); !strings.Contains(text, "This needs a curator who mends; you are signed in as one who reads.") {
		t.Errorf("%q", text)
	}
	ada := signedIn(t, s, "Ada", Administers)
	post(s, "/curate/people", url.Values{"do": {"away"}, "name": {"Rie"}}, "Cookie", ada)
	b.do(chromedp.Navigate(b.url + "/curate/log"))
	if text := b.text("main"); !strings.Contains(text, "This page is for curators") {
		t.Errorf("after the role was taken away: %q", text)
	}
}

// An article is uploaded, looked at, imported, and answered from.
func TestBrowserUpload(t *testing.T) {
	s, dir, _ := curatedServer(t, Options{})
	b := open(t, s)
	file := filepath.Join(t.TempDir(), "lighthouse.md")
	if err := os.WriteFile(file, []byte("# The lighthouse of Tarn\n\nThe lighthouse of Tarn was built by Ada Quill in 1912.\n\nIts lamp was brought from Bergen by boat.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	b.enter(s, "Mina", Mends)
	b.do(chromedp.Click(`.desk a[href="/curate/articles"]`), chromedp.WaitVisible("#files"), chromedp.SetUploadFiles("#files", []string{file}),
		chromedp.Click(`form[enctype] button`), chromedp.WaitVisible(`button[value=import]`))
	if text := b.text("main"); !strings.Contains(text, "Nothing is imported yet. From lighthouse.md, 1 article would be added, 0 updated, 0 removed; 1 would stay as it is.") {
		t.Errorf("the dry run: %q", text)
	}
	if list, _ := filepath.Glob(filepath.Join(dir, "sources", "light*")); len(list) > 0 {
		t.Error("imported before it was confirmed")
	}
	b.do(chromedp.Click(`button[value=import]`), chromedp.WaitVisible(".done a"))
	until(t, "the article is read", func() bool { return get(s, "/sources/lighthouse").Code == 200 })
	know := opened(t, dir)
	know.SetEncoder(weights.Lazy()) // without it articles alone answer nothing
	s.Talk().Learn(know)            // the one before is the watcher's to close
	b.do(chromedp.Navigate(b.url), chromedp.SendKeys("#q", "Who built the lighthouse of Tarn?"+kb.Enter))
	b.wait(`document.querySelectorAll(".turn").length == 1`)
	if text := b.text(".turn"); !strings.Contains(text, "Ada Quill") || !strings.Contains(text, "The lighthouse of Tarn") {
		t.Errorf("answered: %q", text)
	}
	b.quiet()
}

// A statement is written with the keyboard alone: a value that is none is told beside its
// field, mended, saved, and answered.
func TestBrowserStateByKeyboard(t *testing.T) {
	s, _, _ := curatedServer(t, Options{})
	b := open(t, s)
	b.enter(s, "Mina", Mends)
	b.do(chromedp.Navigate(b.url+"/curate/things"), chromedp.WaitReady("#about"))
	press := func(keys string) { b.do(chromedp.KeyEvent(keys)) }
	reach := func(selector string) {
		t.Helper()
		for range 60 {
			if is[bool](b, `document.activeElement.matches(`+"`"+selector+"`"+`)`) {
				return
			}
			press(kb.Tab)
		}
		t.Fatalf("%s is not reached; the focus is on %s", selector, is[string](b, `document.activeElement.outerHTML`))
	}
	reach("a.skip")
	press(kb.Enter)
	reach("#about")
	press("the Paper Bell" + kb.Enter)
	b.do(chromedp.WaitVisible(`a[href*="relation=made_in"]`))
	reach(`a[href*="relation=made_in"]`)
	press(kb.Enter)
	b.do(chromedp.WaitVisible("#f-object"))
	reach("#f-object")
	press("long ago")
	reach("#f-cite")
	press("example:4")
	reach("button[value=save]")
	press(kb.Enter)
	b.do(chromedp.WaitVisible("#f-object[aria-invalid]"))
	if text := is[string](b, `document.getElementById(document.querySelector("#f-object").getAttribute("aria-describedby").split(" ")[0]).innerText`); !strings.Contains(text, "is no year") {
		t.Errorf("what is wrong: %q", text)
	}
	if is[string](b, `document.querySelector("#f-cite").value`) != "example:4" {
		t.Error("what was typed is lost")
	}
	reach("#f-object")
	b.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(kb.ModifierCtrl)))
	press("1994")
	reach("button[value=save]")
	press(kb.Enter)
	b.do(chromedp.WaitVisible(".done, .trouble"))
	if text := b.text("main"); !strings.Contains(text, "Saved.") {
		t.Errorf("%q", text)
	}
}

// deskPages are the curators' pages.
var deskPages = []string{"/curate", "/curate/articles", "/curate/things", "/curate/things/new", "/curate/things/blue-kettle", "/curate/state?cite=example:3&about=Moon",
	"/curate/state?thing=blue-kettle&cite=example:3", "/curate/state?thing=blue-kettle&relation=made_in&cite=example:3", "/curate/state?thing=blue-kettle&n=0",
	"/curate/duplicates", "/curate/merge?keep=blue-kettle&gone=paper-bell", "/curate/merge?keep=blue-kettle", "/curate/split?thing=blue-kettle", "/curate/anchors", "/curate/suggest", "/curate/schema", "/curate/schema/edit?in=kinds&name=thing", "/curate/schema/edit?in=relations", "/curate/log", "/curate/people", "/sources/example", "/sources/shelf", "/things/blue-kettle"}

// desk returns a server with something on every page, and who administers signed in.
func desk(t *testing.T) *browser {
	s, dir, mina := curatedServer(t, Options{Fetch: true})
	b := open(t, s)
	b.enter(s, "Ada", Administers)
	for name, text := range map[string]string{
		"sources/shelf.md": "# The shelf\n\nOn it are:\n\n- a cup\n- a jar\n\n| Thing | Year |\n|---|---|\n| Cup | 1930 |\n| Jar | 1931 |\n",
		"answers.yaml":     "- ask: has it a lid\n  quote: It had a lid of tin.\n  words: of tin\n  cite: example:3\n\n- ask: is it old\n  answer: It is.\n  cite: {at: example:3, quote: nothing so old is known}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	post(s, "/curate/anchors", formOf("do", "all"), "Cookie", mina)
	edit(t, dir, "sources/example.md", "1994", "another year, which nobody remembers")
	edit(t, dir, "sources/example.md", "Paper Bell", "thing of paper, which was found much later and by chance in an attic, ")
	until(t, "the article has changed", func() bool { return strings.Contains(get(s, "/sources/example").Body.String(), "in an attic") })
	return b
}

// seeSplit leads to what would become of a thing that is made two.
func seeSplit(b *browser) {
	b.do(chromedp.Navigate(b.url+"/curate/split?thing=ora-finch"), chromedp.SendKeys("#f-name", "Otto Finch"), chromedp.Click("input[name=named]"),
		chromedp.Click("button[value=see]"), chromedp.WaitVisible("button[value=make]"))
}

func TestBrowserDeskPhone(t *testing.T) {
	b := desk(t)
	b.do(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulateTouch))
	for _, at := range append(deskPages, "") {
		if at == "" {
			seeSplit(b)
		} else {
			b.do(chromedp.Navigate(b.url+at), chromedp.WaitReady("main"))
		}
		b.fitsPhone(at)
	}
	b.quiet()
}

// axe-core finds no fault in the curators' pages, in light and in dark, with what is wrong
// with a form among them.
func TestBrowserDeskAccessible(t *testing.T) {
	axe := axeCore(t)
	b := desk(t)
	file := filepath.Join(t.TempDir(), "example.md")
	if err := os.WriteFile(file, []byte("---\nid: example\n---\n\nOther words.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, scheme := range []string{"light", "dark"} {
		b.prefer("prefers-color-scheme", scheme)
		for _, at := range deskPages {
			b.do(chromedp.Navigate(b.url+at), chromedp.WaitReady("main"))
			b.faultless(axe, at+", "+scheme)
		}
		b.do(chromedp.Navigate(b.url+"/curate/state?thing=blue-kettle&relation=made_in"), chromedp.SendKeys("#f-object", "soon"), chromedp.SendKeys("#f-cite", "example:3"),
			chromedp.Click("button[value=save]"), chromedp.WaitVisible(".faults"))
		b.faultless(axe, "a form with a fault, "+scheme)
		b.do(chromedp.Navigate(b.url+"/curate/articles"), chromedp.SetUploadFiles("#files", []string{file}), chromedp.Click("form[enctype] button"), chromedp.WaitVisible("button[value=drop]"))
		b.faultless(axe, "a dry run, "+scheme)
		b.do(chromedp.Click("button[value=drop]"), chromedp.WaitVisible("#files"))
		seeSplit(b)
		b.faultless(axe, "one that is two, "+scheme)
		b.do(chromedp.Navigate(b.url+"/curate/people"), chromedp.SendKeys("#name", "Jo"), chromedp.Click(`button[value=new]`), chromedp.WaitVisible("#link"))
		b.faultless(axe, "a link, "+scheme)
	}
}

// All of it works without JavaScript.
func TestBrowserDeskWithoutJavaScript(t *testing.T) {
	s, _, _ := curatedServer(t, Options{})
	b := open(t, s)
	command(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.enter(s, "Mina", Mends)
	file := filepath.Join(t.TempDir(), "a.md")
	if err := os.WriteFile(file, []byte("A text.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Navigate(b.url+"/curate/articles"), chromedp.SetUploadFiles("#files", []string{file}), chromedp.Click("form[enctype] button"),
		chromedp.WaitVisible("button[value=import]"), chromedp.Click("button[value=import]"), chromedp.WaitVisible(".done"))
	b.do(chromedp.Navigate(b.url+"/curate/things/new"), chromedp.SendKeys("#f-name", "The Moon"), chromedp.SetValue("#f-kind", "thing"), chromedp.Click("form.edit button"), chromedp.WaitVisible(".done"), chromedp.Sleep(10*time.Millisecond))
	if text := b.text("main"); !strings.Contains(text, "Saved.") {
		t.Errorf("%q", text)
	}
	b.quiet()
}
