// Command train writes what the decision learns from: for each turn of question sets,
// each candidate with its features and the answer that it would make. fit.py reads it.
//
//	go run ./facts/decide/train [-kb DIR] [-weights FILE] [-gather] SET.jsonl... > candidates.jsonl
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"hapjak/facts"
	"hapjak/nlp/encoder"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

type turn struct {
	Q string `json:"q"`
}

// A row is one turn with its candidates.
type row struct {
	Set        string            `json:"set"`
	ID         string            `json:"id"`
	Turn       int               `json:"turn"`
	Q          string            `json:"q"`
	Candidates []facts.Candidate `json:"candidates"`
}

func run() error {
	dir := flag.String("kb", "", "the knowledge base; the shipped one where empty")
	weights := flag.String("weights", "", "the encoder's weights; none where empty")
	gather := flag.Bool("gather", false, "gather the candidates without having the encoder read them: what it is trained on")
	flag.Parse()
	know, err := facts.Default()
	if *dir != "" {
		know, err = facts.Open(*dir)
	}
	if err != nil {
		return err
	}
	defer know.Close()
	if *weights != "" {
		know.SetEncoder(func() (*encoder.Model, error) {
			data, err := os.ReadFile(*weights)
			if err != nil {
				return nil, err
			}
			return encoder.Open(data)
		})
		if err := know.EncoderErr(); err != nil {
			return err
		}
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, path := range flag.Args() {
		if err := dump(know, path, !*gather, json.NewEncoder(out)); err != nil {
			return err
		}
	}
	return nil
}

func dump(know *facts.Answerer, path string, read bool, out *json.Encoder) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c struct {
			ID    string `json:"id"`
			Turns []turn `json:"turns"`
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		var before *facts.Context
		for i, t := range c.Turns {
			q := facts.Question{Text: t.Q, Context: before}
			list, next := know.Candidates(context.Background(), q, read)
			if err := out.Encode(row{filepath.Base(path), c.ID, i, t.Q, list}); err != nil {
				return err
			}
			before = next
		}
	}
	return lines.Err()
}
