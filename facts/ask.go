package facts

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hapjak/facts/evidence"
	"hapjak/facts/expr"
	"hapjak/facts/judge"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/say"
	"hapjak/nlp/english"
)

// An inquiry is a question as it was read, and what it is asked of.
type inquiry struct {
	a     *Answerer
	ctx   context.Context
	q     Question
	prev  *Context
	frame question.Frame
	r     *question.Question
	run   *plan.Run
	chart *plan.Chart // of the question as it was read last, nil until it is planned
}

// A turn is one question on its way to an answer.
type turn struct {
	inquiry
	t   *say.Teller
	out Answer

	used       *plan.Plan // the plan that was answered
	understood string     // the question as it was answered, behind the one before where it went on from that
	topics     []kb.Node
	answers    []kb.Node
	mended     bool
	guessed    bool              // its plan is of a more lenient reading
	affirmed   bool              // a plan's yes
	wentOn     bool              // its plan is the last one, asked of something else
	weighed    bool              // candidates were sought, and it turned out to be no talk
	aside      bool              // it is about the answers, and the talk goes on from the one before
	tables     map[string]tabled // that were read, by paragraph and question
	parts      int               // how many questions this one is a part of
	log        strings.Builder
}

// How a turn is answered: what may answer is weighed, and the best of it told, be it a plan's
// answer or a statement or passage as it stands.
type (
	weigher       struct{ *turn }
	planReply     struct{ *turn }
	evidenceReply struct{ *turn }
)

func (a *Answerer) turn(ctx context.Context, q Question) *turn {
	stems := a.Planner().Stems()
	q = a.whole(ctx, q)
	if text, source := a.names.Attributed(q.Text); text != q.Text || source != "" {
		q.Text, q.Source = text, cmp.Or(q.Source, source)
	}
	t := &turn{inquiry: inquiry{a: a, ctx: ctx, q: q, prev: q.Context, frame: question.TakeApart(q.Text, stems), run: a.Planner().Run(ctx, a)}, t: say.New(a.Base(), a.Planner())}
	t.r = question.Parse(t.frame.Asks[0], a.said(q.Context), stems)
	if len(t.frame.Asks) > 1 {
		t.r = question.Parse(q.Text, a.said(q.Context), stems)
	}
	t.t.Only = q.Source
	return t
}

// whole puts a message that goes on from the last answer as a question of its own.
func (a *Answerer) whole(ctx context.Context, q Question) Question {
	q = a.ofList(a.rest(a.picked(ctx, q)))
	q.Text = english.WithoutForm(q.Text, a.Planner().Worded)
	for _, put := range []func(string, *Context) string{a.corrected, a.renamed, a.pointed} {
		q.Text = put(q.Text, q.Context)
	}
	return q
}

// said is what a conversation spoke of last.
func (a *Answerer) said(c *Context) question.Said {
	if c == nil {
		return question.Said{}
	}
	return question.Said{Topics: a.Nodes(c.Topics), Answers: a.Nodes(c.Answers), Earlier: a.Nodes(c.Earlier)}
}

func (t *turn) logf(format string, args ...any) {
	if t.q.Explain {
		fmt.Fprintf(&t.log, format+"\n", args...)
	}
}

// answer deals with small talk and with what is asked of the program itself, answers a
// message's several questions one by one, and any other with the likeliest candidate. What
// none answers is asked back, or not known.
func (t *turn) answer() {
	if len(t.r.Words) == 0 {
		t.nothingAsked()
	} else if !t.smallTalk() && !t.whence() && !t.aboutProgram() && !t.fromParts() && !t.mentioned() && !t.noOthers() && !t.whenThat() && !t.asksBack() && !t.asksWhich() && !(planReply{t}).inOrder() && !(planReply{t}).course() && !(t.meansTold() && t.afresh()) && !t.judged() && (t.meansTold() || !t.afresh()) {
		t.unknown()
	}
	t.out.Explanation = t.log.String()
}

// startOver forgets an answer that was not good enough.
func (t *turn) startOver() bool {
	t.out = Answer{}
	t.t.Reset()
	t.used, t.topics, t.answers = nil, nil, nil
	return true
}

// first returns the chart of the question as it is typed.
func (t *inquiry) first() *plan.Chart {
	if t.chart == nil {
		t.chart = t.a.Planner().Plan(t.r, plan.AsTyped)
	}
	return t.chart
}

// finish sets what an answer needs besides its text.
func (t *turn) finish(status Status, text string, confidence float64) bool {
	t.out.Status, t.out.Said, t.out.Confidence = status, t.t.Text(text), confidence
	t.out.Text = t.t.Numbered(text)
	for i, ref := range t.t.Refs() {
		t.out.Citations = append(t.out.Citations, t.a.Cite(i+1, ref))
	}
	return true
}

