package question

import (
	"regexp"
	"slices"
	"strings"

	"hapjak/nlp"
	"hapjak/nlp/english"
)

// Several reports whether a question asks for more than one thing: "which roles …",
// "the three firms that …", "name both directors", "what else has she made".
func (q *Question) Several() bool {
	asked := 0    // words left in which the noun that is asked for may stand
	noun := false // one has stood there: "what share of the mills"
	if q.namesSeveral() || q.Letters() != "" {
		return true
	}
	for i, w := range q.Words {
		if next := q.NormAt(i + 1); w.Norm == "which" && (next == "is" || next == "was" || next == "one") {
			return false // "three mills: which is oldest?"
		}
	}
	for i, w := range q.Words {
		switch {
		case w.Norm == "all" && q.NormAt(i+1) == "of" && english.PronounOf(q.NormAt(i+2)) != english.Thing: // "all of Lee's six rules"
			return true
		case english.WantsAll(w.Norm) && (w.Norm == "else" || asked > 0 || i == 0 || q.Words[i-1].Norm == "of"):
			return true
		case i > 0 && english.IsPreposition(q.Words[i-1].Norm) && (w.Norm == "both" || w.Norm == "all" || english.Numeral(w.Norm) > 1): // "with two hats"
		case i+1 < len(q.Words) && (w.Norm == "who" || w.Norm == "what" || w.Norm == "which") && (q.Words[i+1].Norm == "are" || q.Words[i+1].Norm == "were" || english.Numeral(q.Words[i+1].Norm) > 1) && !q.pointed(i+2): // "who are …", "which two"
			return true
		case english.Asks(q.Words[0].Norm) == "who" && i > 0 && q.Words[i-1].Norm == "as" && plural(w.Norm): // "whom do I name as owners?"
			return true
		case w.Norm == "both" || w.Norm == "all" || english.Numeral(w.Norm) > 1:
			asked, noun = 3, false
		case w.Norm == "which" && q.NormAt(i+1) == "of" && !q.many(i+2): // "which of the mills has …"
			asked = 0
		case w.Norm == "what" || w.Norm == "which" || english.IsImperative(w.Norm):
			asked, noun = 4, false
		case asked > 0 && (english.IsAuxiliary(w.Norm) || noun && (english.IsPreposition(w.Norm) || english.IsThirdPerson(w.Norm))):
			asked = 0
		case asked > 0 && plural(w.Norm) && !q.ofOne(i) && (!w.Capitalised() || !q.Words[i-1].Capitalised()):
			return true
		case asked > 0 && !w.Capitalised(): // a name may stand before what is asked for: "which Ann Lee films"
			asked--
			noun = noun || w.Content()
		}
	}
	return false
}

// Chooses reports whether a question asks which of several things is meant: "Lee was in one of those, which?"
func (q *Question) Chooses() bool {
	return slices.ContainsFunc(q.Words, func(w Word) bool { return w.Norm == "which" })
}

// SeeksReason reports whether a question asks why.
func (q *Question) SeeksReason() bool {
	return slices.ContainsFunc(q.Words, func(w Word) bool { return Asks(w.Norm) == Why })
}

// SeeksManner reports whether a question asks how something is or is done.
func (q *Question) SeeksManner() bool {
	for i, w := range q.Words {
		if Asks(w.Norm) == How && AsksHow(q.NormAt(i+1)) == Nothing {
			return true
		}
	}
	return false
}

// One reports whether a question asks for one of a kind: "which firm runs it?".
func (q *Question) One() bool {
	for i, w := range q.Words {
		if (w.Norm == "which" || w.Norm == "what") && i+1 < len(q.Words) {
			next := q.Words[i+1]
			return next.Content() && (!plural(next.Norm) || q.ofOne(i+1))
		}
	}
	return false
}

// many reports whether a verb from word i on is that of several things: "which of the mills were sold".
func (q *Question) many(i int) bool {
	for _, w := range q.Words[min(i, len(q.Words)):] {
		switch w.Norm {
		case "are", "were", "have", "do":
			return true
		}
		if english.IsAuxiliary(w.Norm) {
			return false
		}
	}
	return false
}

// ofOne reports whether what looks like a plural is none that is asked for: the verb of "which firm
// runs it", a part of "which sports club has …", or the many of "which of his works was …".
func (q *Question) ofOne(i int) bool {
	tags := Tags(q.Words)
	verb := func(from int) bool {
		for k := from; k < len(q.Words); k++ {
			if tags[k].Verb() || english.IsAuxiliary(q.Words[k].Norm) {
				return true
			}
		}
		return false
	}
	next := i + 1
	if next == len(q.Words) {
		return false
	}
	if w := q.Words[next]; i > 0 && tags[i-1].Noun() && !plural(q.Words[i-1].Norm) &&
		(english.IsArticle(w.Norm) || english.IsAny(w.Norm) || english.IsParticle(w.Norm) || w.Norm == "to" || w.Norm == "as" || w.Capitalised()) {
		return true // "which prefix keeps an option", "which firm funds Alba", "which key belongs to it"
	}
	if i > 0 && q.Words[i-1].Norm == "what" && tags[i] == nlp.VBZ && q.Words[next].Norm != "of" && !english.IsAuxiliary(q.Words[next].Norm) {
		return true // "what goes there"
	}
	switch w := q.Words[next]; {
	case w.Norm == "was" || w.Norm == "is":
		return slices.ContainsFunc(q.Words[:i], func(w Word) bool { return w.Norm == "of" })
	case tags[next].Noun() && !w.Capitalised() && !plural(w.Norm) && verb(next+1):
		return true
	}
	return i > 0 && tags[i-1] == nlp.NN && !verb(next)
}

