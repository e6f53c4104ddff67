package facts

// The closed classes of English that a question is built with. What is in none
// of them carries content, and must be accounted for by a name, a relation, a
// kind or a restriction.

// A glue word holds content words together; it may be skipped at no cost, and
// what it says about the words beside it is kept as a set of hints.
type glue uint32

const (
	glueOf   glue = 1 << iota // of, 's: what follows (precedes) is the whole of a role
	glueBy                    // by: what follows is the agent
	glueWith                  // with, in, on, at, for, from …: a restriction follows
	glueAnd                   // and, both, as well as
	glueOr                    // or
	glueNot                   // not, without, except
	glueBe                    // a form of be: a passive may follow
	glueThat                  // a relative clause begins
	gluePoss                  // 's
	glueComma
	glueOther // any other skipped word
)

var glueWords = map[string]glue{
	"of": glueOf, "'s": gluePoss | glueOf,
	"by":   glueBy,
	"with": glueWith, "in": glueWith, "on": glueWith, "at": glueWith, "for": glueWith, "from": glueWith,
	"about": glueWith, "during": glueWith, "under": glueWith, "into": glueWith, "inside": glueWith, "within": glueWith,
	"featuring": glueWith, "opposite": glueWith, "through": glueWith, "over": glueWith, "between": glueWith, "across": glueWith, "upon": glueWith,
	"and": glueAnd, "both": glueAnd, "plus": glueAnd, "&": glueAnd,
	"or": glueOr, "either": glueOr,
	"not": glueNot, "without": glueNot, "except": glueNot, "excluding": glueNot, "but": glueAnd,
	"is": glueBe, "are": glueBe, "was": glueBe, "were": glueBe, "be": glueBe, "been": glueBe, "being": glueBe, "am": glueBe,
	"that": glueThat, "which": glueThat, "who": glueThat, "whom": glueThat, "whose": glueThat, "where": glueThat, "when": glueThat, "what": glueThat,
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
	"vs": glueOr, "versus": glueOr,
	"isnt": glueBe | glueNot, "wasnt": glueBe | glueNot, "arent": glueBe | glueNot, "werent": glueBe | glueNot, "didnt": glueNot, "doesnt": glueNot, "dont": glueNot,
	"isn't": glueBe | glueNot, "wasn't": glueBe | glueNot, "aren't": glueBe | glueNot, "weren't": glueBe | glueNot,
	"didn't": glueNot, "doesn't": glueNot, "don't": glueNot, "who's": glueBe, "what's": glueBe, "where's": glueBe,
	"when's": glueBe, "that's": glueBe | glueThat, "it's": glueBe, "there's": glueBe, "i'd": 0, "i'm": 0, "let's": 0, "whats": glueBe, "whos": glueBe, "wheres": glueBe,
}

// talkWords wrap a question without meaning anything for it. They are skipped
// at a small cost, so that a name or a relation made of them is still preferred.
var talkWords = wordSet(`please pls plz thanks thank thx ty hi hey hello yo ok okay bot hapjak sir dude guys guy man bro mate folks everyone
	tell know wonder wondering curious say says said saying think remember recall guess suppose believe want wanna need help question
	really actually exactly basically literally kinda sorta maybe perhaps probably possibly definitely certainly
	list listed name named names called call titled entitled show give provide find lookup look searching search identify mention mentioned registered credited considered known
	well oh um uh hmm er lol haha btw fyi idk tho though anyway even tf wtf ngl tbh imo lmao rofl wait alright dang damn omg bruh bros yall yeah yep nah nope right sooo umm guess idea ideas looking remind reminding gimme gotta version versions different various dat dis lemme help wanted heard hearing someone quick random random-question again quick quickly simply
	according article articles source sources text information info details detail regarding concerning particular specific specifically
	answer asking ask asked hear heard wish like love favour favor kindly sorry excuse trying try gonna gotta im ive id
	complete entire whole total really eventually finally currently still
	happen happens happened turn turned turns become became count number amount sort sorts kinds kind type types thing things stuff bit word words few come came comes
	timeline timelines chronology chronological chronologically order overview describe explain define summarize summarise recommend display`)

// talkNouns of talkWords that ask for a count or a kind are dealt with where
// questions are read; they stand in talkWords because otherwise they say nothing.

// auxiliaries open a yes/no question.
var auxiliaries = wordSet(`is are was were did does do has have had can could will would should am
	isn't aren't wasn't weren't didn't doesn't don't hasn't haven't isnt arent wasnt werent didnt doesnt dont hasnt havent`)

// opens may stand before the auxiliary of a yes/no question.
var opens = wordSet(`and or but so then also just i if whether`)

// imperatives open requests: "could you tell me …", "give me …".
var imperatives = wordSet(`gimme lemme list name show give tell find describe explain define enumerate summarise summarize compare recommend display write provide`)

// chatWords are how people shorten words in a chat.
var chatWords = map[string]string{
	"abt": "about", "ppl": "people", "u": "you", "r": "are", "ur": "your", "wat": "what", "wut": "what", "wht": "what",
	"coz": "because", "cuz": "because", "bc": "because", "dir": "director", "prod": "producer", "yr": "year",
	"yrs": "years", "vs.": "vs", "thru": "through", "doco": "documentary", "whos": "who", "whats": "what", "wheres": "where", "whens": "when",
}

// lightVerbs say little beside another verb: "what made X act in".
var lightVerbs = wordSet(`make makes made making cause causes caused let lets get gets got`)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	start := -1
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] != ' ' && s[i] != '\n' && s[i] != '\t' {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			set[s[start:i]] = true
			start = -1
		}
	}
	return set
}

// numerals are the numbers that people write out.
var numerals = map[string]int{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "dozen": 12, "twenty": 20,
}

// decades that people write out, as the first year.
var decadeWords = map[string]int{
	"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960,
	"seventies": 1970, "eighties": 1980, "nineties": 1990, "noughties": 2000,
}
