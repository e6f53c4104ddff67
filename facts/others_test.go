package facts_test

import (
	"context"
	"strings"
	"testing"

	"hapjak/facts"
)

// TestOthers: whoever asks for more things like one that the statements know alone is told that there is no other.
func TestOthers(t *testing.T) {
	shipped := shipped(t)
	for q, want := range map[string]string{
		"Which other documentaries did Steven Dhoedt make?": "no other: Steven Dhoedt directed Reach for the SKY",
		"What else has Joe Odagiri been in?":                "no other: Joe Odagiri stars in Mr. Go",
		"What does THAAD stand for?":                        "what THAAD stands for",
	} {
		a, _ := shipped.Ask(context.Background(), facts.Question{Text: q})
		if a.Status != facts.Unknown || !strings.Contains(a.Text, want) {
			t.Errorf("%s: %s %s", q, a.Status, a.Text)
		}
	}
	a, _ := shipped.Ask(context.Background(), facts.Question{Text: "What else has Hong Kyung-pyo shot?"})
	if a.Status != facts.Answered || len(a.Answers) < 2 {
		t.Errorf("%s %s", a.Status, a.Text)
	}
}

// TestSubjectNoun: what a noun for a relation's subject asks for is a subject: an idol is a member, and no group.
func TestSubjectNoun(t *testing.T) {
	a, _ := shipped(t).Ask(context.Background(), facts.Question{Text: "Which idol leads My New Sassy Girl?"})
	if len(a.Answers) != 1 || a.Answers[0].Text != "Victoria Song" {
		t.Errorf("%s: %v", a.Text, a.Answers)
	}
}

// TestOnlyNames: where a question offers things to choose from, no plan answers with what it names beside them.
func TestOnlyNames(t *testing.T) {
	for _, q := range []string{"In Snowpiercer they are speaking mostly Korean or English?", "In Snowpiercer do they talk in Korean or in English?"} {
		a, _ := shipped(t).Ask(context.Background(), facts.Question{Text: q})
		for _, s := range a.Answers {
			if s.Text == "Snowpiercer" {
				t.Errorf("%s: %s %v", q, a.Text, a.Answers)
			}
		}
	}
}
