package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hapjak/facts/intake"
)

// importFlags are what `hapjak import` can be told.
type importFlags struct {
	job  intake.Job
	json bool
}

func newImportCommand() *cobra.Command {
	f := &importFlags{}
	job := &f.job
	c := &cobra.Command{
		Use:   "import --kb DIR [--schema SCHEMA.yaml] [--triples FILE…] [PATH…]",
		Short: "Read facts and articles into a knowledge base",
		Long: `Import adds what is named to a knowledge base, and updates what changed: articles
(Markdown, reStructuredText, AsciiDoc, DocBook, HTML, MHT, mails, PDF, DOCX, XLSX, EPUB,
subtitles, plain text, a channel's export, JSONL; folders, zip and tar.gz of these) and statements
(CSV, TSV, XLSX with subject, relation and object a line, or with one thing a row and one
relation a column). Statements need a schema; --csv guesses one from tables, and extends it.

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
			for _, arg := range args { // what a shell made of --csv *.csv
				switch like := func(file string) bool { return strings.EqualFold(filepath.Ext(file), filepath.Ext(arg)) }; {
				case slices.ContainsFunc(job.Tables, like):
					job.Tables = append(job.Tables, arg)
				case slices.ContainsFunc(job.Triples, like):
					job.Triples = append(job.Triples, arg)
				default:
					job.Articles = append(job.Articles, arg)
				}
			}
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := c.Flags()
	fl.StringVar(&job.Dir, "kb", "", "directory of the knowledge base, made if need be")
	fl.StringVar(&job.Schema, "schema", "", "schema of the statements; the one imported before if there is none")
	fl.StringArrayVar(&job.Triples, "triples", nil, "file of statements; may be repeated")
	fl.StringArrayVar(&job.Tables, "csv", nil, "table (CSV, TSV, XLSX), or folder of some, with one thing a row; a schema is guessed, or the guessed one extended, and written to DIR/schema.yaml; may be repeated")
	fl.StringArrayVar(&job.Articles, "articles", nil, "article, folder, archive or JSONL to read, as PATH; may be repeated")
	fl.BoolVar(&job.Names, "names", false, "find the names in each paragraph as well (about 120 kB of text a second and core)")
	fl.BoolVar(&job.Replace, "replace", false, "take out all articles, or all statements, that are not among these")
	fl.BoolVar(&job.Fewer, "fewer", false, "go on if the base will hold fewer articles or statements than before")
	fl.BoolVar(&job.Strict, "strict", false, "refuse the whole if anything is left out")
	fl.BoolVar(&job.Dry, "dry-run", false, "say what would change and write nothing")
	fl.BoolVar(&f.json, "json", false, "say what changed as JSON")
	fl.BoolVar(&job.All, "all", false, "list every note, however many are alike")
	fl.DurationVar(&job.Wait, "wait", 0, "how long to wait for another import into DIR, such as 30s")
	fl.IntVar(&job.Limits.MaxEntries, "max-entries", 0, "most files of one archive (200,000)")
	fl.Int64Var(&job.Limits.MaxUnpacked, "max-unpacked", 0, "most bytes of one archive, unpacked (8 GiB)")
	fl.Int64Var(&job.Limits.MaxRatio, "max-ratio", 0, "how many times as long as packed a file of an archive may be (200)")
	fl.Int64Var(&job.Limits.MaxArticle, "max-article", 0, "most bytes of one article (16 MiB)")
	fl.Bool("keep", true, "what was imported before stays")
	_ = fl.MarkDeprecated("keep", "what was imported before stays anyway; --replace takes it out")
	return c
}

// sparing is how much garbage an import leaves lying, in percent of what is in use: half of what is usual, which spares a
// fifth of the memory (facts/intake/FIGURES.md).
const sparing = 50

func (f *importFlags) run(ctx context.Context, out, errs io.Writer) error {
	if os.Getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(sparing))
	}
	meter := newMeter(errs)
	f.job.Progress = func(what string, n int, things string, done, total int64) {
		if what != things {
			what += ", " + things
		}
		meter.show(what, n, done, total)
	}
	if !f.json {
		f.job.Say = func(line string) {
			meter.end()
			fmt.Fprintln(out, line)
		}
	}
	began := time.Now()
	report, err := f.job.Run(ctx)
	meter.end()
	if report.Notes != nil { // it began
		f.tell(out, errs, report, err)
		switch {
		case err != nil && f.job.Dry:
			err = fmt.Errorf("the import would be refused: %w", err)
		case err != nil:
			err = fmt.Errorf("nothing was imported: %w", err)
		}
	}
	if err == nil && !f.json && !f.job.Dry {
		fmt.Fprintf(out, "imported into %s in %.1f s\n", f.job.Dir, time.Since(began).Seconds())
	}
	return err
}

// tell writes what was left out and guessed, and what changed.
func (f *importFlags) tell(out, errs io.Writer, report intake.Report, err error) {
	if f.json {
		_ = writeJSON(out, report)
		return
	}
	errs = foldedTo(errs)
	intake.TellFaults(errs, report.Faults, f.job.All)
	if err == nil && len(report.Faults) > 0 {
		fmt.Fprintln(errs, "what has these faults is left out"+stayed(report.Stayed))
	}
	intake.TellNotes(errs, report.Notes)
	would := ""
	switch {
	case f.job.Dry && (err == nil || report.Articles.After+report.Statements.After > 0):
		would = "would change, nothing was written: "
	case err != nil:
		return
	}
	if len(f.job.Articles) > 0 {
		fmt.Fprintf(out, "%sarticles: %s\n", would, report.Articles)
	}
	if s := report.Statements; len(f.job.Triples) > 0 || f.job.Schema != "" || s.Added+s.Removed > 0 {
		fmt.Fprintf(out, "%sstatements: %s\n", would, report.Statements)
	}
}

// stayed says that what was imported of files before they had faults is not lost.
func stayed(articles int) string {
	switch articles {
	case 0:
		return ""
	case 1:
		return ", and the article that was imported before from there stays as it was"
	}
	return ", and the " + grouped(articles) + " articles that were imported before from there stay as they were"
}

// How counts and lines are written, as the import writes them.
func grouped(n int) string                   { return intake.Grouped(n) }
func counted(n int, one, many string) string { return intake.Counted(n, one, many) }
func oneLine(s string) string                { return intake.OneLine(s) }
