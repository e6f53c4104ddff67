package reading

import (
	"hapjak/nlp"
)

// A query is a question made ready to be looked for in passages.
type query struct {
	asked
	kind      Type
	coarse    uint32 // the coarse class as a number
	fine      uint32
	fits      [numShapes]uint32 // how well each shape fits the type
	role      role
	focusStem uint32 // hash; 0 where there is none
	focusKind uint32 // hash of nounClass of the focus
	wants     []want
	total     float32 // rarity of all wants
	prep      uint32  // hash of the preposition before the question word, or left at the end
	last      int     // the want nearest the end; -1 where there is none
	next      int     // the first want behind the question phrase
	verb      int     // the want that is the main verb; -1
}

// A want is one content word of the question that an answering sentence should hold.
type want struct {
	token        int
	stem, prefix uint32
	sense        uint32
	rarity       float32
	norm         string
	name, number bool
	verb         bool
}

// A role is what the question word is to the verb, told by what follows it.
type role uint8

const (
	roleOther   role = iota
	roleDid          // what did X write: the answer follows the verb
	roleIs           // what is X
	roleHas          // what has X written, what can X
	roleSubject      // who wrote: the answer stands before the verb
)

func newQuery(question string, stems *nlp.Stemmer) *query {
	tokens := stems.Tokens(clip(question, maxBytes/4))
	if len(tokens) > maxQuestion {
		tokens = tokens[:maxQuestion]
	}
	tags := nlp.GuessTags(tokens)
	q := &query{asked: ask(tokens, tags), last: -1, next: -1, verb: -1}
	q.kind = TypeBy(TypeFeatures(tokens, tags), nlp.Weights(typeWeights))
	n, _ := NumberOf(q.kind)
	q.fine, q.coarse = uint32(n), uint32(CoarseNumber(n)-NumTypes)
	for shape := range q.fits {
		q.fits[shape] = uint32(fit(q.kind, uint32(shape)))
	}
	if s := q.asked.focusStem(); s != "" {
		q.focusStem = nlp.HashString(seed, s)
		q.focusKind = nlp.HashString(seed, nounClass(s))
	}
	q.findRole()
	q.findWants()
	return q
}

// maxQuestion bounds in tokens how much of a question is read.
const maxQuestion = 80

// maxWants bounds the content words, since sets of them are the bits of a number.
const maxWants = 60

func (q *query) findRole() {
	if q.wh < 0 || q.after >= len(q.tokens) {
		return
	}
	if q.wh > 0 && q.tags[q.wh-1] == nlp.IN {
		q.prep = nlp.HashString(seed, q.tokens[q.wh-1].Norm)
	} else if n := len(q.tokens); n >= 2 && (q.tags[n-2] == nlp.IN || q.tags[n-2] == nlp.TO || q.tags[n-2] == nlp.RP) {
		q.prep = nlp.HashString(seed+2, q.tokens[n-2].Norm)
	}
	switch w := q.tokens[q.after].Norm; {
	case w == "do" || w == "did" || w == "does":
		q.role = roleDid
	case isBe(w) || q.tags[q.after] == nlp.POS:
		q.role = roleIs
	case w == "has" || w == "have" || w == "had" || q.tags[q.after] == nlp.MD:
		q.role = roleHas
	case q.tags[q.after].Verb():
		q.role = roleSubject
	}
}

// findWants lists the content words outside the question phrase.
func (q *query) findWants() {
	for i, t := range q.tokens {
		w := newWord(t, q.tags[i])
		inPhrase := i >= q.wh && q.wh >= 0 && i < q.after && (q.form != formWhatBe || i == q.wh)
		if len(q.wants) == maxWants {
			break
		}
		if w.is&isContent == 0 || inPhrase || q.tags[i] == nlp.QUOTE {
			continue
		}
		q.total += w.rarity
		q.wants = append(q.wants, want{token: i, stem: w.stem, prefix: w.prefix, sense: w.sense, rarity: w.rarity, norm: t.Norm,
			name: t.Capitalised() && i > 0, number: t.Kind == nlp.Number, verb: q.tags[i].Verb()})
		k := len(q.wants) - 1
		q.last = k
		if i >= q.after && q.next < 0 {
			q.next = k
		}
		if q.tags[i].Verb() && (q.verb < 0 || q.role != roleSubject) {
			q.verb = k
		}
	}
}
