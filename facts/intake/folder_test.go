package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/storage"
)

const facts = `- id: catan
  kind: game
  name: Catan
  facts:
    - made_in: 1995
      cite: {at: shelf:1, quote: "Catan came out in 1995"}
    - played_by: four players
      cite: shelf:2
`

// base makes a base by hand, and a folder of new files.
func base(t *testing.T, fresh map[string]string) *Folder {
	t.Helper()
	dir, into := t.TempDir(), t.TempDir()
	lay := func(dir string, files map[string]string) {
		for name, text := range files {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	lay(dir, map[string]string{
		"schema.yaml": "name: Games\nabout: games\nkinds:\n  game: {name: game, plural: games}\nrelations:\n" +
			"  made_in: {from: [game], to: [year], noun: year, says: \"{s} came out in {o}\"}\n  played_by: {from: [game], to: [text], noun: players, says: \"{s} is for {o}\"}\n",
		"facts/games.yaml":  facts,
		"sources/shelf.md":  "Catan came out in 1995.\n\nIt is for four players.\n",
		"sources/other.txt": "Tikal is another game.\n",
	})
	lay(into, fresh)
	return &Folder{Dir: dir, New: into}
}

func TestFolder(t *testing.T) {
	f := base(t, map[string]string{
		"new.md":       "# El Grande\n\nEl Grande came out in 1995 too.\n",
		"tikal.md":     "---\nid: other\ntitle: Tikal\n---\n\nTikal is from 1999.\n", // the article of other.txt under another name
		"shelf.md":     "Catan came out in 1995.\n\nIt is for four players.\n",
		"sub/deep.txt": "Deep down.\n",
		"empty.md":     "---\nid: empty\n---\n",
		"picture.png":  "\x89PNG",
	})
	report, err := f.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := report.Articles.String(); got != "2 added, 1 updated, 1 unchanged, 0 removed" {
		t.Errorf("%s: %+v", got, report)
	}
	if len(report.Faults) != 1 || !strings.HasPrefix(report.Faults[0], "empty.md:") || report.LeftOut != 2 || len(report.Broken)+len(report.Anchors) != 0 {
		t.Errorf("%+v", report)
	}
	if len(report.Notes) != 1 || !strings.Contains(report.Notes[0].Lines[0], "png") {
		t.Errorf("%+v", report.Notes)
	}
	if _, err := os.Stat(filepath.Join(f.Dir, "sources", "new.md")); err == nil {
		t.Error("a plan has written")
	}
	var wrote []string
	report, err = f.Put(t.Context(), func(list []Written) error {
		for _, w := range list {
			wrote = append(wrote, w.File)
		}
		return nil
	})
	if err != nil || !report.Written {
		t.Fatal(err)
	}
	if want := []string{"sources/other.txt", "sources/new.md", "sources/sub/deep.txt", "sources/tikal.md"}; !slices.Equal(wrote, want) {
		t.Errorf("wrote %q", wrote)
	}
	report, err = f.Plan(t.Context())
	if err != nil || report.Articles.String() != "0 added, 4 unchanged, 0 removed" {
		t.Errorf("again: %s, %v", report.Articles, err)
	}
}

// What would leave a citation without its paragraph is refused; one that moves or is lost
// with its words is told.
func TestFolderCitations(t *testing.T) {
	f := base(t, map[string]string{"shelf.md": "Quite another text.\n"})
	report, err := f.Plan(t.Context())
	if err != nil || len(report.Broken) != 1 || !strings.Contains(report.Broken[0], "facts/games.yaml:8: no source has the paragraph shelf:2") {
		t.Fatalf("%+v, %v", report, err)
	}
	if _, err := f.Put(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "no longer hold") {
		t.Errorf("put all the same: %v", err)
	}
	f = base(t, map[string]string{"shelf.md": "A preface.\n\nIt is for four players.\n\nCatan came out in 1995.\n"})
	report, err = f.Plan(t.Context())
	if err != nil || len(report.Broken) != 0 || len(report.Anchors) != 1 || !strings.Contains(report.Anchors[0], "stands in shelf:3 now") {
		t.Errorf("%+v, %v", report, err)
	}
	f = base(t, map[string]string{"shelf.md": "A preface.\n\nCatan came out in 1995.\n\nIt is for four players.\n"})
	report, err = f.Plan(t.Context())
	if err != nil || len(report.Anchors) != 2 || !strings.Contains(report.Anchors[1], "facts/games.yaml:8: shelf:2 is cited by its number alone, and is another text then") {
		t.Errorf("%+v, %v", report, err)
	}
}

// A base whose article loses what a mending stands on takes the article: what is left out is told, and
// the base is opened.
func TestFolderMended(t *testing.T) {
	f := base(t, map[string]string{"shelf.md": "Catan came out in 1995.\n\nIt is for four people or five.\n"})
	for name, text := range map[string]string{
		curated.AnswersFile: "- ask: how many can sit around it\n  quote: It is for four players.\n  cite: shelf:2\n" +
			"- ask: is that all\n  answer: \"It is.\"\n  cite: gone:1\n",
		curated.MendingsFile: "things:\n  - id: catan\n    facts:\n      - made_in: 1996\n        cite: shelf:9\n",
	} {
		if err := os.WriteFile(filepath.Join(f.Dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, run := range []func() (Report, error){func() (Report, error) { return f.Plan(t.Context()) }, func() (Report, error) { return f.Put(t.Context(), nil) }} {
		report, err := run()
		if err != nil || len(report.Broken) != 0 || len(report.Anchors) != 2 || !strings.Contains(report.Anchors[0], `answers.yaml:1: shelf:2 no longer has "It is for four players."`) {
			t.Errorf("%+v, %v", report, err)
		}
	}
}

// What comes beside cited words and denies them is told, of facts and of what is answered.
func TestFolderDenied(t *testing.T) {
	for text, want := range map[string][]string{
		"Catan came out in 1995. This was not so.\n\nIt is for four players.\n":      {"facts/games.yaml:", "This was not so."},
		"Catan came out in 1995.\n\nIt is for four players. This is no longer so.\n": {"answers.yaml:1:", "This is no longer so."},
		"Catan came out in 1995.\n\nIt is for four players. It is fun.\n":            nil,
	} {
		f := base(t, map[string]string{"shelf.md": text})
		if err := os.WriteFile(filepath.Join(f.Dir, curated.AnswersFile), []byte("- ask: how many can sit around it\n  quote: It is for four players.\n  cite: shelf:2\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		report, err := f.Plan(t.Context())
		told := ""
		for _, a := range report.Anchors {
			if strings.Contains(a, "beside the words of") {
				told += a
			}
		}
		if err != nil || (told == "") != (want == nil) || want != nil && (!strings.Contains(told, want[0]) || !strings.Contains(told, want[1])) {
			t.Errorf("%q: %q, %v", text, report.Anchors, err)
		}
	}
}

// What first refuses, and what fails in the middle, leaves the base as it was.
func TestFolderAllOrNothing(t *testing.T) {
	f := base(t, map[string]string{"a.md": "One.\n", "other.txt": "Two.\n", "z/z.md": "Three.\n"})
	state := func() string {
		var all strings.Builder
		for _, name := range []string{"a.md", "other.txt", "shelf.md"} {
			data, _ := os.ReadFile(filepath.Join(f.Dir, "sources", name))
			all.WriteString(name + string(data))
		}
		return all.String()
	}
	before := state()
	no := errors.New("no")
	if _, err := f.Put(t.Context(), func([]Written) error { return no }); !errors.Is(err, no) || state() != before {
		t.Errorf("%v", err)
	}
	if _, err := f.Put(t.Context(), func([]Written) error { // in the way of z/z.md
		return os.WriteFile(filepath.Join(f.Dir, "sources", "z"), nil, 0o644)
	}); err == nil || state() != before {
		t.Errorf("%v\n%s", err, state())
	}
}

// An archive that is put there stays one.
func TestFolderArchive(t *testing.T) {
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, name := range []string{"one.md", "two.md"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(w, "The text of %s.\n", name)
	}
	z.Close()
	f := base(t, map[string]string{"both.zip": packed.String()})
	for _, want := range []string{"2 added, 2 unchanged, 0 removed", "0 added, 4 unchanged, 0 removed"} {
		report, err := f.Put(t.Context(), nil)
		if err != nil || report.Articles.String() != want {
			t.Errorf("%s, %v", report.Articles, err)
		}
	}
	if list, _ := filepath.Glob(filepath.Join(f.Dir, "sources", "both.*")); len(list) != 1 {
		t.Errorf("%q", list)
	}
}

func TestCleanName(t *testing.T) {
	for name, want := range map[string]string{
		"a.md": "a.md", `C:\x\a.md`: "C_/x/a.md", "../../etc/passwd": "etc/passwd", "/etc/x.md": "etc/x.md", "a/../b.md": "b.md",
		".hidden": "", "a/.git/x": "", "__MACOSX/a.md": "", "": "", "..": "", "a\x00b\n.md": "a_b_.md", "글.md": "글.md", strings.Repeat("x", 201): "",
	} {
		if got := CleanName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// A base whose schema is missing is told, with what to do, rather than taken for one without facts; and
// articles of whatever name may stand in it.
func TestFolderWithoutSchema(t *testing.T) {
	f := base(t, map[string]string{"new.md": "The pump is red.\n"})
	odd := filepath.Join(f.Dir, "sources", "m\xf6we.md")
	if err := os.WriteFile(odd, []byte("The gull is white.\n"), 0o600); err != nil {
		odd = ""
	}
	if report, err := f.Plan(t.Context()); err != nil || odd != "" && report.Articles.Before != 3 {
		t.Errorf("%+v, %v", report, err)
	}
	if err := os.Remove(filepath.Join(f.Dir, "schema.yaml")); err != nil {
		t.Fatal(err)
	}
	told := func(err error) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), "schema.yaml") || !strings.Contains(err.Error(), "put it back from a backup, or write one") {
			t.Errorf("%v", err)
		}
	}
	_, err := storage.Open(f.Dir, nil)
	told(err)
	_, err = f.Plan(t.Context())
	told(err)
}
