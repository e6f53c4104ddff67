package web

import (
	"errors"
	"testing"
)

// An error becomes a sentence; the name of a file at its beginning stays as it is.
func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"nothing is called \"x\"":               "Nothing is called \"x\".",
		"answers.yaml says so already":          "answers.yaml says so already.",
		"facts/a.yaml:3: want keys\nand a name": "facts/a.yaml:3: want keys; and a name.",
		"which thing is it?":                    "Which thing is it?",
	} {
		if got := sentence(errors.New(text)); got != want {
			t.Errorf("%q", got)
		}
	}
}
