package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"hapjak/facts"
	"hapjak/facts/intake"
	"hapjak/facts/kb/storage"
	"hapjak/nlp/encoder"
	"hapjak/nlp/encoder/weights"
)

// The rules of the command line. Results go to stdout and nothing else does; errors
// go to stderr as "hapjak: what is wrong", with a hint on a second line where one
// helps. The exit code is 0 when it worked, 1 when the answer is no answer (the
// sources do not say, a score under the bar), 2 for an error.
const (
	exitNo    = 1
	exitError = 2
)

// An exit ends the program with a code and without a message.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// A hinted error says what to do about it.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }

func hint(err error, text string) error { return hinted{err, text} }

// run runs the program and returns its exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var code exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintf(stderr, "hapjak: %s\n", strings.TrimPrefix(err.Error(), "hapjak: "))
	if remedy := remedyOf(err); remedy != "" {
		fmt.Fprintf(stderr, "        %s\n", remedy)
	}
	return exitError
}

// remedyOf says what to do about an error, empty where nothing is known.
func remedyOf(err error) string {
	var h hinted
	var i intake.Hinted
	switch {
	case errors.As(err, &h):
		return h.hint
	case errors.As(err, &i):
		return i.Hint
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "the disk is full, or your share of it: make room there and do this again; a base that was there is as it was"
	}
	return ""
}

// newRoot makes the command line: a chat, and the subcommands.
func newRoot() *cobra.Command {
	chat := &chatFlags{}
	root := &cobra.Command{
		Use:   "hapjak",
		Short: "answers questions about films and dramas made across borders, with sources",
		Long: "Hapjak answers questions in plain English from curated facts and passages of articles, and\n" +
			"cites the paragraph behind each statement. Where the sources do not say, it says so.\n\n" +
			"Without a subcommand it is a chat: /help shows what can be typed. When its input is no\n" +
			"terminal it reads a question a line and writes plain answers.",
		Example: "  hapjak\n" +
			"  hapjak ask Who directed Snowpiercer?\n" +
			"  hapjak --kb ./music ask \"Who wrote Arirang?\"\n" +
			"  echo '{\"q\": \"Who shot Parasite?\"}' | hapjak ask --json",
		Args:                       noSubcommand,
		SilenceUsage:               true,
		SilenceErrors:              true,
		SuggestionsMinimumDistance: 2,
		RunE:                       chat.run,
	}
	root.PersistentFlags().String("kb", "", "the `folder` of a knowledge base; the shipped one when there is none")
	root.PersistentFlags().Bool("no-encoder", false, "judge evidence by its words alone: faster, and right less often")
	root.PersistentFlags().String("encoder", "", "a `file` of encoder weights, in place of those in the program")
	root.PersistentFlags().String("originals", "", "a `folder` of original articles, to be quoted instead of digests")
	root.MarkPersistentFlagDirname("kb")
	root.MarkPersistentFlagDirname("originals")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return hint(err, "hapjak "+strings.TrimPrefix(cmd.CommandPath()+" --help", "hapjak ")+" lists the flags")
	})
	root.AddCommand(subcommands()...)
	return root
}

// subcommands returns every subcommand; each has a file of its own.
func subcommands() []*cobra.Command {
	return []*cobra.Command{
		newAskCommand(),
		newEvalCommand(),
		newDiffCommand(),
		newSearchCommand(),
		newCheckCommand(),
		newInitCommand(),
		newSchemaCommand(),
		newAnchorCommand(),
		newSuggestCommand(),
		newImportCommand(),
		newRemoveCommand(),
		newBackupCommand(),
		newRestoreCommand(),
		newExportCommand(),
		newServeCommand(),
		newDiscordCommand(),
		newMCPCommand(),
		newQuestionsCommand(),
		newComplaintsCommand(),
		newRulesCommand(),
	}
}

// noSubcommand refuses words behind hapjak itself, with what was probably meant.
func noSubcommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := fmt.Errorf("there is no subcommand %q", args[0])
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 && len(args) == 1 {
		return hint(err, "did you mean hapjak "+near[0]+"?")
	}
	return hint(err, "to ask a question: hapjak ask "+strings.Join(args, " "))
}

// openKnowledge opens the knowledge base that the flags name. Originals that are of
// no source are said on stderr; the digests serve.
func openKnowledge(cmd *cobra.Command) (*facts.Answerer, error) {
	return openKnowledgeAt(cmd, cmd.Flag("kb").Value.String(), encoderOf(cmd.Flag("encoder").Value.String()))
}

// openKnowledgeAt opens the knowledge base of a folder as the flags say, with an encoder
// that others may share.
func openKnowledgeAt(cmd *cobra.Command, base string, open func() (*encoder.Model, error)) (*facts.Answerer, error) {
	know, err := openBase(base)
	if err != nil {
		return nil, err
	}
	if base != "" {
		if err := storage.CheckLedger(base); err != nil {
			fmt.Fprintf(cmd.ErrOrStderr(), "hapjak: %v\n        questions are answered, and nothing can be imported until then\n", err)
		}
	}
	if cmd.Flag("no-encoder").Value.String() != "true" {
		know.SetEncoder(open)
	}
	dir := cmd.Flag("originals").Value.String()
	if dir == "" {
		return know, nil
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		know.Close()
		return nil, hint(fmt.Errorf("--originals %s is no folder", dir), "give the folder that holds the articles as text files")
	}
	if err := know.LayOriginals(os.DirFS(dir)); err != nil {
		fmt.Fprintf(cmd.ErrOrStderr(), "hapjak: originals: %v\n        digests are shown in their place\n", err)
	}
	return know, nil
}

// encoderOf returns how the encoder is opened: from a file, or from the program itself.
func encoderOf(path string) func() (*encoder.Model, error) {
	if path == "" {
		return weights.Lazy()
	}
	return func() (*encoder.Model, error) {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		return encoder.Open(data)
	}
}

func openBase(dir string) (*facts.Answerer, error) {
	if dir == "" {
		return facts.Default()
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, hint(fmt.Errorf("--kb %s is no folder", dir), "a knowledge base is a folder with schema.yaml, facts/ and sources/")
	}
	know, err := facts.Open(dir)
	if err != nil {
		return nil, hint(err, "hapjak check --kb "+dir+" lists everything that is wrong with it")
	}
	return know, nil
}
