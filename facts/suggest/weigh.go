package suggest

import (
	"context"
	"math"
	"regexp"
	"slices"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/nlp"
	"hapjak/nlp/encoder"
	"hapjak/nlp/english"
)

// signs are what the confidence of a value is made of.
type signs struct {
	logit    float64 // that the sentence answers the relation's question
	supports float64 // that it says the statement, taken as a claim
	denies   float64 // that it contradicts it
	noun     bool    // the value is a noun, and met is how often it is met in all
	met      int
	near     bool // a word of the relation stands by it
	amount   bool // the value is a number or a sum, of which the claim tells nothing
}

// Weights of the signs, fitted on films of which the facts are known and on values judged by hand
// (see FIGURES.md). What the claim says of a noun or an amount tells nothing: "silent comedy" is
// read as denying that the genre is comedy, and "grossed $36.6 million" as denied by the same words.
const (
	valueBias, valueLogit, valueSupports, valueDenies, valueNear = -2.2, 1.8, 4.0, -4.5, 3.0

	amountBias, amountLogit, amountNear = -0.6, 0.8, 2.6

	nounBias, nounLogit, nounMet = -2.3, 0.1, 1.2
)

// confidence is the probability that a proposal is right.
func (s signs) confidence() float64 {
	near := 0.0
	if s.near {
		near = 1
	}
	x := valueBias + valueLogit*s.logit + valueSupports*s.supports + valueDenies*s.denies + valueNear*near
	switch {
	case s.noun:
		x = nounBias + nounLogit*s.logit + nounMet*math.Log(float64(1+s.met))
	case s.amount:
		x = amountBias + amountLogit*s.logit + amountNear*near
	}
	return 1 / (1 + math.Exp(-x))
}

// leastLogit is the logit below which a sentence does not answer, whatever its values.
const leastLogit = -2

// A sentence of a paragraph.
type sentence struct {
	text   string
	tokens []nlp.Token
	stems  map[string]bool
}

// sentences parts a paragraph.
func (f *Finder) sentences(text string) (list []sentence) {
	for _, s := range nlp.Sentences(text) {
		one := sentence{text: text[s.Start:s.End], stems: map[string]bool{}}
		one.tokens = f.stems.Tokens(one.text)
		for _, t := range one.tokens {
			one.stems[t.Stem] = true
		}
		list = append(list, one)
	}
	return list
}

// maxBack is how many sentences back the thing may be named that a sentence speaks of as "it",
// "she" or "the film".
const maxBack = 2

// speaks tells how many sentences before the i-th have to be read with it for it to say a
// relation of a thing: none where it names it or the article is about it, and those from its name
// on where it points back and names no other thing that may be meant. -1 says it does not.
func (f *Finder) speaks(all []sentence, i int, w *wording, s *subject, things []subject) int {
	if s.namedIn(all[i].text) {
		return 0
	}
	another := func(text string) bool {
		return slices.ContainsFunc(things, func(o subject) bool {
			return o.ID != s.ID && f.base.Schema().Accepts(w.def.From, o.kind) && o.namedIn(text)
		})
	}
	if f.pointsTo(&all[i], s.kind) && !another(all[i].text) {
		for back := 1; back <= maxBack && back <= i; back++ {
			before := all[i-back].text
			if s.namedIn(before) {
				return back
			}
			if another(before) || f.introduces(before, s) {
				return -1
			}
		}
	}
	if s.topic {
		return 0
	}
	return -1
}

// introduces reports whether a sentence says of another thing of the same kind what it is: what comes
// behind "Low Tide is a sequel game" is said of Low Tide, whatever the article is about.
func (f *Finder) introduces(sentence string, s *subject) bool {
	names := runs(sentence)
	if len(names) == 0 || len(f.stems.Tokens(sentence[:names[0].start])) > 1 {
		return false
	}
	name, rest := sentence[names[0].start:names[0].end], f.stems.Tokens(sentence[names[0].end:])
	if len(rest) == 0 || !isBe(rest[0].Norm) || slices.ContainsFunc(s.names, func(n string) bool { return f.sharesWord(name, n) }) {
		return false
	}
	k, ok := f.kindBehind(rest[1:])
	return ok && (f.schema.IsA(s.kind, k) || f.schema.IsA(k, s.kind))
}

