package kb_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/kbtest"
	"hapjak/facts/kb/literal"
	"hapjak/facts/paged/pagedtest"
)

func written(t testing.TB, b *kb.Base) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := b.Write(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestWrittenBaseIsTheSame(t *testing.T) {
	b := kbtest.Base(t)
	path := filepath.Join(t.TempDir(), "kb")
	if err := os.WriteFile(path, written(t, b), 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := kb.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	same(t, b, opened)
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	data := written(t, b)
	moved := append([]byte{0}, data...)[1:] // not aligned
	again, err := kb.LoadBytes(moved)
	if err != nil {
		t.Fatal(err)
	}
	same(t, b, again)
	if !bytes.Equal(written(t, again), data) {
		t.Error("written again it differs")
	}
}

// same compares everything that two bases tell.
func same(t *testing.T, a, b *kb.Base) {
	t.Helper()
	if a.Len() != b.Len() || a.Statements() != b.Statements() {
		t.Fatalf("%d nodes, %d statements; want %d, %d", b.Len(), b.Statements(), a.Len(), a.Statements())
	}
	tell := func(x *kb.Base, n kb.Node) []any {
		v, ok := x.Value(n)
		return []any{x.KindOf(n), x.ID(n), x.Names(n), x.About(n), v, ok, append([]kb.Stmt{}, x.OutAll(n)...), append([]kb.Stmt{}, x.InAll(n)...), append([]kb.Node{}, x.Named(kb.Squash(x.Name(n)))...), x.Near(kb.Squash(x.Name(n)), 2)}
	}
	for n := range kb.Node(a.Len()) {
		if x, y := tell(a, n), tell(b, n); !reflect.DeepEqual(x, y) {
			t.Errorf("node %d: %v, want %v", n, y, x)
		}
	}
	for s := range kb.Stmt(a.Statements()) {
		x := []any{a.Subject(s), a.Relation(s), a.Object(s), a.Qualifiers(s), a.Cites(s)}
		y := []any{b.Subject(s), b.Relation(s), b.Object(s), b.Qualifiers(s), b.Cites(s)}
		if !reflect.DeepEqual(x, y) {
			t.Errorf("statement %d: %v, want %v", s, y, x)
		}
	}
	if x, y := kb.EncodeSchema(a.Schema()), kb.EncodeSchema(b.Schema()); !bytes.Equal(x, y) {
		t.Errorf("schema %q, want %q", y, x)
	}
}

func TestFileIsRefused(t *testing.T) {
	data := written(t, kbtest.Base(t))
	with := func(change func([]byte) []byte) []byte { return change(bytes.Clone(data)) }
	for want, bad := range map[string][]byte{
		"the file is none": {},
		"cut short":        with(func(d []byte) []byte { return d[:len(d)-8] }),
		"are damaged":      with(func(d []byte) []byte { d[len(d)/2]++; return d }),
		"version 4":        with(func(d []byte) []byte { binary.LittleEndian.PutUint32(d[8:], 4); return d }),
		"facts: cut short": with(func(d []byte) []byte {
			binary.LittleEndian.PutUint64(d[16:], 1<<40)
			pagedtest.Resum(d)
			return d
		}),
	} {
		if _, err := kb.LoadBytes(bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	path := filepath.Join(t.TempDir(), "kb")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := kb.OpenFile(path); err == nil || !strings.Contains(err.Error(), "the file is none") {
		t.Errorf("an empty file: %v", err)
	}
}

func TestTurned(t *testing.T) {
	data := []byte{1, 2, 3, 4, 5, 6, 7, 8}
	for size, want := range map[int][]byte{2: {2, 1, 4, 3, 6, 5, 8, 7}, 4: {4, 3, 2, 1, 8, 7, 6, 5}, 8: {8, 7, 6, 5, 4, 3, 2, 1}} {
		if got := kb.Turned(data, size); !bytes.Equal(got, want) {
			t.Errorf("turned(%d) = %v, want %v", size, got, want)
		}
	}
}

// Parts of paragraphs that are cited are written, read, and found by their paragraph; damage is told.
func TestPartsOfParagraphs(t *testing.T) {
	s, err := curated.ParseSchema("s", []byte("kinds: {pot: {name: pot}}\nrelations:\n  glaze: {from: [pot], to: [text]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	b := kb.NewBuilder(s)
	pot := b.Entity(kb.Entity{ID: "jug", Kind: kb.Literals, Name: "Jug"})
	rel, _ := s.Relation("glaze")
	refs := []corpus.Ref{{Source: "kiln", Paragraph: 3}, {Source: "kiln", Paragraph: 3, Part: 2}, {Source: "kiln", Paragraph: 3, Part: 5}}
	for i, ref := range refs {
		v, err := literal.ReadDraft(b, kb.Text, []string{"blue", "green", "salt"}[i])
		if err != nil {
			t.Fatal(err)
		}
		b.State(pot, rel, v, nil, ref)
	}
	base, err := b.Base()
	if err != nil {
		t.Fatal(err)
	}
	data := written(t, base)
	read, err := kb.LoadBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	same(t, base, read)
	for s, ref := range refs {
		if got := read.Cites(kb.Stmt(s)); len(got) != 1 || got[0] != ref {
			t.Errorf("cited is %v, want %v", got, ref)
		}
	}
	for part, want := range map[int][]kb.Stmt{0: {0, 1, 2}, 2: {0, 1}, 5: {0, 2}, 9: {0}} {
		if got := read.Citing(corpus.Ref{Source: "kiln", Paragraph: 3, Part: part}); !reflect.DeepEqual(got, want) {
			t.Errorf("part %d is cited by %v, want %v", part, got, want)
		}
	}
	for at := range data {
		flipped := bytes.Clone(data)
		flipped[at] ^= 1 << (at % 8)
		if _, err := kb.LoadBytes(flipped); err == nil {
			t.Fatalf("a flipped bit at %d is not told", at)
		}
	}
}

// FuzzFile alters a sound file in two places and sets its checksum: it is refused,
// or whatever is asked of it returns.
func FuzzFile(f *testing.F) {
	data := written(f, kbtest.Base(f))
	for at := range 40 {
		f.Add(uint32(at*16), uint32(at), uint32(at*97), uint32(1<<31), uint32(0))
	}
	f.Fuzz(func(t *testing.T, at, word, at2, word2, cut uint32) {
		d := bytes.Clone(data)
		binary.LittleEndian.PutUint32(d[int(at)%(len(d)-4):], word)
		binary.LittleEndian.PutUint32(d[int(at2)%(len(d)-4):], word2)
		d = d[:len(d)-int(cut)%len(d)]
		pagedtest.Resum(d)
		b, err := kb.LoadBytes(d)
		if err != nil {
			return
		}
		kbtest.Exercise(b)
	})
}
