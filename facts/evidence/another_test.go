package evidence

import (
	"slices"
	"testing"

	"hapjak/nlp"
)

func TestOfAnother(t *testing.T) {
	m := Matcher{Stems: nlp.NewStemmer()}
	for _, c := range []struct {
		asked, text string
		want        bool
	}{
		{"Which play did Ana Brook write?", "The Ferry is a play written by Tom Reed and staged by Ana Brook.", true},
		{"Which play did Ana Brook stage?", "The Ferry is a play written by Tom Reed and staged by Ana Brook.", false},
		{"which play did ana brook write", "The Ferry is a play written by Tom Reed and staged by Ana Brook.", true},
		{"Which play did Ana Brook write?", "The Ferry was written by Tom Reed and Ana Brook.", false},
		{"Which play did Ana Brook write?", "The Ferry, written by Tom Reed, led to the one that Ana Brook wrote.", false},
		{"Was The Ferry written by Ana Brook?", "The Ferry was written by Tom Reed; Ana Brook staged it.", false},
		{"What did the town build?", "The pier was built by Reed & Sons for the town.", false},
		{"How many copies did Low Tide sell?", "Unlike her first book Low Tide, The Ferry sold 900 copies.", true},
		{"How many copies did The Ferry sell?", "Unlike her first book Low Tide, The Ferry sold 900 copies.", false},
		{"What did Ana Brook say about The Ferry?", "The prize, which Ana Brook handed over, went to The Ferry.", true},
		{"What did Ana Brook say about The Ferry?", "Ana Brook called The Ferry her best play.", false},
		{"What did Ana Brook say about The Ferry?", "Asked about The Ferry, Ana Brook laughed: it was too long.", false},
		{"Which pier did Park produce?", "Red Pier was produced by Kim, Lee and Park.", false},
		{"What does the report of the board recommend?", "The board recommends a wider pier.", false},
		{"What does the guide say about ferries?", "Ferries leave at nine.", false},
	} {
		if got := m.OfAnother(c.asked, &Candidate{Text: c.text}); got != c.want {
			t.Errorf("OfAnother(%q, %q) = %v", c.asked, c.text, got)
		}
	}
	for _, c := range []struct {
		asked, heading, said string
		want                 bool
	}{
		{"How many beds has room 3?", "Room 2", "There are 3 beds.", true},
		{"How many beds has Room 3?", "Room 3", "There are 2 beds.", false},
		{"How many beds has Room 3?", "The house › Room 2", "It is as large as Room 3.", false},
		{"How many rooms are there in 3 houses?", "Room 2", "There are 3 beds.", false},
	} {
		if got := m.OfAnother(c.asked, &Candidate{Text: c.heading + ": " + c.said, Lead: len(c.heading) + 2}); got != c.want {
			t.Errorf("%s, %s: %s: %v", c.asked, c.heading, c.said, got)
		}
	}
}

func TestNamesakes(t *testing.T) {
	candidate := func(lead, said string) *Candidate { return &Candidate{Text: lead + said, Lead: len(lead), Said: said} }
	aspen, linden := candidate("Aspen Quay: ", "The keeper is Ebba Roe."), candidate("Linden Quay: ", "The keeper is Tor Holm.")
	keaRow, ruaRow := candidate("Lights › Kea: ", "Keeper: Odd Ry"), candidate("Lights › Rua: ", "Keeper: Pia Sol")
	north, great := candidate("North Pier: ", "Ebba Roe looks after it."), candidate("Great North Pier: ", "Tor Holm looks after it.")
	planA, planB := candidate("Plan A: ", "It costs 5 euros."), candidate("Plan B: ", "It costs 9 euros.")
	both, market := candidate("Linden Quay: ", "Boats come from Aspen Quay."), candidate("The market › Fish: ", "It is sold by Bo Ek.")
	for _, tt := range []struct {
		asked string
		list  []*Candidate
		of    []*Candidate
	}{
		{"Who keeps Aspen Quay?", []*Candidate{aspen, linden, both, market}, []*Candidate{linden}},
		{"who keeps linden quay?", []*Candidate{aspen, linden, both, market}, []*Candidate{aspen}},
		{"Who keeps Aspen Quay?", []*Candidate{linden, market}, []*Candidate{linden}},
		{"who keeps aspen quay?", []*Candidate{linden, market}, nil}, // "who keeps that quay?"
		{"Who is the keeper of Kea?", []*Candidate{keaRow, ruaRow}, []*Candidate{ruaRow}},
		{"Who is a keeper?", []*Candidate{keaRow, ruaRow}, nil},
		{"Who looks after North Pier?", []*Candidate{north, great}, []*Candidate{great}},
		{"Who looks after the Great North Pier?", []*Candidate{north, great}, nil}, // held by its words alone
		{"What does Plan B cost?", []*Candidate{planA, planB}, []*Candidate{planA}},
		{"Which quay has a keeper?", []*Candidate{aspen, linden}, nil},
	} {
		of := Namesakes(tt.asked, tt.list)
		for _, c := range tt.list {
			if of[c.Text] != slices.Contains(tt.of, c) {
				t.Errorf("%s: of %q a namesake %v", tt.asked, c.Text, of[c.Text])
			}
		}
	}
}
