package facts

import (
	"slices"
	"sort"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/say"
	"hapjak/facts/span"
	"hapjak/facts/verdict"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// wrong is the probability of contradiction from which on a question that wants no yes or no is
// told to take something for granted that is not so. Of the best candidates of twenty-six blind rounds
// 0.95 was passed by 32 that cite rightly where a false supposition or claim was made, by 14 that answer and
// by 17 where nothing is known; of r22, r23, o23 and o24 0.98 denies four fewer that answer (v9x and v9y).
// Who asks why is denied from wrongReason on, since evidence of another reason is easily taken for a contradiction. Who asks how is not: of 6 denied on r22 to
// r31 and o27 to o32 none took something wrong for granted.
const (
	wrong       = 0.98
	wrongReason = 0.99
)

// take makes the answer of a candidate.
//
// A passage's words answer where a name, a date or a number is asked for, and else where
// the encoder is sure of them and they are few.
func (t evidenceReply) take(w *weighed) {
	if w.planned != nil {
		w.planned.log.Reset() // told when it was planned
		t.become(w.planned)
		return
	}
	t.startOver()
	t.understood = w.Asked.Text
	told := t.told(w)
	before, status := "", Answered
	least := float32(wrong)
	if t.r.SeeksReason() {
		least = wrongReason
	}
	if !w.Asked.Verdict && !w.Asked.Which && !t.r.SeeksManner() && told[0].Contradicts > least && (len(w.Stmts) == 0 || t.verdict(w.Stmts[0]) == "") {
		before, status = "Not quite: ", Corrected
	}
	if w.Asked.Verdict {
		before = t.verdictOf(w, told)
		if before != "" {
			t.out.Answers = []Short{{Text: strings.TrimSuffix(before, ": "), Kind: "yesno"}}
		}
	}
	switch w.From {
	case evidence.Statement:
		if !w.Asked.Verdict {
			for _, n := range t.meant(w) {
				s := t.short(n)
				if number := span.Picked(&w.Judged); s.Entity == "" && w.Asked.Type.Coarse() == "NUM" && len(number) == 1 && strings.Contains(s.Text, number[0]) {
					s.Text = number[0] // of the words that are stated
				}
				t.out.Answers = append(t.out.Answers, s)
			}
		}
		t.dropNamed(w.Asked)
		t.answers = w.Ends
		t.topics = t.entities(t.subjects(w.Stmts))
		text := t.t.Tell(w.Stmts)
		t.finish(status, before+text+t.tellFurther(w.further, text), w.P)
	default:
		for _, s := range w.Short {
			t.out.Answers = append(t.out.Answers, Short{Text: s, Kind: "text"})
		}
		if len(w.Short) == 0 && !w.Asked.Verdict && (t.r.Person() == nil || w.Defines == evidence.Said) { // who somebody is, the encoder's words seldom say
			t.pick(w, told)
		}
		t.topics = t.first().Named()
		t.dropNamed(w.Asked)
		t.goOnFrom(w)
		text := t.sentences(told)
		if _, rest, ok := english.AnswersItself(text); ok && w.Asked.Verdict {
			text = rest
		}
		if w.Asked.Verdict || !t.r.Verdict { // "is there a shower?" is told the page's own yes
			text = english.WithoutVerdict(text)
		}
		if before == "No: " && denies(text) {
			before = ""
		}
		if name, ok := t.headed(w); ok && !strings.Contains(strings.ToLower(text), strings.ToLower(name)) {
			before += name + ": "
		} else if over := w.over(); over != "" && before == "" && dangles(w.Said) && !strings.Contains(strings.ToLower(text), strings.ToLower(over)) {
			before = over + ": " // what its "it" stands for
		}
		t.finish(status, before+text+t.tellFurther(w.further, text), w.P)
	}
}

// verdictOf is the yes or no that what is told gives, "" where that is not clear, or taken back by what is told behind it.
func (t evidenceReply) verdictOf(w *weighed, told []*weighed) string {
	c := verdict.Claim{Question: t.r, Base: t.a.Base(), Stems: t.a.Planner().Stems(), Unheard: t.a.Unheard, Encoder: t.a.reader}
	list := make([]*decide.Judged, len(told))
	for i, o := range told {
		list[i] = &o.Judged
	}
	said := c.Of(t.ctx, list)
	if w.further != nil && c.TakenBack(t.ctx, said, &w.Judged, &w.further.Judged) {
		return ""
	}
	return said
}

// denies reports whether a text begins with what denies, so that no further "no" is put before it: "No filming …".
func denies(text string) bool {
	first, _, _ := strings.Cut(text, " ")
	return english.Negates(strings.ToLower(strings.Trim(first, ",.:;")))
}

// told lists a passage's sentence with those beside it as they are told: the newest
// article first where they are of several, then the best one's own paragraph in the order
// of the text, then the others.
func (t evidenceReply) told(w *weighed) []*weighed {
	all := append([]*weighed{w}, w.beside...)
	date := func(c *weighed) string {
		src, _ := t.a.Source(c.Ref.Source)
		return src.Date
	}
	sort.SliceStable(all, func(i, j int) bool {
		if a, b := date(all[i]), date(all[j]); a != b && a != "" && b != "" {
			return a > b
		}
		own, other := all[i].Ref == w.Ref, all[j].Ref == w.Ref
		if own != other {
			return own
		}
		return own && all[i].Sentence < all[j].Sentence
	})
	return all
}

// sentences writes what is told, each paragraph's with its markers.
func (t evidenceReply) sentences(all []*weighed) string {
	var parts []string
	told := ""
	for i, c := range all {
		text := withoutQuestions(strings.TrimSpace(unsaid(say.Text{Plain: c.Said}, told).Plain))
		told += " " + c.Said
		if i+1 == len(all) || all[i+1].Ref != c.Ref {
			text += " " + t.marks(c.Refs)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

// withoutQuestions leaves out of a text the sentences that ask, where others are left.
func withoutQuestions(text string) string {
	left := ""
	for _, s := range nlp.Sentences(text) {
		sentence := text[s.Start:s.End]
		if _, rest, ok := english.AnswersItself(sentence); ok { // "Is it deep? No."
			sentence = rest
		}
		if !english.IsQuestion(sentence) {
			left = strings.TrimSpace(left + " " + strings.TrimSpace(sentence))
		}
	}
	if left == "" {
		return text
	}
	return left
}

func (t evidenceReply) marks(refs []corpus.Ref) string {
	text := ""
	for _, r := range refs {
		text += t.t.Marker(r)
	}
	return text
}

// maxOver is how many words a heading has at most that is put before a sentence.
const maxOver = 5

// over is the heading right over a passage, where it is short enough to be a name.
func (w *weighed) over() string {
	heading, under := w.LastHeading()
	if name := english.Unbracketed(heading); under && len(strings.Fields(name)) <= maxOver {
		return name
	}
	return ""
}

// dangles reports whether a sentence of a text begins with a pronoun.
func dangles(text string) bool {
	return slices.ContainsFunc(nlp.Sentences(text), func(s nlp.Span) bool {
		word, _, _ := strings.Cut(text[s.Start:s.End], " ")
		return english.WantsAntecedent(strings.ToLower(word))
	})
}
