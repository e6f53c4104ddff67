package english

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// IsWh reports whether a word asks: who, what, when …
func IsWh(word string) bool { return questionWords[word] }

var questionWords = setOf(`who whom whose what which when where why how whos who's what's where's when's whats wheres`)

// Asks returns the plain form of a question word that asks for an answer by itself,
// "" for any other word: "whom" is "who".
func Asks(word string) string { return askForms[word] }

var askForms = map[string]string{
	"who": "who", "whoever": "who", "whom": "who", "whos": "who", "who's": "who",
	"what": "what", "what's": "what", "whats": "what", "which": "which",
	"when": "when", "when's": "when", "where": "where", "where's": "where", "wheres": "where", "why": "why", "how": "how",
}

// AsksHow returns the plain form of a question word of two words whose first is
// "how", "" where the second makes none: "how many".
func AsksHow(word string) string {
	switch word {
	case "many", "much", "long", "old":
		return "how " + word
	}
	return ""
}

// Closed returns the words a question is built with that are long enough to be
// misspelt and still known.
func Closed() []string {
	return []string{"which", "what", "when", "where", "whose", "whom", "many", "much", "were", "does", "with", "from", "about", "tell", "please", "list", "name"}
}

// IsArticle reports whether a word is an article.
func IsArticle(word string) bool { return word == "the" || word == "a" || word == "an" }

// StartsWithArticle reports whether a text begins with one.
func StartsWithArticle(text string) bool {
	first, _, _ := strings.Cut(text, " ")
	return IsArticle(first)
}

// IsQuantity reports whether a word behind "how" asks for a number or an amount and says nothing else.
func IsQuantity(word string) bool { return word == "much" || word == "many" }

// Uncontracted writes out what is drawn together with a question word: "what's", "whos".
func Uncontracted(text string) string { return contracted.ReplaceAllString(text, "$1 is") }

var contracted = regexp.MustCompile(`(?i)\b(what|who|where|when|how)['’]?s\b`)

// Confines reports whether a word before a year confines what is asked to it: "in 1999".
func Confines(word string) bool { return confineWords[word] }

var confineWords = setOf(`in for from during`)

// Spans reports whether a word before a date says from or up to when something is so.
func Spans(word string) bool { return spanWords[word] }

var spanWords = setOf(`since until till before after by from to between`)

// IsAny reports whether a word stands for one thing of many, no matter which.
func IsAny(word string) bool { return anyWords[word] }

var anyWords = setOf(`any anything anyone anybody something someone somebody`)

// IsQuantifier reports whether a word says how many of what follows, and no number.
func IsQuantifier(word string) bool {
	return word == "all" || word == "some" || word == "both" || word == "several" || word == "many"
}

// AddsUp returns how many words say that numbers are to be added up: "total", "in all", 0 where
// the first says nothing of it.
func AddsUp(word, next string) int {
	switch {
	case word == "in" && next == "all":
		return 2
	case addsUp[word]:
		return 1
	}
	return 0
}

var addsUp = setOf(`total combined sum altogether together`)

// WantsAll reports whether a question word's companion asks for all there are: "who else".
func WantsAll(word string) bool {
	return word == "else" || word == "every" || word == "everybody" || word == "everyone" || word == "everything"
}

// IsParticle reports whether a glue word changes the meaning of the verb before it:
// "come out" is not "come".
func IsParticle(word string) bool { return particles[word] }

var particles = setOf(`out up together over about behind through inside`)

// IsEmpty reports whether a glue word says nothing even in a wording made of glue: "be
// about" is "about", and "be" alone is no wording.
func IsEmpty(word string) bool { return emptyGlue[word] }

var emptyGlue = setOf(`be is are was were do does did have has had a an the to it what who which how that`)

// IsLink reports whether a glue word may stand inside a wording: "lead to the birth of".
func IsLink(word string) bool { return links[word] }

var links = setOf(`a an the of to in on at for by with from 's its his her their and`)

// InTime is 1 for words that ask for things in the order of time, the earliest first ("oldest first",
// "in chronological order"), -1 for the latest first, and 0 for others.
func InTime(word, next string) int {
	switch {
	case Extreme(word) != 0 && (next == "first" || next == "to" || next == "at"):
		return Extreme(word)
	case word == "order" || word == "sequence" || word == "arrange" || IsCourse(word):
		return 1
	}
	return 0
}

// Extreme is 1 for a word that means the first in time, -1 for one that means the last.
func Extreme(word string) int {
	switch word {
	case "earliest", "oldest":
		return 1
	case "newest", "latest":
		return -1
	}
	return 0
}

