package question

import (
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A Word is a token of a question with the part it plays before any meaning is
// looked up.
type Word struct {
	nlp.Token
	Glue   english.Glue
	IsGlue bool
	Skip   float32 // what it costs to leave the word unread
	Comma  bool    // a comma or a like mark stands before it
	Mute   bool    // it only belongs to talk: "tell me about"
	Marked int     // number of the quoted or bracketed run it stands in, 0 for none
}

// What it costs to leave a word of a question unread. A content word that is
// left unread is why an answer is refused, unless the evidence accounts for it.
const (
	SkipCapital  = 0.3 // glue with a capital, which may be part of a name
	SkipLight    = 0.6 // a verb that may only help another
	SkipTalk     = 0.15
	SkipStranded = 1 // a preposition that the question ends in: "what is X about"
	SkipContent  = 4
)

// maxWords bounds how much of a question is planned. What is longer is no
// question but a text, and is looked up in the passages.
const maxWords = 48

func wordsOf(text string, stems *nlp.Stemmer) []Word {
	toks := stems.Tokens(text)
	words := make([]Word, 0, len(toks))
	comma, asked, marked, runs, colon := false, false, 0, 0, 0
	for i, t := range toks {
		if t.Kind == nlp.Punct && t.Norm != "&" && t.Norm != "+" && !isCurrency(t.Norm) {
			switch t.Norm {
			case ",", ";", ":":
				comma = true
				if t.Norm == ":" && colon == 0 {
					colon = len(words)
				}
			case `"`, "[", "]":
				if marked > 0 {
					marked = 0
				} else if t.Norm != "]" && closes(toks[i+1:min(len(toks), i+1+maxMarked)], t.Norm) {
					runs++
					marked = runs
				}
			}
			continue
		}
		if long, ok := english.InFull(t.Norm); ok && marked == 0 && !t.Capitalised() {
			t.Norm, t.Stem = long, nlp.Stem(long)
		}
		if t.Norm == "1st" && i > 0 && english.IsArticle(toks[i-1].Norm) {
			t.Norm, t.Stem = "first", nlp.Stem("first")
		}
		if t.Norm == "fi" && len(words) > 0 && words[len(words)-1].Norm == "sci" { // "sci-fi"
			words[len(words)-1].Norm, t.Norm = "science", "fiction"
		}
		if t.Norm == "come" && len(words) > 0 && words[len(words)-1].Norm == "how" { // "how come" is "why"
			words[len(words)-1].Norm = "why"
			continue
		}
		w := Word{Token: t, Comma: comma, Marked: marked, Skip: SkipContent}
		comma = false
		if english.IsWh(t.Norm) && t.Norm != "whose" && !asked {
			asked = true
			w.Glue, _ = english.GlueWord(t.Norm)
			w.IsGlue = true // what is asked must be answered
		} else if g, ok := english.GlueWord(t.Norm); ok {
			w.Glue, w.IsGlue, w.Skip = g, true, 0
		} else if english.IsLightVerb(t.Norm) {
			w.Skip = SkipLight
		} else if english.IsTalk(t.Norm) || t.Kind == nlp.Punct {
			w.Skip = SkipTalk
		}
		if words = append(words, w); len(words) == maxWords {
			break
		}
	}
	quietCount(words)
	quietOaths(words)
	quietLead(words, colon)
	if at := firstComma(words); slices.ContainsFunc(words[:at], func(w Word) bool { return english.IsYou(w.Norm) || english.IsOwn(w.Norm) }) {
		quietLead(words, at) // "on the figures you have, which …"
	}
	muteAbout(words)
	if begsList(words) {
		words[0].Mute = true // "name three mills" asks for no name
	}
	if n := len(words); n > 2 && words[n-1].Glue&english.GlueWith != 0 {
		words[n-1].Skip = SkipStranded
		if words[n-1].Norm == "about" {
			words[n-1].Skip = SkipContent // "what is X about" asks for what it is about
		}
	}
	return words
}

// isCurrency reports whether a mark is the sign of a currency.
func isCurrency(mark string) bool {
	r, _ := utf8.DecodeRuneInString(mark)
	return unicode.Is(unicode.Sc, r)
}

// quietOaths takes the weight off what only lends weight: "who in the world",
// "what on earth", "why the hell".
func quietOaths(words []Word) {
	for i, w := range words {
		if !english.IsWh(w.Norm) {
			continue
		}
		for j := i + 1; j < len(words) && j <= i+3; j++ {
			if english.IsOath(words[j].Norm) && words[j-1].IsGlue {
				words[j].Skip = SkipTalk
			}
		}
	}
}

// begsList reports whether a request begins with what begs for several things: "name three …", "list all …", "show me …".
func begsList(words []Word) bool {
	if len(words) < 2 || !english.IsImperative(words[0].Norm) {
		return false
	}
	next := words[1]
	return english.IsArticle(next.Norm) || english.IsAny(next.Norm) || english.WantsAll(next.Norm) || english.IsQuantifier(next.Norm) || next.Norm == "me" || number(next) > 0
}

// quietCount takes the weight off how many are begged for of what there may be more of: "name three mills", not
// "name the three mills".
func quietCount(words []Word) {
	for i, w := range words {
		if number(w) > 1 && begged(words, i) {
			words[i].Skip = SkipTalk
		}
	}
}

// maxLead is how many words may announce a question before a colon.
const maxLead = 6

// quietLead takes the weight off what announces a question before a colon and names nothing: "Odd one
// out: which of these is …", "For my paper: who …".
func quietLead(words []Word, colon int) {
	if colon < 2 || colon > maxLead || !AsksLater(words[colon:min(len(words), colon+3)]) {
		return
	}
	for i, w := range words[:colon] {
		if english.IsWh(w.Norm) || english.IsAuxiliary(w.Norm) || i > 0 && w.Content() && w.Capitalised() {
			return
		}
	}
	for i := range words[:colon] {
		if words[i].Content() {
			words[i].Skip = SkipTalk
		}
	}
}

// firstComma is the place of the word behind the first comma, 0 for none.
func firstComma(words []Word) int {
	return max(0, slices.IndexFunc(words, func(w Word) bool { return w.Comma }))
}

// muteAbout keeps the "about" of "tell me about X" and "what about X" from
// asking what X is about.
func muteAbout(words []Word) {
	for i := 1; i < len(words); i++ {
		if words[i].Norm == "about" {
			words[i].Mute = english.TalksAbout(words[i-1].Norm)
		}
	}
}

// maxMarked bounds how far behind an opening mark its closing one is looked for, in
// tokens.
const maxMarked = 64

func closes(toks []nlp.Token, open string) bool {
	closing := open
	if open == "[" {
		closing = "]"
	}
	return slices.ContainsFunc(toks, func(t nlp.Token) bool { return t.Norm == closing })
}

// Tags are the parts of speech of words.
func Tags(words []Word) []nlp.Tag {
	tokens := make([]nlp.Token, len(words))
	for i, w := range words {
		tokens[i] = w.Token
	}
	return nlp.GuessTags(tokens)
}

// Content reports whether a word carries content, so that an answer must account for
// it. The question words carry none: what they ask for is answered.
func (w Word) Content() bool { return w.Skip >= SkipContent && !english.IsWh(w.Norm) }

// Year reads a year written as four digits.
func (w Word) Year() (int, bool) {
	if w.Kind != nlp.Number || len(w.Norm) != 4 {
		return 0, false
	}
	y, err := strconv.Atoi(w.Norm)
	return y, err == nil && 1000 <= y && y < 2200
}
