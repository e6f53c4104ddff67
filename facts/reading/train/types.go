package main

import (
	"bufio"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"hapjak/facts/reading"
	"hapjak/nlp"
)

// A lesson is one question with the number of its type.
type lesson struct {
	features []uint32
	class    int
}

// trainTypes learns the types of questions by logistic regression with AdaGrad,
// measures it on every fifth question, and writes the weights learned from the
// other four fifths.
func trainTypes(args []string) error {
	fs := flag.NewFlagSet("types", flag.ExitOnError)
	path := fs.String("questions", "../shared/eval/questions/trec-types-train.txt", "lines of TYPE QUESTION")
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
	weights := learnTypes(train)
	data := packTypes(weights)
	coarse, fine := 0, 0
	for _, l := range test {
		got, want := reading.TypeBy(l.features, nlp.Weights(data)), reading.TypeNumber(l.class)
		if got == want {
			fine++
		}
		if got.Coarse() == want.Coarse() {
			coarse++
		}
	}
	n := float64(len(test))
	fmt.Printf("learned from %d questions; of %d held out %.1f %% right by coarse class, %.1f %% by fine; %d bytes\n",
		len(train), len(test), 100*float64(coarse)/n, 100*float64(fine)/n, len(data))
	return os.WriteFile(*out, data, 0o644)
}

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
