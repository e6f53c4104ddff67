package reading

import (
	_ "embed"

	"hapjak/nlp"
)

// A text is a passage taken apart once: its words, sentences, noun phrases and
// names, whatever the question.
type text struct {
	raw       string
	words     []word
	sentences []sentence
}

type sentence struct {
	span       nlp.Span
	first, end int // its words
}

// A word is one token with what candidates and features need to know of it.
type word struct {
	start, end  int32
	norm, stem  uint32 // hashes
	prefix      uint32 // hash of the first letters; 0 for a short word
	class       uint32 // hash of the ending, for words that are no function words
	sense       uint32 // group of synonyms; 0 for none
	tag         nlp.Tag
	is          flags
	rarity      float32 // 0 for a word of every text, about 8 for one that is rare
	phrase      int32   // first word of the noun phrase it stands in; -1 outside
	phraseEnd   int32
	name        int32 // first word of the run of proper nouns it stands in; -1 outside
	nameEnd     int32
	attachLeft  bool // no space before it: a hyphen, a bracket, the end of a word
	attachRight bool
	again       uint8 // how often its stem stands in the text, at most 4
}

type flags uint16

const (
	isContent   flags = 1 << iota // a noun, verb, adjective, adverb or number that means something by itself
	isCapital                     // begins with a capital
	isNumber                      // digits or a number word
	isYear                        // 1000 to 2100
	isMonth                       // a month, a weekday, a season
	isTimeUnit                    // year, century, day …
	isMoney                       // $, dollars, million won
	isPercent                     // %, percent, per cent
	isQuoted                      // between quotation marks
	isBracketed                   // between brackets
	isFunction                    // of, the, and …
	isScale                       // hundred, million …
)

// maxWords and maxBytes bound how much of one passage is read.
const (
	maxWords = 1500
	maxBytes = 16 << 10
)

// clip returns at most n bytes of s. It may cut a letter in two, which the
// tokens take for a mark.
func clip(s string, n int) string { return s[:min(len(s), n)] }

// analyse takes a passage apart.
func analyse(raw string, stems *nlp.Stemmer) *text {
	t := &text{raw: raw}
	for _, span := range nlp.Sentences(clip(raw, maxBytes)) {
		if len(t.words) >= maxWords {
			break
		}
		t.addSentence(span, stems)
	}
	t.count()
	return t
}

// count finds how often each word's stem stands in the text.
func (t *text) count() {
	times := make(map[uint32]uint8, len(t.words))
	for i := range t.words {
		times[t.words[i].stem] = min(times[t.words[i].stem]+1, 4)
	}
	for i := range t.words {
		t.words[i].again = times[t.words[i].stem]
	}
}

func (t *text) addSentence(span nlp.Span, stems *nlp.Stemmer) {
	tokens := stems.Tokens(t.raw[span.Start:span.End])
	if room := maxWords - len(t.words); len(tokens) > room {
		tokens = tokens[:room]
	}
	if len(tokens) == 0 {
		return
	}
	tags := nlp.GuessTags(tokens)
	first := len(t.words)
	quoted, bracketed := false, false
	for i, tok := range tokens {
		w := newWord(tok, tags[i])
		w.start += int32(span.Start)
		w.end += int32(span.Start)
		w.attachLeft = i > 0 && tokens[i-1].End == tok.Start
		w.attachRight = i+1 < len(tokens) && tokens[i+1].Start == tok.End
		switch {
		case w.tag == nlp.QUOTE && tok.Norm == `"`:
			quoted = !quoted
		case w.tag == nlp.OPEN:
			bracketed = true
		case w.tag == nlp.CLOSE:
			bracketed = false
		default:
			w.is |= isQuoted.when(quoted) | isBracketed.when(bracketed)
		}
		t.words = append(t.words, w)
	}
	t.sentences = append(t.sentences, sentence{span, first, len(t.words)})
	t.chunk(first, len(t.words))
}

func (f flags) when(b bool) flags {
	if b {
		return f
	}
	return 0
}

func newWord(tok nlp.Token, tag nlp.Tag) word {
	w := word{start: int32(tok.Start), end: int32(tok.End), tag: tag, phrase: -1, name: -1}
	w.norm = nlp.HashString(seed, tok.Norm)
	w.stem = nlp.HashString(seed, tok.Stem)
	if tok.Kind == nlp.Word && len(tok.Norm) >= 6 {
		w.prefix = nlp.HashString(seed, tok.Norm[:5])
	}
	w.is = tokenFlags(tok, tag)
	w.rarity = rarity(w.stem)
	if w.is&isContent != 0 && (tag != nlp.NNP || !tok.Capitalised()) {
		w.sense = sense(w.stem)
	}
	if w.is&isFunction == 0 {
		w.class = nlp.HashString(seed+1, suffix(tok.Norm, 3))
	} else {
		w.class = w.norm
	}
	return w
}

