package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/passages"
)

// A variant is a ranking with some of its parts.
type variant struct {
	name string
	passages.Ranking
}

// variants are plain BM25F and then one part more at a time, and last the default
// without one part at a time.
func variants() []variant {
	def := passages.DefaultRanking()
	r := passages.Ranking{Glue: 1, Named: 1, Talk: 1, Name: 1, IDFPower: 1}
	list := []variant{{"BM25F over stems, all words", r}}
	add := func(name string, change func(*passages.Ranking)) {
		change(&r)
		list = append(list, variant{"+ " + name, r})
	}
	add("words that only hold the question together left out", func(r *passages.Ranking) { r.Glue, r.Named = def.Glue, def.Named })
	add("words about the asking 0.3", func(r *passages.Ranking) { r.Talk = def.Talk })
	add("names and numbers 1.1", func(r *passages.Ranking) { r.Name = def.Name })
	add("misspelt words", func(r *passages.Ranking) { r.Misspelt = def.Misspelt })
	add("idf^1.2", func(r *passages.Ranking) { r.IDFPower = def.IDFPower })
	add("nearness", func(r *passages.Ranking) { r.Nearness = def.Nearness })
	add("phrases", func(r *passages.Ranking) { r.Phrases = def.Phrases })
	add("window", func(r *passages.Ranking) { r.Window = def.Window })
	add("feedback (the default)", func(r *passages.Ranking) { r.Feedback = def.Feedback })
	drop := func(name string, change func(*passages.Ranking)) {
		r := def
		change(&r)
		list = append(list, variant{"the default without " + name, r})
	}
	drop("nearness", func(r *passages.Ranking) { r.Nearness = 0 })
	drop("phrases", func(r *passages.Ranking) { r.Phrases = 0 })
	drop("window", func(r *passages.Ranking) { r.Window = 0 })
	drop("names", func(r *passages.Ranking) { r.Name = 1 })
	drop("misspelt words", func(r *passages.Ranking) { r.Misspelt = 0 })
	drop("talk", func(r *passages.Ranking) { r.Talk = 1 })
	drop("idf^1.2", func(r *passages.Ranking) { r.IDFPower = 1 })
	return list
}

// ablate prints what each part of the ranking adds on the collections of a folder as
// ../shared/eval is.
func ablate(ctx context.Context, dir string) error {
	type measured struct {
		name    string
		measure func(*passages.Ranking) string
	}
	var columns []measured
	for _, name := range []string{"cranfield", "cacm"} {
		c, err := readCollection(ctx, filepath.Join(dir, "retrieval", name))
		if err != nil {
			return err
		}
		columns = append(columns, measured{name + " MAP", c.meanAveragePrecision})
	}
	s, err := readSQuAD(filepath.Join(dir, "reading", "squad1-tune.json"))
	if err != nil {
		return err
	}
	columns = append(columns, measured{"SQuAD, right paragraph first", s.first})
	fmt.Print("| ranking ")
	for _, c := range columns {
		fmt.Printf("| %s ", c.name)
	}
	fmt.Println("|\n|---" + strings.Repeat("|---:", len(columns)) + "|")
	for _, v := range variants() {
		fmt.Printf("| %s ", v.name)
		for _, c := range columns {
			fmt.Printf("| %s ", c.measure(&v.Ranking))
		}
		fmt.Println("|")
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// A collection is an index with questions and what is right for each.
type collection struct {
	ix        *passages.Index
	questions []judged
}

type judged struct {
	text  string
	right map[string]bool
}

func load(b *passages.Builder) (*passages.Index, error) {
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		return nil, err
	}
	return passages.Load(out.Bytes())
}

// readCollection reads PREFIX.articles.jsonl, PREFIX.queries.jsonl and PREFIX.qrels.
func readCollection(ctx context.Context, prefix string) (*collection, error) {
	var index bytes.Buffer
	_, faults, err := passages.Import(ctx, &index, passages.ImportOptions{Paths: []string{prefix + ".articles.jsonl"}})
	if err != nil {
		return nil, errors.Join(faults, err) // an article without text is no reason to stop
	}
	c := &collection{}
	if c.ix, err = passages.Load(index.Bytes()); err != nil {
		return nil, err
	}
	right, err := readJudgements(prefix + ".qrels")
	if err != nil {
		return nil, err
	}
	f, err := os.Open(prefix + ".queries.jsonl")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for d := json.NewDecoder(f); d.More(); {
		var q struct{ ID, Q string }
		if err := d.Decode(&q); err != nil {
			return nil, err
		}
		if len(right[q.ID]) > 0 {
			c.questions = append(c.questions, judged{q.Q, right[q.ID]})
		}
	}
	return c, nil
}

// readJudgements reads lines "query 0 document relevance".
func readJudgements(path string) (map[string]map[string]bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	right := map[string]map[string]bool{}
	in := bufio.NewScanner(f)
	for in.Scan() {
		w := strings.Fields(in.Text())
		if len(w) != 4 || w[3] <= "0" {
			continue
		}
		if right[w[0]] == nil {
			right[w[0]] = map[string]bool{}
		}
		right[w[0]][w[2]] = true
	}
	return right, in.Err()
}

// meanAveragePrecision is over the documents of the first 1,000 passages, as score_search.py
// reckons it: a document counts once, where its best passage stands.
func (c *collection) meanAveragePrecision(r *passages.Ranking) string {
	sum := 0.0
	for _, q := range c.questions {
		ap, found, seen := 0.0, 0, map[string]bool{}
		for _, h := range c.ix.Search(passages.Query{Text: q.text, Ranking: r}, 1000) {
			if seen[h.Ref.Source] {
				continue
			}
			seen[h.Ref.Source] = true
			if q.right[h.Ref.Source] {
				found++
				ap += float64(found) / float64(len(seen))
			}
		}
		sum += ap / float64(len(q.right))
	}
	return fmt.Sprintf("%.4f", sum/float64(len(c.questions)))
}

// first is the share of questions whose first hit is right, in percent.
func (c *collection) first(r *passages.Ranking) string {
	n := 0
	for _, q := range c.questions {
		if hits := c.ix.Search(passages.Query{Text: q.text, Ranking: r}, 1); len(hits) > 0 && q.right[hits[0].Ref.Source] {
			n++
		}
	}
	return fmt.Sprintf("%.2f %%", 100*float64(n)/float64(len(c.questions)))
}

// readSQuAD makes each paragraph an article, as score_reading.py does.
func readSQuAD(path string) (*collection, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Data []struct {
			Title      string
			Paragraphs []struct {
				Context string
				QAs     []struct{ Question string }
			}
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	c := &collection{}
	b := passages.NewBuilder()
	for _, a := range file.Data {
		for i, p := range a.Paragraphs {
			id := fmt.Sprintf("%s-%d", a.Title, i)
			err := b.Add(corpus.Source{ID: id, Title: strings.ReplaceAll(a.Title, "_", " "),
				Paragraphs: []corpus.Paragraph{{N: 1, Text: p.Context}}})
			if err != nil {
				return nil, err
			}
			for _, q := range p.QAs {
				c.questions = append(c.questions, judged{strings.TrimSpace(q.Question), map[string]bool{id: true}})
			}
		}
	}
	c.ix, err = load(b)
	return c, err
}
