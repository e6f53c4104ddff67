package review

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/literal"
	"hapjak/nlp/english"
)

// A Proposal is a mending that the program thinks may be right.
type Proposal struct {
	Mending
	Sentence string // what it does
	Answer   string // what the group's question would be answered then
	Cited    []facts.Citation
	Tried    bool // the answer comes from trying it; else it is what the mending says itself
	rank     float64
}

// MostProposed is how many mendings are proposed for a group at most.
const MostProposed = 3

// How far proposals are sought: each mending that is tried makes the knowledge base anew.
const (
	maxTries  = 24
	maxThings = 5 // that a word may name
	maxAsked  = 5 // relations that a wording may ask for
	maxNear   = 5 // candidates whose paragraphs are looked at
	leastP    = 0.05
	leastTold = 0.25 // of a candidate that becomes a fixed answer
)

// Propose seeks mendings for a group, the likeliest first. It works on the first wording, which is
// asked most of those that are answered badly, takes what nearly answered it, and tries which
// name or wording lets the statements behind that answer by themselves. The context's deadline
// bounds it: what was found until then is returned.
func (d *Desk) Propose(ctx context.Context, g Group) []Proposal {
	know, done := d.Know()
	defer done()
	p := proposer{Desk: d, ctx: ctx, know: know, group: g}
	after, list := g.Worked()
	list = p.unsaid(after, list)
	p.after, p.worked = after, list
	p.question = list[0].Text
	p.gist = know.Gist(ctx, p.question)
	for _, w := range list[1:min(len(list), maxAsked)] {
		if gist := know.Gist(ctx, w.Text); gist.Plan != "" && gist.Relation != "" {
			p.meant = append(p.meant, gist.Relation)
		}
	}
	look := d.seek
	if look == nil {
		look = seek
	}
	var found []facts.Candidate
	p.before, found = look(ctx, know, p.question, p.after)
	p.near(found)
	p.joins()
	p.sentences()
	if !list[0].Alone { // a name or a wording is not all that it lacks
		return p.best()
	}
	if p.gist.Relation != "" {
		p.values()
	}
	if p.gist.Relation != "" && !p.gist.Partly {
		// every word is understood: what is missing is the fact
	} else if p.before.Status == facts.Unknown || p.before.Confidence < Unsure || g.Down > 0 {
		p.wordings()
		p.names()
	}
	p.fixed()
	p.refusal()
	return p.best()
}

// unsaid leaves out the wordings that answers.yaml has an answer for, and notes that, unless
// there is one for all of them or people say that it is wrong.
func (p *proposer) unsaid(after string, list []Wording) (left []Wording) {
	_, files := p.folder()
	text, err := read(files, curated.AnswersFile)
	if err != nil || text == "" || p.group.Down > 0 {
		return list
	}
	have, err := curated.ReadAnswers(curated.AnswersFile, []byte(text), nil)
	if err != nil {
		return list
	}
	for _, w := range list {
		i := slices.IndexFunc(have, func(a curated.FixedAnswer) bool { return a.After == after && isAmong(a.Ask, w.Text) })
		if i < 0 {
			left = append(left, w)
		} else if !slices.ContainsFunc(p.said, func(a curated.FixedAnswer) bool { return a.Ask[0] == have[i].Ask[0] }) {
			p.said = append(p.said, have[i])
		}
	}
	if len(left) == 0 {
		return list
	}
	return left
}

// joins proposes what a curator said of another wording of the group.
func (p *proposer) joins() {
	for _, a := range p.said {
		var cites []string
		for _, ref := range a.Cites {
			cites = append(cites, ref.String())
		}
		m := Mending{Kind: Holds, Ask: p.asks(), After: a.After, Quote: a.Quote, Words: a.Words, Denies: a.Denies, Answer: a.Answer, Says: a.Says, Cite: strings.Join(cites, " ")}
		if a.Refuse {
			m.Kind = Refuses
		} else if a.Answer != "" {
			m.Kind = Fixes
		}
		if _, err := p.Draft(m); err == nil {
			says := m.Sentence(p.know)
			p.found = append(p.found, Proposal{Mending: m, Sentence: "It asks the same as “" + a.Ask[0] + "”: " + says, Answer: says, rank: likeOthers})
		}
	}
}

// likeOthers is the rank of what holds for another wording of the group: before all that is guessed.
const likeOthers = 2

// best are the likeliest of what was found.
func (p *proposer) best() []Proposal {
	slices.SortStableFunc(p.found, func(a, b Proposal) int { return cmp.Compare(b.rank, a.rank) })
	return p.found[:min(len(p.found), MostProposed)]
}

// A seeker answers a question behind another, and tells what else might have been answered.
type seeker func(ctx context.Context, know *facts.Answerer, question, after string) (facts.Answer, []facts.Candidate)

