package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/storage"
)

// windmills imports statements that cite an article by its name and, unless they are alone, by a paragraph and by a quote.
func windmills(t *testing.T, article string, alone bool) (base string, again func(article string) (unsure []string, report Report)) {
	t.Helper()
	dir := t.TempDir()
	put := writer(t, dir)
	base = filepath.Join(dir, "kb")
	schema := put("schema.yaml", "kinds:\n  mill: {name: mill}\n  person: {name: person}\nrelations:\n  raised_by: {from: [mill], to: [person], verbs: [raise]}\n  sails: {from: [mill], to: [number]}\n  burnt: {from: [mill], to: [year]}\n")
	byName := put("mills.csv", "Old Mill,raised_by,Pia Strand,mills\nOld Mill,sails,6,mills\nDike Mill,burnt,1911,mills\nDike Mill,raised_by,Ole Hage,elsewhere\n")
	others := put("more.csv", "subject,relation,object,source,quote\nHill Mill,raised_by,Kai Lund,mills,Kai Lund raised the Hill Mill\n")
	numbers := put("numbers.csv", "Gull Mill,raised_by,Siv Moe,mills:4\n")
	put("notes/other.md", "Another article.\n")
	triples, n := []string{byName, others, numbers}, 6
	if alone {
		triples, n = triples[:1], 4
	}
	job := &Job{Dir: base, Schema: schema, Triples: triples, Articles: []string{filepath.Dir(put("notes/mills.md", article))}, Fewer: true}
	if report, err := job.Run(t.Context()); err != nil || len(report.Faults) > 0 || report.Statements.After != n {
		t.Fatal(report, err)
	}
	return base, func(article string) (unsure []string, report Report) {
		t.Helper()
		if article == "" {
			if err := os.Remove(filepath.Join(dir, "notes/mills.md")); err != nil {
				t.Fatal(err)
			}
		} else {
			put("notes/mills.md", article)
		}
		report, err := (&Job{Dir: base, Articles: []string{filepath.Join(dir, "notes")}, Fewer: true}).Run(t.Context())
		if err != nil {
			t.Fatal(report, err)
		}
		ledger, err := storage.ReadLedger(base)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ledger.Facts {
			for _, u := range f.Unsure {
				unsure = append(unsure, u.Error())
			}
		}
		return unsure, report
	}
}

const mills = `# Mills of the dike

Pia Strand raised the Old Mill, which has 6 sails.

The Dike Mill burnt down in 1911.

Siv Moe raised the Gull Mill.

In the end Kai Lund raised the Hill Mill.
`

// What an article is cited for by its name alone is told, and stays, where the article no longer has it, or is gone.
func TestWholeArticleCited(t *testing.T) {
	for _, alone := range []bool{false, true} {
		t.Run(fmt.Sprint("alone ", alone), func(t *testing.T) { wholeArticleCited(t, alone) })
	}
}

func wholeArticleCited(t *testing.T, alone bool) {
	base, again := windmills(t, mills, alone)
	for _, c := range []struct{ what, article, unsure string }{
		{"as it was", mills, ""},
		{"put otherwise", strings.Replace(mills, "Pia Strand raised the Old Mill, which", "As all know, Pia Strand raised the old mill, which", 1), ""},
		{"another order", strings.Replace(mills, "# Mills of the dike\n", "# Mills of the dike\n\nThe Heron Mill is new.\n", 1), ""},
		{"another builder", strings.Replace(mills, "Pia Strand", "Liv Strand", 1), `mills.csv:1: mills no longer says so, as it did in "Pia Strand raised the Old Mill, which has 6 sails."`},
		{"the same again", strings.Replace(mills, "Pia Strand", "Liv Strand", 1), `mills.csv:1: mills no longer says so, as it did in "Pia Strand raised the Old Mill, which has 6 sails."`},
		{"mended", mills, ""},
		{"denied within", strings.Replace(mills, "The Dike Mill burnt", "It was once believed that the Dike Mill burnt", 1), "mills.csv:3: mills no longer says so, as it did in \"The Dike Mill burnt down in 1911.\""},
		{"mended again", mills, ""},
		{"another year", strings.Replace(mills, "1911", "1921", 1), "mills.csv:3: mills no longer says so"},
		{"a sentence that does not deny it", strings.Replace(mills, "in 1911.", "in 1911. It was not insured.", 1), ""},
		{"denied beside", strings.Replace(mills, "in 1911.", "in 1911. This was not so.", 1), `mills.csv:3: beside the words of mills:3 that it cites stands "This was not so." now`},
		{"denied still", strings.Replace(mills, "in 1911.", "in 1911. This was not so. It is sad.", 1), `mills.csv:3: beside the words of mills:3`},
		{"denied by a paragraph", strings.Replace(mills, "in 1911.", "in 1911.\n\nThat the Dike Mill burnt is a legend.", 1), `mills.csv:3: beside the words of mills:3 that it cites stands "That the Dike Mill burnt is a legend." now`},
		{"no more", mills, ""},
		{"gone", "", "mills.csv:1: the article mills is gone, and the statement cites it still by its name"},
	} {
		unsure, report := again(c.article)
		if c.unsure == "" && len(unsure) > 0 || c.unsure != "" && (len(unsure) == 0 || !strings.Contains(strings.Join(unsure, "\n"), c.unsure)) {
			t.Errorf("%s: unsure are %q, want %q", c.what, unsure, c.unsure)
		}
		told := ""
		for _, n := range report.Notes {
			told += strings.Join(n.Lines, "\n")
		}
		if again := strings.HasSuffix(c.what, "again"); c.unsure != "" && c.what != "denied still" && again == strings.Contains(told, c.unsure) {
			t.Errorf("%s: the import told %q", c.what, told)
		}
		if s, _ := holds(t, base); c.article != "" && s < 5 && !alone || s < 4 && alone {
			t.Errorf("%s: %d statements are left", c.what, s)
		}
	}
	if unsure, _ := again(mills); len(unsure) > 0 {
		t.Errorf("once it is back: %q", unsure)
	}
}

