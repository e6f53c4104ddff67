package facts

import (
	"slices"
	"strings"

	"hapjak/facts/decide"
	"hapjak/facts/question"
	"hapjak/facts/reading"
	"hapjak/nlp/english"
)

// afresh answers what nothing answers in the light of the talk before as if it were the first question: with what a pronoun of
// it stands for in its place, "when did she die?", or as it is where its words need none, "can I pay by card?"
func (t *turn) afresh() bool {
	if t.prev == nil || t.parts > 0 || !t.r.Asks() || t.first().AsksRole() {
		return false
	}
	things := []string{""}
	if len(t.prev.Topics) == 0 { // a talk of things that the base has is gone on from by those
		things = append(things, t.prev.Spoken...)
	}
	for _, thing := range things {
		if thing == "" && t.r.Empty() {
			continue // "why?" says nothing by itself
		}
		if text, ok := t.resolved(thing); ok && t.asFirst(text, thing == "" && t.r.HasPronoun()) {
			return true
		}
	}
	return false
}

// asFirst answers a question as if it were the first one, where that is sure enough; meant says that it is meant so in any case.
func (t *turn) asFirst(text string, meant bool) bool {
	least := decide.Afresh
	switch {
	case meant:
		least = 0
	case t.r.Verdict:
		least = decide.AfreshVerdict
	}
	q := t.q
	q.Text, q.Context = text, nil
	alone := t.a.turn(t.ctx, q)
	alone.parts = t.parts + 1
	if alone.first().WantsAntecedent() || !alone.judged() || alone.guessed || alone.out.Confidence < least {
		return false
	}
	prev := t.prev
	t.become(alone)
	t.prev = prev
	return true
}

// meansTold reports whether a pronoun of a question stands for whom the last one was answered with: "Who founded the mill?" and
// then "where was he born?". It does not where the last question has the same pronoun: that one stands for somebody else.
func (t *inquiry) meansTold() bool {
	if t.prev == nil || t.prev.Told == "" {
		return false
	}
	before := question.Parse(t.prev.Question, question.Said{}, t.a.Planner().Stems())
	return slices.ContainsFunc(t.r.Words, func(w question.Word) bool {
		return english.PronounOf(w.Norm) == english.Person &&
			!slices.ContainsFunc(before.Words, func(b question.Word) bool { return english.SamePerson(w.Norm, b.Norm) })
	})
}

// resolved is a question with names in the place of its pronouns, and without the word by which it goes on: a thing in that of "it",
// the name that was asked about where none is given. It reports whether nothing is left that only the talk before can tell.
func (t *inquiry) resolved(thing string) (text string, ok bool) {
	words := t.r.Words
	for len(words) > 1 && english.GoesOn(words[0].Norm) {
		words = words[1:]
	}
	from := words[0].Start
	if len(words) < len(t.r.Words) && !english.IsWh(words[0].Norm) && !english.IsAuxiliary(words[0].Norm) {
		return "", false // "and Belgium?"
	}
	for i, w := range words {
		if english.WantsOthers(w.Norm) || !english.WantsAntecedent(w.Norm) && english.PronounOf(w.Norm) != english.NoPronoun && (i+1 == len(words) || words[i+1].IsGlue) {
			return "", false // "what else?", "why is that?"
		}
		name := ""
		switch {
		case !english.WantsAntecedent(w.Norm):
			continue
		case english.PronounOf(w.Norm) == english.Person && (thing != "" || t.r.Empty()):
			return "", false // "how did he do it?"
		case english.PronounOf(w.Norm) == english.Person:
			if name = t.prev.Named; t.meansTold() {
				name = t.prev.Told
			}
		case thing != "":
			name = thing
		case english.PronounOf(w.Norm) == english.Thing:
			name = t.prev.Named
		}
		if name == "" {
			return "", false
		}
		if english.Possessive(w.Norm) && i+1 < len(words) && !words[i+1].IsGlue {
			name += "'s"
		}
		text += t.r.Text[from:w.Start] + name
		from = w.End
	}
	return text + t.r.Text[from:], true
}

// spoken is what pronouns of the next question may stand for: the one name that a question has, and the one that it was
// answered with where it asked for somebody.
func (t *turn) spoken() (named, told string) {
	if t.prev != nil {
		named = t.prev.Named
	}
	if names := namesTyped(t.r); len(names) > 0 {
		named = ""
		if len(names) == 1 {
			named = names[0]
		}
	}
	if a := t.out.Answers; len(a) == 1 && t.out.Status == Answered && t.r.Asks() && reading.TypeOf(english.Uncontracted(t.r.Text)).Coarse() == "HUM" {
		if names := english.NamesIn(a[0].Text); len(names) == 1 && names[0] == a[0].Text && !strings.Contains(t.r.Text, names[0]) {
			told = names[0]
		}
	}
	return named, told
}

// namesTyped lists the runs of capitalised words of a question, but for its first word.
func namesTyped(q *question.Question) (names []string) {
	for i := 1; i < len(q.Words); i++ {
		k := i
		for k < len(q.Words) && q.Words[k].Content() && q.Words[k].Capitalised() {
			k++
		}
		if k > i {
			names = append(names, q.Span(i, k))
			i = k
		}
	}
	return names
}
