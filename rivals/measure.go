package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A figure is what was measured of one engine.
type figure struct {
	Engine            string
	Articles          int
	Build             time.Duration
	Bytes             int64
	Open              time.Duration
	PerSecond         float64 // questions, of the best round
	P50, P99          time.Duration
	Resident, Touched int64 // bytes: anonymous, and of mapped files
	Hits              int
}

// turn is how many questions an engine is asked before the next has its turn.
const turn = 100

// asking times an engine's answers.
type asking struct {
	searcher
	figure *figure
	times  [][]time.Duration // by round
}

func (a *asking) ask(round int, questions []string, k int, now clock) error {
	for len(a.times) <= round {
		a.times = append(a.times, nil)
	}
	for _, q := range questions {
		began := now()
		ids, err := a.search(q, k)
		a.times[round] = append(a.times[round], now()-began)
		if err != nil {
			return fmt.Errorf("%s: %q: %w", a.figure.Engine, q, err)
		}
		a.figure.Hits += len(ids)
	}
	return nil
}

// sum fills the figure with the best round's.
func (a *asking) sum() {
	for _, times := range a.times {
		var all time.Duration
		for _, t := range times {
			all += t
		}
		if per := float64(len(times)) / all.Seconds(); per > a.figure.PerSecond {
			slices.Sort(times)
			a.figure.PerSecond, a.figure.P50, a.figure.P99 = per, times[len(times)/2], times[len(times)*99/100]
		}
	}
}

// askInTurns asks all engines all questions, on one processor.
func askInTurns(ctx context.Context, engines []*asking, questions []string, o options) error {
	now, err := clockNamed(o.clock)
	if err != nil {
		return err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for round := range o.rounds {
		for part := range slices.Chunk(questions, turn) {
			for _, a := range engines {
				if err := a.ask(round, part, o.k, now); err != nil {
					return err
				}
				if err := ctx.Err(); err != nil {
					return err
				}
			}
		}
	}
	for _, a := range engines {
		a.sum()
	}
	return nil
}

// compare builds and asks the engines and prints a table.
func compare(ctx context.Context, o options, questions []string, names []string) error {
	dir, err := os.MkdirTemp("", "rivals-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	articles := filepath.Join(dir, "articles.jsonl")
	n, err := writeCopies(o.articles, articles, o.copies, 0)
	if err != nil {
		return err
	}
	var all []*asking
	for _, name := range names {
		f := &figure{Engine: name, Articles: n}
		a, err := buildAndOpen(ctx, articles, filepath.Join(dir, name), o.clock, f)
		if err != nil {
			return err
		}
		defer a.close()
		all = append(all, a)
		fmt.Fprintf(os.Stderr, "%s: built in %v\n", name, f.Build.Round(time.Millisecond))
	}
	if err := askInTurns(ctx, all, questions, o); err != nil {
		return err
	}
	for _, a := range all {
		if err := remeasure(ctx, a.figure, filepath.Join(dir, a.figure.Engine), o); err != nil {
			return err
		}
	}
	printTable(all)
	return nil
}

func buildAndOpen(ctx context.Context, articles, dir, clockName string, f *figure) (*asking, error) {
	e, err := engineNamed(f.Engine)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	now, err := clockNamed(clockName)
	if err != nil {
		return nil, err
	}
	began := now()
	if err := e.build(ctx, articles, dir); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Engine, err)
	}
	f.Build = now() - began
	if f.Bytes, err = sizeOf(dir); err != nil {
		return nil, err
	}
	s, err := e.open(dir)
	return &asking{searcher: s, figure: f}, err
}

// remeasure opens an index in a process of its own, for its memory.
func remeasure(ctx context.Context, f *figure, dir string, o options) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, self, "-one", f.Engine, "-dir", dir, "-questions", o.questions, "-clock", o.clock,
		"-n", strconv.Itoa(o.n), "-k", strconv.Itoa(o.k), "-rounds", strconv.Itoa(o.rounds)).Output()
	if err != nil {
		return fmt.Errorf("%s alone: %w", f.Engine, err)
	}
	var own figure
	if err := json.Unmarshal(out, &own); err != nil {
		return err
	}
	f.Open, f.Resident, f.Touched = own.Open, own.Resident, own.Touched
	if f.PerSecond == 0 {
		f.PerSecond, f.P50, f.P99, f.Hits = own.PerSecond, own.P50, own.P99, own.Hits
	}
	return nil
}

// measureOne is what remeasure starts.
func measureOne(o options, questions []string) error {
	e, err := engineNamed(o.one)
	if err != nil {
		return err
	}
	f := &figure{Engine: o.one}
	began := time.Now()
	s, err := e.open(o.dir)
	if err != nil {
		return err
	}
	f.Open = time.Since(began)
	defer s.close()
	if err := askInTurns(context.Background(), []*asking{{searcher: s, figure: f}}, questions, o); err != nil {
		return err
	}
	f.Resident, f.Touched = resident()
	return json.NewEncoder(os.Stdout).Encode(f)
}

// resident returns the bytes of this process that are in memory: its own, and the
// pages of mapped files that it has touched.
func resident() (own, files int64) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(status)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		kb, _ := strconv.ParseInt(f[1], 10, 64)
		switch f[0] {
		case "RssAnon:":
			own = kb << 10
		case "RssFile:":
			files = kb << 10
		}
	}
	return own, files
}

func printTable(all []*asking) {
	fmt.Println("| engine | articles | articles/s built | bytes/article on disk | questions/s | p50 | p99 | memory | and of mapped files |")
	fmt.Println("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
	for _, a := range all {
		f := a.figure
		fmt.Printf("| %s | %d | %.0f | %d | %.0f | %v | %v | %d MiB | %d MiB |\n", f.Engine, f.Articles,
			float64(f.Articles)/f.Build.Seconds(), f.Bytes/int64(f.Articles), f.PerSecond,
			f.P50.Round(time.Microsecond), f.P99.Round(time.Microsecond), f.Resident>>20, f.Touched>>20)
	}
}
