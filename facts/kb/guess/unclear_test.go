package guess_test

import (
	"bytes"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb/guess"
	"hapjak/facts/kb/kbtest"
	"hapjak/facts/kb/triples"
)

// What could be two dates is told with what would make it clear.
func TestUnclearDates(t *testing.T) {
	file := guess.File{Name: "mills.csv", Data: []byte("mill,wheel turned\nSalt,04/05/2016\nMoss,06/07/2017\n")}
	text, names, err := guess.Schema(file)
	if err != nil {
		t.Fatal(err)
	}
	s := kbtest.Schema(t, string(text))
	told := ""
	_, err = triples.Read(t.Context(), s, file.Name, bytes.NewReader(file.Data), triples.Options{Names: names[0], Note: func(n corpus.Note) { told += n.String() + "\n" }})
	want := `mills.csv:2: wheel_turned: "04/05/2016" is two dates, as the day stands first or the month, and no other of its column shows which: it is kept as it is; write 2016-05-04 or 2016-04-05 to have dates` + "\n"
	if err != nil || told != want || !strings.Contains(string(text), "to: [text]") {
		t.Errorf("told %q, %v, of\n%s", told, err, text)
	}
	if text, _, err := guess.Schema(guess.File{Name: "mills.csv", Data: []byte("mill,wheel turned\nSalt,04/05/2016\nMoss,25/07/2017\n")}); err != nil || !strings.Contains(string(text), "to: [date]") {
		t.Errorf("%v, %s", err, text)
	}
}

// A column of which no date shows the order follows the other columns of its file, or its language.
func TestDatesOfAFile(t *testing.T) {
	for name, text := range map[string]string{
		"another column": "mill,wheel turned,roofed\nSalt,04/05/2016,25/07/2017\nMoss,06/07/2017,01/02/2018\n",
		"a month":        "moulin;ouvert;fermé\nSalt;04/05/2016;7 juillet 2017\nMoss;06/07/2017;1er août 2018\n",
		"a decimal":      "Mühle;offen;Gewicht\nSalt;04/05/2016;2,5 t\nMoss;06/07/2017;3,75 t\n",
		"the head":       "molino,fecha de cierre\nSalt,04/05/2016\nMoss,06/07/2017\n",
	} {
		file := guess.File{Name: "x.csv", Data: []byte(text)}
		schema, names, err := guess.Schema(file)
		if err != nil {
			t.Fatal(name, err)
		}
		told := ""
		b, err := triples.Read(t.Context(), kbtest.Schema(t, string(schema)), file.Name, bytes.NewReader(file.Data), triples.Options{Names: names[0], Note: func(n corpus.Note) { told += n.String() + "\n" }})
		if err != nil || !strings.Contains(told, `"04/05/2016" is read as May 4, 2016`) {
			t.Errorf("%s: %v, told %q of\n%s", name, err, told, schema)
			continue
		}
		if _, ok := b.Find("may-4-2016"); ok {
			t.Errorf("%s: the date is a thing", name)
		}
	}
}

// A column most of which are sums is one of sums; what is odd in it is told and left out.
func TestOddSums(t *testing.T) {
	for _, c := range []struct {
		rows string
		told []string // lines
	}{
		{"Fell,$4M\nTarn,€2m\nGill,see the ledger\nRigg,£300\nMoor,2-3 million euros\nBrig,500 SEK\n", []string{"fees.csv:4: ", "fees.csv:6: "}},
		{"Fell,$4M\nTarn,$2m\nGill,(700)\nRigg,$300\n", nil}, // as the others are
	} {
		file := guess.File{Name: "fees.csv", Data: []byte("hut,outlay\n" + c.rows)}
		text, names, err := guess.Schema(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "to: [money]") {
			t.Errorf("no sums of money:\n%s", text)
		}
		var told []string
		b, err := triples.Read(t.Context(), kbtest.Schema(t, string(text)), file.Name, bytes.NewReader(file.Data), triples.Options{Names: names[0], Fault: func(err error) { told = append(told, err.Error()) }})
		if err != nil {
			t.Fatal(err)
		}
		if rows := strings.Count(c.rows, "\n"); b.Statements() != rows-len(told) || len(told) != len(c.told) {
			t.Errorf("%d statements, told %q", b.Statements(), told)
			continue
		}
		for i, at := range c.told {
			if !strings.HasPrefix(told[i], at) {
				t.Errorf("told %q, want %s", told[i], at)
			}
		}
	}
}
