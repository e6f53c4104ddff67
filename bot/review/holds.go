package review

import (
	"cmp"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// This file proposes which sentence holds the answer, and which of its words are it: what
// came nearest to answering, as its paragraphs put it.

const (
	maxHeld     = 8   // candidates that become such proposals
	quoteEnough = 420 // characters of a quote that explains: up to there its paragraph goes on
	allOfThem   = 0.8 // how likely it is that all things of one kind in a sentence are asked for, of that one of them is
)

// sentences proposes what nearly answered, in the words of its paragraphs.
func (p *proposer) sentences() {
	ask := p.asks()
	if len(ask) == 0 {
		return
	}
	before := p.heldBy(&p.before)
	seen := map[string]bool{}
	offer := func(h held, rank float64) {
		if len(h.quote) == 0 || seen[h.key()] || p.group.Down > 0 && p.before.Status != facts.Unknown && h.key() == before.key() {
			return
		}
		seen[h.key()] = true
		m := Mending{Kind: Holds, Ask: ask, After: p.after, Quote: h.quote, Words: h.words, Denies: h.denies, Cite: strings.Join(h.cites, " ")}
		if slices.ContainsFunc(p.found, func(o Proposal) bool { return slices.Equal(o.Quote, m.Quote) && slices.Equal(o.Words, m.Words) }) {
			return // as of another wording
		}
		if _, err := p.Draft(m); err != nil {
			return
		}
		var cited []facts.Citation
		for i, ref := range h.cites {
			if r, err := corpus.ParseRef(ref); err == nil {
				par, _ := p.know.Paragraph(r)
				source, _ := p.know.Source(r.Source)
				cited = append(cited, facts.Citation{Marker: i + 1, Source: r.Source, Paragraph: r.Paragraph, Part: r.Part, Title: source.Title, Passage: par.Text, Verbatim: par.Verbatim})
			}
		}
		p.found = append(p.found, Proposal{Mending: m, Sentence: m.Sentence(p.know), Answer: strings.Join(h.quote, " "), Cited: cited, rank: rank})
	}
	for i := range p.candidates[:min(len(p.candidates), maxHeld)] {
		c := &p.candidates[i]
		h := p.heldBy(&c.Answer)
		rank := c.P + p.told(c.Answer.Text)
		offer(h, rank)
		if all := p.allLike(h); len(all.words) > len(h.words) {
			if severalAsked(p.question) {
				offer(all, rank/allOfThem)
			} else {
				offer(all, rank*allOfThem)
			}
		}
	}
}

// held is what of some paragraphs holds an answer.
type held struct {
	quote  []string
	words  []string
	denies bool
	cites  []string
}

// key tells answers apart that a curator would: by the paragraph, what is the short answer,
// and whether it denies. Without short answers the sentences tell. An item of a list and the list
// are one paragraph, and "the Golden Pawn" is "Golden Pawn".
func (h *held) key() string {
	if len(h.cites) == 0 {
		return ""
	}
	words, at := slices.Clone(h.quote), h.cites[0]
	if len(h.words) > 0 {
		words = slices.Clone(h.words)
		if ref, err := corpus.ParseRef(at); err == nil {
			ref.Part = 0
			at = ref.String()
		}
	}
	for i, w := range words {
		w = strings.ToLower(w)
		if first, rest, ok := strings.Cut(w, " "); ok && english.IsArticle(first) {
			w = rest
		}
		words[i] = w
	}
	slices.Sort(words)
	key := at + "|" + strings.Join(words, "|")
	if h.denies {
		key += "|no"
	}
	return key
}

// heldBy puts an answer into sentences of the paragraphs that it cites.
func (p *proposer) heldBy(a *facts.Answer) (h held) {
	for _, s := range a.Answers {
		h.words = append(h.words, s.Text)
	}
	verdict := yesNo(a)
	h.denies = a.Status == facts.Corrected && !verdict
	said := strings.Join(strings.Fields(a.Said.Plain), " ")
	type part struct {
		at   int
		text string
		cite string
	}
	var parts []part
	for _, c := range a.Citations[:min(len(a.Citations), 2)] {
		for _, s := range p.know.Sentences(c.Ref()) {
			if at := strings.Index(said, s); at >= 0 {
				parts = append(parts, part{at, s, c.Ref().String()})
			}
		}
	}
	if len(parts) == 0 && len(a.Citations) > 0 { // told from statements: what comes nearest to saying that
		c := a.Citations[0]
		most := 0
		for _, s := range p.know.Sentences(c.Ref()) {
			if n := inCommon(s, said); n > most {
				most, parts = n, []part{{0, s, c.Ref().String()}}
			}
		}
	}
	if !verdict { // the short answers are to stand in it
		for _, w := range h.words {
			if slices.ContainsFunc(parts, func(x part) bool { return names(x.text, w) }) {
				continue
			}
			for _, c := range a.Citations[:min(len(a.Citations), 3)] {
				list := p.know.Sentences(c.Ref())
				if i := slices.IndexFunc(list, func(s string) bool { return names(s, w) }); i >= 0 {
					parts = append(parts, part{-1, list[i], c.Ref().String()})
					break
				}
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.at, b.at) })
	if !verdict { // what is said behind the last of the short answers is beside the point
		last := -1
		for _, w := range h.words {
			i := slices.IndexFunc(parts, func(x part) bool { return names(x.text, w) })
			if last = max(last, i); i < 0 {
				last = len(parts) - 1
			}
		}
		if last >= 0 {
			parts = parts[:last+1]
		}
	}
	size := 0
	for _, x := range parts {
		if size += len(x.text) + 1; size > maxQuote {
			break
		}
		h.quote = append(h.quote, x.text)
		if !slices.Contains(h.cites, x.cite) {
			h.cites = append(h.cites, x.cite)
		}
	}
	if len(h.words) == 0 && len(h.quote) > 0 {
		p.goOn(&h, size)
	}
	stray := Mending{Quote: h.quote, Words: h.words}.stray(p.know)
	h.words = slices.DeleteFunc(h.words, func(w string) bool { return slices.Contains(stray, w) })
	return h
}

// severalAsked reports whether a question seems to ask for more than one thing: by a plural,
// or a word for all of them.
func severalAsked(text string) bool {
	return slices.ContainsFunc(strings.Fields(plainWords(text)), func(w string) bool {
		switch w {
		case "list", "all", "every", "everyone", "everybody", "both", "two", "three", "four", "five", "stuff", "people":
			return true
		case "does", "always", "perhaps", "across", "whose", "plays", "this", "thanks":
			return false
		}
		return len(w) > 4 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss")
	})
}

// names reports whether a text has a name in it, however that is spelt.
func names(text, name string) bool {
	return strings.Contains(kb.Squash(text), kb.Squash(name))
}

// goOn adds what the first paragraph says behind a quote that explains, and then before it.
func (p *proposer) goOn(h *held, size int) {
	ref, err := corpus.ParseRef(h.cites[0])
	if err != nil {
		return
	}
	list := p.know.Sentences(ref)
	at := slices.Index(list, h.quote[0])
	if at < 0 {
		return
	}
	for _, s := range slices.Concat(list[at+1:], list[:at]) {
		if slices.Contains(h.quote, s) {
			continue
		}
		if size+len(s) > quoteEnough {
			return
		}
		size += len(s) + 1
		h.quote = append(h.quote, s)
	}
}

// allLike takes all things as the answer that the quote names and that are of the kind of the
// one that it is now.
func (p *proposer) allLike(h held) held {
	base := p.know.Base()
	if len(h.words) == 0 || len(h.quote) == 0 {
		return held{}
	}
	first := base.Named(kb.Squash(h.words[0]))
	if len(first) == 0 || base.ID(first[0]) == "" {
		return held{}
	}
	kind := base.KindOf(first[0])
	var words []string
	var last []kb.Node
	at := max(0, slices.IndexFunc(h.quote, func(s string) bool { return names(s, h.words[0]) }))
	for _, n := range p.know.Mentions(h.quote[at]) {
		if base.KindOf(n) == kind && !slices.Contains(p.gist.Named, base.ID(n)) && !slices.Contains(last, n) {
			last, words = append(last, n), append(words, base.Name(n))
		}
	}
	h.words = words
	return h
}

// inCommon counts the words of four letters and more that two texts share.
func inCommon(a, b string) (n int) {
	has := map[string]bool{}
	for _, w := range strings.Fields(nlp.Fold(b)) {
		has[nlp.Stem(strings.Trim(w, `.,;:"“”()'`))] = true
	}
	for _, w := range strings.Fields(nlp.Fold(a)) {
		if w = strings.Trim(w, `.,;:"“”()'`); len(w) > 3 && has[nlp.Stem(w)] {
			n++
		}
	}
	return n
}
