package reading

import (
	"fmt"
	"math/bits"
	"strings"

	"hapjak/nlp"
)

// The signals by which an answer is believed or not.
const (
	sigOne      = iota
	sigChance   // minus the logarithm of the answer's share of the mass of all candidates
	sigGap      // to the second candidate
	sigRaw      // the candidate's own score
	sigShare    // of the question, by rarity, that the sentence accounts for
	sigContext  // with the sentence before
	sigAll      // that the passage accounts for
	sigNames    // names of the question that the sentence lacks
	sigNamesAll // and that the passage lacks
	sigNumbers  // numbers likewise
	sigNumbersAll
	sigVerb // the main verb
	sigVerbAll
	sigRarest // the rarest word that the sentence lacks
	sigRarestAll
	sigOthers    // words that the passage lacks, neither names nor numbers
	sigElsewhere // words that stand only in other sentences
	sigOtherName // the sentence has another name where the question's is missing
	sigOtherNumber
	sigNegation
	sigAntonym
	sigType     // the answer is not of the type asked for
	sigFocus    // the noun asked for is in the sentence
	sigFocusAll // or in the passage
	sigFirst    // the sentence is the best by coverage
	sigWants    // how many content words the question has
	sigPairs    // share of the question's neighbours that are neighbours in the sentence
	sigAround   // how near the question's words are
	sigDegree   // a superlative or an ordinal of the question that the sentence lacks
	sigDegreeAll
	sigNouns // common nouns that the sentence lacks
	sigNounsAll
	sigAdjectives
	sigAdjectivesAll
	sigVerbs // verbs other than the main one
	sigVerbsAll
	sigExact                                      // share of the question that stands in the sentence letter for letter
	sigModifier                                   // pairs of the question of which the sentence has only the second word, behind another word
	sigPairsLost                                  // pairs of the question of which the sentence has both words, but apart
	sigReach                                      // the farthest of the question's words from the answer
	sigTopic                                      // share of the question without the words that every sentence has
	sigDenies                                     // the question itself says not
	sigVerbNear                                   // how near the main verb is
	sigLength                                     // of the answer in words
	sigInside                                     // words of the question inside the answer
	sigPassage                                    // how long the passage is
	sigLoose                                      // share of the question that the sentence says in other words
	sigTitle                                      // share of the question that the title holds
	sigOnlyVerb                                   // a verb is all that is missing
	sigForms                                      // one for each form
	sigCoarse          = sigForms + int(numForms) // one for each coarse class
	sigFormVerb        = sigCoarse + 6            // the passage lacks the main verb, by form
	sigFormShare       = sigFormVerb + int(numForms)
	sigCoarseChance    = sigFormShare + int(numForms)
	sigCoarseElsewhere = sigCoarseChance + 6
	numSignals         = sigCoarseElsewhere + 6
)

type signals [numSignals]float32

// weigh gathers the evidence for and against a candidate.
func (m *match) weigh(s span, score, gap, chance float64) (signals, []string) {
	var sig signals
	var why []string
	q, c := m.q, m.cover[s.sentence]
	sig[sigOne] = 1
	sig[sigChance] = float32(-chance)
	sig[sigGap] = float32(gap)
	sig[sigRaw] = float32(score / 5)
	sig[sigShare], sig[sigContext], sig[sigAll] = c.share, c.context, q.share(m.all)
	sig[sigFirst] = float32(boolean(c.rank == 0))
	sig[sigWants] = float32(len(q.wants)) / 5
	if len(q.wants) > 1 {
		sig[sigPairs] = float32(c.pairs) / float32(len(q.wants)-1)
	}
	sig[sigAround] = (m.left[s.first] + m.right[s.end-1]) / max(q.total, 1)
	sig[sigLoose] = q.share(c.loose)
	sig[sigTitle] = q.share(m.title)
	var lacking []string
	m.lacks(&sig, &lacking, c.wants|c.loose|m.title)
	m.conflicts(&sig, &why, s)
	m.order(&sig, s)
	if q.fits[m.shapeOf(s)] == misfit {
		sig[sigType] = 1
		why = append(why, fmt.Sprintf("%q does not look like %s", m.spanText(s), q.kind.Noun()))
	}
	why = append(why, lacking...)
	for i := range m.t.words {
		if q.focusStem != 0 && m.t.words[i].stem == q.focusStem {
			sig[sigFocusAll] = 1
			if st := m.t.sentences[s.sentence]; i >= st.first && i < st.end {
				sig[sigFocus] = 1
			}
		}
	}
	if gap < 0.5 {
		why = append(why, "another candidate is nearly as good")
	}
	sig[sigForms+int(q.form)] = 1
	sig[sigCoarse+int(q.coarse)] = 1
	sig[sigFormVerb+int(q.form)] = sig[sigVerbAll]
	sig[sigFormShare+int(q.form)] = sig[sigShare]
	sig[sigCoarseChance+int(q.coarse)] = sig[sigChance]
	sig[sigCoarseElsewhere+int(q.coarse)] = sig[sigElsewhere]
	return sig, why
}

