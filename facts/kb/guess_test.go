package kb

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// What is guessed of tables of several kinds: a relation a line, as "name kind noun
// says", and what things are called.
func TestGuessSchema(t *testing.T) {
	for _, c := range []struct{ name, file, text, things, want string }{
		{"a table", "boats.csv", "Name,Built by,Launched,Home port,Length (m),Price,Cargo types,Notes\nGannet,Ann Berg,1931,Noss,24.5,\"€1,200,000\",post;people,\"She crossed the sound every day for forty years, and nobody was ever lost.\"\nSkua,Bo Lund,1977,Velden,31,\"€2,900,000\",cars;people,\"Sold to the council in 1999, and bought back by the village ten years later.\"\n", "boat boats",
			"built_by person builder {o} built {s}|launched year year launched {s} {s:was|were} launched in {o}|home_port home_port home port the home port of {s} {o:is|are} {o}|length number length the length of {s} {o:is|are} {o} m|price money price {s} cost {o}|cargo_types cargo_type cargo type the cargo type of {s} {o:is|are} {o}|notes text note the note of {s} {o:is|are} {o}"},
		{"Excel's, with semicolons", "Mappe1.csv", "Film;Director;Release date;Country\r\nPier;Ann Berg;2001-05-04;Norway\r\nSalt;Bo Lund;4 May 2003;Wales\r\n", "film films",
			"director person director {o} directed {s}|release_date date release date {s} came out on {o}|country place country the country of {s} {o:is|are} {o}"},
		{"a mere list of names", "data.tsv", "name\tborn\tvillage\nAnn\t1931\tNoss\nBo\t1947\tNoss\n", "thing things",
			"born year born {s} {s:was|were} born in {o}|village village village the village of {s} {o:is|are} {o}"},
		{"sums without a currency, and lists with commas", "films.csv", "Film;Budget;Set\nPier;20 billion won;Noss, Velden\nSalt;200억 원;Noss\nQuay;2억;Noss\n", "film films", "budget money budget {s} cost {o}|set set set the set of {s} {o:is|are} {o}"},
		{"dates with the day first, and some of a year alone", "lamps.csv", "Lamp,Opened,Repaired\nNoss,04/05/1931,1940\nVelden,25/12/1931,4 May 1977\n", "lamp lamps",
			"opened date date opened {s} {s:was|were} opened on {o}|repaired date date repaired {s} {s:was|were} repaired ({o})"},
		{"columns that count", "ferries.csv", "Ferry,Passengers carried,Cars carried,Decks,Crew,Speed\nGannet,1.2m,9 400,3,12,14\nSkua,800000,0,2,9,11\n", "ferry ferries",
			"passengers_carried number number of passengers carried {s} carried {o} passengers|cars_carried number number of cars carried {s} carried {o} cars|decks number number of decks the number of decks of {s} {o:is|are} {o}|crew number crew the crew of {s} {o:is|are} {o}|speed number speed the speed of {s} {o:is|are} {o}"},
		{"units and currencies in the head", "piers.csv", "Pier,Opening date,Cost ($m),budget_eur,Slope (%),Awards won\nNoss,4 May 1931,1.5,\"2,000\",3,2\nVelden,6 May 1977,3,900,2,0\n", "pier piers",
			"opening_date date date opened {s} {s:was|were} opened on {o}|cost money cost {s} cost {o}|budget_eur money budget eur the budget eur of {s} {o:is|are} {o}|slope number slope the slope of {s} {o:is|are} {o}%|awards_won number number of awards won {s} won {o} awards"},
		{"names in the second column", "x.csv", "Rank,Company name,Founder\n1,Noss Yard,Ann\n2,Velden Yard,Bo\n", "company companies", "rank number rank the rank of {s} {o:is|are} {o}|founder person founder {o} founded {s}"},
	} {
		text, err := GuessSchema(c.file, []byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		s, err := ParseSchema("schema.yaml", text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		thing := s.KindDef(literals)
		var got []string
		for i := range s.Relations {
			d := s.RelationDef(Rel(i))
			got = append(got, d.Name+" "+s.Kinds[d.To[0]].Name+" "+d.Noun+" "+d.Says)
		}
		if things := thing.Noun + " " + thing.Plural; things != c.things || strings.Join(got, "|") != c.want {
			t.Errorf("%s: %s\ngot  %s\nwant %s: %s", c.name, things, strings.Join(got, "|"), c.things, c.want)
		}
		var faults []error
		b, err := ReadTriples(t.Context(), s, c.file, strings.NewReader(c.text), TripleOptions{Fault: func(err error) { faults = append(faults, err) }})
		if err != nil || len(faults) > 0 || b.Statements() < 2*len(s.Relations) {
			t.Errorf("%s is read by its schema: %v, %v", c.name, err, faults)
		}
	}
	for name, text := range map[string]string{"nothing": "", "a line": "a,b\n", "numbers": "1,2\n3,4\n5,6\n", "one column": "name\nAnn\n"} {
		if _, err := GuessSchema("a.csv", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), "a.csv: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := GuessSchema("a.csv", nil); !errors.Is(err, ErrNoTable) {
		t.Errorf("nothing: %v", err)
	}
	if text, err := GuessSchema("boats.xlsx", boatBook(t)); err != nil || !bytes.Contains(text, []byte("built by")) && !bytes.Contains(text, []byte("builder")) {
		t.Errorf("a workbook: %v\n%s", err, text)
	}
}

// Whatever a table is like, the schema that is guessed is one, or there is an error.
func FuzzGuessSchema(f *testing.F) {
	for _, s := range []string{"name,year\nA,1999\n", "name,name,NO\nA,b,c\n", "\ufeffTitel;Größe (m)\nA;1,5\n", "name,\"a: b\",- x\nA,'#,y\n", "name,thing,person,who\nA,B,C,D\nE,F,G,H\n", "name,date,year of,number\nA,1,2,3\n", "id,text,money,s\nx,a,b,c\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		out, err := GuessSchema("a.csv", []byte(text))
		if err == nil {
			_, err = ParseSchema("schema.yaml", out)
		} else if strings.Contains(err.Error(), "no schema could be made") {
			t.Fatal(err)
		}
		if err != nil && out != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	})
}

// A cast is asked for as such, and not by actors alone; dates stay dates beside a word.
func TestGuessCast(t *testing.T) {
	sheds, err := GuessSchema("sheds.csv", []byte("Shed,Finished\nNoss,1902\nVelden,May 1903\nMoor,3 June 1904\nTarn,unknown\n"))
	if err != nil || !strings.Contains(string(sheds), "to: [date]") {
		t.Errorf("%v\n%s", err, sheds)
	}
	text, err := GuessSchema("plays.csv", []byte("Title,Cast\nNoss,\"Ann Berg, Bo Lund\"\nTarn,Cy Roe\n"))
	if err != nil || !strings.Contains(string(text), "noun: \"actor\"") || !strings.Contains(string(text), "nouns: [cast]") {
		t.Errorf("%v\n%s", err, text)
	}
}
