package evidence

import (
	"slices"
	"strings"

	"hapjak/facts/passages"
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// People say whose word they want: "according to Variety", "what does the drama article say about casting?". That
// source alone is then asked, by what else the question says.

// maxNamedSources is the largest archive whose sources are known by name, maxDescribed the largest of which one is told
// by what it is about.
const (
	maxNamedSources = 200
	maxDescribed    = 12
	kinBytes        = 5
	shortestName    = 4  // bytes of a name of one word
	mostSpoken      = 12 // of so many passages three in four are of the source that speaks of something
)

// SourceNames are what the sources of an index may be called by, and what tells which of them somebody means.
type SourceNames struct {
	index *passages.Index // nil for none
	stems *nlp.Stemmer
	names []sourceName
}

// A sourceName is what sources may be called by, in folded words: a publisher, a title, or the name before a title's colon.
type sourceName struct {
	words []string
	ids   []string
	free  bool // a publisher's, which needs no "article" behind it
}

// NewSourceNames lists what the sources of an index, which may be nil, may be called by.
func NewSourceNames(ix *passages.Index, stems *nlp.Stemmer) *SourceNames {
	return &SourceNames{ix, stems, namesOfSources(ix, stems)}
}

// namesOfSources lists what the sources may be called by, the longest first.
func namesOfSources(ix *passages.Index, stems *nlp.Stemmer) (list []sourceName) {
	if ix == nil {
		return nil
	}
	ids := slices.Collect(ix.Sources())
	if len(ids) > maxNamedSources {
		return nil
	}
	at := map[string]int{}
	for _, id := range ids {
		src, _ := ix.Source(id)
		publisher, behind, _ := strings.Cut(src.Publisher, " (")
		head, _, series := strings.Cut(src.Title, ":")
		if !series {
			head = ""
		}
		for k, name := range []string{publisher, strings.TrimSuffix(behind, ")"), src.Title, head} {
			words := folded(name, stems)
			if len(words) == 0 || len(words) == 1 && len(words[0]) < shortestName {
				continue
			}
			key := strings.Join(words, " ")
			i, ok := at[key]
			if !ok {
				i = len(list)
				at[key] = i
				list = append(list, sourceName{words: words, free: k < 2})
			}
			if n := &list[i]; !slices.Contains(n.ids, id) {
				n.ids = append(n.ids, id)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y sourceName) int { return len(y.words) - len(x.words) })
	return list
}

// folded are the words of a name as a question's are compared.
func folded(name string, stems *nlp.Stemmer) (words []string) {
	for _, w := range question.Parse(name, question.Said{}, stems).Words {
		words = append(words, w.Norm)
	}
	return words
}

// Attributed takes out of a message whose word is wanted; source is the id of that one, "" where none is named or
// more than one.
func (p *SourceNames) Attributed(text string) (rest, source string) {
	q := question.Parse(text, question.Said{}, p.stems)
	if p.index == nil || q.Text != text { // where it was cleaned, words stand elsewhere
		return text, ""
	}
	m := attribution{Question: q, p: p}
	for i := range m.Words {
		from, to, put := m.at(i)
		if to == from {
			continue
		}
		rest := strings.Join(strings.Fields(strings.TrimRight(text[:m.Words[from].Start], " ,;:–—-")+" "+put+" "+strings.TrimLeft(text[m.Words[to-1].End:], " ,:")), " ")
		rest = strings.NewReplacer(" ?", "?", " .", ".", " !", "!", " ,", ",").Replace(rest)
		if !question.Parse(rest, question.Said{}, p.stems).Empty() {
			text = rest
			break
		}
	}
	if len(m.ids) == 1 {
		return text, m.ids[0]
	}
	return text, ""
}

// An attribution is a message in which it is sought whose word is wanted.
type attribution struct {
	*question.Question
	p   *SourceNames
	ids []string // the sources that were named

	byName bool // the source that was read last was called by its name
}

// at finds the words from i on that say no more than whose word is wanted, none where from is to, and what is put
// in their place.
func (m *attribution) at(i int) (from, to int, put string) {
	switch w := m.NormAt(i); {
	case w == "according" && m.NormAt(i+1) == "to":
		return m.cut(i, i+2)
	case w == "per" || english.Reports(w) && i > 0 && (i+1 == len(m.Words) || m.Words[i].Comma):
		return m.cut(i, i+1)
	case w == "in":
		if end, ids, ok := m.source(i + 1); ok && len(ids) == 1 {
			if m.ids = ids; m.NormAt(end) != "about" && m.NormAt(end) != "on" {
				return i, end, ""
			}
		}
	case w == "as":
		if end, ids, ok := m.source(i + 1); ok && english.Reports(m.NormAt(end)) {
			m.ids = ids
			if end++; m.NormAt(end) == "it" {
				end++
			}
			return i, end, ""
		}
	case w == "does" || w == "do" || w == "did" || w == "has" || w == "have":
		return m.says(i)
	}
	if end, ids, ok := m.source(i); ok && len(ids) == 1 && end > i+1 && m.byName && (m.piece(end-1) || english.IsVague(m.NormAt(end-1))) {
		m.ids = ids // "who wrote the KoBiz thing?"
		if i > 0 && m.Words[i].Content() {
			return i, end, "article" // "the whole KoBiz thing"
		}
		return i, end, article
	}
	return i, i, ""
}

// article is what stands for a source that is named.
const article = "the article"

// cut is the attribution from word i on whose source begins at k.
func (m *attribution) cut(i, k int) (from, to int, put string) {
	end, ids, ok := m.source(k)
	if !ok {
		return i, i, ""
	}
	m.ids = ids
	return i, end, ""
}

// says reads "does the article say" from word i on: "what … about X" begs to be told about X.
func (m *attribution) says(i int) (from, to int, put string) {
	end, ids, ok := m.source(i + 1)
	if !ok {
		return i, i, ""
	}
	m.ids = ids
	last := end
	for m.NormAt(end) == "have" && m.NormAt(end+1) == "to" || m.NormAt(end) == "to" {
		end++
	}
	if about := m.NormAt(end + 1); english.Tells(m.NormAt(end)) && (about == "about" || about == "on" || about == "of") && (m.NormAt(i-1) == "what" || english.IsAny(m.NormAt(i-1))) {
		return i - 1, end + 2, "tell me about"
	}
	if len(ids) == 1 && m.byName {
		return i + 1, last, article
	}
	return i, i, ""
}

// source reads a source's name from word k on: "Variety", "the KoBiz piece", "the drama article", "your sources". The ids
// are none where any is meant.
func (m *attribution) source(k int) (end int, ids []string, ok bool) {
	if english.IsArticle(m.NormAt(k)) || english.PointsBack(m.NormAt(k)) || m.NormAt(k) == "your" {
		k++
	}
	m.byName = true
	for _, n := range m.p.names {
		if !m.spells(n, k) {
			continue
		}
		end = k + len(n.words)
		if m.piece(end) || english.IsVague(m.NormAt(end)) {
			return end + 1, n.ids, true
		}
		if n.free {
			return end, n.ids, true
		}
	}
	m.byName = false
	for end = k; end < min(k+4, len(m.Words)); end++ {
		if m.piece(end) {
			ids, ok = m.described(k, end)
			return end + 1, ids, ok
		}
		if !m.Words[end].Content() {
			break
		}
	}
	return 0, nil, false
}

// spells reports whether a name stands from word k on.
func (m *attribution) spells(n sourceName, k int) bool {
	return k+len(n.words) <= len(m.Words) && slices.EqualFunc(n.words, m.Words[k:k+len(n.words)], func(s string, w question.Word) bool { return w.Norm == s })
}

// piece reports whether a word means an article.
func (m *attribution) piece(i int) bool {
	return english.IsSource(m.NormAt(i)) || english.IsPiece(m.NormAt(i))
}

// described is the source that words before "article" tell from the others: by its title, publisher or date, or by its being the
// one that speaks of that. No words mean any.
func (m *attribution) described(from, to int) (ids []string, ok bool) {
	if from == to {
		return nil, true
	}
	n := 0
	for id := range m.p.index.Sources() {
		if n++; n > maxNamedSources {
			return nil, false
		}
		if src, _ := m.p.index.Source(id); m.holds(src.Title+" "+src.Publisher+" "+src.Date, m.Words[from:to]) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 1 || n > maxDescribed {
		return ids, len(ids) == 1
	}
	hits := m.p.index.Search(passages.Query{Text: m.Span(from, to)}, mostSpoken)
	of := map[string]int{}
	for _, h := range hits {
		if of[h.Ref.Source]++; 4*of[h.Ref.Source] >= 3*len(hits) && of[h.Ref.Source] > 2 {
			ids = []string{h.Ref.Source}
		}
	}
	return ids, len(ids) == 1
}

// holds reports whether a text has all of the words.
func (m *attribution) holds(text string, words []question.Word) bool {
	tokens := m.p.stems.Tokens(text)
	for _, w := range words {
		if !slices.ContainsFunc(tokens, func(t nlp.Token) bool { return t.Stem == w.Stem || kin(t.Stem, w.Stem) }) {
			return false
		}
	}
	return true
}

// kin reports whether two stems begin alike, as those of a country and its people do.
func kin(a, b string) bool {
	return len(a) >= kinBytes && len(b) >= kinBytes && a[:kinBytes] == b[:kinBytes]
}
