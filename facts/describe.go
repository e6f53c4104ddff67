package facts

import (
	"slices"
	"strings"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/say"
	"hapjak/nlp/english"
)

// describe answers "who is X", "tell me about X": the card of X as sentences,
// as many as fit.
func (t planReply) describe(pl *plan.Plan, list []expr.Member) bool {
	if len(list) == 0 {
		return false
	}
	if len(list) > 1 && len(list) <= 8 {
		return t.choose(list)
	}
	n := list[0].Node
	if t.a.Base().ID(n) == "" {
		return false
	}
	t.topics = []kb.Node{n}
	t.answers = nil
	text := t.t.About(n)
	if text == "" {
		return false
	}
	t.out.Answers = []Short{t.short(n)}
	t.used = pl
	return t.finish(Answered, text, confidence(pl))
}

// choose asks which of several things of one name is meant.
func (t planReply) choose(list []expr.Member) bool {
	var labels []string
	for i, f := range list {
		if i == 10 {
			break
		}
		label := t.t.Label(f.Node)
		asked := t.r.Text + " " + label
		if from, to := t.r.DatedOne(); to > from {
			asked = t.r.Text[:t.r.Words[from].Start] + label + t.r.Text[t.r.Words[to-1].End:]
		}
		labels = append(labels, label)
		t.out.Choices = append(t.out.Choices, Choice{Label: label, Entity: t.a.Base().ID(f.Node), Question: asked})
	}
	return t.finish(Ambiguous, "Which do you mean: "+strings.ReplaceAll(say.List(labels, 10), " and ", " or ")+"?", 0.5)
}

// notStated says that the sources do not state what a plan asks for.
func (t *turn) notStated(pl *plan.Plan) bool {
	if t.r.Verdict {
		if text, ok := t.t.Claim(pl.Expr); ok {
			t.used = pl
			t.topics = t.entities(pl.Expr.Topics(nil))
			return t.notSaid(" that " + text)
		}
	}
	text, ok := t.t.NotStated(pl.Expr)
	if !ok {
		return false
	}
	t.used = pl
	t.topics = t.entities(pl.Expr.Topics(nil))
	return t.notSaid(" " + text)
}

// notSaid says that the sources, or the one that is asked, do not say something.
func (t *turn) notSaid(what string) bool {
	who := "The sources do"
	if t.q.Source != "" {
		who = "That article does"
	}
	return t.finish(Unknown, who+" not say"+what+".", 0)
}

// maxToYou is how many words of content a question has at most that the program is taken to be asked of itself.
const maxToYou = 2

// unknown is the answer when nothing accounts for a question: it names what the
// sources know nothing of, and says nothing else.
func (t *turn) unknown() bool {
	p := t.first()
	if english.NonLatin(t.r.Text) {
		return t.finish(Unknown, "I can only read questions in English.", 0)
	}
	if letters := t.r.Letters(); letters != "" {
		return t.notSaid(" what " + letters + " stands for")
	}
	if pl, ok := t.onceMore(p); ok && t.notStated(pl) {
		return true
	}
	if pl := p.Plan(0); pl != nil {
		t.topics = t.entities(pl.Expr.Topics(nil))
		if t.prev != nil && len(pl.Unread) > 0 { // a talk turns to what is written as a name, and to nothing that a word may be taken for
			t.topics = expr.Leaving(t.topics, func(n kb.Node) bool { return !t.capitalised(n) })
		}
		if len(pl.Unread) == 0 && t.notStated(pl) {
			return true
		}
	}
	if len(t.topics) == 0 && (t.r.Empty() || t.r.SpeaksToYou() && !t.quotes() && len(t.contentWords(t.r.Words)) <= maxToYou && len(p.Named()) == 0 && !t.a.speaksItself()) {
		if t.prev != nil && t.r.Asks() && !t.r.SpeaksToYou() {
			return t.notSaid("") // "and what was he called?"
		}
		return t.nothingAsked()
	}
	// Names that stand nowhere. Another word that stands nowhere tells nothing: the sources may
	// speak of the same in a word of their own.
	var foreign []int
	for i, tag := range question.Tags(t.r.Words) {
		if w := t.r.Words[i]; i > 0 && w.Capitalised() && !t.begins(w) && w.Content() && tag.Noun() && t.run.Unheard(w.Stem) {
			foreign = append(foreign, i)
		}
	}
	missing := t.quoteRuns(foreign)
	switch {
	case len(missing) > 0 && len(missing) <= 2:
		them := "them"
		if t.q.Source != "" {
			them = "it"
		}
		return t.notSaid(": nothing in " + them + " is about " + say.List(missing, 2))
	}
	for _, n := range t.topics { // not of a country where the question has no more than its adjective
		if title := t.t.Title(n); t.says(title) && !t.a.Planner().Attributes().Has(t.a.Base().KindOf(n)) {
			return t.notSaid(" that of " + title)
		}
	}
	return t.notSaid("")
}

