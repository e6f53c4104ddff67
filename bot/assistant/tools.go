package assistant

import (
	"context"
	"fmt"
	"strings"

	"hapjak/bot"
	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
)

// How much one call gives.
const (
	maxHits       = 20
	maxSources    = 200
	maxParagraphs = 20
	maxLines      = 100
	maxChoices    = 8
)

type askInput struct {
	Question     string `json:"question" jsonschema:"the question, in English"`
	Conversation string `json:"conversation,omitempty" jsonschema:"a name for the conversation that this question goes on from, so that 'and who was in it?' is understood; a long one of chance that nobody else hits on"`
	Source       string `json:"source,omitempty" jsonschema:"the id of the one source to answer from"`
}

// An answer is that of hapjak ask --json.
type answer facts.Answer

func (s *Server) ask(ctx context.Context, in askInput) (*answer, error) {
	if err := bounded("question", in.Question); err != nil {
		return nil, err
	}
	if in.Source != "" {
		know, done := s.bot.Know()
		err := knows(know, in.Source)
		done()
		if err != nil {
			return nil, err
		}
	}
	req := bot.Request{Command: "ask", Options: map[string]string{"question": in.Question}, Source: in.Source}
	if in.Conversation != "" {
		if err := bounded("conversation", in.Conversation); err != nil {
			return nil, err
		}
		req.Conversation = in.Conversation
	}
	reply := s.bot.Handle(ctx, req)
	return (*answer)(reply.Answer), nil
}

func knows(know *facts.Answerer, source string) error {
	if _, ok := know.Source(source); !ok {
		return fmt.Errorf("there is no source %q; source without an id lists them", source)
	}
	return nil
}

func (a *answer) text() string {
	var b strings.Builder
	b.WriteString(a.Text)
	for _, c := range a.Choices {
		fmt.Fprintf(&b, "\n- %s: ask %q", c.Label, c.Question)
	}
	writeCitations(&b, a.Citations)
	return b.String()
}

// writeCitations writes what each marker leads to.
func writeCitations(b *strings.Builder, list []facts.Citation) {
	for _, c := range list {
		how := "in other words"
		if c.Verbatim {
			how = "quoted"
		}
		fmt.Fprintf(b, "\n\n[%d] %s, ¶ %s (%s), %s: %s", c.Marker, named(c.Title, c.Publisher, c.Date), c.Ref().Place(), c.Ref(), how, c.Passage)
		if c.URL != "" {
			fmt.Fprintf(b, "\n%s", c.URL)
		}
	}
}

func named(title, publisher, date string) string {
	var parts []string
	for _, p := range []string{title, publisher, date} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

type searchInput struct {
	Query  string `json:"query" jsonschema:"words that the passages should speak of"`
	Source string `json:"source,omitempty" jsonschema:"the id of the one source to search"`
	From   string `json:"from,omitempty" jsonschema:"only sources of this date and later: 2014, 2014-05 or 2014-05-31"`
	To     string `json:"to,omitempty" jsonschema:"only sources of this date and earlier"`
	Most   int    `json:"most,omitempty" jsonschema:"how many passages, from 1 to 20; 5 if it is left out"`
}

type found struct {
	Passages []facts.Citation `json:"passages"` // markers count from the best
}

func (s *Server) search(_ context.Context, in searchInput) (*found, error) {
	if err := bounded("query", in.Query); err != nil {
		return nil, err
	}
	know, done := s.bot.Know()
	defer done()
	ix := know.Passages()
	if ix == nil {
		return nil, fmt.Errorf("there are no articles to search")
	}
	most := in.Most
	if most <= 0 {
		most = 5
	}
	out := &found{Passages: []facts.Citation{}}
	for i, h := range ix.Search(passages.Query{Text: in.Query, Source: in.Source, From: in.From, To: in.To}, min(most, maxHits)) {
		out.Passages = append(out.Passages, citation(know, i+1, h.Ref))
	}
	return out, nil
}

func citation(know *facts.Answerer, marker int, ref corpus.Ref) facts.Citation {
	c := facts.Citation{Marker: marker, Source: ref.Source, Paragraph: ref.Paragraph, Part: ref.Part}
	src, _ := know.Source(ref.Source)
	c.Title, c.Publisher, c.Date, c.URL = src.Title, src.Publisher, src.Date, src.URL
	p, _ := know.Paragraph(ref)
	c.Passage, c.Verbatim = p.Text, p.Verbatim
	return c
}

func (f *found) text() string {
	if len(f.Passages) == 0 {
		return "No passage speaks of that."
	}
	var b strings.Builder
	writeCitations(&b, f.Passages)
	return strings.TrimSpace(b.String())
}

type sourceInput struct {
	ID   string `json:"id,omitempty" jsonschema:"the source's id, as a citation names it; left out, the sources are listed"`
	From int    `json:"from,omitempty" jsonschema:"the paragraph to begin with; the first if it is left out"`
}

type sourceOutput struct {
	Sources    []sourceInfo     `json:"sources"`              // the one that was asked for, or all
	Paragraphs []facts.Citation `json:"paragraphs,omitempty"` // markers are the paragraphs' numbers
	Next       int              `json:"next,omitempty"`       // the paragraph to go on with, 0 where there is no more
}

type sourceInfo struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Publisher string `json:"publisher,omitempty"`
	Author    string `json:"author,omitempty"`
	Date      string `json:"date,omitempty"`
	URL       string `json:"url,omitempty"`
	Rights    string `json:"rights,omitempty"`
}

