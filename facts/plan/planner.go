package plan

import (
	"iter"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/lexicon"
	"hapjak/facts/question"
	"hapjak/nlp"
)

// A Planner plans questions over one knowledge base. It does not change once made,
// and may be used by any number of goroutines.
type Planner struct {
	base  *kb.Base
	lex   *lexicon.Lexicon
	names *nlp.Tagger
	costs [numCosts]float32
}

// New makes a Planner of a knowledge base.
func New(base *kb.Base) *Planner {
	lex := lexicon.New(base)
	return &Planner{base: base, lex: lex, names: nlp.NewTagger(), costs: standardCosts()}
}

// LoadNames loads the model that finds names which the knowledge base does not hold
// (0.2 s, 38 MiB). Until it is loaded, capital letters have to do.
func (p *Planner) LoadNames() { p.names.Load() }

// Stems returns the stemmer that the base's wordings were read with.
func (p *Planner) Stems() *nlp.Stemmer { return p.lex.Stems }

// Asks returns the kinds that a question word asks for, none where it may ask for any.
func (p *Planner) Asks(a question.Asking) expr.KindSet { return p.lex.Asks[a] }

// Values returns the kinds of numbers and dates, which are not counted when "how many"
// asks for them.
func (p *Planner) Values() expr.KindSet { return p.lex.Numbers | p.lex.Dates }

// A Lenience says how far a question may be from what the base has.
type Lenience uint8

const (
	AsTyped Lenience = iota
	Guessed          // misspelt and shortened names too, and names that nobody knows
)

// Plan returns the chart of a question. What is costly is done as its plans are asked
// for.
func (p *Planner) Plan(q *question.Question, how Lenience) *Chart {
	c := p.newChart(q)
	c.how = how
	m := mentioner{c}
	m.mentions()
	m.mentionContext()
	if how == Guessed {
		if p.names.Loaded() {
			c.foreign = p.names.Names(q.Text)
		}
		guesser{m}.mentionMisspelt()
	}
	return c
}

// All yields the plans of a chart, the cheapest first. The search goes on only as far
// as they are asked for.
func (p *Chart) All() iter.Seq[*Plan] {
	return func(yield func(*Plan) bool) {
		for i := 0; ; i++ {
			if pl := p.Plan(i); pl == nil || !yield(pl) {
				return
			}
		}
	}
}

// Size tells how far the search has come: words, items made and plans found.
func (p *Chart) Size() (words, items, plans int) {
	return len(p.words), len(p.items), len(p.readings)
}

// Below returns a kind and those under it.
func (p *Planner) Below(k kb.Kind) expr.KindSet { return p.lex.Below[k] }

// Attributes are the kinds that nothing is asked of by themselves: genres, languages.
func (p *Planner) Attributes() expr.KindSet { return p.lex.Attributes }

// Worded reports whether the last word of content of a text stands in a wording of the schema, or is a noun for a kind
// of things.
func (p *Planner) Worded(text string) bool { return p.lex.Worded(text) }
