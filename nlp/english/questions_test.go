package english

import "testing"

func TestIsQuestion(t *testing.T) {
	for sentence, want := range map[string]bool{
		"New to the mill?":           true,
		"Does the mill still stand?": true,
		"Looking for somewhere to stay but don't know where to begin?":                  true,
		`The hall was built together with two towns as a part of the group Safe Mills?`: false,
		`She was in "Whose Mill?"`: false,
		"The mill stands.":         false,
	} {
		if got := IsQuestion(sentence); got != want {
			t.Errorf("%s: %v", sentence, got)
		}
	}
}
