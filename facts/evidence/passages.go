package evidence

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/passages"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// What ranks the sentences of the paragraphs that were found: the words that a sentence holds,
// its paragraph's place in the search and in the talk, and how far it speaks of what is asked. Of 240
// sets of weights tried on five blind rounds these keep about the most right sentences among the
// first twelve; any near them do as well.
const (
	heldWeight = 0.3
	nearWeight = 0.5
	likeWeight = 1.5

	definingWeight = 3 // a sentence that defines what is to be defined is read in any case
)

// FromPassages returns count sentences of the best paragraphs that hold the most of the
// question and speak most of what it asks, best first.
func FromPassages(ix *passages.Index, q Query, m Matcher, count int) []Candidate {
	if ix == nil {
		return nil
	}
	var list []Candidate
	seen := map[string]bool{}
	stems := Matcher{Stems: m.Stems}
	hits := ix.Search(passages.Query{Text: q.Text, Source: q.Source}, maxParagraphs)
	top := 1.0
	if len(hits) > 0 {
		top = hits[0].Score
	}
	for _, h := range append(hits, neighbours(hits, q.Last)...) {
		par, ok := ix.Paragraph(h.Ref)
		if !ok {
			continue
		}
		src, _ := ix.Source(h.Ref.Source)
		near := h.Score/top + q.There([]corpus.Ref{h.Ref})
		found := sentences(ix, src, h.Ref, par)
		if before, p, ok := announcing(ix, h.Ref, par); ok {
			found = append(found, sentences(ix, src, before, p)...)
		} else if before := (corpus.Ref{Source: h.Ref.Source, Paragraph: h.Ref.Paragraph - 1}); h.Ref.Part == 0 && len(par.Text) < maxItem {
			if p, ok := ix.Paragraph(before); ok && p.Heading == par.Heading && leadsIn(p.Text) != "" {
				found = append(found, sentences(ix, src, before, p)...)
			}
		}
		for _, c := range found {
			if seen[c.Said] { // a list, found as well as the sentence that leads into it
				continue
			}
			seen[c.Said] = true
			c.Score = heldWeight*stems.Held(q.Words, c.Text) + nearWeight*near
			list = append(list, c)
		}
	}
	for _, c := range definitions(ix, q, m) {
		c.Score = definingWeight
		if i := slices.IndexFunc(list, func(o Candidate) bool { return o.Said == c.Said }); i >= 0 {
			list[i].Score += definingWeight
			list[i].Defines, list[i].Short = c.Defines, c.Short
		} else {
			list = append(list, c)
		}
	}
	texts := make([]string, len(list))
	for i, c := range list {
		texts[i] = c.Text
	}
	for i, like := range m.like(q.Text, texts) {
		list[i].Score += likeWeight * like
	}
	return best(list, count)
}

// neighbours lists the paragraphs around those of the last answer that are not among the hits.
func neighbours(hits []passages.Hit, last []corpus.Ref) (more []passages.Hit) {
	in := map[corpus.Ref]bool{}
	for _, h := range hits {
		in[h.Ref] = true
	}
	for _, r := range last {
		for d := -around; d <= around; d++ {
			ref := corpus.Ref{Source: r.Source, Paragraph: r.Paragraph + d}
			if !in[ref] {
				in[ref] = true
				more = append(more, passages.Hit{Ref: ref})
			}
		}
	}
	return more
}

// maxLead bounds a title and heading, in bytes, so that they leave room for the sentence.
const maxLead = 160

