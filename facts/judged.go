package facts

import (
	"context"
	"regexp"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/facts/reading"
	"hapjak/nlp"
	"hapjak/nlp/encoder"
)

// A Judge reads evidence: the encoder. See [encoder.Model.Judge].
type Judge interface {
	Judge(ctx context.Context, question string, evidence []string, out []encoder.Judgement) error
}

// A weighed is a candidate with the answer that it would make.
type weighed struct {
	decide.Judged
	answer  Answer
	next    *Context
	planned *turn // of a plan: the turn that worked it out
}

// weigh gathers what may answer a question, from every source and for each way to
// read it, and has all of it judged. It returns the candidates and which is the best,
// -1 where there is none.
func (t *turn) weigh() (list []weighed, best int, read bool) {
	asked := t.readings()
	for i := range asked {
		list = append(list, t.gather(asked[i])...)
	}
	read = t.read(list)
	judged := make([]decide.Judged, len(list))
	for i := range list {
		judged[i] = list[i].Judged
	}
	best = decide.Decide(judged, read)
	for i := range list {
		list[i].Judged = judged[i]
	}
	return list, best, read
}

// A reread is a question as it stands, or behind the question that it goes on from.
type reread struct {
	decide.Asked
	query evidence.Query
	turn  *turn // of the question as it stands: for its plans
}

func (t *turn) readings() []reread {
	p := t.first()
	a := reread{turn: t}
	a.Text = t.r.Text
	a.Type = reading.TypeOf(t.r.Text)
	a.Verdict = t.r.Verdict
	a.Short = !a.Verdict && a.Type.Coarse() != "DESC"
	a.Later = t.prev != nil && t.prev.Question != ""
	a.Leaning = a.Later && t.leans(p)
	_, kinds, _ := t.contentOf(p)
	a.query = evidence.Query{Text: t.r.Text, Source: t.q.Source, Named: t.named(p),
		Wants: func(n kb.Node) bool { return t.e.is(n, kinds) }}
	a.query.Words = t.contentWords(t.r.Words)
	a.Words, a.Unknown = a.query.Words, t.nowhere(a.query.Words)
	list := []reread{a}
	if a.Later {
		j := a
		j.turn = nil
		j.Joined = true
		before := t.prev.Question
		j.Text = before + " | " + t.r.Text
		j.query.Text = before + " " + t.r.Text
		j.query.Words = append(t.contentWords(question.Parse(before, question.Said{}, t.a.lex.stems).Words), a.query.Words...)
		j.query.Named = append(append([]kb.Node(nil), a.query.Named...), t.a.nodes(t.prev.Topics)...)
		j.Words = j.query.Words
		list = append(list, j)
	}
	return list
}

// leans reports whether a question leaves out what it is about: it has a pronoun
// or points back, or is short and names nothing.
func (t *turn) leans(p *planner) bool {
	for i, w := range t.r.Words {
		switch w.Norm {
		case "it", "its", "he", "she", "him", "her", "his", "hers", "they", "them", "their", "theirs", "else", "other", "others", "another", "ones", "same", "too", "also":
			return true
		case "that", "this", "those", "these", "one", "there":
			if i+1 == len(t.r.Words) || t.r.Words[i+1].IsGlue || i == 0 {
				return true
			}
		case "and", "but", "so", "then":
			if i == 0 {
				return true
			}
		}
	}
	return len(t.contentWords(t.r.Words)) < 3 || t.elliptical(p)
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
		if t.unheard(w.Stem) {
			lost += w.Weight
		}
	}
	if all == 0 {
		return 0
	}
	return lost / all
}

func (t *turn) matcher() evidence.Matcher {
	return evidence.Matcher{Stems: t.a.lex.stems, Near: t.a.near}
}

// gather collects the candidates of one reading.
func (t *turn) gather(a reread) []weighed {
	var list []weighed
	add := func(c evidence.Candidate, plan decide.Plan, w weighed) {
		kept := a.Asked
		w.Judged = decide.Judged{Candidate: c, Asked: &kept, Plan: plan}
		list = append(list, w)
	}
	m := t.matcher()
	if a.turn != nil {
		if sub := t.planned(); sub != nil {
			c := evidence.Candidate{From: evidence.Plan, Said: unmarked(sub.out.Text)}
			c.Text = c.Said
			for _, cite := range sub.out.Citations {
				c.Refs = append(c.Refs, cite.Ref())
			}
			plan := decide.Plan{}
			if sub.used != nil {
				plan.Cost, plan.Unread = float64(sub.used.total), len(sub.used.unread)
			}
			c.Ends = sub.answers
			add(c, plan, weighed{planned: sub, answer: sub.out, next: sub.next()})
		}
	}
	limit := evidence.DefaultLimit()
	for _, c := range t.a.statements.Find(a.query, m, plainTeller{t}, limit) {
		add(c, decide.Plan{}, weighed{})
	}
	for _, c := range evidence.FromPassages(t.a.index, a.query, m, limit) {
		add(c, decide.Plan{}, weighed{})
	}
	for i := range list {
		c := &list[i].Candidate
		text := c.Text
		for _, n := range c.Ends {
			c.Kinds = append(c.Kinds, t.a.base.KindOf(n))
			c.AsksWho = t.a.lex.asks[question.Who]&(1<<t.a.base.KindOf(c.Ends[0])) != 0
		}
		for _, s := range c.Stmts {
			text += " " + strings.Join(t.a.base.Names(t.a.base.Subject(s)), " ") + " " + strings.Join(t.a.base.Names(t.a.base.Object(s)), " ") +
				" " + t.a.base.About(t.a.base.Subject(s)) + " " + t.a.base.About(t.a.base.Object(s))
		}
		c.Shares = m.Shares(a.Words, text)
	}
	return list
}

