package kb

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"hapjak/corpus"
)

// What could be two dates, or two numbers, is told with what would make it clear.
func TestUnclearValues(t *testing.T) {
	const table = "film,tickets,released\nSalt,\"1,355\",04/05/2016\nMoss,\"2,400\",06/07/2017\n"
	_, _, notes := readTable(t, "a.csv", table)
	if !slices.Contains(notes, `a.csv:2: tickets: "1,355" is read as 1355, since no other value shows what its mark stands for: written so it is sure`) {
		t.Errorf("told %q", notes)
	}
	file := TableFile{"mills.csv", []byte("mill,wheel turned\nSalt,04/05/2016\nMoss,06/07/2017\n")}
	text, names, err := GuessSchema(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ParseSchema("schema.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	told := ""
	_, err = ReadTriples(t.Context(), s, file.Name, bytes.NewReader(file.Data), TripleOptions{Names: names[0], Note: func(n corpus.Note) { told += n.String() + "\n" }})
	want := `mills.csv:2: wheel_turned: "04/05/2016" is two dates, as the day stands first or the month, and no other of its column shows which: it is kept as it is; write 2016-05-04 or 2016-04-05 to have dates` + "\n"
	if err != nil || told != want || !strings.Contains(string(text), "to: [text]") {
		t.Errorf("told %q, %v, of\n%s", told, err, text)
	}
	if text, _, err := GuessSchema(TableFile{"mills.csv", []byte("mill,wheel turned\nSalt,04/05/2016\nMoss,25/07/2017\n")}); err != nil || !strings.Contains(string(text), "to: [date]") {
		t.Errorf("%v, %s", err, text)
	}
}
