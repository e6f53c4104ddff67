package facts

import (
	"strings"

	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// rest is the question before, for the members of its list that were only counted, where no more is asked for than those: "and
// the others?", "show me the rest".
func (a *Answerer) rest(q Question) Question {
	if q.Context != nil && q.Context.Shown > 0 && a.wantsRest(q.Text) {
		q.Text, q.Skip, q.Context = q.Context.asked(), q.Context.Shown, nil
	}
	return q
}

// wantsRest reports whether a message asks for no more than what else there is.
func (a *Answerer) wantsRest(text string) bool {
	wants := false
	words := question.Parse(text, question.Said{}, a.Planner().Stems()).Words
	for i, w := range words {
		switch others := english.WantsOthers(w.Norm) || w.Norm == "rest" || w.Norm == "remaining"; {
		case w.Norm == "other" && i+1 < len(words) && !strings.HasPrefix(words[i+1].Norm, "one"):
			return false // "the other man"
		case others:
			wants = true
		case w.Content() && !english.IsImperative(w.Norm):
			return false
		}
	}
	return wants
}

// noOthers says so where what else there is is asked for, and all that a plan found was told.
func (t *turn) noOthers() bool {
	return t.prev != nil && t.prev.last != nil && t.prev.of == t.a && t.prev.Shown == 0 && len(t.prev.Answers) > 0 && t.a.wantsRest(t.q.Text) &&
		t.finish(Unknown, "I find no others in the sources.", 0)
}

// ofList is the question that a message means which says no more of the list that was just told than that it is wanted again,
// "list them", counted, "how many is that?", or wanted in part, "only those after 2014".
func (a *Answerer) ofList(q Question) Question {
	if q.Context == nil || len(q.Context.Answers) < 2 {
		return q
	}
	before := strings.TrimRight(q.Context.asked(), "?!. ")
	which, counts := english.WhichOfMany(before)
	switch part := english.OnlyThose(q.Text); {
	case part != "":
		q.Text = which + " " + part + "?"
	case a.wantsThem(q.Text):
		q.Text = which
	case counts != "" && english.HowManyIsThat(q.Text):
		q.Text = counts
	default:
		return q
	}
	if !question.Parse(before, question.Said{}, a.Planner().Stems()).PointsBack() {
		q.Context = nil
	}
	return q
}

// wantsThem reports whether a message begs for what was listed and says no more: "name them all", "what are they?"
func (a *Answerer) wantsThem(text string) bool {
	them := false
	words := question.Parse(text, question.Said{}, a.Planner().Stems()).Words
	for i, w := range words {
		switch {
		case english.PronounOf(w.Norm) == english.Several || w.Norm == "ones" && i > 0 && words[i-1].Norm == "which":
			them = true
		case i == 0 && (english.BegsList(w.Norm) || english.IsWh(w.Norm)), english.IsAuxiliary(w.Norm), w.Norm == "all", w.Norm == "again", english.IsPlease(w.Norm), english.GoesOn(w.Norm), w.Norm == "me":
		default:
			return false
		}
	}
	return them
}
