package paged_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"hapjak/facts/paged"
	"hapjak/facts/paged/pagedtest"
)

func format() paged.Format {
	return paged.Format{Magic: "testfile", Version: 7, Sections: 3, Name: "test", Remedy: "write it again"}
}

func written(t *testing.T) (file []byte, sections [][]byte) {
	t.Helper()
	sections = [][]byte{[]byte("one"), nil, bytes.Repeat([]byte("three pages of it "), 8000)}
	var buf bytes.Buffer
	if n, err := format().Write(&buf, readers(sections)); err != nil || n != int64(buf.Len()) {
		t.Fatal(n, buf.Len(), err)
	}
	return buf.Bytes(), sections
}

func readers(sections [][]byte) (list []*io.SectionReader) {
	for _, s := range sections {
		list = append(list, paged.Section(s))
	}
	return list
}

// read reads all of a file.
func read(data []byte) (sections [][]byte, err error) {
	defer func() {
		if e := format().Recovered(recover()); e != nil {
			err = e
		}
	}()
	f, err := format().Load(data)
	if err != nil {
		return nil, err
	}
	for i := range 3 {
		sections = append(sections, f.Whole(i))
	}
	return sections, nil
}

func TestWriteAndRead(t *testing.T) {
	file, want := written(t)
	got, err := read(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if !bytes.Equal(got[i], want[i]) {
			t.Errorf("section %d is %.20q…, want %.20q…", i, got[i], want[i])
		}
	}
	f, err := format().Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.View(2, 70000, 70010); f.Size(2) != len(want[2]) || !bytes.Equal(got, want[2][70000:70010]) {
		t.Errorf("a view of %d bytes is %q", f.Size(2), got)
	}
	if _, err := format().Write(&bytes.Buffer{}, readers(want[:2])); err == nil {
		t.Error("two of three sections were written")
	}
	if n, err := format().Write(full{}, readers(want)); !errors.Is(err, errFull) {
		t.Errorf("to a full disk %d bytes were written: %v", n, err)
	}
}

var errFull = errors.New("no space")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// Every flipped bit, every cut and whatever is added is told, with the remedy.
func TestDamageIsTold(t *testing.T) {
	file, _ := written(t)
	told := func(what string, at int, data []byte) {
		t.Helper()
		if _, err := read(data); err == nil || !strings.HasPrefix(err.Error(), "test: ") || !strings.HasSuffix(err.Error(), ": write it again") {
			t.Fatalf("%s at %d: %v", what, at, err)
		}
	}
	for at := range file {
		if at > 300 && at < len(file)-300 && at%97 > 0 {
			continue
		}
		bad := bytes.Clone(file)
		bad[at] ^= 1 << (at % 8)
		told("a flipped bit", at, bad)
		told("a cut", at, file[:at])
	}
	told("an addition", len(file), append(bytes.Clone(file), 0))
}

// A damaged page is told when it is read, and not before.
func TestPagesAreCheckedWhenRead(t *testing.T) {
	file, want := written(t)
	file[len(file)/2] ^= 4
	f, err := format().Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.View(2, 0, 100); !bytes.Equal(got, want[2][:100]) {
		t.Errorf("the first page is %q", got)
	}
	defer func() {
		if err := format().Recovered(recover()); err == nil || !strings.Contains(err.Error(), "bytes 65624 to 131160 are damaged") {
			t.Errorf("%v", err)
		}
	}()
	f.Whole(2)
}

// Whatever stands in a header whose sums are right, reading returns.
func FuzzLoad(f *testing.F) {
	f.Add(uint16(16), byte(255))
	f.Add(uint16(12), byte(2))
	f.Fuzz(func(t *testing.T, at uint16, value byte) {
		file, _ := written(t)
		file[int(at)%len(file)] = value
		pagedtest.Resum(file)
		_, _ = read(file)
	})
}
