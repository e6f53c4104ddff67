package triples_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/kbtest"
	"hapjak/facts/kb/literal"
	"hapjak/facts/kb/triples"
)

// What is written out and read again is the same base: the same things under the same
// names, the same statements with the same qualifiers and citations, in the same order.
func TestTriplesComeBack(t *testing.T) {
	for seed := range uint64(300) {
		b := anyBase(t, rand.New(rand.NewPCG(seed, 1)))
		text := asTriples(t, b)
		again, err := triples.Read(t.Context(), b.Schema(), "export.csv", strings.NewReader(text), triples.Options{})
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		sameBase(t, fmt.Sprint("seed ", seed), again, b)
		if twice := asTriples(t, again); twice != text {
			t.Fatalf("seed %d: written again it is another text", seed)
		}
		if t.Failed() {
			t.Fatal(text)
		}
	}
}

// So are bases that people made, of every form.
func TestTriplesOfBasesComeBack(t *testing.T) {
	for name, b := range madeBases(t) {
		again, err := triples.Read(t.Context(), b.Schema(), "export.csv", strings.NewReader(asTriples(t, b)), triples.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sameBase(t, name, again, b)
	}
}

// A name that is written twice of a thing, as its name and another or as two others, is one, so that what is written out
// and read again is the same text.
func TestRepeatedNamesComeBack(t *testing.T) {
	const things = "- {id: kettle, kind: thing, name: Blue Kettle, aliases: [Blue Kettle, the Kettle, Blue kettle, the Kettle], facts: [{made: 1987, cite: a:1}]}\n"
	b, err := curated.Load(kbtest.Files("kinds: {thing: {}}\nrelations: {made: {from: thing, to: year, noun: year}}\n", things), nil)
	if err != nil {
		t.Fatal(err)
	}
	text := asTriples(t, b)
	if names := strings.Count(text, "Kettle") + strings.Count(text, "Blue kettle"); names != 3 {
		t.Errorf("%d names in\n%s", names, text)
	}
	again, err := triples.Read(t.Context(), b.Schema(), "export.csv", strings.NewReader(text), triples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if twice := asTriples(t, again); twice != text {
		t.Errorf("read again it is\n%s\nnot\n%s", twice, text)
	}
}

// madeBases are bases that people made: YAML, triples by name, triples by id.
func madeBases(t *testing.T) map[string]*kb.Base {
	t.Helper()
	films := readSchemaFile(t, "../../testdata/films/schema.yaml")
	metaqa := readSchemaFile(t, "../../testdata/metaqa/schema.yaml")
	return map[string]*kb.Base{
		"shipped": loadDir(t, "../../shipped"), "newsubject": loadDir(t, "../../testdata/newsubject"),
		"films": readText(t, films, "facts.psv", "Regeneration_(1915)|title|Regeneration\nRegeneration_(1915)|release_year|1915\n"+
			"Regeneration_(1915)|starred_actors|Rockliffe Fellowes|a1\nregeneration2|title|Regeneration\nregeneration2|title|Regeneración\nregeneration2|release_year|1997"),
		"metaqa": readText(t, metaqa, "kb.txt", "Kismet|directed_by|William Dieterle\nKismet|written_by|Edward Knoblock\nWilliam Dieterle|has_tags|Kismet\nKismet|release_year|1944"),
	}
}

func loadDir(t *testing.T, dir string) *kb.Base {
	t.Helper()
	b, err := curated.Load(os.DirFS(dir), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func readSchemaFile(t *testing.T, file string) *kb.Schema {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := curated.ParseSchema(file, data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func readText(t *testing.T, s *kb.Schema, name, text string) *kb.Base {
	t.Helper()
	b, err := triples.Read(t.Context(), s, name, strings.NewReader(text), triples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func asTriples(t *testing.T, b *kb.Base) string {
	t.Helper()
	var w bytes.Buffer
	if err := triples.Write(&w, b); err != nil {
		t.Fatal(err)
	}
	return w.String()
}

// sameBase compares bases by all that can be asked of them.
func sameBase(t *testing.T, name string, got, want *kb.Base) {
	t.Helper()
	g, w := listed(got), listed(want)
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Errorf("%s: line %d differs\n got %q\nwant %q", name, i, g[min(i, len(g)):min(i+1, len(g))], w[min(i, len(w)):min(i+1, len(w))])
			return
		}
	}
}

func listed(b *kb.Base) (lines []string) {
	show := func(n kb.Node) string {
		v, _ := b.Value(n)
		return fmt.Sprintf("%s%v", b.ID(n), v)
	}
	for n := range kb.Node(b.Len()) {
		if b.ID(n) != "" {
			lines = append(lines, fmt.Sprintf("%d %q %q %q", b.KindOf(n), b.ID(n), b.Names(n), b.About(n)))
		}
	}
	for s := range kb.Stmt(b.Statements()) {
		line := show(b.Subject(s)) + " " + b.Schema().RelationDef(b.Relation(s)).Name + " " + show(b.Object(s))
		for _, q := range b.Qualifiers(s) {
			line += " " + q.Name + "=" + show(q.Value)
		}
		for _, ref := range b.Cites(s) {
			src, par, ok := b.Cited(ref)
			line += fmt.Sprintf(" %s %v %q %v", ref, src, par.Text, ok)
		}
		lines = append(lines, line)
	}
	return lines
}

const anySchema = `
kinds:
  work: {name: work, year: released}
  film: {is: work}
  person: {asks: [who]}
qualifiers:
  role: {to: text}
  with: {to: person}
  year: {to: year}
relations:
  made_by: {from: [work], to: [person]}
  near: {from: [work, person], to: [work, person], symmetric: true}
  released: {from: [work], to: date, one: true}
  lasted: {from: [work], to: span}
  first: {from: [work], to: year}
  cost: {from: [work], to: money}
  size: {from: [work], to: number}
  plot: {from: [work, person], to: text}
`

// anyBase makes a base of what people might write, however odd.
func anyBase(t *testing.T, r *rand.Rand) *kb.Base {
	t.Helper()
	s := kbtest.Schema(t, anySchema)
	b := kb.NewBuilder(s)
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	text := func() string {
		var words []string
		for range 1 + r.IntN(4) {
			words = append(words, pick("Okja", "옥자", `"The`, `Deal"`, "a,b", "c|d", "e;f", "@name", "=1", "N/A", "-", "\\N", "x=y", "two\nlines", "tab\tin", "İstanbul", "1,355", "café", "CAFÉ", "#", "a: b", "'s"))
		}
		return strings.Join(words, " ")
	}
	values := map[string]func() string{
		"date": func() string { return pick("2013", "1964-07", "2025-04-03", "2024-02-29", "4 May 2016") },
		"span": func() string { return pick("1910-1945", "1960s", "2013", "1964-07") },
		"year": func() string { return pick("1000", "2013", "2999") },
		"money": func() string {
			return pick("20 billion won", "$9M", "1,355 euros", "1.355,90 €", "2억 3,000만 원", "5") + " " + pick("dollars", "won")
		},
		"number": func() string {
			return pick("834338", "0", "-5", "15 years", "70%", "1,355", "1.355", "0.5", "1 200 000 seats", "3 million")
		},
		"text": text,
	}
	var things []kb.Draft
	for i := range 2 + r.IntN(8) {
		e := kb.Entity{ID: fmt.Sprintf("%s%d", pick("e", "Q", "film:", "a.b-", "é"), i), Name: text(), About: pick("", text())}
		e.Kind, _ = s.Kind(pick("work", "film", "person"))
		for range r.IntN(3) {
			if alias := text(); alias != e.Name && !slices.Contains(e.Aliases, alias) {
				e.Aliases = append(e.Aliases, alias)
			}
		}
		things = append(things, b.Entity(e))
	}
	node := func(to []kb.Kind) (kb.Draft, bool) {
		if s.Literal(to[0]) {
			d, err := literal.ReadDraft(b, to[0], values[s.KindDef(to[0]).Name]())
			return d, err == nil
		}
		d := things[r.IntN(len(things))]
		return d, s.Accepts(to, b.KindOf(d))
	}
	seen := map[string]bool{}
	for range 30 {
		rel := kb.Rel(r.IntN(len(s.Relations)))
		d := s.RelationDef(rel)
		subject := things[r.IntN(len(things))]
		object, ok := node(d.To)
		if !ok || !s.Accepts(d.From, b.KindOf(subject)) {
			continue
		}
		var quals []kb.Qual
		for q := range s.Qualifiers {
			if v, ok := node(s.Qualifiers[q].To); ok && r.IntN(4) == 0 {
				quals = append(quals, kb.Qual{Def: q, Value: v})
			}
		}
		key := fmt.Sprint(subject, rel, object, quals)
		if d.One {
			key = fmt.Sprint(subject, rel, quals)
		}
		if seen[key] {
			continue // what is stated twice is stated once when it comes back
		}
		seen[key] = true
		var cites []corpus.Ref
		for range 1 + r.IntN(3) {
			ref := corpus.Ref{Source: pick("a", "b c", "http://x.org:80", "ü"), Paragraph: 1 + r.IntN(9)}
			if !slices.Contains(cites, ref) {
				cites = append(cites, ref)
			}
		}
		b.State(subject, rel, object, quals, cites...)
	}
	if r.IntN(2) == 0 {
		b.Source(corpus.Source{ID: "b c", Title: text(), Rights: "x=y"}, pick("lines", "named"))
	}
	base, err := b.Base()
	if err != nil {
		t.Fatal(err)
	}
	return base
}

// Lines that cannot be are told, and the others are read.
func TestTriplesByIDFaults(t *testing.T) {
	s := kbtest.Schema(t, anySchema)
	const head = "id,relation,object,cite\nf,@kind,film\nf,@name,Film\np,@kind,person\n"
	for line, want := range map[string]string{
		"f,made_by,nobody,a:1":       `made_by: nothing says what "nobody" is`,
		"nobody,made_by,p,a:1":       `nothing says what "nobody" is: a line nobody,@kind,… is missing`,
		"f,painted_by,p,a:1":         `unknown relation "painted_by"`,
		"p,made_by,p,a:1":            `"made_by" is not said of a person`,
		"f,made_by,f,a:1":            `"f" is a film, which cannot stand there`,
		"f,made_by,p":                "a statement without a citation",
		"f,made_by,p,a":              "is not source:paragraph",
		"f,made_by,p,a:1,colour=red": `unknown qualifier "colour"`,
		"f,first,soon,a:1":           "is no year",
		"f,@kind,person":             "f is a film already, not a person",
		"g,@kind,colour":             `unknown kind "colour"`,
		"g,@name,G":                  `@name stands before the kind of "g"`,
		"f,@colour,red":              `unknown "@colour"`,
		"a,@source,drawn":            `@source: want lines or named, not "drawn"`,
		"f,made_by,p,a:99999999999":  "no article has so many paragraphs",
		"f,released":                 "want id, relation, object and cite",
	} {
		var told []string
		b, err := triples.Read(t.Context(), s, "x.csv", strings.NewReader(head+line+"\nf,made_by,p,a:2\n"),
			triples.Options{Fault: func(err error) { told = append(told, err.Error()) }})
		if err != nil || b.Statements() != 1 {
			t.Errorf("%s: the line below is not read: %v", line, err)
			continue
		}
		if len(told) != 1 || !strings.HasPrefix(told[0], "x.csv:5: ") || !strings.Contains(told[0], want) {
			t.Errorf("%s: %q, want %q", line, told, want)
		}
	}
	_, err := triples.Read(t.Context(), s, "x.csv", strings.NewReader(head+"f,released,2013,a:1\nf,released,2014,a:1\n"), triples.Options{})
	if err == nil || !strings.Contains(err.Error(), "x.csv:6: f has another released, 2013, and the schema says one") {
		t.Errorf("two of one: %v", err)
	}
}

// FuzzTriplesByID reads any lines as triples by id: refused, or a sound base that comes
// back as it is.
func FuzzTriplesByID(f *testing.F) {
	f.Add("f,@kind,film\nf,@name,A film\nf,@alias,\"a, b\"\np,@kind,person\nf,made_by,p,a:1,role=x,year=2013\nf,made_by,p,b:2.1\n")
	f.Add("b,@source,lines,,title=T\nf,@kind,work\nf,released,1964-07,b:3\nf,size,\"1,355\",b:3\n")
	s := kbtest.Schema(f, anySchema)
	f.Fuzz(func(t *testing.T, text string) {
		b, err := triples.Read(t.Context(), s, "f.csv", strings.NewReader("id,relation,object,cite\n"+text), triples.Options{Fault: func(error) {}})
		if err != nil {
			return
		}
		kbtest.Sound(t, b)
		again := readText(t, s, "f.csv", asTriples(t, b))
		sameBase(t, "again", again, b)
	})
}