// Facts that cite articles by their names alone are not compiled again where these still bear them.
func TestFactsStayAsTheyAre(t *testing.T) {
	base, again := windmills(t, mills, true)
	facts := func() string {
		parts, err := storage.Parts(base)
		if err != nil {
			t.Fatal(err)
		}
		return parts[storage.PartFacts]
	}
	first := facts()
	for _, article := range []string{mills + "\nA new mill is planned.\n", strings.Replace(mills, "1911", "1921", 1), mills} {
		if _, report := again(article); report.Statements != (Counts{Unchanged: 4, Before: 4, After: 4}) || facts() != first {
			t.Errorf("%+v, %s, was %s", report.Statements, facts(), first)
		}
	}
}

// The compiled facts themselves tell whether what changed concerns them.
func TestStillSaid(t *testing.T) {
	base, _ := windmills(t, mills, true)
	parts, err := storage.Parts(base)
	if err != nil {
		t.Fatal(err)
	}
	facts, err := openFacts(parts[storage.PartFacts])
	if err != nil {
		t.Fatal(err)
	}
	defer facts.Close()
	held := func(text string) kb.Citable {
		src := corpus.Source{ID: "mills"}
		for i, p := range strings.Split(text, "\n\n") {
			src.Paragraphs = append(src.Paragraphs, corpus.Paragraph{N: i + 1, Text: strings.TrimSpace(p)})
		}
		return Held([]corpus.Source{src})
	}
	for article, want := range map[string]bool{
		mills: true, "A new first paragraph.\n\n" + mills: true, strings.Replace(mills, "Siv Moe", "Nobody", 1): true,
		strings.Replace(mills, "Pia Strand", "Liv Strand", 1): false, strings.Replace(mills, "in 1911.", "in 1911. This was not so.", 1): false, "": false,
	} {
		is := Held(nil)
		if article != "" {
			is = held(article)
		}
		if got := anchor.StillSaid(facts, map[string]bool{"mills": true}, held(mills), is); got != want {
			t.Errorf("%q: %v", article, got)
		}
	}
	if !anchor.StillSaid(facts, map[string]bool{"other": true}, held(mills), Held(nil)) {
		t.Error("an article that nothing cites is asked for")
	}
}

// A sentence that came beside cited words, and denies them, is told as long as it stands there: of a paragraph that is cited by
// its number, and of a quote.
func TestDeniedBeside(t *testing.T) {
	_, again := windmills(t, mills, false)
	for _, c := range []struct{ old, fresh, unsure string }{
		{"the Gull Mill.", "the Gull Mill. Later it was found that this is wrong.", "numbers.csv:1: beside the words of mills:4 that it cites stands \"Later it was found that this is wrong.\" now: the statement stays"},
		{"Siv Moe", "Some say otherwise: Siv Moe did not raise it. Siv Moe", "numbers.csv:1: beside"},
		{"the Gull Mill.", "the Gull Mill. She was never paid.", ""},
		{"In the end", "Records show that no Lund raised any. In the end", "more.csv:2: beside the words of mills:5"},
		{"the Hill Mill.", "the Hill Mill. It is not open on Mondays.", ""},
	} {
		unsure, _ := again(strings.Replace(mills, c.old, c.fresh, 1))
		if c.unsure == "" && len(unsure) > 0 || !strings.Contains(strings.Join(unsure, "\n"), c.unsure) || len(unsure) > 1 {
			t.Errorf("%s: unsure are %q, want %q", c.fresh, unsure, c.unsure)
		}
		if unsure, _ := again(mills); len(unsure) > 0 {
			t.Errorf("once %q is gone: %q", c.fresh, unsure)
		}
	}
}