const seed = 2166136261

func tokenFlags(tok nlp.Token, tag nlp.Tag) flags {
	var f flags
	f |= isCapital.when(tok.Capitalised()) | isNumber.when(tag == nlp.CD)
	switch tok.Kind {
	case nlp.Number:
		f |= isContent | isNumber | isYear.when(len(tok.Norm) == 4 && (tok.Norm[0] == '1' || tok.Norm[:2] == "20"))
	case nlp.Punct, nlp.Possessive:
		return f | isMoney.when(tag == nlp.DOLLAR) | isPercent.when(tok.Norm == "%")
	default:
		if isContentTag(tag) && !isAuxiliary(tok.Norm) {
			f |= isContent
		}
	}
	f |= isFunction.when(f&isContent == 0)
	switch tok.Stem {
	case "januari", "februari", "march", "april", "may", "june", "juli", "august", "septemb", "octob", "novemb", "decemb",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
		f |= isMonth.when(tok.Capitalised())
	case "spring", "summer", "autumn", "winter", "morn", "even", "midnight", "noon", "easter", "christma":
		f |= isMonth
	case "year", "centuri", "decad", "day", "month", "week", "hour", "minut", "second", "millennium", "bc", "ad", "bce", "ce", "era", "age":
		f |= isTimeUnit
	case "dollar", "pound", "euro", "won", "yen", "yuan", "cent", "us", "usd", "franc", "rupe":
		f |= isMoney.when(tag.Noun())
	case "percent", "percentag":
		f |= isPercent
	case "hundr", "thousand", "million", "billion", "trillion", "dozen":
		f |= isScale | isNumber
	}
	if n := len(tok.Norm); n >= 5 && tok.Norm[n-1] == 's' && tok.Norm[0] >= '1' && tok.Norm[0] <= '9' { // 1960s
		f |= isYear | isNumber
	}
	return f
}

func isContentTag(t nlp.Tag) bool {
	return t.Noun() || t.Verb() || t.Adjective() || t.Adverb() || t == nlp.CD || t == nlp.FW
}

func isAuxiliary(w string) bool {
	switch w {
	case "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "having", "do", "does", "did", "doing", "done",
		"not", "also", "so", "then", "very", "there", "n't", "as", "just":
		return true
	}
	return false
}

// chunk marks the noun phrases and the runs of proper nouns of a sentence.
func (t *text) chunk(first, end int) {
	for i := first; i < end; {
		j, head := i, -1
		for ; j < end; j++ {
			g := t.words[j].tag
			hyphen := g == nlp.COLON && t.words[j].attachLeft && t.words[j].attachRight
			if g.Noun() || g == nlp.CD || g == nlp.DOLLAR || t.words[j].is&isPercent != 0 {
				head = j
			} else if !(g == nlp.DT && j == i || g.Adjective() || g == nlp.PRPS && j == i || g == nlp.POS && head == j-1 ||
				(g == nlp.VBN || g == nlp.VBG) && (j == i || t.words[j-1].attachRight || t.words[j-1].tag == nlp.DT) || g.Adverb() && j == i || hyphen) {
				break
			}
		}
		if head < 0 {
			i = max(j, i+1)
			continue
		}
		for k := i; k <= head; k++ {
			t.words[k].phrase, t.words[k].phraseEnd = int32(i), int32(head+1)
		}
		i = head + 1
	}
	t.chunkNames(first, end)
}

func (t *text) chunkNames(first, end int) {
	for i := first; i < end; i++ {
		if !t.words[i].tag.Proper() {
			continue
		}
		j := i + 1
		for j < end {
			w := t.words[j]
			joins := j+1 < end && t.words[j+1].tag.Proper() && (w.tag == nlp.COLON && w.attachLeft && w.attachRight || w.norm == hashOf || w.norm == hashAmp)
			if !w.tag.Proper() && !joins {
				break
			}
			j++
		}
		for k := i; k < j; k++ {
			t.words[k].name, t.words[k].nameEnd = int32(i), int32(j)
		}
		i = j - 1
	}
}

var hashOf, hashAmp = nlp.HashString(seed, "of"), nlp.HashString(seed, "&")

// wordRarity is an nlp.Weights from a stem to eight times the logarithm of the
// share of texts that hold it, made by `go run ./facts/reading/train words`.
//
//go:embed words.bin
var wordRarity string

// rarest is the rarity of a stem that the table does not hold.
const rarest = 7.5

// rarity returns how much it tells that a stem stands in two texts.
func rarity(stem uint32) float32 {
	if e := nlp.Weights(wordRarity).Entries(stem); e != "" {
		return float32(e[0]) / 8
	}
	return rarest
}
