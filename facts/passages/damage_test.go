package passages

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/corpus"
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
	ix := sample(t)
	return bytes.Clone(ix.data)
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
	if padding > 8 {
		t.Errorf("%d altered bytes went unnoticed", padding)
	}
}

func TestCutFileIsRefused(t *testing.T) {
	file := sampleFile(t)
	path := filepath.Join(t.TempDir(), "passages.idx")
	for n := range len(file) {
		if n%7 > 0 && n > headerSize {
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

// resum makes the sums of a file right again, so that what is wrong in it is
// believed.
func resum(b []byte) {
	if len(b) < headerSize {
		return
	}
	le := binary.LittleEndian
	end := 16 + numSections*16
	le.PutUint32(b[end:], crc32.Checksum(b[:end], castagnoli))
	at := le.Uint64(b[16+16*secSums:])
	if at < headerSize || at > uint64(len(b)) {
		return
	}
	sums := b[at:]
	n := 0
	for from := headerSize; from < int(at) && len(sums) >= 4*n+8; from += pageSize {
		le.PutUint32(sums[4*n:], crc32.Checksum(b[from:min(from+pageSize, int(at))], castagnoli))
		n++
	}
	if len(sums) >= 4*n+4 {
		le.PutUint32(sums[4*n:], crc32.Checksum(sums[:4*n], castagnoli))
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
			resum(b)
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
			resum(b)
			if ix, err := Load(b); err == nil {
				use(ix)
			}
		}
	}
}
