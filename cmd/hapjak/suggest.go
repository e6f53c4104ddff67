package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hapjak/facts"
	"hapjak/facts/suggest"
)

type suggestFlags struct {
	limit           int
	least           float64
	data, questions string
	accept, refuse  []string
	correct, undo   []string
	keys, json      bool
	duplicates      bool
}

// newSuggestCommand returns `hapjak suggest`.
func newSuggestCommand() *cobra.Command {
	f := &suggestFlags{}
	cmd := &cobra.Command{
		Use:   "suggest --kb DIR",
		Short: "propose statements that the articles make and the facts do not hold",
		Long: "Suggest reads the articles of a knowledge base and proposes statements for the relations of its\n" +
			"schema: each with its sentence, the value marked in it, and how likely it is right. With --data or\n" +
			"--questions those that would answer what was asked come first.\n\n" +
			"What is accepted is written into facts/*.yaml with its citation, or beside facts that were imported into\n" +
			"mendings.yaml, and answered at once: the lines are told, and --undo takes them out again, whatever else\n" +
			"was changed since. What is refused is remembered in DIR/" + suggest.MemoryFile + " and not proposed again,\n" +
			"unless that is undone. Where an article says another value than the facts, that is told. Free text is\n" +
			"proposed only where a label stands before it (Difficulty: easy).\n\n" +
			"With --duplicates it lists things that may be one: whose names differ in spaces, case, accents or the\n" +
			"order of their words, or by a letter where they have statements in common.",
		Example: "  hapjak suggest --kb KB --limit 10\n" +
			"  hapjak suggest --kb KB --questions asked.txt\n" +
			"  hapjak suggest --kb KB --accept 3f9a2c1b --refuse 77ab01f2 --correct 5be0c4d1=1998\n" +
			"  hapjak suggest --kb KB --undo 3f9a2c1b\n" +
			"  hapjak suggest --kb KB --keys",
		Args: cobra.NoArgs,
		RunE: f.run,
	}
	cmd.Flags().IntVar(&f.limit, "limit", 20, "propose at most so many (0: all)")
	cmd.Flags().Float64Var(&f.least, "least", suggest.Likely, "propose from this confidence on, above 0 to 1")
	cmd.Flags().StringVar(&f.data, "data", "", "what a bot remembers, a `directory` or a PostgreSQL address: what it could not answer goes first")
	cmd.Flags().StringVar(&f.questions, "questions", "", "a `file` of questions, a line each or a set for eval: those without an answer go first")
	cmd.Flags().StringSliceVar(&f.accept, "accept", nil, "write the proposal of this `id` into the facts")
	cmd.Flags().StringArrayVar(&f.correct, "correct", nil, "write it with another value: `id=value`")
	cmd.Flags().StringSliceVar(&f.refuse, "refuse", nil, "do not propose this `id` again")
	cmd.Flags().StringSliceVar(&f.undo, "undo", nil, "take back what was done about this `id`: it is open again")
	cmd.Flags().BoolVar(&f.keys, "keys", false, "go through the proposals by keys: a accepts, c corrects, r refuses, s skips, q ends")
	cmd.Flags().BoolVar(&f.duplicates, "duplicates", false, "list things that may be one, in place of statements")
	cmd.Flags().BoolVar(&f.json, "json", false, "write proposals as JSON, a line each")
	_ = cmd.MarkFlagDirname("data")
	return cmd
}

func (f *suggestFlags) run(cmd *cobra.Command, _ []string) error {
	if f.least <= 0 || f.least > 1 {
		return hint(fmt.Errorf("--least %v is no confidence", f.least), "give a number above 0, up to 1")
	}
	dir := cmd.Flag("kb").Value.String()
	settles := len(f.accept)+len(f.correct)+len(f.refuse)+len(f.undo) > 0
	if dir == "" && (settles || f.keys) {
		return hint(errors.New("the facts in the program itself cannot be changed"), "give a folder of yours: --kb DIR")
	}
	c := &curating{flags: f, cmd: cmd, dir: dir, out: cmd.OutOrStdout()}
	if f.duplicates {
		return c.listDuplicates(cmd.Context())
	}
	if err := c.open(); err != nil {
		return err
	}
	defer func() { c.know.Close() }()
	if settles {
		return c.settle(cmd.Context())
	}
	list, err := c.find(cmd.Context())
	if err != nil {
		return err
	}
	switch {
	case f.keys:
		return c.byKeys(cmd.Context(), list)
	case f.json:
		for _, p := range list {
			if err := writeJSON(c.out, p); err != nil {
				return err
			}
		}
		return nil
	}
	return c.tell(list)
}

// A curating is one run over one base.
type curating struct {
	flags  *suggestFlags
	cmd    *cobra.Command
	dir    string // empty for the base in the program
	out    io.Writer
	know   *facts.Answerer
	finder *suggest.Finder
	memory *suggest.Memory
}

