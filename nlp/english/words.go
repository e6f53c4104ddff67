package english

import (
	"strings"
	"unicode"
)

// A Glue word holds content words together; it may be skipped at no cost, and
// what it says about the words beside it is kept as a set of hints.
type Glue uint32

const (
	GlueOf   Glue = 1 << iota // of, 's: what follows (precedes) is the whole of a role
	GlueBy                    // by: what follows is the agent
	GlueWith                  // with, in, on, at, for, from …: a restriction follows
	GlueAnd                   // and, both, as well as
	GlueOr                    // or
	GlueNot                   // not, without, except
	GlueBe                    // a form of be: a passive may follow
	GlueThat                  // a relative clause begins
	GluePoss                  // 's
	GlueComma
)

// GlueWord returns the hints of a glue word, and whether a word is one.
func GlueWord(word string) (Glue, bool) {
	g, ok := glueWords[word]
	return g, ok
}

var glueWords = map[string]Glue{
	"of": GlueOf, "'s": GluePoss | GlueOf,
	"by":   GlueBy,
	"with": GlueWith, "in": GlueWith, "on": GlueWith, "at": GlueWith, "for": GlueWith, "from": GlueWith,
	"about": GlueWith, "during": GlueWith, "under": GlueWith, "into": GlueWith, "inside": GlueWith, "within": GlueWith,
	"featuring": GlueWith, "opposite": GlueWith, "through": GlueWith, "over": GlueWith, "between": GlueWith, "across": GlueWith, "upon": GlueWith,
	"and": GlueAnd, "both": GlueAnd, "plus": GlueAnd, "&": GlueAnd,
	"or": GlueOr, "either": GlueOr,
	"not": GlueNot, "without": GlueNot, "except": GlueNot, "excluding": GlueNot, "but": GlueAnd,
	"is": GlueBe, "are": GlueBe, "was": GlueBe, "were": GlueBe, "be": GlueBe, "been": GlueBe, "being": GlueBe, "am": GlueBe,
	"that": GlueThat, "which": GlueThat, "who": GlueThat, "whom": GlueThat, "whose": GlueThat, "where": GlueThat, "when": GlueThat, "what": GlueThat,
	"a": 0, "an": 0, "the": 0, "to": 0, "as": 0, "do": 0, "does": 0, "did": 0, "done": 0, "doing": 0,
	"have": 0, "has": 0, "had": 0, "having": 0, "there": 0, "it": 0, "its": 0, "this": 0, "these": 0, "those": 0,
	"he": 0, "she": 0, "they": 0, "them": 0, "him": 0, "her": 0, "his": 0, "their": 0, "hers": 0, "theirs": 0,
	"so": 0, "then": 0, "than": 0, "also": 0, "too": 0, "all": 0, "any": 0, "some": 0, "every": 0, "each": 0,
	"would": 0, "could": 0, "should": 0, "can": 0, "may": 0, "might": 0, "will": 0, "shall": 0, "must": 0,
	"i": 0, "you": 0, "we": 0, "me": 0, "us": 0, "my": 0, "your": 0, "our": 0, "if": 0, "s": 0, "t": 0,
	"other": 0, "others": 0, "another": 0, "else": 0, "same": 0, "such": 0, "only": 0, "own": 0, "very": 0, "just": 0,
	"how": 0, "why": 0, "whether": 0, "out": 0, "up": 0, "together": 0, "along": 0, "alongside": 0, "itself": 0, "himself": 0,
	"ones": 0, "one": 0, "again": 0, "yet": 0, "already": 0, "ever": 0, "get": 0, "gets": 0, "got": 0, "anyone": 0, "anybody": 0,
	"someone": 0, "somebody": 0, "anything": 0, "something": 0, "here": 0, "now": 0, "per": 0, "via": 0, "while": 0, "because": 0,
	"vs": GlueOr, "versus": GlueOr,
	"isnt": GlueBe | GlueNot, "wasnt": GlueBe | GlueNot, "arent": GlueBe | GlueNot, "werent": GlueBe | GlueNot, "didnt": GlueNot, "doesnt": GlueNot, "dont": GlueNot,
	"isn't": GlueBe | GlueNot, "wasn't": GlueBe | GlueNot, "aren't": GlueBe | GlueNot, "weren't": GlueBe | GlueNot,
	"didn't": GlueNot, "doesn't": GlueNot, "don't": GlueNot, "who's": GlueBe, "what's": GlueBe, "where's": GlueBe,
	"when's": GlueBe, "that's": GlueBe | GlueThat, "it's": GlueBe, "there's": GlueBe, "i'd": 0, "i'm": 0, "let's": 0, "whats": GlueBe, "whos": GlueBe, "wheres": GlueBe,
}

// NonLatin reports whether a text has letters, and none of the Latin script.
func NonLatin(text string) bool {
	letters := false
	for _, r := range text {
		if unicode.Is(unicode.Latin, r) {
			return false
		}
		letters = letters || unicode.IsLetter(r)
	}
	return letters
}

// IsTalk reports whether a word wraps a question without meaning anything for it. Such
// words are skipped at a small cost, so that a name or a relation made of them is
// still preferred. Those that can ask for a count or a kind are among them, because
// otherwise they say nothing.
func IsTalk(word string) bool { return talkWords[word] }

