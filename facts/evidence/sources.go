package evidence

import (
	"strings"
	"time"

	"hapjak/corpus"
	"hapjak/facts/passages"
	"hapjak/nlp"
)

// maxSources is the largest archive whose sources are offered as things to ask about.
const maxSources = 200

// FromSources offers what is known of the sources themselves: who wrote one, when it
// came out and where it stands. A source is offered when the question has a word of its
// title or publisher; all are where there are few.
func FromSources(ix *passages.Index, q Query, m Matcher) []Candidate {
	if ix == nil {
		return nil
	}
	in := q.stems()
	var list []Candidate
	n := 0
	for id := range ix.Sources() {
		if n++; n > maxSources {
			return nil
		}
		src, _ := ix.Source(id)
		named := 0.0
		for _, t := range m.Stems.Tokens(src.Title + " " + src.Publisher + " " + src.Author) {
			if t.Kind != nlp.Punct && in[t.Stem] {
				named++
			}
		}
		for _, c := range aboutSource(ix, src) {
			c.Score = m.Held(q.Words, c.Text) + named
			list = append(list, c)
		}
	}
	return best(list, 4)
}

// aboutSource tells what is known of one source, a sentence for each thing.
func aboutSource(ix *passages.Index, src corpus.Source) []Candidate {
	title := "“" + src.Title + "”"
	var list []Candidate
	add := func(value, said string) {
		if value == "" {
			return
		}
		c := Candidate{From: Source, Text: said, Said: said, Short: []string{value}}
		if ref, ok := spokenIn(ix, src.ID, value); ok {
			c.Refs = []corpus.Ref{ref}
			list = append(list, c)
		}
	}
	add(src.Author, "The article "+title+" was written by "+src.Author+".")
	where := ""
	if src.Publisher != "" {
		where = " in " + src.Publisher
	}
	add(src.Date, "The article "+title+" was published"+where+", dated "+inWords(src.Date)+".")
	add(src.Publisher, "The article "+title+" was published by "+src.Publisher+".")
	add(src.URL, "The article "+title+" stands at the address (link, URL) "+src.URL+".")
	return list
}

// inWords writes a date as people do: "April 3, 2025" for 2025-04-03.
func inWords(date string) string {
	for layout, words := range map[string]string{"2006-01-02": "January 2, 2006", "2006-01": "January 2006"} {
		if t, err := time.Parse(layout, date); err == nil {
			return t.Format(words)
		}
	}
	return date
}

// spokenIn finds the paragraph of a source that says a value, else its first one.
func spokenIn(ix *passages.Index, id, value string) (corpus.Ref, bool) {
	for _, h := range ix.Search(passages.Query{Text: value, Source: id}, 1) {
		return h.Ref, true
	}
	return First(ix, id)
}

// First returns the first paragraph of a source.
func First(ix *passages.Index, id string) (corpus.Ref, bool) {
	for n := 1; n < 40; n++ {
		ref := corpus.Ref{Source: id, Paragraph: n}
		if _, ok := ix.Paragraph(ref); ok {
			return ref, true
		}
	}
	return corpus.Ref{}, false
}

// WhichSource turns passages into answers to "which article says that": the article, with the
// sentence that shows it.
func WhichSource(ix *passages.Index, found []Candidate) []Candidate {
	var list []Candidate
	for _, c := range found {
		if c.From == Passage {
			src, _ := ix.Source(c.Ref.Source)
			c.Short = []string{src.Title}
			c.Said = Title(src) + ": " + strings.TrimSpace(c.Said)
			list = append(list, c)
		}
	}
	return list
}

// Title is how a source is named: its title, and where and when it came out.
func Title(src corpus.Source) string {
	title := "“" + src.Title + "”"
	var more []string
	for _, part := range []string{src.Publisher, src.Date} {
		if part != "" {
			more = append(more, part)
		}
	}
	if len(more) > 0 {
		title += " (" + strings.Join(more, ", ") + ")"
	}
	return title
}
