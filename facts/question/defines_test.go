package question

import (
	"strings"
	"testing"

	"hapjak/nlp"
)

func TestTerm(t *testing.T) {
	stems := nlp.NewStemmer()
	for text, want := range map[string]string{
		"What is a mill pond?":                           "mill pond",
		"whats a mill pond":                              "mill pond",
		"what's a mill":                                  "mill",
		"What are mill ponds?":                           "mill pond",
		"what does mill pond mean?":                      "mill pond",
		"Define mill pond":                               "mill pond",
		"What is the mill in Alba for?":                  "",
		"What does the miller eat in Alba?":              "",
		"What mills are there?":                          "",
		"Is a mill a house?":                             "",
		"What did Ann Lee die of?":                       "",
		"Who is the miller?":                             "",
		"What is the point of return?":                   "point of return",
		"What is meant by mill pond, please":             "mill pond",
		"what do they mean by a mill pond":               "mill pond",
		"How would they describe a mill pond in a line?": "mill pond",
		"can you explain mill ponds to me":               "",
		"describe a mill pond in a few words please":     "mill pond",
		"how is a mill pond defined?":                    "mill pond",
		"what exactly is a mill pond":                    "mill pond",
		"what counts as a mill pond?":                    "mill pond",
		"the meaning of mill pond":                       "mill pond",
		"What does the miller mean by that?":             "",
		"How does the miller describe a pond?":           "",
		"Explain how a mill works":                       "",
		"describe what the miller does":                  "",
	} {
		if got := strings.Join(Parse(text, Said{}, stems).Term(), " "); got != strings.Join(stems.Stems(want), " ") {
			t.Errorf("%q: %q", text, got)
		}
	}
}
