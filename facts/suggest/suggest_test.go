package suggest

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/nlp"
	"hapjak/nlp/encoder"
	"hapjak/nlp/encoder/weights"
)

const harbour = `
name: Harbour
kinds:
  boat: {name: boat, words: [ketch, ship], year: launched}
  person: {name: person, plural: people, asks: [who]}
  company: {name: company, asks: [who]}
  rig: {name: rig}
relations:
  built_by: {from: [boat], to: [person], noun: builder, verbs: [build], says: "{o} built {s}", unknown: "who built {s}"}
  owned_by: {from: [boat], to: [company], noun: owner, verbs: [own], says: "{o} owned {s}", unknown: "which company owned {s}"}
  launched: {from: [boat], to: year, one: true, noun: launch, subject_verbs: [be launched], says: "{s} was launched in {o}", unknown: "when {s} was launched"}
  price: {from: [boat], to: money, one: true, noun: price, subject_verbs: [cost], says: "{s} cost {o}", unknown: "how much {s} cost"}
  rigged: {from: [boat], to: [rig], noun: rig, implied: true, says: "{s} has the rig {o}", unknown: "what rig {s} has"}
  nickname: {from: [boat], to: text, noun: nickname}
`

func harbourArticles() []corpus.Source {
	return []corpus.Source{
		article("tern", "The Tern", "The Tern is a wooden ketch built by Ann Berg, Bo Lund and Eva Holm.", "The Tern was launched on 4 May 1921, and it cost £1,200. People called it Old Faithful."),
		article("gull", "The Gull", "The Gull is a ship that was built by Ann Berg and launched in 1926."),
	}
}

func article(id, title string, texts ...string) corpus.Source {
	s := corpus.Source{ID: id, Title: title}
	for i, text := range texts {
		s.Paragraphs = append(s.Paragraphs, corpus.Paragraph{N: i + 1, Text: text})
	}
	return s
}

// listing is an article of a paragraph and a list of items.
func listing(id, title, text string, items ...string) corpus.Source {
	s := article(id, title, text)
	for _, item := range items {
		s.Paragraphs = append(s.Paragraphs, corpus.Paragraph{N: 2, Text: item})
	}
	return s
}

func finder(t *testing.T, base *kb.Base, sources ...corpus.Source) *Finder {
	t.Helper()
	model, err := weights.Lazy()()
	if err != nil {
		t.Skip("the program has no weights: ", err)
	}
	return New(base, indexOf(t, sources), model)
}

func says(list []Proposal) (all []string) {
	for _, p := range list {
		all = append(all, p.Cite+" "+p.Says)
	}
	slices.Sort(all)
	return all
}

// Statements are found for whatever the schema says, each with its value marked.
func TestFind(t *testing.T) {
	f := finder(t, emptyBase(t, []byte(harbour)), harbourArticles()...)
	list, err := f.Find(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"gull:1 Ann Berg built The Gull", "gull:1 The Gull was launched in 1926", "tern:1 Ann Berg built The Tern", "tern:1 Bo Lund built The Tern",
		"tern:1 Eva Holm built The Tern", "tern:2 The Tern cost £1,200", "tern:2 The Tern was launched in 1921"}
	if got := says(list); !reflect.DeepEqual(got, want) {
		t.Errorf("proposed\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, p := range list {
		marked := p.Sentence[p.Start:p.End]
		if marked != p.Object.Name && !strings.Contains(marked, p.Object.Name) {
			t.Errorf("%s: %q is marked", p.Says, marked)
		}
		if p.Confidence < Likely || p.Confidence > 1 || !p.Subject.New || p.ID != idOf(p.Subject, p.Relation, p.Object) {
			t.Errorf("%+v", p)
		}
	}
}

// What stands before a name says who that is, and is none of it.
func TestFindBehindTitle(t *testing.T) {
	f := finder(t, emptyBase(t, []byte(harbour)), article("tern", "The Tern", "The Tern is a wooden ketch. The engineer Tove Brandal built it."))
	list, err := f.Find(t.Context(), Options{})
	if want := []string{"tern:1 Tove Brandal built The Tern"}; err != nil || !reflect.DeepEqual(says(list), want) {
		t.Errorf("proposed %q, want %q (%v)", says(list), want, err)
	}
}

// What something else costs is not what the thing of the article does.
func TestFindOfElse(t *testing.T) {
	for text, want := range map[string][]string{
		"Season tickets cost £210.":                            nil,
		"The pier was built in 1934 and cost £7,800.":          nil,
		"It was rigged anew in 1934 and cost £7,800.":          {"tern:2 The Tern cost £7,800"},
		"Building the ketch cost £7,800.":                      {"tern:2 The Tern cost £7,800"},
		"The price was £7,800.":                                {"tern:2 The Tern cost £7,800"},
		"After a long quarrel, the Tern was sold; it cost £9.": {"tern:2 The Tern cost £9"},
	} {
		f := finder(t, emptyBase(t, []byte(harbour)), article("tern", "The Tern", "The Tern is a wooden ketch.", text))
		list, err := f.Find(t.Context(), Options{})
		if got := says(list); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: proposed %q, want %q (%v)", text, got, want, err)
		}
	}
}

