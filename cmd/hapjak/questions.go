package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"hapjak/bot/store"
)

// newQuestionsCommand returns `hapjak questions`: what people asked the Discord
// bot and the sources could not answer, the curator's list of things to add.
func newQuestionsCommand() *cobra.Command {
	var dir string
	var asCSV bool
	var limit int
	cmd := &cobra.Command{
		Use:   "questions",
		Short: "list what people asked and the sources could not answer, most asked first",
		Long: "Questions lists what the bot's memory holds: questions that got \"the sources do not say\"\n" +
			"or a thumbs-down, the most asked first. It may run beside the bot.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return listQuestions(cmd.Context(), cmd.OutOrStdout(), dir, limit, asCSV)
		},
	}
	cmd.Flags().StringVar(&dir, "data", "", "what was given to hapjak discord --data: a `directory`, or the address of a PostgreSQL database")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "write comma-separated values with a header")
	cmd.Flags().IntVarP(&limit, "number", "n", 0, "list at most so many (0: all)")
	return cmd
}

func listQuestions(ctx context.Context, w io.Writer, dir string, limit int, asCSV bool) error {
	db, err := openRecords(dir)
	if err != nil {
		return err
	}
	defer db.Close()
	list, err := db.Questions(ctx, limit)
	if err != nil {
		return err
	}
	if asCSV {
		return questionsCSV(w, list)
	}
	return questionsText(w, list)
}

// openRecords opens what a bot remembers, beside the bot. Its errors name the remedy.
func openRecords(data string) (*store.SQL, error) {
	switch {
	case data == "":
		return nil, errors.New("which memory? give the directory of the bot with --data DIR")
	case store.IsPostgres(data):
		return store.OpenPostgres(data)
	}
	db, err := store.OpenReader(data)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%s holds no %s: run the bot with --data %s first", data, store.File, data)
	}
	return db, err
}

func questionsText(w io.Writer, list []store.Question) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(w, "no unanswered questions yet")
		return err
	}
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "UNANSWERED\tDISLIKED\tLAST\tQUESTION")
	for _, q := range list {
		line := printable(q.Text)
		if len(q.Reasons) > 0 {
			line += "  (" + printable(strings.Join(q.Reasons, "; ")) + ")"
		}
		fmt.Fprintf(tab, "%d\t%d\t%s\t%s\n", q.Unknown, q.Down, q.Last.UTC().Format("2006-01-02"), line)
	}
	return tab.Flush()
}

func questionsCSV(w io.Writer, list []store.Question) error {
	out := csv.NewWriter(w)
	out.Write([]string{"question", "unanswered", "disliked", "first", "last", "reasons"})
	for _, q := range list {
		out.Write([]string{
			cell(q.Text), strconv.Itoa(q.Unknown), strconv.Itoa(q.Down),
			q.First.UTC().Format("2006-01-02"), q.Last.UTC().Format("2006-01-02"), cell(strings.Join(q.Reasons, "; ")),
		})
	}
	out.Flush()
	return out.Error()
}

// cell keeps a spreadsheet from running a stranger's text as a formula.
func cell(s string) string {
	s = printable(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

// printable drops what would move the cursor or change the colours of a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}
