package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"hapjak/bot"
	"hapjak/bot/assistant"
	"hapjak/bot/watch"
)

type mcpFlags struct{ listen, keyFile string }

// newMCPCommand returns `hapjak mcp`.
func newMCPCommand() *cobra.Command {
	f := &mcpFlags{}
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "answer assistants that speak the Model Context Protocol",
		Long: "Mcp offers the tools ask, search, source and entity to an assistant: over standard input and\n" +
			"output, as assistants start it themselves, or with --listen over HTTP at /mcp. Its answers keep\n" +
			"their citations. It only reads.\n\n" +
			"With --key-file whoever asks over HTTP must send the key that stands in the file, as\n" +
			"Authorization: Bearer KEY. Beyond this machine, put a proxy with TLS before it.",
		Example: "  hapjak mcp --kb KB\n" +
			"  hapjak mcp --listen 127.0.0.1:8081\n" +
			`  {"mcpServers": {"hapjak": {"command": "hapjak", "args": ["mcp", "--kb", "/path/to/KB"]}}}`,
		Args: cobra.NoArgs,
		RunE: f.run,
	}
	cmd.Flags().StringVar(&f.listen, "listen", "", "serve over HTTP at this `address` instead")
	cmd.Flags().StringVar(&f.keyFile, "key-file", "", "a `file` with the key that HTTP requests must send")
	return cmd
}

func (f *mcpFlags) run(cmd *cobra.Command, _ []string) error {
	key, err := f.key()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	open := opener(cmd)
	know, err := open()
	if err != nil {
		return err
	}
	b := bot.New(know, bot.Options{})
	defer keepUp(cmd, b, know, watch.Options{Open: open, Refused: func(err error) { log.Error(notTaken, "error", err) }})()
	var warm sync.WaitGroup
	warm.Go(b.Warm)
	defer warm.Wait()
	name := know.Base().Schema().Name
	server := assistant.New(b, version())
	if f.listen == "" {
		return server.Pipe(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout())
	}
	l, err := net.Listen("tcp", f.listen)
	if err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() && key == "" {
		log.Warn("anybody who reaches this address may ask; --key-file asks for a key", "listen", l.Addr().String())
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s answers assistants at http://%s/mcp (Ctrl-C stops it)\n", name, l.Addr())
	return assistant.Serve(cmd.Context(), l, server.Handler(key, log))
}

// key reads the key of the file that is named.
func (f *mcpFlags) key() (string, error) {
	if f.keyFile == "" {
		return "", nil
	}
	if f.listen == "" {
		return "", hint(errors.New("--key-file is for HTTP"), "with --listen 127.0.0.1:8081, say")
	}
	data, err := os.ReadFile(f.keyFile)
	if err != nil {
		return "", err
	}
	key := strings.TrimSpace(string(data))
	const least = 16
	if len(key) < least {
		return "", fmt.Errorf("--key-file %s: a key of at least %d letters is wanted, not %d", f.keyFile, least, len(key))
	}
	return key, nil
}

// version is that of the module, as the toolchain knows it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "devel"
}
