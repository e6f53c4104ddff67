package question

import (
	"strings"
	"testing"

	"hapjak/nlp"
)

func TestOptions(t *testing.T) {
	for text, want := range map[string]string{
		"Who paid the bigger fine, Union Sugar or Carbide?": "Carbide|Union Sugar",
		"Out of copper, iron and zinc, which one rusts?":    "zinc|iron|copper",
		"What came first, the mill or the stone bridge?":    "the stone bridge|the mill",
		"Which one has bronze: coins, medals or spoons?":    "spoons|medals|coins",
		"Who made the mill?":                                "",
		"Which people or firms that live here pay?":         "firms|people",
	} {
		q := Parse(text, Said{}, nlp.NewStemmer())
		if got := strings.Join(q.Options(), "|"); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestApart(t *testing.T) {
	for text, want := range map[string]string{
		"Which firms back it, leaving out Alba?":                "Alba",
		"Ann Lee aside, who worked there?":                      "Ann Lee",
		"Which of the painters were not Norwegian?":             "Norwegian",
		"Which of them was neither from Norway nor from Spain?": "from Norway nor from Spain",
		"Is Ann Lee not Norwegian?":                             "",
		"Leave aside the Norwegians: who else painted it?":      "the Norwegians",
		"Apart from Alba, Oslo and Bergen, which towns did it?": "Alba, Oslo and Bergen",
		"Except Alba, name the towns and the mills.":            "Alba",
		"Who is left, minus Ann Lee, Bo Moe, and the painters?": "Ann Lee, Bo Moe, and the painters",
		"Putting aside the brothers Moe, who owned it?":         "the brothers Moe",
		"Who is the painter?":                                   "",
	} {
		q := Parse(text, Said{}, nlp.NewStemmer())
		got := ""
		if _, from, to := q.Apart(); to > from {
			got = q.Span(from, to)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestDatedOne(t *testing.T) {
	for text, want := range map[string]bool{
		"Who painted the 1911 picture?":          true,
		"that 1911 one, who made it":             true,
		"who made the one from 1911?":            true,
		"Who painted the 1911 pictures?":         false,
		"Who painted the picture in 1911 style?": true,
		"Which pictures are from 1911?":          false,
	} {
		if from, to := Parse(text, Said{}, nlp.NewStemmer()).DatedOne(); to > from != want {
			t.Errorf("%s: %d to %d", text, from, to)
		}
	}
}

func TestSeeksOthers(t *testing.T) {
	stems := nlp.NewStemmer()
	for text, want := range map[string]bool{
		"What else did Ann Lee build?": true, "Which other mills did Ann Lee build?": true, "Besides the mill, what else did she build?": false,
		"Under what other name did it go?": false, "Did she build other mills?": false, "Which mills other than Alba did she build?": false,
	} {
		if got := Parse(text, Said{}, stems).SeeksOthers(); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
