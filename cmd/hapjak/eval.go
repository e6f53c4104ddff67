package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"hapjak/bot"
	"hapjak/bot/compare"
	"hapjak/facts"
)

type evalFlags struct {
	min   float64
	fails bool
}

func newEvalCommand() *cobra.Command {
	f := &evalFlags{}
	cmd := &cobra.Command{
		Use:   "eval SET.jsonl...",
		Short: "score question sets",
		Long: "Eval asks every question of the sets and judges the answers: status, names, short answers,\n" +
			"citations, length. A line of a set is a conversation:\n\n" +
			`  {"id": "d001", "kind": "who", "turns": [{"q": "Who directed Snowpiercer?", "status": ["answered"],` + "\n" +
			`   "short": [["Bong Joon Ho"]], "all": [["Bong Joon Ho"]], "cite": ["kobiz-2025:26"]}]}` + "\n\n" +
			"With --min it exits with 1 when fewer turns than that share pass.",
		Example: "  hapjak eval questions.jsonl\n  hapjak eval --fails --min 0.98 questions.jsonl",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return hint(errors.New("score which set?"), "for example: hapjak eval questions.jsonl")
			}
			return nil
		},
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault),
		RunE:              f.run,
	}
	cmd.Flags().Float64Var(&f.min, "min", 0, "the least share of turns that must pass, from 0 to 1")
	cmd.Flags().BoolVar(&f.fails, "fails", false, "print each turn that fell short, and why")
	return cmd
}

func (f *evalFlags) run(cmd *cobra.Command, args []string) error {
	if f.min < 0 || f.min > 1 {
		return hint(fmt.Errorf("--min %v is no share", f.min), "give a number from 0 to 1, such as 0.98")
	}
	cases, err := readSets(args)
	if err != nil {
		return err
	}
	know, err := openKnowledge(cmd)
	if err != nil {
		return err
	}
	defer know.Close()
	s := newScore()
	var out io.Writer = io.Discard
	if f.fails {
		out = cmd.OutOrStdout()
	}
	if err := s.ask(cmd.Context(), bot.New(know, bot.Options{}), cases, out); err != nil {
		return err
	}
	if err := s.print(cmd.OutOrStdout()); err != nil {
		return err
	}
	if s.share() < f.min {
		fmt.Fprintf(cmd.ErrOrStderr(), "hapjak: %.3f of the turns passed, and --min asks for %.3f\n", s.share(), f.min)
		return exit(exitNo)
	}
	return nil
}

// readSets reads question sets, and names every line that is none.
func readSets(paths []string) ([]compare.Case, error) {
	var cases []compare.Case
	var faults []error
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		list, err := readSet(path, file)
		file.Close()
		cases = append(cases, list...)
		faults = append(faults, err)
	}
	return cases, errors.Join(faults...)
}

func readSet(path string, in io.Reader) (cases []compare.Case, err error) {
	r := bufio.NewReader(in)
	var faults []error
	for n := 1; ; n++ {
		l, err := readLine(r)
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if len(strings.TrimSpace(string(l.text))) > 0 || l.long {
			var c compare.Case
			if fault := json.Unmarshal(l.text, &c); fault != nil {
				faults = append(faults, fmt.Errorf("%s:%d: %w", path, n, fault))
			} else if len(c.Turns) == 0 {
				faults = append(faults, fmt.Errorf("%s:%d: no turns", path, n))
			}
			cases = append(cases, c)
		}
		if err == io.EOF {
			return cases, errors.Join(faults...)
		}
	}
}

// A score adds up verdicts.
type score struct {
	passed, turns         map[string]int // by kind
	unknown, wrongUnknown int            // turns that must be unknown; those that were not
	known, missed         int            // turns that must not be; those that were
	right, given          int            // citations
	fixed                 int            // answers that a curator fixed: they are in no other count
	times                 []time.Duration
	wall                  time.Duration
}

func newScore() *score { return &score{passed: map[string]int{}, turns: map[string]int{}} }

// ask asks every question in its conversation, and tells fails of those that fall
// short.
func (s *score) ask(ctx context.Context, b *bot.Bot, cases []compare.Case, fails io.Writer) error {
	begin := time.Now()
	for i, c := range cases {
		for j, t := range c.Turns {
			if err := ctx.Err(); err != nil {
				return err
			}
			reply := b.Handle(ctx, bot.Request{Command: "ask", Options: map[string]string{"question": t.Q},
				Conversation: fmt.Sprintf("%d.%s", i, c.ID)})
			v := compare.Judge(t, c.Kind, reply.Answer)
			s.add(c, t, reply.Answer, v)
			if len(v.Why) > 0 {
				fmt.Fprintf(fails, "%s.%d %s: %s\n     %s: %q\n     %s\n", c.ID, j+1, c.Kind, t.Q,
					reply.Answer.Status, firstRunes(reply.Answer.Text, 200), strings.Join(v.Why, "; "))
			}
		}
	}
	s.wall = time.Since(begin)
	return nil
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

func (s *score) add(c compare.Case, t compare.Turn, got *facts.Answer, v compare.Verdict) {
	if got.Fixed || got.Taught { // by a curator's hand
		s.fixed++
		return
	}
	s.turns[c.Kind]++
	if len(v.Why) == 0 {
		s.passed[c.Kind]++
	}
	s.right += v.Right
	s.given += v.Given
	s.times = append(s.times, time.Duration(got.ElapsedUS)*time.Microsecond)
	switch mustNot := slices.Contains(t.Status, string(facts.Unknown)); {
	case mustNot && len(t.Status) == 1:
		s.unknown++
		if got.Status != facts.Unknown {
			s.wrongUnknown++
		}
	case !mustNot:
		s.known++
		if got.Status == facts.Unknown {
			s.missed++
		}
	}
}

// share is the part of the turns that passed.
func (s *score) share() float64 {
	p, n := sum(s.passed), sum(s.turns)
	if n == 0 {
		return 0
	}
	return float64(p) / float64(n)
}

func sum(m map[string]int) (n int) {
	for v := range maps.Values(m) {
		n += v
	}
	return n
}

// print writes a table of the kinds and then the totals.
func (s *score) print(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tab, "kind\tpassed\tof\tshare\t")
	for _, k := range slices.Sorted(maps.Keys(s.turns)) {
		fmt.Fprintf(tab, "%s\t%d\t%d\t%.3f\t\n", cmp.Or(k, "-"), s.passed[k], s.turns[k], float64(s.passed[k])/float64(s.turns[k]))
	}
	fmt.Fprintf(tab, "all\t%d\t%d\t%.3f\t\n", sum(s.passed), sum(s.turns), s.share())
	if err := tab.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\nwrongly answered when the sources do not say  %d/%d\n"+
		"wrongly abstained when the sources say        %d/%d\n"+
		"citations right                               %d/%d\n"+
		"time of an answer                             p50 %s, p99 %s; %d turns in %s\n",
		s.wrongUnknown, s.unknown, s.missed, s.known, s.right, s.given,
		s.quantile(0.5), s.quantile(0.99), sum(s.turns), s.wall.Round(time.Millisecond))
	if err == nil && s.fixed > 0 {
		_, err = fmt.Fprintf(w, "left out, since a curator fixed their answers  %d\n", s.fixed)
	}
	return err
}

func (s *score) quantile(q float64) time.Duration {
	if len(s.times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s.times))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}
