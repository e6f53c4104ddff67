package facts

import (
	"context"
	"strings"
	"testing"
)

// Talk is met as talk, what is asked of the program is told by what it is, and neither stands in the way
// of the question that follows.
func TestTalk(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	const welcome, bye, program, silent = "You are welcome.", "Goodbye.", "I am a program", "The sources do not say"
	for text, want := range map[string]string{
		"thanks":                                           welcome,
		"many thanks, you have been so kind":               welcome,
		"Oh how sweet, thank you!":                         welcome,
		"cheers then, bye":                                 welcome,
		"right, goodnight everybody":                       bye,
		"Good afternoon! I trust you had a pleasant lunch": program,
		"hey there, nice to be here":                       program,
		"are you a woman or a computer?":                   program,
		"who invented you":                                 program,
		"how are you feeling tonight?":                     program,
		"How do you reset a kettle?":                       silent,
		"could you list the kettles?":                      silent,
		"did you know how a kettle whistles?":              silent,
	} {
		ans, next := a.Ask(context.Background(), Question{Text: text})
		if !strings.HasPrefix(ans.Text, want) {
			t.Errorf("%s: %q, want %q", text, ans.Text, want)
		}
		if want != silent && next != nil {
			t.Errorf("%s: the next question goes on from it: %+v", text, next)
		}
	}
	for _, text := range []string{"thanks! who directed Snowpiercer", "hello, Snowpiercer director", "Good evening! Do you know who directed Snowpiercer?"} {
		if ans, _ := a.Ask(context.Background(), Question{Text: text}); ans.Status != Answered || !strings.Contains(ans.Text, "Bong") {
			t.Errorf("%s: %s %q", text, ans.Status, ans.Text)
		}
	}
}
