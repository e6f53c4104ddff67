package english

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// IsGreeting reports whether a word greets.
func IsGreeting(word string) bool { return greetings[word] }

// IsThanks reports whether a word thanks.
func IsThanks(word string) bool { return thanks[word] }

// IsParting reports whether a word takes leave.
func IsParting(word string) bool { return partings[word] }

// IsYou reports whether a word means the one who is spoken to.
func IsYou(word string) bool { return yous[word] }

// Provides reports whether a verb says what a house has for its guests: who asks "do you sell tea?" means the house that the
// sources are of, whoever answers.
func Provides(verb string) bool { return provides[verb] }

var provides = setOf(`have got sell offer serve take accept allow provide rent lend hire stock deliver`)

// IsOwn reports whether a word means the one who speaks.
func IsOwn(word string) bool { return owns[word] }

var owns = setOf(`i my me mine we our us`)

// IsOpinion reports whether a verb asks for an opinion or a feeling: "do you like …".
func IsOpinion(word string) bool { return opinionVerbs[word] }

// IsTaste reports whether a verb of [IsOpinion] is of what somebody likes or thinks, and not of what he does.
func IsTaste(word string) bool { return opinionVerbs[word] && !deeds[word] }

// IsQuality reports whether a superlative is a matter of taste.
func IsQuality(word string) bool { return qualities[word] }

var qualities = setOf(`best worst favourite favorite greatest finest coolest nicest prettiest`)

// IsOfHelper reports whether a word says nothing beside "you" but what the asked one is
// there for: "where do you get your information".
func IsOfHelper(word string) bool { return helperWords[word] }

// WithoutVerdict leaves out the yes or no that a text begins with, as answers in lists of questions do.
func WithoutVerdict(text string) string {
	for _, word := range []string{"Yes", "No"} {
		rest, ok := strings.CutPrefix(text, word)
		if ok && len(rest) > 2 && strings.IndexByte(",.:;!", rest[0]) >= 0 && rest[1] == ' ' {
			if r, n := utf8.DecodeRuneInString(rest[2:]); unicode.IsLetter(r) { // but "No. 5"
				return string(unicode.ToUpper(r)) + rest[2+n:]
			}
		}
	}
	return text
}

// AnswersItself parts a text that asks a question and answers it, as lists of questions do: "Does it float? No: it sinks." The
// answer is true for a yes.
func AnswersItself(text string) (answer bool, rest string, ok bool) {
	_, rest, ok = strings.Cut(text, "? ")
	switch {
	case !ok:
	case strings.HasPrefix(rest, "Yes"):
		return true, rest, true
	case strings.HasPrefix(rest, "No") && (len(rest) == 2 || !unicode.IsLetter(rune(rest[2]))), strings.HasPrefix(rest, "Not "):
		return false, rest, true
	}
	return false, text, false
}

// Compares reports whether a word puts two things side by side.
func Compares(word string) bool { return compareWords[word] }

var (
	greetings    = setOf(`hi hello hey yo hiya greetings morning evening afternoon good howdy sup`)
	thanks       = setOf(`thanks thank thx ty cheers`)
	partings     = setOf(`bye goodbye goodnight farewell cya`)
	yous         = setOf(`you you're you've`)
	opinionVerbs = setOf(`like love hate prefer enjoy want feel think believe recommend watch watched see seen eat sleep dream fancy dislike`)
	deeds        = setOf(`want watch watched see seen eat sleep dream`)
	helperWords  = setOf(`summary overview outline gist able get find learn information info data facts knowledge know do help work come works you're you your yours from answer answers about topic topics subject subjects cover ask question questions many made real person human machine program robot ai`)
	compareWords = setOf(`compare comparison compared difference differences differ different versus vs`)
)

// IsCourse reports whether a word means what happened one after the other, IsTimes whether it means points of time.
func IsCourse(word string) bool { return courseWords[word] }

// IsTimes: see [IsCourse].
func IsTimes(word string) bool { return timeWords[word] }

// Happens reports whether a verb says no more than that something was at a time: "what happened in 1990".
func Happens(word string) bool { return happenVerbs[word] }

// IsTimeUnit reports whether a word is a measure of time that one counts: "how many years".
func IsTimeUnit(word string) bool { return timeUnits[word] }

// IsTime reports whether a word is a measure of time, of one or of several.
func IsTime(word string) bool { return timeUnits[word] || timeMeasures[word] }

var (
	timeMeasures = setOf(`second seconds minute minutes hour hours day week month year decade century centuries`)

	happenVerbs = setOf(`happen happens happened occur occurs occurred`)
	timeUnits   = setOf(`years months weeks days decades`)
	courseWords = setOf(`timeline chronology chronological chronologically history stages dates`)
	timeWords   = setOf(`date year years`)
)

// IsSource reports whether a word means an article that something stands in.
func IsSource(word string) bool { return sourceWords[word] }

// IsPiece reports whether a word can mean such an article, once its publisher is named.
func IsPiece(word string) bool { return pieceWords[word] }

// AsksLetters reports whether words ask what letters stand for: "stands for", "in full".
func AsksLetters(word, next string) bool {
	switch word {
	case "letters", "acronym", "abbreviation", "initials", "abbreviate", "abbreviated", "unabbreviated":
		return true
	case "stand", "stands", "short":
		return next == "for"
	case "in", "spelled", "spelt", "written", "write":
		return next == "full" || next == "out"
	case "full":
		return next == "name" || next == "form"
	}
	return false
}

// A Whence is a way to ask where what was said is from.
type Whence int

const (
	NoWhence Whence = iota
	Sources         // "your source?", "link?", "prove it"
	Knowing         // "how do you know?", "where did you get that?", "are you sure?"
	Saying          // "who says so?", "where does it say that?"
)

