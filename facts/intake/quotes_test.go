package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/facts/kb"
	"hapjak/facts/kb/storage"
)

// Statements of a file are anchored by words: they follow them when the article changes, and
// where those are gone they are told and left out.
func TestQuotes(t *testing.T) {
	dir := t.TempDir()
	base := filepath.Join(dir, "kb")
	file := writer(t, dir)
	schema := file("schema.yaml", "kinds:\n  boat: {name: boat}\n  person: {name: person}\nrelations:\n  built_by: {from: [boat], to: [person]}\n  launched: {from: [boat], to: [year]}\n")
	triples := file("t.csv", "subject,relation,object,source,quote\nTern,built_by,Ann Berg,docks,the Tern was built by Ann Berg\nSkua,built_by,Bo Lund,docks,\"Bo Lund, who built the Skua\"\n")
	ids := file("ids.csv", "id,relation,object,cite\ngull,@kind,boat\ngull,@name,Gull\ngull,launched,1931,docks:2,quote=launched in 1931,before=the Gull was\n")
	wide := file("w.csv", "boat,launched,source,quote\nAuk,1950,docks,the Auk of 1950\n")
	cited := func() map[string]string {
		b, err := storage.Open(base, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		all := map[string]string{}
		for s := range kb.Stmt(b.Statements()) {
			var refs []string
			for _, ref := range b.Cites(s) {
				refs = append(refs, ref.String())
			}
			all[b.Name(b.Subject(s))] = strings.Join(refs, " ")
		}
		return all
	}
	articles := filepath.Join(dir, "notes")
	file("notes/docks.md", "The docks.\n\nIn spring the Tern was built by Ann Berg.\n\nIt was Bo Lund, who built the Skua.\n\nThere the Gull was launched in 1931. And the Auk of 1950.\n")
	report, err := (&Job{Dir: base, Schema: schema, Triples: []string{triples, ids, wide}, Articles: []string{articles}}).Run(t.Context())
	if err != nil || len(report.Faults) > 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	want := map[string]string{"Tern": "docks:2", "Skua": "docks:3", "Gull": "docks:4", "Auk": "docks:4"}
	same := func(what string) {
		t.Helper()
		got := cited()
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
		for name, ref := range want {
			if got[name] != ref {
				t.Errorf("%s: %s cites %s, want %s", what, name, got[name], ref)
			}
		}
	}
	same("at first")

	// The article changes alone: two move, one is gone.
	file("notes/docks.md", "A word before.\n\nThe docks.\n\nThere the Gull was launched in 1931. And the Auk of 1950.\n\nIn spring the Tern was built by Ann Berg.\n")
	job := &Job{Dir: base, Articles: []string{articles}}
	if report, err := job.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "the base holds 4 statements and would hold 3") || len(report.Faults) != 1 || !strings.Contains(report.Faults[0], `docks does not have "Bo Lund, who built the Skua"`) {
		t.Errorf("a statement that is lost: %+v, %v", report, err)
	}
	same("refused")
	job = &Job{Dir: base, Articles: []string{articles}, Fewer: true}
	if report, err := job.Run(t.Context()); err != nil || report.Statements.Removed != 1 {
		t.Errorf("%+v, %v", report, err)
	}
	want = map[string]string{"Tern": "docks:4", "Gull": "docks:3", "Auk": "docks:3"}
	same("moved")

	// What comes back is cited again.
	file("notes/docks.md", "It was Bo Lund, who built the Skua.\n\nThere the Gull was launched in 1931. And the Auk of 1950.\n\nIn spring the Tern was built by Ann Berg.\n")
	if _, err := (&Job{Dir: base, Articles: []string{articles}, Dry: true}).Run(t.Context()); err != nil {
		t.Error(err)
	}
	same("a dry run")
	if _, err := (&Job{Dir: base, Articles: []string{articles}}).Run(t.Context()); err != nil {
		t.Error(err)
	}
	want = map[string]string{"Tern": "docks:3", "Gull": "docks:2", "Auk": "docks:2", "Skua": "docks:1"}
	same("back")
}

