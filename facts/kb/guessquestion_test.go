package kb

import (
	"strings"
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
		a := askedHeads([]string{c[0]})[0]
		got := a.head
		if a.verbs != "" {
			got += ": " + a.verbs
		}
		if a.kind != "" {
			got += " [" + a.kind + "]"
		}
		if a.told {
			got += "!"
		}
		if got != c[1] {
			t.Errorf("%s: %q, want %q", c[0], got, c[1])
		}
	}
	two := askedHeads([]string{"How far do you walk?", "How far do you row?", "Distance"})
	if two[0].head == two[1].head || two[2].head != "" || two[0].head == "distance" {
		t.Errorf("two of one noun: %+v", two)
	}
}

// A form's export becomes a schema without a question in it, and is read by it.
func TestGuessForm(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"What is your name?,Which parish do you live in?,How many geese do you keep?,Do you own a boat?,What did you like best?\nAnn Berg,Noss,12,Yes,The \"long\" walk\nBo Lund,Moor,7,No,The soup\nCy Roe,Noss,31,Yes,The soup\n",
			"person|parish parish parish live in,live|geese number number of geese keep|has_boat feature boat have|what_did_you_like_best answer answer to what did you like best "},
		{"Timestamp,Which boat did you row?,Who was your cox?,What did you see? (all that apply)\n2023/04/02 9:12:44 AM GMT+2,Gull,Ann Berg,seals;terns\n2023/04/02 10:00:00 AM GMT+2,Tern,Bo Lund,seals;geese\n2023/04/03 9:00:00 AM GMT+2,Gull,Bo Lund,terns\n",
			"form|timestamp date timestamp |boat boat boat row|cox person cox |what_did_you_see answer answer to what did you see "},
	} {
		s, names, text := guessed(t, TableFile{"form.csv", []byte(c.text)})
		got := []string{s.KindDef(literals).Noun}
		for i := range s.Relations {
			d := s.RelationDef(Rel(i))
			got = append(got, d.Name+" "+s.Kinds[d.To[0]].Name+" "+d.Noun+" "+strings.Join(d.SubjectVerbs, ","))
		}
		if all := strings.Join(got, "|"); all != c.want {
			t.Errorf("got  %s\nwant %s", all, c.want)
		}
		var faults []error
		b, err := ReadTriples(t.Context(), s, "form.csv", strings.NewReader(c.text), TripleOptions{Names: names[0], Fault: func(err error) { faults = append(faults, err) }})
		if err != nil || len(faults) > 0 || b.Statements() < 3*len(s.Relations)-3 {
			t.Errorf("%v, %v, %d statements\n%s", err, faults, b.Statements(), text)
		}
	}
}
