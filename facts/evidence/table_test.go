package evidence

import (
	"slices"
	"testing"

	"hapjak/nlp"
)

func TestTableFind(t *testing.T) {
	m := Matcher{Stems: nlp.NewStemmer()}
	fares := Table{Columns: []string{"Trip", "Fare", "Return"}, Rows: [][]string{
		{"Up to 30 minutes", "2 crowns", "3 crowns"}, {"Up to 2 hours", "5 crowns", "8 crowns"}, {"Over 2 hours", "9 crowns", "14 crowns"}}}
	crew := Table{Columns: []string{"Boat", "Berths", "Skipper"}, Rows: [][]string{
		{"Tern", "6", "Ida Moss"}, {"Skua and tender", "11", "Bo Lund"}, {"Gull (laid up)", "4", "Ane Ruud"}}}
	for _, c := range []struct {
		table Table
		asked string
		want  string // each row told, none where no row is found
	}{
		{fares, "what is the fare for 20 minutes", "Up to 30 minutes – Fare: 2 crowns"},
		{fares, "what is the return fare for an hour", "Up to 2 hours – Fare: 5 crowns; Return: 8 crowns"},
		{fares, "fare for 3 hours", "Over 2 hours – Fare: 9 crowns"},
		{fares, "fare for dogs", ""},
		{crew, "who is the skipper of the skua", "Skua and tender – Skipper: Bo Lund"},
		{crew, "which boat has the most berths", "Skua and tender – Berths: 11"},
		{crew, "which boat has the fewest berths", "Gull (laid up) – Berths: 4"},
		{crew, "which boat is Ida Moss on", "Ida Moss – Boat: Tern"},
		{crew, "what is the minimum number of berths of the Tern", "Tern – Berths: 6"}, // no superlative of all boats
		{crew, "which boats have at least 5 berths", ""},
		{crew, "which boat has 4 berths", "4 – Boat: Gull (laid up)"},
		{fares, "fare for half an hour", "Up to 30 minutes – Fare: 2 crowns"},
		{crew, "where is the tern", "Tern – Berths: 6; Skipper: Ida Moss"},
		{crew, "who are the skippers", ""},
	} {
		weight := func(w nlp.Token) float64 {
			if slices.Contains([]string{"what", "is", "the", "for", "an", "of", "who", "which", "has", "on", "where", "are", "most", "fewest"}, w.Norm) {
				return 0
			}
			return 1
		}
		cells, ok := c.table.Find(m.Stems.Tokens(c.asked), weight, m)
		got := ""
		if ok {
			for _, row := range cells.Rows {
				got += c.table.Tell(row, cells)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.asked, got, c.want)
		}
	}
}

func TestInterval(t *testing.T) {
	m := Matcher{Stems: nlp.NewStemmer()}
	at := func(text string, n float64) bool {
		from, to, _, ok := interval(m.Stems.Tokens(text))
		return ok && from <= n && n <= to
	}
	for _, c := range []struct {
		text string
		n    float64
		want bool
	}{
		{"under 5", 5, false}, {"under 5", 4, true}, {"5 to 15", 5, true}, {"5–15", 15, true}, {"16 and over", 16, true}, {"from 16", 16, true},
		{"over 75", 80, true}, {"over 75", 75, false}, {"up to 12", 12, true}, {"12", 12, true}, {"12", 13, false}, {"none", 1, false},
	} {
		if got := at(c.text, c.n); got != c.want {
			t.Errorf("%v in %q: %v", c.n, c.text, got)
		}
	}
}