// sentences makes a candidate of each sentence of a paragraph. One that leans on the
// sentence before it ("It was …") is read and said together with it, and a list together
// with the sentence that leads into it ("Do not publish:").
func sentences(ix *passages.Index, src corpus.Source, ref corpus.Ref, par corpus.Paragraph) []Candidate {
	par = rowInWords(par)
	par.Text = english.WithLifespan(par.Text)
	lead := src.OwnTitle()
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
	add := func(said string, ref corpus.Ref, sentence int, refs ...corpus.Ref) {
		list = append(list, Candidate{From: Passage, Text: lead + said, Lead: len(lead), Said: said, Refs: refs, Ref: ref, Sentence: sentence})
	}
	addList := func(intro, items string, refs ...corpus.Ref) {
		for i, part := range chunks(items) {
			add(strings.TrimSpace(intro+" "+part), refs[len(refs)-1], i, refs...)
		}
	}
	whole := corpus.Ref{Source: ref.Source, Paragraph: ref.Paragraph}
	if intro, items := listOf(ix, whole); items != "" {
		refs := []corpus.Ref{whole}
		before := corpus.Ref{Source: ref.Source, Paragraph: ref.Paragraph - 1}
		if p, ok := ix.Paragraph(before); ok && intro == "" {
			if intro = leadsIn(p.Text); intro != "" {
				refs = []corpus.Ref{before, whole}
			}
		}
		single := lead // the heading of an item ends in what leads into the list: told once is enough
		if at := strings.LastIndex(lead, under); at >= 0 && ref.Part > 0 {
			if lead = lead[:at] + ": "; intro == "" {
				intro = strings.TrimSuffix(single[at+len(under):], ": ") + ":"
			}
		}
		if intro != "" || ref.Part > 0 && !standsAlone(items) {
			addList(intro, items, refs...)
		}
		if lead = single; intro != "" && ref.Part == 0 {
			return list
		}
	}
	spans := nlp.Sentences(par.Text)
	asks := func(s nlp.Span) bool { return english.IsQuestion(par.Text[s.Start:s.End]) }
	for i, s := range spans {
		from := s.Start
		if (asks(s) || number.MatchString(par.Text[s.Start:s.End]+" ")) && i+1 < len(spans) {
			continue // what a page asks is read with its answer, a step without its number
		} else if i > 0 && (leans(par.Text[s.Start:s.End]) || asks(spans[i-1])) {
			from = spans[i-1].Start
		}
		to := s.End
		if i > 0 && asks(spans[i-1]) && i+1 < len(spans) && len(strings.Fields(par.Text[s.Start:s.End])) <= briefest {
			to = spans[i+1].End
		}
		said := par.Text[from:to]
		if english.Announces(par.Text[s.Start:s.End]) { // "… for several reasons."
			if more, refs := follows(ix, ref, par, s.End); more != "" {
				add(said+more, ref, i, refs...)
				continue
			}
		}
		if i+1 == len(spans) && strings.HasSuffix(said, ":") {
			after := corpus.Ref{Source: ref.Source, Paragraph: ref.Paragraph + 1}
			if intro, items := listOf(ix, after); items != "" {
				addList(strings.TrimSpace(leadsIn(par.Text)+" "+intro), items, ref, after)
				continue
			}
			if p, ok := ix.Paragraph(after); ok && p.Heading == par.Heading && len(p.Text) < maxItem { // "Run this:" and the command
				add(said+" "+p.Text, ref, i, ref, after)
				continue
			}
		}
		add(said, ref, i, ref)
	}
	return list
}

// briefest is how many words an answer to a page's own question has at most that is read with the sentence behind it: "No."
const briefest = 2

// maxListed is how many paragraphs stand at most between one and the paragraph that announces it.
const maxListed = 8

// announcing finds the paragraph that announces several things of which a short paragraph is one: what
// is asked for may be all of them.
func announcing(ix *passages.Index, ref corpus.Ref, par corpus.Paragraph) (before corpus.Ref, p corpus.Paragraph, ok bool) {
	for before = ref; ref.Part == 0 && ref.Paragraph-before.Paragraph < maxListed && len(par.Text) < maxItem; {
		before.Paragraph--
		if p, ok = ix.Paragraph(before); !ok || p.Heading != par.Heading || isList(p.Text) {
			break
		}
		spans := nlp.Sentences(p.Text)
		if len(spans) == 0 {
			break
		}
		if last := spans[len(spans)-1]; english.Announces(p.Text[last.Start:last.End]) {
			return before, p, true
		}
		if len(spans) > 1 {
			break
		}
	}
	return before, p, false
}

// follows returns what stands behind a sentence that announces several things: the rest of its
// paragraph and short paragraphs under the same heading, as much as the encoder reads.
func follows(ix *passages.Index, ref corpus.Ref, par corpus.Paragraph, from int) (more string, refs []corpus.Ref) {
	refs = []corpus.Ref{ref}
	for _, s := range nlp.Sentences(par.Text[from:]) {
		if text := par.Text[from:][s.Start:s.End]; len(more)+len(text) < maxItems {
			more += " " + text
		} else {
			return more, refs
		}
	}
	for next := ref; ; {
		next.Paragraph++
		p, ok := ix.Paragraph(next)
		if !ok || p.Heading != par.Heading || isList(p.Text) || len(more)+len(p.Text) >= maxItems {
			return more, refs
		}
		more += " " + p.Text
		refs = append(refs, next)
	}
}

