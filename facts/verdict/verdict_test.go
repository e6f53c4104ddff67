package verdict

import (
	"testing"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/judge"
	"hapjak/facts/question"
	"hapjak/nlp"
)

// claim is a question by itself, read without an encoder.
func claim(text string) *Claim {
	stems := nlp.NewStemmer()
	return &Claim{Question: question.Parse(text, question.Said{}, stems), Stems: stems, Unheard: func(string) bool { return false }, Encoder: new(judge.Reader)}
}

// content are the words of a claim that evidence is to hold.
func content(c *Claim) (list []evidence.Word) {
	for i, w := range c.Question.Words {
		if w.Content() {
			list = append(list, evidence.Word{Text: w.Text, Norm: w.Norm, Stem: w.Stem, Weight: 1, Named: i > 0 && w.Capitalised()})
		}
	}
	return list
}

// TestVerdictOf: a yes or a no is said where one of them is clearly likelier.
func TestVerdictOf(t *testing.T) {
	asked := claim("Is it so?")
	for _, c := range []struct {
		said    string
		yes, no float32
		want    string
	}{
		{"The mill is of brick.", 0.8, 0.1, "Yes: "},
		{"The mill is of wood.", 0.1, 0.8, "No: "},
		{"Ida Moss leads the mill.", 0.4, 0.5, ""},
		{"Ida Moss leads the mill.", 0.5, 0.3, ""},
		{"Is the mill of brick? No: it is of wood.", 0.8, 0.1, "No: "},
	} {
		w := &decide.Judged{Candidate: evidence.Candidate{Said: c.said}, Asked: &decide.Asked{}}
		w.Supports, w.Contradicts = c.yes, c.no
		if got := asked.Of(t.Context(), []*decide.Judged{w}); got != c.want {
			t.Errorf("%s %v %v: %q, want %q", c.said, c.yes, c.no, got, c.want)
		}
	}
}

// TestSaysAll: no No stands before a sentence that says all of the claim and denies nothing.
func TestSaysAll(t *testing.T) {
	for text, want := range map[string]string{
		"The Mill is an English-Welsh film.":     "",
		"The Mill is no English-Welsh film.":     "No: ",
		"The Mill is an English film.":           "No: ",
		"The Mill is an English-Welsh film, 40.": "",
	} {
		c := claim("Is The Mill an English-Welsh thing?")
		words := content(c)
		words[len(words)-1].Weight = 0.02 // a thing
		w := &decide.Judged{Candidate: evidence.Candidate{Said: text, Text: text}, Asked: &decide.Asked{Words: words}}
		w.Supports, w.Contradicts = 0.1, 0.8
		if got := c.Of(t.Context(), []*decide.Judged{w}); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestOpposites: what is unofficial is not official.
func TestOpposites(t *testing.T) {
	for _, c := range []struct {
		question, text string
		want           bool
	}{
		{"Was the ban official?", "The unofficial ban dates from 2016.", true},
		{"Was the ban unofficial?", "The official ban dates from 2016.", true},
		{"Was the ban official?", "The ban was official, not unofficial.", false},
		{"Was the ban unofficial?", "The unofficial ban dates from 2016.", false},
	} {
		if got := claim(c.question).opposes(c.text); got != c.want {
			t.Errorf("%s %s: %v", c.question, c.text, got)
		}
	}
}

// TestUndone: a task that is not done is no yes to whether it was done, whatever the encoder holds of it.
func TestUndone(t *testing.T) {
	for _, c := range []struct{ question, lead, said, want string }{
		{"Was a rudder bought?", "", "Not done, given up: Buy a rudder", "No: "},
		{"Did they buy a rudder?", "", "Begun: Buy a rudder", "No: "},
		{"Have they bought a rudder yet?", "", "To do: buy a rudder", "No: "},
		{"Was a rudder bought?", "", "Done: Buy a rudder", "Yes: "},
		{"Was a rudder bought?", "The slip \u203a To do: ", "buy a rudder", "No: "},
		{"Was a rudder bought?", "The slip \u203a The slip \u00b7 To do: ", "buy a rudder", "No: "},
		{"Was a rudder bought?", "The slip \u203a Done: ", "buy a rudder", "Yes: "},
		{"Was the rudder of oak?", "", "Not done yet: Mend the rudder of oak", ""},
		{"Was buying a rudder given up?", "", "Not done, given up: Buy a rudder", "Yes: "},
		{"Should they buy a rudder?", "", "Not done yet: Buy a rudder", "Yes: "},
		{"Was the keel scraped?", "", "For May: \u2022 Done: scrape the keel \u2022 Not done yet: buy a rudder", "Yes: "},
		{"Was the rudder bought?", "", "For May: \u2022 Done: scrape the keel \u2022 Not done yet: buy a rudder", "No: "},
	} {
		w := &decide.Judged{Asked: &decide.Asked{}, Candidate: evidence.Candidate{Text: c.lead + c.said, Lead: len(c.lead), Said: c.said}}
		w.Supports, w.Contradicts = 0.9, 0.05
		if got := claim(c.question).Of(t.Context(), []*decide.Judged{w}); got != c.want {
			t.Errorf("%s %s%s: %q, want %q", c.question, c.lead, c.said, got, c.want)
		}
	}
}

// TestRule: what is set apart is otherwise, the opposite of a word denies it, and what is only so of somebody is so of him.
func TestRule(t *testing.T) {
	for _, c := range []struct {
		question, said string
		yes, no        float32 // as the encoder has it
		want           string
	}{
		{"Are tents allowed?", "Tents are forbidden.", 0.9, 0.05, "no"},
		{"Can Moss sign a pass?", "Book early: only Moss and Lund can sign a pass.", 0.1, 0.8, "yes"},
		{"Can guests sign a pass?", "Only Moss and Lund can sign a pass.", 0.1, 0.8, "no"},
		{"Can Moss sign a pass for Norway?", "Only Moss and Lund can sign a pass.", 0.1, 0.8, "unclear"},
		{"Did the kiosk open in 1990?", "The kiosk opened in 1990 and closed in 2005.", 0.9, 0.05, "yes"},
		{"Is the kiosk open?", "The kiosk is open.", 0.9, 0.05, "yes"},
	} {
		asked := claim(c.question)
		w := &decide.Judged{Candidate: evidence.Candidate{Said: c.said, Text: c.said, From: evidence.Passage}, Asked: &decide.Asked{Text: c.question, Words: content(asked)}}
		w.Supports, w.Contradicts = c.yes, c.no
		got := "no"
		if yes, no := asked.rule(t.Context(), w); yes > no {
			got = "yes"
		} else if yes == no {
			got = "unclear"
		}
		if got != c.want {
			t.Errorf("%s %s: %s, want %s", c.question, c.said, got, c.want)
		}
	}
}
