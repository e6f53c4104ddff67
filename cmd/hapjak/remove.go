package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hapjak/corpus"
	"hapjak/facts/intake"
	"hapjak/facts/kb/storage"
	"hapjak/facts/passages"
)

func newRemoveCommand() *cobra.Command {
	var wait time.Duration
	var dir string
	c := &cobra.Command{
		Use:   "remove --kb DIR SOURCE…",
		Short: "Take sources out of an imported knowledge base",
		Long: `Remove takes out articles by their ids, files of statements by what cites them, or
whatever came from a path that was imported. All of them go, or none. Statements that
cite paragraphs of an article that goes are left out until it comes back, and told.`,
		Example: `  hapjak remove --kb KB shelf
  hapjak remove --kb KB old-notes/`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if dir == "" {
				return errors.New("say where from: --kb DIR")
			}
			unlock, err := storage.Lock(cmd.Context(), dir, wait)
			if err != nil {
				return err
			}
			defer unlock()
			if err := removeSources(cmd.Context(), dir, args, cmd.OutOrStdout(), cmd.ErrOrStderr()); err != nil {
				return fmt.Errorf("nothing was removed: %w", err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&dir, "kb", "", "directory of the knowledge base")
	c.Flags().DurationVar(&wait, "wait", 0, "how long to wait for an import into DIR, such as 30s")
	return c
}

func removeSources(ctx context.Context, dir string, sources []string, out, errs io.Writer) error {
	parts, err := storage.Parts(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s holds no import: take its files out of sources/ and facts/ by hand", dir)
	}
	if err != nil {
		return err
	}
	ledger, err := storage.ReadLedger(dir)
	if err != nil {
		return err
	}
	gone, files, err := chosen(parts, ledger, sources)
	if err != nil {
		return err
	}
	var write []storage.Part
	left := 0
	if len(gone) > 0 {
		write = append(write, storage.Part{Name: storage.PartPassages, Write: func(ctx context.Context, w io.Writer) error {
			done, _, err := passages.Import(ctx, w, passages.ImportOptions{Old: parts[storage.PartPassages], Empty: true,
				Scratch: func() (passages.ScratchFile, error) { return storage.NewScratch(dir) },
				Drop:    func(id string, _ func(string) bool) bool { return gone[id] }})
			left = done.Sources
			return err
		}})
		for root, held := range ledger.Articles {
			for file, ids := range held {
				held[file] = slices.DeleteFunc(ids, func(id string) bool { return gone[id] })
				if len(held[file]) == 0 {
					delete(held, file)
				}
			}
			if len(held) == 0 {
				delete(ledger.Articles, root)
			}
		}
	}
	again, report, err := intake.Without(ctx, dir, parts, ledger, files, gone)
	if err != nil {
		return err
	}
	write = append(write, again...)
	if err := storage.Commit(ctx, dir, append(write, ledger.Part())...); err != nil {
		return err
	}
	intake.TellFaults(errs, report.Faults, false)
	intake.TellNotes(errs, report.Notes)
	if len(gone) > 0 {
		fmt.Fprintf(out, "articles: %s removed, %s left\n", grouped(len(gone)), grouped(left))
	}
	if len(files) > 0 {
		fmt.Fprintf(out, "files of statements: %s removed, %s left\n", grouped(len(files)), grouped(len(ledger.Facts)))
	}
	if n := len(report.Faults); n > 0 {
		fmt.Fprintf(out, "statements: %s left out, since what they cite is gone\n", grouped(n))
	}
	return nil
}

// chosen finds the articles and the files of statements that names stand for.
func chosen(parts map[string]string, ledger *storage.Ledger, names []string) (gone, files map[string]bool, err error) {
	gone, files = map[string]bool{}, map[string]bool{}
	var ix *passages.Index
	if path := parts[storage.PartPassages]; path != "" {
		if ix, err = passages.Open(path); err != nil {
			return nil, nil, err
		}
		defer ix.Close()
	}
	for _, name := range names {
		found := false
		if ix != nil {
			if _, ok := ix.Source(name); ok {
				gone[strings.Clone(name)], found = true, true
			}
		}
		for root, held := range ledger.Articles {
			for file, ids := range held {
				if at := corpus.Canonical(name); root == name || root == at || file == name || file == at || strings.HasPrefix(file, at+"/") {
					for _, id := range ids {
						gone[id], found = true, true
					}
				}
			}
		}
		for _, f := range ledger.Facts {
			if f.Source == name || f.Path == corpus.Canonical(name) {
				files[f.Source], found = true, true
			}
		}
		if !found {
			return nil, nil, hint(fmt.Errorf("there is no source %q", name), "give the id of an article or of a file of statements, or a path that was imported")
		}
	}
	return gone, files, nil
}
