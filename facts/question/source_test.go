package question

import (
	"strings"
	"testing"

	"hapjak/nlp"
)

func TestSourceAsked(t *testing.T) {
	for text, want := range map[string]string{
		"Which article mentions the mill?":                        "Which article mentions",
		"In which text is the mill mentioned?":                    "which text is",
		"Where is it written that mills were built?":              "Where is it written",
		"One of the articles tells of the mill. Which one is it?": "Which one is it",
		"Which mill is it?":                                       "",
		"Which person wrote the mill text?":                       "",
		"Which story is the longest?":                             "",
	} {
		q := Parse(text, Said{}, nlp.NewStemmer())
		got := ""
		if from, to := q.SourceAsked(false); to > from {
			got = q.Span(from, to)
		}
		if !strings.HasPrefix(got, want) || got != "" && want == "" {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestWhereAQuotationIsFrom(t *testing.T) {
	for text, want := range map[string]bool{"Where on earth does that come from?": true, "where is it from": true, "Where does the miller come from?": false} {
		q := Parse(text, Said{}, nlp.NewStemmer())
		if from, to := q.SourceAsked(true); to > from != want {
			t.Errorf("%q of a quotation asks for its source: %v", text, to > from)
		}
	}
}

func TestWhichArticleOfATellingBefore(t *testing.T) {
	f := TakeApart("They argue over where the mill is told of. Which of the articles is it?", nlp.NewStemmer())
	if len(f.Asks) != 1 {
		t.Errorf("%q", f.Asks)
	}
}
