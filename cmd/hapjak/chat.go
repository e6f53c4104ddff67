package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hapjak/bot"
	"hapjak/bot/console"
	"hapjak/bot/watch"
)

// chatFlags are those of hapjak without a subcommand.
type chatFlags struct{}

// run holds a chat on a terminal; without one it answers lines.
func (f *chatFlags) run(cmd *cobra.Command, _ []string) error {
	open := opener(cmd)
	know, err := open()
	if err != nil {
		return err
	}
	b := bot.New(know, bot.Options{})
	if !isTerminal(cmd.InOrStdin()) || !isTerminal(cmd.OutOrStdout()) {
		defer know.Close()
		_, err := eachLine(cmd.Context(), cmd.InOrStdin(), func(l inputLine) error {
			return console.Line(cmd.Context(), b, string(l.text), cmd.OutOrStdout())
		})
		return err
	}
	n := &news{}
	defer keepUp(cmd, b, know, watch.Options{Open: open, Learned: n.learned, Refused: n.refused})()
	return console.Chat(cmd.Context(), b, console.ChatOptions{Out: cmd.OutOrStdout(), Getenv: os.Getenv, Width: terminalWidth, History: historyFile(), News: n.take})
}

func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

func terminalWidth() int {
	w, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		return 0
	}
	return w
}

// historyFile is where the chat's lines are kept, by the XDG base directories; empty
// where there is no home.
func historyFile() string {
	dir := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "hapjak", "history")
}
