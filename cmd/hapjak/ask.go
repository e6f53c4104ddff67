package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"hapjak/bot"
	"hapjak/bot/console"
	"hapjak/facts"
)

type askFlags struct {
	asJSON  bool
	verbose bool
	source  string
}

func newAskCommand() *cobra.Command {
	f := &askFlags{}
	cmd := &cobra.Command{
		Use:   "ask QUESTION",
		Short: "answer one question, or with --json a question a line",
		Long: "Ask answers one question and exits: with 0 when the sources say, 1 when they do not or one\n" +
			"more word is needed, 2 for an error.\n\n" +
			"With --json it writes the answer as one line of JSON. Without QUESTION it then reads a\n" +
			"question a line, plain or as {\"q\": …, \"conversation\": …, \"source\": …}, and writes a line for\n" +
			"each, in order, as they come. Lines with one conversation follow up each other; source is\n" +
			"the id of the one source to answer from.",
		Example: "  hapjak ask Who directed Snowpiercer?\n" +
			"  hapjak ask -v \"When did The Medium premiere?\"\n" +
			"  hapjak ask --json < questions.jsonl > answers.jsonl",
		RunE: f.run,
	}
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "write JSON; read a question a line when none is given")
	cmd.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "say how the question was read and why the answer was chosen")
	cmd.Flags().StringVar(&f.source, "source", "", "answer from the source of this `id` alone")
	return cmd
}

func (f *askFlags) run(cmd *cobra.Command, args []string) error {
	question := strings.Join(args, " ")
	if len(args) == 0 && !f.asJSON {
		return hint(errors.New("ask what?"), "for example: hapjak ask Who directed Snowpiercer?")
	}
	know, err := openKnowledge(cmd)
	if err != nil {
		return err
	}
	defer know.Close()
	if err := f.checkSource(know); err != nil {
		return err
	}
	b := bot.New(know, bot.Options{})
	if len(args) == 0 {
		return joinFaults(f.answerLines(cmd.Context(), b, cmd.InOrStdin(), cmd.OutOrStdout()), damaged(cmd, know.Err()))
	}
	reply := b.Handle(cmd.Context(), f.request(question, "", ""))
	if err := know.Err(); err != nil {
		return damaged(cmd, err)
	}
	if err := f.write(cmd.OutOrStdout(), cmd.ErrOrStderr(), reply); err != nil {
		return err
	}
	if reply.Status == facts.Unknown || reply.Status == facts.Ambiguous {
		return exit(exitNo)
	}
	return nil
}

// damaged says what to do about a file of the knowledge base that is.
func damaged(cmd *cobra.Command, err error) error {
	if err == nil {
		return nil
	}
	return hint(err, "hapjak import --kb "+cmd.Flag("kb").Value.String()+" … again, with --replace")
}

func (f *askFlags) checkSource(know *facts.Answerer) error {
	if f.source == "" {
		return nil
	}
	if _, ok := know.Source(f.source); ok {
		return nil
	}
	var ids []string
	for _, s := range know.Sources() {
		ids = append(ids, s.ID)
	}
	const few = 8
	return hint(fmt.Errorf("there is no source %q", f.source), "there are: "+strings.Join(ids[:min(len(ids), few)], ", "))
}

// request is a question as the bot takes it. A line that begins with "/" is a
// question here, too.
func (f *askFlags) request(question, conversation, source string) bot.Request {
	if source == "" {
		source = f.source
	}
	return bot.Request{Command: "ask", Options: map[string]string{"question": question},
		Conversation: conversation, Source: source, Explain: f.verbose}
}

func (f *askFlags) write(stdout, stderr io.Writer, reply bot.Reply) error {
	if f.asJSON {
		return writeJSON(stdout, reply.Answer)
	}
	if f.verbose {
		fmt.Fprintln(stderr, strings.TrimRight(reply.Answer.Explanation, "\n"))
	}
	return console.Plain(stdout, reply)
}

// writeJSON writes one line.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// answerLines answers a question a line.
func (f *askFlags) answerLines(ctx context.Context, b *bot.Bot, in io.Reader, out io.Writer) error {
	bad := 0
	n, err := eachLine(ctx, in, func(line inputLine) error {
		q, err := line.question()
		if err != nil {
			bad++
			return writeJSON(out, map[string]string{"status": "error", "error": err.Error()})
		}
		reply := b.Handle(ctx, f.request(q.Text, q.Conversation, q.Source))
		return writeJSON(out, reply.Answer)
	})
	if err == nil && bad > 0 {
		err = fmt.Errorf("%d of %d lines were no questions: their answers have the status error", bad, n)
	}
	return err
}
