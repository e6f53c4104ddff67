package facts

import (
	"slices"
	"sort"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/facts/span"
	"hapjak/nlp/english"
)

// A weighed is a candidate with the answer that it would make.
type weighed struct {
	decide.Judged
	planned *turn          // of a plan: the turn that worked it out
	alone   *decide.Judged // it, as it was judged alone
	another bool           // it says of another thing or time what is asked of one
	beside  []*weighed     // other sentences that answer with it
	further *weighed       // what else its paragraphs say of the question
}

// weigh gathers what may answer a question, from every source and for each way to
// read it, and has all of it judged. It returns the candidates and which is the best,
// -1 where there is none.
//
// A plan that is sure enough by itself is the only candidate: the rest is neither
// gathered nor read.
func (t weigher) weigh(o weighing) (list []weighed, best int) {
	t.weighed = true
	readings := t.readings()
	m := t.matcher()
	var plan *weighed
	if !readings[0].Which || t.a.reader.Model() == nil { // the encoder finds the article better
		plan = t.plan(readings[0])
	}
	if plan != nil && (t.setApart(&readings[0], plan) || t.partial(plan.planned.used)) {
		plan = nil
	}
	if plan != nil {
		list = []weighed{*plan}
		t.account(list, readings[0], evidence.Matcher{Stems: m.Stems})
		if decide.Alone(&list[0].Judged); list[0].P >= decide.Sure && !o.all {
			return list, 0
		}
		alone := list[0].Judged
		list = []weighed{*plan}
		list[0].alone = &alone
		t.account(list, readings[0], t.near(m))
	}
	for _, a := range readings {
		found := t.gather(a)
		var passages []*evidence.Candidate
		for i := range found {
			if found[i].From == evidence.Passage {
				passages = append(passages, &found[i].Candidate)
			}
		}
		others := evidence.Namesakes(t.r.Text, passages)
		t.account(found, a, t.near(m))
		if a.Leaning && !a.Joined && (t.r.PointsBack() || len(a.Words) == 0 || t.first().AsksRole()) {
			// "Where was it shot?" by itself is answered by whatever was shot, and "when?" by whatever has a date: only
			// what stands where the last answer does can be meant.
			found = slices.DeleteFunc(found, func(w weighed) bool { return w.There < evidence.Neighbour || t.elsewhere(&w) })
		}
		found = slices.DeleteFunc(found, func(w weighed) bool {
			return a.Joined && t.elsewhere(&w) || t.setApart(&a, &w) || others[w.Text] || a.Verdict && english.IsQuestion(w.Said) // a question decides nothing
		})
		unstated := t.unstated(found)
		bare := a.Later && !t.first().SaysMore(t.first().Named()) // "and Okja?"
		for i := range found {
			w := &found[i]
			w.another = t.ofAnotherYear(w) || m.OfAnother(t.r.Text, &w.Candidate) || (a.Verdict || bare) && t.ofOthers(w) || t.ofStated(w, unstated)
		}
		list = append(list, found...)
	}
	read := false
	if !o.unread {
		list, read = t.read(list, o.all)
	}
	if !read && !o.all && readings[0].Verdict { // words in common neither support nor contradict
		list = slices.DeleteFunc(list, func(w weighed) bool { return w.planned == nil })
	}
	judged := make([]decide.Judged, len(list))
	for i := range list {
		judged[i] = list[i].Judged
	}
	best = decide.Decide(judged, read)
	answers := slices.ContainsFunc(list, func(w weighed) bool { return w.planned == nil && w.Logit > 0 })
	for i := range list {
		list[i].Judged = judged[i]
		if a := list[i].alone; a != nil && a.P > list[i].P && (!read || !answers || t.byItself(&list[i])) {
			judged[i].P = a.P
			if list[i].Judged = *a; o.all {
				list[i].Judged = judged[i]
			}
			if best < 0 || a.P > judged[best].P-planEdge {
				best = i
			}
		}
		if read {
			list[i].beside = t.besides(list, i)
		}
	}
	if read {
		best = t.fitting(list, best)
	}
	for i := range list {
		if read && t.parts == 0 && (i == best || o.all) {
			list[i].further = t.further(list, i)
		}
	}
	// No one sentence compares two things, and the encoder knows nothing of a name that no article has.
	if read && best >= 0 && !list[best].compares() && !t.unread(&list[best]) {
		decide.SetKnown(judged, best)
		list[best].Signs, list[best].Known = judged[best].Signs, judged[best].Known
		best = inList(list, inWhole(list, instead(m, list, best)))
	}
	if read {
		best = t.byTable(list, best)
	}
	if best >= 0 {
		t.narrowAll(list, best)
		t.widen(&list[best])
	}
	return list, best
}

