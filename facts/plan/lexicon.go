package plan

import (
	"slices"
	"strings"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A lexicon holds every wording that the schema declares, as sequences of
// stems, and finds them in a question. Nothing in it is known to Go: a film, a
// director and "call the shots" are all the schema's.
type lexicon struct {
	base    *kb.Base
	schema  *kb.Schema
	stems   *nlp.Stemmer
	phrases map[string][]phrase // by the stem of the first word that carries content
	filed   map[string]int      // where in phrases a wording stands, while they are being filed
	spelt   spellings           // the words of all wordings

	below   []expr.KindSet // by kind: itself and the kinds under it
	from    []expr.KindSet // by relation: kinds of the subject
	to      []expr.KindSet // by relation: kinds of the object
	literal expr.KindSet
	implied []kb.Rel // relations that may be left unsaid

	dates      expr.KindSet                      // year, date, span
	numbers    expr.KindSet                      // number, money
	attributes expr.KindSet                      // kinds that nothing is asked of by themselves: genres, languages
	datedKinds expr.KindSet                      // kinds whose members are told apart by a year
	carries    []expr.KindSet                    // by relation: kinds of what its statements carry besides their ends
	asks       [question.HowOld + 1]expr.KindSet // kinds that a question word asks for
	asksFirst  [question.HowOld + 1]expr.KindSet // … first
	askRels    [question.HowOld + 1][]kb.Rel     // relations that a question word stands for
}

// A phrase is one wording with what it may mean.
type phrase struct {
	stems  []string // content words; the first is the key
	senses []sense
}

type form uint8

const (
	formObject      form = iota // a noun for the object: "director (of X)"
	formSubject                 // a noun for the subject: "remake (of X)"
	formObjectVerb              // the object does it: "Bong directed X"
	formSubjectVerb             // the subject does it: "X stars Y"
	formPhrase                  // put beside the subject, it asks for the object: "budget", "come out"
	formKind                    // a noun for a kind
	formMost                    // a superlative of the relation's object
	formLeast
	formTotal // they are to be added up
)

// A sense is one meaning of a wording.
type sense struct {
	form     form
	rel      kb.Rel
	kind     kb.Kind
	rank     int    // its place among the wordings of its relation, 0 first
	needLead bool   // … without which it is none
	verbal   bool   // the wording's last word ends as a verb does: "be based"
	tail     string // the preposition that the wording ends in: "be set in"
	lead     string // the question word that the wording begins with: "how expensive"
	co       bool   // "co-": the others beside one, who did the same
}

func newLexicon(b *kb.Base) *lexicon {
	s := b.Schema()
	l := &lexicon{stems: nlp.NewStemmer(), base: b, schema: s, phrases: map[string][]phrase{}, filed: map[string]int{}}
	l.spanKinds()
	l.spanCarried()
	for k := range s.Kinds {
		l.addKind(kb.Kind(k))
	}
	for r := range s.Relations {
		l.addRelation(kb.Rel(r))
	}
	l.filed = nil
	return l
}

func (l *lexicon) spanKinds() {
	s := l.schema
	l.below = make([]expr.KindSet, len(s.Kinds))
	for k := range s.Kinds {
		for of := range s.Kinds {
			if s.IsA(kb.Kind(k), kb.Kind(of)) {
				l.below[of] |= 1 << k
			}
		}
		if s.Kinds[k].Year != kb.NoRel {
			l.datedKinds |= 1 << k
		}
		if s.Literal(kb.Kind(k)) {
			l.literal |= 1 << k
		}
	}
	l.spanAsks()
	for k := range s.Kinds {
		d := s.KindDef(kb.Kind(k))
		if !s.Literal(kb.Kind(k)) && len(d.Asks) == 0 && d.Command == "" && d.Year == kb.NoRel {
			l.attributes |= 1 << k
		}
	}
	for r := range s.Relations {
		d := s.RelationDef(kb.Rel(r))
		l.from = append(l.from, l.union(d.From))
		l.to = append(l.to, l.union(d.To))
		if d.Implied {
			l.implied = append(l.implied, kb.Rel(r))
		}
	}
}

// spanCarried notes which kinds the statements of each relation carry.
func (l *lexicon) spanCarried() {
	l.carries = make([]expr.KindSet, len(l.schema.Relations))
	if len(l.schema.Qualifiers) == 0 {
		return
	}
	for s := range l.base.Statements() {
		for _, q := range l.base.Qualifiers(kb.Stmt(s)) {
			l.carries[l.base.Relation(kb.Stmt(s))] |= 1 << l.base.KindOf(q.Value)
		}
	}
}

func (l *lexicon) spanAsks() {
	s := l.schema
	l.dates = 1<<kb.Year | 1<<kb.Date | 1<<kb.Span
	l.numbers = 1<<kb.Number | 1<<kb.Money
	for a := question.Who; a <= question.HowOld; a++ {
		for k := range s.Kinds {
			for _, w := range s.Kinds[k].Asks {
				if w == a.String() {
					if l.asksFirst[a] == 0 {
						l.asksFirst[a] = l.below[k]
					}
					l.asks[a] |= l.below[k]
				}
			}
		}
		for r := range s.Relations {
			for _, w := range s.Relations[r].Asks {
				if w == a.String() {
					l.askRels[a] = append(l.askRels[a], kb.Rel(r))
				}
			}
		}
	}
	l.asks[question.When] |= l.dates
	for a := range l.asksFirst {
		if l.asksFirst[a] == 0 || question.Asking(a) == question.When {
			l.asksFirst[a] = expr.AnyKind
		}
	}
	l.asks[question.HowMuch] |= l.numbers
	if l.asks[question.Who] == 0 { // a schema that does not say: anything with a name
		l.asks[question.Who] = expr.AnyKind &^ l.literal
	}
}

func (l *lexicon) union(kinds []kb.Kind) expr.KindSet {
	var set expr.KindSet
	for _, k := range kinds {
		set |= l.below[k]
		switch k { // a year will do for a date, and both for a span
		case kb.Date:
			set |= 1 << kb.Year
		case kb.Span:
			set |= 1<<kb.Year | 1<<kb.Date
		}
	}
	return set
}

func (l *lexicon) addKind(k kb.Kind) {
	d := l.schema.KindDef(k)
	words := append([]string{d.Noun, d.Plural}, d.Words...)
	if k == kb.Date {
		words = append(words, "day", "month")
	}
	for i, w := range words {
		l.add(w, sense{form: formKind, kind: k, rank: i})
	}
}

func (l *lexicon) addRelation(r kb.Rel) {
	d := l.schema.RelationDef(r)
	add := func(f form, words ...string) {
		for i, w := range words {
			l.add(w, sense{form: f, rel: r, rank: i})
		}
	}
	add(formObject, append([]string{d.Noun, d.Plural}, d.Nouns...)...)
	add(formSubject, d.SubjectNouns...)
	add(formObjectVerb, d.Verbs...)
	add(formSubjectVerb, d.SubjectVerbs...)
	add(formPhrase, d.Phrases...)
	add(formMost, withComparatives(d.Most)...)
	add(formLeast, withComparatives(d.Least)...)
}

// withComparatives adds "older" to "oldest" and "more expensive" to "most expensive".
func withComparatives(words []string) []string {
	all := words
	for _, w := range words {
		for _, more := range [][2]string{{"most ", "more "}, {"least ", "less "}} {
			if base, ok := strings.CutPrefix(w, more[0]); ok {
				all = append(all[:len(all):len(all)], more[1]+base)
			}
		}
		if base, ok := strings.CutSuffix(w, "est"); ok && !strings.Contains(w, " ") && len(base) > 1 {
			all = append(all[:len(all):len(all)], base+"er")
		}
	}
	return all
}

// add files a wording. Glue words in it are optional in a question, unless the
// wording is made of nothing else.
func (l *lexicon) add(wording string, s sense) {
	var stems []string
	tail, lead := "", ""
	toks := l.stems.Tokens(wording)
	allGlue := true
	for _, t := range toks {
		if _, ok := english.GlueWord(t.Norm); !ok && t.Kind != nlp.Punct {
			allGlue = false
		}
	}
	for _, t := range toks {
		if t.Kind == nlp.Punct {
			continue
		}
		if g, _ := english.GlueWord(t.Norm); allGlue && english.IsEmpty(t.Norm) && g&english.GlueBe == 0 {
			return // "have to do with" would make every "with" a wording
		}
		if _, ok := english.GlueWord(t.Norm); ok && (allGlue && english.IsEmpty(t.Norm) || !allGlue && !english.IsParticle(t.Norm)) {
			if len(stems) == 0 && english.IsWh(t.Norm) {
				lead = t.Norm
			}
			tail = t.Norm
			continue
		}
		tail = ""
		stems = append(stems, t.Stem)
		l.spelt.add(t)
	}
	if len(stems) == 0 {
		return
	}
	if len(stems) == 1 && s.form != formKind && l.isKind(stems[0]) && nounLike(toks) {
		if lead == "" {
			return // "be a film of" would make every film a wording
		}
		s.needLead = true // "whose film"
	}
	s.tail, s.lead = tail, lead
	s.verbal = english.IsVerbal(wording)
	l.file(stems, s)
	if s.form == formObjectVerb || s.form == formSubjectVerb || s.form == formObject {
		if stems[0] != "co" { // "co-direct", "co-star": the others beside one
			s.co = true
			l.file(append([]string{"co"}, stems...), s)
			l.file(append([]string{"co" + stems[0]}, stems[1:]...), s)
		}
	}
}

// nounLike reports whether a wording has an article or a question word, so that
// its one content word is a noun.
func nounLike(toks []nlp.Token) bool {
	for _, t := range toks {
		switch t.Norm {
		case "a", "an", "the", "whose", "which", "what":
			return true
		}
	}
	return false
}

func (l *lexicon) isKind(stem string) bool {
	for _, p := range l.phrases[stem] {
		if len(p.stems) == 1 && p.senses[0].form == formKind {
			return true
		}
	}
	return false
}

func (l *lexicon) file(stems []string, s sense) {
	list := l.phrases[stems[0]]
	key := strings.Join(stems, " ")
	at, ok := l.filed[key]
	if !ok {
		l.filed[key] = len(list)
		l.phrases[stems[0]] = append(list, phrase{stems: stems, senses: []sense{s}})
		return
	}
	for j := range list[at].senses {
		have := &list[at].senses[j]
		if have.form == s.form && have.rel == s.rel && have.kind == s.kind {
			if s.tail == "" {
				have.tail = ""
			}
			if have.lead == "" {
				have.lead = s.lead
			}
			return
		}
	}
	list[at].senses = append(list[at].senses, s)
}

// A wordHit is a wording found in a question.
type wordHit struct {
	start, end int // tokens
	senses     []sense
}

// at finds the wordings that begin at token i.
func (l *lexicon) at(toks []question.Word, i int) []wordHit {
	var hits []wordHit
	for _, p := range l.phrases[toks[i].Stem] {
		if end, ok := p.match(toks, i); ok {
			if senses := p.fitting(toks, end); len(senses) > 0 {
				hits = append(hits, wordHit{i, end, senses})
			}
		}
	}
	return hits
}

// Worded reports whether the last word of content of a text stands in a wording of the schema, or is a noun for a kind
// of things.
func (p *Planner) Worded(text string) bool {
	words := question.Parse(text, question.Said{}, p.lex.stems).Words
	last := len(words) - 1
	for last > 0 && words[last].IsGlue {
		last--
	}
	for i := range words {
		if slices.ContainsFunc(p.lex.at(words, i), func(h wordHit) bool { return h.start <= last && last < h.end }) {
			return true
		}
	}
	return false
}

// fitting leaves out the noun senses where what stands there is a verb, "movies starred" are no movie
// stars, and the verb senses of what stands there as a plural: "films with …" says nothing of where
// somebody films.
func (p phrase) fitting(toks []question.Word, end int) []sense {
	last := toks[end-1].Norm
	verb := english.IsVerbal(last)
	plural := len(p.stems) == 1 && strings.HasSuffix(last, "s") && slices.ContainsFunc(p.senses, func(s sense) bool { return s.form == formKind })
	if !verb && !plural {
		return p.senses
	}
	var kept []sense
	for _, s := range p.senses {
		noun := s.form == formObject || s.form == formSubject || s.form == formKind
		does := s.form == formObjectVerb || s.form == formSubjectVerb
		if verb && noun && !s.verbal || plural && does && s.tail != "" && !tailed(toks, end, s.tail) {
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// tailed reports whether a preposition follows soon, or was left stranded at the
// end of the question ("which city was it shot in").
func tailed(toks []question.Word, end int, tail string) bool {
	for i := end; i < len(toks) && i < end+2; i++ {
		if toks[i].Norm == tail {
			return true
		}
	}
	return toks[len(toks)-1].Norm == tail
}

// maxGap is how many glue words may stand between two words of a wording:
// "lead to the birth of".
const maxGap = 3

func (p phrase) match(toks []question.Word, i int) (end int, ok bool) {
	j := i + 1
	for _, stem := range p.stems[1:] {
		gap := 0
		for j < len(toks) && toks[j].Stem != stem {
			if !english.IsLink(toks[j].Norm) || gap == maxGap {
				return 0, false
			}
			j++
			gap++
		}
		if j == len(toks) {
			return 0, false
		}
		j++
	}
	return j, true
}
