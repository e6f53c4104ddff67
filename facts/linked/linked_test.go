package linked

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
)

func shelf(t *testing.T) *kb.Base {
	t.Helper()
	b, err := curated.Load(os.DirFS("../testdata/newsubject"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func shelfSource(id string) (corpus.Source, bool) {
	return corpus.Source{ID: id, Title: "A shelf", URL: "example.org/a shelf"}, id == "shelf"
}

// Read as RDF by another's library, the JSON-LD holds every statement, with its citation.
func TestJSONLD(t *testing.T) {
	for name, dir := range map[string]string{"newsubject": "../testdata/newsubject", "shipped": "../shipped"} {
		b, err := curated.Load(os.DirFS(dir), nil)
		if err != nil {
			t.Fatal(err)
		}
		var w bytes.Buffer
		if err := JSONLD(&w, b, shelfSource); err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := json.Unmarshal(w.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		rdf, err := ld.NewJsonLdProcessor().ToRDF(doc, ld.NewJsonLdOptions(""))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		quads := rdf.(*ld.RDFDataset).GetQuads("@default")
		seen := map[string]bool{}
		count := map[string]int{}
		for _, q := range quads {
			seen[q.Subject.GetValue()+" "+q.Predicate.GetValue()+" "+q.Object.GetValue()] = true
			count[q.Predicate.GetValue()+" "+q.Object.GetValue()]++
			count[q.Predicate.GetValue()]++
		}
		cites := 0
		for s := range kb.Stmt(b.Statements()) {
			cites += len(b.Cites(s))
		}
		if got := count["http://www.w3.org/1999/02/22-rdf-syntax-ns#type http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement"]; got != b.Statements() {
			t.Errorf("%s: %d statements in RDF, want %d", name, got, b.Statements())
		}
		if got := count["http://purl.org/dc/terms/references"]; got != cites {
			t.Errorf("%s: %d citations in RDF, want %d", name, got, cites)
		}
		for s := range kb.Stmt(b.Statements()) {
			if _, literal := b.Value(b.Object(s)); literal {
				continue
			}
			if want := "urn:hapjak:entity:" + urn(b.ID(b.Subject(s))) + " urn:hapjak:schema:" + b.Schema().RelationDef(b.Relation(s)).Name +
				" urn:hapjak:entity:" + urn(b.ID(b.Object(s))); !seen[want] {
				t.Errorf("%s: no triple %s", name, want)
			}
		}
		if name == "newsubject" {
			for _, want := range []string{
				"urn:hapjak:entity:catan urn:hapjak:schema:published 1995",
				"urn:hapjak:entity:catan http://www.w3.org/2004/02/skos/core#altLabel Settlers of Catan",
				"urn:hapjak:source:shelf http://purl.org/dc/terms/title A shelf",
			} {
				if !seen[want] {
					t.Errorf("no triple %s", want)
				}
			}
		}
	}
}

// What Wikidata knows is written, with its qualifiers and its source, and the rest is
// counted.
func TestQuickStatements(t *testing.T) {
	ids, err := ReadIDs("ids.csv", strings.NewReader("ours,theirs\ncatan,Q17271\npublished,P577\nwon,P166\nspiel-des-jahres,Q277979\nyear,P585\nplayers,P1873\ndesigned_by,P287\n"))
	if err != nil {
		t.Fatal(err)
	}
	b := shelf(t)
	var w bytes.Buffer
	n, left, err := QuickStatements(&w, b, ids, shelfSource)
	const address = "\tS854\t\"https://example.org/a shelf\"\n"
	want := "Q17271\tP577\t+1995-00-00T00:00:00Z/9" + address +
		"Q17271\tP166\tQ277979\tP585\t+1995-00-00T00:00:00Z/9" + address
	if err != nil || w.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, &w, want)
	}
	if n != 2 || left.Object != 2 || left.Relation != 2 || n+left.Subject+left.Object+left.Relation != b.Statements() {
		t.Errorf("%d written of %d, left %+v", n, b.Statements(), left)
	}
	if _, err := ReadIDs("ids.csv", strings.NewReader("catan,Q17271\ncatan,17271\n")); err == nil || !strings.Contains(err.Error(), "ids.csv:2: want an id of ours") {
		t.Error(err)
	}
}
