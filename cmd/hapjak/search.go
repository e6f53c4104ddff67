package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hapjak/facts"
	"hapjak/facts/passages"
)

// A search answers queries one after the other.
type search struct {
	k                int
	json, verbose    bool
	source, from, to string
	ix               *passages.Index
	rerank           func(query string, hits []passages.Hit) error // nil where the index's order stands
	out              *bufio.Writer
	mark             [2]string // what stands around a marked word
}

// newSearchCommand returns `hapjak search`: the passages that a question would be
// answered from.
func newSearchCommand() *cobra.Command {
	s := &search{}
	cmd := &cobra.Command{
		Use:   "search [QUERY]",
		Short: "find the passages that speak of something",
		Long: "Search prints the passages that fit QUERY best, the best first, the words of the query marked.\n" +
			"Without QUERY it takes one a line from standard input, until its end.\n\n" +
			"With --json a line is a query or {\"id\": …, \"q\": \"…\"}, with \"source\", \"from\" and \"to\" where they\n" +
			"are wanted, and the answer to it is the line {\"id\": …, \"hits\": [{\"source\", \"paragraph\", \"score\"}]}.\n\n" +
			fmt.Sprintf("With --rerank the encoder reads the best %d passages and puts those that answer the query first, which takes\n", facts.Reranked) +
			"tens of times as long. The scores are the index's as before.",
		Example: "  hapjak search -k 3 baseball gorilla\n" +
			"  hapjak search --from 2014 --to 2016 -v films from China\n" +
			"  hapjak search --json -k 100 < queries.jsonl > hits.jsonl",
		RunE: s.run,
	}
	f := cmd.Flags()
	f.IntVarP(&s.k, "number", "k", 10, "find at most so many passages")
	f.BoolVar(&s.json, "json", false, "write JSON; read a query a line when none is given")
	f.BoolVarP(&s.verbose, "verbose", "v", false, "say what each score is made of")
	f.StringVar(&s.source, "source", "", "search the source of this `id` alone")
	f.StringVar(&s.from, "from", "", "search sources of this `date` and later: 2014, 2014-05 or 2014-05-31")
	f.StringVar(&s.to, "to", "", "search sources of this `date` and earlier")
	f.Bool("rerank", false, "have the encoder put the best passages in order: slower")
	return cmd
}

func (s *search) run(cmd *cobra.Command, args []string) (err error) {
	kb := cmd.Flag("kb").Value.String()
	if s.ix, err = facts.OpenPassages(kb); err != nil {
		return err
	}
	if s.ix == nil {
		return hint(fmt.Errorf("%s holds no articles", kb), "hapjak import --kb "+kb+" --articles PATH adds some")
	}
	defer func() { err = errors.Join(err, s.ix.Close()) }()
	if cmd.Flag("rerank").Value.String() == "true" {
		if err := s.withEncoder(cmd); err != nil {
			return err
		}
	}
	out := cmd.OutOrStdout()
	s.out = bufio.NewWriter(out)
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) && os.Getenv("NO_COLOR") == "" {
		s.mark = [2]string{"\x1b[1m", "\x1b[0m"}
	}
	if len(args) > 0 {
		return s.line(inputLine{n: 1, text: []byte(strings.Join(args, " "))})
	}
	_, err = eachLine(cmd.Context(), cmd.InOrStdin(), s.line)
	return err
}

// withEncoder has the encoder read what is found.
func (s *search) withEncoder(cmd *cobra.Command) error {
	const remedy = "search without --rerank"
	if cmd.Flag("no-encoder").Value.String() == "true" {
		return hint(errors.New("--rerank needs the encoder, which --no-encoder forbids"), remedy)
	}
	model, err := encoderOf(cmd.Flag("encoder").Value.String())()
	if err != nil {
		return hint(err, remedy)
	}
	s.rerank = func(query string, hits []passages.Hit) error {
		return facts.Rerank(cmd.Context(), model, s.ix, query, hits)
	}
	return nil
}

// find returns the hits of a query, best first.
func (s *search) find(q passages.Query) ([]passages.Hit, error) {
	if s.rerank == nil {
		return s.ix.Search(q, s.k), nil
	}
	hits := s.ix.Search(q, max(s.k, facts.Reranked))
	err := s.rerank(q.Text, hits)
	return hits[:min(len(hits), max(s.k, 0))], err
}

