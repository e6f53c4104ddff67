package facts

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"hapjak/nlp"
)

// A word is a token of a question with the part it plays before any meaning is
// looked up.
type word struct {
	nlp.Token
	glue   glue
	isGlue bool
	skip   float32 // what it costs to leave the word unread
	comma  bool    // a comma or a like mark stands before it
	mute   bool    // it only belongs to talk: "tell me about"
	marked int     // number of the quoted or bracketed run it stands in, 0 for none
}

// What it costs to leave a word of a question unread. A content word that is
// left unread is why an answer is refused, unless the evidence accounts for it.
const (
	skipCapital  = 0.3 // glue with a capital, which may be part of a name
	skipLight    = 0.6 // a verb that may only help another
	skipTalk     = 0.15
	skipStranded = 1 // a preposition that the question ends in: "what is X about"
	skipContent  = 4
)

// A parsed is a question as it was read, before it is planned.
type parsed struct {
	text    string
	words   []word
	verdict bool // a yes/no question
	order   bool // "list …", "tell me about …": a request rather than a question
}

// maxWords bounds how much of a question is planned. What is longer is no
// question but a text, and is looked up in the passages.
const maxWords = 48

var (
	discordMark = regexp.MustCompile(`<(?:@[!&]?|#|a?:\w+:|/[\w -]+:)\d+>`)
	markdown    = strings.NewReplacer("**", "", "__", "", "~~", "", "||", "", "```", " ", "`", "", "*", " ", "[", " [ ", "]", " ] ")
)

// read turns a question's text into words. Discord's mentions and Markdown are
// taken out; quotation marks, brackets and commas are kept as marks of words.
func read(text string, stems stems) parsed {
	if len(text) > 4096 {
		text = text[:4096]
	}
	if strings.IndexByte(text, '<') >= 0 {
		text = discordMark.ReplaceAllString(text, " ")
	}
	if strings.IndexByte(text, '&') >= 0 {
		text = html.UnescapeString(text)
	}
	clean := markdown.Replace(strings.ToValidUTF8(text, " "))
	clean = strings.TrimSpace(clean)
	r := parsed{text: clean, words: wordsOf(clean, stems)}
	if n := len(r.words); n == maxWords {
		r.text = clean[:r.words[n-1].End] // the rest is not looked up either
	}
	r.verdict, r.order = openingOf(r.words)
	r.verdict = r.verdict || tagged(r.words)
	return r
}