func seek(ctx context.Context, know *facts.Answerer, question, after string) (facts.Answer, []facts.Candidate) {
	q := facts.Question{Text: question}
	if after != "" {
		_, q.Context = know.Ask(ctx, facts.Question{Text: after})
	}
	got, _ := know.Ask(ctx, q)
	list, _ := know.Candidates(ctx, q, true)
	return got, list
}

// A proposer is Propose at work.
type proposer struct {
	*Desk
	ctx        context.Context
	know       *facts.Answerer
	group      Group
	question   string
	after      string // the question before, where it leans on that
	worked     []Wording
	said       []curated.FixedAnswer // of other wordings of the group
	gist       facts.Gist
	meant      []string // relations that its other wordings ask for
	before     facts.Answer
	candidates []facts.Candidate
	stated     []stated
	tries      int
	found      []Proposal
}

// stated is a statement that may be what is asked for, and how likely.
type stated struct {
	stmt   kb.Stmt
	weight float64
}

// near gathers what nearly answered, and the statements of the paragraphs that it stands on.
func (p *proposer) near(list []facts.Candidate) {
	for _, c := range list {
		if c.P >= leastP && c.Answer.Status != facts.Unknown && len(c.Answer.Citations) > 0 && !p.refuted(c.Answer.Text) {
			p.candidates = append(p.candidates, c)
		}
	}
	weight := func(c *facts.Candidate) float64 { return c.P + p.told(c.Answer.Text) }
	slices.SortStableFunc(p.candidates, func(a, b facts.Candidate) int { return cmp.Compare(weight(&b), weight(&a)) })
	base := p.know.Base()
	add := func(s kb.Stmt, w float64) {
		for i := range p.stated {
			if p.stated[i].stmt == s {
				p.stated[i].weight = max(p.stated[i].weight, w)
				return
			}
		}
		p.stated = append(p.stated, stated{s, w})
	}
	for i := range p.candidates[:min(len(p.candidates), maxNear)] {
		c := &p.candidates[i]
		for _, cite := range c.Answer.Citations {
			for _, s := range base.Citing(corpus.Ref{Source: cite.Source, Paragraph: cite.Paragraph}) {
				w := 0.1 * weight(c)
				for _, short := range c.Answer.Answers {
					if short.Text == base.Name(base.Object(s)) || short.Text == base.Name(base.Subject(s)) {
						w = weight(c)
					}
				}
				add(s, w)
			}
		}
	}
	for _, id := range p.gist.Named {
		n, _ := base.Find(id)
		for _, s := range slices.Concat(base.OutAll(n), base.InAll(n)) {
			if len(p.stated) < 200 {
				add(s, 0.05+p.told(base.Name(base.Object(s))+" "+base.Name(base.Subject(s))))
			}
		}
	}
	slices.SortStableFunc(p.stated, func(a, b stated) int { return cmp.Compare(b.weight, a.weight) })
}

// refuted reports whether this is the answer that people voted down.
func (p *proposer) refuted(answer string) bool {
	if p.group.Down == 0 {
		return false
	}
	for _, w := range p.group.Wordings {
		if w.Answer != "" && answerWords(w.Answer) == answerWords(answer) {
			return true
		}
	}
	return false
}

// told is how much of a text stands in what people said is right, from 0 to 1.
func (p *proposer) told(text string) float64 {
	said := kb.Squash(strings.Join(p.group.Reasons, " "))
	if said == "" {
		return 0
	}
	words, hit := 0.0, 0.0
	for _, w := range strings.Fields(text) {
		if w = kb.Squash(w); len(w) > 3 {
			words++
			if strings.Contains(said, w) {
				hit++
			}
		}
	}
	if words == 0 {
		return 0
	}
	return hit / words
}

// try answers the question with a mending, and keeps that as a proposal where it helps. It is as
// likely to be right as what answers the same, and at least as likely as least says.
func (p *proposer) try(m Mending, want kb.Stmt, least, rank float64) bool {
	if p.tries >= maxTries || p.ctx.Err() != nil {
		return false
	}
	e, err := p.Draft(m)
	if err != nil {
		return false
	}
	p.tries++
	dir, files := p.folder()
	with, err := p.know.With(dir, folder{files, map[string]string{e.File: e.After}})
	if err != nil {
		return false
	}
	if with.Gist(p.ctx, p.question).Plan != "" {
		with = with.WithoutEncoder() // a plan needs none
	} else if m.Kind != States {
		return false // words are unread still: it would be guessed at, as before
	}
	got, _ := with.Ask(p.ctx, facts.Question{Text: p.question})
	if p.ctx.Err() != nil || got.Status != facts.Answered || got.Confidence < Unsure ||
		p.before.Text == got.Text || p.refuted(got.Text) || !p.holds(got, want) || yesNo(&got) && !p.spoken(want) {
		return false
	}
	likely := max(least, p.likely(&got))
	switch m.Kind {
	case States:
		likely += forGood
	case Alias:
		likely -= forThing
	case Asks:
		if slices.Contains(p.meant, m.Relation) {
			likely += likeOthers
		}
	}
	p.keep(m, got, true, likely+0.01*rank+p.told(got.Text))
	return true
}

