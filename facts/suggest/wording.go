package suggest

import (
	"regexp"
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A wording is how a relation's statements are asked for and said, as the schema has it.
type wording struct {
	rel      kb.Rel
	def      *kb.RelationDef
	question string          // "who directed {s}?"
	claim    string          // "{o} directed {s}"
	cues     map[string]bool // stems of its nouns, verbs and phrases
	kinds    map[string]bool // stems of its subject's nouns, where it may go without any: "drama films"
	rivals   []kb.Kind       // other kinds that are asked for in the same words as its objects
	named    bool            // its objects are called by names, with capitals
}

// readWordings prepares the relations whose statements can be proposed.
func (l *lexicon) readWordings() {
	s := l.schema
	for r := range s.Relations {
		d := s.RelationDef(kb.Rel(r))
		claim, ok := plainClaim(d.Says)
		if !ok || len(d.To) == 0 {
			continue
		}
		l.labelled = append(l.labelled, wording{rel: kb.Rel(r), def: d, claim: claim})
		if d.To[0] == kb.Text {
			continue
		}
		w := wording{rel: kb.Rel(r), def: d, claim: claim, question: l.direct(d), cues: map[string]bool{}, kinds: map[string]bool{}}
		for _, list := range [][]string{{d.Noun, d.Plural}, d.Nouns, d.Verbs, d.SubjectNouns, d.SubjectVerbs, d.Phrases} {
			for _, text := range list {
				l.cue(w.cues, text)
			}
		}
		for _, k := range d.From {
			for _, below := range s.Subkinds(k) {
				kd := s.KindDef(below)
				for _, noun := range append([]string{kd.Noun, kd.Plural}, kd.Words...) {
					l.cue(w.kinds, noun)
				}
			}
		}
		for stem := range w.kinds { // "film star" is not worded by "film"
			delete(w.cues, stem)
		}
		if !d.Implied {
			w.kinds = nil
		}
		w.named = slices.ContainsFunc(d.To, func(k kb.Kind) bool { return len(s.KindDef(k).Asks) > 0 })
		w.rivals = l.rivals(d.To)
		l.wordings = append(l.wordings, w)
	}
}

// Asks returns a question that a proposal answers.
func (f *Finder) Asks(p Proposal) string {
	rel, ok := f.schema.Relation(p.Relation)
	if !ok {
		return ""
	}
	return put(f.direct(f.schema.RelationDef(rel)), p.Subject.Name, "")
}

// rivals lists the kinds that nothing of these kinds can be of, asked for in the same words, of
// which there are things to be said or to say.
func (l *lexicon) rivals(to []kb.Kind) (list []kb.Kind) {
	s := l.schema
	if s.Literal(to[0]) {
		return nil
	}
	used := func(k kb.Kind) bool {
		return slices.ContainsFunc(s.Relations, func(d kb.RelationDef) bool { return slices.Contains(d.To, k) })
	}
	for k := range s.Kinds {
		k := kb.Kind(k)
		akin := slices.ContainsFunc(to, func(t kb.Kind) bool { return s.IsA(k, t) || s.IsA(t, k) })
		same := slices.ContainsFunc(s.KindDef(k).Asks, func(ask string) bool { return slices.Contains(s.KindDef(to[0]).Asks, ask) })
		if !s.Literal(k) && !akin && same && used(k) {
			list = append(list, k)
		}
	}
	return list
}

// direct makes a question of what completes "the sources do not say": "when {s} came out" is "When
// did {s} come out?", "what genre {s} is" is "What genre is {s}?".
func (l *lexicon) direct(d *kb.RelationDef) string {
	text := strings.TrimRight(strings.TrimSpace(d.Unknown), "?.")
	if text == "" {
		return "What is the " + d.Noun + " of {s}?"
	}
	before, after, ok := strings.Cut(text, "{s} ")
	before = strings.TrimSpace(before)
	if wh, noun, more := strings.Cut(before, " "); ok && more && english.IsWh(strings.ToLower(wh)) && isBe(after) && english.StartsWithArticle(noun) {
		return strings.ToUpper(wh[:1]) + wh[1:] + " " + after + " " + noun + " {s}?" // "what the length of {s} is"
	}
	if first, _, _ := strings.Cut(before, " "); ok && english.IsWh(strings.ToLower(first)) && strings.Count(before, " ") < 4 {
		verb, rest, _ := strings.Cut(after, " ")
		if english.IsAuxiliary(verb) {
			text = before + " " + verb + " {s} " + rest
		} else if base, ok := l.baseForm(d, verb); ok {
			text = before + " did {s} " + base + " " + rest
		}
	}
	return strings.ToUpper(text[:1]) + strings.TrimSpace(text[1:]) + "?"
}

// baseForm finds the form of a verb that the schema lists: "come" of "came".
func (l *lexicon) baseForm(d *kb.RelationDef, verb string) (string, bool) {
	stem := l.stems.Stem(verb)
	for _, list := range [][]string{d.SubjectVerbs, d.Verbs} {
		for _, v := range list {
			if first, _, _ := strings.Cut(v, " "); first != "be" && l.stems.Stem(first) == stem {
				return first, true
			}
		}
	}
	return "", false
}

// cue files the stems of the words that carry a wording; the only word of one carries it, whatever
// it is.
func (l *lexicon) cue(into map[string]bool, text string) {
	tokens := l.stems.Tokens(text)
	light, full := "", false
	for _, t := range tokens {
		_, glue := english.GlueWord(t.Norm)
		verb := english.IsLightVerb(t.Norm)
		empty := glue || verb || english.IsPreposition(t.Norm)
		switch {
		case t.Kind != nlp.Word:
		case !empty || len(tokens) == 1 && !english.IsEmpty(t.Norm):
			into[t.Stem], full = true, true
		case verb && !glue:
			light = t.Stem
		}
	}
	if !full && light != "" { // all that "be made" has
		into[light] = true
	}
}

// said reports whether a sentence holds a word of the relation, and cued whether it is worth
// reading: it does, or it may do without.
func (w *wording) said(stems map[string]bool) bool { return anyOf(w.cues, stems) }

func (w *wording) cued(stems map[string]bool) bool {
	return w.said(stems) || anyOf(w.kinds, stems) || w.kinds != nil && w.named && stems["by"] // "Okja" by Bong Joon Ho
}

func anyOf(words, in map[string]bool) bool {
	for word := range words {
		if in[word] {
			return true
		}
	}
	return false
}

var (
	optional = regexp.MustCompile(`\[[^\]]*\]`)
	number   = regexp.MustCompile(`\{[so]:([^|}]*)\|[^}]*\}`)
	slot     = regexp.MustCompile(`\{([^}]*)\}`)
)

// plainClaim makes the sentence of one subject and one object of a template. ok is false where
// it cannot do without a qualifier.
func plainClaim(says string) (claim string, ok bool) {
	claim = number.ReplaceAllString(optional.ReplaceAllString(says, ""), "$1")
	for _, m := range slot.FindAllStringSubmatch(claim, -1) {
		if m[1] != "s" && m[1] != "o" {
			return "", false
		}
	}
	return claim, true
}

// put fills in the ends.
func put(text, subject, object string) string {
	return strings.NewReplacer("{s}", subject, "{o}", object).Replace(text)
}
