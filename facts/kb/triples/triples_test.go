package triples_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/kbtest"
	"hapjak/facts/kb/triples"
)

const tripleSchema = `
kinds:
  work: {name: work}
  film: {is: work, name: film, year: released}
  article: {name: film, name_relation: title, year: released}
  person: {name: person}
  tag: {name: tag}
relations:
  directed_by: {from: [film], to: [person]}
  tagged: {from: [work], to: [tag]}
  about: {from: [work, person], to: [work, person, tag]}
  starred: {from: [article], to: [person]}
  released: {from: [work, article], to: [year], one: true}
`

func readTestTriples(t testing.TB, file, text string) (*kb.Base, error) {
	t.Helper()
	s := kbtest.Schema(t, tripleSchema)
	return triples.Read(context.Background(), s, file, strings.NewReader(text), triples.Options{})
}

func TestTriplesSeparators(t *testing.T) {
	for file, text := range map[string]string{
		"a.txt": "Ali|directed_by|Michael Mann\nAli|tagged|boxing, ring\n",
		"b.psv": "\ufeffsubject|relation|object\r\nAli | directed_by | Michael Mann\r\n\r\nAli|tagged|boxing, ring",
		"c.tsv": "Ali\tdirected_by\tMichael Mann\nAli\ttagged\tboxing, ring\n",
		"d.csv": "subject,relation,object\nAli,directed_by,Michael Mann\nAli,tagged,\"boxing, ring\"\n",
		"e":     "Ali\tdirected_by\tMichael Mann\nAli\ttagged\tboxing, ring\n",
	} {
		b, err := readTestTriples(t, file, text)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		all := b.OutAll(kbtest.Find(t, b, "ali"))
		if len(all) != 2 || b.Name(b.Object(all[0])) != "Michael Mann" || b.Name(b.Object(all[1])) != "boxing, ring" {
			t.Errorf("%s: %v", file, all)
		}
	}
}

func TestTriplesTellNamesApart(t *testing.T) {
	b, err := readTestTriples(t, "facts.psv", `Ali|about|Ali
Ali|directed_by|Ali
Ali|tagged|Ali
Ali|released|2001
Boxing|about|Ali
Old Ali|tagged|Ali
1_(2001)|title|Ali
1_(2001)|title|Ali the film
1_(2001)|released|2001
1_(1971)|released|1971
1_(1971)|title|Ali
1_(1971)|starred|Ali
`)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, n := range b.Named("ali") {
		kinds[b.Schema().KindDef(b.KindOf(n)).Name]++
	}
	if kinds["film"] != 1 || kinds["person"] != 1 || kinds["tag"] != 1 || kinds["article"] != 2 || kinds["work"] != 0 {
		t.Errorf("Ali is %v", kinds)
	}
	for id, want := range map[string]string{"ali": "film", "ali-person": "person", "ali-tag": "tag", "1_(2001)": "article", "old-ali": "work", "boxing": "work"} {
		if got := b.Schema().KindDef(b.KindOf(kbtest.Find(t, b, id))).Name; got != want {
			t.Errorf("%s is a %s, want a %s", id, got, want)
		}
	}
	if names := b.Names(kbtest.Find(t, b, "1_(2001)")); len(names) != 2 || names[1] != "Ali the film" {
		t.Errorf("names %q", names)
	}
}

func TestTriplesCite(t *testing.T) {
	b, err := readTestTriples(t, "dir/facts.psv", "Ali|tagged|boxing\nAli|directed_by|Mann|mann-bio\nAli|tagged|boxing|ring\nAli|tagged|boxing\n")
	if err != nil {
		t.Fatal(err)
	}
	all := b.OutAll(kbtest.Find(t, b, "ali"))
	if len(all) != 2 {
		t.Fatalf("%d statements, want 2", len(all))
	}
	if got := b.Cites(all[1]); len(got) != 3 || got[0].String() != "facts:1" || got[1].String() != "ring:1" || got[2].String() != "facts:4" {
		t.Errorf("cites %v", got)
	}
	src, p, ok := b.Cited(corpus.Ref{Source: "facts", Paragraph: 1})
	if !ok || src.Title != "facts.psv" || p.Text != "Ali | tagged | boxing" || !p.Verbatim {
		t.Errorf("facts:1 is %+v %+v %v", src, p, ok)
	}
	if _, p, ok = b.Cited(corpus.Ref{Source: "mann-bio", Paragraph: 1}); !ok || p.Text != "Ali | directed_by | Mann" || p.Verbatim {
		t.Errorf("mann-bio:1 is %+v %v", p, ok)
	}
	if _, _, ok := b.Cited(corpus.Ref{Source: "facts", Paragraph: 9}); ok {
		t.Error("facts:9 is there")
	}
}