// holds reports whether an answer rests on a statement.
func (p *proposer) holds(got facts.Answer, want kb.Stmt) bool {
	var refs []corpus.Ref
	if want != anyStatement {
		refs = p.know.Base().Cites(want)
	} else {
		for _, c := range p.candidates {
			for _, cite := range c.Answer.Citations {
				refs = append(refs, corpus.Ref{Source: cite.Source, Paragraph: cite.Paragraph})
			}
		}
	}
	return slices.ContainsFunc(got.Citations, func(c facts.Citation) bool {
		return slices.Contains(refs, corpus.Ref{Source: c.Source, Paragraph: c.Paragraph})
	})
}

// spoken reports whether the question names both ends of a statement: whether a thing has a bus
// at all is nothing that "are there cows?" may be taken for.
func (p *proposer) spoken(s kb.Stmt) bool {
	if s == anyStatement {
		return true
	}
	base := p.know.Base()
	return !slices.ContainsFunc([]kb.Node{base.Subject(s), base.Object(s)}, func(n kb.Node) bool {
		return (base.ID(n) == "" || !slices.Contains(p.gist.Named, base.ID(n))) && !names(p.question, base.Name(n))
	})
}

// What it is worth that a statement mends other questions, too, and what it costs that a word
// which is said to name a thing mostly does not: in the probability that the answer is right.
const (
	forGood  = 0.1
	forThing = 0.15
)

// likely is how likely an answer is to be right, by what nearly answered the same. A yes says the
// same as another only where it rests on the same.
func (p *proposer) likely(got *facts.Answer) float64 {
	most := 0.0
	for i := range p.candidates {
		c := &p.candidates[i]
		if c.P > most && len(c.Answer.Answers) > 0 && slices.EqualFunc(c.Answer.Answers, got.Answers, func(a, b facts.Short) bool { return a.Text == b.Text }) &&
			(!yesNo(got) || plain(c.Answer.Text) == plain(got.Text)) {
			most = c.P
		}
	}
	return most
}

// yesNo reports whether an answer is a yes or a no.
func yesNo(a *facts.Answer) bool { return len(a.Answers) == 1 && a.Answers[0].Kind == "yesno" }

func (p *proposer) keep(m Mending, got facts.Answer, tried bool, rank float64) {
	for i, o := range p.found {
		if o.Kind == m.Kind && answerWords(o.Answer) == answerWords(got.Text) { // of two that do the same, the better
			if o.rank >= rank {
				return
			}
			p.found = slices.Delete(p.found, i, i+1)
			break
		}
	}
	p.found = append(p.found, Proposal{Mending: m, Sentence: m.Sentence(p.know), Answer: got.Text, Cited: got.Citations, Tried: tried, rank: rank})
}

// anyStatement is no statement: whatever answers will do, if it stands where something that
// nearly answered does.
const anyStatement = ^kb.Stmt(0)

// maxWording is how many words a wording or a name has that is proposed.
const maxWording = 4

// names tries whether a run of words is another name of a thing.
func (p *proposer) names() {
	base := p.know.Base()
	var things []kb.Node
	add := func(n kb.Node) {
		if base.ID(n) != "" && !slices.Contains(p.gist.Named, base.ID(n)) && !slices.Contains(things, n) && len(things) < maxThings {
			things = append(things, n)
		}
	}
	for _, run := range p.gist.Runs {
		list, _ := p.know.Lookup(run, nil)
		for _, n := range list[:min(len(list), 2)] {
			add(n)
		}
	}
	for _, s := range p.stated[:min(len(p.stated), 4*maxThings)] {
		add(base.Subject(s.stmt))
	}
	for _, s := range p.stated[:min(len(p.stated), 4*maxThings)] {
		add(base.Object(s.stmt))
	}
	behind := 0.0
	if len(p.gist.Named) > 0 { // what it is about has a name already
		behind = 0.5
	}
	for i, n := range things {
		for _, word := range tails(p.gist.Runs) {
			if p.try(Mending{Kind: Alias, Word: word, Thing: base.ID(n)}, anyStatement, 0, 1-behind-0.05*float64(i)) {
				break
			}
		}
		if p.tries >= maxTries*2/3 {
			return
		}
	}
}

// tails are the ends of runs, the longest first: a name stands behind its verb.
func tails(runs []string) (list []string) {
	for _, run := range runs[:min(len(runs), 2)] {
		words := strings.Fields(run)
		for from := max(0, len(words)-maxWording); from < len(words); from++ {
			if tail := strings.Join(words[from:], " "); len(tail) > 3 && !slices.Contains(list, tail) {
				list = append(list, tail)
			}
		}
	}
	return list[:min(len(list), 4)]
}

