package suggest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
	"hapjak/nlp/encoder/weights"
)

var (
	filmsDir = flag.String("films", "", "the folder of articles on films with their statements, to measure proposals on")
	everyNth = flag.Uint("nth", 100, "measure on one in so many articles")
	offset   = flag.Uint("offset", 0, "which of them")
	dump     = flag.String("dump", "", "a file to write what was proposed to, a line each")
)

// alike are names that the articles and the lists of the films give to one genre.
var alike = map[string]string{
	"romantic": "romance", "filmnoir": "noir", "biographical": "biography", "biopic": "biography", "sport": "sports", "animation": "animated",
	"crimedrama": "crime", "historic": "historical", "history": "historical", "suspense": "thriller", "comedic": "comedy", "dramatic": "drama", "shortsubject": "short",
}

func genreOf(name string) string {
	name = kb.Squash(name)
	if to, ok := alike[name]; ok {
		return to
	}
	return name
}

// TestFilms measures what is proposed from articles on films against their statements.
func TestFilms(t *testing.T) {
	if *filmsDir == "" {
		t.Skip("measures with -films DIR, a folder with articles.jsonl and facts.psv")
	}
	sources := readFilms(t, func(id string) bool {
		h := fnv.New32a()
		h.Write([]byte(id))
		return h.Sum32()%uint32(*everyNth) == uint32(*offset)
	})
	gold := readGold(t, sources)
	schema, err := os.ReadFile("../testdata/films/schema.yaml")
	if err != nil {
		t.Fatal(err)
	}
	base := emptyBase(t, schema)
	model, err := weights.Lazy()()
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	f := New(base, indexOf(t, sources), model)
	list, err := f.Find(t.Context(), Options{Least: 0.01})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%d articles, %d proposals, %.1f s\n", len(sources), len(list), time.Since(begin).Seconds())
	tellFilms(sources, gold, list)
}

func readFilms(t *testing.T, wanted func(id string) bool) (sources []corpus.Source) {
	file, err := os.Open(filepath.Join(*filmsDir, "articles.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	in := bufio.NewScanner(file)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var a struct{ ID, Title, Text string }
		if err := json.Unmarshal(in.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		if !wanted(a.ID) {
			continue
		}
		src := corpus.Source{ID: a.ID, Title: a.Title}
		for i, text := range corpus.Blocks(a.Text) {
			src.Paragraphs = append(src.Paragraphs, corpus.Paragraph{N: i + 1, Text: text})
		}
		sources = append(sources, src)
	}
	return sources
}

type stating struct{ source, relation string }

// readGold returns the values that are stated of each film.
func readGold(t *testing.T, sources []corpus.Source) map[stating][]string {
	of := map[string]bool{}
	for _, s := range sources {
		of[s.ID] = true
	}
	data, err := os.ReadFile(filepath.Join(*filmsDir, "facts.psv"))
	if err != nil {
		t.Fatal(err)
	}
	gold := map[stating][]string{}
	for line := range bytes.Lines(data) {
		f := strings.Split(strings.TrimSpace(string(line)), "|")
		if len(f) == 4 && of[f[3]] {
			at := stating{f[3], f[1]}
			gold[at] = append(gold[at], f[2])
		}
	}
	return gold
}

func indexOf(t *testing.T, sources []corpus.Source) *passages.Index {
	b := passages.NewBuilder()
	for _, s := range sources {
		if err := b.Add(s); err != nil {
			t.Fatal(err)
		}
	}
	var buf bytes.Buffer
	if _, err := b.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	ix, err := passages.Load(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func squash(relation, v string) string {
	if relation == "has_genre" {
		return genreOf(v)
	}
	return kb.Squash(v)
}

func tellFilms(sources []corpus.Source, gold map[stating][]string, list []Proposal) {
	var out *os.File
	if *dump != "" {
		out, _ = os.Create(*dump)
		defer out.Close()
	}
	texts := map[string]string{}
	for _, s := range sources {
		for _, p := range s.Paragraphs {
			texts[s.ID] += " " + kb.Squash(p.Text)
		}
	}
	for _, rel := range []string{"starred_actors", "release_year", "has_genre"} {
		all, said := 0, 0
		for _, s := range sources {
			for _, v := range gold[stating{s.ID, rel}] {
				all++
				if strings.Contains(texts[s.ID], kb.Squash(v)) {
					said++
				}
			}
		}
		fmt.Printf("%s: %d stated, %d of them in the article's words\n", rel, all, said)
		for _, least := range []float64{0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9} {
			right, made := map[string]bool{}, 0
			good := 0
			for _, p := range list {
				if p.Relation != rel || p.Confidence < least {
					continue
				}
				made++
				v := squash(rel, p.Object.Name)
				if slices.ContainsFunc(gold[stating{p.Ref.Source, rel}], func(g string) bool { return squash(rel, g) == v }) {
					right[p.Ref.Source+v], good = true, good+1
				}
			}
			fmt.Printf("  from %.2f: %5d made, precision %.3f, recall %.3f (of what is in words %.3f)\n", least, made,
				float64(good)/float64(max(made, 1)), float64(len(right))/float64(all), float64(len(right))/float64(said))
		}
	}
	for _, p := range list {
		if out == nil {
			break
		}
		v := squash(p.Relation, p.Object.Name)
		ok := slices.ContainsFunc(gold[stating{p.Ref.Source, p.Relation}], func(g string) bool { return squash(p.Relation, g) == v })
		fmt.Fprintf(out, "%v\t%s\t%s\t%s\t%.3f\tlogit %.2f sup %.2f con %.2f near %v noun %v met %d\t%s\n", ok, p.Relation, p.Subject.Name, p.Object.Name, p.Confidence, p.signs.logit, p.signs.supports, p.signs.denies, p.signs.near, p.signs.noun, p.signs.met, p.Sentence)
	}
}
