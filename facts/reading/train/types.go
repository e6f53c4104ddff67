package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"hapjak/facts/reading"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A lesson is one question with the number of its type.
type lesson struct {
	features []uint32
	class    int
}

// trainTypes learns the types of questions by logistic regression with AdaGrad: first from
// questions whose types people gave, then from those and from questions that were typed as people
// would, whose types are told by their answers (see typeBy). It measures on every fifth of the
// former and on the files of the latter that -held names, which it does not learn from, and writes
// the weights.
func trainTypes(args []string) error {
	fs := flag.NewFlagSet("types", flag.ExitOnError)
	path := fs.String("questions", "../shared/eval/questions/trec-types-train.txt", "lines of TYPE QUESTION")
	people := fs.String("people", "nlp/encoder/train/people", "folder of questions with their answers")
	held := fs.String("held", "three-h.jsonl,t3-a.jsonl,t5-a.jsonl,history-b.jsonl,cooking-a.jsonl", "files of people that are held out")
	out := fs.String("o", "facts/reading/types.bin", "where to write the weights")
	fold := fs.Int("fold", 0, "which fifth is held out, 0 to 4")
	_ = fs.Parse(args)
	lessons, err := readTypes(*path)
	if err != nil {
		return err
	}
	var train, test []lesson
	for i, l := range lessons {
		if i%5 == *fold {
			test = append(test, l)
		} else {
			train = append(train, l)
		}
	}
	first := packTypes(learnTypes(train))
	more, heldOut, err := readPeople(*people, strings.Split(*held, ","), nlp.Weights(first))
	if err != nil {
		return err
	}
	data := packTypes(learnTypes(slices.Concat(train, more)))
	for _, m := range []struct {
		name, weights string
	}{{"labelled questions alone", string(first)}, {"and people's", string(data)}} {
		fmt.Printf("learned from %s, %d bytes\n", m.name, len(m.weights))
		tell("labelled", test, nlp.Weights(m.weights))
		tell("people's", heldOut, nlp.Weights(m.weights))
	}
	return os.WriteFile(*out, data, 0o644)
}

// tell measures weights on lessons.
func tell(name string, lessons []lesson, w nlp.Weights) {
	coarse, fine, short := 0, 0, 0
	for _, l := range lessons {
		got, want := reading.TypeBy(l.features, w), reading.TypeNumber(l.class)
		if got == want {
			fine++
		}
		if got.Coarse() == want.Coarse() {
			coarse++
		}
		if (got.Coarse() == "DESC") == (want.Coarse() == "DESC") {
			short++
		}
	}
	n := float64(len(lessons))
	fmt.Printf("   %s, %d held out: %.1f %% right by coarse class, %.1f %% by fine; an explanation or something short %.1f %%\n",
		name, len(lessons), 100*float64(coarse)/n, 100*float64(fine)/n, 100*float64(short)/n)
}

// readPeople reads the questions of a folder that have an answer, those of some files apart.
func readPeople(dir string, held []string, w nlp.Weights) (lessons, heldOut []lesson, err error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(paths) == 0 {
		return nil, nil, errors.Join(err, fmt.Errorf("%s: no questions", dir))
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, err
		}
		apart := slices.Contains(held, filepath.Base(path))
		for line := range bytes.Lines(data) {
			var q struct {
				Text    string   `json:"q"`
				Answers []string `json:"a"`
				In      []string `json:"in"`
				Claim   any      `json:"claim"`
			}
			if err := json.Unmarshal(line, &q); err != nil {
				return nil, nil, fmt.Errorf("%s: %w", path, err)
			}
			if len(q.In) == 0 || q.Claim != nil {
				continue
			}
			tokens := nlp.Tokens(q.Text)
			l := lesson{features: reading.TypeFeatures(tokens, nlp.GuessTags(tokens))}
			t, ok := typeBy(q.Answers, tokens, reading.TypeBy(l.features, w))
			if !ok {
				continue
			}
			l.class, _ = reading.NumberOf(t)
			if apart {
				heldOut = append(heldOut, l)
			} else {
				lessons = append(lessons, l)
			}
		}
	}
	return lessons, heldOut, nil
}

// maxTyped is how many words an answer has at most whose form tells its type.
const maxTyped = 6

