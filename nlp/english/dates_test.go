package english

import "testing"

func TestDateIn(t *testing.T) {
	for text, want := range map[string]string{
		`"The Mill" (1911) burnt down.`:                             "",
		`"The Mill" (1911) burnt down in 1923.`:                     "1923",
		"A star of the 1960s, she died in July 1964.":               "July 1964",
		"It opened on 3 May 1911.":                                  "3 May 1911",
		"It was popular in the 1960s.":                              "1960s",
		"It sold 150,000 tickets.":                                  "",
		"The ferry sank on March 4, two years after the first did.": "March 4",
	} {
		if got := DateIn(text); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
	for text, want := range map[string]bool{
		"And when was that?": true, "what year did it happen?": true, "in which month did that take place": true,
		"when was it built?": false, "when did it open?": false, "why was that?": false,
	} {
		if WhenThat(text) != want {
			t.Error(text)
		}
	}
}
