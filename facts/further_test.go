package facts

import (
	"testing"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/question"
)

func TestNewIn(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	tt := a.turn(t.Context(), Question{Text: "?"})
	if got := tt.newIn("The mill has a wheel.", "A wheel is what the mill has."); got > 0.21 {
		t.Errorf("a rewording is new to %.2f", got)
	}
	if got := tt.newIn("The owner sold it in spring.", "A wheel is what the mill has."); got < 0.8 {
		t.Errorf("something else is new to %.2f only", got)
	}
}

func TestDenied(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"My aunt says Joe Odagiri's Korean, is he?", "Is Joe Odagiri Korean?"} {
		ans, _ := a.Ask(t.Context(), Question{Text: text})
		if want := "No: Joe Odagiri is from Japan."; ans.Said.Plain != want {
			t.Errorf("%s: %q, want %q", text, ans.Said.Plain, want)
		}
	}
}

func TestAsManyAsAreAskedFor(t *testing.T) {
	two := &decide.Asked{Count: 2, Several: true, Short: true}
	said := func(p float64, words string) (w weighed) {
		w.Asked, w.P, w.From, w.Text, w.End = two, p, evidence.Passage, words, len(words)
		return w
	}
	list := []weighed{said(.6, "Ann Lee"), said(.55, "Ann Lee and Bo Ray"), said(.3, "Moe and Lie")}
	if got := (weigher{&turn{inquiry: inquiry{r: new(question.Question)}}}).fitting(list, 0); got != 1 {
		t.Errorf("took %d, want the pair that is as likely", got)
	}
	list[1].P = .4
	if got := (weigher{&turn{inquiry: inquiry{r: new(question.Question)}}}).fitting(list, 0); got != 0 {
		t.Errorf("took %d, want what is far likelier", got)
	}
}
