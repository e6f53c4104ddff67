package guess_test

import (
	"slices"
	"strings"
	"testing"

	"hapjak/facts/kb/guess"
	"hapjak/facts/kb/triples"
)

// Two people in a cell are two where something shows it, and one where nothing does.
func TestPairs(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"both stand elsewhere", "Book,Author\nUpland,Ann\nFell,Bo\nGill,Ann & Bo\nTarn,Bo and Ann\n", "Ann|Bo"},
		{"whole names", "Book,Author\nUpland,Ann Berg & Bo Lund\nFell,Cy van der Roe and Dee Moss\n", "Ann Berg|Bo Lund|Cy van der Roe|Dee Moss"},
		{"one elsewhere, one a whole name", "Book,Author\nUpland,Ann\nFell,Ann & Bo Lund\n", "Ann|Bo Lund"},
		{"lists to their end", "Book,Author\nUpland,\"Ann Berg, Bo Lund and Cy Roe\"\nFell,\"Cy Roe, Dee Moss, and Eve Poe\"\n", "Ann Berg|Bo Lund|Cy Roe|Dee Moss|Eve Poe"},
		{"semicolons", "Book,Author\nUpland,Ann Berg; Bo Lund\n", "Ann Berg|Bo Lund"},
		{"a house", "Book,Publisher\nUpland,Simon & Schuster\nFell,Marks and Sons\nGill,Department of Trade and Industry\n", "Department of Trade and Industry|Marks and Sons|Simon & Schuster"},
		{"a house beside others", "Book,Publisher\nUpland,Simon & Schuster\nFell,Hollow Press\n", "Hollow Press|Simon & Schuster"},
		{"a country", "Book,Country\nUpland,Trinidad and Tobago\nFell,Norway\n", "Norway|Trinidad and Tobago"},
	} {
		s, names, _ := guessed(t, guess.File{Name: "books.csv", Data: []byte(c.text)})
		b, err := triples.Read(t.Context(), s, "books.csv", strings.NewReader(c.text), triples.Options{Names: names[0]})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range b.OfKind(s.RelationDef(0).To[0]) {
			got = append(got, b.Name(n))
		}
		slices.Sort(got)
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %s, want %s", c.name, strings.Join(got, "|"), c.want)
		}
	}
}