// pointsTo reports whether a sentence has a pronoun, or a noun of the kind behind "the" or "this".
func (l *lexicon) pointsTo(s *sentence, kind kb.Kind) bool {
	for i, t := range s.tokens {
		if english.Leans(t.Norm) || english.PronounOf(t.Norm) != english.NoPronoun {
			return true
		}
		if i > 0 && (s.tokens[i-1].Norm == "the" || s.tokens[i-1].Norm == "this") {
			if k, _, ok := l.kindAt(s.tokens, i); ok && (l.schema.IsA(kind, k) || l.schema.IsA(k, kind)) {
				return true
			}
		}
	}
	return false
}

// passage lists what a paragraph states.
func (f *Finder) passage(ctx context.Context, ref corpus.Ref, p corpus.Paragraph) (list []Proposal, err error) {
	if list, ok := f.readRow(ref, p); ok {
		return list, nil
	}
	a := f.topicOf(ref.Source)
	things := f.things(a, p)
	if len(things) == 0 {
		return nil, nil
	}
	all := f.sentences(p.Text)
	for i := range things {
		list = append(list, f.bracketed(&things[i], ref, all)...)
		list = append(list, f.readLabels(&things[i], ref, all)...)
		for w := range f.wordings {
			if f.base.Schema().Accepts(f.wordings[w].def.From, things[i].kind) {
				found, err := f.ask(ctx, things, i, &f.wordings[w], a, ref, p, all)
				if err != nil {
					return nil, err
				}
				list = append(list, found...)
			}
		}
	}
	return list, nil
}

// bracketed proposes the year that stands in brackets behind a thing's name, where the schema
// tells things of its kind apart by their year: "Okja" (2017).
func (f *Finder) bracketed(s *subject, ref corpus.Ref, all []sentence) (list []Proposal) {
	i := slices.IndexFunc(f.wordings, func(w wording) bool { return w.rel == f.base.Schema().KindDef(s.kind).Year })
	if i < 0 {
		return nil
	}
	w := &f.wordings[i]
	for _, one := range all {
		for _, name := range s.names {
			if name == "" {
				continue
			}
			at := wordsAt(one.text, name)
			if at < 0 {
				continue
			}
			m := inBrackets.FindStringSubmatchIndex(one.text[at+len(name):])
			if m == nil {
				continue
			}
			start, end := at+len(name)+m[2], at+len(name)+m[3]
			year := one.text[start:end]
			g := signs{logit: bracketLogit, supports: 1, near: true}
			list = append(list, Proposal{Subject: s.Thing, Relation: w.def.Name, Object: f.object(w, year), Says: put(w.claim, s.Name, year),
				Ref: ref, Cite: ref.String(), Sentence: one.text, Start: start, End: end, Confidence: g.confidence(), signs: g})
		}
	}
	return list
}

// inBrackets is a year right behind a name, and bracketLogit what it counts as: less than
// "is a 2017 film", since "a remake of Okja (1990)" has one as well.
var inBrackets = regexp.MustCompile(`^["”'’]? \(([12]\d{3})\)`)

const bracketLogit = 0.0

// A reading is a sentence as the encoder reads it: behind the title of its article and, where
// it needs them, the sentences before it.
type reading struct {
	*sentence
	text string
	own  int // where in text the sentence begins
}