// planned works the question out over the statements; nil where that gives no answer.
func (t *turn) planned() *turn {
	sub := t.a.turn(t.ctx, t.q)
	sub.parts = t.parts
	if !(sub.aboutSources() || sub.sideBySide() || sub.fromFacts()) {
		return nil
	}
	if sub.out.Status == Unknown || sub.out.Status == Ambiguous {
		return nil
	}
	return sub
}

var marker = regexp.MustCompile(` ?\[\d+\]`)

// unmarked is a text without the markers of its citations.
func unmarked(text string) string { return marker.ReplaceAllString(text, "") }

// A plainTeller tells statements without markers.
type plainTeller struct{ t *turn }

func (p plainTeller) Tell(stmts []kb.Stmt) string {
	return unmarked(newTeller(p.t.e).tell(stmts))
}

// read has the encoder read the candidates; it reports whether it did.
func (t *turn) read(list []weighed) bool {
	if t.a.judge == nil {
		return false
	}
	for i := 0; i < len(list); {
		k := i
		var texts []string
		for k < len(list) && list[k].Asked.Text == list[i].Asked.Text {
			texts = append(texts, list[k].Text)
			k++
		}
		out := make([]encoder.Judgement, len(texts))
		if err := t.a.judge.Judge(t.ctx, list[i].Asked.Text, texts, out); err != nil {
			return false
		}
		for j := range out {
			list[i+j].Judgement = out[j]
		}
		i = k
	}
	return true
}

// judged answers with the best candidate, where it is likely enough to be right.
func (t *turn) judged() bool {
	list, best, read := t.weigh()
	if t.q.Explain {
		for i := range list {
			t.logf("%s", list[i].Explain(read))
		}
	}
	if best < 0 || list[best].P < decide.Threshold {
		return false
	}
	t.take(&list[best])
	t.out.Confidence = list[best].P
	return true
}

// take makes the answer of a candidate.
func (t *turn) take(w *weighed) {
	if w.planned != nil {
		log := t.log.String()
		*t = *w.planned
		t.log.Reset()
		t.log.WriteString(log)
		return
	}
	t.startOver()
	before := ""
	if w.Asked.Verdict {
		before = "No: "
		if w.Supports >= w.Contradicts {
			before = "Yes: "
		}
		t.out.Answers = []Short{{Text: strings.TrimSuffix(before, ": "), Kind: "yesno"}}
	}
	switch w.From {
	case evidence.Statement:
		if !w.Asked.Verdict {
			for _, n := range w.Ends {
				t.out.Answers = append(t.out.Answers, t.short(n))
			}
		}
		t.answers = w.Ends
		t.topics = t.entities(t.subjects(w.Stmts))
		t.finish(Answered, before+t.tell(w.Stmts), w.P)
	default:
		if w.Asked.Short && w.End > w.Start {
			t.out.Answers = []Short{{Text: strings.Trim(w.Text[w.Start:w.End], ` "“”.,;:`), Kind: "text"}}
		}
		t.topics = t.named(t.first())
		t.finish(Answered, before+w.Said+" "+t.marks(w.Refs), w.P)
	}
}

func (t *turn) marks(refs []corpus.Ref) string {
	text := ""
	for _, r := range refs {
		text += t.t.marker(r)
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
	P        float64   `json:"p"`
	Answer   Answer    `json:"answer"`
}

// Candidates returns all that a question could be answered with, for training and
// measuring; -1 where nothing is the best.
func (a *Answerer) Candidates(ctx context.Context, q Question) (list []Candidate, best int) {
	t := a.turn(ctx, q)
	ws, best, _ := t.weigh()
	for i := range ws {
		sub := a.turn(ctx, q)
		sub.take(&ws[i])
		list = append(list, Candidate{From: ws[i].From.String(), Question: ws[i].Asked.Text, Evidence: ws[i].Text, Features: ws[i].Values, P: ws[i].P, Answer: sub.out})
	}
	return list, best
}