// WhenceOf returns how a word of a question that has no other content asks where what was said is from.
func WhenceOf(word string) Whence { return whenceWords[word] }

var whenceWords = func() map[string]Whence {
	m := map[string]Whence{}
	for kind, words := range map[Whence]string{
		Sources: `source sources proof prove evidence citation citations cite reference references link links`,
		Knowing: `know sure certain get got read find found`,
		Saying:  `say says said`,
	} {
		for w := range setOf(words) {
			m[w] = kind
		}
	}
	return m
}()

// IsPlease reports whether a word begs for what is asked.
func IsPlease(word string) bool {
	return word == "please" || word == "pls" || word == "plz" || word == "kindly"
}

// WithoutCondition is a sentence without the clause before its comma that says when it holds: "if you are ill, …".
func WithoutCondition(sentence string) string {
	return condition.ReplaceAllString(sentence, "")
}

// Clauses parts a sentence before a "but" that goes on: "food is not, but you can bring your own"; one that sets something
// apart, "but not on Fridays", stays.
func Clauses(sentence string) []string {
	at := strings.Index(sentence, ", but ")
	if at < 0 || strings.HasPrefix(sentence[at:], ", but not ") {
		return []string{sentence}
	}
	return []string{sentence[:at], sentence[at+len(", but "):]}
}

// WithoutException parts a sentence from what it sets apart: "free, except on Sundays".
func WithoutException(sentence string) (rest, apart string) {
	at := exception.FindStringIndex(sentence)
	if at == nil {
		return sentence, ""
	}
	return strings.TrimSpace(sentence[:at[0]]), sentence[at[0]:]
}

var (
	condition = regexp.MustCompile(`(?i)^\s*(?:if|unless|when|once|as long as|provided|where)\b[^,]*,\s*`)
	exception = regexp.MustCompile(`(?i),?\s*\b(?:except|excepting|excluding|apart from|other than|but not)\b`)
)

// Excludes reports whether words set what follows them, or stands before them, apart: "apart from", "else", "X aside".
func Excludes(word, next string) bool {
	return word == "else" || word == "aside" || Excepts(word, next) > 0
}

// Excepts is how many words set apart what follows them: 2 of "apart from" and "leaving out", 1 of "except", 0 of others.
func Excepts(word, next string) int {
	switch word {
	case "besides", "except", "excepting", "excluding", "minus", "barring":
		return 1
	}
	two := false
	switch word {
	case "apart", "aside":
		two = next == "from"
	case "other":
		two = next == "than"
	case "not":
		two = next == "counting"
	case "leave", "leaving", "left":
		two = next == "out" || next == "aside"
	case "put", "putting", "set", "setting":
		two = next == "aside"
	}
	if two {
		return 2
	}
	return 0
}

// Reports reports whether a verb hands on what somebody holds: "my aunt says …".
func Reports(word string) bool { return reportVerbs[word] }

var reportVerbs = setOf(`says said thinks thought claims claimed reckons reckon swears insists believes argues told think heard read`)

// Corrects returns what somebody puts in the place of something in the question before: "no, I meant the mill", "sorry, 2017".
func Corrects(text string) (instead string, ok bool) {
	m := corrects.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	return m[1], true
}

var corrects = regexp.MustCompile(`(?i)^(?:(?:no|nope|sorry|oops|actually|wait|well)\b[,.! ]*)*(?:(?:no|nope|sorry|oops),|(?:i )?(?:meant|mean)|make that)[, ]+((?:the )?[\pL\pN][^?!,;]*?)[.! ]*$`)

// Former reports whether a word, with the next, says that something is no longer so: "used to", "former".
func Former(word, next string) bool {
	switch word {
	case "used":
		return next == "to"
	case "no":
		return next == "longer"
	}
	return word == "former" || word == "formerly" || word == "ex"
}

// Speaks reports whether a stem is of a verb of saying.
func Speaks(stem string) bool { return speakStems[stem] }

var speakStems = setOf(`say tell claim state argu explain add note call describ report write remark complain joke recal admit insist believ think warn prais critic criticis ask answer repli laugh mention comment announc declar stress point promis confess`)

// Tells reports whether a verb, as it stands behind "does" and "to", is one by which an article tells something.
func Tells(word string) bool { return tellVerbs[word] }

var tellVerbs = setOf(`say tell report write state claim mention name list give describe note argue think hold discuss promise call quote cite put`)

// IsVague reports whether a noun may mean whatever is named before it: "the KoBiz thing".
func IsVague(word string) bool { return vagueWords[word] }

var vagueWords = setOf(`thing stuff one feature site`)

// IsProof reports whether a word is of what would prove a claim: "is there a grain of truth in it?".
func IsProof(word string) bool { return proofWords[word] }

var proofWords = setOf(`truth proof evidence basis support confirmation way chance reason`)

// Telling asks for whatever is said of what follows it.
const Telling = "what is said about "

// IsMention reports whether a verb says what an article does: "which one mentions X".
func IsMention(word string) bool { return mentionWords[word] }

// IsStated reports whether a participle says that something stands in a text: "where is it written that …".
func IsStated(word string) bool { return statedWords[word] }

var (
	sourceWords  = setOf(`source sources article articles`)
	pieceWords   = setOf(`piece pieces essay essays blog blogs column columns story stories post posts text texts page pages writeup report reports document documents chapter chapters section sections`)
	statedWords  = setOf(`written stated said printed noted mentioned claimed argued`)
	mentionWords = setOf(`mention mentions mentioned mentioning bring brings brought raise raises touch touches treat treats read see saw find found learn learned talk talks talking discuss discusses discussed cover covers covered say says deal deals describe describes tell tells speak speaks contain contains include includes use used have has cite quote quoted take taken come comes lifted`)
)
