package facts

import (
	"strings"
	"testing"

	"hapjak/facts/kb/curated"
)

// What a curator said holds an answer is answered to the question and to one much like it,
// with the sentence of the article, and not to another.
func TestRememberedSentences(t *testing.T) {
	a, err := Open(games(t, map[string]string{curated.AnswersFile: `
- ask: who dreamt up the tiles near the French town in Carcassonne
  quote: Klaus-Jürgen Wrede designed the game after a holiday near the French town, and Hans im Glück published it in 2000.
  words: Klaus-Jürgen Wrede
  cite: shelf:5
- ask: and how many fit round it?
  after: Who designed Catan?
  quote: Klaus Teuber designed it for three or four players, and it won the Spiel des Jahres of its year.
  cite: shelf:2
- ask: did Catan flop?
  quote: Klaus Teuber designed it for three or four players, and it won the Spiel des Jahres of its year.
  words: No
  cite: shelf:2
`}))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	const wrede = "Klaus-Jürgen Wrede designed the game after a holiday near the French town, and Hans im Glück published it in 2000. [1]"
	for _, q := range []string{"Who dreamt up the tiles near the French town in Carcassonne?", "hi! who was it who dreamt up Carcassonne, the tiles near a French town"} {
		got := asked(t, a, q)
		if got.Text != wrede || !got.Taught || got.Fixed || len(got.Answers) != 1 || got.Answers[0].Entity == "" || got.Citations[0].Ref().String() != "shelf:5" {
			t.Errorf("%s: %+v", q, got)
		}
	}
	for _, q := range []string{"Who dreamt up Catan?", "When was Carcassonne published?", "who painted the tiles near the French town in Azul"} {
		if got := asked(t, a, q); got.Taught {
			t.Errorf("%s: %s", q, got.Text)
		}
	}
	if got := asked(t, a, "Did Catan flop?"); got.Text != "No: Klaus Teuber designed it for three or four players, and it won the Spiel des Jahres of its year. [1]" || got.Answers[0].Kind != "yesno" {
		t.Errorf("denied: %+v", got)
	}

	// A question that leans on another is remembered behind that one alone.
	for _, x := range []struct {
		before string
		taught bool
	}{{"Who designed Catan?", true}, {"Who designed Azul?", false}, {"", false}} {
		var c *Context
		if x.before != "" {
			_, c = a.Ask(t.Context(), Question{Text: x.before})
		}
		if got, _ := a.Ask(t.Context(), Question{Text: "And how many fit round it?", Context: c}); got.Taught != x.taught {
			t.Errorf("after %q: %+v", x.before, got)
		}
	}
}

// What is wrong with a quote is told with its line.
func TestFaultyQuotes(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"- ask: x\n  answer: y\n  words: z\n  cite: shelf:5\n", "answers.yaml:1: words, denies and after belong to a quote"},
		{"- ask: x\n  quote: y\n", "answers.yaml:1: an answer without a citation"},
	} {
		if a, err := Open(games(t, map[string]string{curated.AnswersFile: x.text})); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%q: %v, want %q", x.text, err, x.want)
			if err == nil {
				a.Close()
			}
		}
	}
}

// What is given as the answer stands in the sentence, by whatever name; what does not is not answered.
func TestStrayWords(t *testing.T) {
	const quote = "Klaus Teuber designed it for three or four players, and it won the Spiel des Jahres of its year."
	a, err := Open(games(t, map[string]string{curated.MendingsFile: "things:\n  - id: klaus-teuber\n    aliases: [the master of the islands]\n", curated.AnswersFile: `
- {ask: which dentist drew the islands, quote: "` + quote + `", words: the master of the islands, cite: shelf:2}
- {ask: which singer drew the islands, quote: "` + quote + `", words: [Ray Vast, Teuber], cite: shelf:2}
`}))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for q, want := range map[string]string{"Which dentist drew the islands?": "the master of the islands", "Which singer drew the islands?": "Teuber"} {
		if got := asked(t, a, q); got.Text != quote+" [1]" || len(got.Answers) != 1 || got.Answers[0].Text != want {
			t.Errorf("%s: %+v", q, got)
		}
	}
}
