package compare

import "testing"

func TestHolds(t *testing.T) {
	for _, tt := range []struct {
		alternative, text string
		want              bool
	}{
		{"Bong Joon Ho", "It was BONG JOON-HO.", true},
		{"Kim Yong-hwa", "Kim Yonghwa directed it", true},
		{"834,338", "sold 834338 tickets", true},
		{"Mr. Go's", "Mr Go", false},
		{"rise", "it rises", true}, // one word in small letters: the beginning of one
		{"Rise", "it rises", false},
		{"Café", "a cafe", true},
		{"Okja", "", false},
	} {
		if got := holds(tt.alternative, wordsOf(tt.text)); got != tt.want {
			t.Errorf("%q in %q: %t", tt.alternative, tt.text, got)
		}
	}
}

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		short, alternative string
		want               bool
	}{
		{"Tyrant (1967)", "Tyrant", true},
		{"the Korean War", "Korean War", true},
		{"over 20 billion won", "20 billion won", true},
		{"Okja", "Okja (2017)", true},
		{"Okja", "Parasite", false},
		{"one two three four five six seven eight Okja", "Okja", false},
	} {
		if got := same(tt.short, tt.alternative); got != tt.want {
			t.Errorf("%q for %q: %t", tt.short, tt.alternative, got)
		}
	}
}
