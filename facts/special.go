package facts

import (
	"fmt"
	"slices"
	"strings"

	"hapjak/facts/evidence"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/facts/say"
	"hapjak/nlp/english"
)

// maxTalk is how many content words a message has at most, beside those that greet, thank or take leave, that is
// no more than talk: "oh how lovely, thank you ever so much!".
const maxTalk = 3

// noOpinion is what is said to whoever asks for one.
const noOpinion = "I have no opinions: I only tell what the sources say, with a citation for each statement."

// smallTalk meets greetings, thanks, leave-taking and questions about the program's feelings.
func (t *turn) smallTalk() bool {
	for i, w := range t.r.Words {
		if english.IsAuxiliary(w.Norm) && t.asksOpinion(i+1) && !question.AsksLater(t.r.Words[i:]) {
			return t.finish(Unknown, noOpinion, 0)
		}
		if w.Content() && !english.IsGreeting(w.Norm) {
			break
		}
	}
	if t.asksBest() || t.asksAdvice() {
		return t.finish(Unknown, noOpinion, 0)
	}
	if t.r.Asks() || len(t.frame.Asks) > 1 || len(t.first().Named()) > 0 {
		return false
	}
	greeted, thanked, parting, others := false, false, false, 0
	for i, w := range t.r.Words {
		greets, thanks, parts := english.IsGreeting(w.Norm) && (i < 2 || greeted), english.IsThanks(w.Norm), english.IsParting(w.Norm)
		greeted, thanked, parting = greeted || greets, thanked || thanks, parting || parts
		if w.Content() && !greets && !thanks && !parts {
			others++
		}
	}
	switch {
	case others > maxTalk && !t.r.SpeaksToYou():
		return false
	case thanked:
		return t.finish(Unknown, "You are welcome.", 0)
	case parting:
		return t.finish(Unknown, "Goodbye.", 0)
	case greeted:
		return t.nothingAsked()
	}
	return false
}

// asksBest reports whether no more is asked than which of a kind is the best: "which film is the best?"
func (t *turn) asksBest() bool {
	if !slices.ContainsFunc(t.r.Words, func(w question.Word) bool { return english.IsQuality(w.Norm) && !w.Capitalised() }) || len(t.contentWords(t.r.Words)) > maxTalk {
		return false
	}
	kinds, ask := t.first().Wants()
	return ask != question.Nothing && kinds != 0 && kinds != expr.AnyKind && len(t.first().Named()) == 0
}

// asksAdvice reports whether somebody asks whether to do what is a matter of taste: "should I watch it?"
func (t *turn) asksAdvice() bool {
	return t.r.NormAt(0) == "should" && (t.r.NormAt(1) == "i" || t.r.NormAt(1) == "we") && english.IsOpinion(t.r.NormAt(2))
}

// asksOpinion reports whether the words from i on are "you" and an opinion: "you like", "you yourself prefer".
func (t *turn) asksOpinion(i int) bool {
	words := t.r.Words
	if i >= len(words) || words[i].Norm != "you" {
		return false
	}
	for k := i + 1; k < min(i+4, len(words)); k++ {
		if english.IsOpinion(words[k].Norm) {
			return english.IsTaste(words[k].Norm) || !t.a.speaksItself() // "do you see horses?" is for the vet
		}
		if words[k].Content() && words[k].Norm != "yourself" {
			return false
		}
	}
	return false
}

// aboutProgram answers where the answers come from and what can be asked.
func (t *turn) aboutProgram() bool {
	if t.aboutArticle() {
		return true
	}
	if t.quotes() {
		return false
	}
	you, source, sources, points, order, wh := false, false, false, false, 0, question.Nothing
	for i, w := range t.r.Words {
		switch w.Norm {
		case "bot":
			before := t.r.NormAt(i - 1)
			if !english.IsArticle(before) && english.PronounOf(before) == english.NoPronoun && i > 0 { // "the other bot" is another
				return false
			}
			you = true
			continue
		case "you", "your", "hapjak":
			you = true
			continue
		case "help":
			if i == 0 || !w.Capitalised() { // "when did Help! come out?"
				you, wh = true, question.What
			}
		case "ask":
			you = you || t.r.NormAt(i-1) == "i" // "what can I ask about?"
		}
		if o := english.Extreme(w.Norm); o != 0 {
			order = o
			continue
		}
		if english.IsSource(w.Norm) {
			source, sources = true, sources || strings.HasSuffix(w.Norm, "s")
			continue
		}
		points = points || english.PronounOf(w.Norm) != english.NoPronoun // "which article says it?"
		if a := question.Asks(w.Norm); a != question.Nothing && wh == question.Nothing {
			wh = a
		} else if w.Skip >= question.SkipContent && !english.IsOfHelper(w.Norm) && !(sources && english.IsMention(w.Norm)) {
			return false
		}
	}
	if t.a.Passages() != nil && (you && wh == question.Where || !points && (sources || source && order != 0)) {
		return t.listSources(order)
	}
	return you && t.nothingAsked()
}

