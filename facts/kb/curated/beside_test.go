package curated_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/kbtest"
	"hapjak/facts/kb/literal"
	"hapjak/facts/kb/triples"
	"hapjak/facts/scribe"
)

const lampSchema = `name: Lamps
about: lamps
kinds:
  lamp: {name: lamp}
  person: {name: person, plural: people}
relations:
  made_by: {from: lamp, to: person, noun: maker}
  made_in: {from: lamp, to: year, one: true, noun: year}
`

const lampTriples = `id,relation,object,cite
lantern,@kind,lamp
lantern,@name,Tin Lantern
lantern,@alias,Tin Lamp
cup,@kind,lamp
cup,@name,Cup Lamp
finch,@kind,person
finch,@name,Ora Finch
o-finch,@kind,person
o-finch,@name,O. Finch
o-finch,@about,a tinsmith
lantern,made_by,finch,shelf:1
lantern,made_by,o-finch,shelf:2
lantern,made_in,1931,shelf:1
cup,made_by,o-finch,shelf:3
`

// A bench is an import and what stands beside it.
type besideBench struct {
	*testing.T
	text string // mendings.yaml
}

func (b *besideBench) base() *kb.Base {
	b.Helper()
	s := kbtest.Schema(b, lampSchema)
	base, err := triples.Read(b.Context(), s, "lamps.csv", strings.NewReader(lampTriples), triples.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return base
}

func (b *besideBench) mended() *kb.Base {
	b.Helper()
	base, err := curated.Mended(b.base(), curated.MendingsFile, []byte(b.text), nil)
	if err != nil {
		b.Fatalf("%v\n%s", err, b.text)
	}
	return base
}

func (b *besideBench) book() *scribe.Book {
	b.Helper()
	fsys := fstest.MapFS{}
	if b.text != "" {
		fsys[curated.MendingsFile] = &fstest.MapFile{Data: []byte(b.text)}
	}
	book, err := scribe.ReadBeside(fsys, curated.MendingsFile, curated.ImportOf(b.base()))
	if err != nil {
		b.Fatal(err)
	}
	return book
}

// take takes a change, or several.
func (b *besideBench) take(list []scribe.Change, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range list {
		b.text = string(c.Data)
	}
	b.mended()
}

func one(c scribe.Change, err error) ([]scribe.Change, error) { return []scribe.Change{c}, err }

func rows(b *kb.Base, id string) (list []string) {
	n, _ := b.Find(id)
	for _, s := range b.OutAll(n) {
		d := b.Schema().RelationDef(b.Relation(s))
		row := d.Name + " " + literal.Written(b, b.Object(s), d.To)
		for _, c := range b.Cites(s) {
			row += " " + c.String()
		}
		list = append(list, row)
	}
	slices.Sort(list)
	return list
}

func (b *besideBench) want(id string, want ...string) {
	b.Helper()
	if got := rows(b.mended(), id); !slices.Equal(got, want) {
		b.Errorf("%s: %q, want %q\n%s", id, got, want, b.text)
	}
	t, ok := b.book().Thing(id) // the form shows what the base holds
	if !ok {
		b.Fatalf("%s is not in the book", id)
	}
	var shown []string
	for _, x := range t.Facts {
		for _, v := range x.Fields[0].Values {
			shown = append(shown, x.Fields[0].Key+" "+v+" "+strings.Join(scribe.Get(x.Fields, "cite"), " "))
		}
	}
	slices.Sort(shown)
	if !slices.Equal(shown, want) {
		b.Errorf("%s is shown as %q, want %q", id, shown, want)
	}
}

var lampRules = scribe.Rules{Things: func(key string) bool { return key == "made_by" }, One: func(key string) bool { return key == "made_in" }}

func field(key string, values ...string) scribe.Field { return scribe.Field{Key: key, Values: values} }

// What the forms say of an imported base stands beside it, and holds.
func TestBeside(t *testing.T) {
	b := &besideBench{T: t}
	thing, _ := b.book().Thing("lantern")
	if thing.Text != "" || len(thing.Facts) != 3 {
		t.Fatalf("%+v", thing)
	}
	b.take(one(b.book().SetFact("lantern", thing.Facts[2].Text, []scribe.Field{field("made_in", "1932"), field("cite", "shelf:1")})))
	b.want("lantern", "made_by finch shelf:1", "made_by o-finch shelf:2", "made_in 1932 shelf:1")
	thing, _ = b.book().Thing("lantern")
	b.take(one(b.book().SetThing("lantern", thing.Text, []scribe.Field{field("id", "lantern"), field("kind", "lamp"), field("name", "the Tin Lantern"), field("aliases", "Tin Light"), field("about", "a lantern")})))
	base := b.mended()
	n, _ := base.Find("lantern")
	if names := base.Names(n); !slices.Equal(names, []string{"the Tin Lantern", "Tin Light"}) || base.About(n) != "a lantern" {
		t.Errorf("%q %q\n%s", names, base.About(n), b.text)
	}
	const want = `# What curators added to what was imported.
things:
  - id: lantern
    without: [{made_in: 1931}]
    name: the Tin Lantern
    aliases: [Tin Light]
    about: a lantern
    not_called: [Tin Lamp]
    facts:
      - made_in: 1932
        cite: shelf:1
`
	if b.text != want {
		t.Errorf("%s", b.text)
	}
	thing, _ = b.book().Thing("lantern")
	i := slices.IndexFunc(thing.Facts, func(x scribe.Fact) bool { return x.Fields[0].Values[0] == "o-finch" })
	b.take(one(b.book().DropFact("lantern", thing.Facts[i].Text)))
	b.want("lantern", "made_by finch shelf:1", "made_in 1932 shelf:1")
	b.take([]scribe.Change{b.book().AddThing(b.book().Home("lamp"), []scribe.Field{field("id", "bell"), field("kind", "lamp"), field("name", "Bell Lamp")})}, nil)
	c, added, err := b.book().AddFact("bell", []scribe.Field{field("made_by", "finch"), field("cite", "shelf:4")})
	if !added {
		t.Error("not added")
	}
	b.take(one(c, err))
	b.want("bell", "made_by finch shelf:4")
	if _, err := b.book().SetThing("lantern", "", nil); err == nil {
		t.Error("somebody's change was written over")
	}
	b.text = strings.Replace(b.text, "    name: the", "    # as on its foot\n    name: the", 1)
	thing, _ = b.book().Thing("bell")
	b.take(one(b.book().SetFact("bell", thing.Facts[0].Text, []scribe.Field{field("made_by", "finch"), field("cite", "shelf:5")})))
	b.take(one(b.book().SetThing("bell", thing.Text, []scribe.Field{field("id", "bell"), field("kind", "lamp"), field("name", "Bell")})))
	b.want("bell", "made_by finch shelf:5")
	if !strings.Contains(b.text, "# as on its foot") {
		t.Error("a comment is lost")
	}
}

func TestBesideMergeAndSplit(t *testing.T) {
	b := &besideBench{T: t, text: "# Ours.\nthings:\n  - id: o-finch\n    # from a label\n    aliases: [Finch the elder]\nrelations:\n  made_by:\n    phrases: [the hand behind]\n"}
	was := b.text
	b.take(b.book().Merge("finch", "o-finch", nil, lampRules))
	base := b.mended()
	n, _ := base.Find("finch")
	if names := base.Names(n); !slices.Equal(names, []string{"Ora Finch", "Finch the elder", "O. Finch"}) || base.About(n) != "a tinsmith" {
		t.Errorf("%q, %q\n%s", names, base.About(n), b.text)
	}
	if _, ok := base.Find("o-finch"); ok || !strings.Contains(b.text, "# from a label") || !strings.Contains(b.text, "phrases: [the hand behind]") {
		t.Error(b.text)
	}
	if got := rows(base, "lantern"); !slices.Equal(got, []string{"made_by finch shelf:1 shelf:2", "made_in 1931 shelf:1"}) {
		t.Errorf("%q", got)
	}
	if _, err := b.book().Merge("finch", "o-finch", nil, lampRules); err == nil {
		t.Error("twice")
	}
	naming := b.book().Naming("finch", lampRules)
	i := slices.IndexFunc(naming, func(p scribe.Place) bool { return p.Thing == "cup" })
	if i < 0 {
		t.Fatalf("%+v", naming)
	}
	son := []scribe.Field{field("id", "otto"), field("kind", "person"), field("name", "Otto Finch")}
	b.take(b.book().Split("finch", son, []string{"Finch the elder"}, nil, naming[i:i+1], lampRules))
	b.want("cup", "made_by otto shelf:3")
	base = b.mended()
	if n, _ := base.Find("finch"); slices.Contains(base.Names(n), "Finch the elder") {
		t.Error(b.text)
	}
	lantern, _ := b.book().Thing("lantern")
	second := []scribe.Field{field("id", "lantern-2"), field("kind", "lamp"), field("name", "Tin Lamp")}
	b.take(b.book().Split("lantern", second, []string{"Tin Lamp"}, []string{lantern.Facts[2].Text}, nil, lampRules))
	b.want("lantern-2", "made_in 1931 shelf:1")
	if text := b.mended(); slices.Contains(rows(text, "lantern"), "made_in 1931 shelf:1") {
		t.Error(b.text)
	}
	if was == b.text {
		t.Error("nothing was written")
	}
}

// Kinds and relations are added, and the words of those that there are.
func TestMendedSchema(t *testing.T) {
	b := &besideBench{T: t, text: `kinds:
  shop: {plural: shops}
  lamp: {words: [light]}
relations:
  made_by:
    verbs: [solder]
    says: "{o} soldered {s}"
  sold_at:
    from: lamp
    to: shop
things:
  - {id: corner, kind: shop, name: the Corner Shop}
  - id: cup
    facts:
      - sold_at: corner
        cite: shelf:9
`}
	base := b.mended()
	s := base.Schema()
	lamp, _ := s.Kind("lamp")
	rel, _ := s.Relation("made_by")
	if !slices.Equal(s.KindDef(lamp).Words, []string{"light"}) || s.RelationDef(rel).Says != "{o} soldered {s}" || !slices.Equal(s.RelationDef(rel).Verbs, []string{"solder"}) {
		t.Errorf("%+v %+v", s.KindDef(lamp), s.RelationDef(rel))
	}
	if got := rows(base, "cup"); !slices.Contains(got, "sold_at corner shelf:9") {
		t.Errorf("%q", got)
	}
	for text, want := range map[string]string{
		"kinds: {shop: {size: 3}}":                                           `mendings.yaml:1: unknown key "size"`,
		"relations: {sold_at: {from: lamp}}":                                 `relation "sold_at" has no "to"`,
		"relations: {made_by: {says: \"{x} made\"}}":                         "nothing fills {x}",
		"things: [{id: shop}]":                                               `no thing has the id "shop"; one that is new needs kind and name`,
		"things: [{id: cup, kind: person}]":                                  "cup is a lamp already, not a person",
		"things: [{id: cup, also: [finch]}]":                                 "they are two things",
		"things: [{id: cup, also: [lantern]}, {id: lantern, about: x}]":      "write what is said of it there",
		"things: [{id: cup, not_called: [Cup Lamp]}]":                        "cup would have no name",
		"things: [{id: cup, without: [made_in]}]":                            "want statements that do not hold",
		"things: [{id: cup, without: [{found_in: 3}]}]":                      `unknown relation "found_in"`,
		"things: [{id: cup, also: [lantern]}, {id: finch, also: [lantern]}]": "is one with another thing already",
	} {
		if _, err := curated.Mended(b.base(), curated.MendingsFile, []byte(text), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// An answer in somebody's own words is anchored on the sentences that bear it, so that it is left out when
// these say something else, and stays when another does.
func TestAnswersAreAnchoredOnWhatBearsThem(t *testing.T) {
	const paragraph = "The Weavers' Hall stands at Brink Square since 1820. It was painted green by Ada Holt. On market days it is closed, and a cat guards the door."
	for _, c := range []struct{ ask, answer, quote, same, other string }{
		{"Which colour has the hall?", "Green, as Ada Holt painted it.", "The Weavers' Hall stands at Brink Square since 1820. It was painted green by Ada Holt", "a cat guards|nobody guards", "Ada Holt|Bo Winter"},
		{"Who minds the door on market days?", "A cat.", "On market days it is closed, and a cat guards the door", "Ada Holt|Bo Winter", "a cat guards the door|the warden Tom Pike sits inside"},
		{"Can one go in on market days?", "No.", "On market days it is closed, and a cat guards the door", "1820|1821", "it is closed|it opens at nine"},
		{"Is there an animal?", "Visitors meet a furry watchman.", paragraph[:len(paragraph)-1], "door.|door. Tea is served.", "a cat guards|Tom Pike minds"},
	} {
		text := fmt.Sprintf("- {ask: %q, answer: %q, cite: hall:1}\n", c.ask, c.answer)
		held := shelf{{Source: "hall", Paragraph: 1}: paragraph}
		edits, notes, err := curated.AnchorAnswers(curated.AnswersFile, []byte(text), held, nil)
		if err != nil || len(notes) > 0 || len(edits) != 1 || !strings.Contains(edits[0].New, fmt.Sprintf("quote: %q", c.quote)) {
			t.Errorf("%s: %v %v %v", c.ask, edits, notes, err)
			continue
		}
		anchored, err := curated.Apply(curated.AnswersFile, text, edits)
		if err != nil {
			t.Fatal(err)
		}
		for change, want := range map[string]int{c.same: 1, c.other: 0} {
			was, is, _ := strings.Cut(change, "|")
			held := shelf{{Source: "hall", Paragraph: 1}: strings.Replace(paragraph, was, is, 1)}
			if list, err := curated.ReadAnswers(curated.AnswersFile, []byte(anchored), held); err != nil || len(list) != want {
				t.Errorf("%s, %s: %d answers, want %d; %v", c.ask, change, len(list), want, err)
			}
		}
	}
	if edits, _, err := curated.AnchorAnswers(curated.AnswersFile, []byte("- {ask: x, answer: y, cite: hall:1}\n"), shelf{{Source: "hall", Paragraph: 1}: " "}, nil); err != nil || len(edits) > 0 {
		t.Error(edits, err)
	}
}

// What an answer cites moves with its words: those of its citation, or of its quote. Where they are
// gone, or the paragraph or the article is, the answer is left out and told: the base can be read.
func TestAnswersMove(t *testing.T) {
	held := func(texts ...string) shelf {
		s := shelf{}
		for i, text := range texts {
			s[corpus.Ref{Source: "shelf", Paragraph: i + 1}] = text
		}
		return s
	}
	const (
		kettle = "The kettle is  blue and holds a litre."
		words  = "- {ask: is it blue, answer: \"It is.\", cite: {at: shelf:1, quote: The kettle is blue}}\n"
		sized  = "- {ask: how much does it hold, answer: \"2 litres.\", cite: {at: shelf:1, quote: The kettle is blue, after: and holds 2 litres}}\n"
		number = "- {ask: is it blue, answer: \"It is.\", cite: shelf:2}\n"
		quote  = "- {ask: how much does it hold, quote: The kettle is blue and holds a litre., words: a litre, cite: shelf:1}\n"
		both   = "- {ask: how much does it hold, quote: The kettle is blue and holds a litre., words: a litre, cite: {at: shelf:1, quote: The kettle is blue}}\n"
	)
	for _, c := range []struct {
		text        string
		held        shelf
		cites, note string
		anchored    string // what hapjak anchor writes
	}{
		{words + quote, held(kettle), "shelf:1 shelf:1", "", `{at: shelf:1, quote: "The kettle is blue and holds a litre"}`},
		{words + quote, held("A shelf.", "Of tin.", kettle), "shelf:3 shelf:3", "stands in shelf:3 now", `shelf:3 | {at: shelf:3, quote: "The kettle is blue and holds a litre"}`},
		{number, held(kettle, "It is so."), "shelf:2", "", `{at: shelf:2, quote: "It is so"}`},
		{words, held("A shelf."), "", "shelf:1 no longer has \"The kettle is blue\", nor has a paragraph near it: no longer answered", ""},
		{sized, held("The kettle is blue and holds 3 litres."), "", "shelf:1 no longer says \"The kettle is blue and holds 2 litres\", nor has a paragraph near it: no longer answered", ""},
		{number, held("A shelf."), "", "no article has the paragraph shelf:2: no longer answered", ""},
		{both, held("A shelf."), "", "no longer answered", ""},
		{both, held("A shelf.", "The kettle is blue and holds a pint."), "", "no longer answered", ""},
		{quote, held("A shelf."), "", "shelf:1 no longer has \"The kettle is blue and holds a litre.\", nor has a paragraph near it: no longer answered", ""},
		{quote + words + number, held(), "", "no longer answered", ""},
	} {
		list, err := curated.ReadAnswers(curated.AnswersFile, []byte(c.text), c.held)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
		edits, notes, err := curated.AnchorAnswers(curated.AnswersFile, []byte(c.text), c.held, nil)
		var cites, anchored []string
		for _, a := range list {
			for _, ref := range a.Cites {
				cites = append(cites, ref.String())
			}
		}
		for _, e := range edits {
			anchored = append(anchored, e.New)
		}
		told := fmt.Sprint(notes)
		if err != nil || strings.Join(cites, " ") != c.cites || !strings.Contains(told, c.note) || c.note == "" && len(notes) > 0 || strings.Join(anchored, " | ") != c.anchored {
			t.Errorf("%s: cites %q, want %q; %s, want %q; anchored %q; %v", c.text, cites, c.cites, told, c.note, anchored, err)
		}
	}
}

type shelf map[corpus.Ref]string

func (s shelf) Paragraph(ref corpus.Ref) (corpus.Paragraph, bool) {
	text, ok := s[ref]
	return corpus.Paragraph{Text: text}, ok
}