// lacks tells which words of the question the sentence and the passage lack.
func (m *match) lacks(sig *signals, why *[]string, have uint64) {
	q := m.q
	everything := uint64(1)<<len(q.wants) - 1
	for w := everything &^ have; w != 0; w &= w - 1 {
		k := bits.TrailingZeros64(w)
		want, gone := q.wants[k], float32(1-(m.all|m.allLoose)>>k&1)
		word := q.tokens[want.token].Text
		switch {
		case gone == 1:
			*why = append(*why, fmt.Sprintf("%q is nowhere in the passage", word))
		default:
			sig[sigElsewhere] += want.rarity / rarest
			*why = append(*why, fmt.Sprintf("%q is not in the sentence", word))
		}
		switch {
		case want.name:
			sig[sigNames]++
			sig[sigNamesAll] += gone
		case want.number:
			sig[sigNumbers]++
			sig[sigNumbersAll] += gone
		case k == q.verb:
			sig[sigVerb] = 1
			sig[sigVerbAll] = gone
		case q.tags[want.token].Noun():
			sig[sigNouns]++
			sig[sigNounsAll] += gone
		case q.tags[want.token].Verb():
			sig[sigVerbs]++
			sig[sigVerbsAll] += gone
		case q.tags[want.token].Adjective():
			sig[sigAdjectives]++
			sig[sigAdjectivesAll] += gone
		default:
			sig[sigOthers] += gone
		}
		if t := q.tags[want.token]; t == nlp.JJS || t == nlp.RBS || isOrdinal(q.tokens[want.token].Norm) {
			sig[sigDegree] = 1
			sig[sigDegreeAll] = gone
		}
		sig[sigRarest] = max(sig[sigRarest], want.rarity/rarest)
		sig[sigRarestAll] = max(sig[sigRarestAll], gone*want.rarity/rarest)
	}
}

// order tells how far the question's words stand in the sentence as they stand in
// the question.
func (m *match) order(sig *signals, s span) {
	q, st := m.q, m.t.sentences[s.sentence]
	place := make([]int, len(q.wants)) // one more than the last place of each want
	var exact, topic, topicHave float32
	for i := st.first; i < st.end; i++ {
		if h := int(m.hit[i]); h > 0 {
			place[h-1] = i + 1
			if d := max(s.first-i, i-s.end+1); d > 0 {
				sig[sigReach] = max(sig[sigReach], float32(d)/20)
			}
		}
	}
	for k, w := range q.wants {
		everywhere := true
		for _, c := range m.cover {
			everywhere = everywhere && c.wants>>k&1 == 1
		}
		if !everywhere {
			topic += w.rarity
			if place[k] > 0 {
				topicHave += w.rarity
			}
		}
		if place[k] > 0 && m.t.words[place[k]-1].norm == nlp.HashString(seed, q.tokens[w.token].Norm) {
			exact += w.rarity
		}
		if k == 0 || q.wants[k-1].token != w.token-1 || place[k] == 0 {
			continue
		}
		at := place[k] - 1
		if place[k-1] == 0 && at > st.first && m.t.words[at-1].is&isContent != 0 {
			sig[sigModifier]++
		}
		if place[k-1] > 0 && (at-place[k-1] > 2 || at < place[k-1]) {
			sig[sigPairsLost]++
		}
	}
	sig[sigTopic] = 1
	if topic > 0 {
		sig[sigTopic] = topicHave / topic
	}
	sig[sigExact] = exact / max(q.total, 1)
	if q.verb >= 0 && place[q.verb] > 0 {
		at := place[q.verb] - 1
		sig[sigVerbNear] = 1 / float32(1+max(s.first-at, at-s.end+1, 0))
	}
	sig[sigLength] = float32(s.end-s.first) / 5
	for i := s.first; i < s.end; i++ {
		if m.hit[i] > 0 {
			sig[sigInside]++
		}
	}
	sig[sigPassage] = float32(len(m.t.words)) / 200
	if sig[sigVerb]+sig[sigVerbs] > 0 && sig[sigNames]+sig[sigNumbers]+sig[sigNouns]+sig[sigAdjectives]+sig[sigOthers] == 0 {
		sig[sigOnlyVerb] = 1
	}
}

