package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"hapjak/bot/store"
	"hapjak/bot/watch"
	"hapjak/bot/web"
)

// serveFlags are what `hapjak serve` can be told.
type serveFlags struct {
	options   web.Options
	address   web.Address
	proxies   []string
	logFormat string
	data      string
	curators  []string
	keys      string
	public    string
}

// newServeCommand returns `hapjak serve`.
func newServeCommand() *cobra.Command {
	f := &serveFlags{}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "serve a page to ask on, and an API",
		Long: "Serve answers in a browser and to programs until it is told to stop (SIGTERM), and then sends\n" +
			"the answers in flight. It listens on this machine alone unless --listen says otherwise.\n" +
			"/openapi.json describes the API.",
		Example: "  hapjak serve\n" +
			"  hapjak serve --kb ./music --listen 127.0.0.1:9000\n" +
			"  hapjak serve --listen :443 --tls-cert cert.pem --tls-key key.pem\n" +
			"  curl -d '{\"question\": \"Who directed Snowpiercer?\"}' http://127.0.0.1:8080/v1/ask",
		Args: cobra.NoArgs,
		RunE: f.run,
	}
	o, a, fl := &f.options, &f.address, cmd.Flags()
	fl.StringVar(&a.Listen, "listen", "127.0.0.1:8080", "serve at this `address`")
	fl.StringVar(&a.Operations, "operations", "", "serve /healthz, /readyz and /metrics at this `address` as well; /metrics is otherwise for this machine alone")
	fl.StringVar(&a.Cert, "tls-cert", "", "a `file` with the TLS certificate")
	fl.StringVar(&a.Key, "tls-key", "", "a `file` with its key")
	fl.StringSliceVar(&f.proxies, "trusted-proxy", nil, "believe X-Forwarded-For from this `address` or network, such as 127.0.0.1 or 10.0.0.0/8")
	fl.StringVar(&f.public, "public", "", "the `address` by which people reach the page, https://ask.example.org, where a proxy stands before it: links to sign in lead there")
	fl.StringSliceVar(&o.Origins, "allow-origin", nil, "let pages of this `origin`, https://example.org, use the API and the widget; * for all")
	fl.IntVar(&o.Allowance, "allowance", 30, "questions one client may ask at once, and then as many in 30 seconds; 0 for no limit")
	fl.DurationVar(&o.Timeout, "timeout", 10*time.Second, "give up on a question after so long, waiting included")
	fl.StringVar(&f.data, "data", "", "keep questions for the curators in this `folder`, or in the PostgreSQL database at this address, as hapjak discord does; without it none are kept")
	fl.StringVar(&o.Keep, "keep", "unanswered", "with --data, what is kept: `unanswered` (with those answered without much confidence, and votes), all or none")
	fl.StringSliceVar(&f.curators, "curator", nil, "print a link that lets this curator in once, as `NAME[:ROLE]`: reads, mends (as without one) or administers; needs --data")
	fl.BoolVar(&o.Fetch, "fetch", false, "let curators import an article from an address of the public internet")
	fl.Int64Var(&o.MaxUpload, "max-upload", 32<<20, "most `bytes` that a curator may upload at once")
	fl.StringVar(&f.keys, "keys", "", "make the knowledge base private: a `file` with a line for each key, read KEY or ask KEY")
	fl.StringVar(&f.logFormat, "log", "text", "the log's form, `text` or json")
	return cmd
}

func (f *serveFlags) run(cmd *cobra.Command, _ []string) error {
	var err error
	if f.options.Log, err = newLog(cmd.ErrOrStderr(), f.logFormat); err != nil {
		return err
	}
	for _, text := range f.proxies {
		p, err := prefix(text)
		if err != nil {
			return hint(fmt.Errorf("--trusted-proxy: %q is neither an address nor a network", text), "for example: 127.0.0.1 or 10.0.0.0/8")
		}
		f.options.Proxies = append(f.options.Proxies, p)
	}
	if f.public != "" {
		if err := web.CheckOrigin(f.public); err != nil {
			return fmt.Errorf("--public: %w", err)
		}
	}
	switch f.options.Keep {
	case "unanswered":
		f.options.Keep = ""
	case store.KeepAll, store.KeepNone:
	default:
		return fmt.Errorf("--keep: %q is none of unanswered, all and none", f.options.Keep)
	}
	if len(f.curators) > 0 && f.data == "" {
		return hint(errors.New("--curator needs --data: without it no questions are kept"), "for example: hapjak serve --data ./data --curator "+f.curators[0])
	}
	var curators []web.Curator
	for _, text := range f.curators {
		c, err := web.ParseCurator(text)
		if err != nil {
			return hint(fmt.Errorf("--curator: %w", err), "for example: --curator Mina:administers")
		}
		curators = append(curators, c)
	}
	if f.options.Keys, err = readKeys(f.keys); err != nil {
		return hint(err, "a line is for example: ask 3f9c2a7be1d04c58")
	}
	f.options.KeysFile = f.keys
	dir := cmd.Flag("kb").Value.String()
	if dir == "" && f.data != "" && !store.IsPostgres(f.data) { // where curators change a copy of what is shipped
		dir = filepath.Join(f.data, "base")
		f.options.Copy = dir
	} else {
		f.options.Base = dir
	}
	open := openerOf(cmd, dir)
	know, err := open()
	if err != nil {
		return err
	}
	name := know.Base().Schema().Name
	if f.data != "" {
		memory, err := store.Open(f.data, f.options.Log)
		if err != nil {
			return errors.Join(err, know.Close())
		}
		defer memory.Close()
		f.options.Memory = memory
	}
	server, err := web.New(know, f.options)
	if err != nil {
		return errors.Join(err, know.Close())
	}
	defer keepUpAt(cmd, dir, server.Talk(), know, watch.Options{Open: open, Learned: server.Learned, Refused: server.Refused})()
	for _, c := range curators {
		if err := server.Admit(cmd.Context(), c); err != nil {
			return fmt.Errorf("--curator %s: %w", c.Name, err)
		}
	}
	return server.Run(cmd.Context(), f.address, func(url string) {
		url = cmp.Or(f.public, url)
		fmt.Fprintf(cmd.OutOrStdout(), "%s answers at %s (Ctrl-C stops it)\n", name, url)
		for _, c := range curators {
			fmt.Fprintf(cmd.OutOrStdout(), "%s signs in, once and within the hour, at %s%s\n", c.Name, url, server.SignIn(c.Name))
		}
	})
}

// readKeys reads the keys of a file; there are none where none is named.
func readKeys(path string) (web.Keys, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--keys: %w", err)
	}
	defer file.Close()
	keys, err := web.ReadKeys(file)
	if err != nil {
		return nil, fmt.Errorf("--keys %s: %w", path, err)
	}
	return keys, nil
}

// prefix reads a network, or an address as the network of it alone.
func prefix(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	return netip.ParsePrefix(text)
}

func newLog(w io.Writer, format string) (*slog.Logger, error) {
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(w, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, nil)), nil
	}
	return nil, fmt.Errorf("--log: %q is neither text nor json", format)
}
