package question

import (
	"testing"

	"hapjak/nlp"
)

func TestSeveralByThePhraseAlone(t *testing.T) {
	for text, want := range map[string]bool{
		"the Welsh players in The Mill?": true,
		"Their names?":                   true,
		"Two men sing in it. Who?":       true,
		"Which firms paid for it?":       true,
		"The Mill's director?":           false,
		"the man with two hats":          false,
		"Which firm paid for the songs?": false,
		"Who sang it?":                   false,
		"titles made for Wales, please":  true,
		"Which pipe goes quiet?":         false,
		"Which mill keeps bees?":         false,
	} {
		if got := Parse(text, Said{}, nlp.NewStemmer()).Several(); got != want {
			t.Errorf("%q: several %v, want %v", text, got, want)
		}
	}
}

func TestLetters(t *testing.T) {
	for text, want := range map[string]string{
		"What does WIFAN stand for?": "WIFAN", "WIFAN: what do I write in full?": "WIFAN", "what mean the letters UX": "UX", "WHAT DOES WIFAN STAND FOR": "WIFAN",
		"what does pdf stand for": "PDF", "pdf = ?": "PDF", "a method with two letters, for ranking": "", "what is a pdf?": "", "who stands for the mill?": "",
		"When was WIFAN founded?": "", "Who is in the short film for WIFAN?": "",
	} {
		if got := Parse(text, Said{}, nlp.NewStemmer()).Letters(); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSeeksAnyAndProof(t *testing.T) {
	for text, want := range map[string]bool{
		"Is there a film made with Belgium?": true, "Do you have anything on Wales?": true,
		"Is there any truth in that?": false, "Is there a grain of truth in it?": false, "Was Ada Lane there?": false,
	} {
		if got := Parse(text, Said{}, nlp.NewStemmer()).SeeksAny(); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestPutForward(t *testing.T) {
	for text, want := range map[string]bool{
		"True or false: the mill is closed.":  true,
		"The mill is closed, fact or fiction": true,
		"Which is right or wrong?":            false,
		"Do we know who built the mill?":      false,
		"The mill or the dam":                 false,
	} {
		if q := Parse(text, Said{}, nlp.NewStemmer()); q.Verdict != want || want && q.Either() {
			t.Errorf("%q: verdict %v, either %v", text, q.Verdict, q.Either())
		}
	}
}

// Who are they, and whom to name as owners, are several; how something is done is told from how many.
func TestSeveralOfWho(t *testing.T) {
	for text, want := range map[string]bool{
		"who are they?": true, "whom do I name as owners?": true, "which gentlemen rowed?": true,
		"who are you?": false, "what are they made of?": false, "whom do I name as owner?": false,
	} {
		if got := Parse(text, Said{}, nlp.NewStemmer()).Several(); got != want {
			t.Errorf("%s: several %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]bool{"how does it float?": true, "how many float?": false, "who knows it?": false} {
		if got := Parse(text, Said{}, nlp.NewStemmer()).SeeksManner(); got != want {
			t.Errorf("%s: manner %v, want %v", text, got, want)
		}
	}
}

func TestCountsThings(t *testing.T) {
	for text, want := range map[string]bool{
		"how many books can I borrow?": true, "And how many boats?": true, "how many weeks can I keep it?": false,
		"how many opening hours are there?": false, "how much is it?": false,
	} {
		if got := Parse(text, Said{}, nlp.NewStemmer()).CountsThings(); got != want {
			t.Errorf("%s: counts things %v", text, got)
		}
	}
}
