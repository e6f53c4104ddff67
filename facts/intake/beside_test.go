package intake

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hapjak/facts/kb/curated"
)

// Articles are imported whatever curators wrote beside the import: what moves with its words is told, and
// so is what is left out since nothing says it any more.
func TestBesideArticles(t *testing.T) {
	dir := t.TempDir()
	base := filepath.Join(dir, "kb")
	file := writer(t, dir)
	schema := file("schema.yaml", "kinds:\n  boat: {name: boat}\nrelations:\n  launched: {from: [boat], to: [year]}\n")
	ids := file("ids.csv", "id,relation,object,cite\ngull,@kind,boat\ngull,@name,Gull\ngull,launched,1930,docks:2\n")
	article := file("docks.md", "The docks.\n\nThe Gull was launched in 1931.\n")
	run := func(dry bool) (Report, error) {
		return (&Job{Dir: base, Articles: []string{article}, Dry: dry}).Run(t.Context())
	}
	if report, err := (&Job{Dir: base, Schema: schema, Triples: []string{ids}, Articles: []string{article}}).Run(t.Context()); err != nil {
		t.Fatal(report, err)
	}
	file("kb/"+curated.MendingsFile, "things:\n  - id: gull\n    facts:\n      - launched: 1931\n        cite: {at: docks:2, quote: launched in 1931}\n")
	file("kb/"+curated.AnswersFile, "- {ask: is it old, answer: \"It is.\", cite: docks:2}\n")
	for _, dry := range []bool{true, false} {
		file("docks.md", "The docks are old.\n\nThey are of stone.\n\nThe Gull was launched in 1931.\n")
		if report, err := run(dry); err != nil || len(report.Anchors) != 1 || !strings.Contains(report.Anchors[0], `"launched in 1931" stands in docks:3 now`) || report.Written == dry {
			t.Fatal(report, err)
		}
	}
	file("docks.md", "The docks are old.\n\nThey are of stone.\n\nThe Gull was launched in 1931. It has a red sail.\n")
	if report, err := run(true); err != nil || strings.Contains(strings.Join(report.Anchors, "\n"), "beside the words") {
		t.Error("a sail denies nothing:", report.Anchors, err)
	}
	file("docks.md", "The docks are old.\n\nThey are of stone.\n\nThe Gull was launched in 1931. This was not so.\n")
	if report, err := run(true); err != nil || !slices.ContainsFunc(report.Anchors, func(a string) bool {
		return strings.HasPrefix(a, "mendings.yaml:5: beside the words of docks:3 that it cites stands \"This was not so.\" now")
	}) {
		t.Error(report.Anchors, err)
	}
	for _, dry := range []bool{true, false} {
		file("docks.md", "The Gull was launched in 1931.\n")
		report, err := run(dry)
		if err != nil || !strings.Contains(strings.Join(report.Anchors, "\n"), "answers.yaml:1: no article has the paragraph docks:2") || report.Written == dry {
			t.Fatal(report, err)
		}
	}
}

// writer returns a function that writes a file under a folder.
func writer(t *testing.T, dir string) func(name, text string) string {
	return func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
}
