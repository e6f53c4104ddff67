package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"hapjak/bot"
	"hapjak/bot/discord"
	"hapjak/bot/store"
	"hapjak/bot/watch"
	"hapjak/facts"
	"hapjak/facts/judge"
)

// discordFlags are what `hapjak discord` can be told. The token is not among them: an
// argument is seen by everybody on the machine.
type discordFlags struct {
	options   discord.Options
	tokenFile string
	data      string
	bases     []string // NAME=FOLDER
	pages     []string // URL, or NAME=URL
	check     bool
	logFormat string
	verbose   bool
}

// newDiscordCommand returns `hapjak discord`.
func newDiscordCommand() *cobra.Command {
	f := &discordFlags{}
	cmd := &cobra.Command{
		Use:   "discord",
		Short: "answer on Discord",
		Long: "Discord runs the bot until it is told to stop (SIGTERM), and then sends the answers in flight.\n" +
			"Its token is read from DISCORD_TOKEN or from the file of --token-file.",
		Example: "  DISCORD_TOKEN=… hapjak discord --data /var/lib/hapjak --listen 127.0.0.1:9090\n" +
			"  hapjak discord --token-file /run/secrets/token --check",
		Args: cobra.NoArgs,
		RunE: f.run,
	}
	o, fl := &f.options, cmd.Flags()
	fl.StringVar(&f.tokenFile, "token-file", "", "read the token from this `file` instead of DISCORD_TOKEN")
	fl.StringVar(&f.data, "data", "", "keep settings, votes and unanswered questions in this `folder`, or in the PostgreSQL database at this address, which several processes may share; without it they are forgotten at the end")
	fl.StringArrayVar(&f.bases, "base", nil, "a further knowledge base as `NAME=FOLDER`, which a server or a channel may be given with /config; may be repeated")
	fl.StringArrayVar(&f.pages, "page", nil, "let citations lead to the page where hapjak serve shows the base to everybody, at this `URL`; that of a further base as NAME=URL; may be repeated")
	fl.StringSliceVar(&o.Curators, "curators", nil, "let members of this role (its `id`) mend answers from the list of complaints; needs --data, and --kb for the base to mend; may be repeated")
	fl.StringVar(&o.Listen, "listen", "", "serve /healthz, /readyz and /metrics at this `address`")
	fl.StringVar(&o.Interactions, "interactions", "", "serve interactions over HTTP at this `address` instead of over the gateway")
	fl.StringVar(&o.PublicKey, "public-key", "", "the application's public `key`, for --interactions; else DISCORD_PUBLIC_KEY")
	fl.StringVar(&o.Guild, "guild", "", "register the commands in this server only (its `id`), to try things out")
	fl.StringVar(&o.Shards, "shards", "auto", "`auto`, a number, or i/N for one shard of N in this process")
	fl.BoolVar(&o.MessageContent, "message-content", false, "ask for the privileged Message Content intent, to read every message in channels set aside")
	fl.StringVar(&o.APIURL, "api-url", "", "another Discord on this machine, for tests")
	fl.IntVar(&o.UserBurst, "allowance", 30, "questions one person may ask at once, and then one a second; 0 for no limit")
	fl.IntVar(&o.ServerBurst, "server-allowance", 1000, "questions one server may ask at once, and then 250 a second; 0 for no limit")
	fl.BoolVar(&f.check, "check", false, "verify token, intents, permissions and commands, and exit")
	fl.StringVar(&f.logFormat, "log", "text", "the log's form, `text` or json")
	fl.BoolVar(&f.verbose, "verbose", false, "log every question, with its text")
	return cmd
}