func (t *turn) short(n kb.Node) Short {
	b := t.a.Base()
	s := Short{Text: b.Name(n), Kind: b.Schema().KindDef(b.KindOf(n)).Name, Entity: b.ID(n)}
	return s
}

// maxListed is how many things of a list a talk remembers.
const maxListed = 16

// asked is the last question, without those that it went on from.
func (c *Context) asked() string {
	return strings.TrimSpace(c.Question[strings.LastIndex(c.Question, "|")+1:])
}

// lastOf keeps of a chain of questions the first and the last: what the talk is about
// and where it stands.
func lastOf(question string) string {
	parts := strings.Split(question, " | ")
	if len(parts) > 2 {
		parts = []string{parts[0], parts[len(parts)-1]}
	}
	return strings.Join(parts, " | ")
}

// next is the context for the following question.
func (t *turn) next() *Context {
	if t.aside && t.prev != nil {
		return t.prev
	}
	c := &Context{Question: lastOf(cmp.Or(t.understood, t.r.Text)), last: t.used, of: t.a}
	c.Named, c.Told = t.spoken()
	c.Spoken = question.Phrases(t.r.Text)
	if t.prev != nil {
		c.Spoken = append(c.Spoken, t.prev.Spoken...)
	}
	c.Spoken = c.Spoken[:min(len(c.Spoken), maxSpoken)]
	if t.out.Left > 0 {
		c.Shown = len(t.out.Answers) - t.out.Left
	}
	for _, n := range t.topics {
		if id := t.a.Base().ID(n); id != "" && len(c.Topics) < 8 {
			c.Topics = append(c.Topics, id)
		}
	}
	for _, n := range t.answers {
		if id := t.a.Base().ID(n); id != "" && len(c.Answers) < maxListed {
			c.Answers = append(c.Answers, id)
		}
	}
	for _, cite := range t.out.Citations[:min(len(t.out.Citations), 4)] {
		c.Cited = append(c.Cited, cite.Ref())
	}
	if list := t.out.Answers; len(list) > 1 {
		for _, s := range list[:min(len(list), maxListed)] {
			c.Listed = append(c.Listed, s.Text)
		}
	}
	if t.out.Status == Answered {
		c.Said = strings.ToValidUTF8(t.out.Said.Plain[:min(len(t.out.Said.Plain), maxSaid)], "")
	}
	if c.Choices = t.out.Choices; t.out.Status == Ambiguous && len(c.Choices) == 0 {
		c.Open = t.r.Text
	}
	if t.prev != nil {
		if len(c.Listed) == 0 {
			c.Listed = t.prev.Listed
		}
		for _, id := range slices.Concat(t.prev.Topics, t.prev.Answers, t.prev.Earlier) {
			if !slices.Contains(c.Topics, id) && !slices.Contains(c.Earlier, id) && len(c.Earlier) < maxEarlier {
				c.Earlier = append(c.Earlier, id)
			}
		}
	}
	if t.out.Status == Unknown && len(c.Cited) == 0 && len(c.Topics) == 0 && !t.weighed {
		return t.prev // it was talk
	}
	if t.prev == nil || t.used != nil || t.out.Status == Ambiguous {
		return c
	}
	if len(c.Cited) == 0 && len(c.Topics) == 0 && t.leans(t.first()) {
		return t.prev // nothing new was spoken of
	}
	if len(c.Cited) == 0 {
		c.Cited = t.prev.Cited
	}
	if len(c.Topics) == 0 {
		c.Topics, c.Answers = t.prev.Topics, t.prev.Answers
	}
	return c
}

// maxSpoken is how many phrases of the questions before a conversation goes on from.
const maxSpoken = 3

// maxEarlier is how many things a conversation remembers that were spoken of before the last question.
const maxEarlier = 12

// judged answers with the best candidate, where it is likely enough to be right.
func (t *turn) judged() bool {
	list, best := weigher{t}.weigh(weighing{})
	if t.q.Explain {
		if err := t.a.EncoderErr(); err != nil && !errors.Is(err, judge.ErrNone) {
			t.logf("judged by its words alone: the encoder cannot be opened: %v", err)
		}
		for i := range list {
			t.logf("%s", list[i].Explain())
		}
	}
	given := best >= 0 && (list[best].Answers() || list[best].presents())
	if letters := t.r.Letters(); letters != "" && !(given && list[best].workedOut()) {
		best = spellsOut(list, letters)
		given = best >= 0
	}
	if !(given && list[best].From == evidence.Plan) && (t.notTogether() || t.denied()) {
		return true
	}
	if given && list[best].From != evidence.Plan && t.strange() {
		return false
	}
	if !given {
		return false
	}
	evidenceReply{t}.take(&list[best])
	if list[best].From != evidence.Plan && t.affirms() && t.unheardName() { // "was she in squid game?"
		return t.startOver() && false
	}
	if w := &list[best]; t.prev == nil && t.r.SeeksOthers() && t.stateAlone(w) { // whoever asks for others knows of one
		only := t.out.Said
		t.startOver()
		return t.finish(Unknown, "The sources name no other: "+t.t.Marked(only), 0)
	}
	t.out.Confidence = list[best].P
	return true
}

