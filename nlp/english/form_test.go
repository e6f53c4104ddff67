package english

import (
	"strings"
	"testing"
)

func TestWithoutForm(t *testing.T) {
	worded := func(phrase string) bool { return strings.Contains(phrase, "synopsis") }
	gives(t, func(text string) string { return WithoutForm(text, worded) }, map[string]string{
		"Give me a short summary of The Mill":               "tell me about The Mill",
		"two sentences on Ann Lee please":                   "tell me about Ann Lee please",
		"a line on the mill":                                "tell me about the mill",
		"could you give me an overview of what Ann Lee did": "what Ann Lee did",
		"in one sentence, who built the mill?":              "who built the mill?",
		"tell me about the mill in a few words":             "tell me about the mill",
		"explain the flood in plain English, please":        "explain the flood please",
		"The mill in brief":                                 "The mill",
		"who built it, briefly?":                            "who built it?",
		"Hi there! Write two lines about The Mill.":         "Hi there! tell me about The Mill.",
		"Tell me all you've got about Ann Lee!":             "tell me about Ann Lee!",
		"what do you know about the mill?":                  "tell me about the mill?",
		"tell me everything there is about Ann Lee":         "tell me about Ann Lee",
		"anything on the mill?":                             "tell me about the mill?",
		"what have you got on Ann Lee":                      "tell me about Ann Lee",
		"what is a mill pond in simple terms?":              "what is a mill pond?",
		"who built the mill, in one word?":                  "who built the mill?",
		// what is asked for, and no form
		"Who wrote the first line of the poem?":                    "Who wrote the first line of the poem?",
		"give me the plot summary of The Mill":                     "give me the plot summary of The Mill",
		"How many words are in the song?":                          "How many words are in the song?",
		"what did the short summary of 1990 leave?":                "what did the short summary of 1990 leave?",
		"in a few words":                                           "in a few words",
		"what is there about the mill that scares Ann?":            "what is there about the mill that scares Ann?",
		"what do you think about it?":                              "what do you think about it?",
		"The outline of the coast was drawn by whom?":              "The outline of the coast was drawn by whom?",
		"Two lines of the poem were cut by whom?":                  "Two lines of the poem were cut by whom?",
		"A few words of Norse are spoken in which film?":           "A few words of Norse are spoken in which film?",
		"Which novel is written in simple English?":                "Which novel is written in simple English?",
		"Which song has its title in one word?":                    "Which song has its title in one word?",
		"The summary of the report was written by Bo Lund, right?": "The summary of the report was written by Bo Lund, right?",
		// what is worded as a relation is
		"Give me a short synopsis of The Mill": "Give me a synopsis of The Mill",
		"a synopsis of The Mill":               "a synopsis of The Mill",
	})
}
