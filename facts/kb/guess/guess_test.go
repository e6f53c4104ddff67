package guess_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/guess"
	"hapjak/facts/kb/kbtest"
	"hapjak/facts/kb/table"
	"hapjak/facts/kb/triples"

	"github.com/xuri/excelize/v2"
)

// guessed returns the schema that is guessed of tables, what their columns are called, and its text.
func guessed(t *testing.T, files ...guess.File) (*kb.Schema, [][]table.Naming, []byte) {
	t.Helper()
	text, names, err := guess.Schema(files...)
	if err != nil {
		t.Fatalf("%v\n%s", err, files[0].Data)
	}
	return kbtest.Schema(t, string(text)), names, text
}

// What is guessed of tables of several kinds: a relation a line, as "name kind noun
// says", and what things are called.
func TestSchema(t *testing.T) {
	for _, c := range []struct{ name, file, text, things, want string }{
		{"a table", "boats.csv", "Name,Built by,Launched,Home port,Length (m),Price,Cargo types,Notes\nGannet,Ann Berg,1931,Noss,24.5,\"€1,200,000\",post;people,\"She crossed the sound every day for forty years, and nobody was ever lost.\"\nSkua,Bo Lund,1977,Velden,31,\"€2,900,000\",cars;people,\"Sold to the council in 1999, and bought back by the village ten years later.\"\n", "boat boats",
			"built_by person builder {o} built {s}|launched year year launched {s} {s:was|were} launched in {o}|home_port home_port home port the home port of {s} {o:is|are} {o}|length number length the length of {s} {o:is|are} {o}|price money price {s} cost {o}|cargo_types cargo_type cargo type the cargo type of {s} {o:is|are} {o}|notes text note the note of {s} {o:is|are} {o}"},
		{"Excel's, with semicolons", "Mappe1.csv", "Film;Director;Release date;Country\r\nPier;Ann Berg;2001-05-04;Norway\r\nSalt;Bo Lund;4 May 2003;Wales\r\n", "film films",
			"director person director {o} directed {s}|release_date date release date {s} came out on {o}|country place country the country of {s} {o:is|are} {o}"},
		{"a mere list of names", "data.tsv", "name\tborn\tvillage\nAnn\t1931\tNoss\nBo\t1947\tNoss\n", "thing things",
			"born year born {s} {s:was|were} born in {o}|village place village the village of {s} {o:is|are} {o}"},
		{"sums without a currency, and lists with commas", "films.csv", "Film;Budget;Set\nPier;20 billion won;Noss, Velden\nSalt;200억 원;Noss\nQuay;2억;Noss\n", "film films", "budget money budget {s} cost {o}|set set set the set of {s} {o:is|are} {o}"},
		{"dates with the day first, and some of a year alone", "lamps.csv", "Lamp,Opened,Repaired\nNoss,04/05/1931,1940\nVelden,25/12/1931,4 May 1977\n", "lamp lamps",
			"opened date date opened {s} {s:was|were} opened on {o}|repaired date date repaired {s} {s:was|were} repaired ({o})"},
		{"columns that count", "ferries.csv", "Ferry,Passengers carried,Cars carried,Decks,Crew,Speed\nGannet,1.2m,9 400,3,12,14\nSkua,800000,0,2,9,11\n", "ferry ferries",
			"passengers_carried number number of passengers carried {s} carried {o} passengers|cars_carried number number of cars carried {s} carried {o} cars|decks number number of decks the number of decks of {s} {o:is|are} {o}|crew number crew the crew of {s} {o:is|are} {o}|speed number speed the speed of {s} {o:is|are} {o}"},
		{"units and currencies in the head", "piers.csv", "Pier,Opening date,Cost ($m),budget_eur,Slope (%),Awards won\nNoss,4 May 1931,1.5,\"2,000\",3,2\nVelden,6 May 1977,3,900,2,0\n", "pier piers",
			"opening_date date date opened {s} {s:was|were} opened on {o}|cost money cost {s} cost {o}|budget_eur money budget eur the budget eur of {s} {o:is|are} {o}|slope number slope the slope of {s} {o:is|are} {o}%|awards_won number number of awards won {s} won {o} awards"},
		{"an ID before the name", "huts.csv", "ID,Hut,Warden,Built\nH-1,Upper Fold,Ann Berg,1931\nH-2,Nether Fold,Bo Lund,1977\nH-3,Long Gill,Ann Berg,1980\n", "hut huts",
			"id text ID the ID of {s} {o:is|are} {o}|warden person warden the warden of {s} {o:is|are} {o}|built year year built {s} {s:was|were} built in {o}"},
		{"codes before the name", "list.csv", "Code,Kettle,Colour\nA1,Round Tom,red\nX-100,Squat Meg,blue\n12A,Long Peg,red\nM5,Old Nan,green\n", "kettle kettles",
			"code text code the code of {s} {o:is|are} {o}|colour colour colour the colour of {s} {o:is|are} {o}"},
		{"codes that are names", "x.csv", "Engine,Maker,Power (kW)\nA1,Ann Berg,12\nX-100,Bo Lund,30\n12A,Cy Roe,44\nM5,Ann Berg,9\nB-52,Dee Moss,8\n", "engine engines",
			"maker person maker {o} made {s}|power number power the power of {s} {o:is|are} {o}"},
		{"first names and surnames", "members.csv", "No.,First name,Surname,Joined,Phone\n1,Ann,Berg,2001,555 0101\n2,Bo,Lund,1999,555 0199\n3,Ann,Lund,2004,555 0123\n", "member members",
			"no number number the number of {s} {o:is|are} {o}|joined year year joined {s} joined in {o}|phone text phone the phone of {s} {o:is|are} {o}"},
		{"numbers that are no years, units that are no currencies", "halls.csv", "Hall,Seats,Attendance,Weight,Price\nNoss,1200,1999,12 kg,120 SEK\nVelden,1850,1500,31 kg,95 SEK\n", "hall halls",
			"seats number number of seats the number of seats of {s} {o:is|are} {o}|attendance number attendance the attendance of {s} {o:is|are} {o}|weight number weight the weight of {s} {o:is|are} {o}|price money price {s} cost {o}"},
		{"a league", "league.csv", "Pos,Team,P,W,L,GD,Pts\n1,Noss Rovers,10,7,1,+12,23\n2,Velden Town,10,2,6,-8,8\n", "team teams",
			"pos number position the position of {s} {o:is|are} {o}|p number number of games played {s} played {o} games|w number number of games won {s} won {o} games|l number number of games lost {s} lost {o} games|gd number goal difference the goal difference of {s} {o:is|are} {o}|pts number number of points the number of points of {s} {o:is|are} {o}"},
		{"labels are no names where they are several's", "records.csv", "Album,Label,Length\nLow Water,Hollow,41 min 20 s\nBrass,Moor,38 min\nRoof,Hollow,1 h 2 min\nGoose,Hollow,55 min\n", "album albums",
			"label label label the label of {s} {o:is|are} {o}|length number length the length of {s} {o:is|are} {o}"},
		{"flats", "flats.csv", "Flat,Street,Size,Free from\n1A,Quay,54 m²,12-14 July 2024\n2B,Quay,71 m²,30 May - 2 June 2024\nG1,Mill,28 m²,2024-06-15 19:30\n12,Mill,98 m²,1977-\n", "flat flats",
			"street street street the street of {s} {o:is|are} {o}|size number size the size of {s} {o:is|are} {o}|free_from date free from the free from of {s} {o:is|are} {o}"},
		{"odd cells", "jugs.csv", "Jug,Made,Acquired,Height (cm)\nBlue,c. 1790,1931,12\nBrown,1802,TBA,?\nWhite,early 18th century,1940,9\nGrey,the 1850s,1944,tall\nGreen,1850-55,n/a,14\nBlack,unknown,lost,7\nRed,1811?,1950,8\n", "jug jugs",
			"made date date made {s} {s:was|were} made in {o}|acquired year year acquired {s} {s:was|were} acquired in {o}|height number height the height of {s} {o:is|are} {o}"},
		{"a title above", "Mappe2.csv", "Boats of Noss;;\n\nBoat;Owner;Crew\nGannet;Ann Berg;12\nSkua;Bo Lund;9\n", "boat boats", "owner person owner {o} owned {s}|crew number crew the crew of {s} {o:is|are} {o}"},
		{"a title above, without separators", "list.csv", "Boats of Noss\nBoat;Owner;Crew\nGannet;Ann Berg;12\nSkua;Bo Lund;9\n", "boat boats", "owner person owner {o} owned {s}|crew number crew the crew of {s} {o:is|are} {o}"},
		{"prices from and to, a unit at the end of a head, an index", "pets.csv", "Unnamed: 0,Pet,Species,Weight_kg,Price\n0,Rex,dog,31.5,€6.50\n1,Mia,cat,4.2,from €18\n2,Koko,parrot,0.4,€5–€8\n3,Bob,dog,20,€12\n", "pet pets",
			"species species species the species of {s} {o:is|are} {o}|weight_kg number weight the weight of {s} {o:is|are} {o}|price money price {s} cost {o}"},
		{"yes and no", "huts.csv", "Hut,Has stove,Restored,In use,Boat shed\nUpper Fold,yes,no,x,Y\nNether Fold,no,yes,,N\nLong Gill,yes,yes,x,Y\nFar Gill,yes,yes,x,Y\n", "hut huts",
			"has_stove feature stove {s} {s:has|have} {o}|restored feature restored {s} {s:is|are} {o}|in_use feature in use {s} {s:is|are} {o}|boat_shed feature boat shed {s} {s:has|have} {o}"},
		{"durations, and cells that say no value", "rides.csv", "Ride,Length,Fare,Ended,Score,Start time\nRound Tom,3:45,£2,1931,2:1,10:30\nSquat Meg,2:05,free,present,0:0,11:30\nLong Peg,4:10,£4,now,3:1,9:15\n", "ride rides",
			"length number length the length of {s} {o:is|are} {o}|fare money fare {s} cost {o}|ended year year ended {s} ended in {o}|score score score the score of {s} {o:is|are} {o}|start_time text start time the start time of {s} {o:is|are} {o}"},
		{"matches", "fixtures.csv", "Date,Home,Away,Score\n2024-08-10,Noss,Velden,2-1\n2024-08-17,Velden,Moor,0-0\n2024-08-24,Moor,Noss,3-2\n2024-08-31,Noss,Moor,0-1\n", "fixture fixtures",
			"date date date the date of {s} {o:is|are} {o}|home team home the home of {s} {o:is|are} {o}|away team away the away of {s} {o:is|are} {o}|score score score the score of {s} {o:is|are} {o}"},
		{"routes", "x.csv", "From,To,Distance (km)\nNoss,Velden,12\nVelden,Moor,7\nMoor,Noss,21\nNoss,Moor,21\nMoor,Velden,7\n", "route routes",
			"from place from the from of {s} {o:is|are} {o}|to place to the to of {s} {o:is|are} {o}|distance number distance the distance of {s} {o:is|are} {o}"},
		{"a timetable", "x.csv", "Origin,Destination,Departs,Fare\nNoss,Velden,07:30,£4\nVelden,Noss,09:00,£4\nNoss,Moor,10:15,£6\nMoor,Noss,12:00,£6\n", "route routes",
			"origin place origin the origin of {s} {o:is|are} {o}|destination place destination the destination of {s} {o:is|are} {o}|departs text depart {s} departs at {o}|fare money fare {s} cost {o}"},
		{"visits", "visits.csv", "Day,Guest,Beds\n2024-07-01,Ann Berg,2\n2024-07-01,Bo Lund,1\n2024-07-04,Ann Berg,1\n2024-08-02,Ann Berg,4\n", "visit visits",
			"day date day the day of {s} {o:is|are} {o}|guest person guest the guest of {s} {o:is|are} {o}|beds number number of beds the number of beds of {s} {o:is|are} {o}"},
		{"who bakes, for how long, and who has left", "x.csv", "Loaf,Baker,Oven time,Opening time,Left,Village\nRound Tom,Ann Berg,0:45,9:30,2019-05-04,Noss\nSquat Meg,Bo Lund,1:05,9:30,present,Noss\nLong Peg,Bo Lund,0:50,10:00,2020-11-30,Noss\n", "loaf loaves",
			"baker person baker {o} baked {s}|oven_time number oven time the oven time of {s} {o:is|are} {o}|opening_time text opening time the opening time of {s} {o:is|are} {o}|left date date left {s} left on {o}|village place village the village of {s} {o:is|are} {o}"},
		{"times of the day, and what lasts", "ferries.csv", "Ferry,Departs,Crossing,Phone,Phone\nGull,07:30,0:45,11,12\nTern,18:00,1:20,13,14\n", "ferry ferries",
			"departs text depart {s} departs at {o}|crossing number crossing the crossing of {s} {o:is|are} {o}|phone text phone the phone of {s} {o:is|are} {o}"},
		{"a query's labels", "query.csv", "item,itemLabel,country,countryLabel,openedOn\nq:1,Fell Hut,q:2,Norway,1931-05-04\nq:3,Tarn Hut,q:4,Wales,1950-05-04\n", "item items",
			"country place country the country of {s} {o:is|are} {o}|opened_on date date opened {s} {s:was|were} opened on {o}"},
		{"a query's labels, a line for each of several values", "query.csv", "item,itemLabel,openedOn,architectLabel\nq:1,Fell Hut,1931-05-04,Ann Berg\nq:3,Tarn Hut,1950-05-04,Cy Roe\nq:1,Fell Hut,1931-05-04,Bo Lund\n", "item items",
			"opened_on date date opened {s} {s:was|were} opened on {o}|architect person architect {o} designed {s}"},
		{"triples", "facts.csv", "subject,relation,object\nGannet,built by,Ann Berg\nGannet,length,24.5 m\nSkua,built by,Bo Lund\nSkua,built by,Cy Roe\nSkua,length,31 m\nSkua,sister ship,Gannet\n", "thing things",
			"built_by person builder {o} built {s}|length number length the length of {s} {o:is|are} {o}|sister_ship thing sister ship the sister ship of {s} {o:is|are} {o}"},
		{"lists with a comma or a stroke", "plays.tsv", "Play\tGenres\tCarver\nPier\tfarce,song\tAnn Berg / Bo Lund\nSalt\tsong\tCy Roe\nQuay\tmasque\tDee Moss\n", "play plays",
			"genres genre genre the genre of {s} {o:is|are} {o}|carver person carver {o} carved {s}"},
		{"a year that is another's", "hives.csv", "Hive,Year,Queen year\nAurora,2001,2019\nCalluna,1999,2021\n", "hive hives", "year year year {s} came out in {o}|queen_year year queen year the queen year of {s} {o:is|are} {o}"},
		{"two rows of heads", "huts.csv", "Hut,Beds,,Price,\n,summer,winter,adult,child\nFell,12,8,£12,£6\nTarn,8,4,£10,£5\n", "hut huts",
			"beds_summer number beds summer the beds summer of {s} {o:is|are} {o}|beds_winter number beds winter the beds winter of {s} {o:is|are} {o}|price_adult money price adult the price adult of {s} {o:is|are} {o}|price_child money price child the price child of {s} {o:is|are} {o}"},
		{"a row of units", "boats.csv", "Boat,Length,Weight,Price\n,m,kg,€\nGull,12,900,1200\nTern,9,400,800\n", "boat boats",
			"length number length the length of {s} {o:is|are} {o}|weight number weight the weight of {s} {o:is|are} {o}|price money price {s} cost {o}"},
		{"a row of sums", "stall.csv", "Item,Sold,Takings\nPlum jam,12,€36\nLeek pie,20,€50\nTotal,32,€86\n", "item items", "sold number number sold the number sold of {s} {o:is|are} {o}|takings money taking the taking of {s} {o:is|are} {o}"},
		{"names in the second column", "x.csv", "Rank,Company name,Founder\n1,Noss Yard,Ann\n2,Velden Yard,Bo\n", "company companies", "rank number rank the rank of {s} {o:is|are} {o}|founder person founder {o} founded {s}"},
	} {
		s, names, _ := guessed(t, guess.File{Name: c.file, Data: []byte(c.text)})
		thing := s.KindDef(kb.Text + 1)
		var got []string
		for i := range s.Relations {
			d := s.RelationDef(kb.Rel(i))
			got = append(got, d.Name+" "+s.Kinds[d.To[0]].Name+" "+d.Noun+" "+d.Says)
		}
		if things := thing.Noun + " " + thing.Plural; things != c.things || strings.Join(got, "|") != c.want {
			t.Errorf("%s: %s\ngot  %s\nwant %s: %s", c.name, things, strings.Join(got, "|"), c.things, c.want)
		}
		var faults []error
		b, err := triples.Read(t.Context(), s, c.file, strings.NewReader(c.text), triples.Options{Names: names[0], Fault: func(err error) { faults = append(faults, err) }})
		if _, ok := b.Find("total"); ok {
			t.Errorf("%s: the sums are a thing", c.name)
		}
		if c.name == "odd cells" { // that one is told
			faults = faults[min(2, len(faults)):]
		}
		if err != nil || len(faults) > 0 || b.Statements() < 2*len(s.Relations) {
			t.Errorf("%s is read by its schema: %v, %v", c.name, err, faults)
		}
	}
	for name, text := range map[string]string{"nothing": "", "a line": "a,b\n", "numbers": "1,2\n3,4\n5,6\n", "one column": "name\nAnn\n"} {
		if _, _, err := guess.Schema(guess.File{Name: "a.csv", Data: []byte(text)}); err == nil || !strings.HasPrefix(err.Error(), "a.csv: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := guess.Schema(guess.File{Name: "a.csv", Data: nil}); !errors.Is(err, guess.ErrNoTable) {
		t.Errorf("nothing: %v", err)
	}
	if text, _, err := guess.Schema(guess.File{Name: "boats.xlsx", Data: kbtest.BoatBook(t)}); err != nil || !bytes.Contains(text, []byte("built by")) && !bytes.Contains(text, []byte("builder")) {
		t.Errorf("a workbook: %v\n%s", err, text)
	}
}

// Whatever a table is like, the schema that is guessed is one, or there is an error.
func FuzzSchema(f *testing.F) {
	for _, s := range []string{"name,year\nA,1999\n", "name,name,NO\nA,b,c\n", "\ufeffTitel;Größe (m)\nA;1,5\n", "name,\"a: b\",- x\nA,'#,y\n", "name,thing,person,who\nA,B,C,D\nE,F,G,H\n", "name,date,year of,number\nA,1,2,3\n", "id,text,money,s\nx,a,b,c\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		out, _, err := guess.Schema(guess.File{Name: "a.csv", Data: []byte(text)})
		if err == nil {
			_, err = curated.ParseSchema("schema.yaml", out)
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
	loads, _, err := guess.Schema(guess.File{Name: "carts.csv", Data: []byte("Cart,Load,Stay\nRed,5 kg,1:12:04\nBlue,900 g,0:59:30\n")})
	if err != nil || !strings.Contains(string(loads), "most: [heaviest]") || !strings.Contains(string(loads), "most: [longest]") {
		t.Errorf("%v\n%s", err, loads)
	}
	sheds, _, err := guess.Schema(guess.File{Name: "sheds.csv", Data: []byte("Shed,Finished\nNoss,1902\nVelden,May 1903\nMoor,3 June 1904\nTarn,unknown\n")})
	if err != nil || !strings.Contains(string(sheds), "to: [date]") {
		t.Errorf("%v\n%s", err, sheds)
	}
	text, _, err := guess.Schema(guess.File{Name: "plays.csv", Data: []byte("Title,Cast\nNoss,\"Ann Berg, Bo Lund\"\nTarn,Cy Roe\n")})
	if err != nil || !strings.Contains(string(text), "noun: \"actor\"") || !strings.Contains(string(text), "nouns: [cast]") {
		t.Errorf("%v\n%s", err, text)
	}
}

// Two of one name are two where a number, a birth or all that is said tells them apart; one of whom several rows
// speak has several values.
func TestGuessedRowsApart(t *testing.T) {
	for _, c := range []struct{ name, file, text, want, told string }{
		{"by a number", "x.csv", "Name,Member no,Village,Boat\nAnn Berg,1,Noss,Tern\nBo Lund,2,Noss,Gull\nAnn Berg,7,Noss,Skua\n",
			"Ann Berg | boat | Skua~Ann Berg | boat | Tern~Ann Berg | member_no | 1~Ann Berg | member_no | 7~Ann Berg | village | Noss~Ann Berg | village | Noss~Bo Lund | boat | Gull~Bo Lund | member_no | 2~Bo Lund | village | Noss", `x.csv:4: another "Ann Berg" than on line 2`},
		{"by a number, called as the file is", "players.csv", "Player,Shirt no,Town\nSam Reed,7,Noss\nSam Reed,11,Velden\nKit Vale,9,Noss\n",
			"Kit Vale | shirt_no | 9~Kit Vale | town | Noss~Sam Reed | shirt_no | 11~Sam Reed | shirt_no | 7~Sam Reed | town | Noss~Sam Reed | town | Velden", `players.csv:3: another "Sam Reed" than on line 2`},
		{"by nothing", "x.csv", "Title,Role\nSalt,Peg\nSalt,Meg\nPier,Tom\n", "Pier | role | Tom~Salt | role | Meg~Salt | role | Peg", `x.csv:3: "Salt" of line 2 again: one thing, of which both lines are said`},
		{"by all, among many", "x.csv", "Inn,Street,Beds\nOak,Quay,3\nElm,Quay,4\nAsh,Mill,3\nYew,Mill,5\nFir,Mill,6\nBay,Mill,7\nBox,Mill,8\nPine,Mill,9\nLime,Mill,2\nHolly,Mill,1\nOak,Mill,9\n",
			"", `x.csv:12: another "Oak" than on line 2`},
		{"by no telephone", "x.csv", "Name,Village,Phone\nAnn Berg,Noss,11\nAnn Berg,Noss,12\n", "Ann Berg | phone | 11~Ann Berg | phone | 12~Ann Berg | village | Noss", `x.csv:3: "Ann Berg" of line 2 again: one thing, of which both lines are said`},
		{"a pair", "x.csv", "White,Black,Moves\nAnn,Bo,41\nBo,Ann,27\nAnn,Cy,9\n", "Ann v Bo | black | Bo~Ann v Bo | moves | 41~Ann v Bo | white | Ann~Ann v Cy | black | Cy~Ann v Cy | moves | 9~Ann v Cy | white | Ann~Bo v Ann | black | Ann~Bo v Ann | moves | 27~Bo v Ann | white | Bo", ""},
	} {
		s, names, text := guessed(t, guess.File{Name: c.file, Data: []byte(c.text)})
		var told []string
		b, err := triples.Read(t.Context(), s, c.file, strings.NewReader(c.text), triples.Options{Names: names[0],
			Note: func(n corpus.Note) { told = append(told, n.String()) }, Fault: func(err error) { told = append(told, err.Error()) }})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var lines []string
		for st := range kb.Stmt(b.Statements()) {
			lines = append(lines, kbtest.Line(b, st))
		}
		slices.Sort(lines)
		if got := strings.Join(lines, "~"); c.want != "" && got != c.want || strings.Join(told, "~") != c.told {
			t.Errorf("%s: %s, told %q\n%s", c.name, got, told, text)
		}
	}
}

// Tables whose schema was guessed are extended by further ones: heads that are there already are the
// same relations, and names that are another table's things are these.
func TestSchemaOfSeveral(t *testing.T) {
	first := guess.File{Name: "huts.csv", Data: []byte("Hut,Warden,Village\nUpper Fold,Ann Berg,Noss\nLong Gill,Bo Lund,Velden\n")}
	more := guess.File{Name: "huts-north.csv", Data: []byte("Hut,Warden,Beds\nGrey Rigg,Ann Berg,12\n")}
	people := guess.File{Name: "wardens.csv", Data: []byte("Name,Born\nAnn Berg,1931\nBo Lund,1944\n")}
	places := guess.File{Name: "villages.csv", Data: []byte("Village,Houses\nNoss,120\nVelden,64\n")}
	s, names, text := guessed(t, first, more, people, places)
	b := kb.NewBuilder(s)
	for i, f := range []guess.File{first, more, people, places} {
		if err := triples.Add(t.Context(), b, f.Name, bytes.NewReader(f.Data), triples.Options{Names: names[i]}); err != nil {
			t.Fatal(err)
		}
	}
	base, err := b.Base()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"ann-berg": "warden", "noss": "village", "grey-rigg": "hut"} {
		n, ok := base.Find(id)
		if !ok || s.KindDef(base.KindOf(n)).Name != want {
			t.Errorf("%s: %v, want a %s\n%s", id, ok, want, text)
		}
	}
	if n := len(base.OfKind(base.KindOf(must(base.Find("ann-berg"))))); n != 2 || base.Statements() != 10 {
		t.Errorf("%d wardens, %d statements", n, base.Statements())
	}
	_, _, err = guess.Schema(first, guess.File{Name: "odd.csv", Data: []byte("Hut,Warden\nBrig,1931\nFell,1944\n")})
	if err == nil || !strings.HasPrefix(err.Error(), `odd.csv:1: the column "Warden" holds years, and huts.csv has names or texts`) || !strings.Contains(err.Error(), "another --kb") {
		t.Errorf("%v", err)
	}
}

func must(n kb.Node, ok bool) kb.Node {
	if !ok {
		panic("not there")
	}
	return n
}

// A form's export becomes a schema without a question in it, and is read by it.
func TestGuessForm(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"What is your name?,Which parish do you live in?,How many geese do you keep?,Do you own a boat?,What did you like best?\nAnn Berg,Noss,12,Yes,The \"long\" walk\nBo Lund,Moor,7,No,The soup\nCy Roe,Noss,31,Yes,The soup\n",
			"person|parish parish parish live in,live|geese number number of geese keep|has_boat feature boat have|what_did_you_like_best answer answer to what did you like best "},
		{"Timestamp,Which boat did you row?,Who was your cox?,What did you see? (all that apply)\n2023/04/02 9:12:44 AM GMT+2,Gull,Ann Berg,seals;terns\n2023/04/02 10:00:00 AM GMT+2,Tern,Bo Lund,seals;geese\n2023/04/03 9:00:00 AM GMT+2,Gull,Bo Lund,terns\n",
			"form|timestamp date timestamp |boat boat boat row|cox person cox |what_did_you_see answer answer to what did you see "},
	} {
		s, names, text := guessed(t, guess.File{Name: "form.csv", Data: []byte(c.text)})
		got := []string{s.KindDef(kb.Text + 1).Noun}
		for i := range s.Relations {
			d := s.RelationDef(kb.Rel(i))
			got = append(got, d.Name+" "+s.Kinds[d.To[0]].Name+" "+d.Noun+" "+strings.Join(d.SubjectVerbs, ","))
		}
		if all := strings.Join(got, "|"); all != c.want {
			t.Errorf("got  %s\nwant %s", all, c.want)
		}
		var faults []error
		b, err := triples.Read(t.Context(), s, "form.csv", strings.NewReader(c.text), triples.Options{Names: names[0], Fault: func(err error) { faults = append(faults, err) }})
		if err != nil || len(faults) > 0 || b.Statements() < 3*len(s.Relations)-3 {
			t.Errorf("%v, %v, %d statements\n%s", err, faults, b.Statements(), text)
		}
	}
}

