package web

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const (
	twoMakers = "# Makers.\n\n- id: finch-ora\n  kind: person\n  name: Finch Ora\n  aliases: [the tinsmith]\n\n- {id: hal, kind: person, name: Hal Brook}\n"
	twoLamps  = "- id: lamp\n  kind: thing\n  name: the Long Lamp\n  facts:\n    # on its foot\n    - made_by: finch-ora\n      cite: example:3\n    - made_in: 1901\n      cite: example:3\n"
)

// twinned returns a server of a base that has one maker twice.
func twinned(t *testing.T) (s *Server, dir, mina string) {
	t.Helper()
	s, dir, mina = curatedServer(t, Options{})
	for name, text := range map[string]string{"makers.yaml": twoMakers, "lamps.yaml": twoLamps} {
		if err := os.WriteFile(filepath.Join(dir, "facts", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	until(t, "the lamp is there", func() bool {
		return get(s, "/things/lamp").Code == http.StatusOK && get(s, "/things/hal").Code == http.StatusOK
	})
	return s, dir, mina
}

func TestMerge(t *testing.T) {
	s, dir, mina := twinned(t)
	page := textOf(t, get(s, "/curate/duplicates", "Cookie", mina))
	if !strings.Contains(page, "the same words in another order: ") || !strings.Contains(page, "Finch Ora") {
		t.Fatal(page)
	}
	if page := textOf(t, get(s, "/curate/merge?keep=ora-finch&gone=finch-ora", "Cookie", mina)); !strings.Contains(page, "facts/lamps.yaml") || !strings.Contains(page, "made_by: ora-finch") {
		t.Error(page)
	}
	if err := os.WriteFile(filepath.Join(dir, "questions.jsonl"), []byte(`{"q": "What did Ora Finch make?"}`+"\n"+`{"q": "When was the Long Lamp made?"}`+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if page := textOf(t, get(s, "/curate/merge?keep=ora-finch&gone=finch-ora", "Cookie", mina)); !strings.Contains(page, "1 changed, of 2 questions") {
		t.Error(page)
	}
	if page := textOf(t, get(s, "/curate/merge?keep=ora-finch&name=finch+ora", "Cookie", mina)); !strings.Contains(page, "It is this one") {
		t.Error(page)
	}
	w := post(s, "/curate/merge", url.Values{"keep": {"ora-finch"}, "gone": {"finch-ora"}}, "Cookie", mina)
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, textOf(t, w))
	}
	until(t, "they are one", func() bool { return get(s, "/things/finch-ora").Code == http.StatusNotFound })
	if text := fileOf(t, dir, "facts/lamps.yaml"); !strings.Contains(text, "    # on its foot\n    - made_by: ora-finch\n") {
		t.Error(text)
	}
	if text := fileOf(t, dir, "facts/makers.yaml"); text != "# Makers.\n\n- {id: hal, kind: person, name: Hal Brook}\n" {
		t.Errorf("%q", text)
	}
	if page := textOf(t, get(s, "/things/ora-finch")); !strings.Contains(page, "Finch Ora") || !strings.Contains(page, "the tinsmith") || !strings.Contains(page, "Long Lamp") {
		t.Error(page)
	}
	if w := post(s, "/curate/merge", url.Values{"keep": {"ora-finch"}, "gone": {"finch-ora"}}, "Cookie", mina); w.Code != http.StatusNotFound {
		t.Error("twice:", w.Code)
	}
	done := get(s, w.Header().Get("Location"), "Cookie", mina).Body.String()
	id := regexp.MustCompile(`/curate/mended/(\d+)/undo`).FindStringSubmatch(done)
	if id == nil || !strings.Contains(done, "are one thing") {
		t.Fatal(done)
	}
	// What others did since stays.
	edit(t, dir, "facts/lamps.yaml", "1901", "1902")
	if w := post(s, "/curate/mended/"+id[1]+"/undo", nil, "Cookie", mina); w.Code != http.StatusSeeOther {
		t.Fatal(textOf(t, w))
	}
	if makers, lamps := fileOf(t, dir, "facts/makers.yaml"), fileOf(t, dir, "facts/lamps.yaml"); makers != twoMakers || lamps != strings.Replace(twoLamps, "1901", "1902", 1) {
		t.Errorf("taken back:\n%s\n%s", makers, lamps)
	}
	if text := fileOf(t, dir, "facts/example.yaml"); strings.Contains(text, "tinsmith") {
		t.Error(text)
	}
}

// Of two values where there can be one the curator chooses; what was said to be two things is not
// asked again; things of two kinds are two.
func TestMergeChoices(t *testing.T) {
	s, dir, mina := twinned(t)
	w := post(s, "/curate/merge", url.Values{"keep": {"lamp"}, "gone": {"paper-bell"}}, "Cookie", mina)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(textOf(t, w), "Choose which holds") {
		t.Fatal(w.Code, textOf(t, w))
	}
	if w := post(s, "/curate/merge", url.Values{"keep": {"lamp"}, "gone": {"paper-bell"}, "stays-0": {"gone"}}, "Cookie", mina); w.Code != http.StatusSeeOther {
		t.Fatal(textOf(t, w))
	}
	if text := fileOf(t, dir, "facts/lamps.yaml"); strings.Contains(text, "1901") || !strings.Contains(text, "1994") || !strings.Contains(text, "aliases: [the Paper Bell, Paper Bell]") {
		t.Error(text)
	}
	if w := post(s, "/curate/merge", url.Values{"keep": {"lamp"}, "gone": {"hal"}}, "Cookie", mina); w.Code != http.StatusUnprocessableEntity || !strings.Contains(textOf(t, w), "One is a thing and the other a person") {
		t.Error(w.Code, textOf(t, w))
	}
	id := regexp.MustCompile(`name="id" value="(two [^"]+)"`).FindStringSubmatch(get(s, "/curate/duplicates", "Cookie", mina).Body.String())
	if id == nil {
		t.Fatal("no pair")
	}
	if page := textOf(t, post(s, "/curate/duplicates", url.Values{"id": {id[1]}}, "Cookie", mina)); !strings.Contains(page, "not asked again") || !strings.Contains(page, "No two things look like one") {
		t.Error(page)
	}
}

func TestSplit(t *testing.T) {
	s, dir, mina := twinned(t)
	page := get(s, "/curate/split?thing=ora-finch", "Cookie", mina).Body.String()
	named := regexp.MustCompile(`name="named" value="(\w+)"> <span>the Paper Bell`).FindStringSubmatch(page)
	if named == nil {
		t.Fatal(page)
	}
	send := func(values ...string) (int, string) {
		w := post(s, "/curate/split", formOf(append([]string{"thing", "ora-finch"}, values...)...), "Cookie", mina)
		if w.Code == http.StatusSeeOther {
			return w.Code, ""
		}
		return w.Code, textOf(t, w)
	}
	for want, form := range map[string][]string{
		"must not be empty":         {"named", named[1]},
		"Choose at least one":       {"name", "Otto Finch"},
		"changed this thing meanwh": {"name", "Otto Finch", "named", "0123"},
		"are both persons named":    {"name", "Hal Brook", "named", named[1]},
	} {
		if code, text := send(form...); code != http.StatusUnprocessableEntity || !strings.Contains(text, want) {
			t.Errorf("%v: %d %s", form, code, text)
		}
	}
	before := fileOf(t, dir, "facts/example.yaml")
	form := []string{"name", "Otto Finch", "about", "her son", "named", named[1]}
	if code, text := send(append(form, "do", "see")...); code != http.StatusOK || !strings.Contains(text, "Other questions") || !strings.Contains(text, "1 worse, of 5 questions") || !strings.Contains(text, "then Ora Finch made the Blue Kettle (1987)") || !strings.Contains(text, "name: Otto Finch") || !strings.Contains(text, "Make two of it") {
		t.Error(code, text)
	}
	if fileOf(t, dir, "facts/example.yaml") != before {
		t.Error("what is only looked at was written")
	}
	if code, text := send("name", "Hal Brook", "named", named[1], "do", "see"); code != http.StatusUnprocessableEntity || !strings.Contains(text, "are both persons named") {
		t.Error(code, text)
	}
	if code, text := send(append(form, "do", "make")...); code != http.StatusSeeOther {
		t.Fatal(code, text)
	}
	text := fileOf(t, dir, "facts/example.yaml")
	if !strings.Contains(text, "- id: otto-finch\n  kind: person\n  name: Otto Finch\n  about: her son\n") || !strings.Contains(text, "made_by: otto-finch\n      cite: example:4") || !strings.Contains(text, "made_by: ora-finch\n      cite: example:3") {
		t.Error(text)
	}
	until(t, "they are two", func() bool { return strings.Contains(get(s, "/things/otto-finch").Body.String(), "Paper Bell") })
}

// In a browser: two are made one with a click, the answer follows, it is taken back, and one is
// made two.
func TestBrowserTwins(t *testing.T) {
	s, dir, _ := twinned(t)
	b := open(t, s)
	b.enter(s, "Mina", Mends)
	answer := func(question string) string {
		b.do(chromedp.Navigate(b.url+"/?q="+url.QueryEscape(question)), chromedp.WaitVisible(".turn"))
		return b.text(".turn .answer")
	}
	if text := answer("What did Ora Finch make?"); strings.Contains(text, "Long Lamp") {
		t.Fatal(text)
	}
	b.do(chromedp.Navigate(b.url+"/curate/things"), chromedp.Click(`a[href="/curate/duplicates"]`), chromedp.WaitVisible(".side"))
	b.do(chromedp.Click(`form[action="/curate/merge"] button`), chromedp.WaitVisible(".fresh"))
	if text := b.text(".fresh"); !strings.Contains(text, "are one thing") {
		t.Error(text)
	}
	until(t, "they are one", func() bool { return get(s, "/things/finch-ora").Code == http.StatusNotFound })
	if text := answer("What did Finch Ora make?"); !strings.Contains(text, "Long Lamp") || !strings.Contains(text, "Blue Kettle") {
		t.Error(text)
	}
	b.do(chromedp.Navigate(b.url+"/curate/mended"), chromedp.Click(`form[action$="/undo"] button`), chromedp.WaitNotPresent(`form[action$="/undo"]`))
	until(t, "they are two again", func() bool { return get(s, "/things/finch-ora").Code == http.StatusOK })
	if text := fileOf(t, dir, "facts/makers.yaml"); text != twoMakers {
		t.Error(text)
	}
	b.do(chromedp.Navigate(b.url+"/things/ora-finch"), chromedp.Click(`a[href^="/curate/split"]`), chromedp.WaitVisible("#f-name"),
		chromedp.SendKeys("#f-name", "Otto Finch"), chromedp.Click(`input[name=named]`), chromedp.Click(`button[value=see]`), chromedp.WaitVisible("#others"))
	if text := b.text("main"); !strings.Contains(text, "Otto Finch made the Blue Kettle") {
		t.Error(text)
	}
	b.do(chromedp.Click(`button[value=make]`), chromedp.WaitVisible(".fresh"))
	until(t, "they are two", func() bool { return get(s, "/things/otto-finch").Code == http.StatusOK })
	if text := answer("What did Otto Finch make?"); !strings.Contains(text, "Blue Kettle") || strings.Contains(text, "Paper Bell") {
		t.Error(text)
	}
	b.quiet()
}
