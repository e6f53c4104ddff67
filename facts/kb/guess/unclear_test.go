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
