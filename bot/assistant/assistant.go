// Package assistant lets programs that speak the Model Context Protocol ask a knowledge
// base: the tools ask, search, source and entity, over a pipe or over HTTP. What a tool
// finds is given twice, as a text that a model reads and as JSON; both keep the citations.
package assistant

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"hapjak/bot"
)

const (
	maxText      = 2000 // characters of what is asked
	maxCalls     = 16   // in work at once; others wait
	maxAnswering = 10 * time.Second
)

// A Server offers the tools. It may be used by any number of sessions at once.
type Server struct {
	bot   *bot.Bot
	mcp   *mcp.Server
	slots chan struct{} // one for each call in work
}

// New returns a server of what a bot knows; version is that of the program.
func New(b *bot.Bot, version string) *Server {
	s := &Server{bot: b, slots: make(chan struct{}, maxCalls)}
	know, done := b.Know()
	schema := know.Base().Schema()
	done()
	s.mcp = mcp.NewServer(&mcp.Implementation{Name: "hapjak", Title: schema.Name, Version: version}, &mcp.ServerOptions{
		Capabilities: &mcp.ServerCapabilities{}, // tools alone
		Instructions: "Answers questions about " + schema.About + " from articles, and cites the paragraph behind each statement. " +
			"Where the sources do not say, it says so: then do not answer from elsewhere as if they did. " +
			"Keep the citations in what you tell the user.",
	})
	add(s, "ask", "Ask a question", "Answer a question in plain English, with the paragraph that says so behind each statement. "+
		"Statuses: answered; corrected (the question supposes what is not so); ambiguous (choose and ask again); unknown (the sources do not say).", s.ask)
	add(s, "search", "Search the articles", "Find the passages of the articles that fit some words best, the best first.", s.search)
	add(s, "source", "Read a source", "Read the paragraphs of one article in their order; without an id list the articles there are.", s.source)
	add(s, "entity", "Look something up", "Tell all that is stated of one thing, found by its name or id, with citations.", s.entity)
	return s
}

// An outcome is what a tool gives as a text beside its JSON.
type outcome interface{ text() string }

// add adds a tool that only reads, whose errors are sentences for the model.
func add[In any, Out outcome](s *Server, name, title, about string, do func(context.Context, In) (Out, error)) {
	closed := false
	mcp.AddTool(s.mcp, &mcp.Tool{Name: name, Title: title, Description: about, Annotations: &mcp.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed}},
		func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, Out, error) {
			ctx, cancel := context.WithTimeout(ctx, maxAnswering)
			defer cancel()
			var out Out
			select {
			case s.slots <- struct{}{}:
				defer func() { <-s.slots }()
			case <-ctx.Done():
				return nil, out, errors.New("too much is asked at once; ask again in a moment")
			}
			out, err := do(ctx, in)
			if err = errors.Join(err, s.damage()); err != nil {
				return nil, out, err
			}
			return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: out.text()}}}, out, nil
		})
}

func (s *Server) damage() error {
	know, done := s.bot.Know()
	defer done()
	if know.Err() != nil {
		return errors.New("a file of the knowledge base is damaged; whoever runs it has to mend it")
	}
	return nil
}

// Pipe serves one session that reads from in and writes to out, until in or ctx ends.
func (s *Server) Pipe(ctx context.Context, in io.Reader, out io.Writer) error {
	err := s.mcp.Run(ctx, &mcp.IOTransport{Reader: io.NopCloser(in), Writer: unclosed{out}})
	if ctx.Err() != nil || errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

// bounded refuses what is empty or too long.
func bounded(what, text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return fmt.Errorf("%s is empty", what)
	case utf8.RuneCountInString(text) > maxText:
		return fmt.Errorf("%s is too long: at most %d characters", what, maxText)
	}
	return nil
}
