package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
)

// An article is a line of the JSONL file.
type article struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// eachArticle calls do for every article of a file until it fails.
func eachArticle(path string, do func(article) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	d := json.NewDecoder(bufio.NewReaderSize(f, 1<<20))
	for {
		var a article
		if err := d.Decode(&a); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := do(a); err != nil {
			return err
		}
	}
}

// writeCopies writes n articles to path: those of the file from, then copies of
// them in which every fifth word, on average, is one drawn from another article, so that
// the copies' words are as common and as rare as the originals'. Their ids end in
// "~" and the copy's number. n of 0 means copies times all articles.
func writeCopies(from, path string, copies, n int) (articles int, err error) {
	var originals []article
	if err := eachArticle(from, func(a article) error {
		originals = append(originals, a)
		return nil
	}); err != nil {
		return 0, err
	}
	if n == 0 {
		n = copies * len(originals)
	}
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	e := json.NewEncoder(w)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		a := originals[i%len(originals)]
		if c := i / len(originals); c > 0 {
			a.ID = fmt.Sprintf("%s~%d", a.ID, c)
			a.Title = perturbed(r, a.Title, originals)
			a.Text = perturbed(r, a.Text, originals)
		}
		if err := e.Encode(a); err != nil {
			return i, err
		}
	}
	return n, w.Flush()
}

func perturbed(r *rand.Rand, text string, from []article) string {
	words := strings.Fields(text)
	for i := range words {
		if r.IntN(5) == 0 {
			other := strings.Fields(from[r.IntN(len(from))].Text)
			if len(other) > 0 {
				words[i] = other[r.IntN(len(other))]
			}
		}
	}
	return strings.Join(words, " ")
}

// readQuestions reads n questions, spread over the file.
func readQuestions(path string, n int) ([]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	n = min(n, len(lines))
	questions := make([]string, n)
	for i := range questions {
		q, _, _ := strings.Cut(lines[i*len(lines)/n], "\t")
		questions[i] = strings.NewReplacer("[", "", "]", "").Replace(q)
	}
	return questions, nil
}