func isOrdinal(w string) bool {
	switch w {
	case "first", "second", "third", "fourth", "fifth", "last", "only", "least", "most", "next", "original", "final":
		return true
	}
	return false
}

// conflicts tells what in the sentence contradicts the question.
func (m *match) conflicts(sig *signals, why *[]string, s span) {
	q, st := m.q, m.t.sentences[s.sentence]
	var otherName, otherNumber, denied bool
	for i := st.first; i < st.end; i++ {
		w := &m.t.words[i]
		if i < s.first || i >= s.end {
			otherName = otherName || w.tag.Proper() && m.hit[i] == 0
			otherNumber = otherNumber || w.is&isNumber != 0 && m.hit[i] == 0
		}
		denied = denied || isNegation(w.norm)
	}
	if sig[sigNames] > 0 && otherName {
		sig[sigOtherName] = 1
		*why = append(*why, "the sentence speaks of another name")
	}
	if sig[sigNumbers] > 0 && otherNumber {
		sig[sigOtherNumber] = 1
		*why = append(*why, "the sentence has another number")
	}
	asks := false
	for _, t := range q.tokens {
		asks = asks || isNegation(nlp.HashString(seed, t.Norm))
	}
	sig[sigDenies] = float32(boolean(asks))
	if denied != asks {
		sig[sigNegation] = 1
		*why = append(*why, "one of question and sentence says not")
	}
	if a, b := m.antonym(st); a != "" {
		sig[sigAntonym] = 1
		*why = append(*why, fmt.Sprintf("the question says %q, the sentence %q", a, b))
	}
}

func (m *match) spanText(s span) string {
	start, end := m.t.bounds(s)
	return m.t.raw[start:end]
}

func (m *match) shapeOf(s span) uint32 {
	in := insideOf(m, s)
	return m.shape(s, &in)
}

func insideOf(m *match, s span) inside {
	in := inside{pattern: seed}
	for i := s.first; i < s.end; i++ {
		in.take(m, i)
	}
	return in
}

// SignalName returns the name of a signal's constant, for the file of trained weights.
func SignalName(i int) string {
	names := strings.Fields("sigOne sigChance sigGap sigRaw sigShare sigContext sigAll sigNames sigNamesAll sigNumbers sigNumbersAll sigVerb sigVerbAll sigRarest sigRarestAll sigOthers sigElsewhere sigOtherName sigOtherNumber sigNegation sigAntonym sigType sigFocus sigFocusAll sigFirst sigWants sigPairs sigAround sigDegree sigDegreeAll sigNouns sigNounsAll sigAdjectives sigAdjectivesAll sigVerbs sigVerbsAll sigExact sigModifier sigPairsLost sigReach sigTopic sigDenies sigVerbNear sigLength sigInside sigPassage sigLoose sigTitle sigOnlyVerb")
	switch {
	case i < sigForms:
		return names[i]
	case i < sigCoarse:
		return fmt.Sprintf("sigForms + %d", i-sigForms)
	}
	return fmt.Sprintf("sigCoarse + %d", i-sigCoarse) // and what follows
}
