package english

// A Pronoun says what a word points back at.
type Pronoun uint8

const (
	NoPronoun Pronoun = iota
	Thing             // it, this: something that is nobody
	Person            // he, she: somebody
	Several           // they: anything
)

// PronounOf returns what a word points back at.
func PronounOf(word string) Pronoun {
	switch word {
	case "it", "its", "that", "this":
		return Thing
	case "he", "she", "him", "her", "his", "hers":
		return Person
	case "they", "them", "their", "theirs", "these", "those":
		return Several
	}
	return NoPronoun
}

// WantsAntecedent reports whether a word is a pronoun and nothing else, so that
// something must have come before it.
func WantsAntecedent(word string) bool { return pronouns[word] }

var pronouns = setOf(`it its he she him her his they them their`)

// SamePerson reports whether two pronouns may stand for one person: "he" and "his", but not "he" and "her".
func SamePerson(a, b string) bool {
	male := func(word string) bool { return word == "he" || word == "him" || word == "his" }
	return PronounOf(a) == Person && PronounOf(b) == Person && male(a) == male(b)
}

// Possessive reports whether a pronoun stands before what somebody or something has; "her" does only before a noun.
func Possessive(word string) bool {
	return word == "its" || word == "his" || word == "her" || word == "their"
}

// Dummy reports whether a pronoun between two words stands for nothing: "what is in it for the
// actors?", "which mill was it that burnt?", "is it hard to build one?", "is it raining?"
func Dummy(before, word, after, next string) bool {
	be := before == "is" || before == "was"
	return word == "it" && (before == "in" && after == "for" || be && (weather[after] || after == "that" || after == "who" || judging[after] && (next == "to" || next == "that")))
}

// judging are the adjectives that judge what a clause behind them says.
var judging = setOf(`hard difficult easy tough simple important vital possible impossible necessary useful useless good bad better best wise common rare safe dangerous legal illegal true false worthwhile clear known normal usual helpful tricky`)

// weather are the words of which an "it" stands for nothing.
var weather = setOf(`raining snowing hailing freezing`)

// PointsBack reports whether a noun behind a word may mean what was spoken of: "that
// film", "the same director".
func PointsBack(word string) bool { return pointers[word] }

var pointers = setOf(`that this the same those these`)

// GoesOn reports whether a question that begins with a word goes on from the last.
func GoesOn(word string) bool { return openers[word] }

var openers = setOf(`and but so also ok then`)

// WantsOthers reports whether a word leaves out what was spoken of: "what else".
func WantsOthers(word string) bool { return otherWords[word] }

var otherWords = setOf(`else other others another more`)

// Leans reports whether a sentence that begins with a word rests on the one before it:
// "Its budget …", "Both films …".
func Leans(word string) bool {
	switch word {
	case "both", "such", "here", "there":
		return true
	}
	return PronounOf(word) != NoPronoun || GoesOn(word) || WantsOthers(word)
}
