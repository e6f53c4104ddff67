package nlp

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
)

var trainTags = flag.String("train-tags", "", "remake tagguess.bin from the texts of these files, separated by commas: JSON with strings in it, or JSON lines")

// TestTrainTags remakes the weights of GuessTags, with prose as the teacher.
func TestTrainTags(t *testing.T) {
	if *trainTags == "" {
		t.Skip("trains only with -train-tags")
	}
	var lessons [][]Token
	for _, path := range strings.Split(*trainTags, ",") {
		for _, text := range texts(t, path) {
			for _, s := range Sentences(text) {
				lessons = append(lessons, Tokens(text[s.Start:s.End]))
			}
		}
	}
	tagger := NewTagger()
	var gold [][]Tag
	for _, l := range lessons {
		gold = append(gold, tagger.Tag(l))
	}
	for i := range lessons { // spread what is held out over all texts
		j := (i * 7919) % len(lessons)
		lessons[i], lessons[j] = lessons[j], lessons[i]
		gold[i], gold[j] = gold[j], gold[i]
	}
	cut := len(lessons) * 9 / 10
	data := learnTags(lessons[:cut], gold[:cut])
	right, all := 0, 0
	for i := cut; i < len(lessons); i++ {
		for j, tag := range guessTags(lessons[i], Weights(data)) {
			if lessons[i][j].Kind == Word {
				all++
				if tag == gold[i][j] {
					right++
				}
			}
		}
	}
	t.Logf("%d sentences, %d bytes of weights; agrees with prose on %.2f %% of %d held-out words", len(lessons), len(data), 100*float64(right)/float64(all), all)
	if err := os.WriteFile("tagguess.bin", data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// texts returns the strings of a JSON file that are longer than a word, at most
// a megabyte and a half of each file.
func texts(t *testing.T, path string) []string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d := json.NewDecoder(f)
	var out []string
	size := 0
	for size < 3<<19 {
		var v any
		if d.Decode(&v) != nil {
			break
		}
		walk(v, func(s string) {
			if size < 3<<19 && strings.Contains(s, " ") {
				out = append(out, s)
				size += len(s)
			}
		})
	}
	return out
}

func walk(v any, f func(string)) {
	switch v := v.(type) {
	case string:
		f(v)
	case []any:
		for _, x := range v {
			walk(x, f)
		}
	case map[string]any:
		for _, k := range []string{"data", "paragraphs", "context", "text", "qas", "question"} {
			if x, ok := v[k]; ok {
				walk(x, f)
			}
		}
	}
}

type perceptron struct {
	now, sum map[uint32]*[numTags]float32
	step     float32
}

func learnTags(lessons [][]Token, gold [][]Tag) []byte {
	p := &perceptron{now: map[uint32]*[numTags]float32{}, sum: map[uint32]*[numTags]float32{}}
	fixed := onlyTags(lessons, gold)
	for round := 0; round < 6; round++ {
		for i := range lessons {
			p.lesson(lessons[i], gold[i], fixed)
		}
	}
	return p.packed(fixed)
}

// onlyTags finds the words that nearly always have one tag.
func onlyTags(lessons [][]Token, gold [][]Tag) map[uint32]Tag {
	counts := map[uint32]*[numTags]int{}
	for i, l := range lessons {
		for j := range l {
			if l[j].Kind != Word {
				continue
			}
			h := fixedFeature(l, j)
			if counts[h] == nil {
				counts[h] = new([numTags]int)
			}
			counts[h][gold[i][j]]++
		}
	}
	fixed := map[uint32]Tag{}
	for h, c := range counts {
		all, top := 0, Tag(0)
		for t, n := range c {
			all += n
			if n > c[top] {
				top = Tag(t)
			}
		}
		if all >= 15 && float64(c[top]) >= 0.985*float64(all) {
			fixed[h] = top
		}
	}
	return fixed
}

func (p *perceptron) lesson(tokens []Token, gold []Tag, fixed map[uint32]Tag) {
	prev, prev2 := STOP, STOP
	var feats [numFeats]uint32
	for i := range tokens {
		tag := gold[i]
		if tokens[i].Kind == Word {
			if f, ok := fixed[fixedFeature(tokens, i)]; ok {
				tag = f
			} else {
				features(&feats, tokens, i, prev, prev2)
				tag = p.guess(&feats)
				p.step++
				if tag != gold[i] {
					p.update(&feats, gold[i], 1)
					p.update(&feats, tag, -1)
				}
			}
		}
		prev, prev2 = tag, prev
	}
}

func (p *perceptron) guess(feats *[numFeats]uint32) Tag {
	var score [numTags]float32
	for _, f := range feats {
		if w := p.now[f]; w != nil {
			for t := range score {
				score[t] += w[t]
			}
		}
	}
	top := NN
	for t := Tag(1); t < numTags; t++ {
		if score[t] > score[top] {
			top = t
		}
	}
	return top
}

func (p *perceptron) update(feats *[numFeats]uint32, tag Tag, by float32) {
	for _, f := range feats {
		if p.now[f] == nil {
			p.now[f], p.sum[f] = new([numTags]float32), new([numTags]float32)
		}
		p.now[f][tag] += by
		p.sum[f][tag] += by * p.step
	}
}

// packed averages, rounds to signed bytes and drops what is small.
func (p *perceptron) packed(fixed map[uint32]Tag) []byte {
	const scale, least = 6, 12
	out := map[uint32][]byte{}
	for f, w := range p.now {
		var list []byte
		for t := range w {
			v := int(scale * (w[t] - p.sum[f][t]/p.step))
			v = max(-127, min(127, v))
			if v >= least || v <= -least {
				list = append(list, byte(t), byte(int8(v)))
			}
		}
		if list != nil {
			out[f] = list
		}
	}
	for f, t := range fixed {
		out[f] = []byte{byte(t), 0}
	}
	return PackWeights(out)
}