// A source of a statement may be a paragraph of an article; one that no article has is told.
func TestParagraphsCited(t *testing.T) {
	dir := t.TempDir()
	put := writer(t, dir)
	schema := put("schema.yaml", "kinds:\n  oar: {name: oar, plural: oars}\n  wood: {name: wood, plural: woods}\nrelations:\n  made_of: {from: [oar], to: [wood], noun: wood, says: \"{s} is of {o}\"}\n")
	rack := put("rack.md", "Oars hang here.\n\nThe long oar is of ash.\n")
	oars := put("oars.csv", "Long oar,made_of,ash,rack:2\nShort oar,made_of,elm,loft:3\nOld oar,made_of,oak,rack:9\nNew oar,made_of,fir,rack\nOdd oar,made_of,yew,isbn:97\n")
	job := &Job{Dir: filepath.Join(dir, "kb"), Schema: schema, Triples: []string{oars}, Articles: []string{rack}}
	report, err := job.Run(t.Context())
	if err != nil || len(report.Notes) != 1 || report.Notes[0].Count != 3 || !strings.Contains(report.Notes[0].Lines[0], `oars.csv:2: no article of the base has the paragraph "loft:3"`) {
		t.Fatalf("%+v, %v", report, err)
	}
	cited := func() string {
		parts, err := storage.Parts(job.Dir)
		if err != nil {
			t.Fatal(err)
		}
		b, err := kb.OpenFile(parts[storage.PartFacts])
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		var list []string
		for _, id := range []string{"long-oar", "short-oar", "new-oar", "odd-oar"} {
			n, _ := b.Find(id)
			list = append(list, b.Cites(b.OutAll(n)[0])[0].String())
		}
		return strings.Join(list, " ")
	}
	const want = "rack:2 loft:3:1 rack:1 isbn:97:1"
	if got := cited(); got != want {
		t.Errorf("cited are %s, want %s", got, want)
	}
	alone := &Job{Dir: job.Dir, Articles: []string{put("peg.md", "A peg.\n")}}
	if report, err := alone.Run(t.Context()); err != nil || report.Statements.Before != 5 || report.Statements.After != 5 {
		t.Errorf("of an import of articles alone: %+v, %v", report.Statements, err)
	}
	again := &Job{Dir: job.Dir, Triples: []string{put("more.csv", "Spare oar,made_of,ash\n")}} // by which the first are read again
	report, err = again.Run(t.Context())
	if err != nil || cited() != want {
		t.Errorf("cited are %s, %v", cited(), err)
	}
	if report.Articles != (Counts{Unchanged: 2, Before: 2, After: 2}) {
		t.Errorf("articles of an import of statements alone: %+v", report.Articles)
	}
}

// What a statement cites by the number of a paragraph, or of an item of a list, moves with its words when
// the article changes, whether it comes with the article, before or after it. Words that are gone are
// told, and no longer cited.
func TestNumbersMoveWithTheirWords(t *testing.T) {
	const (
		schema  = "kinds:\n  tool: {name: tool, plural: tools}\n  person: {name: person}\nrelations:\n  lent_to: {from: [tool], to: [person], noun: borrower, says: \"{s} was lent to {o}\"}\n"
		article = "# The shed\n\nThe rake went to Ola Moen in May.\n\nLent out are:\n\n- a saw, to Kari Lie\n- a spade, to Per Dahl\n- a level, to Liv Aas\n"
		lines   = "Rake,lent_to,Ola Moen,shed:2\nSaw,lent_to,Kari Lie,shed:4.1\nSpade,lent_to,Per Dahl,shed:4.2\n"
		byID    = "id,relation,object,cite\nshed,@source,named,\nrake,@kind,tool\nrake,@name,Rake\nsaw,@kind,tool\nsaw,@name,Saw\nspade,@kind,tool\nspade,@name,Spade\nola,@kind,person\nkari,@kind,person\nper,@kind,person\n" +
			"rake,lent_to,ola,shed:2\nsaw,lent_to,kari,shed:4.1\nspade,lent_to,per,shed:4.2\n"
	)
	for name, facts := range map[string]string{"names": lines, "ids": byID} {
		for _, order := range []string{"together", "facts first", "article first"} {
			t.Run(name+", "+order, func(t *testing.T) {
				dir := t.TempDir()
				put := writer(t, dir)
				base := filepath.Join(dir, "kb")
				triples, shed := put("loans.csv", facts), put("shed.md", article)
				with := &Job{Dir: base, Schema: put("schema.yaml", schema), Triples: []string{triples}}
				alone := func() *Job { return &Job{Dir: base, Articles: []string{shed}} }
				jobs := map[string][]*Job{"together": {with}, "facts first": {with, alone()}, "article first": {alone(), with}}[order]
				if len(jobs) == 1 {
					with.Articles = []string{shed}
				}
				for _, j := range jobs {
					if report, err := j.Run(t.Context()); err != nil || len(report.Faults) > 0 {
						t.Fatal(report, err)
					}
				}
				cites := func(want string) {
					t.Helper()
					b, err := storage.Open(base, nil)
					if err != nil {
						t.Fatal(err)
					}
					defer b.Close()
					var list []string
					for _, id := range []string{"rake", "saw", "spade"} {
						if n, ok := b.Find(id); ok && len(b.OutAll(n)) > 0 {
							list = append(list, b.Cites(b.OutAll(n)[0])[0].String())
						}
					}
					if got := strings.Join(list, " "); got != want {
						t.Errorf("cited are %s, want %s", got, want)
					}
				}
				cites("shed:2 shed:4.1 shed:4.2")
				change := func(text string, fewer bool, lost int, note string) {
					t.Helper()
					put("shed.md", text)
					job := alone()
					job.Fewer = fewer
					report, err := job.Run(t.Context())
					var notes []string
					for _, n := range report.Notes {
						notes = append(notes, n.Lines...)
					}
					if err != nil || len(report.Faults) != lost || !strings.Contains(strings.Join(append(notes, report.Faults...), "\n"), note) {
						t.Error(report, err)
					}
				}
				change(strings.Replace(strings.Replace(article, "The rake", "It is dry.\n\nThe rake", 1), "- a saw", "- an axe, to nobody\n- a saw", 1), false, 0, "the words of shed:4.1 that it cites stand in shed:5.2 now")
				cites("shed:3 shed:5.2 shed:5.3")
				change(article, false, 0, "shed:5.3 that it cites stand in shed:4.2 now")
				cites("shed:2 shed:4.1 shed:4.2")
				change(strings.Replace(article, "- a spade, to Per Dahl\n", "", 1), true, 1, `shed:4.2 no longer has "a spade, to Per Dahl"`)
				cites("shed:2 shed:4.1")
				if ledger, err := storage.ReadLedger(base); err != nil || len(ledger.Facts[0].Lost) != 1 {
					t.Errorf("what is lost is not remembered: %+v, %v", ledger, err)
				}
				change(article, false, 0, "")
				cites("shed:2 shed:4.1 shed:4.2")
			})
		}
	}
}

