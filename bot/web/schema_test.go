package web

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A kind, a relation of it, a thing and a statement are made by form alone, and then answered;
// what is wrong is told beside its field.
func TestSchemaForms(t *testing.T) {
	s, dir, mina := curatedServer(t, Options{})
	save := func(values ...string) (int, string) {
		t.Helper()
		w := post(s, "/curate/schema/edit", formOf(values...), "Cookie", mina)
		if w.Code == http.StatusSeeOther {
			return w.Code, ""
		}
		return w.Code, textOf(t, w)
	}
	form := get(s, "/curate/schema/edit?in=base", "Cookie", mina).Body.String()
	_, was, _ := strings.Cut(form, `name="was" value="`)
	was, _, _ = strings.Cut(was, `"`)
	base := []string{"in", "base", "name", "Lights", "about", "towers by the sea", "examples", "How tall is Skarn Light?", "was", html.UnescapeString(was)}
	if code, text := save(base...); code != http.StatusSeeOther {
		t.Fatal(code, text)
	}
	if code, text := save(base...); code != http.StatusConflict || !strings.Contains(text, "somebody else has changed this") {
		t.Error("the second of two:", code, text)
	}
	until(t, "the base is called otherwise", func() bool {
		page := get(s, "/").Body.String()
		return strings.Contains(page, "Ask about towers by the sea") && strings.Contains(page, "How tall is Skarn Light?")
	})
	before := fileOf(t, dir, "schema.yaml")
	if code, text := save("in", "kinds", "name", ""); code != http.StatusUnprocessableEntity || !strings.Contains(text, "must not be empty") {
		t.Error(code, text)
	}
	if code, text := save("in", "qualifiers", "name", "x"); code != http.StatusBadRequest {
		t.Error(code, text)
	}
	if code, text := save("in", "relations", "noun", "height", "from", "thing", "to", "number", "says", "{s} is {o} {nonsense}"); code != http.StatusConflict || !strings.Contains(text, "nonsense") {
		t.Error(code, text)
	}
	if fileOf(t, dir, "schema.yaml") != before {
		t.Fatal("what has faults was written")
	}
	if code, text := save("in", "kinds", "name", "lighthouse", "words", "light\ntower"); code != http.StatusSeeOther {
		t.Fatal(code, text)
	}
	until(t, "the kind is there", func() bool {
		return strings.Contains(get(s, "/curate/schema", "Cookie", mina).Body.String(), "lighthouse")
	})
	if code, text := save("in", "relations", "noun", "height", "from", "lighthouse", "to", "number", "one", "true", "phrases", "how tall\nhow high", "most", "highest", "says", "{s} is {o} high"); code != http.StatusSeeOther {
		t.Fatal(code, text)
	}
	until(t, "the relation is there", func() bool {
		return strings.Contains(get(s, "/curate/schema", "Cookie", mina).Body.String(), "height")
	})
	if code, text := save("in", "relations", "noun", "height", "from", "lighthouse", "to", "number"); code != http.StatusConflict || !strings.Contains(text, "There is one of this name already") || !strings.Contains(text, "A new relation") {
		t.Error("sent twice:", code, text)
	}
	kind := "\n  lighthouse:\n    name: lighthouse\n    words: [light, tower]\n"
	relation := "\n  height:\n    noun: height\n    from: lighthouse\n    to: number\n    one: true\n    phrases: [how tall, how high]\n    says: \"{s} is {o} high\"\n    most: highest\n"
	if after := fileOf(t, dir, "schema.yaml"); strings.NewReplacer(kind, "", relation, "").Replace(after) != before {
		t.Errorf("what stood there is another: %s", after)
	}
	if w := post(s, "/curate/things/new", formOf("name", "Skarn Light", "kind", "lighthouse"), "Cookie", mina); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, textOf(t, w))
	}
	until(t, "the thing is there", func() bool { return get(s, "/things/skarn-light").Code == http.StatusOK })
	if w := post(s, "/curate/state", formOf("thing", "skarn-light", "relation", "height", "object", "38 metres", "cite", "example:3"), "Cookie", mina); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, textOf(t, w))
	}
	until(t, "it is answered", func() bool {
		return strings.Contains(do(s, http.MethodPost, "/v1/ask", `{"question":"How tall is Skarn Light?"}`, "Content-Type", "application/json").Body.String(), "38 metres")
	})
	page := get(s, "/curate/schema/edit?in=relations&name=height", "Cookie", mina).Body.String()
	if !strings.Contains(page, "how tall\nhow high") || !strings.Contains(page, `<option value="number" selected>`) {
		t.Error(page)
	}
	until(t, "the most is understood", func() bool {
		return strings.Contains(do(s, http.MethodPost, "/v1/ask", `{"question":"What is the highest lighthouse?"}`, "Content-Type", "application/json").Body.String(), "Skarn Light")
	})
	was = "  height:\n    noun: height\n    from: lighthouse\n    to: number\n    one: true\n    phrases: [how tall, how high]\n    says: \"{s} is {o} high\"\n    most: highest"
	values := []string{"in", "relations", "name-of", "height", "noun", "height", "from", "lighthouse", "to", "number", "one", "true", "phrases", "how tall\nhow high\nthe size", "most", "highest", "says", "{s} is {o} high", "was", was}
	if code, text := save(values...); code != http.StatusSeeOther {
		t.Fatal(code, text)
	}
	if code, text := save(values...); code != http.StatusConflict || !strings.Contains(text, "somebody else has changed this") {
		t.Error("the second of two:", code, text)
	}
	if code, text := save("do", "drop", "in", "kinds", "name-of", "lighthouse", "was", strings.Trim(kind, "\n")); code != http.StatusConflict || !strings.Contains(text, "It is not saved") {
		t.Error("what is in use was taken out:", code, text)
	}
	for _, x := range []struct {
		at, section, name string
	}{{"/curate/things/skarn-light", "", ""}, {"/curate/schema/edit", "relations", "height"}, {"/curate/schema/edit", "kinds", "lighthouse"}} {
		page := x.at
		if x.section != "" {
			page += "?in=" + x.section + "&name=" + x.name
		}
		_, was, _ := strings.Cut(get(s, page, "Cookie", mina).Body.String(), `name="was" value="`)
		was, _, _ = strings.Cut(was, `"`)
		if w := post(s, x.at, formOf("do", "drop sure", "in", x.section, "name-of", x.name, "was", html.UnescapeString(was)), "Cookie", mina); w.Code != http.StatusSeeOther {
			t.Fatal(x, w.Code, textOf(t, w))
		}
		until(t, "it is gone", func() bool { return get(s, page, "Cookie", mina).Code == http.StatusNotFound })
	}
	if after := fileOf(t, dir, "schema.yaml"); after != before {
		t.Errorf("what stood there is another: %s", after)
	}
	if w := post(s, "/curate/schema/edit", formOf("in", "kinds", "name", "x")); w.Code == http.StatusSeeOther {
		t.Error("nobody has signed in")
	}
}

func TestBrowserSchema(t *testing.T) {
	s, _, _ := curatedServer(t, Options{})
	b := open(t, s)
	b.enter(s, "Mina", Mends)
	b.do(chromedp.Navigate(b.url+"/curate/schema"), chromedp.Click(`a[href$="in=kinds"]`), chromedp.WaitVisible("#f-name"),
		chromedp.SendKeys("#f-name", "harbour"), chromedp.Click(".edit button"), chromedp.WaitVisible(".done"))
	until(t, "the kind is there", func() bool {
		know, done := s.mind.talk.Know()
		defer done()
		_, ok := know.Base().Schema().Kind("harbour")
		return ok
	})
	b.quiet()
}
