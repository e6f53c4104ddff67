package web

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hapjak/facts/intake"
)

// How long the forms take beside a large import; bot/review/FIGURES.md has what it showed.
func TestFormsFigures(t *testing.T) {
	from := filepath.Join(os.Getenv("HAPJAK_EVAL"), "metaqa", "kb.txt")
	if _, err := os.Stat(from); err != nil {
		t.Skip("this measures: HAPJAK_EVAL names the folder of the question sets")
	}
	dir := filepath.Join(t.TempDir(), "kb")
	if _, err := (&intake.Job{Dir: dir, Schema: "../../facts/testdata/metaqa/schema.yaml", Triples: []string{from}}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	know := opened(t, dir)
	memory := remembered(t)
	s := serverOf(t, know, Options{Memory: memory, Base: dir})
	mina := signedIn(t, s, "Mina", Mends)
	list, _ := know.Lookup("Inception", nil)
	at := "/curate/things/" + know.Base().ID(list[0])
	kind := know.Base().Schema().KindDef(know.Base().KindOf(list[0])).Name
	for _, x := range []struct {
		what string
		do   func() int
		want int
	}{
		{"a thing's page", func() int { return get(s, at, "Cookie", mina).Code }, http.StatusOK},
		{"duplicates", func() int { return get(s, "/curate/duplicates", "Cookie", mina).Code }, http.StatusOK},
		{"duplicates again", func() int { return get(s, "/curate/duplicates", "Cookie", mina).Code }, http.StatusOK},
		{"a change", func() int {
			return post(s, at, formOf("name", "Inception", "kind", kind, "about", "a dream"), "Cookie", mina).Code
		}, http.StatusSeeOther},
	} {
		begin := time.Now()
		if code := x.do(); code != x.want {
			t.Errorf("%s: %d", x.what, code)
		}
		t.Logf("%s of %d statements: %v", x.what, know.Base().Statements(), time.Since(begin))
	}
}
