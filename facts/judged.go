package facts

import (
	"context"
	"slices"
	"sort"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/reading"
	"hapjak/facts/say"
	"hapjak/nlp"
	"hapjak/nlp/encoder"
	"hapjak/nlp/english"
)

// A weighed is a candidate with the answer that it would make.
type weighed struct {
	decide.Judged
	reading *reread        // the question as it answers it
	planned *turn          // of a plan: the turn that worked it out
	alone   *decide.Judged // it, as it was judged alone
	beside  []*weighed     // other sentences that answer with it
	further *weighed       // what else its paragraphs say of the question
}

// weigh gathers what may answer a question, from every source and for each way to
// read it, and has all of it judged. It returns the candidates and which is the best,
// -1 where there is none.
//
// A plan that is sure enough by itself is the only candidate: the rest is neither
// gathered nor read.
func (t *turn) weigh(o weighing) (list []weighed, best int) {
	t.weighed = true
	readings := t.readings()
	m := t.matcher()
	var plan *weighed
	if !readings[0].Which || t.a.reader.model() == nil { // the encoder finds the article better
		plan = t.plan(readings[0])
	}
	if plan != nil && t.setApart(&readings[0], plan) {
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
		t.account(found, a, t.near(m))
		if a.Leaning && !a.Joined {
			// "Where was it shot?" by itself is answered by whatever was shot: only what stands
			// where the last answer does can be meant.
			found = slices.DeleteFunc(found, func(w weighed) bool { return w.There < evidence.Neighbour })
		}
		found = slices.DeleteFunc(found, func(w weighed) bool { return t.setApart(&a, &w) })
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
			list[i].beside = besides(list, i)
		}
	}
	for i := range list {
		if read && (i == best || o.all) {
			list[i].further = t.further(list, i)
		}
	}
	if read && best >= 0 {
		decide.SetKnown(judged, best)
		list[best].Signs, list[best].Known = judged[best].Signs, judged[best].Known
	}
	return list, best
}

// byItself reports whether a plan is as likely to answer as it was judged to be alone. Where there are
// facts alone it is: that was fitted on far more plans than the other weights. Where the encoder has
// articles to read as well, and finds an answer in them, it is where it is sure, or where it counts, lists, corrects or goes over several
// statements, which no sentence does. With the sure ones alone 11 more of r16 to r19 are right, above all
// follow-ups, where of the plans that fill in what is left out 39 of 102 are right, of others 218 of 325; the
// rest of the rule takes 3 of 265 of r19 and r21 back, and keeps bases of a few facts right.
func (t *turn) byItself(w *weighed) bool {
	if !w.Asked.Articles || w.alone.P >= decide.Sure {
		return true
	}
	pl := w.planned.used
	return w.planned.out.Status == Corrected || pl != nil && (pl.Ask == question.HowMany || plan.Depth(pl.Expr) > 1 ||
		plan.Depth(pl.Expr) == 1 && len(w.Ends) > 1 && !t.r.One())
}

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
)

// besides lists the sentences that answer together with candidate i.
func besides(list []weighed, i int) (beside []*weighed) {
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
		if k == i || o.From != evidence.Passage || o.Asked.Joined != w.Asked.Joined || len(o.Said) > left ||
			strings.Contains(w.Said, o.Said) || strings.Contains(o.Said, w.Said) {
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

// byLogit lists the candidates, the likeliest to answer by the encoder first.
func byLogit(list []weighed) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return list[order[a]].Logit > list[order[b]].Logit })
	return order
}

// A reread is a question as it stands, or behind the question that it goes on from.
type reread struct {
	decide.Asked
	either bool // one of the things that it names
	query  evidence.Query
	kinds  plan.KindSet // that the question's noun or question word wants

	count   int                    // how many things it asks for, 0 where it does not say
	one     bool                   // it asks for one of a kind: "which firm …"
	options []string               // what it gives to choose from
	apart   func(name string) bool // what it sets apart
}

