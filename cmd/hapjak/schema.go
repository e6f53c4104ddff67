package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"hapjak/facts/kb"
)

// newSchemaCommand returns `hapjak schema`.
func newSchemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "tell every key of schema.yaml",
		Long:  "Schema prints the reference of schema.yaml, in Markdown: every key, what is written there, and what it is for.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(cmd.OutOrStdout(), kb.SchemaReference)
			return err
		},
	}
}
