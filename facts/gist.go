package facts

import (
	"context"
	"slices"
	"strings"
	"sync"

	"hapjak/corpus"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/reading"
	"hapjak/nlp"
	"hapjak/nlp/encoder"
	"hapjak/nlp/english"
)

// A Gist is what tells, without an answer being sought, whether two questions ask the same.
// It costs about as much as an answer from the facts, and no look of the encoder.
type Gist struct {
	Named  []string     // ids of the things that it names, in order
	Titles []string     // ids of the articles that it names by a word of theirs, and that are of no thing of the base
	Plan   string       // its cheapest reading over the schema, where that accounts for every word and names something
	Stems  []Stem       // its content words, those of names included
	Asks   string       // what is asked for, coarsely: "HUM", "LOC", "NUM", "ENTY", "DESC", "ABBR"
	Near   []corpus.Ref // the paragraphs that come nearest by their words, the nearest first
	Held   float64      // the share of its content, weighed by rarity, that the nearest paragraph has
	Vector []float32    // its static embedding, of length 1; nil where there is no encoder
	Alone  bool         // it can be read without the question before it
	Runs   []string     // its words between names and question words, the longest run first
	// Where the cheapest reading is one relation of one thing, they; Partly where that leaves
	// words unread.
	Relation, Subject string
	Partly            bool
}

// A Stem is a word of a question, and how rare it is in the articles.
type Stem struct {
	Text   string
	Weight float64
	Name   bool // it stands in a name of something that the question names
}

// gistNear is how many paragraphs a Gist names.
const gistNear = 3

// Gist reads a question for what it asks. The context's deadline bounds it.
func (a *Answerer) Gist(ctx context.Context, text string) Gist { return a.gist(ctx, text, true) }

// gist is Gist, with or without what the articles have near.
func (a *Answerer) gist(ctx context.Context, text string, near bool) Gist {
	t := a.turn(ctx, Question{Text: text})
	c := t.meant()
	g := Gist{Asks: reading.TypeOf(t.r.Text).Coarse(), Alone: t.alone()}
	for _, n := range c.Named() {
		if id := a.Base().ID(n); id != "" && !slices.Contains(g.Named, id) {
			g.Named = append(g.Named, id)
		}
	}
	if pl := c.Plan(0); pl != nil && len(pl.Unread) == 0 && !pl.Named && len(g.Named) > 0 {
		g.Plan = pl.Expr.Describe(a.Base())
	}
	if pl := c.Plan(0); pl != nil {
		if x := pl.Expr; x.Op == expr.OpJoin && !x.Inv && x.Qual == nil && x.Arg().Op == expr.OpNodes && len(x.Arg().Nodes) == 1 {
			g.Relation, g.Subject = a.Base().Schema().RelationDef(x.Rel).Name, a.Base().ID(x.Arg().Nodes[0])
			g.Partly = len(pl.Unread) > 0
		}
	}
	g.Runs = t.runs()
	inNames := map[string]bool{}
	for _, id := range g.Named {
		n, _ := a.Base().Find(id)
		for _, name := range a.Base().Names(n) {
			for _, stem := range a.Planner().Stems().Stems(name) {
				inNames[stem] = true
			}
		}
	}
	words := t.contentWords(t.r.Words)
	for _, w := range words {
		if !slices.ContainsFunc(g.Stems, func(s Stem) bool { return s.Text == w.Stem }) {
			id := a.titled(w.Stem)
			if id != "" && !slices.Contains(g.Titles, id) {
				g.Titles = append(g.Titles, id)
			}
			g.Stems = append(g.Stems, Stem{w.Stem, w.Weight, inNames[w.Stem] || id != ""})
		}
	}
	if near && a.Passages() != nil && ctx.Err() == nil {
		for _, h := range a.Passages().Search(passages.Query{Text: t.r.Text}, gistNear) {
			g.Near = append(g.Near, h.Ref)
		}
	}
	if len(g.Near) > 0 {
		p, _ := a.Paragraph(g.Near[0])
		has := map[string]bool{}
		for _, s := range a.Planner().Stems().Stems(p.Text) {
			has[s] = true
		}
		all, held := 0.0, 0.0
		for _, w := range words {
			all += w.Weight
			if has[w.Stem] {
				held += w.Weight
			}
		}
		if all > 0 {
			g.Held = held / all
		}
	}
	if m := a.reader.Model(); m != nil {
		g.Vector = make([]float32, m.EmbedSize())
		var pieces []encoder.Piece
		m.Embed(g.Vector, t.r.Text, pieces)
	}
	return g
}