func (t *turn) readings() []reread {
	p := t.first()
	var a reread
	a.Text = t.whole()
	a.Type = reading.TypeOf(t.r.Text)
	either := t.r.Verdict && t.r.Either()
	a.Verdict = (t.r.Verdict && !t.r.SeeksAny() || t.frame.Claim && !t.r.Order) && !either
	a.either = either
	a.Several, a.count, a.apart = t.r.Several(), t.r.Count(), t.apart()
	a.one = !a.Several && t.r.One()
	if a.Type.Coarse() != "DESC" && !a.Verdict {
		a.options = t.r.Options()
	}
	a.Short = either || !a.Verdict && a.Type.Coarse() != "DESC"
	a.Later = t.prev != nil && t.prev.Question != ""
	a.Leaning = a.Later && t.leans(p)
	kinds, ask := p.Wants()
	if ask == question.Nothing && t.r.Headless() {
		kinds = p.Described()
	}
	a.query = evidence.Query{Text: t.whole(), Source: t.q.Source, Named: p.Named(),
		Wants: func(n kb.Node) bool { return t.wanted(a, kinds, n) >= 0 }}
	a.kinds = kinds
	if a.Later {
		a.query.Last = t.prev.Cited
	}
	beside := t.besideWords()
	words := t.r.Words
	if from, to := t.sourceAsked(); to > from { // what the article is to say is what the evidence has to hold
		sought := t.sourceSought(from, to)
		words = question.Parse(sought, question.Said{}, t.a.plans.Stems()).Words
		a.Which, a.Text = true, english.Telling+sought
		a.query.Text = a.Text
	}
	a.query.Words = append(t.contentWords(words), beside...)
	a.Words, a.Unknown, a.Around = a.query.Words, t.nowhere(a.query.Words), len(beside)
	a.Facts, a.Articles = t.a.base.Statements() > 0, t.a.index != nil
	list := []reread{a}
	if a.Later {
		j := a
		j.Joined = true
		before := t.prev.Question
		j.Text = before + " | " + a.Text
		j.query.Text = before + " " + t.namesOf(t.prev.Answers) + " " + a.Text
		j.query.Words = append(t.contentWords(question.Parse(before, question.Said{}, t.a.plans.Stems()).Words), a.query.Words...)
		j.query.Named = append(append([]kb.Node(nil), a.query.Named...), t.a.nodes(t.prev.Topics)...)
		j.Words = j.query.Words
		list = append(list, j)
	}
	return list
}

// span is what is typed from one word to another, nothing where there is none.
func (t *turn) span(from, to int) string {
	if from >= to {
		return ""
	}
	return t.r.Span(from, to)
}

// namesOf lists the names of things.
func (t *turn) namesOf(ids []string) string {
	var names []string
	for _, n := range t.a.nodes(ids) {
		names = append(names, t.a.base.Name(n))
	}
	return strings.Join(names[:min(len(names), 3)], " ")
}

// wanted tells whether a node is what a question wants: 1 it is of the kind that the
// question's words name, -1 of another, 0 no telling. A name, a person or a place is no
// figure and no text; a figure is no name.
func (t *turn) wanted(a reread, kinds plan.KindSet, n kb.Node) int {
	kind := t.a.base.KindOf(n)
	literal := t.a.base.Schema().Literal(kind)
	switch {
	case kinds != plan.AnyKind && kinds.Has(kind):
		return 1
	case kinds != plan.AnyKind && kinds != 0:
		return -1
	case !a.Short || a.Verdict:
		return 0
	}
	switch a.Type.Coarse() {
	case "NUM":
		if !literal || kind == kb.Text {
			return -1
		}
		return 1
	case "HUM", "LOC", "ENTY":
		if literal {
			return -1
		}
	}
	return 0
}

// maxShort bounds, in bytes, the words of a passage that answer what asks for no name.
const maxShort = 60

// maxWhole bounds, in bytes, what is read of a message around its question.
const maxWhole = 400