// elsewhere reports whether a candidate neither names what a pronoun, or what "the director" is one of, stands for nor stands near the answer
// before, or names another thing of that kind: "where is it set?" is not answered by where something else is.
func (t weigher) elsewhere(w *weighed) bool {
	if !t.r.HasPronoun() && !t.first().AsksRole() {
		return false
	}
	meant := slices.Concat(t.prev.Topics, t.prev.Answers, t.prev.Earlier)
	if t.r.Verdict && len(t.prev.Topics) > 0 {
		meant = t.prev.Topics[:1] // what was spoken of, and not each thing that was told of it
	}
	topics := t.a.Nodes(meant)
	if len(topics) == 0 {
		return false
	}
	return !t.names(w.Text, topics) && (w.There < evidence.Neighbour || t.namesLike(w, topics[:1]))
}

// namesLike reports whether evidence names another thing of the kind of some things, and none of those.
func (t *inquiry) namesLike(w *weighed, things []kb.Node) bool {
	other := false
	for _, n := range t.spokenOf(w) {
		if slices.Contains(things, n) {
			return false
		}
		other = other || t.a.Base().ID(n) != "" && slices.ContainsFunc(things, func(o kb.Node) bool { return t.a.Base().KindOf(o) == t.a.Base().KindOf(n) })
	}
	return other
}

// ofOthers reports whether evidence names others and none of the things that a question names, or none of its works where the question
// names one: that somebody directed one film does not tell whether he was in another.
func (t *inquiry) ofOthers(w *weighed) bool {
	named, spoken := t.first().Named(), t.spokenOf(w)
	return t.namesNone(w, named, spoken) || t.namesNone(w, t.works(named), t.works(spoken))
}

// namesNone reports whether a statement, or a sentence that speaks of some things, has none of those that are named.
func (t *inquiry) namesNone(w *weighed, named, spoken []kb.Node) bool {
	return len(named) > 0 && (len(spoken) > 0 || len(w.Stmts) > 0) && !t.names(w.Text, named) &&
		!slices.ContainsFunc(named, func(n kb.Node) bool { return slices.Contains(spoken, n) })
}

// works are those of some things that are of a kind that comes out in a year.
func (t *inquiry) works(nodes []kb.Node) []kb.Node {
	schema := t.a.Base().Schema()
	return slices.DeleteFunc(slices.Clone(nodes), func(n kb.Node) bool { return schema.KindDef(t.a.Base().KindOf(n)).Year == kb.NoRel })
}

// unstated lists the names that a question has of what articles speak of and no fact does, where the facts are only begun. A name
// of several words may be written small.
func (t *inquiry) unstated(found []weighed) (names []string) {
	if !t.a.fewFacts() {
		return nil // the articles are gone through
	}
	words := english.NamesIn(t.r.Text)
	asked, heard := " "+strings.ToLower(t.r.Text), ""
	for i := range found {
		if w := &found[i]; w.From == evidence.Passage {
			heard += " " + kb.Squash(w.Text)
			for _, name := range english.NamesIn(w.Text) {
				if strings.Contains(name, " ") && strings.Contains(asked, " "+strings.ToLower(name)) {
					words = append(words, name)
				}
			}
		}
	}
	for _, name := range words {
		if key := kb.Squash(name); key != "" && len(t.a.Base().Named(key)) == 0 && strings.Contains(heard, key) {
			names = append(names, key)
		}
	}
	return names
}