// wordings tries whether a run of words asks for a relation of what the question names.
func (p *proposer) wordings() {
	base := p.know.Base()
	seen := map[kb.Rel]bool{}
	for _, s := range p.stated {
		rel := base.Relation(s.stmt)
		about := slices.Contains(p.gist.Named, base.ID(base.Subject(s.stmt))) || slices.Contains(p.gist.Named, base.ID(base.Object(s.stmt)))
		if seen[rel] || !about {
			continue
		}
		if seen[rel] = true; len(seen) > maxAsked {
			return
		}
		for _, run := range p.gist.Runs[:min(len(p.gist.Runs), 2)] {
			if len(strings.Fields(run)) > maxWording {
				continue // that is no wording that anybody else will use
			}
			if p.try(Mending{Kind: Asks, Word: run, Relation: base.Schema().RelationDef(rel).Name}, s.stmt, 0, 1+s.weight) {
				break
			}
		}
	}
}

// values proposes to state what a sentence says, where the question asks for one relation of
// one thing and no statement answers it surely.
func (p *proposer) values() {
	if p.before.Status == facts.Answered && p.before.Confidence >= Unsure && p.group.Down == 0 {
		return
	}
	base := p.know.Base()
	rel, _ := base.Schema().Relation(p.gist.Relation)
	if p.gist.Partly && base.Schema().RelationDef(rel).To[0] == kb.Text {
		return // anything would fit
	}
	for i := range p.candidates[:min(len(p.candidates), maxNear)] {
		c := &p.candidates[i]
		if c.From != "passage" || len(c.Answer.Answers) != 1 {
			continue
		}
		value, ok := p.value(c, base.Schema().RelationDef(rel).To)
		if !ok {
			continue
		}
		m := Mending{Kind: States, Thing: p.gist.Subject, Relation: p.gist.Relation, Value: value, Cite: c.Answer.Citations[0].Ref().String()}
		if p.try(m, anyStatement, c.P, 1+c.P) {
			return
		}
	}
}

// value makes of a short answer what stands in a file: an id, or a value with what it counts.
func (p *proposer) value(c *facts.Candidate, to []kb.Kind) (text string, ok bool) {
	base := p.know.Base()
	text = c.Answer.Answers[0].Text
	if base.Schema().Literal(to[0]) {
		if at := strings.Index(c.Evidence, text); at >= 0 && to[0] == kb.Number {
			text += english.Counted(c.Evidence[at+len(text):])
		}
		_, err := literal.Read(to[0], text)
		return text, err == nil
	}
	list, exact := p.know.Lookup(text, to)
	if !exact || len(list) != 1 { // "the engineer Tove Brandal"
		list = slices.DeleteFunc(p.know.Mentions(text), func(n kb.Node) bool {
			return base.ID(n) == p.gist.Subject || !base.Schema().Accepts(to, base.KindOf(n))
		})
	}
	if len(list) != 1 {
		return "", false
	}
	return base.ID(list[0]), true
}

// fixed proposes what nearly answered as the answer.
func (p *proposer) fixed() {
	for _, c := range p.candidates {
		if c.P+p.told(c.Answer.Text) < leastTold {
			continue
		}
		m := Mending{Kind: Fixes, Ask: p.asks(), Answer: plain(c.Answer.Text), Cite: c.Answer.Citations[0].Ref().String()}
		if _, err := p.Draft(m); err == nil {
			p.keep(m, c.Answer, false, c.P+p.told(c.Answer.Text)-2)
			return
		}
	}
}

// refusal proposes to put the question out of scope, where nothing is near.
func (p *proposer) refusal() {
	rank := -2.5
	if p.gist.Held < nearHeld && len(p.candidates) == 0 {
		rank = 0.3
	}
	m := Mending{Kind: Refuses, Ask: p.asks()}
	if _, err := p.Draft(m); err == nil {
		p.keep(m, facts.Answer{Text: "That is not what my sources are about, so I do not answer it."}, false, rank)
	}
}

// asks are the group's wordings that can be read alone and are near to the one that it works on.
func (p *proposer) asks() (list []string) {
	for _, w := range p.worked {
		if (w.Close || w.Text == p.question) && len(list) < maxAsk {
			list = append(list, w.Text)
		}
	}
	return list
}

// plain is an answer without its markers.
func plain(text string) string {
	var b strings.Builder
	for rest := text; rest != ""; {
		before, after, _ := strings.Cut(rest, "[")
		b.WriteString(before)
		_, rest, _ = strings.Cut(after, "]")
	}
	return strings.ReplaceAll(strings.Join(strings.Fields(b.String()), " "), " .", ".")
}
