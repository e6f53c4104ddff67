package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hapjak/facts/kb"
	"hapjak/facts/passages"
	"hapjak/nlp"
)

// An importJob is one `hapjak import`.
type importJob struct {
	dir, schema, triples string
	articles             []string
	names                bool // find the names in each paragraph
	keep                 bool
	meter                *meter
	out, err             io.Writer
}

func newImportCommand() *cobra.Command {
	job := &importJob{}
	c := &cobra.Command{
		Use:   "import --kb DIR [--schema SCHEMA.yaml --triples FILE] [--articles PATH…]",
		Short: "Read facts and articles in bulk into a knowledge base",
		Long: `Import reads statements, one a line as subject|relation|object (or with tabs, or
as CSV; a fourth field names the source of the statement), and articles: JSONL,
Markdown, plain text, HTML, folders and zip files of these. DIR is complete
afterwards, or as it was: a bad line, an error or Ctrl-C leaves nothing behind.

What was imported before and is not imported again stays. Articles that did not
change are not read again.`,
		Example: `  hapjak import --kb KB --schema schema.yaml --triples facts.psv
  hapjak import --kb KB --articles reviews/ --articles leads.jsonl
  hapjak ask --kb KB "Who directed Blade Runner?"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			job.articles = append(job.articles, args...) // what the shell made of --articles *.md
			job.out, job.err = cmd.OutOrStdout(), cmd.ErrOrStderr()
			job.meter = newMeter(job.err)
			return job.run(cmd.Context())
		},
	}
	c.Flags().StringVar(&job.dir, "kb", "", "directory of the knowledge base, made if need be")
	c.Flags().StringVar(&job.schema, "schema", "", "schema of the statements")
	c.Flags().StringVar(&job.triples, "triples", "", "file of statements")
	c.Flags().StringArrayVar(&job.articles, "articles", nil, "article, folder, zip or JSONL to read; may be repeated")
	c.Flags().BoolVar(&job.names, "names", false, "find the names in each paragraph as well (about 120 kB of text a second and core)")
	c.Flags().BoolVar(&job.keep, "keep", false, "keep articles imported before that are not among these")
	return c
}

func (j *importJob) run(ctx context.Context) error {
	switch {
	case j.dir == "":
		return errors.New("say where to: --kb DIR")
	case j.triples == "" && len(j.articles) == 0:
		return errors.New("nothing to import: name --triples FILE, --articles PATH or both")
	case (j.triples == "") != (j.schema == ""):
		return errors.New("--triples and --schema go together: the schema says what the statements mean")
	}
	began := time.Now()
	var parts []kb.Part
	if j.triples != "" {
		base, err := j.readTriples(ctx)
		j.meter.end()
		if err != nil {
			return err
		}
		fmt.Fprintf(j.out, "%s statements about %s things\n", grouped(base.Statements()), grouped(base.Len()))
		parts = append(parts, kb.Part{Name: kb.PartFacts, Write: func(_ context.Context, w io.Writer) error { return base.Write(w) }})
	}
	if len(j.articles) > 0 {
		parts = append(parts, kb.Part{Name: kb.PartPassages, Write: j.writePassages})
	}
	if err := kb.Commit(ctx, j.dir, parts...); err != nil {
		return fmt.Errorf("nothing was imported: %w", err)
	}
	fmt.Fprintf(j.out, "imported into %s in %.1f s\n", j.dir, time.Since(began).Seconds())
	return nil
}

func (j *importJob) readTriples(ctx context.Context) (*kb.Base, error) {
	data, err := os.ReadFile(j.schema)
	if err != nil {
		return nil, err
	}
	schema, err := kb.ParseSchema(j.schema, data)
	if err != nil {
		return nil, j.refused(err)
	}
	f, err := os.Open(j.triples)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	base, err := kb.ReadTriples(ctx, schema, j.triples, f, func(bytes int64) {
		j.meter.show(filepath.Base(j.triples), bytes, info.Size())
	})
	if err != nil {
		return nil, j.refused(err)
	}
	return base, nil
}

// refused writes every fault on a line of its own and returns how many there are.
func (j *importJob) refused(err error) error {
	j.meter.end()
	n := printFaults(j.err, err)
	if n < 2 {
		return fmt.Errorf("nothing was imported: %w", err)
	}
	return fmt.Errorf("nothing was imported: %s faults", grouped(n))
}

// printFaults writes the faults of a joined error, one a line, if they are more
// than one, and returns how many there are.
func printFaults(w io.Writer, err error) int {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return 1
	}
	list := joined.Unwrap()
	if len(list) < 2 {
		return len(list)
	}
	for _, e := range list {
		fmt.Fprintln(w, e)
	}
	return len(list)
}

func (j *importJob) writePassages(ctx context.Context, w io.Writer) error {
	old, err := kb.Parts(j.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var find func(string) []string
	if j.names {
		find = namesIn(nlp.NewTagger())
	}
	done, faults, err := passages.Import(ctx, w, passages.ImportOptions{
		Names: find,
		Old:   old[kb.PartPassages], Paths: j.articles, Keep: j.keep,
		Progress: func(p passages.Progress) { j.meter.show("articles", p.Bytes, p.Total) },
	})
	j.meter.end()
	if faults != nil {
		fmt.Fprintf(j.err, "%v\nthe articles with these faults are left out\n", faults)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(j.out, "%s articles in %s passages, %s of them as they were\n", grouped(done.Sources), grouped(done.Passages), grouped(done.Reused))
	return nil
}

// grouped writes a count as people read it: 133,582.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// A meter tells how far something long is: on a terminal in one line that changes,
// elsewhere in a line every few seconds.
type meter struct {
	w           io.Writer
	live, drawn bool
	what        string
	began, last time.Time
}

const (
	liveEvery  = 100 * time.Millisecond
	plainEvery = 5 * time.Second
)

func newMeter(w io.Writer) *meter {
	f, ok := w.(*os.File)
	return &meter{w: w, live: ok && term.IsTerminal(int(f.Fd()))}
}

// show tells that done of total bytes of what are read.
func (m *meter) show(what string, done, total int64) {
	now := time.Now()
	if what != m.what {
		m.end()
		m.what, m.began, m.last = what, now, now
	}
	every := plainEvery
	if m.live {
		every = liveEvery
	}
	if now.Sub(m.last) < every || done == 0 || total < done {
		return
	}
	m.last = now
	spent := now.Sub(m.began)
	rate := float64(done) / spent.Seconds()
	line := fmt.Sprintf("reading %s: %d %%, %.1f MB/s, %.0f s left", what, 100*done/total, rate/1e6, float64(total-done)/rate)
	if m.live {
		fmt.Fprintf(m.w, "\r%s\x1b[K", line)
		m.drawn = true
		return
	}
	fmt.Fprintln(m.w, line)
}

// end takes the changing line away.
func (m *meter) end() {
	if m.drawn {
		fmt.Fprint(m.w, "\r\x1b[K")
		m.drawn = false
	}
}

// namesIn returns a function that lists the names in a text, each once.
func namesIn(t *nlp.Tagger) func(string) []string {
	return func(text string) []string {
		var names []string
		for _, n := range t.Names(text) {
			if !slices.Contains(names, n.Text) {
				names = append(names, n.Text)
			}
		}
		return names
	}
}
