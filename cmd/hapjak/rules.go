package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"hapjak/facts/plan"
)

func newRulesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: "List the rules by which questions are put together",
		Long: `A question is read as names, relations and question words, and rules join two of them
into one until the whole is read. Rules lists each with what it adds to a reading's
cost at least, and what it reads; then what else a reading pays for. The cheapest
reading is the likeliest; ask -v shows which rules made it.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, r := range plan.Rules() {
				fmt.Fprintf(cmd.OutOrStdout(), "%-11s %5.2f  %s\n", r.Name, r.Cost, r.Reads)
			}
			fmt.Fprintln(cmd.OutOrStdout())
			for _, c := range plan.Costs() {
				fmt.Fprintf(cmd.OutOrStdout(), "%-11s %5.2f  %s\n", c.Name, c.Value, c.Of)
			}
			return nil
		},
	}
}