func TestTriplesFaults(t *testing.T) {
	_, err := readTestTriples(t, "facts.psv", strings.Join([]string{
		"Ali|directed_by", "Ali|directs|Mann", "Ali|directed_by|", "Ali|directed_by|a|b|c", "Ali|released|201", "Ali|directed_by|\xff",
		"Ali|released|2001", "Ali|released|2002", "Ali|" + strings.Repeat("x", 1<<20) + "|a", "Ali|tagged|ok",
	}, "\n"))
	for _, want := range []string{
		"facts.psv:1: 2 fields, want subject, relation, object and maybe source",
		`facts.psv:2: unknown relation "directs"`,
		"facts.psv:3: the object is empty",
		"facts.psv:4: 5 fields",
		`facts.psv:5: released: "201" is no year`,
		"facts.psv:6: not UTF-8",
		"facts.psv:8: Ali has another released on line",
		"facts.psv:9: a line of more than",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
	var f fault.Fault
	if !errors.As(err, &f) || f.Line != 1 {
		t.Errorf("the first fault is %v", f)
	}
	if _, err := readTestTriples(t, "a.csv", "Ali,directed_by,\"Mann\nAli,tagged\n"); err == nil || !strings.Contains(err.Error(), "a.csv:1: a quotation mark opens a field and is not closed") {
		t.Errorf("an open quote: %v", err)
	}
}

// In a directory, triples speak of what its YAML files hold, by name or by id.
func TestTriplesBesideYAML(t *testing.T) {
	files := kbtest.Files(kbtest.FilmSchema, kbtest.Films).(fstest.MapFS)
	files["facts/more.psv"] = &fstest.MapFile{Data: []byte("설국열차|cast|John Hurt\nParasite|directed_by|Bong Joon-ho|a\nthe-host|budget|$11 million\nthe-host!|cast|Song Kang-ho\n")}
	b, err := curated.Load(files, nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"snowpiercer": "Bong Joon Ho, Song Kang-ho, Tilda Swinton, John Hurt, 2013, 20 billion won, 834,338",
		"parasite":    "Bong Joon Ho", "the-host": "Bong Joon Ho, Song Kang-ho, July 2006, $11 million, It is lurking behind you", "the-host-film": "Song Kang-ho",
	} {
		var list []kb.Node
		for _, st := range b.OutAll(kbtest.Find(t, b, id)) {
			list = append(list, b.Object(st))
		}
		if got := kbtest.Names(b, list); got != want {
			t.Errorf("%s: %s\nwant %s", id, got, want)
		}
	}
	files["facts/more.psv"] = &fstest.MapFile{Data: []byte("Parasite|directs|Bong Joon-ho\n")}
	if _, err := curated.Load(files, nil); err == nil || !strings.Contains(err.Error(), "facts/more.psv:1: unknown relation") {
		t.Errorf("a bad line: %v", err)
	}
}

type endless struct{ cancel func() }

func (e endless) Read(p []byte) (int, error) {
	e.cancel()
	return copy(p, strings.Repeat("Ali|tagged|boxing\n", len(p)/18)), nil
}

func TestTriplesStop(t *testing.T) {
	s := kbtest.Schema(t, tripleSchema)
	for _, file := range []string{"a.psv", "a.csv"} {
		ctx, cancel := context.WithCancel(context.Background())
		if _, err := triples.Read(ctx, s, file, endless{cancel}, triples.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", file, err)
		}
	}
	broken := io.MultiReader(strings.NewReader("Ali|tagged|boxing\n"), brokenReader{})
	if _, err := triples.Read(context.Background(), s, "a.psv", broken, triples.Options{}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a broken file: %v", err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// FuzzTriples reads anything: it is refused, or every line is a statement that can
// be asked for.
func FuzzTriples(f *testing.F) {
	for _, text := range []string{"Ali|directed_by|Mann\n", "a\tabout\ta\n\n", "a,b,c\n\"", "1|title|x\n1|released|2001|s", "|||", "...|about|!!!\n?|about|-"} {
		f.Add(text, uint8(0))
	}
	f.Fuzz(func(t *testing.T, text string, ending uint8) {
		b, err := readTestTriples(t, "f"+[...]string{"", ".psv", ".tsv", ".csv"}[ending%4], text)
		if err != nil {
			return
		}
		kbtest.Exercise(b)
		kbtest.Sound(t, b)
		for s := range kb.Stmt(b.Statements()) {
			for _, ref := range b.Cites(s) {
				if _, p, ok := b.Cited(ref); !ok || p.Text == "" {
					t.Fatalf("%s is cited and not there", ref)
				}
			}
		}
	})
}
