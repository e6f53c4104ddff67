package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
)

// This file gives assistants the API as tools of the Model Context Protocol. What a tool
// gives is text that can be quoted with its citations, and the API's JSON beside it.

// How much a tool gives.
const (
	toolHits       = 10
	toolParagraphs = 50
	toolStatements = 100
	toolVariants   = 10
)

// The arguments of the tools.
type (
	askTool struct {
		Question     string `json:"question" jsonschema:"the question, in plain English, at most 2,000 characters"`
		Conversation string `json:"conversation,omitempty" jsonschema:"questions with the same name follow up each other: 'and who was in it?'"`
		Source       string `json:"source,omitempty" jsonschema:"the id of the one source to answer from"`
	}
	searchTool struct {
		Query  string `json:"query" jsonschema:"what to find, in the words of the sources"`
		Source string `json:"source,omitempty" jsonschema:"the id of the one source to search"`
	}
	sourceTool struct {
		ID   string `json:"id,omitempty" jsonschema:"the id of a source; without it all sources are listed"`
		From int    `json:"from,omitempty" jsonschema:"the number of the first paragraph"`
	}
	entityTool struct {
		Name string `json:"name" jsonschema:"the id or a name of a person, a film or whatever the knowledge base is about"`
		From int    `json:"from,omitempty" jsonschema:"how many statements to leave out"`
	}
)

// tools are the API for assistants.
type tools struct{ *api }

// server returns a server of the protocol with the tools ask, search, source and entity.
func (s *tools) server() *mcp.Server {
	know, done := s.talk.Know()
	defer done()
	schema := know.Base().Schema()
	server := mcp.NewServer(&mcp.Implementation{Name: "hapjak", Title: schema.Name, Version: "1"}, &mcp.ServerOptions{
		Instructions: "Answers about " + schema.About + " from curated statements and articles, each with the paragraph where it stands. " +
			"Keep the citations when you pass an answer on. Where it says that the sources do not say, they do not.",
	})
	addTool(s, server, "ask", "Answers a question about "+schema.About+" from the sources, with citations; or says that the sources do not say.", s.toolAsk)
	addTool(s, server, "search", "Finds the passages of the sources that fit a query best.", s.toolSearch)
	addTool(s, server, "source", "Gives a source's paragraphs by their numbers, or lists the sources.", s.toolSource)
	addTool(s, server, "entity", "Gives everything that is stated of a thing, each statement with the paragraphs where it stands.", s.toolEntity)
	return server
}

// addTool adds a tool that only reads.
func addTool[In, Out any](s *tools, server *mcp.Server, name, description string, do func(context.Context, In) (string, Out, error)) {
	closed := false
	tool := &mcp.Tool{Name: name, Description: description, Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed}}
	mcp.AddTool(server, tool, func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, any, error) {
		ctx, done := s.hold(ctx)
		defer done()
		if err := s.sound(ctx); err != nil {
			return nil, nil, err
		}
		text, out, err := do(ctx, in)
		if err != nil {
			return nil, nil, err
		}
		return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: text}}}, out, nil
	})
}

// overHTTP serves the tools to assistants that come over HTTP. Each request stands by
// itself, so that nothing is kept of a client.
func (s *tools) overHTTP() http.Handler {
	tools := s.server()
	return mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return tools }, &mcp.StreamableHTTPOptions{
		Stateless: true, JSONResponse: true, MaxRequestBodyBytes: maxBody,
		DisableLocalhostProtection: true, // local and the proxy see to it
	})
}

func (s *tools) toolAsk(ctx context.Context, in askTool) (string, answer, error) {
	a, err := s.answer(ctx, query(in), "mcp")
	if err != nil {
		return "", a, err
	}
	var b strings.Builder
	b.WriteString(a.Text)
	for _, c := range a.Choices {
		b.WriteString("\n- " + c.Label)
	}
	for _, c := range a.Citations {
		fmt.Fprintf(&b, "\n\n[%d] %s: %s", c.Marker, imprintOf(c), c.Passage)
	}
	return b.String(), a, nil
}

