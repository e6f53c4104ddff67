package facts

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/say"
)

// A turn is one question on its way to an answer.
type turn struct {
	a     *Answerer
	ctx   context.Context
	q     Question
	prev  *Context
	frame question.Frame
	r     *question.Question
	run   *plan.Run
	t     *say.Teller
	out   Answer

	used       *plan.Plan // the plan that was answered
	understood string     // the question as it was answered, behind the one before where it went on from that
	topics     []kb.Node
	answers    []kb.Node
	mended     bool
	weighed    bool        // candidates were sought: it is no small talk
	parts      int         // how many questions this one is a part of
	chart      *plan.Chart // of the question as it was read last, nil until it is planned
	log        strings.Builder
}

func (a *Answerer) turn(ctx context.Context, q Question) *turn {
	stems := a.plans.Stems()
	t := &turn{a: a, ctx: ctx, q: q, prev: q.Context, frame: question.TakeApart(q.Text, stems), run: a.plans.Run(ctx, a), t: say.New(a.base, a.plans)}
	t.r = question.Parse(t.frame.Asks[0], a.said(q.Context), stems)
	if len(t.frame.Asks) > 1 {
		t.r = question.Parse(q.Text, a.said(q.Context), stems)
	}
	t.t.Only = q.Source
	return t
}

// said is what a conversation spoke of last.
func (a *Answerer) said(c *Context) question.Said {
	if c == nil {
		return question.Said{}
	}
	return question.Said{Topics: a.nodes(c.Topics), Answers: a.nodes(c.Answers)}
}

// nodes returns the entities of ids, without those that the base no longer has.
func (a *Answerer) nodes(ids []string) []kb.Node {
	var list []kb.Node
	for _, id := range ids {
		if n, ok := a.base.Find(id); ok {
			list = append(list, n)
		}
	}
	return list
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
	} else if !t.smallTalk() && !t.aboutProgram() && !t.fromParts() && !t.asksBack() && !t.judged() {
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

// fromFacts answers from statements by planning.
func (t *turn) fromFacts() bool {
	c := t.first()
	t.logPlans("as typed", c)
	if c.WantsAntecedent() {
		return t.askBack()
	}
	if t.again(c) || t.settle(c) {
		return true
	}
	if !c.LooksMisread() {
		return false
	}
	if !t.mended {
		t.mended = true
		if meant, ok := c.Respell(); ok {
			t.logf("read as: %s", meant.Text)
			t.r, t.chart = meant, nil
			return t.fromFacts()
		}
	}
	c = t.a.plans.Plan(t.r, plan.Guessed)
	t.logPlans("guessed", c)
	return t.again(c) || t.settle(c)
}

// first returns the chart of the question as it is typed.
func (t *turn) first() *plan.Chart {
	if t.chart == nil {
		t.chart = t.a.plans.Plan(t.r, plan.AsTyped)
	}
	return t.chart
}

// again answers what goes on from the last question with another name.
func (t *turn) again(c *plan.Chart) bool {
	if t.prev == nil || t.prev.of != t.a {
		return false
	}
	pl, ok := c.Again(t.prev.last)
	if !ok {
		return false
	}
	members := t.run.Execute(c, pl)
	if len(members) == 0 {
		return t.suppose(pl)
	}
	return t.say(pl, members)
}

// settle answers from the plan that a chart settles on.
func (t *turn) settle(c *plan.Chart) bool {
	pl, members := t.run.Settle(c)
	switch {
	case t.run.Spent():
		return t.tooWide()
	case pl == nil:
		return false
	case len(members) == 0:
		return t.suppose(pl)
	}
	return t.say(pl, members)
}

// maxLogged is how many plans of a chart are told.
const maxLogged = 12

func (t *turn) logPlans(how string, c *plan.Chart) {
	if !t.q.Explain {
		return
	}
	var list []string
	for pl := range c.All() { // finds them all
		if len(list) < maxLogged {
			list = append(list, "  "+pl.String()+c.UnreadText(pl))
		}
	}
	if pl := c.Plan(0); pl != nil {
		list = append(list, "the first came about so:", c.Derivation(pl))
	}
	words, items, _ := c.Size()
	t.logf("%s: %d words, %d items", how, words, items)
	for _, line := range list {
		t.logf("%s", line)
	}
}

// tooWide refuses a question that it would take too long to answer in full.
func (t *turn) tooWide() bool {
	t.startOver()
	return t.finish(Unknown, "That takes in too much to work out at once. Ask for less: one name or one restriction more.", 0)
}

// finish sets what an answer needs besides its text.
func (t *turn) finish(status Status, text string, confidence float64) bool {
	t.out.Status, t.out.Said, t.out.Confidence = status, t.t.Text(text), confidence
	t.out.Text = t.t.Numbered(text)
	for i, ref := range t.t.Refs() {
		t.out.Citations = append(t.out.Citations, t.a.citation(i+1, ref))
	}
	return true
}

func (t *turn) short(n kb.Node) Short {
	b := t.a.base
	s := Short{Text: b.Name(n), Kind: b.Schema().KindDef(b.KindOf(n)).Name, Entity: b.ID(n)}
	return s
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
	c := &Context{Question: lastOf(cmp.Or(t.understood, t.r.Text)), last: t.used, of: t.a}
	for _, n := range t.topics {
		if id := t.a.base.ID(n); id != "" && len(c.Topics) < 8 {
			c.Topics = append(c.Topics, id)
		}
	}
	for _, n := range t.answers {
		if id := t.a.base.ID(n); id != "" && len(c.Answers) < 16 {
			c.Answers = append(c.Answers, id)
		}
	}
	for _, cite := range t.out.Citations[:min(len(t.out.Citations), 4)] {
		c.Cited = append(c.Cited, cite.Ref())
	}
	if t.prev == nil || t.used != nil {
		return c
	}
	if len(c.Cited) == 0 && len(c.Topics) == 0 && (!t.weighed || t.leans(t.first())) {
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