var talkWords = setOf(`please pls plz thanks thank thx ty hi hey hello yo ok okay bot sir dude guys guy man bro mate folks everyone
	tell know wonder wondering curious say says said saying think remember recall guess suppose believe want wanna need help question
	really actually exactly basically literally kinda sorta maybe perhaps probably possibly definitely certainly
	list listed name named names called call titled entitled show give provide find lookup look searching search identify mention mentioned registered credited considered known
	well oh um uh hmm er lol haha btw fyi idk tho though anyway even tf wtf ngl tbh imo lmao rofl wait alright dang damn omg bruh bros yall yeah yep nah nope right sooo umm guess idea ideas looking remind reminding gimme gotta version versions different various dat dis lemme help wanted heard hearing someone quick random random-question again quick quickly simply
	according article articles source sources text information info details detail regarding concerning particular specific specifically
	answer asking ask asked hear heard wish like love favour favor kindly sorry excuse trying try gonna gotta im ive id
	complete entire whole total really eventually finally currently still
	happen happens happened turn turned turns become became count number amount sort sorts kinds kind type types thing things stuff bit word words few come came comes
	timeline timelines chronology chronological chronologically order overview describe explain define summarize summarise recommend display`)

// IsAuxiliary reports whether a word opens a yes/no question.
func IsAuxiliary(word string) bool { return auxiliaries[word] }

var auxiliaries = setOf(`is are was were did does do has have had can could will would should am
	isn't aren't wasn't weren't didn't doesn't don't hasn't haven't isnt arent wasnt werent didnt doesnt dont hasnt havent`)

// IsPresent reports whether an auxiliary is of the present tense.
func IsPresent(word string) bool { return presents[word] }

var presents = setOf(`is are am does do has have`)

// IsModal reports whether a word is an auxiliary by which one begs: "could you …".
func IsModal(word string) bool { return modals[word] }

var modals = setOf(`can could will would should may might must`)

// Denies reports whether an auxiliary is contracted with "not".
func Denies(word string) bool {
	return IsAuxiliary(word) && (strings.HasSuffix(word, "n't") || strings.HasSuffix(word, "nt"))
}

// Opens reports whether a word may stand before the auxiliary of a yes/no question.
func Opens(word string) bool { return opens[word] }

var opens = setOf(`and or but so then also just i if whether`)

// IsImperative reports whether a word opens a request: "could you tell me …", "give me …".
func IsImperative(word string) bool { return imperatives[word] }

// BegsList reports whether a verb begs for several things: "name them".
func BegsList(word string) bool { return listing[word] }

var listing = setOf(`list name show give display write`)

var imperatives = setOf(`gimme lemme list name show give tell find describe explain define enumerate summarise summarize compare recommend display write provide`)

// InFull returns what people shorten to a word in a chat: "abt" is "about".
func InFull(word string) (string, bool) {
	full, ok := chatWords[word]
	return full, ok
}

var chatWords = map[string]string{
	"abt": "about", "ppl": "people", "u": "you", "r": "are", "ur": "your", "wat": "what", "wut": "what", "wht": "what",
	"coz": "because", "cuz": "because", "bc": "because", "yr": "year",
	"yrs": "years", "vs.": "vs", "thru": "through", "whos": "who", "whats": "what", "wheres": "where", "whens": "when",
}

// IsLightVerb reports whether a verb says little beside another: "what made X act in".
func IsLightVerb(word string) bool { return lightVerbs[word] }

var lightVerbs = setOf(`make makes made making cause causes caused let lets get gets got`)

// IsThirdPerson reports whether a word is one of the commonest verbs in the form that looks like a plural: "which pipe goes quiet?"
func IsThirdPerson(word string) bool { return thirdPerson[word] }

var thirdPerson = setOf(`goes does has makes takes gives gets comes says sees holds keeps lies stands runs plays costs needs wants leads brings becomes begins shows tells uses lets`)

// Opposite reports whether one of two words is the other with a prefix that denies it: "official", "unofficial".
func Opposite(a, b string) bool {
	for _, pair := range opposites {
		if pair[0][a] && pair[1][b] || pair[1][a] && pair[0][b] {
			return true
		}
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	prefix, ok := strings.CutSuffix(b, a)
	return ok && len(a) > 3 && denying[prefix]
}

var denying = setOf(`un in im ir il dis non`)

// opposites are words of which one is true of a thing where the other is not.
var opposites = [][2]map[string]bool{
	{setOf(`open opens opened`), setOf(`closed close closes shut shuts`)},
	{setOf(`allowed allow allows permitted permit permits permissible welcome`), setOf(`forbidden forbid forbids banned ban prohibited prohibit barred`)},
	{setOf(`included include includes including inclusive`), setOf(`excluded exclude excludes excluding exclusive`)},
	{setOf(`present attended`), setOf(`absent missing`)},
	{setOf(`full`), setOf(`empty`)},
	{setOf(`accepted accept accepts`), setOf(`refused refuse refuses rejected rejects`)},
	{setOf(`enabled enable enables`), setOf(`disabled disable disables`)},
	{setOf(`safe`), setOf(`dangerous unsafe`)},
	{setOf(`won win wins`), setOf(`lost lose loses`)},
}