func (c *curating) open() (err error) {
	if c.cmd.Flag("no-encoder").Value.String() == "true" {
		return errors.New("suggest needs the encoder: leave --no-encoder out")
	}
	open := encoderOf(c.cmd.Flag("encoder").Value.String())
	model, err := open()
	if err != nil {
		return err
	}
	if c.dir != "" {
		if c.memory, err = suggest.Remember(c.dir); err != nil {
			return err
		}
	}
	if c.know, err = openKnowledgeAt(c.cmd, c.dir, open); err != nil {
		return err
	}
	switch {
	case c.know.Passages() == nil:
		err = hint(errors.New("this knowledge base has no articles to find statements in"), "hapjak import --kb DIR PATH… takes some in")
	case len(c.know.Base().Schema().Relations) == 0:
		err = hint(errors.New("this knowledge base has no relations: without a schema.yaml nothing can be stated"), "hapjak init DIR makes one to begin from, and hapjak schema tells its keys")
	}
	if err != nil {
		c.know.Close()
		return err
	}
	c.finder = suggest.New(c.know.Base(), c.know.Passages(), model)
	return nil
}

// listDuplicates lists things that may be one.
func (c *curating) listDuplicates(ctx context.Context) error {
	know, err := openBase(c.dir)
	if err != nil {
		return err
	}
	defer know.Close()
	c.know = know
	list, err := suggest.Duplicates(ctx, know.Base())
	if err != nil {
		return err
	}
	if c.dir != "" {
		memory, err := suggest.Remember(c.dir)
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(d suggest.Duplicate) bool { return memory.Refused(d.ID()) })
	}
	all := len(list)
	if c.flags.limit > 0 {
		list = list[:min(all, c.flags.limit)]
	}
	for _, d := range list {
		if c.flags.json {
			if err := writeJSON(c.out, d); err != nil {
				return err
			}
			continue
		}
		shared := ""
		if d.Shared > 0 {
			shared = ", and " + counted(d.Shared, "statement", "statements") + " in common"
		}
		fmt.Fprintf(c.out, "%s  and  %s: each a %s\n    %s and %s: %s%s\n\n", d.Things[0].ID, d.Things[1].ID, c.kind(d.Things[0].Kind),
			printable(d.Names[0]), printable(d.Names[1]), d.Why, shared)
	}
	switch {
	case c.flags.json:
	case all == 0:
		fmt.Fprintln(c.out, "no two things look like one")
	case len(list) < all:
		fmt.Fprintf(c.out, "and %d more: --limit 0 lists them all\n", all-len(list))
	default:
		fmt.Fprintln(c.out, "where two are one, write the facts of both under one id, and the other name under its aliases")
	}
	return nil
}

// find finds proposals, and remembers them so that they can be accepted by their ids.
func (c *curating) find(ctx context.Context) ([]suggest.Proposal, error) {
	asked, err := c.asked(ctx)
	if err != nil {
		return nil, err
	}
	m := newMeter(c.cmd.ErrOrStderr())
	o := suggest.Options{Asked: asked, Limit: c.flags.limit, Least: c.flags.least,
		Progress: func(read, all int) { m.show("articles", read, int64(read), int64(all)) }}
	if c.memory != nil {
		o.Skip = c.memory.Refused
	}
	list, err := c.finder.Find(ctx, o)
	m.end()
	if err != nil || c.memory == nil {
		return list, err
	}
	c.memory.Propose(list)
	if err := c.memory.Write(); err != nil {
		fmt.Fprintf(c.cmd.ErrOrStderr(), "hapjak: %v\n        nothing can be accepted by its id until %s can be written to\n", err, c.dir)
	}
	return list, nil
}

// maxAsking bounds the questions that are asked again to see whether they have an answer by now.
const maxAsking = 500

// asked lists questions that have no answer, of the bot's memory and of a file.
func (c *curating) asked(ctx context.Context) (asked []string, err error) {
	var all []string
	if c.flags.data != "" {
		db, err := openRecords(c.flags.data)
		if err != nil {
			return nil, err
		}
		list, err := db.Questions(ctx, maxAsking)
		if err := errors.Join(err, db.Close()); err != nil {
			return nil, err
		}
		for _, q := range list {
			all = append(all, q.Text)
		}
	}
	if c.flags.questions != "" {
		list, err := readQuestions(c.flags.questions)
		if err != nil {
			return nil, err
		}
		for _, one := range list {
			if len(one.Turns) > 0 { // what follows in a conversation leans on it
				all = append(all, one.Turns[0].Q)
			}
		}
	}
	for _, q := range all[:min(len(all), maxAsking)] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if a, _ := c.know.Ask(ctx, facts.Question{Text: q}); a.Status == facts.Unknown {
			asked = append(asked, q)
		}
	}
	if len(all) > maxAsking {
		fmt.Fprintf(c.cmd.ErrOrStderr(), "hapjak: of %d questions the first %d are looked at\n", len(all), maxAsking)
	}
	return asked, nil
}

