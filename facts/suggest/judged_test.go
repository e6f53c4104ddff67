package suggest

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/literal"
	"hapjak/nlp/encoder/weights"
)

// A judgedSentence says by hand what a sentence states: the one that stands at a byte of its
// article.
type judgedSentence struct {
	Article string
	At      int
	Values  map[string][]string // by relation
	Open    []string            // neither right nor wrong
}

func (j *judgedSentence) UnmarshalJSON(data []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	j.Values = map[string][]string{}
	for key, raw := range all {
		var err error
		switch key {
		case "article":
			err = json.Unmarshal(raw, &j.Article)
		case "at":
			err = json.Unmarshal(raw, &j.At)
		case "open":
			err = json.Unmarshal(raw, &j.Open)
		default:
			var values []string
			err = json.Unmarshal(raw, &values)
			j.Values[key] = values
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// TestJudged measures what is proposed from the sentences of judged.jsonl.
func TestJudged(t *testing.T) {
	if *filmsDir == "" {
		t.Skip("measures with -films DIR, a folder with articles.jsonl")
	}
	var judged []judgedSentence
	data, err := os.ReadFile("testdata/judged.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		var j judgedSentence
		if err := json.Unmarshal([]byte(line), &j); err != nil {
			t.Fatal(err)
		}
		judged, wanted[j.Article] = append(judged, j), true
	}
	sources := readFilms(t, func(id string) bool { return wanted[id] })
	schema, err := os.ReadFile("testdata/films.yaml")
	if err != nil {
		t.Fatal(err)
	}
	model, err := weights.Lazy()()
	if err != nil {
		t.Fatal(err)
	}
	list, err := New(emptyBase(t, schema), indexOf(t, sources), model).Find(t.Context(), Options{Least: 0.05})
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, s := range sources {
		var all []string
		for _, p := range s.Paragraphs {
			all = append(all, p.Text)
		}
		texts[s.ID] = strings.Join(all, "\n\n")
	}
	for _, rel := range []string{"directed_by", "produced_by", "distributed_by", "budget", "gross"} {
		for _, least := range []float64{0.3, 0.4, 0.5, 0.6, 0.7, 0.8} {
			tellJudged(rel, least, judged, texts, list)
		}
	}
}

func schemaOf(t *testing.T, text []byte) *kb.Schema {
	t.Helper()
	s, err := curated.ParseSchema("schema.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func emptyBase(t *testing.T, schema []byte) *kb.Base {
	base, err := kb.NewBuilder(schemaOf(t, schema)).Base()
	if err != nil {
		t.Fatal(err)
	}
	return base
}

func tellJudged(rel string, least float64, judged []judgedSentence, texts map[string]string, list []Proposal) {
	right, made, stated, found := 0, 0, 0, 0
	show := *dump != "" && least == 0.3
	for _, j := range judged {
		stated += len(j.Values[rel])
		for _, v := range j.Values[rel] {
			before := found
			if slices.ContainsFunc(list, func(p Proposal) bool {
				return p.Ref.Source == j.Article && p.Relation == rel && p.Confidence >= least && alikeValue(v, p.Object.Name)
			}) {
				found++
			}
			if show && found == before {
				fmt.Printf("    missed: %s = %s: %s\n", rel, v, texts[j.Article][j.At:min(j.At+200, len(texts[j.Article]))])
			}
		}
		for _, p := range list {
			if p.Ref.Source != j.Article || p.Relation != rel || p.Confidence < least || !standsAt(texts[j.Article], p.Sentence, j.At) {
				continue
			}
			same := func(v string) bool { return alikeValue(v, p.Object.Name) }
			switch {
			case slices.ContainsFunc(j.Values[rel], same):
				right++
				made++
			case !slices.ContainsFunc(j.Open, same):
				made++
				if show {
					fmt.Printf("    wrong: %s = %s (%.2f, %+v): %s\n", rel, p.Object.Name, p.Confidence, p.signs, p.Sentence)
				}
			}
		}
	}
	fmt.Printf("%-14s from %.1f: %3d made, precision %.3f, recall %.3f of %d\n", rel, least, made, float64(right)/float64(max(made, 1)), float64(found)/float64(max(stated, 1)), stated)
}

// standsAt reports whether a sentence is the one that holds a byte of its text.
func standsAt(text, sentence string, at int) bool {
	from := strings.Index(text, sentence)
	return from >= 0 && from <= at+1 && at+1 < from+len(sentence)
}

// alikeValue reports whether two values are one: sums of the same amount, names but for marks
// and a first name of more.
func alikeValue(a, b string) bool {
	if v, err := literal.Read(kb.Money, a); err == nil {
		w, err := literal.Read(kb.Money, b)
		return err == nil && v.Lo == w.Lo
	}
	return kb.Squash(a) == kb.Squash(b)
}