// Of a base that an earlier version made, which remembered no words, they are those that the paragraphs have
// before they change.
func TestNumbersOfAnEarlierVersion(t *testing.T) {
	dir := t.TempDir()
	put := writer(t, dir)
	base := filepath.Join(dir, "kb")
	shed := put("shed.md", "The shed is dry.\n\nThe rake went to Ola Moen.\n")
	job := &Job{Dir: base, Schema: put("schema.yaml", "kinds:\n  tool: {name: tool}\n  person: {name: person}\nrelations:\n  lent_to: {from: [tool], to: [person]}\n"),
		Triples: []string{put("loans.csv", "Rake,lent_to,Ola Moen,shed:2\n")}, Articles: []string{shed}}
	if report, err := job.Run(t.Context()); err != nil {
		t.Fatal(report, err)
	}
	ledger, err := storage.ReadLedger(base)
	if err != nil {
		t.Fatal(err)
	}
	if len(ledger.Facts[0].Anchors) != 1 {
		t.Errorf("remembered are %v", ledger.Facts[0].Anchors)
	}
	ledger.Facts[0].Anchors = nil
	if err := storage.Commit(t.Context(), base, ledger.Part()); err != nil {
		t.Fatal(err)
	}
	put("shed.md", "It was tarred.\n\nThe shed is dry.\n\nThe rake went to Ola Moen.\n")
	if report, err := (&Job{Dir: base, Articles: []string{shed}}).Run(t.Context()); err != nil {
		t.Fatal(report, err)
	}
	b, err := storage.Open(base, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	n, _ := b.Find("rake")
	if got := b.Cites(b.OutAll(n)[0])[0].String(); got != "shed:3" {
		t.Errorf("cited is %s", got)
	}
}

// What a changed article contradicts is told, left out of the base and no longer cited, whether the file of
// statements is given again or not; what says the same stays.
func TestWhatAnArticleContradicts(t *testing.T) {
	const article = "The keel of the Plover was laid in 1954 at Vik, and Runa Stene steered it first.\n\nA berth at the mole costs 12 crowns a night.\n"
	for edit, left := range map[string]int{
		"1954 => 1945":             1, // which stands in the words of both that cite the sentence
		"was laid => was not laid": 1,
		"Runa Stene => Runa Moe":   1,
		"12 crowns => 15 crowns":   2,
		"A berth => A mooring":     2,
		"first. => first of all.":  3,
		"at Vik, => at Vik;":       3,
		"a night => every night":   3,
		"A berth at the mole => In summer a berth at the mole, tarred last year,": 3,
	} {
		for _, again := range []bool{false, true} {
			t.Run(edit, func(t *testing.T) {
				dir := t.TempDir()
				put := writer(t, dir)
				base := filepath.Join(dir, "kb")
				facts := put("boats.csv", "Plover,laid,1954,boats:1\nPlover,steered_by,Runa Stene,boats:1\nberth,price,12 crowns,boats:2\n")
				job := &Job{Dir: base, Schema: put("schema.yaml", "kinds:\n  thing: {name: thing}\n  person: {name: person}\nrelations:\n  laid: {from: [thing], to: [year]}\n  steered_by: {from: [thing], to: [person]}\n  price: {from: [thing], to: [text]}\n"),
					Triples: []string{facts}, Articles: []string{put("boats.md", article)}}
				if report, err := job.Run(t.Context()); err != nil || report.Statements.After != 3 {
					t.Fatal(report, err)
				}
				old, fresh, _ := strings.Cut(edit, " => ")
				put("boats.md", strings.Replace(article, old, fresh, 1))
				job = &Job{Dir: base, Articles: job.Articles, Fewer: true}
				if again {
					job.Triples = []string{facts}
				}
				report, err := job.Run(t.Context())
				if err != nil || report.Statements.After != left || len(report.Faults) != 3-left {
					t.Error(report, err)
				}
				if ledger, err := storage.ReadLedger(base); err != nil || len(ledger.Facts[0].Lost) != 3-left {
					t.Errorf("what is lost is not remembered: %+v, %v", ledger, err)
				}
			})
		}
	}
}

// A statement whose article is gone is told and left out until it comes back; one that names its source and no
// paragraph is told, and stays.
func TestArticleGone(t *testing.T) {
	dir := t.TempDir()
	put := writer(t, dir)
	base := filepath.Join(dir, "kb")
	schema := put("schema.yaml", "kinds:\n  goat: {name: goat}\n  person: {name: person}\nrelations:\n  milked_by: {from: [goat], to: [person]}\n")
	goats := put("goats.csv", "Lotte,milked_by,Jon Rud,byre:1\nFrida,milked_by,Eva Lien,byre\nRosa,milked_by,Nils Dal,barn:1\n")
	quotes := put("more.csv", "subject,relation,object,source,quote\nMolly,milked_by,Ida Hov,byre,Molly gives two litres to Ida Hov\n")
	put("farm/byre.md", "Lotte is milked by Jon Rud at six.\n\nMolly gives two litres to Ida Hov.\n\nFrida waits for Eva Lien.\n")
	put("farm/barn.md", "Rosa is milked by Nils Dal.\n")
	farm := filepath.Join(dir, "farm")
	if report, err := (&Job{Dir: base, Schema: schema, Triples: []string{goats, quotes}, Articles: []string{farm}}).Run(t.Context()); err != nil || report.Statements.After != 4 {
		t.Fatal(report, err)
	}
	told := func(report Report, err error) {
		t.Helper()
		notes := ""
		for _, n := range report.Notes {
			notes += strings.Join(n.Lines, "\n")
		}
		if err != nil || len(report.Faults) != 2 || !strings.Contains(report.Faults[0], "the article byre is gone: no longer cited") ||
			!strings.Contains(notes, "goats.csv:2: the article byre is gone, and the statement cites it still by its name") {
			t.Errorf("%+v, %v", report, err)
		}
	}
	parts, err := storage.Parts(base)
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := storage.ReadLedger(base)
	if err != nil {
		t.Fatal(err)
	}
	_, report, err := Without(t.Context(), base, parts, ledger, nil, map[string]bool{"byre": true})
	told(report, err)
	if err := os.Rename(filepath.Join(farm, "byre.md"), filepath.Join(dir, "away")); err != nil {
		t.Fatal(err)
	}
	report, err = (&Job{Dir: base, Articles: []string{farm}, Fewer: true}).Run(t.Context())
	told(report, err)
	if ledger, err = storage.ReadLedger(base); err != nil || len(ledger.Facts[0].Lost) != 1 || len(ledger.Facts[1].Lost) != 1 {
		t.Errorf("what is lost is not remembered: %+v, %v", ledger, err)
	}
	if statements, _ := holds(t, base); statements != 2 {
		t.Errorf("%d statements are left", statements)
	}
	if err := os.Rename(filepath.Join(dir, "away"), filepath.Join(farm, "byre.md")); err != nil {
		t.Fatal(err)
	}
	if report, err = (&Job{Dir: base, Articles: []string{farm}}).Run(t.Context()); err != nil || report.Statements.After != 4 {
		t.Errorf("once it is back: %+v, %v", report, err)
	}
}
