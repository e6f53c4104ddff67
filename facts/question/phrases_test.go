package question

import (
	"slices"
	"testing"
)

func TestPhrases(t *testing.T) {
	for question, want := range map[string][]string{
		"which ticket should I get?":                        {"the ticket"},
		"when can I visit the old mill?":                    {"the old mill"},
		"what is a coral reef?":                             {"the coral reef"},
		"how many boats are there now?":                     nil,
		"what went wrong at Port Ellan?":                    {"Port Ellan"},
		"can I borrow a drill for six weeks?":               {"the drill"},
		"who is Ann Lee?":                                   {"Ann Lee"},
		"what does my dog need on the ferry?":               {"the ferry", "dog"},
		"what's the name of the harbour?":                   {"the harbour", "the name"},
		"which bus goes to the castle?":                     {"the bus", "the castle"},
		"why was it closed?":                                nil,
		"what killed the trees in the valley in the 1930s?": {"the valley", "the trees"},
		"what happened to Ann's bell?":                      {"Ann's bell"},
	} {
		if got := Phrases(question); !slices.Equal(got, want) {
			t.Errorf("Phrases(%q) = %q, want %q", question, got, want)
		}
	}
}