// Bullet begins each item of a list.
const Bullet = "• "

func isList(text string) bool { return strings.HasPrefix(text, Bullet) }

// rowInWords puts each cell of a table's row behind the name of its column: "Oats: Price 3; Weight 5", and those of a row under no
// names behind the first.
func rowInWords(par corpus.Paragraph) corpus.Paragraph {
	over, columns, cells := rowOf(par)
	if cells == nil { // under no names: "Keeper: Ann Lee"
		if bare := corpus.SplitCells(par.Text); len(bare) > 1 && bare[0] != "" {
			par.Text = bare[0] + ": " + strings.Join(slices.DeleteFunc(bare[1:], func(s string) bool { return s == "" }), "; ")
		}
		return par
	}
	words := make([]string, 0, len(cells))
	for i := 1; i < len(cells); i++ {
		if cells[i] != "" {
			words = append(words, columns[i]+" "+cells[i])
		}
	}
	first := strings.TrimSpace(columns[0] + " " + cells[0])
	par.Heading, par.Text = over, first+": "+strings.Join(words, "; ")
	return par
}

// maxItem is how many bytes an item of a list has at most, so that stretches of a long block are none.
const maxItem = 300

// maxParts is how many parts a paragraph has at most that is read as a list: of more a question would read all for each of them.
const maxParts = 200

// listOf is a list's items, each behind a bullet: those of a paragraph that is written so, or whose
// parts are items, with the first part where that leads them in. It is empty where the paragraph is no list.
func listOf(ix *passages.Index, whole corpus.Ref) (intro, list string) {
	var items strings.Builder
	for part := 1; ; part++ {
		p, ok := ix.Paragraph(corpus.Ref{Source: whole.Source, Paragraph: whole.Paragraph, Part: part})
		switch {
		case part > maxParts:
			return "", ""
		case ok && part == 1 && isList(p.Text):
			return "", p.Text
		case !ok && part > 2:
			return intro, strings.TrimSpace(items.String())
		case !ok || len(p.Text) > maxItem:
			return "", ""
		case part == 1 && leadsIn(p.Text) != "":
			intro = leadsIn(p.Text)
			continue
		}
		items.WriteString(Bullet + p.Text + " ")
	}
}

// number begins a step of a numbered list.
var number = regexp.MustCompile(`^\d{1,2}[.)] `)

// ListAt is the list that a paragraph is, with the sentence that leads into it, and as much of it as is told at once; "" where
// it is none.
func ListAt(ix *passages.Index, ref corpus.Ref) string {
	intro, items := listOf(ix, corpus.Ref{Source: ref.Source, Paragraph: ref.Paragraph})
	if items == "" {
		return ""
	}
	return strings.TrimSpace(intro + " " + bulleted.ReplaceAllString(chunks(items)[0], "$1"))
}

// bulleted is a number behind a bullet.
var bulleted = regexp.MustCompile(Bullet + `(\d{1,2}[.)] )`)

// standsAlone reports whether each item of a list says something by itself, and answers by itself
// where nothing leads in the list.
func standsAlone(items string) bool {
	for item := range strings.SplitSeq(strings.TrimPrefix(items, Bullet), Bullet) {
		if item = strings.TrimSpace(item); !strings.HasSuffix(item, ".") || len(strings.Fields(item)) < 5 {
			return false
		}
	}
	return true
}

// leadsIn returns a paragraph's last sentence where a colon ends it.
func leadsIn(text string) string {
	spans := nlp.Sentences(text)
	if len(spans) == 0 || !strings.HasSuffix(text, ":") || isList(text) {
		return ""
	}
	return text[spans[len(spans)-1].Start:]
}

// maxItems is how many bytes of a list's items are read at once: with title, heading and the
// sentence before them they fill what the encoder reads.
const maxItems = 360

// chunks parts a list between its items.
func chunks(items string) (parts []string) {
	for len(items) > maxItems {
		at := strings.LastIndex(items[:maxItems], Bullet)
		if at <= 0 {
			break
		}
		parts = append(parts, strings.TrimSpace(items[:at]))
		items = items[at:]
	}
	return append(parts, items)
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
