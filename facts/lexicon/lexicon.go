package lexicon

import (
	"slices"
	"strings"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A Lexicon holds every wording that the schema declares, as sequences of
// stems, and finds them in a question. Nothing in it is known to Go: a film, a
// director and "call the shots" are all the schema's.
type Lexicon struct {
	base    *kb.Base
	Schema  *kb.Schema
	Stems   *nlp.Stemmer
	phrases map[string][]phrase // by the stem of the first word that carries content
	filed   map[string]int      // where in phrases a wording stands, while they are being filed
	Spelt   spellings           // the words of all wordings

	Below   []expr.KindSet // by kind: itself and the kinds under it
	From    []expr.KindSet // by relation: kinds of the subject
	To      []expr.KindSet // by relation: kinds of the object
	Literal expr.KindSet
	Implied []kb.Rel // relations that may be left unsaid

	Dates      expr.KindSet                      // year, date, span
	Numbers    expr.KindSet                      // number, money
	Attributes expr.KindSet                      // kinds that nothing is asked of by themselves: genres, languages
	DatedKinds expr.KindSet                      // kinds whose members are told apart by a year
	Carries    []expr.KindSet                    // by relation: kinds of what its statements carry besides their ends
	Asks       [question.HowOld + 1]expr.KindSet // kinds that a question word asks for
	AsksFirst  [question.HowOld + 1]expr.KindSet // … first
	AskRels    [question.HowOld + 1][]kb.Rel     // relations that a question word stands for
}

// A phrase is one wording with what it may mean.
type phrase struct {
	stems  []string // content words; the first is the key
	senses []Sense
}

type Form uint8

const (
	FormObject      Form = iota // a noun for the object: "director (of X)"
	FormSubject                 // a noun for the subject: "remake (of X)"
	FormObjectVerb              // the object does it: "Bong directed X"
	FormSubjectVerb             // the subject does it: "X stars Y"
	FormPhrase                  // put beside the subject, it asks for the object: "budget", "come out"
	FormKind                    // a noun for a kind
	FormMost                    // a superlative of the relation's object
	FormLeast
	FormTotal // they are to be added up
)

// A Sense is one meaning of a wording.
type Sense struct {
	Form     Form
	Rel      kb.Rel
	Kind     kb.Kind
	Rank     int    // its place among the wordings of its relation, 0 first
	NeedLead bool   // … without which it is none
	verbal   bool   // the wording's last word ends as a verb does: "be based"
	Tail     string // the preposition that the wording ends in: "be set in"
	Lead     string // the question word that the wording begins with: "how expensive"
	Co       bool   // "co-": the others beside one, who did the same
}

func New(b *kb.Base) *Lexicon {
	s := b.Schema()
	l := &Lexicon{Stems: nlp.NewStemmer(), base: b, Schema: s, phrases: map[string][]phrase{}, filed: map[string]int{}}
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

func (l *Lexicon) spanKinds() {
	s := l.Schema
	l.Below = make([]expr.KindSet, len(s.Kinds))
	for k := range s.Kinds {
		for of := range s.Kinds {
			if s.IsA(kb.Kind(k), kb.Kind(of)) {
				l.Below[of] |= 1 << k
			}
		}
		if s.Kinds[k].Year != kb.NoRel {
			l.DatedKinds |= 1 << k
		}
		if s.Literal(kb.Kind(k)) {
			l.Literal |= 1 << k
		}
	}
	l.spanAsks()
	for k := range s.Kinds {
		d := s.KindDef(kb.Kind(k))
		if !s.Literal(kb.Kind(k)) && len(d.Asks) == 0 && d.Command == "" && d.Year == kb.NoRel {
			l.Attributes |= 1 << k
		}
	}
	for r := range s.Relations {
		d := s.RelationDef(kb.Rel(r))
		l.From = append(l.From, l.union(d.From))
		l.To = append(l.To, l.union(d.To))
		if d.Implied {
			l.Implied = append(l.Implied, kb.Rel(r))
		}
	}
}

// spanCarried notes which kinds the statements of each relation carry.
func (l *Lexicon) spanCarried() {
	l.Carries = make([]expr.KindSet, len(l.Schema.Relations))
	if len(l.Schema.Qualifiers) == 0 {
		return
	}
	for s := range l.base.Statements() {
		for _, q := range l.base.Qualifiers(kb.Stmt(s)) {
			l.Carries[l.base.Relation(kb.Stmt(s))] |= 1 << l.base.KindOf(q.Value)
		}
	}
}

func (l *Lexicon) spanAsks() {
	s := l.Schema
	l.Dates = 1<<kb.Year | 1<<kb.Date | 1<<kb.Span
	l.Numbers = 1<<kb.Number | 1<<kb.Money
	for a := question.Who; a <= question.HowOld; a++ {
		for k := range s.Kinds {
			for _, w := range s.Kinds[k].Asks {
				if w == a.String() {
					if l.AsksFirst[a] == 0 {
						l.AsksFirst[a] = l.Below[k]
					}
					l.Asks[a] |= l.Below[k]
				}
			}
		}
		for r := range s.Relations {
			for _, w := range s.Relations[r].Asks {
				if w == a.String() {
					l.AskRels[a] = append(l.AskRels[a], kb.Rel(r))
				}
			}
		}
	}
	l.Asks[question.When] |= l.Dates
	for a := range l.AsksFirst {
		if l.AsksFirst[a] == 0 || question.Asking(a) == question.When {
			l.AsksFirst[a] = expr.AnyKind
		}
	}
	l.Asks[question.HowMuch] |= l.Numbers
	if l.Asks[question.Who] == 0 { // a schema that does not say: anything with a name
		l.Asks[question.Who] = expr.AnyKind &^ l.Literal
	}
}

func (l *Lexicon) union(kinds []kb.Kind) expr.KindSet {
	var set expr.KindSet
	for _, k := range kinds {
		set |= l.Below[k]
		switch k { // a year will do for a date, and both for a span
		case kb.Date:
			set |= 1 << kb.Year
		case kb.Span:
			set |= 1<<kb.Year | 1<<kb.Date
		}
	}
	return set
}

func (l *Lexicon) addKind(k kb.Kind) {
	d := l.Schema.KindDef(k)
	words := append([]string{d.Noun, d.Plural}, d.Words...)
	if k == kb.Date {
		words = append(words, "day", "month")
	}
	for i, w := range words {
		l.add(w, Sense{Form: FormKind, Kind: k, Rank: i})
	}
}

func (l *Lexicon) addRelation(r kb.Rel) {
	d := l.Schema.RelationDef(r)
	add := func(f Form, words ...string) {
		for i, w := range words {
			l.add(w, Sense{Form: f, Rel: r, Rank: i})
		}
	}
	add(FormObject, append([]string{d.Noun, d.Plural}, d.Nouns...)...)
	add(FormSubject, d.SubjectNouns...)
	add(FormObjectVerb, d.Verbs...)
	add(FormSubjectVerb, d.SubjectVerbs...)
	add(FormPhrase, d.Phrases...)
	add(FormMost, withComparatives(d.Most)...)
	add(FormLeast, withComparatives(d.Least)...)
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
func (l *Lexicon) add(wording string, s Sense) {
	var stems []string
	tail, lead := "", ""
	toks := l.Stems.Tokens(wording)
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
		l.Spelt.add(t)
	}
	if len(stems) == 0 {
		return
	}
	if len(stems) == 1 && s.Form != FormKind && l.IsKind(stems[0]) && nounLike(toks) {
		if lead == "" {
			return // "be a film of" would make every film a wording
		}
		s.NeedLead = true // "whose film"
	}
	s.Tail, s.Lead = tail, lead
	s.verbal = english.IsVerbal(wording)
	l.file(stems, s)
	if s.Form == FormObjectVerb || s.Form == FormSubjectVerb || s.Form == FormObject {
		if stems[0] != "co" { // "co-direct", "co-star": the others beside one
			s.Co = true
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

func (l *Lexicon) IsKind(stem string) bool {
	for _, p := range l.phrases[stem] {
		if len(p.stems) == 1 && p.senses[0].Form == FormKind {
			return true
		}
	}
	return false
}

func (l *Lexicon) file(stems []string, s Sense) {
	list := l.phrases[stems[0]]
	key := strings.Join(stems, " ")
	at, ok := l.filed[key]
	if !ok {
		l.filed[key] = len(list)
		l.phrases[stems[0]] = append(list, phrase{stems: stems, senses: []Sense{s}})
		return
	}
	for j := range list[at].senses {
		have := &list[at].senses[j]
		if have.Form == s.Form && have.Rel == s.Rel && have.Kind == s.Kind {
			if s.Tail == "" {
				have.Tail = ""
			}
			if have.Lead == "" {
				have.Lead = s.Lead
			}
			return
		}
	}
	list[at].senses = append(list[at].senses, s)
}

// A Hit is a wording found in a question.
type Hit struct {
	Start, End int // tokens
	Senses     []Sense
}

// At finds the wordings that begin at token i.
func (l *Lexicon) At(toks []question.Word, i int) []Hit {
	var hits []Hit
	for _, p := range l.phrases[toks[i].Stem] {
		if end, ok := p.match(toks, i); ok {
			if senses := p.fitting(toks, end); len(senses) > 0 {
				hits = append(hits, Hit{i, end, senses})
			}
		}
	}
	return hits
}

// Worded reports whether the last word of content of a text stands in a wording of the schema, or is a noun for a kind
// of things.
func (l *Lexicon) Worded(text string) bool {
	words := question.Parse(text, question.Said{}, l.Stems).Words
	last := len(words) - 1
	for last > 0 && words[last].IsGlue {
		last--
	}
	for i := range words {
		if slices.ContainsFunc(l.At(words, i), func(h Hit) bool { return h.Start <= last && last < h.End }) {
			return true
		}
	}
	return false
}

// fitting leaves out the noun senses where what stands there is a verb, "movies starred" are no movie
// stars, and the verb senses of what stands there as a plural: "films with …" says nothing of where
// somebody films.
func (p phrase) fitting(toks []question.Word, end int) []Sense {
	last := toks[end-1].Norm
	verb := english.IsVerbal(last)
	plural := len(p.stems) == 1 && strings.HasSuffix(last, "s") && slices.ContainsFunc(p.senses, func(s Sense) bool { return s.Form == FormKind })
	if !verb && !plural {
		return p.senses
	}
	var kept []Sense
	for _, s := range p.senses {
		noun := s.Form == FormObject || s.Form == FormSubject || s.Form == FormKind
		does := s.Form == FormObjectVerb || s.Form == FormSubjectVerb
		if verb && noun && !s.verbal || plural && does && s.Tail != "" && !Tailed(toks, end, s.Tail) {
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// Tailed reports whether a preposition follows soon, or was left stranded at the
// end of the question ("which city was it shot in").
func Tailed(toks []question.Word, end int, tail string) bool {
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