// titles are the words of short titles that stand in no other title, by their stems, with the articles' ids, and the short titles
// whole.
type titles struct {
	once  sync.Once
	of    map[string]string
	whole map[string]bool
}

// longTitle is how many words of content a title has at most that names what its article is about, as "Holt House" does; a longer
// one tells of it.
const longTitle = 3

// titled returns the article that alone has a word in its title; "" for none.
func (a *Answerer) titled(stem string) string {
	if a.Passages() == nil {
		return ""
	}
	a.readTitles()
	return a.titles.of[stem]
}

// isTitle reports whether words, as their stems, are the short title of an article.
func (a *Answerer) isTitle(stems []string) bool {
	if a.Passages() == nil || len(stems) > longTitle {
		return false
	}
	a.readTitles()
	return a.titles.whole[strings.Join(stems, " ")]
}

func (a *Answerer) readTitles() {
	a.titles.once.Do(func() {
		a.titles.of, a.titles.whole = map[string]string{}, map[string]bool{}
		for id := range a.Passages().Sources() {
			src, _ := a.Passages().Source(id)
			title := english.Unbracketed(src.Title)
			thing := slices.ContainsFunc(a.Base().Named(kb.Squash(title)), func(n kb.Node) bool { return a.Base().ID(n) != "" })
			var stems []string
			for tok := range a.Planner().Stems().EachToken(title) {
				if _, glue := english.GlueWord(tok.Norm); tok.Kind == nlp.Word && !glue && !english.IsPreposition(tok.Norm) && !slices.Contains(stems, tok.Stem) {
					stems = append(stems, tok.Stem)
				}
			}
			if len(stems) <= longTitle {
				a.titles.whole[strings.Join(stems, " ")] = true
			}
			for _, stem := range stems {
				if _, taken := a.titles.of[stem]; taken || thing || len(stems) > longTitle {
					a.titles.of[stem] = ""
				} else {
					a.titles.of[stem] = id
				}
			}
		}
	})
}

// meant returns the chart of the question as it is meant: where it looks misspelt, respelt, or
// with its names guessed.
func (t *inquiry) meant() *plan.Chart {
	c := t.first()
	if !c.LooksMisread() {
		return c
	}
	if meant, ok := c.Respell(); ok {
		t.r, t.chart = meant, nil
		if c = t.first(); !c.LooksMisread() {
			return c
		}
	}
	if guessed := t.a.Planner().Plan(t.r, plan.Guessed); !guessed.LooksMisread() {
		return guessed
	}
	return c
}

// alone reports whether a question has content, and no word that points back. It may still
// be short, "who directed the pig film?", which in a conversation is read otherwise.
func (t *inquiry) alone() bool {
	return !t.r.PointsBack() && !t.r.Empty()
}

// maxNameWords is how many words of a question are tried as a name at most.
const maxNameWords = 7

// runs parts a question at the names that it has, and at its question words. Glue at
// either end of a run is left out, and talk at its end.
func (t *inquiry) runs() (list []string) {
	words := t.r.Words
	cut := make([]bool, len(words))
	for i := range words {
		cut[i] = cut[i] || question.Asks(words[i].Norm) != question.Nothing
		for end := min(len(words), i+maxNameWords); end > i && !cut[i]; end-- {
			if len(t.a.Things(t.span(i, end))) > 0 {
				for k := i; k < end; k++ {
					cut[k] = true
				}
				break
			}
		}
	}
	for i := 0; i < len(words); {
		end := i
		for end < len(words) && !cut[end] {
			end++
		}
		from, to := i, end
		for from < to && words[from].IsGlue {
			from++
		}
		for to > from && (words[to-1].IsGlue || words[to-1].Skip == question.SkipTalk) {
			to--
		}
		if run := t.span(from, to); run != "" && !slices.Contains(list, run) {
			list = append(list, run)
		}
		i = end + 1
	}
	slices.SortStableFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
}

// Stray reports whether a question has a word of content that stands in no passage and in no name of a
// thing, those included that the talk is about: a word of the asker's own, whatever it is. A question too
// long to be read whole counts as having one.
func (a *Answerer) Stray(text string, talk *Context) bool {
	names := ""
	if talk != nil {
		for _, n := range a.Nodes(talk.Topics) {
			names += " " + kb.Squash(strings.Join(a.Base().Names(n), " "))
		}
	}
	q := question.Parse(text, question.Said{}, a.Planner().Stems())
	return q.Cut || slices.ContainsFunc(q.Words, func(w question.Word) bool {
		name := kb.Squash(w.Norm)
		return w.Content() && w.Kind == nlp.Word && a.Unheard(w.Stem) && len(a.Base().Named(name)) == 0 && !strings.Contains(names, name)
	})
}
