package table

import (
	"testing"
)

// Questions in the place of heads ask for what a table would call its columns; other heads stay as they are.
func TestAskedHeads(t *testing.T) {
	for _, c := range [][2]string{
		{"Name", ""}, {"Food safe?", ""}, {"When built", ""}, {"Is active", ""}, {"What", ""}, {"Which", ""}, {"How many", ""}, {"Home town", ""}, {"Have", ""},
		{"What is your name?", "name"}, {"What's your e-mail address", "e-mail address"}, {"1. Which parish do you live in?", "parish: live in"}, {"Q2: How old are you?", "age"},
		{"How satisfied were you with the food?", "satisfaction"}, {"Who was your guide?", "guide [person]"}, {"Who did you walk with?", "person: walk with [person]"}, {"Who built it?", "built by"}, {"Where do you live?", "place: live [place]"},
		{"When did you arrive?", "date: arrive"}, {"How many geese do you keep? (adults only)", "geese: keep"}, {"How far did you row (km)?", "distance (km): row"}, {"How heavy is your boat?", "weight"},
		{"How would you rate the food (1 = bad, 5 = good)?", "rating"}, {"Do you own a boat?", "has boat"}, {"Have you ever kept geese?", "has kept geese"}, {"Are you a member?", "is a member"}, {"Would you come again?", "would come again"},
		{"Did you swim?", "did swim"}, {"What did you like best? (choose all that apply)", "What did you like best!"}, {"Why did you come?", "Why did you come!"}, {"Which club?", "club"},
	} {
		a := AskedHeads([]string{c[0]})[0]
		got := a.Head
		if a.Verbs != "" {
			got += ": " + a.Verbs
		}
		if a.Kind != "" {
			got += " [" + a.Kind + "]"
		}
		if a.Told {
			got += "!"
		}
		if got != c[1] {
			t.Errorf("%s: %q, want %q", c[0], got, c[1])
		}
	}
	two := AskedHeads([]string{"How far do you walk?", "How far do you row?", "Distance"})
	if two[0].Head == two[1].Head || two[2].Head != "" || two[0].Head == "distance" {
		t.Errorf("two of one noun: %+v", two)
	}
}
