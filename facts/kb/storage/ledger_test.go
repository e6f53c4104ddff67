package storage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/triples"
)

// A ledger is written as json.Marshal writes it, sealed, which earlier versions did, and read as it was; one byte that is
// another is damage.
func TestLedgerFile(t *testing.T) {
	dir := t.TempDir()
	notes := filepath.ToSlash(dir) + "/notes"
	for name, l := range map[string]*Ledger{
		"empty":    {},
		"guessed":  {Guessed: true},
		"articles": {Articles: map[string]map[string][]string{"upload/<a> & \"b\"": {"naïve\u2028 \x7f.md": {"a", "ö"}, "": nil}, notes: {notes + "/one.md": {"one"}, notes + "/two.md": {"two", "three"}}}},
		"both": {Articles: map[string]map[string][]string{"up": {"up/x": {"x"}}}, Guessed: true, Facts: []FactsFile{
			{Path: notes + "/t.csv", Source: "t", SHA256: "00", Part: "triples.1", Quotes: true, Anchors: map[string]triples.Words{"k": {At: "x:1", Quote: "<q>"}}, Lost: []fault.Fault{{File: "t.csv", Line: 2, What: "gone"}}},
			{Path: "u.csv", Source: "u", Part: "triples.2", Unsure: []fault.Fault{{What: "so"}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			var got, want bytes.Buffer
			data, err := json.Marshal(l)
			if err == nil {
				err = writeSealed(&want, data)
			}
			if err == nil {
				err = l.write(&got)
			}
			if err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Fatalf("%v, %s\nwant %s", err, got.Bytes(), want.Bytes())
			}
			path := filepath.Join(dir, "ledger")
			read := func(data []byte) (*Ledger, error) {
				if err := os.WriteFile(path, data, 0o600); err != nil {
					t.Fatal(err)
				}
				return LedgerOf(map[string]string{PartLedger: path})
			}
			back, err := read(got.Bytes())
			if l.Articles == nil {
				l.Articles = map[string]map[string][]string{}
			}
			for i := range l.Facts {
				l.Facts[i].Path = back.Facts[i].Path // which is canonical
			}
			if err != nil || !reflect.DeepEqual(back, l) {
				t.Errorf("%v, read are %+v\nwant %+v", err, back, l)
			}
			for i := range got.Len() {
				damaged := bytes.Clone(got.Bytes())
				damaged[i] ^= 1
				if _, err := read(damaged); err == nil {
					t.Fatalf("byte %d is another, and nothing is told", i)
				}
			}
			for _, n := range []int{0, 3, got.Len() - 1} {
				if _, err := read(got.Bytes()[:n]); err == nil {
					t.Errorf("cut at %d, and nothing is told", n)
				}
			}
		})
	}
}

// A path is read by the name that it has however it was spelt.
func TestLedgerOfOtherSpellings(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.ToSlash(dir)
	old := &Ledger{Articles: map[string]map[string][]string{root + "/x/..": {root + "/x/../a.md": {"a"}}, root: {root + "/b.md": {"b"}, root + "/a.md": {"a2"}}}}
	path := filepath.Join(dir, "ledger")
	var data bytes.Buffer
	if err := old.write(&data); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := LedgerOf(map[string]string{PartLedger: path})
	if err != nil || len(l.Articles) != 1 || len(l.Articles[root]) != 2 || len(l.Articles[root][root+"/a.md"]) != 2 {
		t.Errorf("%v, %v", l.Articles, err)
	}
}

// BenchmarkLedger measures what is allocated to write the ledger of a folder of articles, and to read it, for each article.
func BenchmarkLedger(b *testing.B) {
	const n = 50_000
	l := &Ledger{Articles: map[string]map[string][]string{"/srv/notes": {}}}
	for i := range n {
		l.Articles["/srv/notes"][fmt.Sprintf("/srv/notes/2024/note-%d.md", i)] = []string{fmt.Sprintf("2024/note-%d", i)}
	}
	var data bytes.Buffer
	if err := l.write(&data); err != nil {
		b.Fatal(err)
	}
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			data.Reset()
			if err := l.write(&data); err != nil {
				b.Fatal(err)
			}
		}
	})
	path := filepath.Join(b.TempDir(), "ledger")
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if back, err := LedgerOf(map[string]string{PartLedger: path}); err != nil || len(back.Articles["/srv/notes"]) != n {
				b.Fatal(err)
			}
		}
	})
}