// whole is the message as it is read: the question with what is said around it.
func (t *turn) whole() string {
	text := strings.TrimSpace(t.frame.Rest + " " + t.r.Text)
	if len(t.frame.Asks) > 1 {
		text = t.r.Text
	}
	if len(text) > maxWhole {
		return t.r.Text
	}
	return text
}

// besideWeight is what a word beside the question weighs, against one in it.
const besideWeight = 0.3

// besideWords are the content words of what is said around the question.
func (t *turn) besideWords() []evidence.Word {
	if t.frame.Rest == "" || len(t.frame.Asks) > 1 {
		return nil
	}
	words := t.contentWords(question.Parse(t.frame.Rest, question.Said{}, t.a.plans.Stems()).Words)
	for i := range words {
		words[i].Weight *= besideWeight
	}
	return words
}

// leans reports whether a question leaves out what it is about: it has a pronoun
// or points back, or is short and names nothing.
func (t *turn) leans(p *plan.Chart) bool {
	for i, w := range t.r.Words {
		alone := i+1 == len(t.r.Words) || t.r.Words[i+1].IsGlue || i == 0 // "that" and no noun
		switch {
		case english.WantsAntecedent(w.Norm), english.WantsOthers(w.Norm), i == 0 && english.GoesOn(w.Norm),
			alone && english.PronounOf(w.Norm) != english.NoPronoun:
			return true
		}
	}
	return len(p.Named()) == 0 && (len(t.contentWords(t.r.Words)) < 3 || p.Elliptical())
}

// contentWords are the words of a question that its evidence is to account for.
func (t *turn) contentWords(words []question.Word) []evidence.Word {
	var list []evidence.Word
	for i, w := range words {
		if !w.Content() {
			continue
		}
		named := i > 0 && w.Capitalised()
		list = append(list, evidence.Word{Text: w.Text, Norm: w.Norm, Stem: w.Stem, Weight: t.rarity(w.Stem), Named: named, Number: w.Kind == nlp.Number})
	}
	return list
}

// rarity is how much a stem tells: its inverse document frequency.
func (t *turn) rarity(stem string) float64 {
	if t.a.index != nil {
		return t.a.index.IDF(stem)
	}
	return 1
}

// nowhere is the share of the words' weight that stands nowhere in the base.
func (t *turn) nowhere(words []evidence.Word) float64 {
	var all, lost float64
	for _, w := range words {
		all += w.Weight
		if t.run.Unheard(w.Stem) {
			lost += w.Weight
		}
	}
	if all == 0 {
		return 0
	}
	return lost / all
}

func (t *turn) matcher() evidence.Matcher { return evidence.Matcher{Stems: t.a.plans.Stems()} }

// near lets a matcher know words of like meaning, which opens the encoder.
func (t *turn) near(m evidence.Matcher) evidence.Matcher {
	m.Near = t.a.reader.near()
	return m
}

// plan is the candidate that a plan makes, nil where none does.
func (t *turn) plan(a reread) *weighed {
	sub := t.planned()
	if sub == nil {
		return nil
	}
	c := evidence.Candidate{From: evidence.Plan, Said: sub.out.Said.Plain, Ends: sub.answers}
	c.Text = c.Said
	for _, cite := range sub.out.Citations {
		c.Refs = append(c.Refs, cite.Ref())
	}
	a.Leaning = false // a plan puts in place what the question leaves out
	w := &weighed{planned: sub, Judged: decide.Judged{Candidate: c, Asked: &a.Asked}}
	if t.q.Source != "" && slices.ContainsFunc(c.Refs, func(r corpus.Ref) bool { return r.Source != t.q.Source }) {
		return nil // it rests on more than the source that is asked
	}
	if sub.used != nil {
		w.Plan = decide.Plan{Cost: float64(sub.used.Cost), Unread: len(sub.used.Unread)}
	}
	return w
}