// typeBy tells the type of a question by its answers, as far as they tell it, within it by a first
// guess: none, and it wants an explanation; one with a number, and it wants that; one in small
// letters, and it wants no name. It reports whether the type is told.
func typeBy(answers []string, question []nlp.Token, guess reading.Type) (reading.Type, bool) {
	if len(answers) == 0 {
		if guess.Coarse() == "DESC" {
			return guess, true
		}
		return "DESC:desc", true
	}
	a := strings.ToLower(answers[0])
	if strings.Count(a, " ") >= maxTyped {
		return "", false
	}
	who := slices.ContainsFunc(question, func(t nlp.Token) bool { return strings.HasPrefix(t.Norm, "who") })
	number := strings.ContainsAny(a, "0123456789") || slices.ContainsFunc(strings.Fields(a), func(w string) bool { return english.Numeral(w) > 1 })
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(a, p) })
	}
	switch {
	case number && guess.Coarse() == "NUM":
		return guess, true
	case number && (who || strings.ToLower(answers[0]) != answers[0] && !has("$", "£", "€", "%") && guess.Coarse() != "DESC"):
		return "", false // a name with a number in it
	case number && has("$", "£", "€", "dollar", "won", "euro", "pound"):
		return "NUM:money", true
	case number && has("%", "percent", "per cent"):
		return "NUM:perc", true
	case number && has("year", "month", "week", "day", "hour", "minute", "second"):
		return "NUM:period", true
	case number && (has("century", " bc", " ad", "bce") || year.MatchString(a)):
		return "NUM:date", true
	case number:
		return "NUM:count", true
	case a == answers[0] && who:
		return "", false // "the farmers"
	case a == answers[0] && guess.Coarse() != "ENTY":
		return "ENTY:other", true
	case guess.Coarse() == "NUM" || guess.Coarse() == "DESC":
		return "ENTY:other", true
	}
	return guess, true
}

var year = regexp.MustCompile(`\b(1\d|20)\d\d\b`)

func readTypes(path string) ([]lesson, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	clean := strings.NewReplacer("`` ", `"`, " ''", `"`, " 's", "'s", " ?", "?", " ,", ",", " '", "'")
	var lessons []lesson
	for s, n := bufio.NewScanner(f), 1; s.Scan(); n++ {
		label, text, _ := strings.Cut(strings.ToValidUTF8(s.Text(), "?"), " ")
		class, ok := reading.NumberOf(reading.Type(label))
		if !ok {
			return nil, fmt.Errorf("%s:%d: unknown type %q", path, n, label)
		}
		tokens := nlp.Tokens(clean.Replace(text))
		lessons = append(lessons, lesson{reading.TypeFeatures(tokens, nlp.GuessTags(tokens)), class})
	}
	return lessons, nil
}

type classWeights map[uint32]*[reading.NumClasses]float64

func learnTypes(lessons []lesson) classWeights {
	w, g2 := classWeights{}, classWeights{}
	counts := map[uint32]int{}
	for _, l := range lessons {
		for _, f := range l.features {
			counts[f]++
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	order := rng.Perm(len(lessons))
	const rounds, rate, decay, start = 30, 0.15, 2e-4, 0.1 // start keeps rare features from learning by heart
	for range rounds {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			l := lessons[i]
			p := chances(w, l.features)
			p[l.class]--
			p[reading.CoarseNumber(l.class)]--
			for _, f := range l.features {
				if counts[f] < 2 {
					continue
				}
				if w[f] == nil {
					w[f], g2[f] = new([reading.NumClasses]float64), new([reading.NumClasses]float64)
				}
				for c, d := range p {
					if math.Abs(d) < 1e-3 {
						continue
					}
					d += decay * w[f][c]
					g2[f][c] += d * d
					w[f][c] -= rate * d / math.Sqrt(start+g2[f][c])
				}
			}
		}
	}
	return w
}

// chances returns the probability of each type and, behind them, of each coarse class.
func chances(w classWeights, features []uint32) [reading.NumClasses]float64 {
	var p [reading.NumClasses]float64
	for _, f := range features {
		if v := w[f]; v != nil {
			for c := range p {
				p[c] += v[c]
			}
		}
	}
	fine, coarse := p[:reading.NumTypes], p[reading.NumTypes:]
	for c := range fine {
		fine[c] += p[reading.CoarseNumber(c)]
	}
	top, sum := slices.Max(fine), 0.0
	for c, x := range fine {
		fine[c] = math.Exp(x - top)
		sum += fine[c]
	}
	clear(coarse)
	for c := range fine {
		fine[c] /= sum
		p[reading.CoarseNumber(c)] += fine[c]
	}
	return p
}

// packTypes rounds to signed bytes and drops what is small.
func packTypes(w classWeights) []byte {
	const scale, least = 50, 7
	lists := map[uint32][]byte{}
	for f, v := range w {
		var list []byte
		for c, x := range v {
			if r := max(-127, min(127, math.Round(x*scale))); math.Abs(r) >= least {
				list = append(list, byte(c), byte(int8(r)))
			}
		}
		if list != nil {
			lists[f] = list
		}
	}
	return nlp.PackWeights(lists)
}