// ofStated reports whether a candidate is of something that is stated where a question has such names: a statement, or
// a sentence of an article on a thing of the base. It is not where it is of what else the question names, or has one of
// the names, by itself or in its paragraph.
func (t *inquiry) ofStated(w *weighed, unstated []string) bool {
	if len(unstated) == 0 {
		return false
	}
	text, spoken, refs := kb.Squash(w.Text), t.spokenOf(w), w.Refs
	switch w.From {
	case evidence.Statement:
	case evidence.Passage:
		about := t.entities(t.a.Base().Named(kb.Squash(w.Text[:w.Lead])))
		if len(about) == 0 {
			return false
		}
		spoken, refs = append(spoken, about...), []corpus.Ref{w.Ref}
	default:
		return false
	}
	for _, ref := range refs {
		p, _ := t.a.Paragraph(ref)
		text += " " + kb.Squash(p.Text)
	}
	return !slices.ContainsFunc(unstated, func(name string) bool { return strings.Contains(text, name) }) &&
		!slices.ContainsFunc(t.first().Named(), func(n kb.Node) bool { return slices.Contains(spoken, n) })
}

// names reports whether a text has a name of one of some things.
func (t *inquiry) names(text string, things []kb.Node) bool {
	all := kb.Squash(text)
	return slices.ContainsFunc(things, func(n kb.Node) bool {
		return slices.ContainsFunc(t.a.Base().Names(n), func(name string) bool { return strings.Contains(all, kb.Squash(name)) })
	})
}

// spokenOf lists what evidence names.
func (t *inquiry) spokenOf(w *weighed) (nodes []kb.Node) {
	for _, s := range w.Stmts {
		nodes = append(nodes, t.a.Base().Subject(s), t.a.Base().Object(s))
	}
	for _, name := range english.NamesIn(w.Said) {
		whole := t.a.Base().Named(kb.Squash(name))
		nodes = append(nodes, whole...)
		if len(whole) == 0 { // "Ann Lee on The Mill"
			for _, part := range english.NamesApart(name) {
				nodes = append(nodes, t.a.Base().Named(kb.Squash(part))...)
			}
		}
	}
	return nodes
}

// insteadEdge is what a sentence may fall short of the statement that it is told in place of.
const insteadEdge = 0.15

// instead is the sentence that is told where a statement denies what is asked, and which holds half as much of that: the sentence that it is
// from, if that denies it as well, says more of what is so.
func instead(m evidence.Matcher, list []weighed, best int) int {
	w := &list[best]
	denies := w.Asked.Verdict && w.Supports < w.Contradicts || !w.Asked.Verdict && w.Contradicts > wrong
	if w.From != evidence.Statement || !denies {
		return best
	}
	other := best
	for i := range list {
		o := &list[i]
		if o.From == evidence.Passage && !o.another && o.P >= w.P-insteadEdge && 2*m.Held(w.Asked.Words, o.Said) >= m.Held(w.Asked.Words, w.Said) && o.Supports < o.Contradicts && slices.Contains(w.Refs, o.Ref) &&
			(other == best || o.Contradicts > list[other].Contradicts) {
			other = i
		}
	}
	return inPlace(list, best, other)
}

// inList is, where a sentence is an item of a list and more than one thing may be asked for, the list: it says all that the sentence says.
func inList(list []weighed, best int) int {
	w := &list[best]
	kind := w.Asked.Type.Coarse()
	if a := w.Asked; w.From != evidence.Passage || a.One || a.Verdict || a.Either || len(a.Query.Term) > 0 || !a.Several && kind != "DESC" && kind != "ENTY" {
		return best
	}
	return inPlace(list, best, prefer(list, best, inWholeEdge, func(o, w *weighed) bool {
		return o.From == evidence.Passage && len(o.Refs) > len(w.Refs) && o.Said != w.Said && strings.Contains(o.Said, w.Said)
	}))
}

// inPlace has a candidate be as likely as the one that it is told in place of.
func inPlace(list []weighed, best, other int) int {
	w := &list[best]
	list[other].P, list[other].Signs, list[other].Known = w.P, w.Signs, w.Known
	return other
}

// inWholeEdge is what statements that list all may fall short of a sentence that has a part of it.
const inWholeEdge = 0.2

// inWhole is, where several things are asked for and a sentence has one of them, what is stated of that sentence and of others together.
func inWhole(list []weighed, best int) int {
	w := &list[best]
	if w.From != evidence.Passage || !w.Asked.Several || w.Asked.Verdict || len(span.Picked(&w.Judged)) > 1 {
		return best
	}
	return inPlace(list, best, prefer(list, best, inWholeEdge, func(o, w *weighed) bool {
		return o.From == evidence.Statement && len(o.Ends) > 2 && len(o.Refs) > 1 && slices.Contains(o.Refs, w.Ref)
	}))
}

