package suggest

import (
	"os"
	"path/filepath"
	"testing"

	"hapjak/facts/intake"
	"hapjak/facts/kb/storage"
)

// What was accepted before is not lost with the file that it stands in.
func TestAcceptedFileIsGone(t *testing.T) {
	from, dir := t.TempDir(), filepath.Join(t.TempDir(), "kb")
	put := func(name, text string) string {
		path := filepath.Join(from, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	job := &intake.Job{Dir: dir, Schema: put("schema.yaml", "kinds:\n  kite: {name: kite}\nrelations:\n  flown: {from: [kite], to: [year]}\n"),
		Triples: []string{put("kites.csv", "Swift,flown,1950\nDart,flown,1951\n")}, Articles: []string{put("kites.md", "The Swift flew in 1960, and the Dart in 1961.\n")}}
	if report, err := job.Run(t.Context()); err != nil {
		t.Fatal(report, err)
	}
	for i, id := range []string{"swift", "dart"} {
		base, err := storage.Open(dir, nil)
		if err != nil {
			t.Fatal(err)
		}
		p := Proposal{Subject: Thing{ID: id, Kind: "kite", Name: id}, Relation: "flown", Object: Thing{Kind: "year", Name: []string{"1960", "1961"}[i]},
			Cite: "kites:1", Sentence: "The Swift flew in 1960, and the Dart in 1961."}
		if _, err := Accept(t.Context(), dir, base, nil, p); err != nil {
			t.Fatal(err)
		}
		base.Close()
		if err := os.Remove(filepath.Join(dir, AcceptedFile)); err != nil {
			t.Fatal(err)
		}
	}
	base, err := storage.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer base.Close()
	if n := base.Statements(); n != 4 {
		t.Errorf("%d statements, want 4", n)
	}
}
