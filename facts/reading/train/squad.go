package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"hapjak/facts/reading"
)

// A paragraph of SQuAD with its questions.
type paragraph struct {
	set            int // the number of its file
	title, context string
	questions      []question
}

func (p paragraph) passage() reading.Passage {
	return reading.Passage{Text: p.context, Title: strings.ReplaceAll(p.title, "_", " ")}
}

type question struct {
	text string
	gold []gold // none where the paragraph does not say
}

type gold struct {
	text  string
	start int // in bytes
}

// squadFlag adds the flag that names the sets, and returns how to read them.
func squadFlag(fs *flag.FlagSet) func() ([]paragraph, error) {
	paths := fs.String("squad", "../shared/eval/reading/squad1-tune.json,../shared/eval/reading/squad2-tune.json", "SQuAD files, separated by commas")
	return func() ([]paragraph, error) {
		var all []paragraph
		for i, path := range strings.Split(*paths, ",") {
			p, err := readSquad(path)
			if err != nil {
				return nil, err
			}
			for k := range p {
				p[k].set = i
			}
			all = append(all, p...)
		}
		return all, nil
	}
}

func readSquad(path string) ([]paragraph, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var set struct {
		Data []struct {
			Title      string
			Paragraphs []struct {
				Context string
				Qas     []struct {
					Question string
					Answers  []struct {
						Text  string
						Start int `json:"answer_start"`
					}
				}
			}
		}
	}
	if err := json.Unmarshal(data, &set); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []paragraph
	for _, a := range set.Data {
		for _, p := range a.Paragraphs {
			bytes := runeStarts(p.Context)
			para := paragraph{title: a.Title, context: strings.ReplaceAll(p.Context, "\n", " ")}
			for _, q := range p.Qas {
				item := question{text: strings.TrimSpace(q.Question)}
				for _, g := range q.Answers {
					item.gold = append(item.gold, gold{g.Text, bytes[min(g.Start, len(bytes)-1)]})
				}
				para.questions = append(para.questions, item)
			}
			out = append(out, para)
		}
	}
	return out, nil
}

// runeStarts returns where each rune of s begins.
func runeStarts(s string) []int {
	var starts []int
	for i := range s {
		starts = append(starts, i)
	}
	return append(starts, len(s))
}
