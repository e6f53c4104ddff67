package question

import (
	"strings"
	"testing"

	"hapjak/nlp"
)

func TestTerm(t *testing.T) {
	stems := nlp.NewStemmer()
	for text, want := range map[string]string{
		"What is a mill pond?":               "mill pond",
		"what's a mill":                      "mill",
		"What are mill ponds?":               "mill pond",
		"what does mill pond mean?":          "mill pond",
		"Define mill pond":                   "mill pond",
		"What is the mill in Alba for?":      "",
		"What does the miller eat in Alba?":  "",
		"What mills are there?":              "",
		"Is a mill a house?":                 "",
		"Who is the miller?":                 "",
		"What is the point of return?":       "point of return",
		"What is meant by mill pond, please": "",
	} {
		if got := strings.Join(Parse(text, Said{}, stems).Term(), " "); got != strings.Join(stems.Stems(want), " ") {
			t.Errorf("%q: %q", text, got)
		}
	}
}
