package facts

import (
	"sort"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/evidence"
)

// wrong is the probability of contradiction from which on a question that wants no yes or no is
// told to take something for granted that is not so. Of the best candidates of twenty blind rounds
// that cite rightly it is passed by 45 where a false supposition or claim was made and by 11 where not.
const wrong = 0.95

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
	if !w.Asked.Verdict && told[0].Contradicts > wrong && (len(w.Stmts) == 0 || t.verdict(w.Stmts[0]) == "") {
		before, status = "Not quite: ", Corrected
	}
	if w.Asked.Verdict {
		before = "No: "
		if told[0].Supports >= told[0].Contradicts {
			before = "Yes: "
		}
		t.out.Answers = []Short{{Text: strings.TrimSuffix(before, ": "), Kind: "yesno"}}
	}
	switch w.From {
	case evidence.Statement:
		if !w.Asked.Verdict {
			for _, n := range t.meant(w) {
				t.out.Answers = append(t.out.Answers, t.short(n))
			}
		}
		t.dropNamed(w.reading)
		t.answers = w.Ends
		t.topics = t.entities(t.subjects(w.Stmts))
		t.finish(status, before+t.t.Tell(w.Stmts)+t.tellFurther(w.further), w.P)
	default:
		for _, s := range w.Short {
			t.out.Answers = append(t.out.Answers, Short{Text: s, Kind: "text"})
		}
		if len(w.Short) == 0 && !w.Asked.Verdict {
			t.pick(w, told)
		}
		t.topics = t.first().Named()
		t.dropNamed(w.reading)
		t.goOnFrom(w)
		text := t.sentences(told)
		if name, ok := t.headed(w); ok && !strings.Contains(strings.ToLower(text), strings.ToLower(name)) {
			before += name + ": "
		}
		t.finish(status, before+text+t.tellFurther(w.further), w.P)
	}
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
	for i, c := range all {
		text := c.Said
		if i+1 == len(all) || all[i+1].Ref != c.Ref {
			text += " " + t.marks(c.Refs)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func (t evidenceReply) marks(refs []corpus.Ref) string {
	text := ""
	for _, r := range refs {
		text += t.t.Marker(r)
	}
	return text
}
