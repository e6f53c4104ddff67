package corpus

import (
	"strings"
	"testing"
)

// A front matter is read in whatever form it stands, and text that only looks like one stays
// text: nothing is lost of either.
func TestFrontForms(t *testing.T) {
	const body = "The Skerry light was built by Ivo Strand."
	for _, x := range []struct{ name, file, title, date, text string }{
		{"below blank lines", "a.md:\n \n---\ntitle: Skerry\n---\n" + body, "Skerry", "", body},
		{"JSON between fences", "a.md:---json\n{\"title\": \"Skerry\", \"date\": \"2016\"}\n---\n" + body, "Skerry", "2016", body},
		{"TOML between hyphens", "a.md:---toml\ntitle = \"Skerry\"\n---\n" + body, "Skerry", "", body},
		{"MkDocs and Pelican", "a.md:Title: Skerry\nDate: 4 May 2016\nTags: lights,\n  sea\n\n" + body, "Skerry", "2016-05-04", body},
		{"pandoc", "a.md:% Skerry: a light\n% Ann Lee\n% 4 May 2016\n\n" + body, "Skerry: a light", "2016-05-04", body},
		{"pandoc, a title alone", "a.md:% Skerry\n\n" + body, "Skerry", "", body},
		{"a page", "a.html:---\nlayout: default\ntitle: Skerry\n---\n<p>" + body + "</p>", "Skerry", "", body},
		{"MkDocs' blog", "a.md:---\ntitle: Skerry\ndate:\n  updated: 2018-01-02\n  created: 2016-05-04\n---\n" + body, "Skerry", "2016-05-04", body},
		{"Obsidian's day", "a.md:---\ntitle: Skerry\ndate: [[2016-05-04]]\n---\n" + body, "Skerry", "2016-05-04", body},
		{"AsciiDoc", "a.adoc:---\ntitle: Skerry\ndate: 2016-05-04\n---\n" + body, "Skerry", "2016-05-04", body},
		{"below a comment", "a.md:<!-- Copyright\nIvo -->\n\n---\ntitle: Skerry\ndate: 2016\n---\n" + body, "Skerry", "2016", body},
		{"below two comments", "a.md:<!-- a -->\n<!-- b -->\n+++\ntitle = \"Skerry\"\n+++\n" + body, "Skerry", "", body},
		{"keys below a comment", "a.md:<!-- a -->\nTitle: Skerry\n\n" + body, "Skerry", "", body},
		{"a comment over rules", "a.md:<!-- a -->\n\n---\n\n" + body + "\n\n---\n\nIt burns.", "a", "", body + " / It burns."},
		{"published", "a.md:---\ntitle: Skerry\npublished: true\ncreated: 2016\n---\n" + body, "Skerry", "2016", body},
		{"JSON between semicolons", "a.md:;;;\n{\"title\": \"Skerry\", \"date\": \"2016\"}\n;;;\n" + body, "Skerry", "2016", body},
		{"and without braces", "a.md:;;;\n\"title\": \"Skerry\",\n\"date\": \"2016\"\n;;;\n" + body, "Skerry", "2016", body},
		{"MultiMarkdown", "a.md:Author: Ann Lee\nTitle: Skerry\nBase Header Level: 2\nLaTeX Mode: memoir\n\n" + body, "Skerry", "", body},
		{"and small letters", "a.md:title: Skerry\naffiliation: Moor Club\nquotes language: german\n\n" + body, "Skerry", "", body},
		{"plain text", "a.txt:---\ntitle: Skerry\n---\n" + body, "Skerry", "", body},
		{"two rules", "a.md:---\n\n" + body + "\n\n---\n\nIt burns.", "a", "", body + " / It burns."},
		{"two rules, a colon", "a.md:---\n\nNote: " + body + "\n\n---\n\nIt burns.", "a", "", "Note: " + body + " / It burns."},
		{"two rules, no blank line", "a.md:---\n" + body + "\nSo it is said: by all.\n---\nIt burns.", "a", "", body + " So it is said: by all. / It burns."},
		{"rules in plain text", "a.txt:---\n" + body + "\n---\nIt burns.", "a", "", body + " / It burns."},
		{"a sentence with a colon", "a.md:Keeper: Ann Lee\n\n" + body, "a", "", "Keeper: Ann Lee / " + body},
		{"lines with colons", "a.md:Title: Skerry\nKeeper: Ann Lee\n\n" + body, "a", "", "Title: Skerry Keeper: Ann Lee / " + body},
	} {
		name, text, _ := strings.Cut(x.file, ":")
		var f faults
		src, ok := parse(name, "a", []byte(text), &f)
		var got []string
		for _, p := range src.Paragraphs {
			got = append(got, p.Text)
		}
		if joined := strings.Join(got, " / "); !ok || src.Title != x.title || src.Date != x.date || strings.ReplaceAll(joined, "--- ", "") != strings.ReplaceAll(x.text, "--- ", "") {
			t.Errorf("%s: %q of %q: %s (%v)", x.name, src.Title, src.Date, joined, f.err())
		}
	}
}

// A date that is no date is told, whatever it is instead.
func TestDateThatIsAList(t *testing.T) {
	var told []Note
	f := faults{tell: func(n Note) { told = append(told, n) }}
	src, ok := parse("a.md", "a", []byte("---\ndate: {from: 2016, to: 2017}\n---\nIt burns.\n"), &f)
	if !ok || src.Date != "" || len(told) != 1 || told[0].Kind != "date" {
		t.Errorf("%q, %v, %v", src.Date, told, f.err())
	}
	told = nil
	src, ok = parse("a.md", "a", []byte("---\npublished: false\n---\nIt burns.\n"), &f)
	if !ok || src.Date != "" || len(told) != 1 || told[0].Kind != "key published" || told[0].Place != "a.md:2" {
		t.Errorf("%q, %v, %v", src.Date, told, f.err())
	}
}
