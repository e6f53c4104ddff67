package facts

import (
	"strings"
	"testing"

	"hapjak/nlp/encoder/weights"
)

// What is put side by side by name is told with both values; a choice is not answered by a yes; one
// film that is meant by a year of several is asked back.
func TestSideBySide(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ q, status, short, text string }{
		{"Which sold more tickets, The Last Woman of Shang or The Medium?", "answered", "The Medium", "150,000"},
		{"Which sold more tickets, The Last Woman of Shang or The Medium? Please give both figures.", "answered", "The Medium", "834,338"},
		{"Which sold more tickets, Snowpiercer or The Medium?", "unknown", "", ""},
		{"Did Typhoon or D-War come first?", "answered", "Typhoon", "2007"},
		{"Put these in order of year: The Medium, Reach for the SKY and Typhoon", "answered", "Typhoon|Reach for the SKY|The Medium", ""},
		{"Which reached audiences earlier, Okja or Snowpiercer?", "answered", "Snowpiercer", "2017"},
		{"Did Bong make Okja first or Snowpiercer?", "answered", "Snowpiercer", "2013"},
		{"Bunshinsaba, was that Kwak Jae-yong or Ahn Byeong-ki?", "answered", "Ahn Byeong-ki", ""},
		{"Mr. Go: CJ ENM's or Showbox's?", "answered", "Showbox", ""},
		{"Kwak Jae-yong or Ahn Byeong-ki, Bunshinsaba?", "answered", "Ahn Byeong-ki", ""},
		{"Who is Lee Jung-jae in Asako in Ruby Shoes?", "answered", "Woo-in", ""},
		{"Who directed the 2013 film?", "ambiguous", "", "Mr. Go"},
		{"who made the 2013 one", "ambiguous", "", "Mr. Go"},
		{"Is Asako in Ruby Shoes based on Snowpiercer?", "unknown", "", ""},              // though both are Korean
		{"In which year did Bong Joon Ho make Mr. Go?", "corrected", "", "Kim Yong-hwa"}, // though a film of his is of that year
		{"In which year did Bong Joon Ho make Okja?", "answered", "2017", ""},
		{"Is Snowpiercer based on Le Transperceneige?", "answered", "Yes", ""},
		{"Who directed the films of 2013?", "answered", "Bong Joon Ho|Kim Yong-hwa", ""},
	} {
		ans, _ := a.Ask(t.Context(), Question{Text: c.q})
		var short []string
		for _, s := range ans.Answers {
			short = append(short, s.Text)
		}
		if got := strings.Join(short, "|"); string(ans.Status) != c.status || got != c.short || !strings.Contains(ans.Said.Plain, c.text) {
			t.Errorf("%s: %s %s: %s", c.q, ans.Status, got, ans.Said.Plain)
		}
	}
}

// With the encoder: what somebody did in one film decides nothing of another; who asks why something happened that did not is told so;
// of what is stated of a list as a whole, not one item is told; and who stand together made it together.
func TestReadWhole(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	a.SetEncoder(weights.Lazy())
	if a.EncoderErr() != nil {
		t.Skip("without the encoder's weights")
	}
	for _, c := range []struct{ q, status, text string }{
		{"Was Banjong Pisanthanakun in Snowpiercer?", "unknown", ""},
		{"Was Bong Joon Ho in Okja?", "answered", "Yes: "},
		{"Why was Snowpiercer shot in Paris?", "corrected", "Prague"},
		{"Why was Snowpiercer not the first attempt at English-speaking markets?", "answered", "D-War"},
		{"What sort of things may we see in Asian series in years to come?", "answered", "franchises"},
	} {
		ans, _ := a.Ask(t.Context(), Question{Text: c.q})
		if string(ans.Status) != c.status || !strings.Contains(ans.Said.Plain, c.text) {
			t.Errorf("%s: %s: %s", c.q, ans.Status, ans.Said.Plain)
		}
	}
	ans, _ := a.Ask(t.Context(), Question{Text: "Who made the documentary on the exam retakers?"})
	if len(ans.Answers) != 2 {
		t.Errorf("its makers: %v", ans.Answers)
	}
	if ans, _ = a.Ask(t.Context(), Question{Text: "The Last Woman of Shang, how many tickets did it sell?"}); len(ans.Answers) != 1 || ans.Answers[0].Text != "150,000" {
		t.Errorf("of the words that are stated, the number: %v", ans.Answers)
	}
}

func TestDangles(t *testing.T) {
	for text, want := range map[string]bool{
		"Cones are short. Its bark is grey.": true,
		"They burn well.":                    true,
		"The bark of it is grey.":            false,
	} {
		if dangles(text) != want {
			t.Errorf("%s: %t", text, !want)
		}
	}
	w := &weighed{}
	w.Text = "Trees › Larch (Larix): Its bark is grey."
	w.Lead = strings.Index(w.Text, "Its")
	if got := w.over(); got != "Larch" {
		t.Errorf("over it stands %q", got)
	}
}
