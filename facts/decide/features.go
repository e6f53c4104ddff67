package decide

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"hapjak/corpus"
	"hapjak/facts/evidence"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/reading"
	"hapjak/nlp/english"
)

// An Asked is one reading of a question.
type Asked struct {
	Text     string // as the encoder reads it
	Words    []evidence.Word
	Type     reading.Type
	Verdict  bool    // it wants a yes or a no
	Which    bool    // it wants the article that says something
	Short    bool    // it wants a name, a date or a number
	Several  bool    // it wants more than one
	Joined   bool    // the question before is put in front of it
	Leaning  bool    // it leaves out what it is about
	Later    bool    // it is not the first of its conversation
	Unknown  float64 // share of the words' weight that stands nowhere in the base
	Facts    bool    // the base has statements
	Articles bool    // it has articles
	Around   int     // content words of what is said around the question

	Query   evidence.Query         // what is looked for
	Either  bool                   // one of the things that it names is asked for
	Kinds   expr.KindSet           // that its noun or question word wants
	Count   int                    // how many things it asks for, 0 where it does not say
	One     bool                   // it asks for one of a kind: "which firm …"
	Options []string               // what it gives to choose from
	Apart   func(name string) bool // what it sets apart
}

// Names are the features in their order.
var Names = []string{
	"bias",
	"encoder",     // the encoder's logit, within ±8
	"encoder²",    // the same where it is above 0
	"lead",        // by how much it is above the best other evidence
	"best",        // the best logit of all candidates
	"span",        // how sure the encoder is of the words that answer
	"held",        // share of the question's weight that the evidence holds
	"lost",        // the greatest share of the weight that one lacking word has
	"name",        // share of the named words' weight that the evidence lacks
	"number",      // numbers of the question that the evidence lacks
	"nowhere",     // share of the weight of words that stand nowhere in the base
	"type",        // it offers what is asked for: 1, something else: -1, no telling: 0
	"short",       // a name, a date or a number is asked for
	"verdict",     // a yes or a no is asked for
	"sure",        // … and how far support and contradiction are apart
	"open",        // … and how far the claim is left open
	"rank",        // its place among its sort before it was judged
	"joined",      // the question before was put in front
	"leaning",     // the question leaves out what it is about
	"left",        // it leaves that out, and the question before was not put in front
	"later",       // it leaves that out, and goes on from another
	"agrees",      // another sort of candidate among the best cites the same paragraph
	"plan cost",   // of the plan
	"plan unread", // words that the plan left unread
	"many",        // more than one short answer
	"words",       // content words of the question, a tenth of their number
	"why",         // an explanation is asked for
	"named",       // the question names what would be the answer
	"kind",        // the answer is of a kind that the question's noun wants: 1, of another: -1
	"facts",       // the base has statements
	"around",      // content words around the question, a tenth of their number
	"paragraph",   // the best logit of another sort of candidate that cites the same paragraph, within ±8
	"told",        // the best passage says all the names that are answered
	"points",      // the encoder's words that answer are one of a statement's names that are answered: 1, others: -1
}

func setFeatures(list []Judged, read bool) {
	best, second := math.Inf(-1), math.Inf(-1)
	for i := range list {
		if l := float64(list[i].Logit); l > best {
			best, second = l, best
		} else if l > second {
			second = l
		}
	}
	for i := range list {
		j := &list[i]
		a := j.Asked
		v := make([]float64, len(Names))
		v[0] = 1
		if read {
			logit := clamp(float64(j.Logit), 8)
			v[1] = logit
			v[2] = max(logit, 0)
			other := best
			if float64(j.Logit) == best {
				other = second
			}
			if !math.IsInf(other, -1) {
				v[3] = clamp(float64(j.Logit)-other, 6)
			}
			v[4] = clamp(best, 8)
			v[5] = clamp(float64(j.Span)/2, 6)
		}
		v[6], v[7], v[8], v[9] = account(a.Words, j)
		v[10] = a.Unknown
		v[11] = typeMatch(a, j)
		v[12] = flag(a.Short)
		v[13] = flag(a.Verdict)
		if a.Verdict && read {
			v[14] = math.Abs(float64(j.Supports - j.Contradicts))
			v[15] = float64(j.Open)
		}
		v[16] = float64(min(j.Rank, 10)) / 10
		v[17] = flag(a.Joined)
		v[18] = flag(a.Leaning)
		v[19] = flag(a.Leaning && !a.Joined)
		v[20] = flag(a.Later && a.Leaning)
		v[21] = agreement(list, i)
		v[22] = min(j.Plan.Cost, 10) / 10
		v[23] = float64(min(j.Plan.Unread, 4)) / 4
		v[24] = flag(len(j.Ends) > 1)
		v[25] = float64(min(len(a.Words), 20)) / 10
		v[26] = flag(a.Type.Coarse() == "DESC")
		v[27] = flag(j.Named)
		v[28] = float64(j.Wanted)
		v[29] = flag(a.Facts)
		v[30] = float64(min(a.Around, 20)) / 10
		if read {
			v[31] = sameParagraph(list, i)
			v[32] = told(list, i)
			v[33] = points(j)
		}
		j.Values = v
	}
}

