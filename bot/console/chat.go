package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/peterh/liner"

	"hapjak/bot"
	"hapjak/bot/messages"
	"hapjak/facts"
)

// Conversation keys the one conversation of a terminal.
const Conversation = "console"

// Prompt is what stands before the line that is typed.
const Prompt = "› "

// ChatOptions are the world that a chat is held in.
type ChatOptions struct {
	Out     io.Writer
	Getenv  func(string) string
	Width   func() int // of the terminal now; 0 where it cannot be told
	History string     // the file that keeps the lines; empty: none
	// News, where there is one, returns what is to be said before the next reply.
	News func() []string
}

// Line replies to one line where there is no terminal: plainly, with an empty line
// behind. An empty line is passed over.
func Line(ctx context.Context, b *bot.Bot, line string, out io.Writer) error {
	if strings.TrimSpace(line) == "" {
		return nil
	}
	reply := b.Handle(ctx, bot.Request{Text: line, Conversation: Conversation})
	if err := Plain(out, reply); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out)
	return err
}

// Chat talks on the terminal until its input ends (Ctrl-D, /quit) or the context does.
// What the first question needs is made ready while the first one is typed.
func Chat(ctx context.Context, b *bot.Bot, o ChatOptions) error {
	c := &chat{bot: b, o: o, say: messages.For(locale(o.Getenv))}
	fmt.Fprintln(o.Out, strings.Join(Wrap(b.Welcome(locale(o.Getenv)), min(c.style().Width, readable)), "\n"))
	e := newEditor(b, o.History, locale(o.Getenv))
	defer e.close()
	var warm sync.WaitGroup
	warm.Go(b.Warm)
	defer warm.Wait() // it reads the knowledge base, which the caller closes next
	typed := make(chan typedLine)
	for {
		go func() {
			text, err := e.Prompt(Prompt)
			typed <- typedLine{text, err}
		}()
		select {
		case <-ctx.Done():
			fmt.Fprintln(o.Out)
			return nil
		case l := <-typed:
			if done, err := c.typed(ctx, e, l); done {
				return err
			}
		}
	}
}

type typedLine struct {
	text string
	err  error
}

// A chat is what the terminal's side of a conversation remembers.
type chat struct {
	bot     *bot.Bot
	o       ChatOptions
	say     *messages.Catalogue
	choices []facts.Choice // of the last reply, to be picked by number
	aborted bool           // the last line was given up with Ctrl-C
}

func (c *chat) style() Style { return StyleOf(c.o.Getenv, c.o.Width()) }

// typed deals with one line, and reports whether the chat is over.
func (c *chat) typed(ctx context.Context, e *editor, l typedLine) (done bool, err error) {
	switch {
	case errors.Is(l.err, liner.ErrPromptAborted):
		if c.aborted { // twice in a row
			return true, nil
		}
		c.aborted = true
		fmt.Fprintln(c.o.Out, c.say.Text("console.leave"))
		return false, nil
	case errors.Is(l.err, io.EOF):
		fmt.Fprintln(c.o.Out, c.say.Text("console.bye"))
		return true, nil
	case l.err != nil:
		return true, fmt.Errorf("reading the terminal: %w", l.err)
	}
	c.aborted = false
	line := strings.TrimSpace(l.text)
	switch strings.ToLower(line) {
	case "":
		return false, nil
	case "/quit", "/exit", "/q", "quit", "exit":
		fmt.Fprintln(c.o.Out, c.say.Text("console.bye"))
		return true, nil
	}
	e.remember(line)
	return false, c.reply(ctx, c.picked(line))
}

// picked turns a number into the choice that it stands for.
func (c *chat) picked(line string) string {
	if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(c.choices) && c.choices[n-1].Question != "" {
		return c.choices[n-1].Question
	}
	return line
}

func (c *chat) reply(ctx context.Context, line string) error {
	s := c.style()
	if c.o.News != nil {
		for _, n := range c.o.News() {
			fmt.Fprintln(c.o.Out, strings.Join(Wrap(n, min(s.Width, readable)), "\n"))
		}
	}
	reply := c.bot.Handle(ctx, bot.Request{Text: line, Conversation: Conversation, Locale: s.Locale})
	c.choices = reply.Choices
	fmt.Fprintln(c.o.Out)
	if err := Draw(c.o.Out, reply, s); err != nil {
		return err
	}
	_, err := fmt.Fprintln(c.o.Out)
	return err
}