// whence tells where the last answer is from, where no more is asked: "who says so?", "your source?"
func (t *turn) whence() bool {
	if t.prev == nil || len(t.prev.Cited) == 0 {
		return false
	}
	asked, you, whence := question.Nothing, false, english.NoWhence
	for _, w := range t.r.Words {
		switch kind := english.WhenceOf(w.Norm); {
		case kind != english.NoWhence && whence == english.NoWhence:
			whence = kind
		case w.Content() || w.Norm == "about" || w.Norm == "which":
			return false
		}
		if a := question.Asks(w.Norm); a != question.Nothing {
			asked = a
		}
		you = you || english.IsYou(w.Norm)
	}
	switch {
	case whence == english.NoWhence,
		whence == english.Knowing && (!you || asked != question.Nothing && asked != question.How && asked != question.Where),
		whence == english.Saying && asked != question.Who && asked != question.Where:
		return false
	}
	var items []string
	for _, ref := range t.prev.Cited {
		src, ok := t.a.Source(ref.Source)
		if !ok {
			continue
		}
		items = append(items, fmt.Sprintf("%s, paragraph %d %s", evidence.Title(src), ref.Paragraph, t.t.Marker(ref)))
		if short := (Short{Text: src.Title, Kind: "source"}); !slices.Contains(t.out.Answers, short) {
			t.out.Answers = append(t.out.Answers, short)
		}
	}
	if len(items) == 0 {
		return false
	}
	t.aside = true
	return t.finish(Answered, "That is from "+say.List(items, len(items))+".", 0.9)
}

// aboutArticle tells what the article is about whose word is wanted, where no more is asked.
func (t *turn) aboutArticle() bool {
	if t.q.Source == "" || t.a.Passages() == nil {
		return false
	}
	src, ok := t.a.Passages().Source(t.q.Source)
	called := t.a.Planner().Stems().Stems(src.Title + " " + src.Publisher + " " + src.Date)
	return ok && t.r.SeeksGist(func(w question.Word) bool { return slices.Contains(called, w.Stem) }) && t.outline(src)
}

// inCommon tells what is stated of two named things alike, "what do Okja and Alone have in common?", or of one by the other.
func (t planReply) inCommon() bool {
	nodes := slices.Compact(t.first().Named())
	if len(nodes) != 2 || !t.r.SeeksCommon() {
		return false
	}
	type end struct {
		rel  kb.Rel
		node kb.Node
		out  bool
	}
	b := t.a.Base()
	each := func(n kb.Node, yield func(kb.Stmt, end)) {
		for _, s := range b.OutAll(n) {
			yield(s, end{b.Relation(s), b.Object(s), true})
		}
		for _, s := range b.InAll(n) {
			yield(s, end{b.Relation(s), b.Subject(s), false})
		}
	}
	first := map[end]kb.Stmt{}
	var groups [][]kb.Stmt
	var shared []kb.Node
	each(nodes[0], func(s kb.Stmt, e end) {
		if first[e] = s; e.node == nodes[1] {
			groups, shared = append(groups, []kb.Stmt{s}), append(shared, e.node)
		}
	})
	each(nodes[1], func(s kb.Stmt, e end) {
		if other, ok := first[e]; ok {
			groups, shared = append(groups, []kb.Stmt{other, s}), append(shared, e.node)
		}
	})
	text, told := t.tellWithin(groups)
	for _, n := range shared[:told] {
		t.answered(n)
	}
	t.topics = nodes
	return told > 0 && t.finish(Answered, text, 0.9)
}

// mentioned answers whether the sources speak of something, where no more is asked: "is Okja mentioned?", "do the
// articles cover music?"
func (t *turn) mentioned() bool {
	if !t.r.Verdict || t.a.Passages() == nil {
		return false
	}
	from, to, says, ofSources := len(t.r.Words), 0, false, false
	for i, w := range t.r.Words {
		switch {
		case i > 0 && (w.Norm == "that" || w.Norm == "whether" || w.Norm == "if") || english.IsWh(w.Norm):
			return false // it is a claim that is to be judged
		case english.IsSource(w.Norm) || english.IsPiece(w.Norm):
			ofSources = true
		case english.IsMention(w.Norm) || english.IsStated(w.Norm):
			says = true
			ofSources = ofSources || strings.HasPrefix(w.Norm, "mention")
		case w.Content():
			from, to = min(from, i), i+1
		}
	}
	if !says || !ofSources || from >= to || slices.ContainsFunc(t.r.Words[from:to], func(w question.Word) bool { return english.IsMention(w.Norm) }) {
		return false
	}
	words := t.contentWords(t.r.Words[from:to])
	m := evidence.Matcher{Stems: t.a.Planner().Stems()}
	for _, c := range evidence.FromPassages(t.a.Passages(), evidence.Query{Text: t.span(from, to), Words: words, Source: t.q.Source}, m, 1) {
		if m.Held(words, c.Said) < m.Held(words, t.span(from, to)) || slices.ContainsFunc(strings.Fields(strings.ToLower(c.Said)), english.IsMention) {
			continue // "the policy never mentions floods" is no yes
		}
		t.topics = t.first().Named()
		t.out.Answers = []Short{{Text: "Yes", Kind: "yesno"}}
		marks := ""
		for _, ref := range c.Refs {
			marks += t.t.Marker(ref)
		}
		return t.finish(Answered, "Yes: "+strings.TrimSpace(c.Said)+" "+marks, 0.9)
	}
	return false
}

// sideBySide tells of two or more named things what is stated of each, relation
// by relation.
func (t planReply) sideBySide() bool {
	asked := false
	for _, w := range t.r.Words {
		asked = asked || english.Compares(w.Norm)
	}
	if !asked {
		return false
	}
	p := t.first()
	nodes := p.Named()
	if len(nodes) < 2 || p.SaysMore(nodes) {
		return false
	}
	text := t.t.SideBySide(nodes[0], nodes[1])
	if text == "" {
		return false
	}
	t.topics = nodes[:2]
	return t.finish(Answered, text, 0.9)
}