// capitalised reports whether a question has a name of a thing written as names are, and not as its first word.
func (t *inquiry) capitalised(n kb.Node) bool {
	return slices.ContainsFunc(t.a.Base().Names(n), func(name string) bool {
		from, to, ok := standsIn(t.r, name)
		return ok && slices.ContainsFunc(t.r.Words[1:], func(w question.Word) bool { return from <= w.Start && w.End <= to && w.Capitalised() && w.Content() })
	})
}

// begins reports whether a word is the first of a sentence, where a capital tells nothing: "It was in Busan. True?"
func (t *inquiry) begins(w question.Word) bool {
	before := strings.TrimRight(t.r.Text[:w.Start], ` "”’')`)
	return before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "?") || strings.HasSuffix(before, "!")
}

// notTogether answers a question that brings somebody together with a thing they have no part in:
// "when did Ann Lee shoot Typhoon?" where another has the part in it that Ann Lee has in other
// things. It says who has.
func (t *turn) notTogether() bool {
	b := t.a.Base()
	named, people := t.first().Named(), t.a.Planner().Asks(question.Who)
	asks := slices.ContainsFunc(t.r.Words, func(w question.Word) bool { return question.Asks(w.Norm) != question.Nothing })
	if !asks || t.r.Verdict || len(named) != 2 {
		return false
	}
	for i, who := range named {
		thing := named[1-i]
		if !people.Has(b.KindOf(who)) || people.Has(b.KindOf(thing)) || !t.writes(b.Name(who)) || !t.writes(b.Name(thing)) || t.linked(who, thing) {
			continue
		}
		for _, s := range b.InAll(who) {
			r := b.Relation(s)
			ofOthers := func(k kb.Kind) bool { return !people.Has(k) } // "involved" tells nothing of what somebody did
			if b.KindOf(b.Subject(s)) != b.KindOf(thing) || b.Schema().RelationDef(r).Open || slices.ContainsFunc(b.Schema().RelationDef(r).To, ofOthers) {
				continue
			}
			if stmts := b.Out(thing, r); len(stmts) > 0 {
				t.topics = []kb.Node{thing}
				return t.finish(Corrected, "Not "+b.Name(who)+": "+t.t.Tell(stmts), together)
			}
		}
	}
	return false
}

// denied answers a claim that ties two things by the one relation that can tie things of their kinds,
// where the first is stated to stand in it to something else: "Ann Lee is Norwegian, isn't she?" where
// she is from Spain.
func (t *turn) denied() bool {
	b, s := t.a.Base(), t.a.Base().Schema()
	named := t.first().Named()
	if !t.r.Verdict || len(named) != 2 || t.linked(named[0], named[1]) || t.saysMore(named) {
		return false
	}
	for i, who := range named {
		what := named[1-i]
		var ties []kb.Rel
		for r := range s.Relations {
			if def := &s.Relations[r]; s.Accepts(def.From, b.KindOf(who)) && s.Accepts(def.To, b.KindOf(what)) {
				ties = append(ties, kb.Rel(r))
			}
		}
		people := t.a.Planner().Asks(question.Who) // of a thing's people a base may name some alone
		if len(ties) != 1 || s.RelationDef(ties[0]).Open || people.Has(b.KindOf(what)) || !t.writes(b.Name(who)) {
			continue
		}
		if stmts := b.Out(who, ties[0]); len(stmts) > 0 {
			t.topics = []kb.Node{who}
			t.out.Answers = []Short{{Text: "No", Kind: "yesno"}}
			return t.finish(Answered, "No: "+t.t.Tell(stmts), together)
		}
	}
	return false
}