// strange reports whether a question asks what something is that nothing in the sources is called or speaks of: "what is
// chutney?"
func (t *turn) strange() bool {
	the := slices.ContainsFunc(t.r.Words, func(w question.Word) bool { return w.Norm == "the" }) // "what was the occasion?" means one
	return len(t.r.Term()) > 0 && !the && t.frame.Rest == "" && len(t.first().Named()) == 0 && t.unwritten()
}

// unwritten reports whether no article has a word of what a question asks of the things that it names, or, where it has no more
// than names, a word of those: "the synopsis of Okja", "what is hallyu?"
func (t *inquiry) unwritten() bool {
	named := map[string]bool{}
	for _, n := range t.first().Named() {
		for _, name := range t.a.Base().Names(n) {
			for _, stem := range t.a.Planner().Stems().Stems(name) {
				named[stem] = true
			}
		}
	}
	words := t.contentWords(t.r.Words)
	if rest := slices.DeleteFunc(slices.Clone(words), func(w evidence.Word) bool { return named[w.Stem] }); len(rest) > 0 {
		words = rest
	}
	return len(words) > 0 && !slices.ContainsFunc(words, func(w evidence.Word) bool { return !t.a.Unheard(w.Stem) })
}

// asksBack asks for the name that a short question leaves open, where the message says
// nothing else and goes on from nothing.
func (t *turn) asksBack() bool {
	return t.prev == nil && t.q.Source == "" && t.frame.Rest == "" && len(t.contentWords(t.r.Words)) <= maxOpen && (t.wantsAntecedent() || t.r.OfPronoun()) && t.ofFacts(t.first()) && t.askBack()
}

// wantsAntecedent reports whether a question speaks by a pronoun of something that nothing came before, and neither names
// another thing by a name that is misspelt: "where did they film Snowpeircer?"
func (t *inquiry) wantsAntecedent() bool {
	if !t.first().WantsAntecedent() {
		return false
	}
	strange := func(w question.Word) bool {
		return w.Content() && t.run.Unheard(w.Stem) && !t.a.Planner().Worded(w.Norm)
	}
	if !slices.ContainsFunc(t.r.Words, strange) {
		return true
	}
	guessed := t.a.Planner().Plan(t.r, plan.Guessed)
	pl := guessed.Plan(0)
	return pl == nil || guessed.LooksMisread() || len(t.entities(pl.Expr.Topics(nil))) == 0
}

// maxOpen is how many content words a question has at most that is asked back: "Who directed
// it?" has one.
const maxOpen = 3

// maxMeant is how many things are put to choose from where a question means one by its year.
const maxMeant = 4

// asksWhich asks which of several things is meant that came out in the year by which a question means
// one: "who directed the 2013 film?", "who directed the 2013 one?".
func (t *turn) asksWhich() bool {
	if from, to := t.r.DatedOne(); t.r.Verdict || to <= from {
		return false
	}
	if meant := t.meantByYear(t.first()); meant != nil {
		return planReply{t}.choose(meant)
	}
	schema := t.a.Base().Schema()
	for k := range schema.Kinds {
		if def := schema.KindDef(kb.Kind(k)); def.Year != kb.NoRel {
			r := question.Parse(strings.Replace(t.r.Text, " one", " "+def.Noun, 1), question.Said{}, t.a.Planner().Stems())
			if meant := t.meantByYear(t.a.Planner().Plan(r, plan.AsTyped)); meant != nil {
				return planReply{t}.choose(meant)
			}
		}
	}
	return false
}

// meantByYear lists the things, more than one, of which a plan asks as if they were one; nil where
// there are none such.
func (t *turn) meantByYear(c *plan.Chart) (meant []expr.Member) {
	pl, members := t.run.Settle(c)
	if len(members) < 2 || pl.Expr.Op != expr.OpJoin || pl.Expr.Arg().Op == expr.OpNodes {
		return nil
	}
	for _, n := range t.run.Members(pl.Expr.Arg()) {
		if t.a.Base().ID(n) == "" {
			return nil
		}
		meant = append(meant, expr.Member{Node: n})
	}
	if len(meant) < 2 || len(meant) > maxMeant {
		return nil
	}
	return meant
}
