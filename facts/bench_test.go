package facts_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"hapjak/facts"
)

// A devTurn is one question of the development set with what its answer may be.
type devTurn struct {
	Q      string         `json:"q"`
	Status []facts.Status `json:"status"`
	Short  [][]string     `json:"short"`
}

// right reports whether an answer has a status that is allowed and, where one is
// wanted, its first short answer.
func (t devTurn) right(a facts.Answer) bool {
	if !slices.Contains(t.Status, a.Status) {
		return false
	}
	if len(t.Short) == 0 {
		return true
	}
	for _, s := range a.Answers {
		if slices.ContainsFunc(t.Short, func(names []string) bool { return slices.Contains(names, s.Text) }) {
			return true
		}
	}
	return false
}

func devQuestions(t testing.TB) [][]devTurn {
	t.Helper()
	f, err := os.Open("testdata/questions/dev.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list [][]devTurn
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var q struct{ Turns []devTurn }
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		list = append(list, q.Turns)
	}
	return list
}

func shipped(t testing.TB) *facts.Answerer {
	t.Helper()
	a, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// quantile is the time that a share of the questions stayed within.
func quantile(times []time.Duration, share float64) float64 {
	return float64(times[int(float64(len(times)-1)*share)].Nanoseconds()) / 1e3
}

// BenchmarkShipped asks every question of the development set, follow-ups after
// what they follow. An operation is the whole set. questions/s is of all rounds, with
// the garbage collected on the way; p50 and p99 are of the questions, each in its
// quickest round, so that what else the machine is doing does not count. What is
// made once is made before.
func BenchmarkShipped(b *testing.B) {
	a, set := shipped(b), devQuestions(b)
	var quickest []time.Duration
	ask := func() (right, asked int) {
		for _, turns := range set {
			var conversation *facts.Context
			for _, t := range turns {
				begin := time.Now()
				ans, next := a.Ask(context.Background(), facts.Question{Text: t.Q, Context: conversation})
				took := time.Since(begin)
				if asked == len(quickest) {
					quickest = append(quickest, took)
				}
				quickest[asked] = min(quickest[asked], took)
				conversation = next
				asked++
				if t.right(ans) {
					right++
				}
			}
		}
		return right, asked
	}
	if right, asked := ask(); right*100 < asked*95 {
		b.Fatalf("%d of %d questions are answered right, fewer than 95 %%", right, asked)
	}
	for b.Loop() {
		ask()
	}
	slices.Sort(quickest)
	b.ReportMetric(float64(len(quickest)*b.N)/b.Elapsed().Seconds(), "questions/s")
	b.ReportMetric(quantile(quickest, 0.5), "p50-µs")
	b.ReportMetric(quantile(quickest, 0.99), "p99-µs")
	b.ReportMetric(0, "ns/op")
}

// strange are questions that try to take long: no question, too much of one, or
// words that mean so much that their readings multiply.
func strange() []string {
	again := func(s string, n int) string { return strings.Repeat(s, n) }
	return []string{
		"", "\x00", "\xff\xfe who", "ȺȺȺ's", "😀" + again("😀", 200), "؟من أخرج الفيلم", "../../../etc/passwd", "(a+)+$", "'; DROP TABLE films; --",
		again("(", 10000), again("[", 10000), again(`"`, 10000), again("[Snowpiercer] ", 700), again("'s ", 2000), again("a", 1<<20), again("who directed ", 80000),
		again("film ", 48), again("Korea ", 48), again("Snowpiercer ", 48), again("1990 ", 48), again("before 1990 after 1980 ", 12), again("co-star ", 24),
		again("who ", 48), again("most ", 48), again("director of ", 24), again("share the same ", 16), again("not or and ", 16) + "films",
		again("actor film director writer language year ", 8), again("same director as the actor with writer of Drama in English ", 5),
		again("films about trains and gorillas playing baseball ", 6), again("Snowpiercre Okjaa Typhoonn ", 16),
		"which actor or director or writer or film or movie or person or genre or year or language or country or drama or comedy or company",
		"who directd snowpeircer and who wrot okkja and who stard in tyfoon in teh yeer 1990 with moovies abuot trians and dramma",
		"Is " + again("Snowpiercer directed by Bong Joon Ho and ", 6) + "Okja?",
		"mcqueen space titan ordinary genre potter romance iii written cusack top bertolucci sayles of niagara ring sparks cold mouse the jones",
	}
}

// BenchmarkStrange asks what a stranger may type to take long, and reports the
// longest that any of it took in its quickest round, so that what else the machine
// is doing does not count.
func BenchmarkStrange(b *testing.B) {
	a, list := shipped(b), strange()
	quickest := make([]time.Duration, len(list))
	for b.Loop() {
		for i, q := range list {
			begin := time.Now()
			ans, _ := a.Ask(context.Background(), facts.Question{Text: q})
			if took := time.Since(begin); quickest[i] == 0 || took < quickest[i] {
				quickest[i] = took
			}
			sound(b, q, ans)
		}
	}
	b.ReportMetric(float64(slices.Max(quickest).Microseconds())/1e3, "worst-ms")
	b.ReportMetric(float64(len(list)*b.N)/b.Elapsed().Seconds(), "questions/s")
	b.ReportMetric(0, "ns/op")
}
