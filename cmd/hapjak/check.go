package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/intake"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/storage"
)

func newCheckCommand() *cobra.Command {
	var dir, originals string
	c := &cobra.Command{
		Use:   "check [--kb DIR] [--originals DIR]",
		Short: "Tell everything that is wrong with a knowledge base, and what to do next",
		Long: `Check reads sources, schema and facts and tells every fault as file:line: what.
With --originals, where the texts lie that the sources were written after, it also
lists each statement whose cited paragraph holds neither the name nor the number nor
the words of its object. Those are warnings: a source may say it otherwise.

Of a knowledge base without faults it says what a curator may do next.

Without --kb it checks the knowledge base that the program ships.`,
		Example: `  hapjak check
  hapjak check --kb KB --originals articles/`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			warnings, err := checkBase(dir, originals)
			if w, ok := checkEncoder(cmd); !ok {
				warnings = append(warnings, w)
			}
			for _, w := range warnings {
				fmt.Fprintln(cmd.OutOrStdout(), "warning:", w)
			}
			if n := printFaults(cmd.ErrOrStderr(), err); err != nil && n > 1 {
				return fmt.Errorf("%s faults", grouped(n))
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "no faults, %s\n", counted(len(warnings), "warning", "warnings"))
			if dir == "" {
				return nil
			}
			steps, err := nextSteps(cmd.Context(), dir)
			if len(steps) > 0 {
				fmt.Fprintln(cmd.OutOrStdout(), "\nnext:")
			}
			for _, step := range steps {
				fmt.Fprintln(cmd.OutOrStdout(), "-", oneLine(step))
			}
			return err
		},
	}
	c.Flags().StringVar(&dir, "kb", "", "directory of a knowledge base")
	c.Flags().StringVar(&originals, "originals", "", "directory of the sources' originals")
	return c
}

// checkEncoder reads the weights that evidence would be judged with.
func checkEncoder(cmd *cobra.Command) (warning fault.Fault, ok bool) {
	if without, err := cmd.Flags().GetBool("no-encoder"); err != nil || without { // the flags are the root command's
		return fault.Fault{}, true
	}
	file := cmd.Flag("encoder").Value.String()
	if _, err := encoderOf(file)(); err != nil {
		return fault.Fault{File: cmp.Or(file, "the encoder in the program"), What: err.Error() + "; without it evidence is judged by its words alone, and right less often"}, false
	}
	return fault.Fault{}, true
}

// checkBase checks a directory, or what is shipped where none is named.
func checkBase(dir, originals string) (warnings []fault.Fault, err error) {
	if dir == "" {
		sources, err := corpus.Default()
		return checkFiles(facts.ShippedFiles(), sources, originals, err)
	}
	parts, err := storage.Parts(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if parts != nil { // whose files were checked as they were read
		return checkImported(dir, parts)
	}
	folder := filepath.Join(dir, "sources")
	var sources []corpus.Source
	err = nil
	if _, missing := os.Stat(folder); missing == nil {
		sources, err = corpus.Load(corpus.Dir(folder))
	}
	warnings, err = checkFiles(os.DirFS(dir), sources, originals, err)
	if err != nil {
		return warnings, err
	}
	notes, err := checkMended(dir, intake.Held(sources))
	return append(warnings, notes...), err
}

// checkMended reads what curators added in mendings.yaml and answers.yaml, and tells which citations of
// it have moved or are lost.
func checkMended(dir string, held kb.Citable) (notes []fault.Fault, err error) {
	_, notes, err = anchorBeside(dir, held)
	return notes, joinFaults(err)
}

// checkImported reads every byte that an import wrote, and what stands beside it.
func checkImported(dir string, parts map[string]string) (warnings []fault.Fault, err error) {
	a, err := facts.Open(dir)
	if err != nil {
		return nil, err
	}
	if a.Passages() != nil {
		warnings, err = checkMended(dir, a.Passages())
		err = errors.Join(err, a.Passages().Verify())
	}
	ledger, damage := storage.ReadLedger(dir)
	if damage == nil {
		for _, f := range ledger.Facts {
			warnings = append(append(warnings, f.Lost...), f.Unsure...)
		}
	}
	errs := []error{err, damage, a.Close()}
	for part, path := range parts {
		if part == storage.PartSchema || strings.HasPrefix(part, "triples.") {
			_, err := storage.ReadSealed(path)
			errs = append(errs, err)
		}
	}
	return warnings, joinFaults(errs...)
}

// anchorBeside is curated.Anchor for what curators wrote beside the facts of a directory.
func anchorBeside(dir string, held kb.Citable) ([]curated.Edit, []fault.Fault, error) {
	return curated.AnchorBeside(os.DirFS(dir), held, func() (*kb.Base, error) { return storage.Open(dir, nil) })
}

// checkFiles checks facts against sources. Where those have faults of their own,
// which come first, citations are left unchecked.
func checkFiles(files fs.FS, sources []corpus.Source, originals string, faults error) ([]fault.Fault, error) {
	var held kb.Citable
	if sources != nil && faults == nil {
		held = intake.Held(sources)
	}
	if originals == "" {
		warnings, err := curated.Check(files, held, nil)
		return warnings, joinFaults(faults, err)
	}
	for i := range sources { // whole paragraphs are compared, whatever may be quoted
		sources[i].QuoteWords = math.MaxInt
	}
	texts, unknown := corpus.ReadOriginals(sources, os.DirFS(originals))
	warnings, err := curated.Check(files, held, func(ref corpus.Ref) (string, bool) {
		text, ok := texts[ref]
		return text, ok
	})
	return warnings, joinFaults(faults, unknown, err)
}

// joinFaults joins errors that are themselves joined, so that each fault is told
// once.
func joinFaults(errs ...error) error {
	var all []error
	for _, err := range errs {
		if joined, ok := err.(interface{ Unwrap() []error }); ok {
			all = append(all, joined.Unwrap()...)
		} else if err != nil {
			all = append(all, err)
		}
	}
	return errors.Join(all...)
}
