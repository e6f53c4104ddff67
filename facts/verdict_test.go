package facts

import (
	"testing"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
)

// TestVerdictOf: a yes or a no is said where one of them is clearly likelier.
func TestVerdictOf(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	asked := a.turn(t.Context(), Question{Text: "Is it so?"})
	for _, c := range []struct {
		said    string
		yes, no float32
		want    string
	}{
		{"The mill is of brick.", 0.8, 0.1, "Yes: "},
		{"The mill is of wood.", 0.1, 0.8, "No: "},
		{"Ida Moss leads the mill.", 0.4, 0.5, ""},
		{"Ida Moss leads the mill.", 0.5, 0.3, ""},
		{"Is the mill of brick? No: it is of wood.", 0.8, 0.1, "No: "},
	} {
		w := &weighed{}
		w.Judged = decide.Judged{Candidate: evidence.Candidate{Said: c.said}, Asked: &decide.Asked{}}
		w.Supports, w.Contradicts = c.yes, c.no
		if got := (evidenceReply{asked}).verdictOf([]*weighed{w}); got != c.want {
			t.Errorf("%s %v %v: %q, want %q", c.said, c.yes, c.no, got, c.want)
		}
	}
}

// TestOpposites: what is unofficial is not official.
func TestOpposites(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		question, text string
		want           bool
	}{
		{"Was the ban official?", "The unofficial ban dates from 2016.", true},
		{"Was the ban unofficial?", "The official ban dates from 2016.", true},
		{"Was the ban official?", "The ban was official, not unofficial.", false},
		{"Was the ban unofficial?", "The unofficial ban dates from 2016.", false},
	} {
		if got := a.turn(t.Context(), Question{Text: c.question}).opposes(c.text); got != c.want {
			t.Errorf("%s %s: %v", c.question, c.text, got)
		}
	}
}

// TestUndone: a task that is not done is no yes to whether it was done, whatever the encoder holds of it.
func TestUndone(t *testing.T) {
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ question, lead, said, want string }{
		{"Was a rudder bought?", "", "Not done, given up: Buy a rudder", "No: "},
		{"Did they buy a rudder?", "", "Begun: Buy a rudder", "No: "},
		{"Have they bought a rudder yet?", "", "To do: buy a rudder", "No: "},
		{"Was a rudder bought?", "", "Done: Buy a rudder", "Yes: "},
		{"Was a rudder bought?", "The slip \u203a To do: ", "buy a rudder", "No: "},
		{"Was a rudder bought?", "The slip \u203a The slip \u00b7 To do: ", "buy a rudder", "No: "},
		{"Was a rudder bought?", "The slip \u203a Done: ", "buy a rudder", "Yes: "},
		{"Was the rudder of oak?", "", "Not done yet: Mend the rudder of oak", ""},
		{"Was buying a rudder given up?", "", "Not done, given up: Buy a rudder", "Yes: "},
		{"Should they buy a rudder?", "", "Not done yet: Buy a rudder", "Yes: "},
		{"Was the keel scraped?", "", "For May: \u2022 Done: scrape the keel \u2022 Not done yet: buy a rudder", "Yes: "},
		{"Was the rudder bought?", "", "For May: \u2022 Done: scrape the keel \u2022 Not done yet: buy a rudder", "No: "},
	} {
		w := &weighed{}
		w.Judged = decide.Judged{Asked: &decide.Asked{}, Candidate: evidence.Candidate{Text: c.lead + c.said, Lead: len(c.lead), Said: c.said}}
		w.Supports, w.Contradicts = 0.9, 0.05
		if got := (evidenceReply{a.turn(t.Context(), Question{Text: c.question})}).verdictOf([]*weighed{w}); got != c.want {
			t.Errorf("%s %s%s: %q, want %q", c.question, c.lead, c.said, got, c.want)
		}
	}
}
