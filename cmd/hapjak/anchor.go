package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/intake"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/storage"
)

func newAnchorCommand() *cobra.Command {
	var dir string
	var dry bool
	c := &cobra.Command{
		Use:   "anchor --kb DIR",
		Short: "Write down which words citations lead to, so that they move with them",
		Long: `Anchor changes facts/*.yaml of a knowledge base, and mendings.yaml and answers.yaml:
a citation shelf:5 becomes {at: shelf:5, quote: "…", before: "…", after: "…"}, with words
of that paragraph. When the article changes later, the citation follows its words, and
where they are gone it is given up: hapjak check lists both. Anchor again writes the new
numbers down.`,
		Example: `  hapjak anchor --kb KB --dry-run
  hapjak anchor --kb KB`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if dir == "" {
				return errors.New("say which knowledge base: --kb DIR")
			}
			return anchorBase(cmd.OutOrStdout(), cmd.ErrOrStderr(), dir, dry)
		},
	}
	c.Flags().StringVar(&dir, "kb", "", "`folder` of the knowledge base")
	c.Flags().BoolVar(&dry, "dry-run", false, "say what would change and write nothing")
	_ = c.MarkFlagDirname("kb")
	return c
}

func anchorBase(out, errs io.Writer, dir string, dry bool) error {
	edits, notes, err := anchorsOf(errs, dir)
	if err != nil {
		return err
	}
	for _, n := range notes {
		fmt.Fprintln(errs, n)
	}
	files := map[string][]curated.Edit{}
	for _, e := range edits {
		files[e.File] = append(files[e.File], e)
	}
	if dry {
		fmt.Fprintf(out, "would write %s in %s\n", counted(len(edits), "citation", "citations"), counted(len(files), "file", "files"))
		return nil
	}
	for name, list := range files {
		if err := editFile(filepath.Join(dir, filepath.FromSlash(name)), list); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "wrote %s in %s\n", counted(len(edits), "citation", "citations"), counted(len(files), "file", "files"))
	return err
}

// anchorsOf finds how facts/*.yaml, where there are such, and what curators wrote beside are to be changed.
func anchorsOf(errs io.Writer, dir string) ([]curated.Edit, []fault.Fault, error) {
	if parts, err := storage.Parts(dir); err == nil && parts[storage.PartFacts] != "" {
		_, mended := os.Stat(filepath.Join(dir, curated.MendingsFile))
		if _, answers := os.Stat(filepath.Join(dir, curated.AnswersFile)); errors.Is(mended, fs.ErrNotExist) && errors.Is(answers, fs.ErrNotExist) {
			return nil, nil, errors.New("its statements were imported and cite the files that they came from; only facts/*.yaml, " + curated.MendingsFile + " and " + curated.AnswersFile + " can be anchored")
		}
		a, err := facts.Open(dir)
		if err != nil {
			return nil, nil, err
		}
		defer a.Close()
		if a.Passages() == nil {
			return nil, nil, fmt.Errorf("%s holds no articles", dir)
		}
		return anchorBeside(dir, a.Passages())
	}
	sources, err := corpus.Load(corpus.Dir(filepath.Join(dir, "sources")))
	if err == nil && len(sources) == 0 {
		err = fmt.Errorf("%s holds no articles in sources/", dir)
	}
	if err != nil {
		return nil, nil, err
	}
	held := intake.Held(sources)
	edits, notes, err := curated.Anchor(os.DirFS(dir), held)
	if err == nil {
		more, told, faults := anchorBeside(dir, held)
		edits, notes, err = append(edits, more...), append(notes, told...), faults
	}
	if err != nil {
		printFaults(errs, err)
		return nil, nil, hint(errors.New("nothing was anchored: the facts have faults"), "hapjak check --kb "+dir+" lists them all")
	}
	return edits, notes, nil
}

// editFile makes all changes to a file, or none.
func editFile(path string, edits []curated.Edit) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text, err := curated.Apply(path, string(data), edits)
	if err != nil {
		return err
	}
	return storage.ReplaceFile(path, []byte(text))
}
