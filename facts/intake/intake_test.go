package intake

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb/storage"
	"hapjak/facts/passages"
)

// What is imported under another name than its path is remembered under that: from another
// folder it is the same again. What can no longer be read stays as it was.
func TestJobAs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kb")
	job := func(files map[string]string) *Job {
		from := filepath.Join(t.TempDir(), "club")
		if err := os.Mkdir(from, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(from, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return &Job{Dir: dir, Articles: []string{from}, As: map[string]string{from: "upload/club"}, Fewer: true}
	}
	for _, x := range []struct {
		files map[string]string
		want  string
	}{
		{map[string]string{"a.md": "One.\n", "b.md": "Two.\n"}, "2 added, 0 unchanged, 0 removed"},
		{map[string]string{"a.md": "One.\n", "b.md": "Two.\n"}, "0 added, 2 unchanged, 0 removed"},
		{map[string]string{"a.md": "One more.\n", "b.md": "---\nid: [\n---\n"}, "0 added, 1 updated, 1 unchanged, 0 removed"}, // b has a fault
		{map[string]string{"a.md": "One more.\n"}, "0 added, 1 unchanged, 1 removed"},
	} {
		report, err := job(x.files).Run(t.Context())
		if err != nil || report.Articles.String() != x.want {
			t.Errorf("%q: %s, %v; want %s", x.files, report.Articles, err, x.want)
		}
	}
	ledger, err := storage.ReadLedger(dir)
	if err != nil || len(ledger.Articles) != 1 {
		t.Fatalf("%+v, %v", ledger, err)
	}
	for file := range ledger.Articles["upload/club"] {
		if !strings.HasPrefix(file, "upload/club/") {
			t.Errorf("remembered as %s", file)
		}
	}
}

// A base that was imported with a schema and no statements takes its first ones later.
func TestFirstStatements(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	schema := file("schema.yaml", "kinds:\n  boat: {name: boat}\nrelations:\n  launched: {from: [boat], to: [year]}\n")
	article := file("tern.md", "The Tern was launched in 1921.\n")
	base := filepath.Join(dir, "kb")
	if _, err := (&Job{Dir: base, Schema: schema, Articles: []string{article}}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := file("first.csv", "id,relation,object,cite\ntern,@kind,boat\ntern,@name,Tern\ntern,launched,1921,tern:1\n")
	report, err := (&Job{Dir: base, Triples: []string{first}, Strict: true}).Run(t.Context())
	if err != nil || report.Statements.Added != 1 {
		t.Errorf("%+v, %v", report, err)
	}
}

// An index that is damaged is not passed over where articles would be lost with it: those of
// other folders.
func TestDamagedIndex(t *testing.T) {
	dir := t.TempDir()
	base := filepath.Join(dir, "kb")
	folder := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(path, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(path, name+".md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tern, skua := folder("tern", "The Tern was launched in 1921.\n"), folder("skua", "The Skua was launched in 1933.\n")
	run := func(replace bool, paths ...string) (Report, error) {
		return (&Job{Dir: base, Articles: paths, Replace: replace}).Run(t.Context())
	}
	if _, err := run(false, tern, skua); err != nil {
		t.Fatal(err)
	}
	damage := func() {
		parts, err := storage.Parts(base)
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(parts[storage.PartPassages])
		if err != nil {
			t.Fatal(err)
		}
		data[len(data)/2] ^= 1
		if err := os.WriteFile(parts[storage.PartPassages], data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	damage()
	if report, err := run(false, tern); err == nil || report.Written || !strings.Contains(err.Error(), "are damaged: import the articles again with --replace") {
		t.Errorf("one of two folders: %+v, %v", report, err)
	}
	if report, err := run(false, tern, skua); err != nil || report.Articles.After != 2 {
		t.Errorf("both folders: %+v, %v", report, err)
	}
	damage()
	if report, err := run(true, tern); err != nil || report.Articles.After != 1 {
		t.Errorf("replacing: %+v, %v", report, err)
	}
}

// A file is the same article whether it is imported alone, with its folder or with a part of
// that, and what vanished goes with whichever of them it came from.
func TestFilesOfFolders(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.MkdirAll("notes/old", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		file, text, read, want string
	}{
		{"notes/lamp.txt", "The lamp is lit.", "notes/lamp.txt", "1 added, 0 unchanged, 0 removed"},
		{"notes/lamp.txt", "The lamp is out.", "notes", "0 added, 1 updated, 0 unchanged, 0 removed"},
		{"notes/old/quay.txt", "The quay is long.", "notes", "1 added, 1 unchanged, 0 removed"},
		{"notes/lamp.txt", "The lamp is lit again.", "notes/lamp.txt", "0 added, 1 updated, 1 unchanged, 0 removed"},
		{"notes/old/quay.txt", "", "notes/old", "1 added, 1 unchanged, 1 removed"}, // which calls what is in it otherwise
		{"other/lamp.txt", "Another lamp.", "other", "1 added, 2 unchanged, 0 removed"},
		{"notes/lamp.txt", "", "notes", "1 added, 2 unchanged, 1 removed"},
	} {
		if err := os.MkdirAll(filepath.Dir(x.file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(x.file, []byte(x.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if x.text == "" {
			if err := os.Rename(x.file, filepath.Join(filepath.Dir(x.file), "renamed.txt")); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(filepath.Dir(x.file), "renamed.txt"), []byte("It is gone."), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		report, err := (&Job{Dir: "kb", Articles: []string{x.read}, Fewer: true}).Run(t.Context())
		if err != nil || report.Articles.String() != x.want {
			t.Errorf("%s of %s: %s, %v; want %s", x.read, x.file, report.Articles, err, x.want)
		}
	}
}

// A file is the same source however its path is spelt, and keeps its id by whatever path it is read.
func TestPathsSpelt(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	put := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("yard/crane.txt", "The crane lifts ten tons.")
	put("yard/sheds/rope.txt", "The rope is of hemp.")
	put("yard/sheds/deep/tar.txt", "Tar is kept dry.")
	put("else/rope.txt", "Another rope.")
	linked := os.Symlink("yard", "gate") == nil
	for i, x := range []struct{ in, file, text, read, want string }{
		{"", "", "", "yard", "3 added, 0 unchanged, 0 removed"},
		{"", "", "", filepath.Join(dir, "yard", "crane.txt"), "0 added, 3 unchanged, 0 removed"},
		{"", "", "", filepath.Join(dir, "yard"), "0 added, 3 unchanged, 0 removed"},
		{"", "yard/sheds/rope.txt", "The rope is of steel.", "yard/sheds", "0 added, 1 updated, 2 unchanged, 0 removed"},
		{"yard/sheds", "yard/crane.txt", "It lifts twelve tons.", "../crane.txt", "0 added, 1 updated, 2 unchanged, 0 removed"},
		{"yard/sheds", "yard/sheds/deep/tar.txt", "Tar is black.", ".", "0 added, 1 updated, 2 unchanged, 0 removed"},
		{"", "", "", "yard/../yard/sheds/deep/tar.txt", "0 added, 3 unchanged, 0 removed"},
		{"", "", "", "yard/*.txt", "0 added, 3 unchanged, 0 removed"},
		{"", "", "", "gate", "0 added, 3 unchanged, 0 removed"},
		{"", "", "", "else/rope.txt", "1 added, 3 unchanged, 0 removed"},
		{"", "", "", "else", "0 added, 4 unchanged, 0 removed"},
		{"else", "", "", "../yard", "0 added, 4 unchanged, 0 removed"},
		{"", "yard/sheds/new.txt", "New.", "yard/sheds", "1 added, 4 unchanged, 0 removed"},
		{"", "", "", "yard", "0 added, 5 unchanged, 0 removed"},
	} {
		if x.read == "gate" && !linked {
			continue
		}
		if x.file != "" {
			put(x.file, x.text)
		}
		t.Chdir(filepath.Join(dir, x.in))
		report, err := (&Job{Dir: filepath.Join(dir, "kb"), Articles: []string{x.read}}).Run(t.Context())
		if err != nil || report.Articles.String() != x.want {
			t.Errorf("%d: %s in %q: %s, %v; want %s", i, x.read, x.in, report.Articles, err, x.want)
		}
		t.Chdir(dir)
	}
	report, err := (&Job{Dir: "both", Articles: []string{"yard", "yard/crane.txt", filepath.Join(dir, "yard/sheds")}}).Run(t.Context())
	if err != nil || report.Articles.String() != "4 added, 0 unchanged, 0 removed" {
		t.Errorf("paths that overlap: %s, %v", report.Articles, err)
	}
}

// What is named in another set than UTF-8 is remembered: the same again is the same, by a path so named and
// in a base that is written by hand.
func TestNamesOfOtherSets(t *testing.T) {
	club := filepath.Join(t.TempDir(), "m\xfchle")
	for _, name := range []string{"caf\xe9.md", "caf\xe8.md"} {
		if err := errors.Join(os.MkdirAll(club, 0o755), os.WriteFile(filepath.Join(club, name), []byte("Name "+name[4:]), 0o600)); err != nil {
			t.Skip(err)
		}
	}
	hand := base(t, nil)
	dir := filepath.Join(t.TempDir(), "kb")
	for _, x := range []struct {
		dir, path, want string
	}{
		{dir, club, "2 added, 0 unchanged, 0 removed"},
		{dir, club, "0 added, 2 unchanged, 0 removed"},
		{dir, filepath.Join(club, "caf\xe9.md"), "0 added, 2 unchanged, 0 removed"},
		{hand.Dir, club, "2 added, 2 unchanged, 0 removed"},
		{hand.Dir, club, "0 added, 4 unchanged, 0 removed"},
	} {
		report, err := (&Job{Dir: x.dir, Articles: []string{x.path}}).Run(t.Context())
		if err != nil || report.Articles.String() != x.want || len(report.Faults) > 0 {
			t.Errorf("%q into %s: %s, want %s; %q, %v", x.path, x.dir, report.Articles, x.want, report.Faults, err)
		}
	}
	if _, err := storage.Snap(hand.Dir); err != nil {
		t.Error(err)
	}
}

// A folder that was renamed has the same articles, and one that was copied has them twice. What a base keeps
// in the folder that is imported is none of its articles.
func TestRenamedFolder(t *testing.T) {
	dir := t.TempDir()
	put := writer(t, dir)
	put("club/one.md", "The first heat was won by Heron.\n")
	put("club/deep/two.md", "The second heat was won by Egret.\n")
	base := filepath.Join(dir, "all", "kb")
	check := func(want, path string) {
		t.Helper()
		report, err := (&Job{Dir: base, Articles: []string{filepath.Join(dir, path)}, Strict: true}).Run(t.Context())
		if err != nil || report.Articles.String() != want || report.LeftOut > 0 {
			t.Errorf("%s: %s, want %s; %+v, %v", path, report.Articles, want, report.Notes, err)
		}
	}
	rename := func(from, to string) {
		if err := os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)); err != nil {
			t.Fatal(err)
		}
	}
	check("2 added, 0 unchanged, 0 removed", "club")
	rename("club", "society")
	check("0 added, 2 unchanged, 0 removed", "society")
	check("0 added, 2 unchanged, 0 removed", "society")
	rename("society", "all/society")
	check("0 added, 2 unchanged, 0 removed", "all")
	check("0 added, 2 unchanged, 0 removed", "all")
	put("other/one.md", "The first heat was won by Heron.\n")
	check("1 added, 2 unchanged, 0 removed", "other")
	rename("other", "another")
	put("another/one.md", "The third heat was won by Stork.\n") // another article now
	check("1 added, 3 unchanged, 0 removed", "another")
}

// An article that names itself keeps its id in whichever file it is, and no other article has it from that file.
func TestOwnIDs(t *testing.T) {
	dir := t.TempDir()
	put := writer(t, dir)
	const heron, egret = "---\nid: heron\n---\nThe Heron is red.\n", "The Egret is blue.\n"
	base := filepath.Join(dir, "kb")
	for i, files := range [][2]string{{heron, egret}, {egret, heron}, {heron, egret}} {
		put("boats/a.md", files[0])
		put("boats/b.md", files[1])
		report, err := (&Job{Dir: base, Articles: []string{filepath.Join(dir, "boats")}}).Run(t.Context())
		if err != nil || len(report.Faults)+len(report.Notes) > 0 {
			t.Errorf("%d: %+v, %v", i, report, err)
		}
		parts, err := storage.Parts(base)
		if err != nil {
			t.Fatal(err)
		}
		ix, err := passages.Open(parts[storage.PartPassages])
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := ix.Paragraph(corpus.Ref{Source: "heron", Paragraph: 1}); !ok || p.Text != "The Heron is red." {
			t.Errorf("%d: %+v", i, p)
		}
		ix.Close()
	}
}

// A device that has no end, or a folder, is no file of statements, and is not read.
func TestGivenFiles(t *testing.T) {
	put := writer(t, t.TempDir())
	schema := put("schema.yaml", "kinds:\n  club: {name: club}\nrelations:\n  rows_on: {from: [club], to: [text]}\n")
	table := put("clubs.csv", "Heron,rows_on,the Elbe\n")
	for _, odd := range []string{"/dev/zero", t.TempDir()} {
		if _, err := os.Stat(odd); err != nil {
			continue
		}
		for name, job := range map[string]*Job{"statements": {Schema: schema, Triples: []string{odd}}, "schema": {Schema: odd, Triples: []string{table}}, "table": {Tables: []string{odd}}} {
			job.Dir = filepath.Join(t.TempDir(), "kb")
			if _, err := job.Run(t.Context()); err == nil || !strings.Contains(err.Error(), odd+": not a regular file") && !strings.Contains(err.Error(), odd+": no table in it") {
				t.Errorf("%s from %s: %v", name, odd, err)
			}
		}
	}
}