func clamp(x, most float64) float64 { return max(-most, min(most, x)) }

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// account tells how much of a question the evidence holds: see [Names].
func account(words []evidence.Word, j *Judged) (held, lost, name, number float64) {
	var all, named, namedLost float64
	for i, w := range words {
		all += w.Weight
		missing := w.Weight * (1 - j.Shares[i])
		held += w.Weight - missing
		lost = max(lost, missing)
		if w.Named {
			named += w.Weight
			namedLost += missing
		}
		if w.Number && j.Shares[i] == 0 {
			number++
		}
	}
	if all > 0 {
		held /= all
		lost /= all
	}
	if named > 0 {
		name = namedLost / named
	}
	return held, lost, name, min(number, 2)
}

// sameParagraph is the best logit of the candidates of another sort that cite a paragraph
// of candidate i: what a sentence of the article is sure of holds for its statement.
func sameParagraph(list []Judged, i int) float64 {
	best := -8.0
	for k := range list {
		if (list[k].From == evidence.Passage) != (list[i].From == evidence.Passage) && cites(&list[k], &list[i]) {
			best = max(best, clamp(float64(list[k].Logit), 8))
		}
	}
	return best
}

func cites(a, b *Judged) bool {
	return slices.ContainsFunc(a.Refs, func(r corpus.Ref) bool { return slices.Contains(b.Refs, r) })
}

// told is 1 where the likeliest passage by its logit cites a paragraph of candidate i and
// says all that it would answer with.
func told(list []Judged, i int) float64 {
	best := -1
	for k := range list {
		if list[k].From == evidence.Passage && (best < 0 || list[k].Logit > list[best].Logit) {
			best = k
		}
	}
	if best < 0 || list[i].From == evidence.Passage || len(list[i].EndNames) == 0 || !cites(&list[best], &list[i]) {
		return 0
	}
	text := strings.ToLower(list[best].Text)
	for _, name := range list[i].EndNames {
		if !strings.Contains(text, strings.ToLower(name)) {
			return 0
		}
	}
	return 1
}

// agreement is 1 where the best candidate of another sort cites a paragraph that this one
// cites.
func agreement(list []Judged, i int) float64 {
	for k := range list {
		if list[k].From == list[i].From || list[k].Rank > 1 {
			continue
		}
		if cites(&list[k], &list[i]) {
			return 1
		}
	}
	return 0
}

// typeMatch tells whether a candidate offers what is asked for: 1 it does, -1 it
// offers something else, 0 there is no telling.
func typeMatch(a *Asked, j *Judged) float64 {
	if a.Verdict || !a.Short {
		return 0
	}
	text := j.Said
	if j.From == evidence.Passage {
		if j.End > j.Start && j.End <= len(j.Text) {
			text = j.Text[j.Start:j.End]
		}
	} else if len(j.Kinds) > 0 {
		return kindMatch(a.Type, j.Kinds[0], j.AsksWho)
	}
	return float64(Offers(a.Type, text))
}

// Offers tells whether words are of the type that is asked for: 1 they are, -1 they are not, 0
// there is no telling.
func Offers(t reading.Type, words string) int {
	digit := strings.ContainsFunc(words, unicode.IsDigit)
	switch t.Coarse() {
	case "NUM":
		if t == "NUM:perc" && digit && !english.Percent(words) { // "53 answers, a rate of 32 %"
			return -1
		}
		if digit || numeral(words) {
			return 1
		}
		return -1
	case "HUM", "LOC":
		if capital(words) {
			return 1
		}
		return -1
	}
	return 0
}

func kindMatch(t reading.Type, k kb.Kind, who bool) float64 {
	switch t.Coarse() {
	case "NUM":
		switch k {
		case kb.Year, kb.Date, kb.Span:
			return sign(t == "NUM:date" || t == "NUM:period" || t == "NUM:other")
		case kb.Number, kb.Money:
			return sign(t != "NUM:date")
		case kb.Text:
			return 0
		}
		return -1
	case "HUM":
		if k <= kb.Money {
			return -1
		}
		if k == kb.Text {
			return 0
		}
		return sign(who)
	case "LOC", "ENTY":
		if k <= kb.Money || who {
			return -1
		}
	}
	return 0
}

func sign(b bool) float64 {
	if b {
		return 1
	}
	return -1
}

// capital reports whether a word of a text begins with a capital letter.
func capital(text string) bool {
	for _, w := range strings.Fields(text) {
		for _, r := range w {
			if unicode.IsUpper(r) {
				return true
			}
			if unicode.IsLetter(r) {
				break
			}
		}
	}
	return false
}

// numeral reports whether a text writes out a number.
func numeral(text string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(text)), func(w string) bool {
		w = strings.Trim(w, ".,;:")
		return english.Numeral(w) > 0 || english.Scale(w) > 1
	})
}

// points tells whether the words that the encoder picks out of a statement are what would
// be answered: it offers each end of a statement, and only one is asked for.
func points(j *Judged) float64 {
	if len(j.EndNames) == 0 || j.End <= j.Start {
		return 0
	}
	words := strings.ToLower(j.Text[j.Start:j.End])
	for _, name := range j.EndNames {
		if name = strings.ToLower(name); strings.Contains(words, name) || strings.Contains(name, words) {
			return 1
		}
	}
	return -1
}
