package evidence

import (
	"sort"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/passages"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// FromPassages returns the sentences of the best paragraphs that hold the most of the
// question, best first.
func FromPassages(ix *passages.Index, q Query, m Matcher, limit Limit) []Candidate {
	if ix == nil {
		return nil
	}
	var list []Candidate
	hits := ix.Search(passages.Query{Text: q.Text, Source: q.Source}, limit.Paragraphs)
	for rank, h := range hits {
		par, ok := ix.Paragraph(h.Ref)
		if !ok {
			continue
		}
		src, _ := ix.Source(h.Ref.Source)
		near := h.Score / hits[0].Score
		for _, c := range sentences(src, h.Ref, par) {
			c.Score = m.Held(q.Words, c.Text) + 0.5*near - 0.02*float64(rank)
			list = append(list, c)
		}
	}
	return best(list, limit.Sentences)
}

// maxLead bounds a title and heading, in bytes, so that they leave room for the sentence.
const maxLead = 160

// sentences makes a candidate of each sentence of a paragraph. One that leans on the
// sentence before it ("It was …") is read and said together with it.
func sentences(src corpus.Source, ref corpus.Ref, par corpus.Paragraph) []Candidate {
	lead := src.Title
	if par.Heading != "" && par.Heading != src.Title {
		if lead != "" {
			lead += " › "
		}
		lead += par.Heading
	}
	if len(lead) > maxLead {
		lead = strings.ToValidUTF8(lead[:maxLead], "")
	}
	if lead != "" {
		lead += ": "
	}
	var list []Candidate
	spans := nlp.Sentences(par.Text)
	for i, s := range spans {
		from := s.Start
		if i > 0 && leans(par.Text[s.Start:s.End]) {
			from = spans[i-1].Start
		}
		said := par.Text[from:s.End]
		list = append(list, Candidate{From: Passage, Text: lead + said, Lead: len(lead), Said: said, Refs: []corpus.Ref{ref}, Ref: ref, Sentence: i})
	}
	return list
}

// leans reports whether a sentence begins with a word that stands for something said before.
func leans(sentence string) bool {
	first, _, _ := strings.Cut(sentence, " ")
	return english.Leans(strings.ToLower(strings.TrimRight(first, ",")))
}

// best sorts candidates by score and keeps the first n.
func best(list []Candidate, n int) []Candidate {
	sort.SliceStable(list, func(i, j int) bool { return list[i].Score > list[j].Score })
	list = list[:min(n, len(list))]
	for i := range list {
		list[i].Rank = i
	}
	return list
}
