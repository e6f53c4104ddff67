package facts

import (
	"slices"
	"strings"

	"hapjak/facts/decide"
	"hapjak/facts/question"
	"hapjak/facts/reading"
	"hapjak/nlp/english"
)

// inTalk answers a question in the light of the talk before or, where it is surer then or nothing answers so, as if it were the first
// one: with a name in the place of a pronoun, "when did she die?", or as it is where its words need none, "can I pay by card?"
func (t *turn) inTalk() bool {
	if t.prev == nil || t.parts > 0 || !t.r.Asks() || t.r.Empty() && !t.r.HasPronoun() {
		return t.judged()
	}
	told := t.meansTold()
	answered := !told && t.judged()
	if answered && (t.out.Status != Answered || !t.standsIn()) {
		return true
	}
	return t.afresh(answered) || told && t.judged()
}

// afresh answers with the surest of the ways to put a question as if it were the first, where that is surer than what answers it already.
func (t *turn) afresh(answered bool) bool {
	least := 0.0
	if answered {
		least = t.out.Confidence + aheadOfTalk
	} else if t.standsIn() || !t.r.HasPronoun() {
		least = decide.Afresh
	}
	if t.r.Verdict {
		least = max(least, decide.AfreshVerdict)
	}
	for _, text := range t.resolved() {
		q := t.q
		q.Text, q.Context = text, nil
		alone := t.a.turn(t.ctx, q)
		alone.parts = t.parts + 1
		if alone.first().WantsAntecedent() || !alone.judged() || alone.out.Confidence < least {
			continue
		}
		prev, parts := t.prev, t.parts
		t.become(alone)
		t.prev, t.parts = prev, parts
		least, answered = t.out.Confidence, true
	}
	return answered
}

// aheadOfTalk is by how much surer an answer is that takes a question for the first one than what answers it in the light of the talk.
const aheadOfTalk = 0.1

// meansTold reports whether a pronoun of a question stands for whom the last one was answered with: "Who founded the mill?" and
// then "where was he born?". It does not where the last question has the same pronoun: that one stands for somebody else.
func (t *inquiry) meansTold() bool {
	if t.prev == nil || t.prev.Told == "" {
		return false
	}
	before := question.Parse(t.prev.Question, question.Said{}, t.a.plans.Stems())
	return slices.ContainsFunc(t.r.Words, func(w question.Word) bool {
		return english.PronounOf(w.Norm) == english.Person &&
			!slices.ContainsFunc(before.Words, func(b question.Word) bool { return english.SamePerson(w.Norm, b.Norm) })
	})
}

// standsIn reports whether a question has a pronoun for a thing that was spoken of.
func (t *inquiry) standsIn() bool {
	return slices.ContainsFunc(t.r.Words, func(w question.Word) bool {
		return english.WantsAntecedent(w.Norm) && english.PronounOf(w.Norm) != english.Person || w.Norm == "there"
	})
}

// resolved are the ways to put a question with names in the place of its pronouns, and without the word by which it goes on; none
// where something is left that only the talk before can tell. A talk of things that the base has is gone on from by those.
func (t *inquiry) resolved() (texts []string) {
	if text, ok := t.with(""); ok {
		return []string{text}
	}
	if len(t.prev.Topics) > 0 {
		return nil
	}
	for _, thing := range t.prev.Spoken {
		if text, ok := t.with(thing); ok && !slices.Contains(texts, text) && !strings.Contains(t.r.Text, thing) {
			texts = append(texts, text)
		}
	}
	return texts
}

// with is a question with a thing in the place of the pronouns that stand for one, and a name in that of "he" and "she".
func (t *inquiry) with(thing string) (text string, ok bool) {
	words := t.r.Words
	for len(words) > 1 && english.GoesOn(words[0].Norm) {
		words = words[1:]
	}
	from := words[0].Start
	if len(words) < len(t.r.Words) && !english.IsWh(words[0].Norm) && !english.IsAuxiliary(words[0].Norm) {
		return "", false // "and Belgium?"
	}
	for i, w := range words {
		kind := english.PronounOf(w.Norm)
		if english.WantsOthers(w.Norm) || !english.WantsAntecedent(w.Norm) && kind != english.NoPronoun && (i+1 == len(words) || words[i+1].IsGlue) {
			return "", false // "what else?", "why is that?"
		}
		name := thing
		switch {
		case w.Norm == "there" && i > 0 && i+1 == len(words) && thing != "":
			name = "at " + thing
		case !english.WantsAntecedent(w.Norm):
			continue
		case kind == english.Person && (thing != "" || t.r.Empty()):
			return "", false // "how did he do it?"
		case kind == english.Person:
			if name = t.prev.Named; t.meansTold() {
				name = t.prev.Told
			}
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
