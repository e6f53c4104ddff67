package web

import (
	"context"
	"slices"
	"strings"

	"hapjak/bot"
	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/passages"
	"hapjak/nlp"
)

// A stretch is a part of a text, with the citations that it stands on.
type stretch struct {
	Text  string
	Marks []facts.Citation
}

// stretchesOf parts a text where its citations stand.
func stretchesOf(x facts.Text, citations []facts.Citation) []stretch {
	cited := map[corpus.Ref]facts.Citation{}
	for _, c := range citations {
		cited[c.Ref()] = c
	}
	text := x.Plain
	var list []stretch
	from := 0
	for i, r := range x.Refs {
		if i == 0 || r.At > x.Refs[i-1].At {
			list = append(list, stretch{Text: text[from:r.At]})
			from = r.At
		}
		last := &list[len(list)-1]
		if c, ok := cited[r.Ref]; ok {
			last.Marks = append(last.Marks, c)
		}
	}
	if from < len(text) {
		list = append(list, stretch{Text: text[from:]})
	}
	return list
}

// A turn is a question and what is replied, as a page draws it.
type turn struct {
	Key      string // which its anchors begin with
	Question string
	// After and Before are what the next turn goes on from: the key under which this one is
	// remembered, and its question.
	After, Before string
	Status        facts.Status
	Blocks        []block
	Answers       []facts.Short // those that have a card
	Choices       []choice
	More          string // the question that asks for more
	Cited         []cited
	Votes         bool // it can be voted on
}

// A block is one part of a reply.
type block struct {
	Kind    string // "text", "card", "comparison", "timeline", "list", "notice"
	Title   string
	Text    []stretch
	Columns []string
	Fields  []field
	Entries []entry
}

type field struct {
	Label  string
	Values [][]stretch
}

type entry struct {
	When, Link string
	Text       []stretch
}

// A choice is a way to go on.
type choice struct{ Label, Link string }

// A cited is a passage that a reply leads to, in three parts, the middle of which is the
// sentence that bears it out.
type cited struct {
	facts.Citation
	Before, Sentence, After string
}

var blockKinds = map[bot.BlockKind]string{
	bot.TextBlock: "text", bot.CardBlock: "card", bot.ComparisonBlock: "comparison",
	bot.TimelineBlock: "timeline", bot.ListBlock: "list", bot.NoticeBlock: "notice",
}

// turnOf draws a reply.
func turnOf(ctx context.Context, key, question string, r bot.Reply) turn {
	t := turn{Key: key, After: key, Question: question, Status: r.Status, More: r.More}
	if strings.HasPrefix(question, "/more ") {
		t.Question = "" // our own words, which nobody typed
	}
	said := map[corpus.Ref]string{}
	for _, b := range r.Blocks {
		drawn := block{Kind: blockKinds[b.Kind], Title: b.Title, Columns: b.Columns}
		drawn.Text = stretchesOf(b.Text, r.Citations)
		for _, f := range b.Fields {
			line := field{Label: f.Label}
			for _, v := range f.Values {
				line.Values = append(line.Values, stretchesOf(v, r.Citations))
			}
			drawn.Fields = append(drawn.Fields, line)
		}
		for i, e := range b.Entries {
			if r.Quotes() && i < len(r.Citations) { // a list of passages, each of which is its own evidence
				c := r.Citations[i]
				drawn.Entries = append(drawn.Entries, entry{e.When, bot.PassagePath(c.Source, c.Paragraph), []stretch{{Text: c.Passage}}})
				continue
			}
			drawn.Entries = append(drawn.Entries, entry{e.When, link(e.URL), stretchesOf(e.Text, r.Citations)})
		}
		t.Blocks = append(t.Blocks, drawn)
		for _, x := range drawn.Text {
			for _, c := range x.Marks {
				said[c.Ref()] += " " + x.Text
			}
		}
	}
	var short []facts.Short
	if r.Answer != nil {
		short = r.Answer.Answers
	}
	for _, c := range r.Citations {
		if r.Quotes() {
			break
		}
		t.Cited = append(t.Cited, citedIn(ctx, c, said[c.Ref()], short))
	}
	if r.Answer != nil {
		for _, a := range r.Answer.Answers {
			if a.Entity != "" {
				t.Answers = append(t.Answers, a)
			}
		}
	}
	for _, c := range r.Choices {
		to := askLink(c.Question)
		if c.Entity != "" && strings.HasPrefix(c.Question, "/") {
			to = thingLink(c.Entity) // a card, which has a page here
		}
		t.Choices = append(t.Choices, choice{c.Label, to})
	}
	return t
}

