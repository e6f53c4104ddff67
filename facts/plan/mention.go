package plan

import (
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/lexicon"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// A category says what an item of a plan can be joined with.
type category uint8

const (
	catSet      category = iota // a set of nodes
	catRel                      // a relation that wants an argument
	catWh                       // who, when, how many …
	catMost                     // a superlative that wants a set (or a relation, and then a set)
	catShare                    // "share", "same": wants a role and then a set
	catTogether                 // "together with"
	catBefore                   // "before", "after": wants something with a year
)

// An item is a run of words with a meaning. Items of one word or wording are
// mentions; the planner joins them into longer ones.
type item struct {
	start, end  int
	cat         category
	cost        float32
	x           *expr.Expr      // catSet
	sense       lexicon.Sense   // catRel, catMost
	via         []step          // catRel: a path instead of one relation
	ask         question.Asking // catWh; on a set, the question word that it answers
	bare        bool            // a set that only a kind or role noun describes
	general     bool            // catMost without a relation of its own: "most", "fewest", "total"
	head        bool            // the set is headed by a kind or role noun, so a restriction may follow
	names       bool            // the set is names and nothing else
	id          int32           // order of making, to break ties the same way every time
	left, right int32           // the items it was joined from; -1 for a mention
	by          rule            // … by which rule
	extra       float32         // … and what that cost
}

// flags are what else tells two items of one set apart.
func (it item) flags() uint8 {
	var f uint8
	for i, b := range [...]bool{it.bare, it.head, it.names} {
		if b {
			f |= 1 << i
		}
	}
	return f
}

// A step follows a relation from an argument to a result.
type step struct {
	rel kb.Rel
	inv bool
}

// mentions finds everything that the words may mean by themselves.
func (p mentioner) mentions() {
	for i := range p.words {
		p.mentionWords(i)
		p.mentionNames(i)
		p.mentionQuestion(i)
		p.mentionValue(i)
	}
}

func (p mentioner) mentionWords(i int) {
	if p.words[i].Mute {
		return
	}
	for _, h := range p.lex.At(p.words, i) {
		for _, s := range h.Senses {
			if s.NeedLead {
				if h.Start > 0 && p.words[h.Start-1].Norm == s.Lead {
					p.addSense(h.Start-1, h.End, s, 0)
				}
				continue
			}
			extra := float32(0)
			switch {
			case s.Tail == "":
				if n := len(p.words); h.End == n-1 && s.Form != lexicon.FormKind && p.words[n-1].Skip > 0 && p.words[n-1].Glue&english.GlueWith != 0 {
					p.words[n-1].Skip = 0
				}
			case !lexicon.Tailed(p.words, h.End, s.Tail):
				extra += p.costs[costLoose]
			case p.words[len(p.words)-1].Norm == s.Tail:
				p.words[len(p.words)-1].Skip = 0 // left stranded, but not unread
			}
			p.addSense(h.Start, h.End, s, extra)
			if s.Lead != "" && h.Start > 0 && p.words[h.Start-1].Norm == s.Lead {
				p.addSense(h.Start-1, h.End, s, extra)
			}
		}
	}
}

func (p mentioner) addSense(start, end int, s lexicon.Sense, extra float32) {
	it := item{start: start, end: end, sense: s, cost: p.costs[costUnit] + extra + p.costs[costRank]*float32(min(s.Rank, 20))}
	switch s.Form {
	case lexicon.FormKind:
		it.cat, it.bare, it.head = catSet, true, true
		it.x = &expr.Expr{Op: expr.OpAll, Kinds: p.kindsNamed(s.Kind)}
		p.add(it)
	case lexicon.FormMost, lexicon.FormLeast:
		it.cat = catMost
		p.add(it)
		if start > 0 && (p.words[start-1].Norm == "more" || p.words[start-1].Norm == "most") {
			it.start--
			p.add(it)
		}
	default:
		it.cat = catRel
		p.add(it)
		if (s.Form == lexicon.FormObject || s.Form == lexicon.FormSubject) && !s.Co {
			it.cat, it.bare, it.head, it.cost = catSet, true, true, it.cost+p.costs[costRole]
			it.x = &expr.Expr{Op: expr.OpRole, Rel: s.Rel, Kinds: p.lex.To[s.Rel]}
			if s.Form == lexicon.FormSubject { // "remakes"
				it.x.Inv, it.x.Kinds = true, p.lex.From[s.Rel]
			}
			p.add(it)
		}
	}
}

// kindsNamed widens a literal kind to those that its noun also covers: "year"
// and "date" are each answered with the other.
func (p mentioner) kindsNamed(k kb.Kind) expr.KindSet {
	if set := p.lex.Below[k]; set&p.lex.Dates == 0 {
		return set
	}
	return p.lex.Dates
}

// mentionBeside reads "worked with", "shared the screen with": beside somebody in
// what the schema lets go unsaid.
func (p mentioner) mentionBeside(i int) {
	for _, rel := range p.lex.Implied {
		from, to := p.lex.From[rel], p.lex.To[rel]
		if to&p.lex.Asks[question.Who] == 0 || from&to != 0 {
			continue
		}
		p.add(item{start: i, end: i + 1, cat: catRel, cost: p.costs[costUnit] + p.costs[costBeside],
			sense: lexicon.Sense{Form: lexicon.FormPhrase, Rel: rel}, via: []step{{rel, true}, {rel, false}}})
	}
}

func (p mentioner) mentionQuestion(i int) {
	w := p.words[i]
	next := ""
	if i+1 < len(p.words) {
		next = p.words[i+1].Norm
	}
	if n := english.AddsUp(w.Norm, next); n > 0 {
		p.add(item{start: i, end: i + n, cat: catMost, general: true, sense: lexicon.Sense{Form: lexicon.FormTotal}, cost: p.costs[costUnit] / 4})
	}
	switch w.Norm {
	case "share", "shares", "shared", "sharing", "same", "common":
		p.add(item{start: i, end: i + 1, cat: catShare, cost: p.costs[costUnit]})
	case "before", "after", "earlier", "later":
		p.add(item{start: i, end: i + 1, cat: catBefore, cost: p.costs[costUnit]})
	case "together", "alongside":
		p.add(item{start: i, end: i + 1, cat: catTogether, cost: p.costs[costUnit]})
	case "more", "most", "highest", "biggest", "largest", "greatest", "maximum":
		p.add(item{start: i, end: i + 1, cat: catMost, general: true, sense: lexicon.Sense{Form: lexicon.FormMost}, cost: p.costs[costUnit]})
	case "fewer", "less", "fewest", "lowest", "smallest", "least", "minimum":
		p.add(item{start: i, end: i + 1, cat: catMost, general: true, sense: lexicon.Sense{Form: lexicon.FormLeast}, cost: p.costs[costUnit]})
	case "number", "count":
		if next == "of" {
			p.add(item{start: i, end: i + 2, cat: catWh, ask: question.HowMany, cost: p.costs[costUnit] / 4})
		}
	case "worked", "work", "working", "collaborated", "teamed", "screen":
		p.mentionBeside(i)
	}
	a := question.Asks(w.Norm)
	if a == question.Nothing {
		return
	}
	end := i + 1
	if a == question.How && end < len(p.words) {
		if h := question.AsksHow(p.words[end].Norm); h != question.Nothing {
			a, end = h, end+1
		}
	}
	p.add(item{start: i, end: end, cat: catWh, ask: a, cost: p.costs[costUnit] / 2})
}
