package facts

import (
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/say"
)

// gather collects the candidates of one reading beside its plan.
func (t weigher) gather(a decide.Asked) []weighed {
	m := t.near(t.matcher())
	found := t.a.statements.Find(a.Query, m, plainTeller{t.a})
	left := evidence.MaxRead
	for _, c := range found {
		left = min(left, evidence.MaxRead-c.Rank-1)
	}
	sentences := evidence.FromPassages(t.a.Passages(), a.Query, m, left)
	for i := range sentences {
		t.a.statements.Describe(&sentences[i], a.Query, m)
	}
	found = append(found, sentences...)
	if t.a.Passages() != nil && (a.Which || t.r.SpeaksOfSources()) {
		if a.Which {
			found = evidence.WhichSource(t.a.Passages(), sentences)
		}
		found = append(found, evidence.FromSources(t.a.Passages(), a.Query, m)...)
	}
	if t.q.Source != "" {
		found = slices.DeleteFunc(found, func(c evidence.Candidate) bool {
			return !slices.ContainsFunc(c.Refs, func(r corpus.Ref) bool { return r.Source == t.q.Source })
		})
	}
	list := make([]weighed, len(found))
	for i, c := range found {
		list[i].Judged = decide.Judged{Candidate: c, Asked: &a}
	}
	return list
}

// account fills in what a candidate offers, and how far it holds the question's words.
func (t weigher) account(list []weighed, a decide.Asked, m evidence.Matcher) {
	who := t.a.Planner().Asks(question.Who)
	for i := range list {
		c := &list[i].Candidate
		text := c.Text
		for k, n := range c.Ends {
			kind := t.a.Base().KindOf(n)
			c.Kinds = append(c.Kinds, kind)
			c.EndNames = append(c.EndNames, t.a.Base().Name(n))
			if w := t.chooser().Wanted(&a, n); k == 0 || w < c.Wanted {
				c.Wanted = w
			}
			c.AsksWho = c.AsksWho || k == 0 && who.Has(kind)
		}
		c.There = a.Query.There(c.Refs)
		for _, s := range c.Stmts {
			for _, n := range [2]kb.Node{t.a.Base().Subject(s), t.a.Base().Object(s)} {
				text += " " + strings.Join(t.a.Base().Names(n), " ") + " " + t.a.Base().About(n)
			}
		}
		c.Shares = m.Shares(a.Words, text)
	}
}

// plan is the candidate that a plan makes, nil where none does.
func (t weigher) plan(a decide.Asked) *weighed {
	sub := t.planned()
	if sub == nil {
		return nil
	}
	c := evidence.Candidate{From: evidence.Plan, Said: sub.out.Said.Plain, Ends: sub.answers}
	c.Text = strings.TrimSpace(sub.t.Meant + " " + c.Said)
	for _, cite := range sub.out.Citations {
		c.Refs = append(c.Refs, cite.Ref())
	}
	a.Leaning = false // a plan puts in place what the question leaves out
	w := &weighed{planned: sub, Judged: decide.Judged{Candidate: c, Asked: &a}}
	if t.q.Source != "" && slices.ContainsFunc(c.Refs, func(r corpus.Ref) bool { return r.Source != t.q.Source }) {
		return nil // it rests on more than the source that is asked
	}
	if sub.used != nil {
		w.Plan = decide.Plan{Cost: float64(sub.used.Cost), Unread: len(sub.used.Unread)}
	}
	return w
}

// maxUnasked is how many things a plan may answer a later question with that asks for one: what it leaves out was then filled in
// with too little.
const maxUnasked = 3

// planned works the question out over the statements; nil where that gives no answer.
func (t weigher) planned() *turn {
	sub := t.a.turn(t.ctx, t.q)
	sub.parts = t.parts
	// Of two dates the one that is asked for is told where no plan is found: "which reached screens earlier?"
	p := planReply{sub}
	planned := p.inCommon() || p.sideBySide() || p.timeBetween() || p.allBut() || p.linked() || t.r.Verdict && p.earlier() ||
		p.fromFacts() && p.out.Status != Unknown || p.startOver() && p.earlier()
	t.log.WriteString(sub.log.String())
	if !planned {
		return nil
	}
	if sub.out.Status == Unknown || sub.out.Status == Ambiguous {
		return nil
	}
	if sub.used != nil && t.r.OfPronoun() && t.passesOver(sub.used) {
		t.logf("left out: nothing of what the pronoun stands for")
		return nil
	}
	if sub.used != nil && expr.Depth(sub.used.Expr) > 0 && t.onlyNames(sub) {
		t.logf("left out: it answers with what the question names, and not with what it offers")
		return nil
	}
	if sub.used != nil && sub.used.Expr.All() && len(sub.out.Answers) > 1 && !t.r.Several() {
		t.logf("left out: everything of a kind, where one thing is asked for")
		return nil
	}
	compound := func(x *expr.Expr) bool { return x.Op != expr.OpJoin || expr.Depth(x) > 1 } // not "who stars in it?"
	if sub.used != nil && t.prev != nil && len(sub.out.Answers) > maxUnasked && compound(sub.used.Expr) && !t.r.Several() && sub.used.Ask != question.HowMany {
		t.logf("left out: many things, where a question goes on about one")
		return nil
	}
	if sub.used != nil && sub.used.Named && expr.Depth(sub.used.Expr) == 0 && t.r.Chooses() {
		t.logf("left out: what is named is described, where something else is asked for")
		return nil
	}
	return sub
}

// onlyNames reports whether a plan answers a question that offers things to choose from with what it names beside them: "in Okja,
// do they speak Korean or English?" is not answered by Okja.
func (t weigher) onlyNames(sub *turn) bool {
	options := t.r.Options()
	if !t.r.Either() && len(options) == 0 || t.r.Chooses() {
		return false
	}
	named := t.first().Named()
	offered := func(name string) bool { return slices.Contains(options, name) }
	return len(sub.answers) > 0 && !slices.ContainsFunc(sub.answers, func(n kb.Node) bool {
		return !slices.Contains(named, n) || slices.ContainsFunc(t.a.Base().Names(n), offered)
	})
}

// A plainTeller tells statements without markers.
type plainTeller struct{ a *Answerer }

func (p plainTeller) Tell(stmts []kb.Stmt) string {
	return say.Plain(say.New(p.a.Base(), p.a.Planner()).Tell(stmts))
}

func (t *inquiry) matcher() evidence.Matcher { return evidence.Matcher{Stems: t.a.Planner().Stems()} }

// near lets a matcher know words of like meaning, which opens the encoder.
func (t *inquiry) near(m evidence.Matcher) evidence.Matcher {
	m.Near = t.a.reader.Near()
	return m
}

// passesOver reports whether a plan has nothing of what was spoken of: "was it shot in Alba?" does not ask whether anything was.
func (t *inquiry) passesOver(pl *plan.Plan) bool {
	said := t.r.Said
	meant := slices.Concat(said.Topics, said.Answers, said.Earlier)
	return len(meant) > 0 && !slices.ContainsFunc(pl.Expr.Topics(nil), func(n kb.Node) bool { return slices.Contains(meant, n) })
}