// An article about several things says of each what it is, and then more.
func TestFindSeveral(t *testing.T) {
	f := finder(t, emptyBase(t, []byte(harbour)), article("fleet", "Our fleet", "Blue Petrel is a wooden ketch. It was launched in 1921.",
		"Red Knot is a small boat that Ann Berg built.", "Nelly is our cat. She was launched in 1999."))
	list, err := f.Find(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"fleet:1 Blue Petrel was launched in 1921", "fleet:2 Ann Berg built Red Knot"}
	if got := says(list); !reflect.DeepEqual(got, want) {
		t.Errorf("proposed\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What the base has is not proposed, nor what was refused; another value is told as a difference,
// and what would answer a question comes first.
func TestFindBesideFacts(t *testing.T) {
	s := schemaOf(t, []byte(harbour))
	b := kb.NewBuilder(s)
	boat, _ := s.Kind("boat")
	person, _ := s.Kind("person")
	built, _ := s.Relation("built_by")
	launched, _ := s.Relation("launched")
	gull, ann := b.Entity(kb.Entity{ID: "gull", Kind: boat, Name: "The Gull"}), b.Entity(kb.Entity{ID: "ann", Kind: person, Name: "Ann Berg"})
	year, err := literal.Read(kb.Year, "1927")
	if err != nil {
		t.Fatal(err)
	}
	b.State(gull, built, ann, nil, corpus.Ref{Source: "gull", Paragraph: 1})
	b.State(gull, launched, b.Value(year), nil, corpus.Ref{Source: "gull", Paragraph: 1})
	base, err := b.Base()
	if err != nil {
		t.Fatal(err)
	}
	f := finder(t, base, harbourArticles()...)
	all, err := f.Find(t.Context(), Options{Asked: []string{"How much did the Tern cost?"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 6 || all[0].Says != "The Tern cost £1,200" || all[0].Asked == "" {
		t.Errorf("proposed %+v", says(all))
	}
	for _, p := range all {
		switch {
		case p.Says == "Ann Berg built The Gull":
			t.Error("what the base has is proposed")
		case p.Says == "The Gull was launched in 1926" && p.Differs != "1927":
			t.Errorf("it differs from %q", p.Differs)
		case p.Says == "Ann Berg built The Tern" && (p.Object.ID != "ann" || p.Object.New):
			t.Errorf("Ann Berg is %+v", p.Object)
		}
	}
	refused := all[0].ID
	left, err := f.Find(t.Context(), Options{Skip: func(id string) bool { return id == refused }, Limit: 2})
	if err != nil || len(left) != 2 || slices.ContainsFunc(left, func(p Proposal) bool { return p.ID == refused }) {
		t.Errorf("%v, %v", says(left), err)
	}
}

// What an article is called tells of what kind a thing is, where nothing says so; and what articles, the base or firms
// are called is not taken apart.
func TestFindTitled(t *testing.T) {
	f := finder(t, emptyBase(t, []byte(harbour)), article("boat-7", "Boat 7", "Boat 7 is an open two-master, built by Moss and Finch. It was launched in 1903."),
		article("line", "Blue Ship", "It was built by Harker and Sons of Dunmere. It cost £900."), article("band", "Red Ship", "Red Ship is a band. It was launched in 1990."),
		article("moss", "Moss and Finch", "Moss and Finch has ninety workers."))
	list, err := f.Find(t.Context(), Options{})
	want := []string{"boat-7:1 Boat 7 was launched in 1903", "boat-7:1 Moss and Finch built Boat 7", "line:1 Blue Ship cost £900", "line:1 Harker and Sons built Blue Ship"}
	if err != nil || !slices.Equal(says(list), want) {
		t.Errorf("proposed %q, want %q (%v)", says(list), want, err)
	}
}

// A name is no person where it is one of a company.
func TestKinds(t *testing.T) {
	f := finder(t, emptyBase(t, []byte(harbour)), article("skua", "The Skua", "The Skua is a ship that was owned by Nordland Shipping Corporation.", "The ship was later owned by Peter Holm."))
	list, err := f.Find(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := says(list); !reflect.DeepEqual(got, []string{"skua:1 Nordland Shipping Corporation owned The Skua"}) {
		t.Errorf("proposed %q", got)
	}
}

// The end of the context ends the reading.
// A number is no answer to a question that asks for another one.
func TestAskedAmount(t *testing.T) {
	f := finder(t, emptyBase(t, []byte(strings.Replace(harbour, "  rigged:", "  crew: {from: [boat], to: number, noun: crew, phrases: [how many sailors], unknown: \"how many sailors {s} has\", says: \"{s} had a crew of {o}\"}\n  rigged:", 1))),
		article("tern", "The Tern", "The Tern is a wooden ketch. It has a crew of 9 sailors."))
	for question, want := range map[string]bool{"how many sailors are on the Tern?": true, "what is the price of the Tern?": false} {
		list, err := f.Find(t.Context(), Options{Asked: []string{question}})
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		if (list[0].Asked != "") != want {
			t.Errorf("%s: %+v", question, list[0])
		}
	}
}

// What is said of a thing that a sentence introduces is not said of what the article is about.
func TestFindBesideTopic(t *testing.T) {
	f := finder(t, emptyBase(t, []byte(harbour)), article("tern", "The Tern", "The Tern is a wooden ketch.", "Petrel Two is a fishing boat. It was built by Eva Holm and launched in 1931.", "The Tern was built by Ann Berg."))
	list, err := f.Find(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := says(list); !reflect.DeepEqual(got, []string{"tern:3 Ann Berg built The Tern"}) {
		t.Error(got)
	}
}

// What stands behind a label is stated of what the article is about, free text as well; the labels tell
// of what kind that is, where nothing else does.
func TestFindLabelled(t *testing.T) {
	const walks = `
name: Walks
kinds:
  walk: {name: walk, words: [hike]}
  place: {name: place}
  person: {name: person, asks: [who]}
relations:
  length: {from: walk, to: number, one: true, noun: length, nouns: [distance]}
  difficulty: {from: walk, to: text, one: true, noun: difficulty, says: "{s} is {o}"}
  goes_by: {from: walk, to: place, noun: place, nouns: [stop], says: "{s} goes by {o}"}
  led_by: {from: walk, to: person, noun: leader, says: "{o} leads {s}"}
  time: {from: walk, to: number, one: true, noun: time}
  fee: {from: walk, to: money, noun: fee}
`
	sources := []corpus.Source{
		article("beck", "Hollow Beck: to the mill and back", "Length of the hike: up to 4.5mi. Difficulty: easy. 3 gates on the way.", "Stops: Penn Mill, the Ford Inn and Low Hay. Leader: Ann Berg; fee: £3.", "Remember: it is wet."),
		article("fell-1", "Long Fell: by the ridge", "Distance: 9 miles. Difficulty: hard, and not to be walked in fog or snow or after a week of rain, when the upper path is under water.", "Length: 3, or 5 miles by the road"),
		article("fell-2", "Long Fell: by the lake", "Distance: 7 miles | Difficulty: moderate"),
		listing("moss", "Moss Round", "It was laid out in 1990.", "Length: 2 to 3 miles", "Difficulty: easy", "Time: 1 hr 25 min"),
		article("essay", "On walking", "Difficulty: there is none. One thing is clear: go out."),
	}
	list, err := finder(t, emptyBase(t, []byte(walks)), sources...).Find(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"beck:1 Hollow Beck is easy", "beck:1 the length of Hollow Beck is up to 4.5 mi", "beck:2 Ann Berg leads Hollow Beck", "beck:2 Hollow Beck goes by Low Hay",
		"beck:2 Hollow Beck goes by Penn Mill", "beck:2 Hollow Beck goes by the Ford Inn", "beck:2 the fee of Hollow Beck is £3",
		"fell-1:1 the length of Long Fell: by the ridge is 9 miles",
		"fell-2:1 Long Fell: by the lake is moderate", "fell-2:1 the length of Long Fell: by the lake is 7 miles",
		"moss:2.1 the length of Moss Round is 2 to 3 miles", "moss:2.2 Moss Round is easy", "moss:2.3 the time of Moss Round is 1 hr 25 min",
	}
	if got := says(list); !reflect.DeepEqual(got, want) {
		t.Errorf("proposed\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, p := range list {
		if p.Sentence[p.Start:p.End] == "" || p.Confidence < 0.9 {
			t.Errorf("%+v", p)
		}
	}
}

func TestFindEnds(t *testing.T) {
	f := finder(t, emptyBase(t, []byte(harbour)), harbourArticles()...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Find(ctx, Options{}); err != context.Canceled {
		t.Errorf("%v", err)
	}
}

func TestRuns(t *testing.T) {
	for said, want := range map[string]string{
		"It stars W. C. Fields, Maurice 'Lefty' Flynn and Jason Robards Sr.": "W. C. Fields|Maurice 'Lefty' Flynn|Jason Robards Sr.",
		"The boat was built by Ann Berg, Jr., and Greta von Rue.":            "Ann Berg, Jr|Greta von Rue",
		"In Wales the Bank of the Orient lent it to 20th Century Fox.":       "Wales|Bank of the Orient|20th Century Fox",
		"It follows George (Finney) and Frank Craven's play.":                "George|Finney|Frank Craven",
		"The film":   "",
		"ȺȺȺ's \xff": "ȺȺȺ",
		"":           "",
	} {
		var got []string
		for _, r := range runs(said) {
			got = append(got, said[r.start:r.end])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", said, strings.Join(got, "|"), want)
		}
	}
}

// Whom an actor plays is no actor.
func TestListed(t *testing.T) {
	for said, want := range map[string]string{
		"It stars Ann Lee as Tom Sawyer, Bo Yun as Becky, and Cy Holm.":  "Ann Lee|Bo Yun|Cy Holm",
		"Ann Lee and Bo Yun play as a couple, Eva Holm and Ida Berg.":    "Ann Lee|Bo Yun",
		"It was built by Ann Lee and owned by Bo Yun.":                   "Ann Lee",
		"With Ann Lee (the elder), Bo Yun; and Cy Holm it was launched.": "Ann Lee|Bo Yun|Cy Holm",
	} {
		all := runs(said)
		var got []string
		i := slices.IndexFunc(all, func(r run) bool { return said[r.start:r.end] == "Ann Lee" })
		if i < 0 {
			t.Errorf("%q: %v", said, all)
			continue
		}
		for _, r := range listed(said, all, i, i+1) {
			got = append(got, said[r.start:r.end])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", said, strings.Join(got, "|"), want)
		}
	}
}

func FuzzRuns(f *testing.F) {
	f.Add("It stars W. C. Fields, Maurice 'Lefty' Flynn and Jason Robards Sr.")
	f.Add("A,  B (C) as D. and “E”")
	f.Fuzz(func(t *testing.T, said string) {
		end := 0
		for _, r := range runs(said) {
			if r.start < end || r.end <= r.start || r.end > len(said) {
				t.Fatalf("%q: %v", said, runs(said))
			}
			end = r.end
		}
		if all := runs(said); len(all) > 0 {
			listed(said, all, 0, 1)
		}
		for _, s := range nlp.Sentences(said) {
			for kind := kb.Year; kind < kb.Text; kind++ {
				literals(kind, said[s.Start:s.End])
			}
		}
	})
}

func TestLiterals(t *testing.T) {
	for _, c := range []struct {
		kind kb.Kind
		said string
		want string
	}{
		{kb.Year, "It was launched on 4 May 1921 and sunk in 1950, in the 1940s fleet.", "1921|1950"},
		{kb.Date, "Launched May 4, 1921; sold in June 1930.", "1921-05-04|1930-06"},
		{kb.Money, "It cost £1,200, later 2.5 million dollars and US$12\u00a0million.", "£1,200|US$12 million|2.5 million dollars"},
		{kb.Number, "Three crews, 834,338 tickets, 70 % of 12.", "834338 tickets|70 %|12|3 crews"},
		{kb.Number, "For two to five players in 30–45 minutes, to 3 ports.", "45 minutes|3 ports|5 players"},
		{kb.Number, "Twenty-two seats, a hundred and five boats, two and a half miles, several hundred people.", "22 seats|105 boats"},
		{kb.Span, "It sailed from 1910 to 1945, and 1950–1952.", "1950-1952|1910-1945"},
	} {
		var got []string
		for _, v := range literals(c.kind, c.said) {
			got = append(got, v.text)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q: %q, want %q", c.said, strings.Join(got, "|"), c.want)
		}
	}
}

func TestDirect(t *testing.T) {
	f := New(emptyBase(t, []byte(harbour)), nil, nil)
	for i := range f.wordings {
		w := &f.wordings[i]
		want := map[string]string{"built_by": "Who built {s}?", "owned_by": "Which company owned {s}?", "launched": "When was {s} launched?",
			"price": "How much did {s} cost?", "rigged": "What rig has {s}?"}[w.def.Name]
		if w.question != want {
			t.Errorf("%s is asked for by %q, want %q", w.def.Name, w.question, want)
		}
	}
	for unknown, want := range map[string]string{"what the year of building of {s} is": "What is the year of building of {s}?", "what genre {s} is": "What genre is {s}?", "": "What is the year of {s}?"} {
		if got := f.direct(&kb.RelationDef{Noun: "year", Unknown: unknown}); got != want {
			t.Errorf("%q is asked as %q, want %q", unknown, got, want)
		}
	}
	if slices.ContainsFunc(f.wordings, func(w wording) bool { return w.def.Name == "nickname" }) {
		t.Error("free text is to be proposed")
	}
}

func TestParted(t *testing.T) {
	things := map[string]bool{"silent": true, "adventure": true, "science fiction": true, "romantic comedy": true, "comedy": true}
	for text, want := range map[string]string{"silent historical adventure": "silent|adventure", "science fiction comedy-drama": "science fiction|comedy", "romantic comedy": "romantic comedy", "surf": ""} {
		if got := strings.Join(parted(text, func(s string) bool { return things[s] }), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What is remembered is read again; a line that is none is named.
func TestMemory(t *testing.T) {
	dir := t.TempDir()
	m, err := Remember(dir)
	if err != nil {
		t.Fatal(err)
	}
	one := func(id string) Proposal {
		return Proposal{ID: id, Says: "x", Cite: "tern:2.1", Ref: corpus.Ref{Source: "tern", Paragraph: 2, Part: 1}}
	}
	m.Propose([]Proposal{one("a"), one("b"), one("c")})
	m.Settle("a", Refused)
	m.Settle("b", "")
	m.Propose([]Proposal{one("d")})
	if err := m.Write(); err != nil {
		t.Fatal(err)
	}
	m, err = Remember(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok := m.Proposal("c"); ok || !m.Refused("a") || m.Refused("d") {
		t.Errorf("%+v", m.list)
	}
	if p, s, ok := m.Proposal("d"); !ok || s != Pending || p.Ref != one("d").Ref {
		t.Errorf("%+v %v", p, s)
	}
	if err := os.WriteFile(filepath.Join(dir, MemoryFile), []byte("{\"id\":\"a\",\"state\":\"open\"}\nwhat\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Remember(dir); err == nil || !strings.Contains(err.Error(), MemoryFile+":2: no suggestion") {
		t.Errorf("%v", err)
	}
}

var _ Judge = (*encoder.Model)(nil)
