package facts

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A turn is one question on its way to an answer.
type turn struct {
	a     *Answerer
	ctx   context.Context
	q     Question
	prev  *Context
	frame question.Frame
	r     *question.Question
	e     *evaluator
	t     *teller
	out   Answer

	used       *plan  // the plan that was answered
	understood string // the question as it was answered, behind the one before where it went on from that
	topics     []kb.Node
	answers    []kb.Node
	mended     bool
	parts      int      // how many questions this one is a part of
	plans      *planner // of the question as it was read last, nil until it is planned
	log        strings.Builder
}

func (a *Answerer) turn(ctx context.Context, q Question) *turn {
	e := newEvaluator(a.lex)
	t := &turn{a: a, ctx: ctx, q: q, prev: q.Context, frame: question.TakeApart(q.Text, a.lex.stems), e: e, t: newTeller(e)}
	t.r = question.Parse(t.frame.Asks[0], a.said(q.Context), a.lex.stems)
	if len(t.frame.Asks) > 1 {
		t.r = question.Parse(q.Text, a.said(q.Context), a.lex.stems)
	}
	t.t.only = q.Source
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

// answer tries what may answer the question, the surest first: the facts as
// the question names them; the facts with misspellings and shortened names
// allowed for; statements and passages that hold its words; and if none does,
// what the sources say that is nearest.
func (t *turn) answer() {
	if len(t.r.Words) == 0 {
		t.nothingAsked()
	} else if !t.smallTalk() && !t.aboutProgram() && !t.fromParts() && !t.judged() && !t.asksBack() {
		t.unknown()
	}
	t.out.Explanation = t.log.String()
}

// fromOneSource answers a question that was put to one source: from the
// statements that it supports, else from its passages.
func (t *turn) fromOneSource() bool {
	if t.a.index == nil {
		return false
	}
	if _, ok := t.a.index.Source(t.q.Source); !ok {
		return t.finish(Unknown, "There is no source called “"+t.q.Source+"”. Ask for the sources to see what there is.", 0)
	}
	return t.curated() && t.fromFacts() && t.cited(t.q.Source) || t.startOver() && t.fromPassages()
}

// cited reports whether an answer rests on a source.
func (t *turn) cited(source string) bool {
	for _, c := range t.out.Citations {
		if c.Source != source {
			return false
		}
	}
	return t.out.Status != Unknown
}

// startOver forgets an answer that was not good enough.
func (t *turn) startOver() bool {
	t.out = Answer{}
	t.t.reset()
	t.used, t.topics, t.answers = nil, nil, nil
	return true
}

// fromFacts answers from statements by planning.
func (t *turn) fromFacts() bool {
	for level := range 2 {
		if level > 0 && !t.mended {
			t.mended = true
			if t.respell(t.first()) {
				return t.fromFacts()
			}
		}
		p := t.planner(level)
		if level == 0 {
			t.plans = p
		}
		t.logPlans(level, p)
		if level == 0 && t.wantsAntecedent(p) {
			return t.askBack()
		}
		if t.again(p) || t.settle(p) {
			return true
		}
		if level == 0 && !t.looksMisread(p) {
			break
		}
	}
	return false
}

// first returns the planner of the question as it is typed, which fromFacts may
// have used.
func (t *turn) first() *planner {
	if t.plans == nil {
		t.plans = t.planner(0)
	}
	return t.plans
}

func (t *turn) planner(level int) *planner {
	p := newPlanner(t.a.lex, t.r)
	p.texts = t.a.texts
	p.mentions()
	t.mentionContext(p)
	if level > 0 {
		if t.a.names.Loaded() {
			p.foreign = t.a.names.Names(t.r.Text)
		}
		p.mentionMisspelt()
	}
	return p
}

func (t *turn) logPlans(level int, p *planner) {
	if !t.q.Explain {
		return
	}
	p.plan(maxPlans) // finds them all
	t.logf("round %d: %d words, %d items", level+1, len(p.words), len(p.items))
	for i := range min(len(p.readings), 12) {
		pl := p.plan(i)
		t.logf("  %.2f %s%s", pl.total, pl.x.describe(t.a.base), p.unreadText(pl))
	}
}

func (p *planner) unreadText(pl *plan) string {
	if len(pl.unread) == 0 {
		return ""
	}
	var w []string
	for _, i := range pl.unread {
		w = append(w, p.words[i].Text)
	}
	return "  (unread: " + strings.Join(w, " ") + ")"
}

// looksMisread reports whether a second round is worth its time.
func (t *turn) looksMisread(p *planner) bool {
	for i := 0; ; i++ {
		pl := p.plan(i)
		if pl == nil {
			return true
		}
		if len(pl.unread) == 0 {
			return !t.hasTopic(pl)
		}
	}
}

func (t *turn) hasTopic(pl *plan) bool { return len(pl.x.topics(nil)) > 0 }

// How much dearer a reading with an answer may be than one without, and still be
// preferred to it: little when the one without asks something plain, which the
// sources then do not state; more when it is a chain that one could have read
// otherwise.
const (
	costEmptyPlain = 0.5
	costEmptyChain = 1.5
)

// settle answers from the first plan that accounts for every word and has an
// answer; from one that supposes what the sources contradict, when that is the
// likelier reading.
func (t *turn) settle(p *planner) bool {
	var empty *plan
	slack := float32(costEmptyPlain)
	for i := 0; ; i++ {
		pl := p.plan(i)
		if pl == nil {
			break
		}
		if empty != nil && pl.total > empty.total+slack {
			break
		}
		if len(pl.unread) > 0 && !t.accountable(p, pl) || p.denies(pl) {
			continue
		}
		found := t.results(pl)
		if t.e.spent() {
			return t.tooWide()
		}
		if len(pl.unread) > 0 && !t.accounted(p, pl, found) {
			continue
		}
		if len(found) > 0 && len(found[0].proof) > 0 {
			return t.say(pl, found)
		}
		if empty == nil {
			empty = pl
			if _, _, contradicted := t.contradiction(pl.x); depth(pl.x) > 1 && !contradicted {
				slack = costEmptyChain
			}
		}
	}
	return empty != nil && t.suppose(p, empty)
}

// tooWide refuses a question that it would take too long to answer in full.
func (t *turn) tooWide() bool {
	t.startOver()
	return t.finish(Unknown, "That takes in too much to work out at once. Ask for less: one name or one restriction more.", 0)
}

// A found is one member of a planned set, with the statements that make it so.
type found struct {
	node  kb.Node
	proof proof
}

// maxProved is how many answers are proved, and so cited: more than a text lists.
const maxProved = 40

// results evaluates a plan and proves what will be told.
func (t *turn) results(pl *plan) []found {
	nodes := t.e.members(pl.x)
	nodes = append([]kb.Node(nil), t.others(nodes)...)
	t.e.sortNodes(nodes)
	list := make([]found, len(nodes))
	for i, n := range nodes {
		list[i].node = n
		if i < maxProved {
			list[i].proof = t.e.prove(pl.x, n, nil)
			if len(list[i].proof) == 0 {
				list[i].proof = t.mentioned(n)
			}
		}
	}
	return t.besideQualifiers(pl, list)
}

// besideQualifiers keeps, where the statements that prove the members carry
// texts, those whose text has the most words of the question: "the male leads",
// "in the Korean version".
func (t *turn) besideQualifiers(pl *plan, list []found) []found {
	best := 0
	named := map[string]bool{}
	for _, n := range pl.x.topics(nil) {
		for _, name := range t.a.base.Names(n) {
			for _, stem := range t.a.lex.stems.Stems(name) {
				named[stem] = true
			}
		}
	}
	scores := make([]int, len(list))
	for i, f := range list {
		if len(f.proof) == 0 {
			continue
		}
		for _, q := range t.a.base.Qualifiers(f.proof[0]) {
			if t.a.base.KindOf(q.Value) != kb.Text {
				continue
			}
			for _, stem := range t.a.lex.stems.Stems(t.a.base.Name(q.Value)) {
				if t.asks(stem) && !named[stem] && !t.a.lex.isKind(stem) {
					scores[i]++
				}
			}
		}
		best = max(best, scores[i])
	}
	if best == 0 {
		return list
	}
	var kept []found
	for i, f := range list {
		if scores[i] == best {
			kept = append(kept, f)
		}
	}
	return kept
}

// asks reports whether a stem stands in the question.
func (t *turn) asks(stem string) bool {
	return t.r.Has(stem)
}

// mentioned is one statement that speaks of a node, to cite for its being there.
func (t *turn) mentioned(n kb.Node) proof {
	if t.a.base.ID(n) == "" {
		return nil
	}
	if out := t.a.base.OutAll(n); len(out) > 0 {
		return proof{out[0]}
	}
	if in := t.a.base.InAll(n); len(in) > 0 {
		return proof{in[0]}
	}
	return nil
}

// depth is the number of joins from a set to its farthest name.
func depth(x *expr) int {
	deepest := 0
	for _, a := range x.args {
		deepest = max(deepest, depth(a))
	}
	if x.op == opJoin {
		deepest++
	}
	return deepest
}

// denies reports whether a question says "not" and a plan does not.
func (p *planner) denies(pl *plan) bool {
	for i, w := range p.words {
		if i > 0 && w.Glue&english.GlueNot != 0 && w.Glue&english.GlueBe == 0 && !p.inName(i) {
			return !pl.x.uses(func(x *expr) bool { return x.op == opNot })
		}
	}
	return false
}

// inName reports whether a word is part of a name that the question may mean.
func (p *planner) inName(i int) bool {
	for _, it := range p.items {
		if it.names && it.left < 0 && it.start <= i && i < it.end && it.end > it.start+1 {
			return true
		}
	}
	return false
}

// accountable reports, before a plan is evaluated, whether the words that it leaves
// unread could be accounted for at all.
func (t *turn) accountable(p *planner, pl *plan) bool {
	if len(pl.unread) > 4 || !pl.x.uses(func(x *expr) bool { return x.op == opJoin && !x.implied || x.op == opQual }) {
		return false
	}
	for _, i := range pl.unread {
		if i > 0 && (p.words[i-1].Norm == "what" || p.words[i-1].Norm == "which") && p.words[i].Kind == nlp.Word && p.focusNoun(i) {
			return false // what is asked for is no description
		}
		if w := p.words[i]; w.Kind == nlp.Word && english.Numeral(w.Norm) == 0 && t.unheard(w.Stem) {
			return false
		}
	}
	return true
}

// accounted reports whether the words that a plan leaves unread are in the
// paragraphs that its answer cites or in what is said of its topics: then they
// describe what was found, rather than ask for something else.
func (t *turn) accounted(p *planner, pl *plan, list []found) bool {
	if len(list) == 0 {
		return false
	}
	for _, i := range pl.unread {
		if p.words[i].Kind == nlp.Number && !t.countOf(p.words[i], len(list)) {
			return false // a number means what it says
		}
	}
	about := map[string]bool{}
	for _, n := range pl.x.topics(nil) {
		for _, stem := range t.a.lex.stems.Stems(t.a.base.About(n)) {
			about[stem] = true
		}
	}
	for _, f := range list[:min(len(list), 8)] { // what describes them describes each
		bag := map[string]bool{}
		for _, s := range f.proof {
			t.bagStatement(bag, s)
		}
		for _, i := range pl.unread {
			if stem := p.words[i].Stem; !bag[stem] && !about[stem] && !t.countOf(p.words[i], len(list)) {
				return false
			}
		}
	}
	return true
}

// unheard reports whether a stem stands nowhere in the knowledge base, so that no
// evidence can account for it.
func (t *turn) unheard(stem string) bool {
	if len(t.a.base.Word(stem)) > 0 {
		return false
	}
	return t.a.index == nil || t.a.index.IDF(stem) >= t.a.index.IDF("\x00")
}

// focusNoun reports whether the word behind "which" is the noun that is asked
// for, rather than an adjective before it.
func (p *planner) focusNoun(i int) bool {
	return i+1 >= len(p.words) || p.words[i+1].IsGlue || p.words[i+1].Glue != 0
}

func (t *turn) countOf(w question.Word, n int) bool {
	if v := english.Numeral(w.Norm); v != 0 {
		return v == n
	}
	return w.Norm == fmt.Sprint(n)
}

func (t *turn) bagStatement(bag map[string]bool, s kb.Stmt) {
	for _, ref := range t.a.base.Cites(s) {
		if par, ok := t.a.Paragraph(ref); ok {
			for _, stem := range t.a.lex.stems.Stems(par.Text) {
				bag[stem] = true
			}
		}
	}
	for _, q := range t.a.base.Qualifiers(s) {
		for _, stem := range t.a.lex.stems.Stems(t.a.base.Name(q.Value)) {
			bag[stem] = true
		}
	}
	for _, n := range []kb.Node{t.a.base.Subject(s), t.a.base.Object(s)} {
		for _, stem := range t.a.lex.stems.Stems(t.a.base.Name(n) + " " + t.a.base.About(n)) {
			bag[stem] = true
		}
	}
}

// finish sets what an answer needs besides its text.
func (t *turn) finish(status Status, text string, confidence float64) bool {
	t.out.Status, t.out.Text, t.out.Confidence = status, text, confidence
	for i, ref := range t.t.refs {
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
	c := &Context{Question: lastOf(cmp.Or(t.understood, t.r.Text)), last: t.used}
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
	if t.used == nil && t.prev != nil && len(c.Topics) == 0 {
		return t.prev // nothing new was spoken of
	}
	return c
}