// Earlier is 1 for a word that asks which of two is earlier, -1 for one that asks which is later.
func Earlier(word string) int {
	switch word {
	case "earlier", "first", "older", "sooner", "before":
		return 1
	case "later", "newer", "last", "after", "younger":
		return -1
	}
	return 0
}

// IsPreposition reports whether a word begins what is said more closely of the noun before it.
func IsPreposition(word string) bool { return prepositions[word] }

var prepositions = setOf(`of in on at for by with from to about between into under over after before during`)

// IsPlural reports whether a word is one of the plurals that end in no "s".
func IsPlural(word string) bool {
	switch word {
	case "men", "women", "people", "children", "feet", "teeth", "geese", "mice", "oxen", "lice":
		return true
	}
	return strings.HasSuffix(word, "women") || strings.HasSuffix(word, "smen") || strings.HasSuffix(word, "lemen") || strings.HasSuffix(word, "children")
}

// IsBeside reports whether a word says that what follows takes part as well.
func IsBeside(word string) bool { return besideWords[word] }

var besideWords = setOf(`with alongside opposite besides beside`)

// SetsAgainst reports whether a word sets what it stands before against something else: "unlike his first film".
func SetsAgainst(word string) bool { return againstWords[word] }

var againstWords = setOf(`unlike than contrast compared besides beyond like`)

// IsTag reports whether a word at the end of a statement asks whether it is so: "X is
// Korean, right?"
func IsTag(word string) bool { return tags[word] }

var tags = setOf(`right correct yeah no innit true`)

// IsDefine reports whether a word asks for the meaning of another: "define X", "what does X mean?", "how would they describe X?".
func IsDefine(word string) bool { return defineWords[word] }

// IsBrief reports whether a noun behind "in" says how short something is to be told: "in a line".
func IsBrief(word string) bool { return briefWords[word] }

// Exactly reports whether an adverb says no more than how precisely something is to be told.
func Exactly(word string) bool { return exactWords[word] }

var (
	defineWords = setOf(`define defined definition mean means meaning meant describe described explain explained gloss glossed`)
	briefWords  = setOf(`line lines sentence sentences word words nutshell short brief`)
	exactWords  = setOf(`exactly precisely actually basically briefly simply shortly`)
)

// IsDefining reports whether a verb and the word behind it say what something is: "is a", "are", "refers to", but not
// "is sold", "are in".
func IsDefining(verb, next string) bool {
	switch verb {
	case "means", "mean", "denotes", "denote":
		return true
	case "refers", "refer":
		return next == "to"
	case "consists", "consist":
		return next == "of"
	case "is", "was":
		return IsArticle(next) || next == "one" || next == "any" || next == "what" || next == "how" || next == "when" || next == "where" || next == "another" ||
			next == "composed" || next == "used" || next == "defined"
	case "are", "were":
		return !IsVerbal(next) && !IsPreposition(next) && next != "not"
	}
	return false
}

// IsOath reports whether a word lends weight to a question word: "who in the world".
func IsOath(word string) bool { return oaths[word] }

var oaths = setOf(`world earth hell heck fuck devil`)

// TalksAbout reports whether an "about" behind a word does not ask what something is
// about: "tell me about X", "what about X".
func TalksAbout(word string) bool { return beforeAbout[word] }

var beforeAbout = setOf(`me us what how know learn hear information info something more all everything anything talk say tell on`)

// IsVerbal reports whether a word ends as a verb does that is no infinitive.
func IsVerbal(word string) bool {
	n := len(word)
	return n >= 2 && word[n-2:] == "ed" || n >= 3 && word[n-3:] == "ing"
}

// Denial reports whether a word behind an "or" is the other answer to a claim: "true or false", "is it or not".
func Denial(word string) bool { return denials[word] }

var denials = setOf(`not no nah nope what false wrong untrue fiction myth fake`)

// Negates reports whether a word turns what is said into its opposite.
func Negates(word string) bool { return negations[word] || IsAuxiliary(word) && Denies(word) }

var negations = setOf(`not no never nor neither without nobody nothing none cannot can't n't hardly barely`)

// IsTruth reports whether a word says that something is so: "true or false", "fact or fiction".
func IsTruth(word string) bool { return truths[word] }

var truths = setOf(`true right correct fact real yes truth`)

// Forgets reports whether a word and the next say that somebody cannot tell a name: "it escapes me", "I can't recall",
// "I can't think of it", but not "I don't think so".
func Forgets(word, next string) bool {
	switch word {
	case "can't", "cannot", "cant":
		return next == "recall" || next == "remember" || next == "think" || next == "place"
	case "don't", "dont", "not":
		return next == "recall" || next == "remember"
	}
	return forgetVerbs[word]
}

var forgetVerbs = setOf(`escapes escaped forgot forget forgotten`)

