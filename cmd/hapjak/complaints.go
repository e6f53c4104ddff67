package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hapjak/bot/store"
)

// newComplaintsCommand returns `hapjak complaints`: the curator's queue of what members
// wrote under "Not right?".
func newComplaintsCommand() *cobra.Command {
	var data string
	var asCSV, all bool
	var limit int
	var settle int64
	cmd := &cobra.Command{
		Use:   "complaints",
		Short: "list what people said is wrong with an answer, the oldest first",
		Long: "Complaints lists what members wrote under \"Not right?\": what they asked, what was answered on what\n" +
			"evidence, what is wrong with it, and where it says so. It may run beside the bot. With --settle N the\n" +
			"complaint of that number is done with and leaves the list; it comes back when its member complains again.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("settle") {
				return settleComplaint(cmd.Context(), cmd.OutOrStdout(), data, settle)
			}
			return listComplaints(cmd.Context(), cmd.OutOrStdout(), data, all, limit, asCSV)
		},
	}
	cmd.Flags().StringVar(&data, "data", "", "what was given to hapjak discord --data: a `directory`, or the address of a PostgreSQL database")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "write comma-separated values with a header")
	cmd.Flags().BoolVar(&all, "all", false, "list the settled ones too")
	cmd.Flags().IntVarP(&limit, "number", "n", 0, "list at most so many (0: all)")
	cmd.Flags().Int64Var(&settle, "settle", 0, "take the complaint of this `number` off the list")
	return cmd
}

func listComplaints(ctx context.Context, w io.Writer, data string, all bool, limit int, asCSV bool) error {
	db, err := openRecords(data)
	if err != nil {
		return err
	}
	defer db.Close()
	list, err := db.Queue(ctx, "", all, limit)
	if err != nil && strings.Contains(err.Error(), "no such column") {
		return fmt.Errorf("an earlier hapjak wrote %s in %s: start the bot once with this one, which brings it up to date", store.File, data)
	}
	if err != nil {
		return err
	}
	if asCSV {
		return complaintsCSV(w, list)
	}
	return complaintsText(w, list)
}

// settleComplaint takes one off the list.
func settleComplaint(ctx context.Context, w io.Writer, data string, id int64) error {
	db, err := openRecords(data)
	if err != nil {
		return err
	}
	if !store.IsPostgres(data) { // it was opened to be read
		db.Close()
		if db, err = store.OpenSQLite(data); err != nil {
			return err
		}
	}
	defer db.Close()
	ok, err := db.Settle(ctx, "", id, time.Now())
	if err == nil && !ok {
		err = fmt.Errorf("there is no open complaint %d: hapjak complaints --data %s lists them", id, data)
		if store.IsPostgres(data) {
			err = fmt.Errorf("there is no open complaint %d: hapjak complaints lists them", id) // the address may hold a password
		}
	}
	if err == nil {
		_, err = fmt.Fprintf(w, "complaint %d is settled\n", id)
	}
	return err
}

// complaintWords say what is wrong, for a curator.
func complaintWords(c store.Complaint) string {
	switch c {
	case store.Wrong:
		return "wrong"
	case store.NotAsked:
		return "not what was asked"
	case store.Outdated:
		return "out of date"
	case store.Better:
		return "the member knows the answer"
	}
	return "not right"
}

func complaintsText(w io.Writer, list []store.Event) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(w, "no complaints")
		return err
	}
	for i, e := range list {
		var b strings.Builder
		if i > 0 {
			b.WriteByte('\n')
		}
		settled := ""
		if !e.Settled.IsZero() {
			settled = ", settled " + e.Settled.UTC().Format("2006-01-02")
		}
		fmt.Fprintf(&b, "%d  %s  %s%s\n", e.ID, e.At.UTC().Format("2006-01-02"), complaintWords(e.Complaint), settled)
		for _, line := range [][2]string{{"after", e.Before}, {"asked", e.Question}, {"answered", e.Answer}, {"on", e.Evidence}, {"they say", e.Reason}, {"where", e.Place}} {
			if line[1] != "" {
				fmt.Fprintf(&b, "  %-8s  %s\n", line[0], printable(line[1]))
			}
		}
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

func complaintsCSV(w io.Writer, list []store.Event) error {
	out := csv.NewWriter(w)
	out.Write([]string{"number", "date", "complaint", "question", "answer", "evidence", "reason", "where", "settled"})
	for _, e := range list {
		settled := ""
		if !e.Settled.IsZero() {
			settled = e.Settled.UTC().Format("2006-01-02")
		}
		out.Write([]string{strconv.FormatInt(e.ID, 10), e.At.UTC().Format("2006-01-02"), string(e.Complaint),
			cell(e.Question), cell(e.Answer), cell(e.Evidence), cell(e.Reason), cell(e.Place), settled})
	}
	out.Flush()
	return out.Error()
}