// Headless reports whether a question is no more than what it asks for: "the film with the two
// actresses?".
func (q *Question) Headless() bool {
	return !q.Verdict && !q.Order && !slices.ContainsFunc(q.Words, func(w Word) bool {
		return Asks(w.Norm) != Nothing || english.IsImperative(w.Norm) || english.IsAuxiliary(w.Norm)
	})
}

// namesSeveral reports whether a question is no more than what it asks for, and that several: "the
// players in it?", "their names, please".
func (q *Question) namesSeveral() bool {
	if !q.Headless() {
		return false
	}
	for i, w := range q.Words {
		if i > 0 && english.IsPreposition(w.Norm) {
			break
		}
		if plural(w.Norm) && (i == 0 || !w.Capitalised() || english.IsArticle(q.Words[i-1].Norm)) {
			return true
		}
	}
	return false
}

// Letters are the letters of which a question asks what they stand for, "" where it asks no such thing.
func (q *Question) Letters() string {
	asked, letters := false, ""
	for i, w := range q.Words {
		if a := Asks(w.Norm); a == Who || a == When || a == Where {
			return "" // "who made up the letters?"
		}
		asked = asked || english.AsksLetters(w.Norm, q.NormAt(i+1))
		if w.Content() && len(w.Text) > 1 && w.Text == strings.ToUpper(w.Text) && w.Text != strings.ToLower(w.Text) && letters == "" && !(i > 0 && q.Words[i-1].Content() && q.Words[i-1].Capitalised()) { // not "Base URL"
			letters = w.Text
		}
	}
	if m := equals.FindStringSubmatch(q.Text); m != nil {
		return strings.ToUpper(m[1])
	}
	if !asked {
		return ""
	}
	for i, w := range q.Words {
		if letters == "" && i > 0 && w.Content() && !slices.ContainsFunc(q.Words[:i], Word.Content) && len(w.Text) <= maxLetters && strings.HasPrefix(q.NormAt(i+1), "stand") && english.AsksLetters(q.NormAt(i+1), q.NormAt(i+2)) {
			letters = strings.ToUpper(w.Text) // "what does pdf stand for?"
		}
	}
	return letters
}

// maxLetters is how many letters stand for something at most, as people type them small.
const maxLetters = 6

// equals finds the letters of "pdf = ?".
var equals = regexp.MustCompile(`^\s*(\pL{2,6})\s*=\s*\?*\s*$`)

// pointed reports whether a pronoun stands at a place: "who are you?", "what are they made of?", but not "who are they?".
func (q *Question) pointed(i int) bool {
	if q.NormAt(i) == "they" && i+1 == len(q.Words) {
		return false
	}
	return slices.Contains([]string{"you", "they", "these", "those"}, q.NormAt(i))
}

// Excludes reports whether a question sets something that it names apart: "who else but Ann Lee?".
func (q *Question) Excludes() bool {
	for i, w := range q.Words {
		if english.Excludes(w.Norm, q.NormAt(i+1)) {
			return true
		}
	}
	return false
}

// SeeksAny reports whether what sounds like a yes-or-no question asks for the thing itself:
// "do you have anything made in Belgium?", "is there a film with two endings?", but not "does
// anyone know if …", which only speaks to anyone.
func (q *Question) SeeksAny() bool {
	for i, w := range q.Words {
		if q.Verdict && english.IsAny(w.Norm) && (i+1 == len(q.Words) || !english.IsTalk(q.Words[i+1].Norm)) && !q.asksForProof(i+1) {
			return true
		}
		if q.Verdict && i == 1 && w.Norm == "there" && i+1 < len(q.Words) && (english.IsArticle(q.Words[i+1].Norm) || q.Words[i+1].Norm == "another") && !q.asksForProof(i+2) {
			return true
		}
	}
	return false
}

// asksForProof reports whether a word from i on is of what would prove a claim: "is there any truth in it?".
func (q *Question) asksForProof(i int) bool {
	return i < len(q.Words) && slices.ContainsFunc(q.Words[i:], func(w Word) bool { return english.IsProof(w.Norm) })
}

// plural reports whether a word has the form of a plural noun.
func plural(word string) bool {
	if english.IsPlural(word) {
		return true
	}
	if word, owner := strings.CutSuffix(strings.ReplaceAll(word, "’", "'"), "'s"); owner {
		return english.IsPlural(word)
	}
	word = strings.TrimRight(word, "'’")
	return len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is")
}

// CountsThings reports whether a question asks how many things there are, not how long anything is: "how many books can I borrow?",
// not "how many opening hours …".
func (q *Question) CountsThings() bool {
	for i, w := range q.Words {
		if w.Norm == "how" && q.NormAt(i+1) == "many" {
			return !english.IsTime(q.NormAt(i+2)) && !english.IsTime(q.NormAt(i+3))
		}
	}
	return false
}