func wordsOf(text string, stems stems) []word {
	toks := stems.Tokens(text)
	words := make([]word, 0, len(toks))
	comma, asked, marked, runs := false, false, 0, 0
	for i, t := range toks {
		if t.Kind == nlp.Punct && t.Norm != "&" && t.Norm != "+" && t.Norm != "$" {
			switch t.Norm {
			case ",", ";", ":":
				comma = true
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
		if long, ok := chatWords[t.Norm]; ok && marked == 0 && !t.Capitalised() {
			t.Norm, t.Stem = long, nlp.Stem(long)
		}
		if t.Norm == "fi" && len(words) > 0 && words[len(words)-1].Norm == "sci" { // "sci-fi"
			words[len(words)-1].Norm, t.Norm = "science", "fiction"
		}
		if t.Norm == "come" && len(words) > 0 && words[len(words)-1].Norm == "how" { // "how come" is "why"
			words[len(words)-1].Norm = "why"
			continue
		}
		w := word{Token: t, comma: comma, marked: marked, skip: skipContent}
		comma = false
		if isWh(t.Norm) && t.Norm != "whose" && !asked {
			asked = true
			w.glue, w.isGlue = glueWords[t.Norm], true // what is asked must be answered
		} else if g, ok := glueWords[t.Norm]; ok {
			w.glue, w.isGlue, w.skip = g, true, 0
		} else if lightVerbs[t.Norm] {
			w.skip = skipLight
		} else if talkWords[t.Norm] || t.Kind == nlp.Punct {
			w.skip = skipTalk
		}
		if words = append(words, w); len(words) == maxWords {
			break
		}
	}
	quietOaths(words)
	muteAbout(words)
	if n := len(words); n > 2 && words[n-1].glue&glueWith != 0 {
		words[n-1].skip = skipStranded
		if words[n-1].Norm == "about" {
			words[n-1].skip = skipContent // "what is X about" asks for what it is about
		}
	}
	return words
}

// quietOaths takes the weight off what only lends weight: "who in the world",
// "what on earth", "why the hell".
func quietOaths(words []word) {
	for i, w := range words {
		if !isWh(w.Norm) {
			continue
		}
		for j := i + 1; j < len(words) && j <= i+3; j++ {
			switch words[j].Norm {
			case "world", "earth", "hell", "heck", "fuck", "devil":
				if words[j-1].isGlue {
					words[j].skip = skipTalk
				}
			}
		}
	}
}

// muteAbout keeps the "about" of "tell me about X" and "what about X" from
// asking what X is about.
func muteAbout(words []word) {
	for i := 1; i < len(words); i++ {
		if words[i].Norm != "about" {
			continue
		}
		switch words[i-1].Norm {
		case "me", "us", "what", "how", "know", "learn", "hear", "information", "info", "something", "more", "all", "everything", "anything", "talk", "say", "tell", "on":
			words[i].mute = true
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
	for _, t := range toks {
		if t.Norm == closing {
			return true
		}
	}
	return false
}

// openingOf tells from the first words whether the question wants a yes or a
// no, or is a request.
func openingOf(words []word) (verdict, order bool) {
	for i, w := range words {
		if i > 0 && !order && words[i-1].isGlue && !opens[words[i-1].Norm] && !auxiliaries[words[i-1].Norm] {
			return false, false // "that is the writer of X" tells
		}
		switch {
		case auxiliaries[w.Norm]:
			next := ""
			if i+1 < len(words) {
				next = words[i+1].Norm
			}
			if next == "you" || next == "u" || next == "anyone" || next == "anybody" || next == "someone" || next == "i" && w.Norm != "am" {
				order = true // "can you tell me", "do you know": what follows decides
				continue
			}
			return !order || !asksLater(words[i+1:]), false
		case imperatives[w.Norm]:
			order = true
		case w.Norm == "if" || w.Norm == "whether":
			return true, false
		case isWh(w.Norm):
			return false, false
		case w.skip == skipContent:
			return false, order
		}
	}
	return false, order
}

// tagged reports whether a statement ends in a tag that asks: "X is Korean, right?"
func tagged(words []word) bool {
	if len(words) < 3 || asksLater(words) {
		return false
	}
	switch words[len(words)-1].Norm {
	case "right", "correct", "yeah", "no", "innit", "true":
		return true
	}
	return false
}

func asksLater(words []word) bool {
	for _, w := range words {
		if isWh(w.Norm) {
			return true
		}
	}
	return false
}

func isWh(w string) bool {
	switch w {
	case "who", "whom", "whose", "what", "which", "when", "where", "why", "how", "whos", "who's", "what's", "where's", "when's", "whats", "wheres":
		return true
	}
	return false
}

// yearOf reads a year written as four digits.
func yearOf(w word) (int, bool) {
	if w.Kind != nlp.Number || len(w.Norm) != 4 {
		return 0, false
	}
	y, err := strconv.Atoi(w.Norm)
	return y, err == nil && 1000 <= y && y < 2200
}

// decadeOf reads "1960s", "60s" and "sixties" as the decade's first year.
func decadeOf(w word) (int, bool) {
	if y, ok := decadeWords[w.Norm]; ok {
		return y, true
	}
	digits, ok := strings.CutSuffix(w.Norm, "s")
	if !ok || len(digits) != 4 && len(digits) != 2 {
		return 0, false
	}
	y, err := strconv.Atoi(digits)
	if err != nil || y%10 != 0 {
		return 0, false
	}
	if len(digits) == 2 {
		y += 1900
		if y < 1920 {
			y += 100
		}
	}
	return y, y >= 1000 && y < 2200
}
