package kb_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"hapjak/facts/kb"
	"hapjak/facts/kb/kbtest"
)

// A base of an earlier version is read, and its damage told.
func TestVersion1(t *testing.T) {
	b := kbtest.Base(t)
	data := kb.WrittenInVersion1(b)
	read, err := kb.LoadBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	same(t, b, read)
	if !bytes.Equal(written(t, read), written(t, b)) {
		t.Error("written again it differs from one of this version")
	}
	for range 500 {
		flipped := bytes.Clone(data)
		flipped[rand.IntN(len(data))] ^= 1 << rand.IntN(8)
		if _, err := kb.LoadBytes(flipped); err == nil && !bytes.Equal(flipped[12:16], []byte{0, 0, 0, 0}) {
			continue // the four bytes that no program read
		} else if err == nil || !strings.Contains(err.Error(), "again") {
			t.Fatalf("a flipped bit: %v", err)
		}
	}
	for n := range len(data) {
		if _, err := kb.LoadBytes(data[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes were taken for a base", n, len(data))
		}
	}
}