// ask puts a relation's question about a thing to the sentences that may answer it.
func (f *Finder) ask(ctx context.Context, things []subject, at int, w *wording, a *about, ref corpus.Ref, p corpus.Paragraph, all []sentence) (list []Proposal, err error) {
	s := &things[at]
	var read []reading
	var texts []string
	for i := range all {
		if !w.cued(all[i].stems) || !w.mayHold(all[i].text) {
			continue
		}
		back := f.speaks(all, i, w, s, things)
		if back < 0 {
			continue
		}
		before := lead(a.source.OwnTitle())
		for _, one := range all[i-back : i] {
			before += one.text + " "
		}
		read = append(read, reading{&all[i], before + all[i].text, len(before)})
		texts = append(texts, before+all[i].text)
	}
	out := make([]encoder.Judgement, len(texts))
	if err := f.judge.Judge(ctx, put(w.question, s.Name, ""), texts, out); err != nil {
		return nil, err
	}
	for i, r := range read {
		if out[i].Logit < leastLogit {
			continue
		}
		for _, v := range f.found(w, s, a, p.Text, r.sentence, r.own, out[i]) {
			if f.ofElse(w, s, r.sentence, v) {
				continue
			}
			g := signs{logit: float64(out[i].Logit), noun: v.several, near: v.near, amount: w.def.To[0] == kb.Number || w.def.To[0] == kb.Money}
			claim := put(w.claim, s.Name, v.text)
			if !g.noun && !g.amount {
				if ok, err := f.ofKind(ctx, w, v.text); err != nil {
					return nil, err
				} else if !ok {
					continue
				}
				var said [1]encoder.Judgement
				if err := f.judge.Judge(ctx, claim, texts[i:i+1], said[:]); err != nil {
					return nil, err
				}
				g.supports, g.denies = float64(said[0].Supports), float64(said[0].Contradicts)
			}
			list = append(list, Proposal{Subject: s.Thing, Relation: w.def.Name, Object: f.object(w, v.text), Says: claim,
				Ref: ref, Cite: ref.String(), Sentence: r.sentence.text, Start: v.start, End: v.end, Confidence: g.confidence(), signs: g})
		}
	}
	return list, nil
}

// ofElse reports whether an amount is said of something that has no relation of its own, in the article on the thing:
// "Season tickets cost £210". What stands before the verb then neither names the thing nor points to it.
func (f *Finder) ofElse(w *wording, s *subject, said *sentence, v value) bool {
	if kind := w.def.To[0]; kind != kb.Number && kind != kb.Money || s.namedIn(said.text) {
		return false
	}
	verbs := map[string]bool{}
	for _, verb := range w.def.SubjectVerbs {
		f.cue(verbs, verb)
	}
	at := -1
	for i, t := range said.tokens {
		if t.End <= v.start && verbs[t.Stem] {
			at = i
		}
	}
	if at <= 0 || english.IsArticle(said.tokens[at-1].Norm) || english.IsPreposition(said.tokens[at-1].Norm) { // "at a cost of"
		return false
	}
	nouns := map[string]bool{}
	for _, noun := range slices.Concat([]string{w.def.Noun, w.def.Plural}, w.def.Nouns) {
		f.cue(nouns, noun)
	}
	for i, t := range said.tokens[:at] {
		k, _, ok := f.kindAt(said.tokens, i)
		if nouns[t.Stem] || english.PronounOf(t.Norm) != english.NoPronoun || ok && (f.schema.IsA(s.kind, k) || f.schema.IsA(k, s.kind)) {
			return false
		}
	}
	return true
}

// kindMargin is by how much the question for another kind may fit a name better.
const kindMargin = 0.3

// ofKind reports whether a name that the base does not have may be of the kind that a relation
// wants, where there are others that are asked for in the same words: of a person and a company
// it is the one whose question the name by itself answers better.
func (f *Finder) ofKind(ctx context.Context, w *wording, name string) (bool, error) {
	schema := f.base.Schema()
	if schema.Literal(w.def.To[0]) || len(w.rivals) == 0 || len(f.objects(w, name)) > 0 {
		return true, nil
	}
	own, err := f.fits(ctx, w.def.To, name)
	if err != nil {
		return false, err
	}
	other, err := f.fits(ctx, w.rivals, name)
	return other <= own+kindMargin, err
}

// fits is how well a name by itself answers what the name of such a thing is.
func (f *Finder) fits(ctx context.Context, kinds []kb.Kind, name string) (best float32, err error) {
	for i, k := range kinds {
		var out [1]encoder.Judgement
		question := "What is the name of the " + f.base.Schema().KindDef(k).Noun + "?"
		if err := f.judge.Judge(ctx, question, []string{name + "."}, out[:]); err != nil {
			return 0, err
		}
		if i == 0 || out[0].Logit > best {
			best = out[0].Logit
		}
	}
	return best, nil
}

// object is the end that a value stands for.
func (kn *known) object(w *wording, text string) Thing {
	schema := kn.base.Schema()
	if kind := w.def.To[0]; schema.Literal(kind) {
		return Thing{Kind: schema.KindDef(kind).Name, Name: text}
	}
	if nodes := kn.objects(w, text); len(nodes) > 0 {
		return kn.thing(nodes[0])
	}
	return Thing{ID: kn.freeID(text), Kind: schema.KindDef(w.def.To[0]).Name, Name: text, New: true}
}
