package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"hapjak/facts/kb/curated"
	"hapjak/facts/starter"
)

// newInitCommand returns `hapjak init`.
func newInitCommand() *cobra.Command {
	var kind string
	var bare bool
	kinds := strings.Join(starter.Kinds(), "|")
	c := &cobra.Command{
		Use:   "init DIR [--kind " + kinds + "] [--bare]",
		Short: "make a knowledge base to begin from",
		Long: "Init makes a folder that answers at once: a schema with comments, an article, its facts and a\n" +
			"set of questions, all of it invented and marked as an example. Put yours beside them, take the\n" +
			"example away, and hapjak check says what is needed next. Who has articles already begins with\n" +
			"the schema alone, --bare.\n\n" +
			"DIR must be new, or hold nothing.",
		Example: "  hapjak init birds\n  hapjak init staff --kind handbook\n  hapjak init walks --bare && hapjak import --kb walks ~/walks/*.md",
		Args: func(_ *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				return hint(errors.New("make a knowledge base where?"), "for example: hapjak init birds")
			case 1:
				return nil
			}
			return hint(errors.New("one folder is made at a time"), fmt.Sprintf("for example: hapjak init %s; a kind of subject is named so: --kind handbook", args[0]))
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			files, ok := starter.Files(kind)
			if !ok {
				return hint(fmt.Errorf("there is no kind %q to begin from", kind), "there are: "+strings.Join(starter.Kinds(), ", "))
			}
			example, err := makeBase(args[0], files, bare)
			if err != nil {
				return err
			}
			dir := shellWord(args[0])
			if bare {
				fmt.Fprintf(cmd.OutOrStdout(), "%s holds a schema. What stands in it is to be renamed to what your subject is about, in the file or on the pages.\n\n"+
					"hapjak import --kb %s PATH…\nhapjak serve --kb %s --data DIR --curator NAME\nhapjak check --kb %s\n\n"+
					"The first takes your articles in, the second opens the pages, the third says what to do next.\n", args[0], dir, dir, dir)
				return nil
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s answers now, from an example that is invented. Try:\n\n"+
				"hapjak ask --kb %s %s\nhapjak eval --kb %s %s\nhapjak check --kb %s\n\n"+
				"The first asks it, the second scores its questions, the third says what to do next.\n",
				args[0], dir, shellWord(example), dir, shellWord(filepath.Join(args[0], starter.Questions)), dir)
			return nil
		},
	}
	c.Flags().StringVar(&kind, "kind", "empty", "the `kind` of subject: "+kinds)
	c.Flags().BoolVar(&bare, "bare", false, "the schema alone, without the example")
	_ = c.RegisterFlagCompletionFunc("kind", cobra.FixedCompletions(starter.Kinds(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

// makeBase writes a base into a folder of its own, all of it or nothing, and returns a
// question that it answers; bare is the schema alone.
func makeBase(dir string, files fs.FS, bare bool) (example string, err error) {
	data, err := fs.ReadFile(files, starter.Schema)
	if err != nil {
		return "", err
	}
	schema, err := curated.ParseSchema(starter.Schema, data)
	if err != nil {
		return "", err
	}
	entries, err := os.ReadDir(dir)
	fresh := errors.Is(err, fs.ErrNotExist)
	switch {
	case err != nil && !fresh:
		return "", hint(fmt.Errorf("%s cannot be a knowledge base: %w", dir, err), "name a folder that is new or empty")
	case len(entries) > 0:
		return "", hint(fmt.Errorf("%s holds %s already, and nothing of it is written over", dir, entries[0].Name()), "name a folder that is new or empty")
	}
	if bare {
		err = copySchema(dir, files)
	} else {
		err = os.CopyFS(dir, files)
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("nothing was made: %w", err), unmake(dir, files, fresh))
	}
	return schema.Examples[0], nil
}

// copySchema writes the schema, without questions that nothing answers yet.
func copySchema(dir string, files fs.FS) error {
	schema, err := starter.Bare(files)
	if err != nil {
		return err
	}
	for _, file := range []string{starter.Article, starter.Facts} { // where articles and facts will stand
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, filepath.FromSlash(file))), 0o755); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, starter.Schema), schema, 0o644)
}

// unmake takes away what was written of a base.
func unmake(dir string, files fs.FS, fresh bool) error {
	if fresh {
		return os.RemoveAll(dir)
	}
	entries, err := fs.ReadDir(files, ".")
	for _, e := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
	}
	return err
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:\\-]+$`)

// shellWord writes an argument as it is typed.
func shellWord(s string) string {
	switch {
	case plainWord.MatchString(s) && (runtime.GOOS == "windows" || !strings.Contains(s, `\`)):
		return s
	case !strings.ContainsAny(s, "\"$`\\!") || runtime.GOOS == "windows":
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
