package web

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/intake"
	"hapjak/facts/scribe"
)

// A base of articles alone has no schema: the desk says so where things are stated and proposed, finds
// no fault with it, and its first kind makes the schema, from which on things are stated as elsewhere.
func TestFormsOfArticlesAlone(t *testing.T) {
	from, dir := t.TempDir(), filepath.Join(t.TempDir(), "kb")
	if err := os.WriteFile(filepath.Join(from, "rivers.md"), []byte(bridgesArticle), 0o644); err != nil {
		t.Fatal(err)
	}
	if report, err := (&intake.Job{Dir: dir, Articles: []string{from}}).Run(t.Context()); err != nil {
		t.Fatal(err, report.Faults)
	}
	memory := remembered(t)
	s := watched(t, dir, Options{Memory: memory, Base: dir})
	mina := signedIn(t, s, "Mina", Mends)
	page := func(at string) string { return textOf(t, get(s, at, "Cookie", mina)) }
	good := func(at string, values ...string) {
		t.Helper()
		if w := post(s, at, formOf(values...), "Cookie", mina); w.Code != http.StatusSeeOther {
			t.Fatalf("%s %v: %d %s", at, values, w.Code, textOf(t, w))
		}
	}
	if text := page("/curate/anchors"); strings.Contains(text, "fault") {
		t.Error(text)
	}
	for _, at := range []string{"/curate/things", "/curate/suggest"} {
		if text := page(at); !strings.Contains(text, "Say what can be stated") || strings.Contains(text, "Read the articles") {
			t.Error(at, text)
		}
	}
	if err := memory.Record(t.Context(), store.Event{Kind: store.Unknown, Question: "Who owns the Long Bridge?", Status: "unknown"}); err != nil {
		t.Fatal(err)
	}
	group := "/curate/review/" + store.Key("Who owns the Long Bridge?")
	if text := page(group); !strings.Contains(text, "Always answer this") || strings.Contains(text, "another name of a thing") || strings.Contains(text, "A wording asks") {
		t.Error("what names no thing and no relation is offered alone:", text)
	}

	good("/curate/schema/edit", "in", "kinds", "name", "bridge", "do", "save")
	if text := fileOf(t, dir, scribe.SchemaFile); !strings.HasPrefix(text, facts.ArticlesSchema) || !strings.Contains(text, "bridge") {
		t.Fatal(text)
	}
	until(t, "there is a kind", func() bool { return !strings.Contains(page("/curate/things"), "Say what can be stated") })
	good("/curate/schema/edit", "in", "relations", "noun", "year of opening", "from", "bridge", "to", "year", "do", "save")
	_, form, _ := strings.Cut(get(s, "/curate/schema/edit?in=base", "Cookie", mina).Body.String(), `name="was" value="`)
	was, _, _ := strings.Cut(form, `"`)
	good("/curate/schema/edit", "in", "base", "name", "Bridges", "about", "bridges", "was", was, "do", "save")
	until(t, "there is a relation", func() bool { return strings.Contains(page("/curate/suggest"), "Read the articles") })
	good("/curate/things/new", "name", "the Long Bridge", "kind", "bridge", "do", "sure")
	until(t, "there is a thing", func() bool { return get(s, "/things/the-long-bridge").Code == http.StatusOK })
	good("/curate/state", "thing", "the-long-bridge", "relation", "year_of_opening", "object", "1905", "cite", "rivers:1", "do", "sure")
	until(t, "it is stated", func() bool { return strings.Contains(page("/things/the-long-bridge"), "1905") })
	if text := page(group); !strings.Contains(text, "another name of a thing") || !strings.Contains(text, "A wording asks") {
		t.Error(text)
	}
}
