package encoder

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"os"
	"strings"
	"testing"
)

func tinyFile(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/tiny.bin")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sign sets the checksums of a file's header, and of the sections that lie where they should.
func sign(data []byte) {
	n := int(binary.LittleEndian.Uint32(data[40:]))
	if n > 100 || fixed+8*n+4 > len(data) {
		return
	}
	at := fixed + 8*n + 4
	for i := range n {
		at = (at + align - 1) / align * align
		size := int(binary.LittleEndian.Uint32(data[fixed+8*i:]))
		if at+size > len(data) {
			break
		}
		binary.LittleEndian.PutUint32(data[fixed+8*i+4:], crc32.ChecksumIEEE(data[at:at+size]))
		at += size
	}
	binary.LittleEndian.PutUint32(data[fixed+8*n:], crc32.ChecksumIEEE(data[:fixed+8*n]))
}

func TestOpenBadFiles(t *testing.T) {
	good := tinyFile(t)
	changed := func(at int, b byte) []byte {
		d := bytes.Clone(good)
		d[at] ^= b
		return d
	}
	signed := func(at int, b byte) []byte {
		d := changed(at, b)
		sign(d)
		return d
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"another file", bytes.Repeat([]byte("PK\x03\x04"), 100), "not a weights file"},
		{"line ends changed", bytes.ReplaceAll(good, []byte("\r\n"), []byte("\n")), "not a weights file"},
		{"another version", signed(8, 3), "version 1, this program reads version 2"},
		{"a flipped size", changed(16, 64), "checksum of its header"},
		{"a declared size", signed(16, 64), "sections"},
		{"huge sizes", signed(31, 0x40), "make no sense"},
		{"no layers", signed(12, 2), "make no sense"},
		{"a temperature below nothing", signed(47, 0x80), "temperature"},
		{"a flipped weight", changed(len(good)-2000, 1), "checksum of section"},
		{"a flipped piece", changed(200, 1), "checksum of section 1 of 7"},
		{"a piece beyond the vocabulary", signed(201, 0x40), "vocabulary makes no sense"},
		{"cut in half", good[:len(good)/2], "cut off"},
		{"cut in the header", good[:50], "cut off"},
		{"a few bytes", good[:5], "cut off"},
	} {
		m, err := Open(c.data)
		switch {
		case m != nil || err == nil:
			t.Errorf("%s: opened", c.name)
		case c.want == "sections" && strings.Contains(err.Error(), "its sizes ask for"):
		case !strings.Contains(err.Error(), c.want):
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Open(nil); !errors.Is(err, ErrNoWeights) {
		t.Errorf("no bytes: %v, want %v", err, ErrNoWeights)
	}
}

// Each byte of a file counts, but those that fill up to the next section.
func TestOpenFlips(t *testing.T) {
	good := tinyFile(t)
	opened, step := 0, 1
	if testing.Short() {
		step = 31
	}
	for i := 0; i < len(good); i += step {
		data := good
		data[i] ^= 0x10
		if _, err := Open(data); err == nil {
			opened++
		}
		data[i] ^= 0x10
	}
	if opened > 7*align {
		t.Errorf("%d of %d files with a flipped bit were opened", opened, len(good))
	}
}

// Whatever the bytes, even with checksums that hold, Open returns a sentence or a model that works.
func FuzzOpen(f *testing.F) {
	good := tinyFile(f)
	f.Add([]byte{}, 0, uint32(0), false)
	f.Add([]byte("\x01"), 8, uint32(9), true)
	f.Add([]byte{}, 16, uint32(64), true)
	f.Add([]byte{}, 40, math.Float32bits(float32(math.NaN())), true)
	f.Add([]byte{}, 200, uint32(0xFFFFFFFF), true)
	f.Fuzz(func(t *testing.T, tail []byte, at int, value uint32, signs bool) {
		data := bytes.Clone(good)
		at = int(uint(at) % uint(len(data)-4))
		binary.LittleEndian.PutUint32(data[at:], value)
		if len(tail) > 0 {
			data = append(data[:at], tail...)
		}
		if signs && len(data) >= fixed {
			sign(data)
		}
		m, err := Open(data)
		if err != nil {
			if m != nil || !strings.HasPrefix(err.Error(), "encoder: ") {
				t.Fatalf("model %v and error %v", m, err)
			}
			return
		}
		text := "who is she 한국"
		out := make([]Judgement, 1)
		if err := m.Judge(context.Background(), text, []string{text}, out); err != nil {
			t.Fatal(err)
		}
		if o := out[0]; o.Start < 0 || o.Start > o.End || o.End > len(text) {
			t.Fatalf("%+v", o)
		}
	})
}
