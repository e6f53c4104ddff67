package facts

import (
	"strings"

	"hapjak/corpus"
	"hapjak/facts/evidence"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
	"hapjak/facts/question"
	"hapjak/facts/reading"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// maxRead is how many passages are read for one question.
const maxRead = 8

// A held is a paragraph that was found for a question.
type held struct {
	hit passages.Hit
	par corpus.Paragraph
}

// fromPassages answers from the articles. Where there are curated facts, or would
// be, a passage must account for every content word of the question; an archive
// without facts is read for its likeliest answer, as far as the reader dares.
func (t *turn) fromPassages() bool {
	if t.a.index == nil || t.r.Verdict && t.curated() {
		return false
	}
	if t.curated() && t.q.Source == "" && t.fromOwnArticle() {
		return true
	}
	found := t.find()
	if len(found) == 0 {
		return false
	}
	if t.curated() && t.q.Source == "" {
		return t.fromAccounting(found)
	}
	return t.fromReading(found)
}

// fromOwnArticle reads the article that is about a thing which the question names:
// what no fact states of a film may stand in the article on it.
func (t *turn) fromOwnArticle() bool {
	p := t.first()
	for _, n := range p.Named() {
		id, ok := t.ownArticle(n)
		if !ok {
			continue
		}
		beside := t.contentBeside(n)
		if asksAbout(beside) {
			return t.tellArticle(n, id)
		}
		hits := t.a.index.Search(passages.Query{Text: t.r.Text, Source: id}, 1)
		if len(hits) == 0 {
			continue
		}
		par, _ := t.a.index.Paragraph(hits[0].Ref)
		src, _ := t.a.index.Source(id)
		a, ok := t.a.read.Read(t.r.Text, []reading.Passage{{Text: par.Text, Title: src.Title}})
		if !ok || !t.holdsAll(par, beside) {
			continue
		}
		t.topics = []kb.Node{n}
		t.out.Answers = []Short{{Text: a.Text, Kind: "text"}}
		return t.finish(Answered, reading.Quote(par.Text, a, maxQuote)+" "+t.t.marker(hits[0].Ref), a.Confidence)
	}
	return false
}

// asksAbout reports whether nothing but "what is it about" is asked.
func asksAbout(stems map[string]bool) bool {
	for s := range stems {
		switch s {
		case "about", "happen", "plot", "stori", "summari", "synopsi", "premis":
		default:
			return false
		}
	}
	return len(stems) > 0
}

// tellArticle answers with the beginning of the article about a thing.
func (t *turn) tellArticle(n kb.Node, id string) bool {
	ref, ok := evidence.First(t.a.index, id)
	if !ok {
		return false
	}
	par, _ := t.a.index.Paragraph(ref)
	end := 0
	for _, s := range nlp.Sentences(par.Text) {
		if s.End <= maxQuote {
			end = s.End
		}
	}
	if end == 0 {
		return false
	}
	t.topics = []kb.Node{n}
	t.out.Answers = []Short{t.short(n)}
	return t.finish(Answered, strings.TrimSpace(par.Text[:end])+" "+t.t.marker(ref), 0.7)
}

// ownArticle returns the source that a thing's statements cite and that is called
// as the thing is.
func (t *turn) ownArticle(n kb.Node) (id string, ok bool) {
	b := t.a.base
	for _, s := range b.OutAll(n) {
		for _, ref := range b.Cites(s) {
			src, known := t.a.index.Source(ref.Source)
			if known && kb.Squash(src.Title) == kb.Squash(b.Name(n)) {
				return ref.Source, true
			}
		}
	}
	return "", false
}

func (t *turn) ownArticleIfAny(n kb.Node) (string, bool) {
	if t.a.index == nil {
		return "", false
	}
	return t.ownArticle(n)
}

// contentBeside are the stems that a question has beside a thing's names.
func (t *turn) contentBeside(n kb.Node) map[string]bool {
	stems := map[string]bool{}
	for _, w := range t.r.Words {
		if w.Content() {
			stems[w.Stem] = true
		}
	}
	for _, name := range t.a.base.Names(n) {
		for _, s := range t.a.plans.Stems().Stems(name) {
			delete(stems, s)
		}
	}
	return stems
}

// curated reports whether the knowledge base has facts of its own.
func (t *turn) curated() bool { return t.a.base.Statements() > 0 }

// find returns the best paragraphs for the question.
func (t *turn) find() []held {
	var list []held
	for _, h := range t.a.index.Search(passages.Query{Text: t.r.Text, Source: t.q.Source}, maxRead) {
		if par, ok := t.a.index.Paragraph(h.Ref); ok {
			list = append(list, held{h, par})
		}
	}
	if len(list) == 0 && t.q.Source != "" { // nothing in it has a word of the question
		if ref, ok := evidence.First(t.a.index, t.q.Source); ok {
			par, _ := t.a.index.Paragraph(ref)
			list = append(list, held{passages.Hit{Ref: ref}, par})
		}
	}
	return list
}

// maxQuote is how much of a paragraph is quoted around an answer, in bytes, so that
// a person can see whether it is right.
const maxQuote = 570

// minShare is how much of an open question, by the rarity of its words, a passage
// must hold for its answer to be given: what an archive does not speak of, it does
// not answer.
const minShare = 0.4

// fromReading answers with what the reader finds in the passages.
func (t *turn) fromReading(found []held) bool {
	list := make([]reading.Passage, len(found))
	for i, f := range found {
		src, _ := t.a.index.Source(f.hit.Ref.Source)
		list[i] = reading.Passage{Text: f.par.Text, Score: f.hit.Score, Title: strings.TrimSpace(src.Title + " " + f.par.Heading)}
	}
	var a reading.Answer
	var ok bool
	if t.q.Source != "" {
		a, ok = t.a.read.Read(t.r.Text, list)
	} else {
		a, ok = t.a.read.ReadFound(t.r.Text, list)
	}
	f := found[a.Passage]
	share := t.share(f.par)
	t.logf("read %d passages for %v: %q in %s, score %.2f, gap %.2f, %.2f of the question's words by rarity; %s",
		len(list), a.Type, a.Text, f.hit.Ref, a.Score, a.Gap, share, strings.Join(a.Evidence, "; "))
	if !ok || t.q.Source == "" && share < minShare {
		return t.unread(found, a)
	}
	t.out.Answers = []Short{{Text: a.Text, Kind: "text"}}
	return t.finish(Answered, reading.Quote(f.par.Text, a, maxQuote)+" "+t.t.marker(f.hit.Ref), a.Confidence)
}

// share is the part of the question's content words, weighed by their rarity, that
// a paragraph and its title hold.
func (t *turn) share(par corpus.Paragraph) float64 {
	held := map[string]bool{}
	for _, s := range t.a.plans.Stems().Stems(par.Heading + " " + par.Text) {
		held[s] = true
	}
	var all, has float64
	for _, w := range t.r.Words {
		if w.Skip < question.SkipContent || english.IsWh(w.Norm) {
			continue
		}
		weight := t.a.index.IDF(w.Stem)
		all += weight
		if held[w.Stem] {
			has += weight
		}
	}
	if all == 0 {
		return 0
	}
	return has / all
}

// unread says that the passages do not answer, and shows the nearest sentence.
func (t *turn) unread(found []held, a reading.Answer) bool {
	f := found[a.Passage]
	text := "The sources do not say."
	if a.Text != "" {
		text += " What they say that is nearest: " + reading.Quote(f.par.Text, a, maxQuote-60)
	}
	return t.finish(Unknown, text+" "+t.t.marker(f.hit.Ref), 0)
}

// fromAccounting answers with the sentences of the first paragraph that accounts
// for every content word of the question.
func (t *turn) fromAccounting(found []held) bool {
	stems := map[string]bool{}
	for _, w := range t.r.Words {
		if w.Content() {
			stems[w.Stem] = true
		}
	}
	if len(stems) < 2 || !t.explains() {
		return false
	}
	for _, f := range found {
		if t.holdsAll(f.par, stems) && t.holdsNames(f.par) && t.holdsTopics(f) {
			t.logf("passage %s scores %.2f", f.hit.Ref, f.hit.Score)
			return t.finish(Answered, t.bestSentences(f.par.Text, stems)+" "+t.t.marker(f.hit.Ref), 0.6)
		}
	}
	return false
}

// explains reports whether a question wants sentences rather than a name, a date
// or a number, which a sentence that holds its words need not have.
func (t *turn) explains() bool {
	for i, w := range t.r.Words {
		if w.Norm == "how" && i+1 < len(t.r.Words) && question.AsksHow(t.r.Words[i+1].Norm) != question.Nothing {
			return false
		}
		switch a := question.Asks(w.Norm); a {
		case question.Who, question.When, question.Where:
			return false
		case question.Why, question.How, question.What, question.Which:
			return true
		}
	}
	return true
}

// holdsTopics reports whether a paragraph is about what the question names: it
// says the name in full, or is cited for it.
func (t *turn) holdsTopics(f held) bool {
	text := " " + strings.Join(t.a.plans.Stems().Stems(f.par.Heading+" "+f.par.Text), " ") + " "
next:
	for _, n := range t.first().Named() {
		if id, ok := t.ownArticle(n); ok {
			if id != f.hit.Ref.Source {
				return false
			}
			continue
		}
		for _, name := range t.a.base.Names(n) {
			if stems := t.a.plans.Stems().Stems(name); len(stems) > 0 && strings.Contains(text, " "+strings.Join(stems, " ")+" ") {
				continue next
			}
		}
		for _, s := range t.a.base.OutAll(n) {
			for _, ref := range t.a.base.Cites(s) {
				if ref == f.hit.Ref {
					continue next
				}
			}
		}
		return false
	}
	return true
}

// holdsNames reports whether the runs of capitalised words of a question stand
// together in a paragraph: "Studio Dragon" is not a studio and a dragon.
func (t *turn) holdsNames(par corpus.Paragraph) bool {
	text := " " + strings.Join(t.a.plans.Stems().Stems(par.Text), " ") + " "
	for i := 1; i < len(t.r.Words); i++ {
		if t.r.LooksNamed(i) && t.r.LooksNamed(i-1) && !t.r.Words[i].Comma && !strings.Contains(text, " "+t.r.Words[i-1].Stem+" "+t.r.Words[i].Stem+" ") {
			return false
		}
	}
	return true
}

func (t *turn) holdsAll(par corpus.Paragraph, stems map[string]bool) bool {
	held := map[string]bool{}
	for _, s := range t.a.plans.Stems().Stems(par.Heading + " " + par.Text) {
		held[s] = true
	}
	for s := range stems {
		if !held[s] {
			return false
		}
	}
	return true
}

// bestSentences keeps the sentences of a paragraph that hold the most of the
// stems, in their order, as many as fit.
func (t *turn) bestSentences(text string, stems map[string]bool) string {
	var kept []string
	for _, span := range nlp.Sentences(text) {
		s := text[span.Start:span.End]
		for _, stem := range t.a.plans.Stems().Stems(s) {
			if stems[stem] {
				kept = append(kept, s)
				break
			}
		}
		if len(kept) == 3 {
			break
		}
	}
	out := strings.Join(kept, " ")
	if runes(out) > maxLong-60 {
		out = string([]rune(out)[:maxLong-60]) + "…"
	}
	return out
}
