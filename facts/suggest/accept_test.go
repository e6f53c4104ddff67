package suggest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/intake"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/storage"
)

// What is accepted for an imported base stands beside it, one after the other, and the accepted.csv that
// earlier versions imported is a part of the import like any other, whether the file is there or not.
func TestAcceptBesideImport(t *testing.T) {
	from, dir := t.TempDir(), filepath.Join(t.TempDir(), "kb")
	put := func(path, text string) string {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	run := func(job *intake.Job) {
		t.Helper()
		if report, err := job.Run(t.Context()); err != nil {
			t.Fatal(report, err)
		}
	}
	run(&intake.Job{Dir: dir, Schema: put(filepath.Join(from, "schema.yaml"), "kinds:\n  kite: {name: kite}\n  person: {name: person}\nrelations:\n  flown: {from: [kite], to: [year]}\n  made_by: {from: [kite], to: [person]}\n"),
		Triples:  []string{put(filepath.Join(from, "kites.csv"), "Swift,flown,1950\nDart,flown,1951\n")},
		Articles: []string{put(filepath.Join(from, "kites.md"), "The Swift flew in 1960, and the Dart in 1961. Ora Finch made the Swift.\n")}})
	old := put(filepath.Join(dir, "accepted.csv"), "id,relation,object,cite\nswift,flown,1955,kites:1\n")
	run(&intake.Job{Dir: dir, Triples: []string{old}, Strict: true})
	if err := os.Remove(old); err != nil {
		t.Fatal(err)
	}
	now := func() *kb.Base {
		t.Helper()
		base, err := storage.Open(dir, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { base.Close() })
		data, err := os.ReadFile(filepath.Join(dir, curated.MendingsFile))
		if err != nil {
			return base
		}
		if base, err = curated.Mended(base, curated.MendingsFile, data, nil); err != nil {
			t.Fatal(err)
		}
		return base
	}
	ref := corpus.Ref{Source: "kites", Paragraph: 1}
	swift, dart := Thing{ID: "swift", Kind: "kite", Name: "Swift"}, Thing{ID: "dart", Kind: "kite", Name: "Dart"}
	for _, p := range []Proposal{
		{Subject: swift, Relation: "flown", Object: Thing{Kind: "year", Name: "1960"}},
		{Subject: swift, Relation: "made_by", Object: Thing{ID: "ora-finch", Kind: "person", Name: "Ora Finch", New: true}},
		{Subject: dart, Relation: "flown", Object: Thing{Kind: "year", Name: "1961"}},
	} {
		p.Ref, p.Cite = ref, ref.String()
		changes, err := Accept(t.Context(), dir, now(), nil, p)
		if err != nil || len(changes) != 1 || changes[0].File != curated.MendingsFile || !strings.Contains(changes[0].After, p.Relation+": ") {
			t.Fatal(changes, err)
		}
	}
	if n := now().Statements(); n != 6 {
		t.Errorf("%d statements, want 3 imported and 3 accepted", n)
	}
	run(&intake.Job{Dir: dir, Triples: []string{put(filepath.Join(from, "kites.csv"), "Swift,flown,1950\nDart,flown,1952\n")}})
	if n := now().Statements(); n != 6 {
		t.Errorf("%d statements once the first file is imported again, want 6", n)
	}
	p := Proposal{Subject: swift, Relation: "flown", Object: Thing{Kind: "year", Name: "1955"}, Cite: ref.String(), Ref: ref}
	if changes, err := Accept(t.Context(), dir, now(), nil, p); err != nil || len(changes) != 0 {
		t.Errorf("what accepted.csv stated already is written again: %v, %v", changes, err)
	}
	if _, err := Accept(t.Context(), dir, now(), nil, Proposal{Differs: "1955", Subject: swift}); err == nil {
		t.Error("what the facts contradict was accepted")
	}
}