func (f *discordFlags) run(cmd *cobra.Command, _ []string) error {
	o := f.options
	o.UserEvery, o.ServerEvery = time.Second, 4*time.Millisecond
	o.PublicKey = cmp.Or(o.PublicKey, os.Getenv("DISCORD_PUBLIC_KEY"))
	var err error
	if o.Token, err = discord.Token(f.tokenFile, os.Getenv); err != nil {
		return err
	}
	level := slog.LevelInfo
	if f.verbose {
		level = slog.LevelDebug
	}
	if o.Log, err = discord.NewLog(cmd.ErrOrStderr(), o.Token, f.logFormat, level); err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(thrifty)
	}
	kept := &judge.Judgements{Most: keptJudgements}
	openKnowledge := opener(cmd)
	open := func() (*facts.Answerer, error) {
		know, err := openKnowledge()
		if err == nil {
			know.KeepJudgements(kept)
		}
		return know, err
	}
	know, err := open()
	if err != nil {
		return err
	}
	o.Knowledge = fmt.Sprintf("%s: %d statements, %d sources", know.Base().Schema().Name, know.Base().Statements(), len(know.Sources()))
	memory, err := store.Open(f.data, o.Log)
	if err != nil {
		return err
	}
	defer memory.Close()
	talk := bot.New(know, bot.Options{})
	var desk *discordDesk
	if dir := cmd.Flag("kb").Value.String(); len(o.Curators) > 0 {
		if dir == "" || f.data == "" {
			return hint(errors.New("--curators: there is nothing that they could mend"), "give --data DIR, where complaints are kept, and --kb DIR, a knowledge base of your own: hapjak init makes one")
		}
		desk = newDiscordDesk(dir, talk.Know, memory)
		o.Mender = desk
	}
	defer keepUp(cmd, talk, know, watch.Options{Open: open,
		Learned: func(k *facts.Answerer) {
			o.Log.Info("the knowledge base has changed and is read", "statements", k.Base().Statements(), "sources", len(k.Sources()))
			if desk != nil {
				desk.read()
			}
		},
		Refused: func(err error, still bool) {
			o.Log.Error(watch.NotTaken(still), "error", err)
		},
	})()
	talk.Warm() // the first completion must not wait
	closeBases, err := f.openBases(cmd, kept)
	defer closeBases()
	if err != nil {
		return err
	}
	o.Bases = f.options.Bases
	if err := setPages(&o, f.pages); err != nil {
		return err
	}
	b, err := discord.New(talk, memory, o)
	if err != nil {
		return err
	}
	if f.check {
		return b.Check(cmd.Context(), cmd.OutOrStdout())
	}
	return b.Run(cmd.Context())
}

// keptJudgements is how many judgements of the encoder are kept, of a hundred for a question: what is asked again, as
// in a conversation and in many servers much is, need not wait for it. They take about 4 MB.
const keptJudgements = 20_000

// thrifty is how much garbage is left lying, in percent of what is in use, so that a flood of questions, each of which
// makes some megabytes of it, does not double what the program takes.
const thrifty = 35

// setPages gives the bases their pages.
func setPages(o *discord.Options, pages []string) error {
	for _, text := range pages {
		name, page, named := strings.Cut(text, "=")
		if !named || strings.Contains(name, "://") {
			o.Page = text
			continue
		}
		i := slices.IndexFunc(o.Bases, func(b discord.Base) bool { return b.Name == name })
		if i < 0 {
			return hint(fmt.Errorf("--page %s: there is no base %q", text, name), "name one that --base brings, or give the address alone")
		}
		o.Bases[i].Page = page
	}
	return nil
}

// openBases opens the further knowledge bases; close what it opened even on an error.
func (f *discordFlags) openBases(cmd *cobra.Command, kept *judge.Judgements) (closeAll func(), err error) {
	var open []*facts.Answerer
	closeAll = func() {
		for _, know := range open {
			know.Close()
		}
	}
	encoder := sync.OnceValues(encoderOf(cmd.Flag("encoder").Value.String())) // one for all of them
	for _, text := range f.bases {
		name, dir, ok := strings.Cut(text, "=")
		if !ok || name == "" || dir == "" {
			return closeAll, hint(fmt.Errorf("--base %s names no base", text), "write it as --base games=/srv/games")
		}
		know, err := openBase(dir)
		if err != nil {
			return closeAll, fmt.Errorf("--base %s: %w", name, err)
		}
		open = append(open, know)
		know.KeepJudgements(kept)
		if cmd.Flag("no-encoder").Value.String() != "true" {
			know.SetEncoder(encoder)
		}
		talk := bot.New(know, bot.Options{})
		talk.Warm()
		f.options.Bases = append(f.options.Bases, discord.Base{Name: name, Talk: talk})
	}
	return closeAll, nil
}