// What a candidate may fall short of the likeliest one and still be the answer, where it fits better what is asked for.
const (
	manyEdge       = 0.1  // it offers as many things as are asked for: "name the two firms"; a greater one takes as many turns as it brings
	definingEdge   = 0.2  // it defines the term that is asked for
	presentingEdge = 1    // it says who somebody is, where that is asked: nothing tells it so well
	unnamedEdge    = 0.15 // it is the other end of the same statements, which the question does not name: who plays Emperor Chou is not answered by him
	likely         = 0.5  // the least probability of what is told where a likelier candidate is of another thing
	newerEdge      = 0.2  // it is of a newer edition
)

// fitting is the best candidate, or one nearly as likely that fits better what is asked for.
func (t weigher) fitting(list []weighed, best int) int {
	if best >= 0 && list[best].another { // of what is asked something else would have to say it for certain
		best = prefer(list, best, list[best].P-likely, func(o, _ *weighed) bool { return !o.another })
	}
	if best < 0 || list[best].another {
		return -1
	}
	best = prefer(list, best, manyEdge, func(o, w *weighed) bool { return o.asMany() && !w.asMany() })
	edge := definingEdge
	if t.r.Person() != nil {
		edge = presentingEdge
	}
	for level := 4; level > 0; level-- { // first who is presented plainly, or what is under a heading that is the term
		best = prefer(list, best, edge, func(o, w *weighed) bool {
			return w.From != evidence.Plan && o.Defines >= level && w.Defines < level
		})
	}
	best = prefer(list, best, unnamedEdge, func(o, w *weighed) bool {
		return w.From == evidence.Statement && w.Named && !w.Asked.Verdict && !w.Asked.Either && len(w.Asked.Options) == 0 &&
			o.From == evidence.Statement && !o.Named && o.Said == w.Said
	})
	if slices.ContainsFunc(t.r.Words, func(w question.Word) bool { _, dated := w.Year(); return dated }) {
		return best
	}
	least := list[best].P - newerEdge
	for { // of several editions the newest
		newer := prefer(list, best, list[best].P-least, t.replaces)
		if newer == best {
			return best
		}
		best = newer
	}
}

// presents reports whether a candidate says who somebody is, of whom that is asked: that needs no other sign that it answers.
func (w *weighed) presents() bool {
	return w.Defines > 0 && w.Asked.Query.Who
}

// prefer is the best candidate, or the likeliest that falls short of it by no more than an edge and is better.
func prefer(list []weighed, best int, edge float64, better func(o, best *weighed) bool) int {
	other := -1
	for i := range list {
		if !list[i].another && list[i].P >= list[best].P-edge && better(&list[i], &list[best]) && (other < 0 || list[i].P > list[other].P) {
			other = i
		}
	}
	if other < 0 {
		return best
	}
	return other
}

// asMany reports whether a candidate offers as many things as are asked for, where that is more than one.
func (w *weighed) asMany() bool {
	switch {
	case w.planned != nil || w.Asked.Count < 2:
		return false
	case len(w.Ends) > 0 || w.From != evidence.Passage:
		return len(w.Ends) == w.Asked.Count
	}
	return len(span.Picked(&w.Judged)) == w.Asked.Count
}

