package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hapjak/bot/compare"
	"hapjak/facts"
	"hapjak/facts/judge"
	"hapjak/facts/starter"
)

type diffFlags struct{ json bool }

// newDiffCommand returns `hapjak diff`.
func newDiffCommand() *cobra.Command {
	f := &diffFlags{}
	cmd := &cobra.Command{
		Use:   "diff BASE1 BASE2 [SET]",
		Short: "tell what two knowledge bases answer differently",
		Long: "Diff asks both bases the questions of SET and lists what the second does better and worse than\n" +
			"the first, and what it answers otherwise where no answer is known to be right. SET is a question\n" +
			"set as for hapjak eval, or holds a plain question a line; without it the bases' own are asked,\n" +
			starter.Questions + ". A base is a folder, or \"" + shippedName + "\" for the one in the program.\n\n" +
			"What the encoder says, and what a base answers until one of its files changes, is kept in the\n" +
			"cache folder, so that a second run is fast. It exits with 1 when something is worse.",
		Example: "  hapjak diff birds birds.new\n  hapjak diff birds birds.new questions.jsonl --json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 || len(args) > 3 {
				return hint(errors.New("name two knowledge bases, and maybe a question set"), "for example: hapjak diff birds birds.new questions.jsonl")
			}
			return nil
		},
		RunE: f.run,
	}
	cmd.Flags().BoolVar(&f.json, "json", false, "write a line of JSON for each difference")
	return cmd
}

// shippedName names the base that is in the program, unless there is a folder so called.
const shippedName = "shipped"

// wasteful is how much garbage is left lying while questions are asked, in percent of what is in
// use: a tenth of the time is saved (FIGURES.md of bot/review), and memory is given back at the end.
const wasteful = 400

func (f *diffFlags) run(cmd *cobra.Command, args []string) error {
	cases, err := questionsFor(args)
	if err != nil {
		return err
	}
	open := encoderOf(cmd.Flag("encoder").Value.String())
	var know [2]*facts.Answerer
	for i := range know {
		dir := args[i]
		if _, err := os.Stat(dir); err != nil && dir == shippedName {
			dir = ""
		}
		if know[i], err = openKnowledgeAt(cmd, dir, open); err != nil {
			return err
		}
		defer know[i].Close()
	}
	if cmd.Flag("no-encoder").Value.String() != "true" {
		save := keepJudgements(cmd.ErrOrStderr(), know[:])
		defer save()
	}
	answers, marks, save := keepAnswers(cmd, args, know)
	defer save()
	defer debug.SetGCPercent(debug.SetGCPercent(wasteful))
	begin := time.Now()
	list, turns, err := answers.Bases(cmd.Context(), know, marks, cases)
	if err = errors.Join(err, know[0].Err(), know[1].Err()); err != nil {
		return err
	}
	worse, err := f.tell(cmd.OutOrStdout(), list, turns, time.Since(begin))
	if err == nil && worse {
		return exit(exitNo)
	}
	return err
}

// questionsFor reads the set that is named, or else those of the two bases, each question
// once.
func questionsFor(args []string) (cases []compare.Case, err error) {
	if len(args) == 3 {
		cases, err = readQuestions(args[2])
		if err == nil && len(cases) == 0 {
			err = fmt.Errorf("%s: no question in it", args[2])
		}
		return cases, err
	}
	seen := map[string]bool{}
	for _, dir := range []string{args[1], args[0]} { // what is right may have changed
		list, err := readQuestions(filepath.Join(dir, starter.Questions))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		for _, c := range list {
			if key := asked(c); !seen[key] {
				seen[key] = true
				cases = append(cases, c)
			}
		}
	}
	if len(cases) == 0 {
		return nil, hint(fmt.Errorf("neither %s nor %s has a %s", args[0], args[1], starter.Questions), "name a question set: hapjak diff BASE1 BASE2 SET.jsonl")
	}
	return cases, nil
}

// asked is what a conversation asks.
func asked(c compare.Case) string {
	var b strings.Builder
	for _, t := range c.Turns {
		b.WriteString(t.Q + "\n")
	}
	return b.String()
}

// readQuestions reads a question set; a line that is no object is a question by itself, as
// is one with a "q" alone.
func readQuestions(path string) (cases []compare.Case, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var set bytes.Buffer
	n := 0
	for line := range bytes.Lines(data) {
		n++
		q, err := inputLine{n: n, text: line}.question()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if q.Text == "" { // a conversation, or nothing
			set.Write(append(bytes.TrimRight(line, "\n"), '\n'))
			continue
		}
		_ = json.NewEncoder(&set).Encode(compare.Case{ID: fmt.Sprintf("line %d", n), Turns: []compare.Turn{{Q: q.Text}}})
	}
	return readSet(path, &set)
}