// gather collects the candidates of one reading beside its plan.
func (t *turn) gather(a reread) []weighed {
	m, limit := t.near(t.matcher()), evidence.DefaultLimit()
	found := t.a.statements.Find(a.query, m, plainTeller{t}, limit)
	left := limit.Read
	for _, c := range found {
		left = min(left, limit.Read-c.Rank-1)
	}
	sentences := evidence.FromPassages(t.a.index, a.query, m, limit.Paragraphs, left)
	for i := range sentences {
		t.a.statements.Describe(&sentences[i], a.query, m)
	}
	found = append(found, sentences...)
	if t.a.index != nil && (a.Which || t.speaksOfSources()) {
		if a.Which {
			found = evidence.WhichSource(t.a.index, sentences)
		}
		found = append(found, evidence.FromSources(t.a.index, a.query, m)...)
	}
	if t.q.Source != "" {
		found = slices.DeleteFunc(found, func(c evidence.Candidate) bool {
			return !slices.ContainsFunc(c.Refs, func(r corpus.Ref) bool { return r.Source == t.q.Source })
		})
	}
	list := make([]weighed, len(found))
	for i, c := range found {
		list[i].Judged, list[i].reading = decide.Judged{Candidate: c, Asked: &a.Asked}, &a
	}
	return list
}

// account fills in what a candidate offers, and how far it holds the question's words.
func (t *turn) account(list []weighed, a reread, m evidence.Matcher) {
	who := t.a.plans.Asks(question.Who)
	for i := range list {
		c := &list[i].Candidate
		text := c.Text
		for k, n := range c.Ends {
			kind := t.a.base.KindOf(n)
			c.Kinds = append(c.Kinds, kind)
			c.EndNames = append(c.EndNames, t.a.base.Name(n))
			if w := t.wanted(a, a.kinds, n); k == 0 || w < c.Wanted {
				c.Wanted = w
			}
			c.AsksWho = c.AsksWho || k == 0 && who.Has(kind)
		}
		c.There = a.query.There(c.Refs)
		for _, s := range c.Stmts {
			for _, n := range [2]kb.Node{t.a.base.Subject(s), t.a.base.Object(s)} {
				text += " " + strings.Join(t.a.base.Names(n), " ") + " " + t.a.base.About(n)
			}
		}
		c.Shares = m.Shares(a.Words, text)
	}
}

// planned works the question out over the statements; nil where that gives no answer.
func (t *turn) planned() *turn {
	sub := t.a.turn(t.ctx, t.q)
	sub.parts = t.parts
	// Of two dates the one that is asked for is told where no plan is found: "which reached screens earlier?"
	planned := sub.sideBySide() || sub.inOrder() || sub.fromFacts() && sub.out.Status != Unknown || sub.startOver() && sub.earlier()
	t.log.WriteString(sub.log.String())
	if !planned {
		return nil
	}
	if sub.out.Status == Unknown || sub.out.Status == Ambiguous {
		return nil
	}
	if sub.used != nil && sub.used.Expr.All() && len(sub.out.Answers) > 1 && !t.r.Several() {
		t.logf("left out: everything of a kind, where one thing is asked for")
		return nil
	}
	if sub.used != nil && sub.used.Named && plan.Depth(sub.used.Expr) == 0 && t.r.Chooses() {
		t.logf("left out: what is named is described, where something else is asked for")
		return nil
	}
	if sub.used != nil && sub.first().PassesOver(sub.used) {
		t.logf("left out: a plan that passes over a name")
		return nil
	}
	return sub
}

// A plainTeller tells statements without markers.
type plainTeller struct{ t *turn }

func (p plainTeller) Tell(stmts []kb.Stmt) string {
	return say.Plain(say.New(p.t.a.base, p.t.a.plans).Tell(stmts))
}

// What is read first, and the logit from which on the rest is left unread and out where one name,
// date, number or verdict is asked for. Without verdicts that is so for 42 % of the questions of r9 to
// r15, of which all in all 682 are right beside 683, and for 17 % of those of o9 to o14.
const (
	firstRead = 4 // statements, and as many sentences, for each reading of the question
	enough    = 1.0
)

