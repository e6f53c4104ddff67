package scaletest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/kb/storage"
	"hapjak/facts/passages"
	"hapjak/facts/scaletest/processor"
)

// imported leaves in a directory what `hapjak import` does of the statements.
func (c catalogue) imported(t testing.TB) string {
	t.Helper()
	return commit(t, c.base(t))
}

// withArticles leaves there the articles, too.
func withArticles(t testing.TB) string {
	t.Helper()
	path := filepath.Join(filepath.Dir(films().triples), "articles.jsonl")
	open(t, path)
	return commit(t, films().base(t), storage.Part{Name: storage.PartPassages, Write: func(ctx context.Context, w io.Writer) error {
		_, faults, err := passages.Import(ctx, w, passages.ImportOptions{Paths: []string{path}})
		return errors.Join(faults, err)
	}})
}

func commit(t testing.TB, base *kb.Base, more ...storage.Part) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "kb")
	part := storage.Part{Name: storage.PartFacts, Write: func(_ context.Context, w io.Writer) error { return base.Write(w) }}
	if err := storage.Commit(context.Background(), dir, append(more, part)...); err != nil {
		t.Fatal(err)
	}
	return dir
}

func opened(t testing.TB, dir string) *facts.Answerer {
	t.Helper()
	a, err := facts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// BenchmarkImport reads the statements and commits the compact file.
func BenchmarkImport(b *testing.B) {
	for _, c := range []catalogue{metaqa(), films()} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				c.imported(b)
			}
		})
	}
}

// BenchmarkOpen opens what was imported, so that it could answer.
func BenchmarkOpen(b *testing.B) {
	for _, c := range []catalogue{metaqa(), films()} {
		b.Run(c.name, func(b *testing.B) {
			dir := c.imported(b)
			for b.Loop() {
				a, err := facts.Open(dir)
				if err != nil {
					b.Fatal(err)
				}
				a.Close()
			}
		})
	}
}

// timed asks questions one after the other on one processor and reports quantiles by
// the clock, and the last also by the processor's time, which other programs do not
// change. Garbage collection is in both. Each must have a right first answer as often
// as least says.
func timed(b *testing.B, a *facts.Answerer, list []metaQuestion, least float64) {
	b.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var took, busy []time.Duration
	hits, asked := 0, 0
	ask := func() {
		q := list[asked%len(list)]
		begin, used := time.Now(), processor.Time()
		ans, _ := a.Ask(context.Background(), facts.Question{Text: q.text})
		took, busy = append(took, time.Since(begin)), append(busy, processor.Time()-used)
		if len(ans.Answers) > 0 && q.gold[strings.ToLower(ans.Answers[0].Text)] {
			hits++
		}
		asked++
	}
	for b.Loop() {
		ask()
	}
	for asked < len(list) { // however few the framework wants
		ask()
	}
	if float64(hits) < least*float64(asked) {
		b.Errorf("%d of %d have a right first answer", hits, asked)
	}
	b.ReportMetric(quantile(took, 50), "p50-µs")
	b.ReportMetric(quantile(took, 99), "p99-µs")
	b.ReportMetric(quantile(busy, 99), "p99-cpu-µs")
	b.ReportMetric(perSecond(took), "questions/s")
	b.ReportMetric(perSecond(busy), "questions/cpu-s")
}

// quantile returns a quantile in microseconds.
func quantile(list []time.Duration, percent int) float64 {
	list = slices.Sorted(slices.Values(list))
	return float64(list[(len(list)-1)*percent/100].Nanoseconds()) / 1e3
}

func perSecond(list []time.Duration) float64 {
	var sum time.Duration
	for _, d := range list {
		sum += d
	}
	return float64(len(list)) / sum.Seconds()
}

// sampled returns so many questions of some hops, spread over all templates.
func sampled(list []*template, hops string, n int) []metaQuestion {
	var of []*template
	for _, m := range list {
		if hops == "" || m.hops == hops {
			of = append(of, m)
		}
	}
	var out []metaQuestion
	for i := range n {
		m := of[i%len(of)]
		out = append(out, m.questions[i/len(of)*13%len(m.questions)])
	}
	return out
}

// BenchmarkAsk asks questions of one, two and three hops.
func BenchmarkAsk(b *testing.B) {
	list := readTemplates(b)
	a := opened(b, metaqa().imported(b))
	for _, hops := range []string{"1hop", "2hop", "3hop"} {
		b.Run(hops, func(b *testing.B) { timed(b, a, sampled(list, hops, 3000), 0.9) })
	}
	b.Run("all", func(b *testing.B) { timed(b, a, sampled(list, "", 6000), 0.9) })
}

// BenchmarkAskFilms asks the questions about the film catalogue, right or not, of
// its statements alone and with its articles beside them.
func BenchmarkAskFilms(b *testing.B) {
	var list []metaQuestion
	for _, q := range readFilmQuestions(b) {
		list = append(list, metaQuestion{text: q.Q})
	}
	b.Run("statements", func(b *testing.B) { timed(b, opened(b, films().imported(b)), list, 0) })
	b.Run("with-articles", func(b *testing.B) { timed(b, opened(b, withArticles(b)), list, 0) })
}

// residentTask is the environment's word to a process of its own that it is to open
// this directory, ask, and print what memory it then takes.
const residentTask = "HAPJAK_RESIDENT_DIR"

// BenchmarkResident measures the resident memory of a process that opened MetaQA
// and answered 1,000 questions of it. The process is this test again, with no
// importing done in it.
func BenchmarkResident(b *testing.B) {
	open(b, "/proc/self/status")
	dir := metaqa().imported(b)
	for b.Loop() {
		cmd := exec.Command(os.Args[0], "-test.run=^TestResident$", "-test.v")
		cmd.Env = append(os.Environ(), residentTask+"="+dir)
		out, err := cmd.CombinedOutput()
		if err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		for _, name := range []string{"VmRSS", "VmHWM", "RssAnon"} {
			b.ReportMetric(statusMiB(b, out, name), name+"-MiB")
		}
	}
}

func statusMiB(t testing.TB, status []byte, name string) float64 {
	t.Helper()
	_, rest, ok := bytes.Cut(status, []byte(name+":"))
	f := bytes.Fields(rest)
	if !ok || len(f) == 0 {
		t.Fatalf("no %s in\n%s", name, status)
	}
	kib, err := strconv.ParseFloat(string(f[0]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return kib / 1024
}

// TestResident is the process that BenchmarkResident starts, and holds its figure.
func TestResident(t *testing.T) {
	dir := os.Getenv(residentTask)
	if dir == "" {
		t.Skip("BenchmarkResident starts this in a process of its own")
	}
	a := opened(t, dir)
	for _, q := range sampled(readTemplates(t), "", 1000) {
		a.Ask(context.Background(), facts.Question{Text: q.text})
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", status)
	const most = 200 // MiB
	if mib := statusMiB(t, status, "VmRSS"); mib > most {
		t.Errorf("%.0f MiB resident, want under %d", mib, most)
	}
}
