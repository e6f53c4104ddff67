package facts

import (
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/question"
	"hapjak/facts/say"
	"hapjak/nlp"
	"hapjak/nlp/encoder"
)

// What one part of an answer has said is not said again by the next, and citations stay with their sentences.
func TestUnsaid(t *testing.T) {
	mill, dam := corpus.Ref{Source: "a", Paragraph: 1}, corpus.Ref{Source: "a", Paragraph: 2}
	text := say.Text{Plain: "Ida Moss built the mill. It has a dam.", Refs: []say.Ref{{At: 24, Ref: mill}, {At: 38, Ref: dam}}}
	left := unsaid(text, "Ida Moss built the mill.")
	if left.Plain != "It has a dam." || len(left.Refs) != 1 || left.Refs[0] != (say.Ref{At: 13, Ref: dam}) {
		t.Errorf("left %+v", left)
	}
	if left := unsaid(text, "It has a dam. Ida Moss built the mill."); left.Plain != "" {
		t.Errorf("left %q", left.Plain)
	}
	if left := unsaid(text, ""); left.Plain != text.Plain || len(left.Refs) != 2 {
		t.Errorf("of what is new %+v is left", left)
	}
}

// A statement that denies gives way to its own paragraph's sentence, if that denies it as well.
func TestInstead(t *testing.T) {
	asked := &decide.Asked{Verdict: true}
	at := corpus.Ref{Source: "a", Paragraph: 1}
	candidate := func(from evidence.From, ref corpus.Ref, contradicts float32) weighed {
		return weighed{Judged: decide.Judged{Asked: asked, P: 0.8, Candidate: evidence.Candidate{From: from, Ref: ref, Refs: []corpus.Ref{ref}},
			Judgement: encoder.Judgement{Contradicts: contradicts, Supports: 1 - contradicts}}}
	}
	for _, c := range []struct {
		name     string
		said     float32 // by the statement
		sentence weighed
		want     int
	}{
		{"it denies too", 0.9, candidate(evidence.Passage, at, 0.7), 1},
		{"it does not deny", 0.9, candidate(evidence.Passage, at, 0.2), 0},
		{"it is of another paragraph", 0.9, candidate(evidence.Passage, corpus.Ref{Source: "a", Paragraph: 2}, 0.9), 0},
		{"the statement affirms", 0.1, candidate(evidence.Passage, at, 0.9), 0},
	} {
		list := []weighed{candidate(evidence.Statement, at, c.said), c.sentence}
		if got := instead(evidence.Matcher{Stems: nlp.NewStemmer()}, list, 0); got != c.want {
			t.Errorf("%s: candidate %d is told, want %d", c.name, got, c.want)
		}
	}
}

// A name that the question gives is no answer where the same statement has another end.
func TestUnnamed(t *testing.T) {
	end := func(named bool, p float64) weighed {
		return weighed{Judged: decide.Judged{Asked: &decide.Asked{}, P: p, Candidate: evidence.Candidate{From: evidence.Statement, Said: "Ida Moss plays the miller.", Named: named}}}
	}
	if got := (weigher{&turn{inquiry: inquiry{r: new(question.Question)}}}).fitting([]weighed{end(true, 0.8), end(false, 0.7)}, 0); got != 1 {
		t.Errorf("the end that the question names is answered")
	}
	if got := (weigher{&turn{inquiry: inquiry{r: new(question.Question)}}}).fitting([]weighed{end(true, 0.8), end(false, 0.3)}, 0); got != 0 {
		t.Errorf("an unlikely end is answered")
	}
}

func TestAboutTheProgram(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	help, _ := a.Ask(t.Context(), Question{Text: "What can you do?"})
	for _, text := range []string{"what is this bot about", "are you a robot?", "which topics do you cover?"} {
		if ans, _ := a.Ask(t.Context(), Question{Text: text}); ans.Text != help.Text {
			t.Errorf("%s: %q", text, ans.Text)
		}
	}
	for text, want := range map[string]string{
		"what are your sources?":         "I answer from 3 sources",
		"how many articles are there?":   "I answer from 3 sources",
		"which is the newest article?":   "The newest source",
		"which film is the best?":        noOpinion,
		"Which film won Best of Bucheon": "The Medium",
	} {
		if ans, _ := a.Ask(t.Context(), Question{Text: text}); !strings.HasPrefix(ans.Text, want) {
			t.Errorf("%s: %q", text, ans.Text)
		}
	}
	for text, back := range map[string]bool{
		"is it hard to share costs?": false, "was it Showbox that made The Medium?": false, "was it Bong Joon Ho who directed Okja?": false,
		"is it scary?": true, "is it on Netflix?": true, "did she win?": true,
	} {
		if ans, _ := a.Ask(t.Context(), Question{Text: text}); (ans.Status == Ambiguous) != back {
			t.Errorf("%s: %q, want it asked back: %v", text, ans.Text, back)
		}
	}
	if ans, _ := a.Ask(t.Context(), Question{Text: "Do you know who directed Snowpiercer?"}); ans.Text == help.Text {
		t.Errorf("a question about a film is taken for one about the program")
	}
}
