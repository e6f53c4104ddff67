package encoder

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"hapjak/facts/scaletest/processor"
)

// trained returns the model of the weights in the repository.
func trained(t testing.TB) *Model {
	t.Helper()
	data, err := os.ReadFile("weights/weights.bin")
	if err != nil {
		t.Fatal(err)
	}
	if len(data) == 0 {
		t.Skip("weights/weights.bin is empty: train/export.py writes it")
	}
	m, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A vector is what torch makes of a pair in float32. The span is of pieces of the evidence.
type vector struct {
	Question, Evidence string
	Answer             float32
	Claim              [3]float32
	Span               [2]int
	Score              float32
}

// agreement counts how often a model decides as torch did.
type agreement struct {
	pairs, near, decisions, claims, spans int
	worst                                 float64
}

func agree(t *testing.T, m *Model, vectors []vector) (a agreement) {
	t.Helper()
	out := make([]Judgement, 1)
	for _, v := range vectors {
		if err := m.Judge(context.Background(), v.Question, []string{v.Evidence}, out); err != nil {
			t.Fatal(err)
		}
		o := out[0]
		a.pairs++
		chance := sigmoid(v.Answer/m.temperature + m.offset)
		if math.Abs(float64(chance-0.5)) <= 0.2 {
			a.near++
		}
		if (o.Answers >= 0.5) == (chance >= 0.5) {
			a.decisions++
		}
		if c := []float32{o.Supports, o.Contradicts, o.Open}; slices.Index(c, slices.Max(c)) == slices.Index(v.Claim[:], slices.Max(v.Claim[:])) {
			a.claims++
		}
		question := m.Tokenize(v.Question, maxQuestion, nil)
		pieces := m.Tokenize(v.Evidence, maxPair-3-len(question), nil)
		if o.Start == pieces[v.Span[0]].Start && o.End == pieces[v.Span[1]].End {
			a.spans++
		}
		a.worst = max(a.worst, math.Abs(float64(o.Logit-v.Answer)))
	}
	return a
}

func (a agreement) check(t *testing.T) {
	t.Helper()
	t.Logf("%d pairs, %d near the threshold: same decision %d, same claim %d, same span %d; logits differ by at most %.4f",
		a.pairs, a.near, a.decisions, a.claims, a.spans, a.worst)
	share := func(n int) float64 { return float64(n) / float64(a.pairs) }
	if share(a.decisions) < 0.98 || share(a.claims) < 0.97 || share(a.spans) < 0.97 {
		t.Error("want the same decision on 98 of 100, claim and span on 97")
	}
}

func TestAgreesWithTorch(t *testing.T) {
	t.Run("tiny", func(t *testing.T) {
		agree(t, tiny(t), lines[vector](t, "testdata/tiny.jsonl")).check(t)
	})
	t.Run("trained", func(t *testing.T) {
		agree(t, trained(t), trainedVectors(t)).check(t)
	})
}

// tinyPairs are pairs of all lengths.
func tinyPairs(t *testing.T) (question string, evidence []string) {
	for _, v := range lines[vector](t, "testdata/tiny.jsonl") {
		evidence = append(evidence, v.Evidence)
	}
	return "Who directed the film, in 1998?", append(evidence, "", "\xff \x00", strings.Repeat("film ", 1000), strings.Repeat("x", 1<<16))
}

// tinySum is the CRC-32 of all judgements of tinyPairs, on any machine. Other fixtures have another.
const tinySum = 0x58beb7d1

// A pair gets the same bits alone and among others, from plain Go and from any kernel.
func TestSameBits(t *testing.T) {
	question, evidence := tinyPairs(t)
	m := tiny(t)
	m.kernels = plain()
	want := make([]Judgement, len(evidence))
	for i := range evidence {
		if err := m.Judge(context.Background(), question, evidence[i:i+1], want[i:i+1]); err != nil {
			t.Fatal(err)
		}
	}
	sum := crc32.NewIEEE()
	for _, o := range want {
		if err := binary.Write(sum, binary.LittleEndian, []float32{o.Answers, o.Logit, float32(o.Start), float32(o.End), o.Span, o.Supports, o.Contradicts, o.Open}); err != nil {
			t.Fatal(err)
		}
	}
	if sum.Sum32() != tinySum {
		t.Errorf("the judgements' sum is %#x, want %#x", sum.Sum32(), tinySum)
	}
	all := forms()
	all["plain"] = plain()
	for name, k := range all {
		m.kernels = k
		got := make([]Judgement, len(evidence))
		if err := m.Judge(context.Background(), question, evidence, got); err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: pair %d: %+v, alone in plain Go %+v", name, i, got[i], want[i])
			}
		}
	}
}

func TestJudgeConcurrently(t *testing.T) {
	question, evidence := tinyPairs(t)
	m := tiny(t)
	want := make([]Judgement, len(evidence))
	if err := m.Judge(context.Background(), question, evidence, want); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 5 {
				got := make([]Judgement, len(evidence))
				if err := m.Judge(context.Background(), question, evidence, got); err != nil || !slices.Equal(got, want) {
					t.Errorf("another judgement, %v", err)
				}
			}
		})
	}
	all.Wait()
}

