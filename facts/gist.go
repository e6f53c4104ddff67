package facts

import (
	"context"
	"slices"

	"hapjak/corpus"
	"hapjak/facts/passages"
	"hapjak/facts/reading"
	"hapjak/nlp/encoder"
)

// A Gist is what tells, without an answer being sought, whether two questions ask the same.
// It costs about as much as an answer from the facts, and no look of the encoder.
type Gist struct {
	Named  []string     // ids of the things that it names, in order
	Plan   string       // its cheapest reading over the schema, where that accounts for every word and names something
	Stems  []Stem       // its content words, those of names included
	Asks   string       // what is asked for, coarsely: "HUM", "LOC", "NUM", "ENTY", "DESC", "ABBR"
	Near   []corpus.Ref // the paragraphs that come nearest by their words, the nearest first
	Held   float64      // the share of its content, weighed by rarity, that the nearest paragraph has
	Vector []float32    // its static embedding, of length 1; nil where there is no encoder
	Alone  bool         // it can be read without the question before it
}

// A Stem is a word of a question, and how rare it is in the articles.
type Stem struct {
	Text   string
	Weight float64
}

// gistNear is how many paragraphs a Gist names.
const gistNear = 3

// Gist reads a question for what it asks. The context's deadline bounds it.
func (a *Answerer) Gist(ctx context.Context, text string) Gist {
	t := a.turn(ctx, Question{Text: text})
	c := t.first()
	g := Gist{Asks: reading.TypeOf(t.r.Text).Coarse(), Alone: len(t.r.Words) > 0 && !t.leans(c)}
	for _, n := range c.Named() {
		if id := a.base.ID(n); id != "" && !slices.Contains(g.Named, id) {
			g.Named = append(g.Named, id)
		}
	}
	if pl := c.Plan(0); pl != nil && len(pl.Unread) == 0 && !pl.Named && len(g.Named) > 0 {
		g.Plan = pl.Expr.Describe(a.base)
	}
	words := t.contentWords(t.r.Words)
	for _, w := range words {
		if !slices.ContainsFunc(g.Stems, func(s Stem) bool { return s.Text == w.Stem }) {
			g.Stems = append(g.Stems, Stem{w.Stem, w.Weight})
		}
	}
	if a.index != nil && ctx.Err() == nil {
		for _, h := range a.index.Search(passages.Query{Text: t.r.Text}, gistNear) {
			g.Near = append(g.Near, h.Ref)
		}
	}
	if len(g.Near) > 0 {
		p, _ := a.Paragraph(g.Near[0])
		has := map[string]bool{}
		for _, s := range a.plans.Stems().Stems(p.Text) {
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
	if m := a.reader.model(); m != nil {
		g.Vector = make([]float32, m.model.EmbedSize())
		var pieces []encoder.Piece
		m.model.Embed(g.Vector, t.r.Text, pieces)
	}
	return g
}