// IsQuestion reports whether a sentence asks. A long one that neither begins with an auxiliary nor has a question word or an item
// of a list states something, though it ends in a question mark: "They ran it for years as a part of Safe Mills?"
func IsQuestion(sentence string) bool {
	if !strings.HasSuffix(sentence, "?") { // not of `she is in "Whose Mill?"`
		return false
	}
	words := strings.Fields(strings.ToLower(sentence))
	return len(words) <= maxBareQuestion || IsAuxiliary(words[0]) || slices.ContainsFunc(words, func(w string) bool { return w == "•" || IsWh(strings.Trim(w, `"“”'‘’,;:()?`)) })
}

// maxBareQuestion is how many words a question has at most that says by its mark alone that it is one: "New to the mill?"
const maxBareQuestion = 8

// Quotation parts a text into what stands before its first quotation of some length, the quotation, and
// what stands behind it; the quotation is "" where there is none.
func Quotation(text string) (before, quoted, after string) {
	m := quotation.FindStringSubmatchIndex(text)
	if m == nil {
		return text, "", ""
	}
	from, to := max(m[2], m[4]), max(m[3], m[5])
	return strings.TrimSpace(text[:m[0]]), text[from:to], strings.TrimLeft(text[to:], `"”'’ `)
}

var quotation = regexp.MustCompile(`["“]([^"“”]{12,})["”]|(?:^|\s)['‘]([^'‘’]{12,})['’](?:[\s.,;:!?]|$)`)

// WhichOfMany puts a question for several things as one for which they are and as one for how many: "which mills did he build" and
// "how many mills did he build". The second is "" where it asks in other words.
func WhichOfMany(text string) (which, counts string) {
	m := ofMany.FindStringSubmatch(text)
	if m == nil {
		return text, ""
	}
	return "which" + m[1], "how many" + m[1]
}

// OnlyThose is what a message restricts a list to that was told before: "in Oslo" of "only those in Oslo", "and which ones are
// in Oslo?"
func OnlyThose(text string) string {
	m := onlyThose.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return m[1]
}

// HowManyIsThat reports whether no more is asked than how many things were listed.
func HowManyIsThat(text string) bool { return howMany.MatchString(text) }

var (
	ofMany    = regexp.MustCompile(`(?i)^(?:which|what|how many)( .*)`)
	onlyThose = regexp.MustCompile(`(?i)^(?:(?:and|but|so|ok|okay|now|then|no),? )*(?:(?:only|just) (?:those|these|ones|the ones)|which (?:ones|of (?:them|those|these)))(?: (?:that|which|who))?(?: (?:are|were|is|was))? ((?:in|on|at|by|from|with|without|for|after|before|since|between|during|under|over)\b[^?!.]*)[?!. ]*$`)
	howMany   = regexp.MustCompile(`(?i)^(?:(?:and|so|ok|okay),? )*how many (?:is|are|was|were) (?:that|those|these|they|there)(?: in (?:all|total)| altogether)?[?!. ]*$`)
)

// Links reports whether a word is for what lies between two things.
func Links(word string) bool { return linkWords[word] }

var linkWords = setOf(`connection connections link links tie ties relationship relation connected linked related`)

// WhenThat reports whether no more is asked than when something was that has been told: "when was that?", "what year did it happen?"
func WhenThat(text string) bool { return whenThat.MatchString(text) }

// DateIn is the first date of a sentence, one with a month before a year and that before a decade, "" where it has none. The
// year behind a title, "The Mill" (1911), is none.
func DateIn(sentence string) string {
	sentence = titleYear.ReplaceAllString(sentence, "")
	return cmp.Or(monthly.FindString(sentence), yearly.FindString(sentence), decade.FindString(sentence))
}

var (
	whenThat  = regexp.MustCompile(`(?i)^(?:(?:and|but|so|ok|okay),? )*(?:when|(?:in |on )?(?:which|what) (?:year|month|day|date|decade))(?: exactly)? (?:(?:was|is) (?:that|this)|(?:did|does) (?:it|that|this) (?:happen|occur|take place))[?!. ]*$`)
	titleYear = regexp.MustCompile(` \((?:19|20)\d\d\)`)
	monthly   = regexp.MustCompile(`\b(?:\d{1,2} )?` + month + `(?:(?: \d{1,2})?,? (?:of )?(?:1[5-9]|20)\d\d| \d{1,2})\b`)
	yearly    = regexp.MustCompile(`\b(?:1[5-9]|20)\d\d\b`)
	decade    = regexp.MustCompile(`\b(?:1[5-9]|20)\d0s\b`)
)

const month = `(?:January|February|March|April|May|June|July|August|September|October|November|December)`
