package facts

import (
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
		"do you have a kettle for guests?":                 silent,
		"have you got kettles":                             silent,
	} {
		ans, next := a.Ask(t.Context(), Question{Text: text})
		if !strings.HasPrefix(ans.Text, want) {
			t.Errorf("%s: %q, want %q", text, ans.Text, want)
		}
		if want != silent && next != nil {
			t.Errorf("%s: the next question goes on from it: %+v", text, next)
		}
	}
	for _, text := range []string{"thanks! who directed Snowpiercer", "hello, Snowpiercer director", "Good evening! Do you know who directed Snowpiercer?"} {
		if ans, _ := a.Ask(t.Context(), Question{Text: text}); ans.Status != Answered || !strings.Contains(ans.Text, "Bong") {
			t.Errorf("%s: %s %q", text, ans.Status, ans.Text)
		}
	}
}

// The course of one thing over time is told from its dated statements, each time once.
func TestCourse(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"timeline for Love with an Alien please", "what are the stages in the history of Love with an Alien", "Love with an Alien, date by date"} {
		ans, _ := a.Ask(t.Context(), Question{Text: text})
		at := -1
		for _, year := range []string{" in 1958.", " in 2012.", " in 2014."} {
			next := strings.Index(ans.Text, year)
			if next <= at || strings.Count(ans.Text, year) > 1 {
				t.Errorf("%s: %q, want 1958, 2012 and 2014 in order", text, ans.Text)
			}
			at = next
		}
	}
	if ans, _ := a.Ask(t.Context(), Question{Text: "who is the oldest star in the history of Snowpiercer?"}); strings.Contains(ans.Text, "came out in") {
		t.Errorf("told %q, want no course of dates", ans.Text)
	}
}

// A later question about one thing is not answered with all of a kind; what is asked of the thing itself is.
func TestLaterQuestionIsAboutOneThing(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	_, next := a.Ask(t.Context(), Question{Text: "Who leads in the Chinese remake of Blind?"})
	if ans, _ := a.Ask(t.Context(), Question{Text: "and who played in the korean original", Context: next}); strings.Contains(ans.Text, "Snowpiercer") {
		t.Errorf("told of all Korean films: %q", ans.Text)
	}
	_, next = a.Ask(t.Context(), Question{Text: "When did Mr. Go come out?"})
	if ans, _ := a.Ask(t.Context(), Question{Text: "who stars in it?", Context: next}); len(ans.Answers) != 5 {
		t.Errorf("%q, want its five actors", ans.Text)
	}
}
