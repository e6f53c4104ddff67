package nlp

import (
	"strings"
	"sync/atomic"

	"github.com/kljensen/snowball/english"
)

// A Stemmer stems words and remembers the last of them: snowball takes 1.5 µs for a
// word, and the same few thousand words make up most of what is read. What it
// returns does not depend on what it remembers, any number of goroutines may use
// it, and it never grows beyond its places (about half a megabyte when all are
// taken). A nil Stemmer remembers nothing.
type Stemmer struct {
	places [1 << 12]atomic.Pointer[stemmed] // each word in the place that its hash gives it
}

// NewStemmer returns a stemmer that has seen no word yet.
func NewStemmer() *Stemmer { return new(Stemmer) }

// Stem is [Stemmer.Stem] without a memory.
func Stem(word string) string { return (*Stemmer)(nil).Stem(word) }

// Stem returns the snowball (Porter 2) stem of a folded word, after irregular
// verb forms are brought back to their infinitive: "led", "leading" and "leads"
// are all "lead". Words that are not plain ASCII letters are returned as they are.
func (m *Stemmer) Stem(word string) string {
	if lemma, ok := irregular[word]; ok {
		word = lemma
	}
	if !isPlainWord(word) {
		return word
	}
	if m == nil {
		return english.Stem(word, true)
	}
	place := &m.places[HashString(0, word)%uint32(len(m.places))]
	if s := place.Load(); s != nil && s.word == word {
		return s.stem
	}
	own := strings.Clone(word) // word may lie in a mapped file, and a short stem is a part of it
	s := &stemmed{word: own, stem: english.Stem(own, true)}
	place.Store(s)
	return s.stem
}

type stemmed struct{ word, stem string }

func isPlainWord(w string) bool {
	if len(w) == 0 || len(w) > 40 {
		return false
	}
	for i := 0; i < len(w); i++ {
		if c := w[i]; (c < 'a' || c > 'z') && c != '\'' {
			return false
		}
	}
	return true
}

// irregular maps the irregular forms of English verbs that questions and articles
// use to the infinitive, and a few plurals to the singular. Forms that are commoner
// as another word ("lay", "left", "bound", "felt") stay out, where bringing them
// back would mislead more often than help.
var irregular = map[string]string{
	"arose": "arise", "arisen": "arise", "became": "become", "began": "begin", "begun": "begin",
	"bent": "bend", "bitten": "bite", "blew": "blow", "blown": "blow", "broke": "break", "broken": "break",
	"brought": "bring", "built": "build", "bought": "buy", "caught": "catch", "chose": "choose", "chosen": "choose",
	"came": "come", "dealt": "deal", "drew": "draw", "drawn": "draw", "drove": "drive", "driven": "drive",
	"ate": "eat", "eaten": "eat", "fell": "fall", "fallen": "fall", "fed": "feed", "fought": "fight", "found": "find",
	"flew": "fly", "flown": "fly", "forgot": "forget", "forgotten": "forget", "froze": "freeze", "frozen": "freeze",
	"got": "get", "gotten": "get", "gave": "give", "given": "give", "went": "go", "gone": "go", "grew": "grow", "grown": "grow",
	"had": "have", "has": "have", "heard": "hear", "held": "hold", "hid": "hide", "hidden": "hide", "kept": "keep",
	"knew": "know", "known": "know", "led": "lead", "lent": "lend", "lost": "lose", "made": "make", "meant": "mean",
	"met": "meet", "paid": "pay", "ran": "run", "rode": "ride", "ridden": "ride", "rose": "rise", "risen": "rise",
	"said": "say", "sought": "seek", "seen": "see", "saw": "see", "sold": "sell", "sent": "send", "sang": "sing", "sung": "sing",
	"shot": "shoot", "shown": "show", "shrank": "shrink", "spoke": "speak", "spoken": "speak", "spent": "spend",
	"stood": "stand", "stole": "steal", "stolen": "steal", "struck": "strike", "swam": "swim", "took": "take", "taken": "take",
	"taught": "teach", "told": "tell", "thought": "think", "threw": "throw", "thrown": "throw", "understood": "understand",
	"undertook": "undertake", "undertaken": "undertake", "woke": "wake", "wore": "wear", "worn": "wear", "won": "win",
	"wrote": "write", "written": "write", "cowrote": "cowrite", "cowritten": "cowrite", "oversaw": "oversee", "overseen": "oversee",
	"withdrew": "withdraw", "withdrawn": "withdraw", "born": "birth", "did": "do", "done": "do", "does": "do",
	"was": "be", "were": "be", "is": "be", "are": "be", "am": "be", "been": "be",
	"men": "man", "women": "woman", "children": "child", "people": "person", "wives": "wife", "lives": "life",
	"died": "die", "dies": "die", "dying": "die",
}

// Stems returns the stems of a text's words and numbers, in order.
func (m *Stemmer) Stems(text string) []string {
	var list []string
	for t := range m.EachToken(text) {
		if t.Kind != Punct {
			list = append(list, t.Stem)
		}
	}
	return list
}

// HasStem reports whether a word of a text has a stem.
func (m *Stemmer) HasStem(text, stem string) bool {
	for t := range m.EachToken(text) {
		if t.Stem == stem {
			return true
		}
	}
	return false
}