func (s *search) line(l inputLine) error {
	if s.json {
		if err := s.answerJSON(l); err != nil {
			return err
		}
	} else if text := strings.TrimSpace(string(l.text)); text != "" {
		if err := s.answer(text); err != nil {
			return err
		}
	}
	if err := s.ix.Err(); err != nil { // then nothing of the answer holds, not even that there is none
		return err
	}
	return s.out.Flush()
}

// searchLine and searchReply are the lines of --json.
type searchLine struct {
	ID     json.RawMessage `json:"id"`
	Q      string          `json:"q"`
	Source string          `json:"source"`
	From   string          `json:"from"`
	To     string          `json:"to"`
}

type searchReply struct {
	ID    json.RawMessage `json:"id,omitempty"`
	Hits  []searchHit     `json:"hits"`
	Error string          `json:"error,omitempty"`
}

type searchHit struct {
	Source      string  `json:"source"`
	Paragraph   int     `json:"paragraph"`
	Part        int     `json:"part,omitempty"`
	Place       string  `json:"place,omitempty"`
	Score       float64 `json:"score"`
	Explanation string  `json:"explanation,omitempty"`
}

// query reads a line as an object when it begins like one, and else as a query.
func (s *search) query(l inputLine) (in searchLine, err error) {
	in = searchLine{Q: strings.TrimSpace(string(l.text)), Source: s.source, From: s.from, To: s.to}
	if l.long {
		return in, fmt.Errorf("line %d: longer than %d bytes", l.n, maxLine)
	}
	if strings.HasPrefix(in.Q, "{") {
		text := in.Q
		in.Q = ""
		if err := json.Unmarshal([]byte(text), &in); err != nil {
			return in, fmt.Errorf(`line %d: %v; want {"id": …, "q": "…"} or a plain query`, l.n, err)
		}
	}
	return in, nil
}

// answerJSON answers a line with a line, whatever it holds.
func (s *search) answerJSON(l inputLine) error {
	in, err := s.query(l)
	reply := searchReply{ID: in.ID, Hits: []searchHit{}}
	if err != nil {
		reply.Error = err.Error()
	}
	q := passages.Query{Text: in.Q, Source: in.Source, From: in.From, To: in.To}
	hits, err := s.find(q)
	if err != nil {
		return err
	}
	for _, h := range hits {
		_, p := s.ix.Passage(h.Passage)
		hit := searchHit{Source: h.Ref.Source, Paragraph: h.Ref.Paragraph, Part: h.Ref.Part, Place: p.Place, Score: h.Score}
		if s.verbose {
			hit.Explanation = s.ix.Explain(q, h)
		}
		reply.Hits = append(reply.Hits, hit)
	}
	return json.NewEncoder(s.out).Encode(reply)
}

// answer prints passages for a person.
func (s *search) answer(text string) error {
	q := passages.Query{Text: text, Source: s.source, From: s.from, To: s.to}
	hits, err := s.find(q)
	if err != nil {
		return err
	}
	if len(hits) == 0 {
		fmt.Fprintln(s.out, "no passage speaks of that")
	}
	for i, h := range hits {
		source, _ := s.ix.Source(h.Ref.Source)
		_, p := s.ix.Passage(h.Passage)
		about := source.Title
		if p.Heading != "" {
			about += " · " + p.Heading
		}
		if p.Place != "" {
			about += ", " + p.Place
		}
		fmt.Fprintf(s.out, "%2d. %s  %s  (%.2f)\n    %s\n", i+1, h.Ref, printable(about), h.Score, s.marked(s.ix.Snippet(q, p.Text, 240)))
		if s.verbose {
			fmt.Fprint(s.out, s.ix.Explain(q, h))
		}
	}
	return nil
}

// marked writes a snippet with its words marked.
func (s *search) marked(snip passages.Snippet) string {
	var b strings.Builder
	if snip.Before {
		b.WriteString("… ")
	}
	last := 0
	for _, m := range snip.Marks {
		b.WriteString(printable(snip.Text[last:m.Start]))
		b.WriteString(s.mark[0] + printable(snip.Text[m.Start:m.End]) + s.mark[1])
		last = m.End
	}
	b.WriteString(printable(snip.Text[last:]))
	if snip.After {
		b.WriteString(" …")
	}
	return b.String()
}
