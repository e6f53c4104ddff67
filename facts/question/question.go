// Package question reads a question once: its text and the conversation that it stands
// in become a [Question], which does not change any more and is all that later rooms
// know of what was typed.
//
// The text is cleaned of what a chat adds (mentions, Markdown) and cut into words.
// Each word has the part that it plays before any meaning is looked up, and what it
// costs to leave it unread: glue ("of", "by") holds content together and costs
// nothing, talk ("please", "tell me") wraps it and costs little, and what is neither
// is content, which an answer must account for. The first words tell whether a yes or
// a no is wanted, or a thing is requested.
//
// No word here means anything yet: names, relations and kinds are looked up by
// facts/plan.
package question

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/nlp"
)

// A Question is a question as it was read. It is not changed once made.
type Question struct {
	Text    string // without what the chat added, and no longer than is planned
	Words   []Word
	Verdict bool // a yes or a no is wanted
	Order   bool // "list …", "tell me about …": a request rather than a question
	Said    Said
	Cut     bool // it may be longer than what is read of it
}

// Said is what a conversation spoke of last.
type Said struct {
	Topics  []kb.Node // the most recent first
	Answers []kb.Node // what the last answer gave
	Earlier []kb.Node // what was spoken of before that, the most recent first
}

// Nothing reports whether nothing was said that a pronoun could stand for.
func (s Said) Nothing() bool { return len(s.Topics)+len(s.Answers) == 0 }

// maxBytes bounds how much of a text is read at all.
const maxBytes = 4096

var (
	discordMark = regexp.MustCompile(`<(?:@[!&]?|#|a?:\w+:|/[\w -]+:)\d+>`)
	shortcode   = regexp.MustCompile(`(?:^|\s):[a-z][a-z0-9_+-]*:`) // of an emoji: ":thinking:"
	markdown    = strings.NewReplacer("**", "", "__", "", "~~", "", "||", "", "```", " ", "`", "", "*", " ", "[", " [ ", "]", " ] ")
)

// Parse reads a question. Discord's mentions and Markdown are taken out; quotation
// marks, brackets and commas are kept as marks of words.
func Parse(text string, said Said, stems *nlp.Stemmer) *Question {
	cut := len(text) > maxBytes
	if cut {
		text = text[:maxBytes]
	}
	if strings.IndexByte(text, '<') >= 0 {
		text = discordMark.ReplaceAllString(text, " ")
	}
	if strings.IndexByte(text, ':') >= 0 {
		text = shortcode.ReplaceAllString(text, " ")
	}
	if strings.IndexByte(text, '&') >= 0 {
		text = html.UnescapeString(text)
	}
	clean := strings.TrimSpace(markdown.Replace(strings.ToValidUTF8(text, " ")))
	q := &Question{Text: clean, Words: wordsOf(clean, stems), Said: said, Cut: cut}
	if n := len(q.Words); n == maxWords {
		q.Cut = true
		q.Text = clean[:q.Words[n-1].End] // the rest is not looked up either
	}
	q.Verdict, q.Order = openingOf(q.Words)
	q.Verdict = q.Verdict || tagged(q.Words) || putForward(q.Words) || !q.Order && doubted(q.Text, q.Words)
	return q
}

// Has reports whether a stem stands in the question, other than as glue.
func (q *Question) Has(stem string) bool {
	return slices.ContainsFunc(q.Words, func(w Word) bool { return w.Stem == stem && w.Skip > 0 && w.Skip != SkipStranded })
}

// Empty reports whether no word has content.
func (q *Question) Empty() bool { return !slices.ContainsFunc(q.Words, Word.Content) }

// NormAt is the folded word at a place, "" where there is none.
func (q *Question) NormAt(i int) string {
	if i < 0 || i >= len(q.Words) {
		return ""
	}
	return q.Words[i].Norm
}

// Span is a run of words as it was typed.
func (q *Question) Span(start, end int) string {
	return q.Text[q.Words[start].Start:q.Words[end-1].End]
}