// tell lists proposals for a person.
func (c *curating) tell(list []suggest.Proposal) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(c.out, "the articles say nothing likely that the facts do not hold")
		return err
	}
	for _, p := range list {
		if _, err := fmt.Fprintf(c.out, "%s\n\n", c.shown(p)); err != nil {
			return err
		}
	}
	i := slices.IndexFunc(list, func(p suggest.Proposal) bool { return p.Differs == "" })
	if c.dir == "" || i < 0 {
		return nil
	}
	_, err := fmt.Fprintf(c.out, "hapjak suggest --kb %s --accept %s states it: %s; --refuse, --correct ID=VALUE, --undo; --keys goes through them\n", shellWord(c.dir), list[i].ID, printable(list[i].Says))
	return err
}

// shown is a proposal as a person reads it, its value marked.
func (c *curating) shown(p suggest.Proposal) string {
	on, off := "»", "«"
	if isTerminal(c.out) {
		on, off = "\x1b[1m", "\x1b[0m"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  (%.0f %%)", p.ID, printable(p.Says), 100*p.Confidence)
	var fresh []string
	for _, t := range []suggest.Thing{p.Subject, p.Object} {
		if t.New {
			fresh = append(fresh, fmt.Sprintf("%s (%s)", printable(t.Name), c.kind(t.Kind)))
		}
	}
	if len(fresh) > 0 {
		fmt.Fprintf(&b, "\n          new: %s", strings.Join(fresh, ", "))
	}
	if p.Differs != "" {
		fmt.Fprintf(&b, "\n          but the facts say %s", printable(p.Differs))
	}
	if p.Asked != "" {
		fmt.Fprintf(&b, "\n          asked: %s", printable(p.Asked))
	}
	fmt.Fprintf(&b, "\n          [%s] %s%s%s%s%s", p.Cite, printable(p.Sentence[:p.Start]), on, printable(p.Sentence[p.Start:p.End]), off, printable(p.Sentence[p.End:]))
	return b.String()
}

// kind is what a thing of a kind is called.
func (c *curating) kind(name string) string {
	s := c.know.Base().Schema()
	if k, ok := s.Kind(name); ok {
		return s.KindDef(k).Noun
	}
	return name
}

// byKeys goes through proposals by single keys.
func (c *curating) byKeys(ctx context.Context, list []suggest.Proposal) error {
	in := newKeys(c.cmd.InOrStdin())
	done := map[rune]int{}
	for i, p := range list {
		fmt.Fprintf(c.out, "%d of %d: %s\n[a]ccept [c]orrect [r]efuse [s]kip [q]uit ", i+1, len(list), c.shown(p))
		key, err := in.key("acrsq")
		fmt.Fprintln(c.out)
		if err != nil || key == 'q' {
			break
		}
		switch key {
		case 'a':
			err = c.accept(ctx, p)
		case 'c':
			fmt.Fprint(c.out, "value: ")
			var value string
			if value, err = in.line(); err == nil && value != "" {
				err = c.correct(ctx, p, value)
			}
		case 'r':
			err = c.refuse(p.ID)
		}
		if err != nil {
			fmt.Fprintln(c.out, err) // and on to the next
			continue
		}
		done[key]++
	}
	_, err := fmt.Fprintf(c.out, "%d accepted, %d corrected, %d refused\n", done['a'], done['c'], done['r'])
	return err
}

// keys reads single keys of a terminal, and letters of anything else.
type keys struct {
	r    *bufio.Reader
	file *os.File // nil for no terminal
}

func newKeys(in io.Reader) *keys {
	k := &keys{r: bufio.NewReader(in)}
	if isTerminal(in) {
		k.file = in.(*os.File)
	}
	return k
}

// key waits for one of the keys. Control-C and the end of input are io.EOF.
func (k *keys) key(of string) (rune, error) {
	if k.file != nil {
		state, err := term.MakeRaw(int(k.file.Fd()))
		if err != nil {
			return 0, err
		}
		defer term.Restore(int(k.file.Fd()), state)
	}
	for {
		r, _, err := k.r.ReadRune()
		if err != nil || r == 3 || r == 4 {
			return 0, io.EOF
		}
		if strings.ContainsRune(of, r) {
			return r, nil
		}
	}
}

// line reads a line that is typed.
func (k *keys) line() (string, error) {
	text, err := k.r.ReadString('\n')
	if errors.Is(err, io.EOF) && text != "" {
		err = nil
	}
	return strings.TrimSpace(text), err
}
