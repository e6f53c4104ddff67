package encoder

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// lines reads a file of JSON lines.
func lines[T any](t testing.TB, name string) []T {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var all []T
	for d := json.NewDecoder(bytes.NewReader(data)); d.More(); {
		var v T
		if err := d.Decode(&v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, v)
	}
	return all
}

// tiny returns the random model of testdata, which train/fixtures.py made.
func tiny(t testing.TB) *Model {
	t.Helper()
	data, err := os.ReadFile("testdata/tiny.bin")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func ids(m *Model, text string) []int32 {
	ids := []int32{}
	for _, p := range m.Tokenize(text, len(text)+1, nil) {
		ids = append(ids, p.ID)
	}
	return ids
}

// The pieces are the reference's. The whole vocabulary comes with the trained weights.
func TestTokenize(t *testing.T) {
	type line struct {
		Text      string
		IDs, Tiny []int32
	}
	t.Run("tiny", func(t *testing.T) {
		m := tiny(t)
		for _, l := range lines[line](t, "testdata/tokens.jsonl") {
			if got := ids(m, l.Text); !slices.Equal(got, l.Tiny) {
				t.Errorf("%q: pieces %v, want %v", l.Text, got, l.Tiny)
			}
		}
	})
	t.Run("trained", func(t *testing.T) {
		m := trained(t)
		for _, l := range lines[line](t, "testdata/tokens.jsonl") {
			if got := ids(m, l.Text); !slices.Equal(got, l.IDs) {
				t.Errorf("%q: pieces %v, want %v", l.Text, got, l.IDs)
			}
		}
	})
}

// HAPJAK_TOKENS=LINES,IDS compares the pieces of each line of LINES with those that
// `train/fixtures.py vocab.txt --lines LINES >IDS` printed.
func TestTokenizeMany(t *testing.T) {
	texts, want, ok := strings.Cut(os.Getenv("HAPJAK_TOKENS"), ",")
	if !ok {
		t.Skip("HAPJAK_TOKENS names no files to compare")
	}
	m := trained(t)
	a, err := os.ReadFile(texts)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.Open(want)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	reference := bufio.NewScanner(b)
	reference.Buffer(nil, 1<<24)
	n, pieces, bad := 0, 0, 0
	for line := range strings.SplitSeq(strings.TrimSuffix(string(a), "\n"), "\n") {
		if !reference.Scan() {
			t.Fatalf("%s ends at line %d", want, n+1)
		}
		n++
		var got []string
		for _, id := range ids(m, line) {
			got = append(got, strconv.Itoa(int(id)))
		}
		pieces += len(got)
		if strings.Join(got, " ") != reference.Text() {
			if bad++; bad <= 10 {
				t.Errorf("line %d, %q: %v, want %v", n, line, got, reference.Text())
			}
		}
	}
	t.Logf("%d lines, %d pieces, %d lines differ", n, pieces, bad)
}

func TestOffsets(t *testing.T) {
	m := tiny(t)
	for _, c := range []struct{ text, pieces string }{
		{"Who is she?!", "Who|is|she|?|!"},
		{"cafe\u0301 e\u0301x", "cafe\u0301|e\u0301x"},
		{"a\xff\xfeb \u200bc", "a\xff\xfeb|c"},
		{strings.Repeat("é", 101) + " a", strings.Repeat("é", 101) + "|a"},
		{"奉俊 a", "奉|俊|a"},
	} {
		var words []string
		start := 0
		for _, p := range m.Tokenize(c.text, 100, nil) {
			if !p.Continues {
				start = p.Start
				words = append(words, "")
			}
			words[len(words)-1] = c.text[start:p.End]
		}
		if got := strings.Join(words, "|"); got != c.pieces {
			t.Errorf("%q: words %q, want %q", c.text, got, c.pieces)
		}
	}
}

func TestTokenizeAtMost(t *testing.T) {
	m := tiny(t)
	head := m.Tokenize("who is", 10, nil)
	if got := m.Tokenize("who is she ?", 3, head); len(got) != len(head)+3 {
		t.Errorf("%d pieces, want %d and 3 more", len(got), len(head))
	}
	if got := m.Tokenize("who", 0, nil); len(got) != 0 {
		t.Errorf("pieces %v, want none", got)
	}
}

// Whatever the text, pieces lie in it, in order, at the borders of its characters.
func FuzzTokenize(f *testing.F) {
	m := tiny(f)
	for _, l := range lines[struct{ Text string }](f, "testdata/tokens.jsonl") {
		f.Add(l.Text, 5)
	}
	f.Add("\xff\xc0\x80 \xed\xa0\x80 a\xf4", 100)
	f.Fuzz(func(t *testing.T, text string, most int) {
		pieces := m.Tokenize(text, most&0xFFF, nil)
		if len(pieces) > most&0xFFF {
			t.Fatalf("%d pieces, asked for at most %d", len(pieces), most&0xFFF)
		}
		last := Piece{}
		for _, p := range pieces {
			if p.ID < 0 || int(p.ID) >= m.pieces || p.Start >= p.End || p.End > len(text) ||
				p.Start < last.Start || p.End < last.End || p.Start > last.Start && p.Start < last.End {
				t.Fatalf("%q: piece %+v after %+v", text, p, last)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[p.Start:p.End]) {
				t.Fatalf("%q: piece %+v cuts a character", text, p)
			}
			last = p
		}
		whole := m.Tokenize(text, len(text)+1, nil)
		if most &= 0xFFF; !slices.Equal(pieces, whole[:min(most, len(whole))]) {
			t.Fatalf("%q: %v are not the first of %v", text, pieces, whole)
		}
	})
}
