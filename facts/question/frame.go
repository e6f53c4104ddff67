package question

import (
	"slices"
	"strings"
	"unicode"

	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A Frame is a message taken apart: what it asks, and what it says around that.
// People greet, give reasons and tell what they half remember before they ask; only
// what is asked is planned, and what is said around it weighs less as evidence.
type Frame struct {
	Asks  []string // the sentences that ask, in order, each with what it cannot be read without
	Rest  string   // what else is said that has content
	Claim bool     // nothing asks: the message itself, or what it quotes, is held against the sources
	Held  bool     // the claim is quoted
}

// maxAsks is how many questions of one message are answered.
const maxAsks = 3

// TakeApart takes a message apart.
func TakeApart(text string, stems *nlp.Stemmer) Frame {
	if claim := heldUp(text, stems); claim != "" {
		return Frame{Asks: []string{claim}, Claim: true, Held: true}
	}
	spans := nlp.Sentences(text)
	var f Frame
	if len(spans) < 2 {
		f.Asks = []string{text}
		f.split(stems)
		return f
	}
	var rest []string
	about := "" // a name put before the question: "Blue Mill, was it? Who made that?"
	for i, s := range spans {
		sentence := about + text[s.Start:s.End]
		r := Parse(sentence, Said{}, stems)
		about = ""
		if i+1 < len(spans) && len(f.Asks) == 0 && onlyNames(r) {
			about = strings.TrimRight(r.namesAlone(), " ?!.,") + ", "
			continue
		}
		content := 0
		for _, w := range r.Words {
			if w.Content() && !english.IsTag(w.Norm) { // "is that true?" says nothing by itself
				content++
			}
		}
		asks := strings.HasSuffix(strings.TrimRight(sentence, ` "”')`), "?") || r.Verdict || r.Order || AsksLater(r.Words)
		switch {
		case asks && content == 0 && len(rest) > 0 && len(f.Asks) == 0: // "X made Y. Is that true?"
			last := rest[len(rest)-1]
			rest = rest[:len(rest)-1]
			f.Asks = append(f.Asks, last+" "+sentence)
		case asks && len(f.Asks) > 0 && onlyArticle(r):
			f.Asks[len(f.Asks)-1] += " " + sentence // "somebody asks where X is told. Which of your articles?"
		case len(f.Asks) > 0 && ofEach(r):
			// "Give both figures." says how, not what
		case len(f.Asks) > 0 && elaborates(r):
			f.Asks[len(f.Asks)-1] += " " + sentence
		case asks && content > 0 && len(f.Asks) < maxAsks:
			f.Asks = append(f.Asks, sentence)
		case content > 0:
			rest = append(rest, sentence)
		}
	}
	f.Rest = strings.Join(rest, " ")
	f.split(stems)
	if len(f.Asks) == 0 {
		f.Asks, f.Rest, f.Claim = []string{text}, "", !requests(text, stems)
	}
	return f
}

// What a quotation has at least to be a claim and no title, and what is said beside it at most, in words
// of content, to ask for no more than whether it holds.
const (
	minClaim  = 4
	maxRemark = 5
)

// heldUp is the claim that a message quotes and asks only to have judged, "" where there is none:
// "Posted today: 'the mill burnt down twice'. Shall I leave it up?"
func heldUp(text string, stems *nlp.Stemmer) string {
	before, claim, after := english.Quotation(text)
	if claim == "" {
		return ""
	}
	ended := strings.ContainsAny(claim[len(claim)-1:], ".!?")
	after = strings.TrimSpace(after)
	if !ended && after != "" && strings.IndexFunc(after, func(r rune) bool { return unicode.IsLower(r) }) == 0 {
		return "" // "the quoted is an object of the sentence around it"
	}
	said := Parse(claim, Said{}, stems)
	tells := 0
	for _, w := range said.Words {
		if !w.Capitalised() && (w.Content() || english.IsAuxiliary(w.Norm)) {
			tells++
		}
	}
	if tells == 0 || len(said.Words) < minClaim || !ended && len(said.Words) == minClaim || said.Asks() || strings.HasSuffix(claim, "?") {
		return ""
	}
	around := Parse(before, Said{}, stems).Words
	if n := len(around); AsksLater(around) || n > 0 && (around[n-1].IsGlue || english.IsAuxiliary(around[n-1].Norm)) || strings.HasSuffix(strings.TrimSpace(before), "?") {
		return ""
	}
	content := 0
	remark := Parse(after, Said{}, stems).Words
	for i, w := range remark {
		if w.Content() {
			content++
		}
		if w.Content() && w.Capitalised() && i > 0 || w.Marked > 0 {
			return "" // it speaks of something else
		}
	}
	if AsksLater(remark) || content > maxRemark {
		return ""
	}
	return claim
}

// onlyArticle reports whether a question asks for an article and says no more: "which of your texts is it?".
func onlyArticle(r *Question) bool {
	found := false
	for _, w := range r.Words {
		article := english.IsSource(w.Norm) || english.IsPiece(w.Norm)
		if w.Content() && !article {
			return false
		}
		found = found || article
	}
	return found
}

// elaborates reports whether a sentence begs for what the question before it asks, in other words:
// "What is it good for? List the advantages."
func elaborates(r *Question) bool {
	if AsksLater(r.Words) || strings.HasSuffix(strings.TrimRight(r.Text, " "), "?") {
		return false
	}
	begs := false
	for i, w := range r.Words {
		begs = begs || i < 3 && english.IsImperative(w.Norm)
		if i > 0 && w.Content() && w.Capitalised() {
			return false // it names something else
		}
	}
	return begs
}

// maxOfEach is how many words a sentence has at most that only says how the question before it is
// to be answered.
const maxOfEach = 6

// ofEach reports whether a sentence begs for a value of each of the things that were named before it:
// "Give both figures, please."
func ofEach(r *Question) bool {
	return elaborates(r) && len(r.Words) <= maxOfEach && slices.ContainsFunc(r.Words, func(w Word) bool { return w.Norm == "both" || w.Norm == "each" })
}

// onlyNames reports whether a sentence that asks says no more than names, and perhaps whether they are
// the right ones.
func onlyNames(r *Question) bool {
	names := 0
	for _, w := range r.Words {
		switch {
		case w.Content() && !w.Capitalised() || Asks(w.Norm) != Nothing:
			return false
		case w.Content():
			names++
		}
	}
	end := strings.TrimRight(r.Text, " ")
	return names > 1 && (strings.HasSuffix(end, "?") || strings.HasSuffix(end, "!"))
}

// namesAlone is what a question says up to its last name.
func (q *Question) namesAlone() string {
	last := 0
	for i, w := range q.Words {
		if w.Content() {
			last = i
		}
	}
	return q.Text[:q.Words[last].End]
}

// split parts a question that asks two things: "when did X die and how old was she".
func (f *Frame) split(stems *nlp.Stemmer) {
	var asks []string
	for _, text := range f.Asks {
		r := Parse(text, Said{}, stems)
		if first, second, ok := clauses(r); ok && len(f.Asks) < maxAsks && !onlyArticle(Parse(second, Said{}, stems)) {
			asks = append(asks, first, second)
		} else {
			asks = append(asks, text)
		}
	}
	f.Asks = asks[:min(len(asks), maxAsks)]
}

// requests reports whether a message that asks nothing begs for something, "four more countries, please", or
// misses a name: "the film with the mill, its title escapes me".
func requests(text string, stems *nlp.Stemmer) bool {
	words := Parse(text, Said{}, stems).Words
	for i, w := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1].Norm
		}
		if english.IsPlease(w.Norm) || english.Forgets(w.Norm, next) || i > 0 && words[i-1].Norm == "i" && (w.Norm == "need" || w.Norm == "want") {
			return true
		}
	}
	return false
}