// byItself reports whether a plan is as likely to answer as it was judged to be alone. Where there are
// facts alone it is: that was fitted on far more plans than the other weights. Where the encoder has
// articles to read as well, and finds an answer in them, it is where it is sure, or where it counts, lists, compares, corrects or goes over several
// statements, which no sentence does. With the sure ones alone 11 more of r16 to r19 are right, above all
// follow-ups, where of the plans that fill in what is left out 39 of 102 are right, of others 218 of 325; the
// rest of the rule takes 3 of 265 of r19 and r21 back, and keeps bases of a few facts right.
func (t weigher) byItself(w *weighed) bool {
	if !w.Asked.Articles || w.alone.P >= decide.Sure || t.unread(w) { // a name that no article has tells the encoder nothing
		return true
	}
	pl := w.planned.used
	if w.Asked.Verdict && pl != nil && w.planned.affirmed && !(t.r.Has("in") && pl.Expr.Supposes()) { // not "is it in Korean?" of a Korean film
		return true // what is stated
	}
	if pl == nil || w.planned.wentOn || w.compares() || w.planned.out.Status == Corrected || t.r.WithoutApart() != "" || t.first().AsksRole() {
		return true
	}
	if op := pl.Expr.Op; (op == expr.OpMost || op == expr.OpLeast) && pl.Expr.Arg().Op == expr.OpAll && len(pl.Unread) == 0 && pl.Cost < plainCost {
		return true // "the heaviest bike"
	}
	return pl.Ask == question.HowMany && !pl.Expr.All() || expr.Depth(pl.Expr) > 1 ||
		(expr.Depth(pl.Expr) == 1 || pl.Expr.ByRole()) && len(w.Ends) > 1 && !t.r.One()
}

// unread reports whether a candidate is a plan that is read in words that no article has, so that the encoder cannot know
// them, and supposes no relation that is not asked for.
func (t weigher) unread(w *weighed) bool {
	return w.planned != nil && w.planned.used != nil && !w.Asked.Verdict && t.unwritten() &&
		!w.planned.used.Expr.Supposes()
}

// compares reports whether a candidate comes of holding statements against each other.
func (w *weighed) compares() bool {
	return w.planned != nil && (w.planned.used == nil || w.planned.used.Expr.Compares())
}

// plainCost is what a plan costs at most that reads a question word for word.
const plainCost = 1

// planEdge is what a plan may fall short of the best other candidate and still be the answer: where
// both are as likely, what was worked out over all statements counts.
const planEdge = 0.02

// A weighing says how far candidates are weighed; its zero is how questions are answered.
type weighing struct {
	all    bool // gather everything, however sure a plan is
	unread bool // have the encoder read nothing
}

// What a sentence needs to be told beside the best one: a logit not far below that
// one's and above a least one. Where a name or a date is asked for, one more sentence
// is enough; an explanation and a list take three in all.
const (
	besideGap   = 2.0
	besideLeast = 0.0
	besideShort = 1.5 // the least where a name, a date or a yes is asked for
	maxTold     = 560 // characters of an answer's sentences
	sameBut     = 0.2 // the share of its words that a sentence does not have in common with another that says the same of another thing
)

// besides lists the sentences that answer together with candidate i.
func (t weigher) besides(list []weighed, i int) (beside []*weighed) {
	w := &list[i]
	if w.From != evidence.Passage || len(w.Short) > 0 {
		return nil
	}
	most, least := 2, float32(besideLeast)
	if !w.Asked.Several && (w.Asked.Short || w.Asked.Verdict) {
		most, least = 1, besideShort
	}
	left := maxTold - len(w.Said)
	for _, k := range byLogit(list) {
		o := &list[k]
		if len(beside) == most || o.Logit < least || o.Logit < w.Logit-besideGap {
			break
		}
		if k == i || o.From != evidence.Passage || o.another || o.Asked.Joined != w.Asked.Joined || len(o.Said) > left ||
			strings.Contains(w.Said, o.Said) || strings.Contains(o.Said, w.Said) || t.replaces(w, o) || t.underAnother(w, o) {
			continue
		}
		told := false
		for _, b := range beside {
			told = told || strings.Contains(b.Said, o.Said) || strings.Contains(o.Said, b.Said)
		}
		if !told {
			beside = append(beside, o)
			left -= len(o.Said)
		}
	}
	return beside
}

// underAnother reports whether a sentence says under another heading what one under a heading that is asked for says, but for a
// word: the port in the tab of another system.
func (t weigher) underAnother(w, o *weighed) bool {
	own, _ := w.LastHeading()
	other, _ := o.LastHeading()
	if own == other || t.newIn(o.Said, w.Said) > sameBut {
		return false
	}
	return t.newIn(own, other) > 0 && t.newIn(own, other+" "+t.r.Text) == 0 && t.newIn(other, own+" "+t.r.Text) > 0
}

// byLogit lists the candidates, the likeliest to answer by the encoder first.
func byLogit(list []weighed) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return list[order[a]].Logit > list[order[b]].Logit })
	return order
}