// saysMore reports whether a question has content beside names: "did Ann Lee work in Norway?".
func (t *inquiry) saysMore(named []kb.Node) bool {
	names := ""
	for _, n := range named {
		names += " " + strings.ToLower(strings.Join(t.a.Base().Names(n), " "))
	}
	words := t.r.Words // behind who says it
	if i := slices.IndexFunc(words, func(w question.Word) bool { return english.Reports(w.Norm) }); i >= 0 {
		words = words[i+1:]
	}
	return slices.ContainsFunc(words, func(w question.Word) bool {
		return w.Content() && !w.Mute && !english.IsTag(w.Norm) && !strings.Contains(names, w.Norm)
	})
}

// together is how sure that is: of 9 such questions in fifteen blind rounds 8 supposed what is not so.
const together = 0.8

// writes reports whether a question has a name as a name is written: with a capital, or more than one
// word of it. In a large base many a common word is somebody's name.
func (t *inquiry) writes(name string) bool {
	parts, capital := 0, false
	for _, part := range strings.Fields(name) {
		for i, w := range t.r.Words {
			if strings.EqualFold(w.Text, part) {
				parts++
				capital = capital || i > 0 && w.Capitalised()
			}
		}
	}
	return capital || parts > 1
}

// linked reports whether a statement is about two things.
func (t *inquiry) linked(a, c kb.Node) bool {
	b := t.a.Base()
	return slices.ContainsFunc(b.OutAll(a), func(s kb.Stmt) bool { return b.Object(s) == c }) ||
		slices.ContainsFunc(b.InAll(a), func(s kb.Stmt) bool { return b.Subject(s) == c })
}

// says reports whether the question has one of a name's longer words in it: a thing that it was
// only taken to mean would puzzle the asker.
func (t *inquiry) says(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	return slices.ContainsFunc(t.r.Words, func(w question.Word) bool { return len(w.Norm) > 3 && slices.Contains(words, w.Norm) })
}

// quoteRuns quotes runs of words as they were written.
func (t *inquiry) quoteRuns(idx []int) []string {
	var runs []string
	for i := 0; i < len(idx); {
		j := i
		for j+1 < len(idx) && idx[j+1] == idx[j]+1 {
			j++
		}
		text := t.r.Span(idx[i], idx[j]+1)
		if len(text) > 60 {
			text = text[:60] + "…"
		}
		runs = append(runs, "“"+text+"”")
		i = j + 1
	}
	return runs
}

func (t *turn) nothingAsked() bool {
	t.weighed = false
	if t.prev != nil && !t.r.SpeaksToYou() && t.r.Empty() { // "ok"
		return t.finish(Unknown, "What else would you like to know?", 0)
	}
	text := "I am a program that answers from its sources and cites them. Ask me a question about " + t.a.Base().Schema().About + "."
	if ex := t.a.Base().Schema().Examples; len(ex) > 0 {
		text = strings.TrimSuffix(text, ".") + ", for example: " + ex[0]
	}
	if n := t.a.Base().Statements(); n > 0 && t.a.Passages() != nil && n < t.a.Passages().Len() { // a table beside articles
		if titles := t.a.someTitles(); len(titles) > 0 {
			text += " Or about " + say.List(titles, len(titles)) + "."
		}
	}
	return t.finish(Unknown, text, 0)
}

// askBack asks for the name that a question leaves open.
func (t *turn) askBack() bool {
	text := "Which one do you mean? Ask again with the name"
	if ex := t.a.Base().Schema().Examples; len(ex) > 0 {
		text += ", for example: " + ex[0]
	} else {
		text += "."
	}
	return t.finish(Ambiguous, text, 0)
}

func (t evidenceReply) subjects(stmts []kb.Stmt) []kb.Node {
	var nodes []kb.Node
	for _, s := range stmts {
		if n := t.a.Base().Subject(s); !slices.Contains(nodes, n) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}
