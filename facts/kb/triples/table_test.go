package triples_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/kbtest"
	"hapjak/facts/kb/triples"
)

const tableSchema = `
kinds:
  film: {name: film, plural: films}
  person: {name: person, plural: people}
  feature: {}
relations:
  directed_by: {from: [film], to: [person], noun: director, plural: directors}
  released: {from: [film], to: date, noun: release date}
  budget: {from: [film], to: money, noun: budget}
  tickets: {from: [film], to: number, one: true, noun: number of tickets}
  subtitled: {from: [film], to: [feature], flag: subtitles}
`

// table reads a file and returns its statements, faults and notes.
func readTable(t *testing.T, file, text string) (lines, faults, notes []string) {
	t.Helper()
	s := kbtest.Schema(t, tableSchema)
	b, err := triples.Read(context.Background(), s, file, strings.NewReader(text), triples.Options{
		Fault: func(err error) { faults = append(faults, err.Error()) },
		Note:  func(n corpus.Note) { notes = append(notes, n.String()) },
	})
	if err != nil {
		return nil, append(faults, err.Error()), notes
	}
	for st := range kb.Stmt(b.Statements()) {
		lines = append(lines, kbtest.Line(b, st))
	}
	slices.Sort(lines)
	return lines, faults, notes
}

func TestTablesOfManyKinds(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("Salt\tdirected_by\tAnn Berg\r\n")
	if err != nil {
		t.Fatal(err)
	}
	one := "Salt | directed_by | Ann Berg"
	for _, c := range []struct{ name, file, text, want, told string }{
		{"semicolons", "a.csv", "\ufeffsubject;relation;object\nSalt;directed_by;Ann Berg\n", one, ""},
		{"Excel's line", "a.csv", "sep=;\nSalt;directed_by;Ann Berg\n", one, ""},
		{"capitals", "a.csv", "Subject,Relation,Object\nSalt,Directed_By,Ann Berg\n", one, ""},
		{"empty fields behind", "a.csv", "Salt,directed_by,Ann Berg,,\n", one, ""},
		{"UTF-16", "a.tsv", utf16, one, ""},
		{"UTF-16 that is cut off", "a.tsv", utf16[:len(utf16)-1], one, "a.tsv:1: read as UTF-16 that is cut off"},
		{"yes and no", "a.csv", "film,subtitled\nSalt,Yes\nQuay,no\nPier,in Welsh\nMole,\n", "Pier | subtitled | in Welsh~Salt | subtitled | subtitles", `a.csv:3: subtitled: "no" states nothing; left out`},
		{"yes and no of triples", "a.csv", "Salt,subtitled,x\nQuay,subtitled,N\n", "Salt | subtitled | subtitles", `a.csv:2: subtitled: "N" states nothing; left out`},
		{"wide", "a.csv", "title,directed_by,released\nSalt,Ann Berg,1998-11-09\n", one + "~Salt | released | November 9, 1998", ""},
		{"a line's end in quotation marks", "a.csv", "title;directed_by;tickets\nSalt;\"Ann\nBerg\";\"1.300,5\"\n", one + "~Salt | tickets | 1.300,5", ""},
		{"a guessed character set", "a.csv", "Salt,directed_by,Zo\xeb Berg\n", "Salt | directed_by | Zoë Berg", "a.csv:1: read as windows-1252"},
		{"the currency of a column", "a.csv", "Salt,budget,€1.2m\nPier,budget,900 000\n", "Pier | budget | 900 000 EUR~Salt | budget | €1.2m", `"900 000" is read as 900 000 EUR, as all the others are`},
		{"the currency in a column's head", "a.csv", "name,Budget (US$ million)\nSalt,1.2\nPier,€3m\n", "Pier | budget | €3m~Salt | budget | 1.2 million USD", `a.csv:2: budget: "1.2" is read as 1.2 million USD, as the head of its column says`},
		{"Excel's line, between strokes", "a.csv", "sep=|\nSubject|RELATION|Object|\nSalt|Directed By|Ann Berg|\n", one, ""},
		{"the currencies of a column", "a.csv", "Salt,budget,€1.2m\nPier,budget,900 000\nQuay,budget,$2m\n", "Quay | budget | $2m~Salt | budget | €1.2m", "a.csv:2: budget: \"900 000\" names no currency"},
		{"wide, nouns and other columns", "a.csv", "Film;Director;Colour;Release date\nSalt;Ann Berg|Bo Lund;grey;9 Nov 1998\nPier;NULL;;\\N\n",
			one + "~Salt | directed_by | Bo Lund~Salt | released | November 9, 1998", `a.csv:1: the column "Colour" is no relation`},
		{"wide, tabs, the name behind", "a.tsv", "directed_by\tname\nAnn Berg,Bo Lund\tSalt\n", one + "~Salt | directed_by | Bo Lund", ""},
		{"wide, one row", "a.csv", "name,director\nSalt,Ann Berg", one, ""},
		{"quoted line ends", "a.csv", "name,director\n\"Salt\",\"Ann\nBerg\"\n", one, ""},
		{"nothing", "a.csv", "Salt,directed_by,Ann Berg\nPier,directed_by,N/A\nPier,released,\\N\n", one, "has no value"},
		{"spellings", "a.csv", "Salt,directed_by,Ann Berg\nSALT,released,1998\nSalt,directed_by,ann  berg\nSalt,directed_by,Änn Berg\n", one + "~Salt | released | 1998", `"SALT" is taken for "Salt"`},
		{"two of one spelling", "a.csv", "Salt,directed_by,Ann Berg\nSalt,tickets,5\nSALT,directed_by,Bo Lund\nSALT,tickets,7\n",
			"SALT | directed_by | Bo Lund~SALT | tickets | 7~" + one + "~Salt | tickets | 5", ""},
		{"one of two spellings", "a.csv", "Salt,directed_by,Ann Berg\nSALT,directed_by,Bo Lund\n", one + "~Salt | directed_by | Bo Lund", `"SALT" is taken for "Salt"`},
		{"of two spellings, with a value of both", "a.csv", "name,director,tickets\nSalt,Ann Berg,5\nSált,Ann Berg,5\nSált,Bo Lund,5\n", one + "~Salt | directed_by | Bo Lund~Salt | tickets | 5", "is taken for"},
		{"values with commas between", "a.csv", "name;director\nSalt;Ann Berg, Bo Lund\nPier;Bo Lund\n", "Pier | directed_by | Bo Lund~" + one + "~Salt | directed_by | Bo Lund", `"Ann Berg, Bo Lund" is read as 2 values`},
		{"three values, and two", "a.csv", "name;director\nSalt;Ann Berg, Cy Roe, Bo Lund\n", one + "~Salt | directed_by | Bo Lund~Salt | directed_by | Cy Roe", "is read as 3 values"},
		{"last names first", "a.csv", "name;director\nSalt;Berg, Ann\nPier;Lund, Bo\n", "Pier | directed_by | Lund, Bo~Salt | directed_by | Berg, Ann", ""},
		{"values on lines, and between strokes", "a.csv", "name,director\nSalt,\"Ann Berg\nBo Lund\"\nPier,Bo Lund\n", "Pier | directed_by | Bo Lund~" + one + "~Salt | directed_by | Bo Lund", "is read as 2 values"},
		{"a list of JSON's, of things, of Python's", "a.tsv", "name\tdirector\nSalt\t[{\"id\": 1, \"name\": \"Ann Berg\"}]\nPier\t['Bo Lund', 'Cy Roe']\nDune\t[]\n",
			"Pier | directed_by | Bo Lund~Pier | directed_by | Cy Roe~" + one, ""},
		{"labels beside addresses", "a.csv", "film,filmLabel,director,directorLabel\nq:1,Salt,q:2,Ann Berg\n", one, "passed over"},
		{"titles", "a.tsv", "tconst\tprimaryTitle\tdirectors\ntt1\tSalt\tAnn Berg\n", one, "passed over"},
		{"carriage returns", "a.csv", "name,director\rSalt,Ann Berg\r", one, ""},
		{"what cannot be seen", "a.csv", "name,director\nSa\u00adlt,Ann\u200b Berg\nSa\x00lt,Ann Berg\n", one, ""},
		{"quoted between tabs", "a.tsv", "name\tdirector\n\"Salt\"\t\"Ann\nBerg\"\n\"Pier\" Two\t\"Bo \"\"B\"\" Lund\"\n", "\"Pier\" Two | directed_by | Bo \"B\" Lund~" + one, ""},
		{"no columns of the schema", "a.csv", "colour,shape\ngrey,round\n", "", "neither the columns of its first line nor its lines name a relation"},
		{"bad lines", "a.csv", "Salt,directed_by,Ann Berg\nSalt,shot_by,Bo\nSalt,tickets,many\nSalt\n", one, `a.csv:2: unknown relation "shot_by"~a.csv:3: tickets: "many" is no number~a.csv:4: 1 fields`},
		{"empty", "a.csv", "", "", "a.csv: no statement in it"},
		{"a header alone", "a.csv", "subject,relation,object\n", "", "a.csv: no statement in it"},
		{"millions", "a.csv", "name,tickets\nSalt,1.2m\nPier,800000\n", "Pier | tickets | 800,000~Salt | tickets | 1.2m", `a.csv:2: tickets: "1.2m" is read as 1,200,000`},
		{"metres", "a.csv", "name,tickets\nSalt,24.5m\nPier,31\n", "Pier | tickets | 31 m~Salt | tickets | 24.5m", `a.csv:3: tickets: "31" is read as 31 m, as all the others are`},
		{"days first", "a.csv", "name,released\nSalt,04/05/2016\nPier,25/12/2016\n", "Pier | released | December 25, 2016~Salt | released | May 4, 2016", `a.csv:2: released: "04/05/2016" is read as May 4, 2016, as others`},
		{"months first", "a.psv", "Salt|released|4-5-2016\nPier|released|12-25-2016 10:30\nQuay|released|3/3/2016\n", "Pier | released | December 25, 2016, 10:30~Quay | released | March 3, 2016~Salt | released | April 5, 2016", `a.psv:1: released: "4-5-2016" is read as April 5, 2016, as others`},
		{"days and months first", "a.csv", "name,released\nSalt,04/05/2016\nPier,25/12/2016\nQuay,12/25/2016\nMole,5.4.2016\n", "Mole | released | April 5, 2016~Pier | released | December 25, 2016~Quay | released | December 25, 2016", `a.csv:2: released: "04/05/2016" could be two dates, and others beside it put now the day first`},
		{"a month in words shows which", "a.csv", "name,released\nSalt,4 mai 2016\nPier,04/05/2016\n", "Pier | released | May 4, 2016~Salt | released | May 4, 2016", `a.csv:3: released: "04/05/2016" is read as May 4, 2016, as others of its column are written`},
		{"a month that stands first", "a.csv", "name,released\nSalt,\"June 9, 2016\"\nPier,04/05/2016\n", "Pier | released | April 5, 2016~Salt | released | June 9, 2016", `a.csv:3: released: "04/05/2016" is read as April 5, 2016`},
		{"decimal commas beside it", "a.csv", "name;released;tickets\nSalt;04/05/2016;1.355,5\n", "Salt | released | May 4, 2016~Salt | tickets | 1.355,5", `a.csv:2: released: "04/05/2016" is read as May 4, 2016, with the day first, as what stands round it is written`},
		{"no date shows which", "a.csv", "name,released\nSalt,04/05/2016\nPier,2016\n", "Pier | released | 2016", `a.csv:2: released: "04/05/2016" could be two dates`},
		{"free of charge", "a.csv", "name,budget\nSalt,€1.2m\nPier,free\nQuay,on request\n", "Pier | budget | 0 EUR~Salt | budget | €1.2m", `a.csv:3: budget: "free" is read as 0 EUR, as all the others are~a.csv:4: budget: "on request" is no value; left out`},
		{"not yet over", "a.csv", "name,released,tickets\nSalt,1998,7\nPier,present,7\n", "Pier | tickets | 7~Salt | released | 1998~Salt | tickets | 7", `a.csv:3: released: "present" is no value; left out`},
		{"minutes and seconds", "a.csv", "name,tickets\nSalt,3:45\nPier,12:04\nQuay,0:30\n", "Pier | tickets | 12 min 4 s~Quay | tickets | 30 s~Salt | tickets | 3 min 45 s", `a.csv:2: tickets: "3:45" is read as 3 min 45 s`},
		{"minutes beside hours", "a.csv", "name,tickets\nSalt,9:45\nPier,1:02:04\n", "Pier | tickets | 1:02:04~Salt | tickets | 9 min 45 s", `a.csv:2: tickets: "9:45" is read as 9 min 45 s`},
		{"hours and minutes", "a.csv", "name,tickets\nSalt,3:45\nPier,2:00\n", "Pier | tickets | 2 h~Salt | tickets | 3 h 45 min", `a.csv:2: tickets: "3:45" is read as 3 h 45 min`},
		{"hours and minutes, as the head says", "a.csv", "name,tickets (h:mm)\nSalt,3:47\nPier,12:01\n", "Pier | tickets | 12 h 1 min~Salt | tickets | 3 h 47 min", `is read as 12 h 1 min`},
		{"German numbers", "a.csv", "Salt;tickets;1.355\nPier;tickets;2.355,5\n", "Pier | tickets | 2.355,5~Salt | tickets | 1.355", `a.csv:1: tickets: "1.355" is read as 1355`},
		{"German numbers beside an exponent", "a.csv", "Salt;tickets;1.355\nPier;tickets;2.355,5\nQuay;tickets;3.4e6\nMole;tickets;1,2,3\n", "Pier | tickets | 2.355,5~Quay | tickets | 3.4e6~Salt | tickets | 1.355", `a.csv:1: tickets: "1.355" is read as 1355`},
		{"more fields than heads", "a.csv", "name,director\nSalt,Ann Berg,grey,,\nPier,Bo Lund,,\n", "Pier | directed_by | Bo Lund~" + one, `a.csv:2: more fields than the first line has: "grey  " is left out`},
		{"numbers of a German file", "a.csv", "name;budget;tickets\nSalt;3,50 €;1.200\nPier;1.203,50 €;90\n", "Pier | budget | 1.203,50 €~Pier | tickets | 90~Salt | budget | 3,50 €~Salt | tickets | 1.200", `a.csv:2: tickets: "1.200" is read as 1200, as the other numbers of the file are written`},
		{"sums follow their column", "a.csv", "name;budget\nSalt;€1,355\nPier;€2,5\nQuay;€3.100,50\nMole;€4,000\n", "Mole | budget | €4,000~Pier | budget | €2,5~Quay | budget | €3.100,50~Salt | budget | €1,355",
			`a.csv:2: budget: "€1,355" is read as 1.355, as others of its column are written~a.csv:5: budget: "€4,000" is read as 4000`},
		{"sums alone", "a.csv", "name;budget\nSalt;€1,355\nPier;€1.355\n", "Pier | budget | €1.355~Salt | budget | €1,355", `a.csv:3: budget: "€1.355" is read as 1355`},
		{"cp949", "a.csv", "\xba\xce\xbb\xea\xc0\xc7 \xc7\xd7\xb1\xb8,directed_by,\xb1\xe8\xbf\xb5\xc8\xf1\n", "부산의 항구 | directed_by | 김영희", "read as EUC-KR"},
	} {
		lines, faults, notes := readTable(t, c.file, c.text)
		if got := strings.Join(lines, "~"); got != c.want {
			t.Errorf("%s: got %s, want %s (%q, %q)", c.name, got, c.want, faults, notes)
		}
		told := strings.Join(append(faults, notes...), "~")
		for want := range strings.SplitSeq(c.told, "~") {
			if !strings.Contains(told, want) || c.told == "" && told != "" {
				t.Errorf("%s: told %s, want %s", c.name, told, c.told)
			}
		}
	}
}

func TestNumbersFollowTheirColumn(t *testing.T) {
	s := kbtest.Schema(t, tableSchema)
	b, err := triples.Read(context.Background(), s, "a.psv", strings.NewReader("A|tickets|1.355\nB|tickets|12,5\nC|budget|1,355 €\nD|budget|$1.2bn\n"), triples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]float64{"a": 1355, "b": 12.5, "c": 1355, "d": 1.2e9} {
		n, _ := b.Find(id)
		if v, ok := b.Value(b.Object(b.OutAll(n)[0])); !ok || v.Lo != want {
			t.Errorf("%s: %v, want %v", id, v.Lo, want)
		}
	}
	if _, err := triples.Read(context.Background(), s, "a.psv", strings.NewReader("A|tickets|many\n"), triples.Options{}); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("without a Fault a bad line refuses: %v", err)
	}
}
