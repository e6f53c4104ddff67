package facts

import (
	"context"
	"slices"
	"strings"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// Grounds are what tell of a message that nobody put to the program whether it asks of the sources, and how much of it an
// answer and its evidence hold.
type Grounds struct {
	Names   int     // how many things it names
	Rare    float64 // of the proper names among them the rarest word, against one that stands in no passage; 0 where it has none
	Told    bool    // the answer or its evidence speaks of all of them
	Dangles bool    // a pronoun has no name before it
	Asks    bool    // it has a question word
	Verdict bool    // it wants a yes or a no, and …
	Ruled   bool    // … the answer is one, and itself speaks of all that is named
	Means   bool    // it asks who or what a thing is
	Related bool    // it asks for what stands in a relation, not why, and the answer is something that it does not name
	Others  int     // its content words beside the names; of the asking clause only, where a comma or the like parts it
	Held    float64 // the share of those, by rarity, that the answer or its evidence has, of a verdict the answer alone
}

// Grounds reads them off a question and its answer. The context's deadline bounds it.
func (a *Answerer) Grounds(ctx context.Context, text string, ans *Answer) Grounds {
	t := a.turn(ctx, Question{Text: text})
	chart, stems := t.meant(), a.Planner().Stems()
	told, evidence := ans.Text, ans.Text
	for _, c := range ans.Citations {
		evidence += "\n" + c.Passage
	}
	g := Grounds{Verdict: t.r.Verdict, Told: true, Ruled: len(ans.Answers) > 0 && ans.Answers[0].Kind == "yesno", Means: len(t.r.Term())+len(t.r.Person()) > 0, Held: 1}
	speaks, says := kb.Squash(evidence), kb.Squash(told)
	inName, proper := map[string]bool{}, map[string]bool{}
	things := t.entities(chart.Named())
	for _, n := range things {
		g.Names++
		spoken, said := false, false
		for _, name := range a.Base().Names(n) {
			for _, s := range stems.Stems(name) {
				inName[s] = true
				proper[s] = proper[s] || isProper(a.Base().Name(n))
			}
			spoken, said = spoken || strings.Contains(speaks, kb.Squash(name)), said || strings.Contains(says, kb.Squash(name))
		}
		g.Told, g.Ruled = g.Told && spoken, g.Ruled && said
	}
	if g.Verdict {
		evidence = told
	}
	has := map[string]bool{}
	for _, s := range stems.Stems(evidence) {
		has[s] = true
	}
	all, held := 0.0, 0.0
	for _, w := range t.contentWords(t.asking()) {
		if inName[w.Stem] {
			continue
		}
		g.Others++
		if all += w.Weight; has[w.Stem] {
			held += w.Weight
		}
	}
	if all > 0 {
		g.Held = held / all
	}
	why := false
	for i, w := range t.r.Words {
		if w.Content() && proper[w.Stem] {
			g.Rare = max(g.Rare, t.rarity(w.Stem)/t.rarity("\x00"))
		}
		ask := question.Asks(w.Norm)
		g.Asks, why = g.Asks || ask != question.Nothing, why || ask == question.Why
		g.Dangles = g.Dangles || english.WantsAntecedent(w.Norm) && !t.namesBefore(i)
	}
	if pl := chart.Plan(0); pl != nil && !pl.Named && !why && expr.Depth(pl.Expr) > 0 {
		g.Related = slices.ContainsFunc(ans.Answers, func(s Short) bool {
			return !slices.ContainsFunc(things, func(n kb.Node) bool { return a.Base().ID(n) == s.Entity })
		})
	}
	return g
}

// asking are the words of the clause that asks, between commas and the like; of a verdict, or where none asks, all.
func (t *inquiry) asking() []question.Word {
	words := t.r.Words
	from := slices.IndexFunc(words, func(w question.Word) bool { return question.Asks(w.Norm) != question.Nothing })
	if from < 0 || t.r.Verdict {
		return words
	}
	to := from + 1
	for from > 0 && !words[from].Comma {
		from--
	}
	for to < len(words) && !words[to].Comma {
		to++
	}
	return words[from:to]
}

// namesBefore reports whether something of a proper name is named before a word.
func (t *inquiry) namesBefore(i int) bool {
	before := question.Parse(t.r.Text[:t.r.Words[i].Start], question.Said{}, t.a.Planner().Stems())
	return slices.ContainsFunc(t.entities(t.a.Planner().Plan(before, plan.AsTyped).Named()), func(n kb.Node) bool { return isProper(t.a.Base().Name(n)) })
}

// isProper reports whether a name has a capital letter, or is in a script that has none.
func isProper(name string) bool {
	return strings.ToLower(name) != name || english.NonLatin(name)
}