func infoOf(src corpus.Source) sourceInfo {
	return sourceInfo{src.ID, src.Title, src.Publisher, src.Author, src.Date, src.URL, src.Rights}
}

func (s *Server) source(_ context.Context, in sourceInput) (*sourceOutput, error) {
	know, done := s.bot.Know()
	defer done()
	out := &sourceOutput{Sources: []sourceInfo{}}
	if in.ID == "" {
		list := know.Sources()
		for _, src := range list[:min(len(list), maxSources)] {
			out.Sources = append(out.Sources, infoOf(src))
		}
		return out, nil
	}
	if err := knows(know, in.ID); err != nil {
		return nil, err
	}
	src, _ := know.Source(in.ID)
	out.Sources = append(out.Sources, infoOf(src))
	out.Paragraphs, out.Next = know.Paragraphs(in.ID, in.From, maxParagraphs)
	return out, nil
}

func (o *sourceOutput) text() string {
	var b strings.Builder
	for _, src := range o.Sources {
		fmt.Fprintf(&b, "%s: %s\n", src.ID, named(src.Title, src.Publisher, src.Date))
	}
	for _, p := range o.Paragraphs {
		fmt.Fprintf(&b, "\n¶ %s  %s\n", p.Ref().Place(), p.Passage)
	}
	if o.Next > 0 {
		fmt.Fprintf(&b, "\nIt goes on with paragraph %d.\n", o.Next)
	}
	return strings.TrimSpace(b.String())
}

type entityInput struct {
	Entity string `json:"entity" jsonschema:"the name or the id of a film, a person or whatever else there is"`
}

type entityOutput struct {
	ID        string           `json:"id,omitempty"`
	Title     string           `json:"title,omitempty"`
	Kind      string           `json:"kind,omitempty"`
	About     string           `json:"about,omitempty"`
	Names     []string         `json:"names,omitempty"` // other names
	Lines     []entityLine     `json:"lines,omitempty"`
	Left      int              `json:"left,omitempty"` // lines that are not told
	Citations []facts.Citation `json:"citations,omitempty"`
	Choices   []entityChoice   `json:"choices,omitempty"` // where the name is that of several
}

type entityLine struct {
	Label string `json:"label"`
	Text  string `json:"text"` // with markers
}

type entityChoice struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

func (s *Server) entity(_ context.Context, in entityInput) (*entityOutput, error) {
	if err := bounded("entity", in.Entity); err != nil {
		return nil, err
	}
	know, done := s.bot.Know()
	defer done()
	n, ok := know.Base().Find(in.Entity)
	if !ok {
		list, exact := know.Lookup(in.Entity, kindsOf(know))
		if len(list) == 0 {
			return nil, fmt.Errorf("nothing is called %q; search finds where the articles speak of it", in.Entity)
		}
		if len(list) > 1 || !exact {
			out := &entityOutput{}
			for _, n := range list[:min(len(list), maxChoices)] {
				out.Choices = append(out.Choices, entityChoice{know.Base().ID(n), know.Title(n)})
			}
			return out, nil
		}
		n = list[0]
	}
	return card(know, n), nil
}

// kindsOf returns the kinds of things.
func kindsOf(know *facts.Answerer) (list []kb.Kind) {
	schema := know.Base().Schema()
	for k := range schema.Kinds {
		if !schema.Literal(kb.Kind(k)) {
			list = append(list, kb.Kind(k))
		}
	}
	return list
}

func card(know *facts.Answerer, n kb.Node) *entityOutput {
	c := know.Card(n, 0, maxLines)
	out := &entityOutput{ID: c.ID, Title: c.Title, Kind: c.Kind, About: c.About, Names: c.Names, Left: c.Total - len(c.Lines), Citations: c.Citations}
	for _, l := range c.Lines {
		out.Lines = append(out.Lines, entityLine(l))
	}
	return out
}

func (o *entityOutput) text() string {
	var b strings.Builder
	if len(o.Choices) > 0 {
		b.WriteString("Which is meant?")
		for _, c := range o.Choices {
			fmt.Fprintf(&b, "\n- %s (%s)", c.Title, c.ID)
		}
		return b.String()
	}
	fmt.Fprintf(&b, "%s, %s", o.Title, o.Kind)
	if o.About != "" {
		fmt.Fprintf(&b, ": %s", o.About)
	}
	if len(o.Names) > 0 {
		fmt.Fprintf(&b, "\nalso called %s", strings.Join(o.Names, ", "))
	}
	for _, l := range o.Lines {
		fmt.Fprintf(&b, "\n%s: %s", l.Label, l.Text)
	}
	if o.Left > 0 {
		fmt.Fprintf(&b, "\nand %d lines more", o.Left)
	}
	writeCitations(&b, o.Citations)
	return b.String()
}
