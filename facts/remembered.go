package facts

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/say"
	"hapjak/nlp"
)

// This file answers with the sentence of which a curator said that it holds the answer
// (quote of answers.yaml), where a question is asked in those words or much like them.

// How much like a remembered question another must be: they name the same things and ask for
// the same sort of thing, all but this share of what else they say, weighed by rarity, is the
// same, and so is what their words mean. Of the pairs of asked/a, b and c that come so near each other
// FIGURES.md of bot/review tells how many ask the same.
const (
	rememberWords  = 0.75
	rememberVector = 0.85
)

// A taught is a question of which a curator said what holds its answer. It is read when it
// is first needed, since the encoder may come later than it.
type taught struct {
	ask  string
	of   *curated.FixedAnswer
	read [2]taughtRead // without and with an encoder
}

// A taughtRead is how a taught question reads.
type taughtRead struct {
	once        sync.Once
	gist, after Gist
}

// teach keeps what a curator said holds the answer to questions.
func (a *Answerer) teach(f *curated.FixedAnswer) {
	for _, q := range f.Ask {
		a.taught = append(a.taught, &taught{ask: q, of: f})
	}
}

func (a *Answerer) readTaught(t *taught) *taughtRead {
	r := &t.read[0]
	if a.reader.Model() != nil {
		r = &t.read[1]
	}
	r.once.Do(func() { // for all who ask: no asker's deadline may cut it short
		r.gist = a.gist(context.Background(), t.ask, false)
		if t.of.After != "" {
			r.after = a.gist(context.Background(), t.of.After, false)
		}
	})
	return r
}

// remembered finds what a curator said of a question much like this one, nil for nothing.
func (a *Answerer) remembered(ctx context.Context, q Question) *curated.FixedAnswer {
	if len(a.taught) == 0 {
		return nil
	}
	g := a.gist(ctx, q.Text, false)
	var before Gist
	if !g.Alone && q.Context != nil {
		before = a.gist(ctx, q.Context.Question, false)
	}
	var best *curated.FixedAnswer
	most := 0.0
	for _, t := range a.taught {
		if (g.Alone || q.Context == nil) != (t.of.After == "") {
			continue
		}
		r := a.readTaught(t)
		if t.of.After != "" && r.after.likeness(&before) == 0 {
			continue
		}
		if like := r.gist.likeness(&g); like > most {
			best, most = t.of, like
		}
	}
	return best
}

// likeness is how much alike two questions are that may have one answer, 0 where they may
// not.
func (g *Gist) likeness(o *Gist) float64 {
	if len(g.Stems) == 0 || len(g.Named) != len(o.Named) || g.Asks != o.Asks || g.Plan != o.Plan && g.Plan != "" && o.Plan != "" {
		return 0
	}
	for _, id := range g.Named {
		if !slices.Contains(o.Named, id) {
			return 0
		}
	}
	shared, all := 0.0, 0.0
	for _, list := range [][2][]Stem{{g.Stems, o.Stems}, {o.Stems, g.Stems}} {
		for _, s := range list[0] {
			if s.Name {
				continue
			}
			all += s.Weight
			if slices.ContainsFunc(list[1], func(x Stem) bool { return x.Text == s.Text }) {
				shared += s.Weight
			}
		}
	}
	words := 1.0
	if all > 0 {
		words = shared / all
	}
	like := g.cosine(o)
	if words < rememberWords || len(g.Vector) > 0 && like < rememberVector {
		return 0
	}
	return words + like
}

// cosine is how much alike two questions are by their static embeddings, 0 without.
func (g *Gist) cosine(o *Gist) float64 {
	if len(g.Vector) != len(o.Vector) {
		return 0
	}
	dot := float32(0)
	for i, x := range g.Vector {
		dot += x * o.Vector[i]
	}
	return float64(dot)
}

// quoted answers with what a curator said holds the answer.
func (a *Answerer) quoted(q Question, f *curated.FixedAnswer) (Answer, *Context, bool) {
	out := Answer{Status: Answered, Answers: []Short{}, Confidence: 1, Taught: true}
	lead := ""
	for _, w := range f.Words {
		s := Short{Text: w, Kind: "text"}
		switch list := a.Things(w); {
		case strings.EqualFold(w, "yes") || strings.EqualFold(w, "no"):
			s.Text, s.Kind = say.Capital(strings.ToLower(w)), "yesno"
			lead = s.Text + ": "
		case len(list) == 1:
			s.Kind, s.Entity = a.Base().Schema().KindDef(a.Base().KindOf(list[0])).Name, a.Base().ID(list[0])
		}
		out.Answers = append(out.Answers, s)
	}
	if f.Denies {
		out.Status = Corrected
		if lead == "" {
			lead = "Not quite: "
		}
	}
	if !a.cite(&out, q, f, lead+strings.Join(f.Quote, " ")) {
		return Answer{}, nil, false
	}
	if q.Explain {
		out.Explanation = "a curator said in " + curated.AnswersFile + " that this sentence answers: " + strings.Join(f.Ask, " / ")
	}
	return out, a.behindFixed(q, f), true
}

// Alone reports whether a question can be read without the one before it.
func (a *Answerer) Alone(text string) bool {
	return a.turn(context.Background(), Question{Text: text}).alone()
}

// Sentences returns the sentences of a paragraph, as they may be quoted.
func (a *Answerer) Sentences(ref corpus.Ref) (list []string) {
	p, _ := a.Paragraph(ref)
	for _, s := range nlp.Sentences(p.Text) {
		text := strings.Join(strings.Fields(p.Text[s.Start:s.End]), " ")
		if strings.ContainsFunc(text, unicode.IsLetter) || len(text) > len("10.") { // else it is the number of an item
			list = append(list, text)
		}
	}
	return list
}

// maxMention is how many words a name has that Mentions finds.
const maxMention = 6

// Mentions returns the things that a text names in full, in the order of their names.
func (a *Answerer) Mentions(text string) (list []kb.Node) {
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"“”(),;:`, r) })
	for i := 0; i < len(words); i++ {
		for n := min(maxMention, len(words)-i); n > 0; n-- {
			name := strings.Trim(strings.Join(words[i:i+n], " "), ".'’?!")
			if found := a.Things(strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s")); len(found) > 0 {
				list = append(list, found[0])
				i += n - 1
				break
			}
		}
	}
	return list
}

// Remembers returns what a curator said is the answer to a question, if one did: in these
// words, or of a question much like it.
func (a *Answerer) Remembers(ctx context.Context, q Question) (got Answer, next *Context, ok bool) {
	return a.fixedAnswer(ctx, q)
}