// read has the encoder read the candidates, the best by their words first; it returns those that it
// has read, and reports whether it could.
func (t *turn) read(list []weighed, all bool) ([]weighed, bool) {
	model := t.a.reader.model()
	if model == nil {
		return list, false
	}
	later := func(w weighed) bool {
		return w.Rank >= firstRead && (w.Asked.Short || w.Asked.Verdict) && !w.Asked.Several && !all
	}
	var first, rest []weighed
	for _, w := range list {
		if later(w) {
			rest = append(rest, w)
		} else {
			first = append(first, w)
		}
	}
	if !t.judge(model, first) {
		return list, false
	}
	if slices.ContainsFunc(first, func(w weighed) bool { return w.Logit >= enough && w.From != evidence.Plan }) {
		return first, true
	}
	if !t.judge(model, rest) {
		return list, false
	}
	return append(first, rest...), true
}

// judge has the encoder judge candidates; it reports whether it could. What several of them share, as
// the two ends of a statement do, is read once.
func (t *turn) judge(model *judge, list []weighed) bool {
	for i := 0; i < len(list); {
		k := i
		at := map[string]int{}
		var texts []string
		for ; k < len(list) && list[k].Asked.Text == list[i].Asked.Text; k++ {
			if _, ok := at[list[k].Text]; !ok {
				at[list[k].Text] = len(texts)
				texts = append(texts, list[k].Text)
			}
		}
		out := make([]encoder.Judgement, len(texts))
		if err := model.Judge(t.ctx, list[i].Asked.Text, texts, out); err != nil {
			return false
		}
		for ; i < k; i++ {
			list[i].Judgement = out[at[list[i].Text]]
			t.chooseWords(&list[i])
			t.spellOut(&list[i])
		}
	}
	return true
}

// asksBack asks for the name that a short question leaves open, where the message says
// nothing else and goes on from nothing.
func (t *turn) asksBack() bool {
	return t.prev == nil && t.frame.Rest == "" && len(t.contentWords(t.r.Words)) <= maxOpen && t.first().WantsAntecedent() && t.askBack()
}

// maxOpen is how many content words a question has at most that is asked back: "Who directed
// it?" has one.
const maxOpen = 3

// judged answers with the best candidate, where it is likely enough to be right.
func (t *turn) judged() bool {
	list, best := t.weigh(weighing{})
	if t.q.Explain {
		for i := range list {
			t.logf("%s", list[i].Explain())
		}
	}
	given := best >= 0 && list[best].Answers()
	if !(given && list[best].From == evidence.Plan) && (t.notTogether() || t.denied()) {
		return true
	}
	if letters := t.r.Letters(); !given || letters != "" && list[best].From != evidence.Plan && !strings.Contains(list[best].Text, letters) {
		return false
	}
	t.take(&list[best])
	t.out.Confidence = list[best].P
	return true
}

// wrong is the probability of contradiction from which on a question that wants no yes or no is
// told to take something for granted that is not so. Of the best candidates of twenty blind rounds
// that cite rightly it is passed by 45 where a false supposition or claim was made and by 11 where not.
const wrong = 0.95