// clauses splits a question before a second question word that follows an "and".
func clauses(r *Question) (first, second string, ok bool) {
	asked := false
	for i, w := range r.Words {
		if i > 1 && (asked || english.IsWh(w.Norm) && r.Words[i-1].Norm == "and" && r.Words[i-1].Comma && asksByNoun(r.Words[:i-1])) && w.Kind == 0 && (english.IsWh(w.Norm) || english.IsAuxiliary(w.Norm)) {
			prev, from := r.Words[i-1], w.Start
			if english.IsPreposition(prev.Norm) && i > 2 { // "and from what year"
				prev, from = r.Words[i-2], prev.Start
			}
			if prev.Norm == "and" || prev.Norm == "&" {
				return strings.TrimRight(r.Text[:prev.Start], " ,;"), r.Text[from:], true
			}
			if english.IsWh(w.Norm) && endsClause(r.Text[:w.Start]) {
				return r.Text[:w.Start], r.Text[w.Start:], true
			}
		}
		dates := w.Norm == "when" && i+1 < len(r.Words) && !english.IsAuxiliary(r.Words[i+1].Norm) // "when Ann left, who …" asks for no date
		asked = asked || english.IsWh(w.Norm) && !dates || i == 0 && english.IsAuxiliary(w.Norm)
	}
	return "", "", false
}

// asksByNoun reports whether words name what they ask for and have no verb: "the miller of Alba, and who built it?"
func asksByNoun(words []Word) bool {
	return slices.ContainsFunc(words, Word.Content) && !slices.ContainsFunc(Tags(words), nlp.Tag.Verb)
}

func endsClause(s string) bool {
	s = strings.TrimRight(s, " ")
	return strings.HasSuffix(s, "?") || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ";")
}
