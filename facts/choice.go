package facts

import (
	"context"
	"slices"
	"strings"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/say"
)

// picked is the question that the last answer asked something back of, for the thing that a message names or picks and says
// no more: "Okja", and of what was given to choose from "the second one", "the train one".
func (a *Answerer) picked(ctx context.Context, q Question) Question {
	if q.Context == nil || len(q.Context.Choices) == 0 && q.Context.Open == "" {
		return q
	}
	r := question.Parse(q.Text, question.Said{}, a.Planner().Stems())
	if r.Asks() || r.Verdict {
		return q
	}
	chart := a.Planner().Plan(r, plan.AsTyped)
	if open := q.Context.Open; open != "" {
		if named := chart.Named(); len(named) == 1 && !chart.SaysMore(named) {
			thing := []string{a.Base().ID(named[0])}
			q.Text, q.Context = open, &Context{Question: q.Text, Topics: thing, Answers: thing, of: a}
		}
		return q
	}
	var choices []kb.Node
	for _, c := range q.Context.Choices {
		if n, ok := a.Base().Find(c.Entity); ok {
			choices = append(choices, n)
		}
	}
	teller := say.New(a.Base(), a.Planner())
	for _, meant := range []func() []kb.Node{
		chart.Named,
		func() []kb.Node { return a.counted(r, choices) },
		func() []kb.Node { return a.members(ctx, chart) },
		func() []kb.Node { return a.described(r, choices, teller) },
	} {
		found := meant()
		if left := expr.Leaving(choices, func(n kb.Node) bool { return !slices.Contains(found, n) }); len(left) == 1 {
			at := slices.IndexFunc(q.Context.Choices, func(c Choice) bool { return c.Entity == a.Base().ID(left[0]) })
			q.Text, q.Context = q.Context.Choices[at].Question, nil
			return q
		}
	}
	return q
}

// counted is the thing that words count off, "the second one".
func (a *Answerer) counted(r *question.Question, choices []kb.Node) (nodes []kb.Node) {
	var ids []string
	for _, n := range choices {
		ids = append(ids, a.Base().ID(n))
	}
	for i := range r.Words {
		_, at := pointedAt(r, i, nil, ids, nil)
		nodes = append(nodes, a.Nodes(at)...)
	}
	return nodes
}

// members are the things that words describe as facts have it, "the Korean one".
func (a *Answerer) members(ctx context.Context, chart *plan.Chart) (nodes []kb.Node) {
	_, members := a.Planner().Run(ctx, a).Settle(chart)
	for _, m := range members {
		nodes = append(nodes, m.Node)
	}
	return nodes
}

// described are the things of which something that is stated holds all the words of content, "the train one".
func (a *Answerer) described(r *question.Question, choices []kb.Node, teller *say.Teller) (nodes []kb.Node) {
	stems := a.Planner().Stems()
	for _, n := range choices {
		var told strings.Builder
		for _, s := range slices.Concat(a.Base().OutAll(n), a.Base().InAll(n)) {
			told.WriteString(teller.Tell([]kb.Stmt{s}) + " ")
		}
		has := stems.Stems(told.String())
		if !slices.ContainsFunc(r.Words, func(w question.Word) bool { return w.Content() && !slices.Contains(has, w.Stem) }) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}
