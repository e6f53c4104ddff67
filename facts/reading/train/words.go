package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"

	"hapjak/nlp"
)

// trainWords counts in how many texts each stem stands.
func trainWords(args []string) error {
	fs := flag.NewFlagSet("words", flag.ExitOnError)
	articles := fs.String("articles", "../shared/eval/film-articles/articles.jsonl", "JSON lines with a text each")
	most := fs.Int("most", 2000, "how many articles to count")
	squads := squadFlag(fs)
	out := fs.String("o", "facts/reading/words.bin", "where to write the table")
	_ = fs.Parse(args)
	in := map[uint32]int{}
	texts := 0
	count := func(text string) {
		texts++
		seen := map[uint32]bool{}
		for tok := range nlp.EachToken(text) {
			if h := nlp.HashString(2166136261, tok.Stem); !seen[h] {
				seen[h] = true
				in[h]++
			}
		}
	}
	sets, err := squads()
	if err != nil {
		return err
	}
	for _, p := range sets {
		count(p.context)
	}
	f, err := os.Open(*articles)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for n := 0; s.Scan() && n < *most; n++ {
		var a struct{ Text string }
		if err := json.Unmarshal(s.Bytes(), &a); err != nil {
			return fmt.Errorf("%s:%d: %w", *articles, n+1, err)
		}
		count(a.Text)
	}
	lists := map[uint32][]byte{}
	for h, n := range in {
		if n >= 3 {
			lists[h] = []byte{byte(math.Round(8 * math.Log(float64(texts)/float64(n)))), 0}
		}
	}
	data := nlp.PackWeights(lists)
	fmt.Printf("%d texts, %d stems that stand in three or more of %d, %d bytes\n", texts, len(lists), len(in), len(data))
	return os.WriteFile(*out, data, 0o644)
}