// imprintOf tells where a citation leads, and whether it is a quotation.
func imprintOf(c facts.Citation) string {
	how := "a digest, not the source's own words"
	if c.Verbatim {
		how = "quoted"
	}
	return fmt.Sprintf("%s (%s, %s)", imprint(c.Title, c.Publisher, c.Date, "¶ "+c.Ref().Place()), c.Ref(), how)
}

func (s *tools) toolSearch(ctx context.Context, in searchTool) (string, finding, error) {
	found, err := s.search(ctx, passages.Query{Text: in.Query, Source: in.Source}, toolHits)
	if err != nil {
		return "", found, err
	}
	if len(found.Hits) == 0 {
		return "No passage speaks of that.", found, nil
	}
	var b strings.Builder
	for i, h := range found.Hits {
		if i > 0 {
			b.WriteString("\n\n")
		}
		fmt.Fprintf(&b, "%s, ¶ %d (%s:%d): ", h.Title, h.Paragraph, h.Source, h.Paragraph)
		for _, m := range h.Snippet {
			b.WriteString(m.Text)
		}
	}
	return b.String(), found, nil
}

func (s *tools) toolSource(ctx context.Context, in sourceTool) (string, any, error) {
	var b strings.Builder
	if in.ID == "" {
		list := []article{}
		all := s.sources(ctx)
		for _, src := range all[:min(len(all), maxList)] {
			list = append(list, articleOf(src))
			fmt.Fprintf(&b, "%s: %s\n", src.ID, imprint(src.Title, src.Publisher, src.Author, src.Date))
		}
		return b.String(), map[string]any{"sources": list, "total": len(all)}, nil
	}
	out, err := sourceOf(knowOf(ctx), in.ID, max(in.From, 1), toolParagraphs)
	if err != nil {
		return "", out, fmt.Errorf("there is no source %q; this tool without an id lists them", cut(in.ID, 100))
	}
	if len(out.Paragraphs) == 0 && in.From > 1 {
		return "", out, fmt.Errorf("%s has no paragraph from %d on", in.ID, in.From)
	}
	b.WriteString(imprint(out.Title, out.Publisher, out.Author, out.Date))
	for _, p := range out.Paragraphs {
		fmt.Fprintf(&b, "\n\n¶ %d: %s", p.Paragraph, p.Text)
	}
	if out.Next > 0 {
		fmt.Fprintf(&b, "\n\nIt goes on from paragraph %d.", out.Next)
	}
	return b.String(), out, nil
}

func (s *tools) toolEntity(ctx context.Context, in entityTool) (string, any, error) {
	know := knowOf(ctx)
	nodes, _ := know.Lookup(in.Name, []kb.Kind(nil))
	switch len(nodes) {
	case 0:
		return "", nil, fmt.Errorf("nothing is known under the name %q", cut(in.Name, 100))
	case 1:
	default:
		var b strings.Builder
		b.WriteString("Several things are called that. Ask for one by its id:")
		for _, n := range nodes[:min(len(nodes), toolVariants)] {
			c := choiceOf(know, n)
			fmt.Fprintf(&b, "\n- %s: %s, %s", c.Entity, c.Label, c.Question)
		}
		return b.String(), nil, nil
	}
	out := entityOf(know, nodes[0], max(in.From, 0), toolStatements)
	var b strings.Builder
	b.WriteString(imprint(out.Title, out.Kind, out.About))
	for _, st := range out.Statements {
		b.WriteString("\n- " + st.Sentence)
		for _, r := range st.Refs {
			fmt.Fprintf(&b, " [%s:%d]", r.Source, r.Paragraph)
		}
	}
	if out.Next > 0 {
		fmt.Fprintf(&b, "\nThere are more: from %d of %d.", out.Next, out.Total)
	}
	return b.String(), out, nil
}
