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
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
	"hapjak/nlp"
)

// An importJob is one `hapjak import`: it reads what is named, reckons what the base
// will hold, and then writes all of it or nothing.
type importJob struct {
	dir, schema       string
	table             string // whose schema is guessed
	guessed           []byte // that schema
	triples, articles []string
	names             bool // find the names in each paragraph
	replace, fewer    bool
	strict, dry       bool
	json, all         bool
	wait              time.Duration
	limits            corpus.Options
	meter             *meter
	out, err          io.Writer

	ledger *kb.Ledger
	parts  map[string]string // of the base as it was
	write  []kb.Part
	report importReport
	told   *teller
}

func newImportCommand() *cobra.Command {
	job := &importJob{}
	c := &cobra.Command{
		Use:   "import --kb DIR [--schema SCHEMA.yaml] [--triples FILE…] [PATH…]",
		Short: "Read facts and articles into a knowledge base",
		Long: `Import adds what is named to a knowledge base, and updates what changed: articles
(Markdown, reStructuredText, HTML, PDF, DOCX, XLSX, EPUB, subtitles, plain text, a
channel's export, JSONL; folders, zip and tar.gz of these) and statements (CSV, TSV,
XLSX with subject, relation and object a line, or with one thing a row and one
relation a column). Statements need a schema; --csv guesses one from a table.

What was imported before stays. Importing a path again takes out what vanished from
it and nothing else; --replace begins anew, and hapjak remove takes a source out.
What cannot be read is passed over, each told as file:line: what; with --strict it
refuses the whole. DIR is complete afterwards, or as it was, and the exit code 0 or 2.`,
		Example: `  hapjak import --kb KB notes/ programme.pdf saved-pages.zip
  hapjak import --kb KB --schema schema.yaml --triples films.xlsx --dry-run
  hapjak import --kb KB --csv boats.csv
  hapjak import --kb KB --wait 30s --json notes/
  hapjak ask --kb KB "Who directed Blade Runner?"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			job.articles = append(job.articles, args...)
			job.out, job.err = cmd.OutOrStdout(), cmd.ErrOrStderr()
			job.meter = newMeter(job.err)
			return job.run(cmd.Context())
		},
	}
	f := c.Flags()
	f.StringVar(&job.dir, "kb", "", "directory of the knowledge base, made if need be")
	f.StringVar(&job.schema, "schema", "", "schema of the statements; the one imported before if there is none")
	f.StringArrayVar(&job.triples, "triples", nil, "file of statements; may be repeated")
	f.StringVar(&job.table, "csv", "", "table (CSV, TSV, XLSX) with one thing a row; a schema is guessed and written to DIR/schema.yaml")
	f.StringArrayVar(&job.articles, "articles", nil, "article, folder, archive or JSONL to read, as PATH; may be repeated")
	f.BoolVar(&job.names, "names", false, "find the names in each paragraph as well (about 120 kB of text a second and core)")
	f.BoolVar(&job.replace, "replace", false, "take out all articles, or all statements, that are not among these")
	f.BoolVar(&job.fewer, "fewer", false, "go on if the base will hold fewer articles or statements than before")
	f.BoolVar(&job.strict, "strict", false, "refuse the whole if anything is left out")
	f.BoolVar(&job.dry, "dry-run", false, "say what would change and write nothing")
	f.BoolVar(&job.json, "json", false, "say what changed as JSON")
	f.BoolVar(&job.all, "all", false, "list every note, however many are alike")
	f.DurationVar(&job.wait, "wait", 0, "how long to wait for another import into DIR, such as 30s")
	f.IntVar(&job.limits.MaxEntries, "max-entries", 0, "most files of one archive (200,000)")
	f.Int64Var(&job.limits.MaxUnpacked, "max-unpacked", 0, "most bytes of one archive, unpacked (8 GiB)")
	f.Int64Var(&job.limits.MaxArticle, "max-article", 0, "most bytes of one article (16 MiB)")
	f.Bool("keep", true, "what was imported before stays")
	_ = f.MarkDeprecated("keep", "what was imported before stays anyway; --replace takes it out")
	return c
}

// An importReport is what an import changed, or would.
type importReport struct {
	Written    bool       `json:"written"`
	DryRun     bool       `json:"dry_run,omitempty"`
	Articles   changes    `json:"articles"`
	Passages   int        `json:"passages"`
	Statements changes    `json:"statements"`
	LeftOut    int        `json:"left_out"`
	Faults     []string   `json:"faults"`
	Notes      []noteKind `json:"notes"`
}

type changes struct {
	Added     int `json:"added"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
	Before    int `json:"before"`
	After     int `json:"after"`
}

func (c changes) String() string {
	list := []string{grouped(c.Added) + " added"}
	if c.Updated > 0 {
		list = append(list, grouped(c.Updated)+" updated")
	}
	return strings.Join(append(list, grouped(c.Unchanged)+" unchanged", grouped(c.Removed)+" removed"), ", ")
}

func (j *importJob) run(ctx context.Context) error {
	switch {
	case j.dir == "":
		return errors.New("say where to: --kb DIR")
	case j.table != "" && j.schema != "":
		return errors.New("--csv guesses a schema, and --schema names one: give the table as --triples then")
	case len(j.triples) == 0 && j.table == "" && len(j.articles) == 0 && j.schema == "":
		return errors.New("nothing to import: name --triples FILE, an article or a folder")
	}
	if j.table != "" {
		j.triples = append(j.triples, j.table)
	}
	began := time.Now()
	unlock, err := kb.Lock(ctx, j.dir, j.wait)
	if err != nil {
		return err
	}
	defer unlock()
	if err := j.open(); err != nil {
		return err
	}
	err = j.work(ctx)
	j.meter.end()
	j.tell(err)
	if err != nil {
		return fmt.Errorf("nothing was imported: %w", err)
	}
	if !j.json && !j.dry {
		fmt.Fprintf(j.out, "imported into %s in %.1f s\n", j.dir, time.Since(began).Seconds())
	}
	return nil
}

// open reads what the base remembers.
func (j *importJob) open() (err error) {
	j.told = newTeller(j.all)
	j.report = importReport{DryRun: j.dry, Faults: []string{}, Notes: []noteKind{}}
	if j.parts, err = kb.Parts(j.dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if j.replace {
		j.ledger, err = kb.ReadLedger(j.dir)
		if err != nil || len(j.ledger.Articles) == 0 && len(j.ledger.Facts) == 0 {
			j.ledger = &kb.Ledger{Articles: map[string]map[string][]string{}}
		}
		return nil
	}
	j.ledger, err = kb.ReadLedger(j.dir)
	return err
}

// work reads and, unless it is only to be told, writes.
func (j *importJob) work(ctx context.Context) error {
	if len(j.triples) > 0 || j.schema != "" {
		if err := j.readFacts(ctx); err != nil {
			return err
		}
	}
	if len(j.articles) > 0 {
		j.write = append(j.write, kb.Part{Name: kb.PartPassages, Write: j.writeArticles})
	}
	switch {
	case j.dry:
		if j.guessed != nil && !j.json {
			fmt.Fprintf(j.out, "%s\n", j.guessed)
		}
		if len(j.articles) > 0 {
			return j.writeArticles(ctx, io.Discard)
		}
		return j.refuse()
	case len(j.articles) == 0:
		if err := j.refuse(); err != nil {
			return err
		}
	}
	if err := kb.Commit(ctx, j.dir, append(j.write, j.ledger.Part())...); err != nil {
		return err
	}
	j.report.Written = true
	return j.keepGuess()
}

// refuse says why what was read is not to be written, nil where it is.
func (j *importJob) refuse() error {
	told := j.fewer || j.replace
	fewer := func(what string, c changes) error {
		return hint(fmt.Errorf("the base holds %s %s and would hold %s", grouped(c.Before), what, grouped(c.After)), "--fewer says that this is meant")
	}
	switch a, s := j.report.Articles, j.report.Statements; {
	case j.strict && j.report.LeftOut > 0:
		return fmt.Errorf("%s left out, and --strict allows none", counted(j.report.LeftOut, "thing was", "things were"))
	case !told && a.After < a.Before:
		return fewer("articles", a)
	case !told && s.After < s.Before:
		return fewer("statements", s)
	}
	return nil
}

// writeArticles writes the index that the base will have, unless it is to be refused.
func (j *importJob) writeArticles(ctx context.Context, w io.Writer) error {
	var find func(string) []string
	if j.names {
		find = namesIn(nlp.NewTagger())
	}
	owner := map[string]string{} // of each article the path that it came from
	fileOf := map[string]string{}
	for root, files := range j.ledger.Articles {
		for file, ids := range files {
			for _, id := range ids {
				owner[id], fileOf[id] = root, file
			}
		}
	}
	roots := map[string]bool{} // that can be read
	for _, p := range j.articles {
		if _, err := os.Stat(p); err == nil || strings.ContainsAny(p, "*?[") {
			roots[absolute(p)] = true
		}
	}
	taken := j.takenBy(owner, roots)
	fresh := map[string]map[string][]string{}
	done, faults, err := passages.Import(ctx, w, passages.ImportOptions{
		Names: find, Old: j.parts[kb.PartPassages], Paths: j.articles, Taken: taken, Note: j.note, Limits: j.limits,
		Progress: func(p passages.Progress) { j.meter.show("articles", p.Bytes, p.Total) },
		Drop: func(id string, faulty func(string) bool) bool {
			return j.replace || roots[owner[id]] && !faulty(fileOf[id])
		},
		Took: func(id, file string, what passages.Change) {
			c := &j.report.Articles
			*[...]*int{&c.Added, &c.Updated, &c.Unchanged, &c.Removed}[what]++
			if what == passages.Removed {
				delete(owner, id)
				return
			}
			root := rootOf(j.articles, file)
			if fresh[root] == nil {
				fresh[root] = map[string][]string{}
			}
			fresh[root][file] = append(fresh[root][file], id)
			delete(owner, id)
		},
	})
	j.meter.end()
	j.addFaults(faults)
	if err != nil {
		return err
	}
	kept := done.Sources - j.report.Articles.Added - j.report.Articles.Updated - j.report.Articles.Unchanged
	j.report.Articles.After, j.report.Passages = done.Sources, done.Passages
	j.report.Articles.Unchanged += kept
	j.report.Articles.Before = done.Sources - j.report.Articles.Added + j.report.Articles.Removed
	for id, root := range owner { // those that stay as they were
		if fresh[root] == nil {
			fresh[root] = map[string][]string{}
		}
		fresh[root][fileOf[id]] = append(fresh[root][fileOf[id]], id)
	}
	for _, files := range fresh {
		for _, ids := range files {
			slices.Sort(ids)
		}
	}
	j.ledger.Articles = fresh
	if !j.json {
		fmt.Fprintf(j.out, "%s articles in %s passages, %s of them as they were\n", grouped(done.Sources), grouped(done.Passages), grouped(done.Reused))
	}
	return j.refuse()
}

// takenBy says which ids belong to articles that came from elsewhere.
func (j *importJob) takenBy(owner map[string]string, roots map[string]bool) func(string) bool {
	if j.replace {
		return nil
	}
	return func(id string) bool { root, ok := owner[id]; return ok && !roots[root] }
}

// rootOf returns the path that a file was read from, as the ledger has it.
func rootOf(paths []string, file string) string {
	best := ""
	for _, p := range paths {
		clean := filepath.ToSlash(filepath.Clean(p))
		if (file == clean || file == filepath.ToSlash(p) || strings.HasPrefix(file, clean+"/") || clean == ".") && len(p) > len(best) {
			best = p
		}
		if ok, err := filepath.Match(p, filepath.FromSlash(file)); err == nil && ok && best == "" {
			best = p
		}
	}
	if best == "" && len(paths) > 0 {
		best = paths[0]
	}
	return absolute(best)
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return filepath.ToSlash(abs)
	}
	return filepath.ToSlash(path)
}

func (j *importJob) note(n corpus.Note) {
	if n.LeftOut {
		j.report.LeftOut++
	}
	j.told.note(n)
}

// addFaults takes the faults of a joined error, one a line.
func (j *importJob) addFaults(err error) {
	if err == nil {
		return
	}
	for line := range strings.Lines(err.Error()) {
		j.report.LeftOut++
		j.report.Faults = append(j.report.Faults, strings.TrimRight(line, "\n"))
	}
}

// tell writes what was left out and guessed, and what changed.
func (j *importJob) tell(err error) {
	j.report.Notes = j.told.kinds()
	if j.json {
		_ = writeJSON(j.out, j.report)
		return
	}
	tellFaults(j.err, j.report.Faults, j.all)
	j.told.write(j.err)
	if err != nil {
		return
	}
	would := ""
	if j.dry {
		would = "would change, nothing was written: "
	}
	if len(j.articles) > 0 {
		fmt.Fprintf(j.out, "%sarticles: %s\n", would, j.report.Articles)
	}
	if len(j.triples) > 0 || j.schema != "" {
		fmt.Fprintf(j.out, "%sstatements: %s\n", would, j.report.Statements)
	}
}

// openFacts opens the compiled facts that a base has, nil for none.
func openFacts(path string) (*kb.Base, error) {
	if path == "" {
		return nil, nil
	}
	return kb.OpenFile(path)
}
