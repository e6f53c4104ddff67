package main

import (
	"os"

	"github.com/spf13/cobra"

	"hapjak/bot/web"
)

// newMCPCommand returns `hapjak mcp`.
func newMCPCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "mcp",
		Short: "give an assistant the knowledge base as tools",
		Long: "Mcp speaks the Model Context Protocol on standard input and output, for assistants that start\n" +
			"programs: the tools ask, search, source and entity. hapjak serve has the same at /mcp.",
		Example: "  {\"mcpServers\": {\"hapjak\": {\"command\": \"hapjak\", \"args\": [\"mcp\"]}}}",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			know, err := openKnowledge(cmd)
			if err != nil {
				return err
			}
			defer know.Close()
			server, err := web.New(know, web.Options{})
			if err != nil {
				return err
			}
			err = server.Pipe(cmd.Context(), os.Stdin, cmd.OutOrStdout())
			if cmd.Context().Err() != nil {
				return nil // told to stop
			}
			return err
		},
	}
}