// keepJudgements has what the encoder says kept by both, and returns what saves it.
func keepJudgements(stderr io.Writer, know []*facts.Answerer) (save func()) {
	kept := &judge.Judgements{}
	mark := know[0].Mark()
	if mark == nil {
		return func() {}
	}
	readCache("judgements", func(r io.Reader) {
		if old, err := judge.Read(r, mark); err == nil { // else they are made again
			kept = old
		}
	})
	for _, k := range know {
		k.KeepJudgements(kept)
	}
	return func() {
		if kept.Read > 0 {
			writeCache(stderr, "judgements", func(w io.Writer) error { return kept.Write(w, mark) })
		}
	}
}

// keepAnswers returns what the two bases answered before, with their marks, and what saves it. A
// mark is of the files, the encoder and the program. Nothing is kept with originals, which may
// be quoted.
func keepAnswers(cmd *cobra.Command, args []string, know [2]*facts.Answerer) (kept *compare.Answers, marks [2]string, save func()) {
	kept = &compare.Answers{}
	nothing := func() {}
	if cmd.Flag("originals").Value.String() != "" {
		return kept, marks, nothing
	}
	program, err := os.Executable()
	if err != nil {
		return kept, marks, nothing
	}
	info, err := os.Stat(program)
	if err != nil {
		return kept, marks, nothing
	}
	for i, k := range know {
		var files fs.FS = os.DirFS(args[i])
		if _, err := os.Stat(args[i]); err != nil {
			files = facts.ShippedFiles()
		}
		mark, err := compare.Mark(files, nil)
		if err != nil {
			return kept, [2]string{}, nothing
		}
		encoder := ""
		if cmd.Flag("no-encoder").Value.String() != "true" {
			encoder = string(k.Mark())
		}
		marks[i] = fmt.Sprintf("%s %x %d %d", mark, encoder, info.Size(), info.ModTime().UnixNano())
	}
	readCache("answers", func(r io.Reader) {
		if old, err := compare.ReadAnswers(r); err == nil { // else they are made again
			kept = old
		}
	})
	return kept, marks, func() {
		if kept.Asked > 0 {
			writeCache(cmd.ErrOrStderr(), "answers", kept.Write)
		}
	}
}

// readCache reads a file of the cache folder, where there is one.
func readCache(name string, read func(io.Reader)) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return
	}
	if file, err := os.Open(filepath.Join(dir, "hapjak", name)); err == nil {
		read(file)
		file.Close()
	}
}

func writeCache(stderr io.Writer, name string, write func(io.Writer) error) {
	dir, err := os.UserCacheDir()
	path := filepath.Join(dir, "hapjak", name)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = writeWhole(path, write)
	}
	if err != nil {
		fmt.Fprintf(stderr, "hapjak: the next diff will not be faster: %v\n", err)
	}
}

// tell writes the differences, what is worse first, and reports whether something is.
func (f *diffFlags) tell(w io.Writer, list []compare.Difference, turns int, took time.Duration) (worse bool, err error) {
	order := compare.Kinds()
	slices.SortStableFunc(list, func(a, b compare.Difference) int {
		return cmp.Compare(slices.Index(order, a.What), slices.Index(order, b.What))
	})
	count := map[string]int{}
	for _, d := range list {
		if count[d.What]++; f.json {
			if err := writeJSON(w, d); err != nil {
				return false, err
			}
			continue
		}
		if count[d.What] == 1 {
			fmt.Fprintf(w, "%s:\n", d.What)
		}
		fmt.Fprintf(w, "  %s  %s\n    before: %s\n    after:  %s\n", d.ID, oneLine(d.Question), shown(d.Before), shown(d.After))
		if len(d.Why) > 0 {
			fmt.Fprintf(w, "    wrong:  %s\n", oneLine(strings.Join(d.Why, "; ")))
		}
	}
	if !f.json {
		_, err = fmt.Fprintf(w, "%s: %s better, %s worse, %s changed, %s as before (%.1f s)\n", counted(turns, "question", "questions"),
			grouped(count[compare.Better]), grouped(count[compare.Worse]), grouped(count[compare.Changed]), grouped(turns-len(list)), took.Seconds())
	}
	return count[compare.Worse] > 0, err
}

func shown(answer string) string { return firstRunes(oneLine(answer), 200) }
