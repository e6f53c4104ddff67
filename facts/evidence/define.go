package evidence

import (
	"slices"

	"hapjak/corpus"
	"hapjak/facts/passages"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// Where a term's meaning is asked for, so many paragraphs with the term are looked through for sentences that
// define it, and so many of those are read at most.
const (
	maxDefining = 200
	maxDefined  = 3
)

// definitions are sentences that say what a term is, "A mill pond is …", or who somebody is.
func definitions(ix *passages.Index, q Query, m Matcher) (list []Candidate) {
	if len(q.Term) == 0 {
		return nil
	}
	hits := ix.Search(passages.Query{Text: q.Text, Source: q.Source}, maxDefining)
	var headed []Candidate // as a glossary has it, the term over its meaning
	for _, h := range hits {
		par, ok := ix.Paragraph(h.Ref)
		if !ok {
			continue
		}
		src, _ := ix.Source(h.Ref.Source)
		how := 1
		if slices.Equal(m.Stems.Stems(par.Under()), q.Term) {
			how = 2
		}
		for i, c := range sentences(ix, src, h.Ref, par) {
			c.Defines = how
			if i == 0 && how == 2 && headed == nil && begins(ix, h.Ref, par) {
				headed = []Candidate{c}
			}
			tells := !q.Who && defines(c.Said, q.Term, m.Stems)
			if q.Who {
				role := ""
				if c.Defines, role = presents(c.Said, q.Term, m.Stems); role != "" {
					c.Short = []string{role}
				}
				tells = c.Defines > 0
			}
			if tells && c.Ref.Source == h.Ref.Source && c.Ref.Paragraph == h.Ref.Paragraph { // not the paragraph that announces it
				if list = append(list, c); len(list) == maxDefined && !q.Who {
					return list
				}
			}
		}
	}
	if len(list) == 0 && !q.Who {
		if headed != nil {
			return headed
		}
		return opening(ix, hits, q.Term, m)
	}
	slices.SortStableFunc(list, func(a, b Candidate) int { return b.Defines - a.Defines })
	return list[:min(len(list), maxDefined)]
}

// begins reports whether a paragraph is the first under its heading.
func begins(ix *passages.Index, ref corpus.Ref, par corpus.Paragraph) bool {
	before, ok := ix.Paragraph(corpus.Ref{Source: ref.Source, Paragraph: ref.Paragraph - 1})
	return ref.Part == 0 && (!ok || before.Heading != par.Heading)
}

// lastOpening is the last place, headings counted, of the paragraph that an article opens with.
const lastOpening = 3

// opening is the sentence that the article opens with whose title is a term: where none says so, it tells what the term means.
func opening(ix *passages.Index, hits []passages.Hit, term []string, m Matcher) []Candidate {
	for _, h := range hits {
		src, _ := ix.Source(h.Ref.Source)
		if !slices.Equal(m.Stems.Stems(english.Unbracketed(src.Title)), term) {
			continue
		}
		for n := 1; n <= lastOpening; n++ {
			ref := corpus.Ref{Source: h.Ref.Source, Paragraph: n}
			if par, ok := ix.Paragraph(ref); ok {
				list := sentences(ix, src, ref, par)
				list = list[:min(len(list), 1)]
				for i := range list {
					list[i].Defines = 1
				}
				return list
			}
		}
	}
	return nil
}

// How many words may stand before a term that a sentence defines, an article, and between it and its verb, the rest of a
// name: "The [Alba] Mill is a …".
const (
	maxBefore  = 1
	maxBetween = 2
)

// defines reports whether a sentence says what a term is: the term, as its stems, is what it begins with, and a verb that
// defines stands behind.
func defines(sentence string, term []string, stems *nlp.Stemmer) bool {
	var words []nlp.Token
	for t := range stems.EachToken(sentence) {
		if t.Kind != nlp.Punct {
			words = append(words, t)
		} else if len(words) > len(term) && t.Norm != "(" && t.Norm != ")" && t.Norm != `"` {
			break
		}
		if len(words) > maxBefore+len(term)+maxBetween+3 {
			break
		}
	}
	at := -1
	for i := 0; i <= maxBefore && i+len(term) < len(words); i++ {
		if i > 0 && !english.IsArticle(words[i-1].Norm) {
			break
		}
		if slices.EqualFunc(words[i:i+len(term)], term, func(w nlp.Token, s string) bool { return w.Stem == s }) {
			at = i + len(term)
			break
		}
	}
	if at < 0 {
		return false
	}
	for i := at; i <= at+maxBetween && i+1 < len(words); i++ {
		if i > at && !words[i-1].Capitalised() {
			return false
		}
		if english.IsDefining(words[i].Norm, words[i+1].Norm) {
			return true
		}
	}
	return false
}