// citedIn finds, in the passage that a citation leads to, the sentence that bears out what was said: that
// which holds most of the things and the short answers that were told of, and of the other words. A thing
// counts once, however long its name, since names stand in many sentences; short answers and figures count
// twice.
func citedIn(ctx context.Context, c facts.Citation, said string, short []facts.Short) cited {
	out := cited{Citation: c, Before: c.Passage}
	know := knowOf(ctx)
	ix := know.Passages()
	if ix == nil || said == "" {
		return out
	}
	ends := endsOf(know, said, short)
	named := map[string]bool{}
	for _, e := range ends {
		for _, name := range e.names {
			for _, w := range name {
				named[w] = true
			}
		}
	}
	found := ix.Snippet(passages.Query{Text: said}, c.Passage, len(c.Passage))
	begin := strings.Index(c.Passage, found.Text)
	best, from, to := 0.0, 0, 0
	for _, sentence := range nlp.Sentences(c.Passage) {
		held, others := map[string]bool{}, map[string]float64{}
		for _, w := range stemsOf(c.Passage[sentence.Start:sentence.End]) {
			held[w] = true
		}
		for _, m := range found.Marks {
			if begin+m.Start >= sentence.Start && begin+m.End <= sentence.End {
				word := strings.ToLower(found.Text[m.Start:m.End])
				switch {
				case strings.ContainsAny(word, "0123456789"):
					others[word] = 2
				case !named[nlp.Stem(nlp.Fold(word))]:
					others[word] = 1
				}
			}
		}
		sum := 0.0
		for _, n := range others {
			sum += n
		}
		for _, e := range ends {
			sum += e.in(held)
		}
		if sum > best {
			best, from, to = sum, sentence.Start, sentence.End
		}
	}
	out.Before, out.Sentence, out.After = c.Passage[:from], c.Passage[from:to], c.Passage[to:]
	if best == 0 {
		out.Before, out.After = c.Passage, ""
	}
	return out
}

// An end is a thing or a short answer that an answer tells of, by the words of its names, and what it
// counts.
type end struct {
	names  [][]string
	counts float64
}

// endsOf are those of what was said.
func endsOf(know *facts.Answerer, said string, short []facts.Short) (ends []end) {
	answers := map[string]bool{}
	for _, s := range short {
		answers[nlp.Fold(s.Text)] = true
		ends = append(ends, end{[][]string{stemsOf(s.Text)}, 2})
	}
	base := know.Base()
	for _, n := range know.Mentions(said) {
		e := end{counts: 1}
		for _, name := range base.Names(n) {
			e.names = append(e.names, stemsOf(name))
		}
		if !slices.ContainsFunc(base.Names(n), func(name string) bool { return answers[nlp.Fold(name)] }) {
			ends = append(ends, e)
		}
	}
	return ends
}

// in is what an end counts in a sentence of these words: as much of it as of its name stands there.
func (e end) in(held map[string]bool) (most float64) {
	for _, name := range e.names {
		n := 0.0
		for _, w := range name {
			if held[w] {
				n++
			}
		}
		most = max(most, e.counts*n/float64(max(len(name), 1)))
	}
	return most
}

// stemsOf are the stems of a text's words and numbers.
func stemsOf(text string) (stems []string) {
	for t := range nlp.EachToken(text) {
		if t.Kind == nlp.Word || t.Kind == nlp.Number {
			stems = append(stems, t.Stem)
		}
	}
	return stems
}
