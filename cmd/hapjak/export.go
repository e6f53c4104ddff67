package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/kb/triples"
	"hapjak/facts/linked"
)

type exportFlags struct {
	format, kind, out, ids string
}

// newExportCommand returns `hapjak export`.
func newExportCommand() *cobra.Command {
	f := &exportFlags{}
	formats := []string{"csv", "triples", "jsonld", "quickstatements"}
	cmd := &cobra.Command{
		Use:   "export --format csv|triples|jsonld|quickstatements [-o FILE]",
		Short: "write the facts out for other programs",
		Long: `Export writes the facts of a knowledge base to standard output or into FILE.

  csv              a table for spreadsheets, one thing a row and one relation a column, and beside them
                   what each value cites and its qualifiers; --kind for one kind of thing. Imported with
                   the schema and the articles it is the same knowledge base too, whatever rows were
                   changed, added or put in another order
  triples          id,relation,object,cite a line, with qualifiers behind: all that the facts say;
                   imported with the schema and the articles it is the same knowledge base
  jsonld           JSON-LD 1.1, with each statement's citations and qualifiers
  quickstatements  commands of Wikidata's QuickStatements, for what has ids there: things called
                   Q… and relations called P…, and those in the table of --ids (ours,Wikidata's)

A table has no place for the order in which things were stated; with --kind it has other things by
their names alone. Neither form says which file a fact stood in, nor by which words its citation is
anchored: the import takes words of its own. QuickStatements leaves out what has no id there, and
says how much. The schema and the articles are files of yours already.`,
		Example: "  hapjak export --format csv --kind film -o films.csv\n" +
			"  hapjak import --kb KB2 --schema schema.yaml --triples table.csv articles/\n" +
			"  hapjak export --kb KB --format triples -o facts.csv\n" +
			"  hapjak import --kb KB2 --schema schema.yaml --triples facts.csv articles/\n" +
			"  hapjak export --format quickstatements --ids wikidata.csv",
		Args: cobra.NoArgs,
		RunE: f.run,
	}
	cmd.Flags().StringVar(&f.format, "format", "", "the `format` to write: "+strings.Join(formats, ", "))
	cmd.Flags().StringVar(&f.kind, "kind", "", "of a table, the `kind` of things to write; all of them if there is none")
	cmd.Flags().StringVarP(&f.out, "output", "o", "", "the `file` to write; standard output if there is none")
	cmd.Flags().StringVar(&f.ids, "ids", "", "for quickstatements, a `file` of ids: ours,Wikidata's")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (f *exportFlags) run(cmd *cobra.Command, _ []string) (err error) {
	know, err := openBase(cmd.Flag("kb").Value.String())
	if err != nil {
		return err
	}
	defer know.Close()
	write, err := f.writer(cmd, know)
	if err != nil {
		return err
	}
	if f.out == "" {
		return write(cmd.OutOrStdout())
	}
	return writeWhole(f.out, write)
}

// writer returns what writes the format that is asked for.
func (f *exportFlags) writer(cmd *cobra.Command, know *facts.Answerer) (func(io.Writer) error, error) {
	base, kind := know.Base(), kb.NoKind
	if f.kind != "" {
		k, ok := base.Schema().Kind(f.kind)
		if !ok || base.Schema().Literal(k) || f.format != "csv" {
			return nil, hint(fmt.Errorf("--kind %s: no such kind of things, or no table of them", f.kind), "with --format csv there are: "+strings.Join(kindsOf(base.Schema()), ", "))
		}
		kind = k
	}
	if f.ids != "" && f.format != "quickstatements" {
		return nil, hint(fmt.Errorf("--ids %s: only QuickStatements are written by ids at Wikidata", f.ids), "leave it out, or give --format quickstatements")
	}
	switch f.format {
	case "csv":
		return func(w io.Writer) error { return triples.WriteTable(w, base, kind) }, nil
	case "triples":
		return func(w io.Writer) error { return triples.Write(w, base) }, nil
	case "jsonld":
		return func(w io.Writer) error { return linked.JSONLD(w, base, know.Source) }, nil
	case "quickstatements":
		ids, err := f.readIDs()
		return func(w io.Writer) error {
			n, left, err := linked.QuickStatements(w, base, ids, know.Source)
			fmt.Fprintf(cmd.ErrOrStderr(), "%s written; left out for want of an id at Wikidata: %s by their subject, %s by their relation, %s by their value\n",
				counted(n, "statement", "statements"), grouped(left.Subject), grouped(left.Relation), grouped(left.Object))
			return err
		}, err
	}
	return nil, hint(fmt.Errorf("there is no format %q to export", f.format), "--format csv, triples, jsonld or quickstatements")
}

func kindsOf(s *kb.Schema) (names []string) {
	for k := range s.Kinds {
		if !s.Literal(kb.Kind(k)) {
			names = append(names, s.Kinds[k].Name)
		}
	}
	return names
}

func (f *exportFlags) readIDs() (linked.IDs, error) {
	if f.ids == "" {
		return nil, nil
	}
	file, err := os.Open(f.ids)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return linked.ReadIDs(f.ids, file)
}

// writeWhole writes a file that is complete, or as it was before.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		var cause *fs.PathError // names the temporary file
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	if err := errors.Join(write(file), file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