// take makes the answer of a candidate.
//
// A passage's words answer where a name, a date or a number is asked for, and else where
// the encoder is sure of them and they are few.
func (t *turn) take(w *weighed) {
	if w.planned != nil {
		w.planned.log.Reset() // told when it was planned
		t.become(w.planned)
		return
	}
	t.startOver()
	t.understood = w.Asked.Text
	told := t.told(w)
	before, status := "", Answered
	if !w.Asked.Verdict && told[0].Contradicts > wrong && (len(w.Stmts) == 0 || t.verdict(w.Stmts[0]) == "") {
		before, status = "Not quite: ", Corrected
	}
	if w.Asked.Verdict {
		before = "No: "
		if told[0].Supports >= told[0].Contradicts {
			before = "Yes: "
		}
		t.out.Answers = []Short{{Text: strings.TrimSuffix(before, ": "), Kind: "yesno"}}
	}
	switch w.From {
	case evidence.Statement:
		if !w.Asked.Verdict {
			for _, n := range t.meant(w) {
				t.out.Answers = append(t.out.Answers, t.short(n))
			}
		}
		t.dropNamed(w.reading)
		t.answers = w.Ends
		t.topics = t.entities(t.subjects(w.Stmts))
		t.finish(status, before+t.t.Tell(w.Stmts)+t.tellFurther(w.further), w.P)
	default:
		for _, s := range w.Short {
			t.out.Answers = append(t.out.Answers, Short{Text: s, Kind: "text"})
		}
		if len(w.Short) == 0 && !w.Asked.Verdict {
			t.pick(w, told)
		}
		t.topics = t.first().Named()
		t.dropNamed(w.reading)
		t.goOnFrom(w)
		text := t.sentences(told)
		if name, ok := t.headed(w); ok && !strings.Contains(strings.ToLower(text), strings.ToLower(name)) {
			before += name + ": "
		}
		t.finish(status, before+text+t.tellFurther(w.further), w.P)
	}
}

// told lists a passage's sentence with those beside it as they are told: the newest
// article first where they are of several, then the best one's own paragraph in the order
// of the text, then the others.
func (t *turn) told(w *weighed) []*weighed {
	all := append([]*weighed{w}, w.beside...)
	date := func(c *weighed) string {
		src, _ := t.a.Source(c.Ref.Source)
		return src.Date
	}
	sort.SliceStable(all, func(i, j int) bool {
		if a, b := date(all[i]), date(all[j]); a != b && a != "" && b != "" {
			return a > b
		}
		own, other := all[i].Ref == w.Ref, all[j].Ref == w.Ref
		if own != other {
			return own
		}
		return own && all[i].Sentence < all[j].Sentence
	})
	return all
}

// sentences writes what is told, each paragraph's with its markers.
func (t *turn) sentences(all []*weighed) string {
	var parts []string
	for i, c := range all {
		text := c.Said
		if i+1 == len(all) || all[i+1].Ref != c.Ref {
			text += " " + t.marks(c.Refs)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func (t *turn) marks(refs []corpus.Ref) string {
	text := ""
	for _, r := range refs {
		text += t.t.Marker(r)
	}
	return text
}

// A Candidate is what a question could be answered with, as the training of the
// decision sees it.
type Candidate struct {
	From     string    `json:"from"`
	Question string    `json:"question"`
	Evidence string    `json:"evidence"`
	Features []float64 `json:"features"`
	Alone    []float64 `json:"alone,omitempty"` // of a plan that is judged alone
	P        float64   `json:"p"`
	Signs    []float64 `json:"signs,omitempty"` // of the best: see [decide.SignNames]
	Answer   Answer    `json:"answer"`
}

// Candidates returns all that a question could be answered with, for training and
// measuring, and what the next question of the conversation is to be read by.
//
// Without read the encoder gives no judgement, only its word vectors: what it is to be
// trained on is gathered so.
func (a *Answerer) Candidates(ctx context.Context, q Question, read bool) (list []Candidate, next *Context) {
	t := a.turn(ctx, q)
	if len(t.frame.Asks) > 1 { // answered in parts
		_, next = a.Ask(ctx, q)
		return nil, next
	}
	ws, best := t.weigh(weighing{all: true, unread: !read})
	for i := range ws {
		sub := a.turn(ctx, q)
		sub.take(&ws[i])
		var alone []float64
		if ws[i].alone != nil {
			alone = ws[i].alone.Values
		}
		list = append(list, Candidate{Alone: alone, From: ws[i].From.String(), Question: ws[i].Asked.Text, Evidence: ws[i].Text, Features: ws[i].Values, P: ws[i].P, Signs: ws[i].Signs, Answer: sub.out})
	}
	if best >= 0 && ws[best].Answers() {
		t.take(&ws[best])
	}
	return list, t.next()
}