func TestJudgeBounds(t *testing.T) {
	m := tiny(t)
	long := strings.Repeat("film ", 300)
	out := make([]Judgement, 3)
	if err := m.Judge(context.Background(), long, []string{long, "film", " \u200b"}, out); err != nil {
		t.Fatal(err)
	}
	if got := [3]int{out[0].Tokens, out[1].Tokens, out[2].Tokens}; got != [3]int{maxPair, maxQuestion + 3 + len(m.Tokenize("film", 9, nil)), 0} {
		t.Errorf("tokens %v", got)
	}
	if out[2] != (Judgement{Logit: unread, Span: unread, Open: 1}) {
		t.Errorf("evidence without a word: %+v", out[2])
	}
	if err := m.Judge(context.Background(), "", []string{"film"}, out[:1]); err != nil || out[0].Tokens == 0 {
		t.Errorf("no question: %+v, %v", out[0], err)
	}
	if err := m.Judge(context.Background(), "", []string{"film"}, out); err == nil {
		t.Error("three judgements for one piece of evidence: no error")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := m.Judge(ctx, "film", []string{"film"}, out[:1]); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended: %v", err)
	}
}

func TestJudgeAllocatesNothing(t *testing.T) {
	m := tiny(t)
	evidence, out := []string{"한국 film, in 1998", "naïve café", "who?"}, make([]Judgement, 3)
	s := newState(m.sizes) // not from the pool, which may drop it at any time
	allocs := testing.AllocsPerRun(200, func() {
		if err := m.judge(context.Background(), s, "Who directed the film?", evidence, out); err != nil {
			t.Fatal(err)
		}
	})
	if allocs > 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func TestWordVector(t *testing.T) {
	m := tiny(t)
	unit := func(word string) []float32 {
		v := make([]float32, m.Dimensions())
		m.WordVector(v, m.Tokenize(word, 10, nil)...)
		return v
	}
	a, b := unit("film"), unit("FILM")
	if d := Dot(a, b); math.Abs(float64(d)-1) > 1e-6 {
		t.Errorf("a word has %v with itself, want 1", d)
	}
	if d := Dot(a, unit("who")); math.Abs(float64(d)) > 0.9 {
		t.Errorf("two random words have %v", d)
	}
	if v := unit(""); Dot(v, v) != 0 {
		t.Errorf("no word has length %v", Dot(v, v))
	}
}

// BenchmarkJudge reads pairs of a given number of tokens.
func BenchmarkJudge(b *testing.B) {
	m := trained(b)
	all := forms()
	all["plain"] = plain()
	for _, size := range []struct {
		name          string
		pairs, tokens int
	}{{"1x64", 1, 64}, {"12x48", 12, 48}} {
		for name, k := range all {
			b.Run(size.name+"/"+name, func(b *testing.B) {
				m.kernels = k
				evidence := make([]string, size.pairs)
				for i := range evidence {
					evidence[i] = strings.Repeat("film ", size.tokens-3-8)
				}
				out := make([]Judgement, len(evidence))
				b.ReportAllocs()
				begin := processor.Time()
				for b.Loop() {
					if err := m.Judge(context.Background(), "Who directed the film that she liked?", evidence, out); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric((processor.Time()-begin).Seconds()*1000/float64(b.N), "cpu-ms/op")
				if out[0].Tokens != size.tokens {
					b.Fatalf("read %d tokens, want %d", out[0].Tokens, size.tokens)
				}
				b.ReportMetric(float64(size.pairs*b.N)/b.Elapsed().Seconds(), "pairs/s")
			})
		}
	}
}

// trainedVectors returns the vectors of the weights in the repository. Their evidence lies in the
// films of facts/passages, so that no text is kept twice.
func trainedVectors(t *testing.T) []vector {
	t.Helper()
	const name = "testdata/vectors.jsonl"
	if _, err := os.Stat(name); err != nil {
		t.Skip(name + " is not there: train/vectors.py writes it")
	}
	data, err := os.ReadFile("weights/weights.bin")
	if err != nil {
		t.Fatal(err)
	}
	films := lines[struct{ ID, Text string }](t, "../../facts/passages/testdata/films.jsonl")
	var vectors []vector
	for i, l := range lines[struct {
		vector
		Header         uint32
		Film, From, To int
	}](t, name) {
		if i == 0 {
			n := binary.LittleEndian.Uint32(data[40:])
			if l.Header != binary.LittleEndian.Uint32(data[fixed+8*n:]) {
				t.Fatal(name + " was made with other weights: train/vectors.py writes it anew")
			}
			continue
		}
		if l.Film >= len(films) || l.To > len(films[l.Film].Text) {
			t.Fatal(name + " was made with other films: train/vectors.py writes it anew")
		}
		l.Evidence = films[l.Film].Text[l.From:l.To]
		vectors = append(vectors, l.vector)
	}
	return vectors
}
