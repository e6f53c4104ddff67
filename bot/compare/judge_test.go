package compare

import (
	"testing"

	"hapjak/facts"
)

func TestHolds(t *testing.T) {
	for _, tt := range []struct {
		alternative, text string
		want              bool
	}{
		{"Bong Joon Ho", "It was BONG JOON-HO.", true},
		{"Kim Yong-hwa", "Kim Yonghwa directed it", true},
		{"834,338", "sold 834338 tickets", true},
		{"Mr. Go's", "Mr Go", false},
		{"rise", "it rises", true}, // one word in small letters: the beginning of one
		{"Rise", "it rises", false},
		{"Café", "a cafe", true},
		{"Okja", "", false},
	} {
		if got := holds(tt.alternative, wordsOf(tt.text)); got != tt.want {
			t.Errorf("%q in %q: %t", tt.alternative, tt.text, got)
		}
	}
}

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		short, alternative string
		want               bool
	}{
		{"Tyrant (1967)", "Tyrant", true},
		{"the Korean War", "Korean War", true},
		{"over 20 billion won", "20 billion won", true},
		{"Okja", "Okja (2017)", true},
		{"Okja", "Parasite", false},
		{"one two three four five six seven eight Okja", "Okja", false},
	} {
		if got := same(tt.short, tt.alternative); got != tt.want {
			t.Errorf("%q for %q: %t", tt.short, tt.alternative, got)
		}
	}
}

// A question without a status is judged by what was accepted of its answers.
func TestAccepted(t *testing.T) {
	answer := func(text, cite string, short ...string) facts.Answer {
		a := facts.Answer{Status: facts.Answered, Text: text + " [1]", Citations: []facts.Citation{{Marker: 1, Source: cite, Paragraph: 1}}}
		for _, s := range short {
			a.Answers = append(a.Answers, facts.Short{Text: s})
		}
		return a
	}
	silent := facts.Answer{Status: facts.Unknown, Text: "The sources do not say."}
	ann := answer("Ann Berg built the Skua.", "boats", "Ann Berg")
	long := answer("The Skua was built by Ann Berg in 1930.", "boats", "Ann Berg")
	bo := answer("Bo Lund built the Skua.", "boats", "Bo Lund")
	both := answer("Ann Berg and Bo Lund built the Skua.", "boats", "Ann Berg", "Bo Lund")
	marked, cited := ann, ann
	marked.Answers, cited.Citations = nil, []facts.Citation{{Source: "boats", Paragraph: 9}}
	for what, c := range map[string]struct {
		after         facts.Answer
		before, later string
	}{
		"other words":       {bo, ann.Text, bo.Text},
		"no short answer":   {marked, ann.Text + " (the short answer: Ann Berg)", ann.Text + " (no short answer)"},
		"another paragraph": {cited, ann.Text + " (citing boats:1)", ann.Text + " (citing boats:9)"},
	} {
		if list := differ(Case{Turns: []Turn{{}}}, []facts.Answer{ann}, []facts.Answer{c.after}); len(list) != 1 || list[0].Before != c.before || list[0].After != c.later {
			t.Errorf("%s: %+v", what, list)
		}
	}
	sentence, stated, other := answer("She was built on the slip of Noss.", "yard"), answer("The Skua was built in Noss.", "yard", "Noss"), answer("The Skua is old.", "boats")
	accepted, stands := Turn{Accepted: ann.Text}, Turn{Stands: true}
	for _, c := range []struct {
		turn          Turn
		before, after facts.Answer
		want          string
	}{
		{accepted, ann, bo, Worse}, {accepted, ann, both, Worse}, {accepted, ann, silent, Worse}, {accepted, ann, long, Changed}, {accepted, ann, ann, ""},
		{accepted, bo, ann, Better}, {accepted, bo, both, Changed}, {accepted, silent, ann, Better},
		{stands, bo, ann, Worse}, {stands, sentence, stated, Changed}, {stands, sentence, other, Worse}, {stands, silent, ann, Changed},
		{Turn{}, ann, bo, Changed},
	} {
		got := ""
		list := differ(Case{Turns: []Turn{c.turn}}, []facts.Answer{c.before}, []facts.Answer{c.after})
		if len(list) > 1 {
			t.Fatal(list)
		}
		for _, d := range list {
			got = d.What
		}
		if got != c.want {
			t.Errorf("%+v: %s, then %s: %q, want %q", c.turn, c.before.Text, c.after.Text, got, c.want)
		}
	}
}