// Every sheet of a workbook is a table of its own kind, and those without one are passed over.
func TestGuessSheets(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for sheet, rows := range map[string][][]any{
		"Sheet1":   {{"Boats of Noss"}, {}, {"Boat", "Owner", "Length (m)"}, {"Gannet", "Ann Berg", 24.5}, {"Skua", "Bo Lund", 31}},
		"Members":  {{"No.", "First name", "Surname", "Joined"}, {1, "Ann", "Berg", 2001}, {2, "Bo", "Lund", 1999}},
		"To do":    {{"paint the hull"}},
		"Harbours": {{"Harbour", "Depth (ft)"}, {"Noss", 12}, {"Velden", 40}},
	} {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, v := range row {
				if err := f.SetCellValue(sheet, string(rune('A'+j))+string(rune('1'+i)), v); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var book bytes.Buffer
	if err := f.Write(&book); err != nil {
		t.Fatal(err)
	}
	s, names, text := guessed(t, guess.File{Name: "club.xlsx", Data: book.Bytes()})
	b, err := triples.Read(t.Context(), s, "club.xlsx", bytes.NewReader(book.Bytes()), triples.Options{Names: names[0], Fault: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"gannet": "boat", "ann-berg": "member", "velden": "harbour"} {
		if n, ok := b.Find(id); !ok || s.KindDef(b.KindOf(n)).Name != want {
			t.Errorf("%s is no %s\n%s", id, want, text)
		}
	}
}

// What keeps a table from being one is told by its line.
func TestTableWithAnOpenQuote(t *testing.T) {
	_, _, err := guess.Schema(guess.File{Name: "trees.csv", Data: []byte("name,bark,height\nOak,\"brown, dark,12\nElm\n")})
	if err == nil || !strings.Contains(err.Error(), "trees.csv:2: a quotation mark opens a field and is not closed") {
		t.Errorf("%v", err)
	}
}
