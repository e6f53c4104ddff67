package passages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hapjak/corpus"
	"hapjak/facts/paged/pagedtest"
)

// use does everything that an index can do, with whatever it holds.
func use(ix *Index) {
	hits := ix.Search(Query{Text: "Who led the shoot of the train film in 2013?", From: "2010"}, 5)
	hits = append(hits, ix.Search(Query{Text: "rice valley film", Source: "b"}, 100)...)
	hits = append(hits, Hit{Passage: 1 << 31, Ref: corpus.Ref{Source: "a", Paragraph: 2}})
	for _, h := range hits {
		ix.Explain(Query{Text: "film train"}, h)
		ix.Paragraph(h.Ref)
		ix.Passage(h.Passage)
		ix.Names(h.Passage)
		ix.Source(h.Ref.Source)
	}
	for id := range ix.Sources() {
		ix.Source(id)
	}
	ix.IDF("film")
}

func sampleFile(t testing.TB) []byte {
	t.Helper()
	var buf bytes.Buffer
	b := NewBuilder()
	for _, src := range sampleSources() {
		if err := b.Add(src); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// Every altered byte is noticed, at once or when the file is verified.
func TestAlteredFileIsNoticed(t *testing.T) {
	file := sampleFile(t)
	padding := 0
	for i := range file {
		altered := bytes.Clone(file)
		altered[i] ^= 0x40
		ix, err := Load(altered)
		if err != nil {
			if !strings.Contains(err.Error(), "passage index") {
				t.Errorf("byte %d: %v", i, err)
			}
			continue
		}
		use(ix)
		if ix.Verify() == nil {
			padding++
		}
	}
	if padding > 0 {
		t.Errorf("%d altered bytes went unnoticed", padding)
	}
}

func TestCutFileIsRefused(t *testing.T) {
	file := sampleFile(t)
	path := filepath.Join(t.TempDir(), "passages.idx")
	for n := range len(file) {
		if n%7 > 0 && n > 256 {
			continue
		}
		if _, err := Load(file[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes were taken for an index", n, len(file))
		}
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil {
		t.Error("an empty file was taken for an index")
	}
}

// A file made to harm, its sums right, is at worst of no use.
func FuzzLoad(f *testing.F) {
	file := sampleFile(f)
	f.Add(file, uint16(0), uint32(0), true)
	f.Add(file, uint16(700), uint32(0xFFFFFFFF), true)
	f.Add(file[:len(file)/2], uint16(20), uint32(1), false)
	f.Fuzz(func(t *testing.T, b []byte, at uint16, value uint32, right bool) {
		b = bytes.Clone(b)
		if int(at)+4 <= len(b) {
			binary.LittleEndian.PutUint32(b[at:], value)
		}
		if right {
			pagedtest.Resum(b)
		}
		if ix, err := Load(b); err == nil {
			use(ix)
			ix.Verify()
		}
	})
}

// Every four bytes of a file are set to values that lead astray.
func TestFileMadeToHarm(t *testing.T) {
	file := sampleFile(t)
	for at := 16; at+4 <= len(file); at++ {
		for _, value := range []uint32{0, 1, 0x7FFFFFFF, 0xFFFFFFFF} {
			b := bytes.Clone(file)
			binary.LittleEndian.PutUint32(b[at:], value)
			pagedtest.Resum(b)
			if ix, err := Load(b); err == nil {
				use(ix)
			}
		}
	}
}

// What is done to the file of an open index is told, whatever was read of it before: a cut within a page of
// memory, which reads as zeros, and a cut that was filled up again. What only has another time goes on.
func TestFileWrittenWhileOpen(t *testing.T) {
	file := sampleFile(t)
	for name, x := range map[string]struct {
		write func(path string) error
		told  string
	}{
		"cut":     {func(path string) error { return os.Truncate(path, 90) }, "cut short while it was in use: 90 of"},
		"emptied": {func(path string) error { return os.Truncate(path, 0) }, "cut short while it was in use"},
		"filled up": {func(path string) error {
			return errors.Join(os.Truncate(path, 90), os.Truncate(path, int64(len(file))))
		}, "damaged"},
		"other text": {func(path string) error {
			return os.WriteFile(path, bytes.ReplaceAll(file, []byte("rails"), []byte("roads")), 0o644)
		}, "damaged"},
		"touched": {func(string) error { return nil }, ""},
	} {
		path := filepath.Join(t.TempDir(), "passages.idx")
		if err := os.WriteFile(path, file, 0o644); err != nil {
			t.Fatal(err)
		}
		ix, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(ix.Verify(), ix.Err()); err != nil {
			t.Fatal(name, err)
		}
		if err := x.write(path); err != nil {
			t.Skip(err) // a system that lets nobody write to what is mapped
		}
		later := time.Now().Add(time.Minute)
		if err := os.Chtimes(path, later, later); err != nil {
			t.Fatal(err)
		}
		hits := ix.Search(Query{Text: "rails"}, 5)
		err = ix.Err()
		if x.told == "" && (err != nil || len(hits) != 1) {
			t.Errorf("%s: %v, %v", name, hits, err)
		}
		if x.told != "" && (err == nil || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), x.told) || !strings.HasSuffix(err.Error(), remedy)) {
			t.Errorf("%s: %v, want %q", name, err, x.told)
		}
		if err := ix.Close(); err != nil {
			t.Error(name, err)
		}
	}
}
