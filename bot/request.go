package bot

import (
	"context"
	"iter"
	"slices"
	"strconv"

	"hapjak/corpus"
	"hapjak/facts"
)

// A Request is one turn of somebody's: a line that was typed, or a command with
// its options.
type Request struct {
	// Text is what was typed. A line that begins with "/" is read as a command, so
	// that whatever a Reply offers to ask next is itself a Text.
	Text string
	// Command and Options are a command that the surface has taken apart already:
	// "film" with {"title": "Snowpiercer"}. Text is not read then.
	Command string
	Options map[string]string

	// Conversation keys what is remembered of the turn before; empty: nothing is.
	Conversation string
	// Follows is the conversation that this turn takes up where that is another one,
	// such as the message that somebody replies to. What comes of it is remembered
	// under Conversation.
	Follows string
	// Before finds the questions of the turns before, the last of them first, where the surface can.
	// Those are asked again, unseen, where this turn needs one before it and what it follows has been
	// forgotten. An empty one could not be found: this turn goes on from nothing then, rather than from
	// what may be an older one.
	Before func(context.Context) iter.Seq[string]

	// About is what another said to whom this turn replies, nil where it replies to nobody: where nothing is remembered under
	// Follows, it goes on from what that names, and from nothing that was asked before.
	About *string

	User, Server, Channel string // who and where, as the surface names them; for its own use
	Locale                string // "ko", "en-US"; empty is English
	Source                string // the id of the one source to answer from; empty for all
	Private               bool   // the asker wants the reply for himself
	Explain               bool   // fill the Answer's Explanation
	Hurry                 bool   // many wait: judge by the plans and the words alone, without the encoder
}

// After is a [Request.Before] of a question that is known; of an empty one it is nothing.
func After(question string) func(context.Context) iter.Seq[string] {
	if question == "" {
		return nil
	}
	return func(context.Context) iter.Seq[string] { return slices.Values([]string{question}) }
}

// A Reply is what is said to a Request. The paragraphs that its texts stand on are among its
// citations.
type Reply struct {
	Status    facts.Status
	Blocks    []Block
	Citations []facts.Citation // in order of their markers
	// Choices are ways to go on; their Question is the Text of the next Request.
	Choices []facts.Choice
	// More is the Text that asks for what comes next, "/more 10 timeline 1955 1970";
	// empty where nothing does. It holds all the state there is, and survives a restart.
	More string
	// Back is the Text that asks for the page before, where this is a later one.
	Back string
	// Private says that only the asker should see the reply.
	Private bool
	// Question is the question that was answered; empty for a command, and for thanks and the
	// like. A reply with a question is worth asking a member's opinion of.
	Question string
	// Whole is that question as it can be asked by itself: with the name of what it is about,
	// where it names nothing.
	Whole string
	// Stray says that the question, or the text that was checked, holds words which are in
	// no passage and no name: the asker's own, whatever they are.
	Stray bool
	// Before is the whole question that it was read as a follow-up of; empty where there was none.
	Before string
	// Hurried says that the encoder was left out, so that a second look may answer better.
	Hurried bool
	// Answer is the answer behind the reply; nil for a command.
	Answer *facts.Answer
	// Context is what the next turn would be read by, for [Bot.Remember].
	Context *facts.Context
	// Speakers are those whose questions the Context comes of.
	Speakers []string
}

// A BlockKind says how a block is meant to look.
type BlockKind int

const (
	TextBlock       BlockKind = iota // Text
	CardBlock                        // Title, Text and Fields of one value each
	ComparisonBlock                  // Columns and Fields of as many values
	TimelineBlock                    // Title and Entries with their When
	ListBlock                        // Title and Entries
	NoticeBlock                      // Text about the bot itself: help, errors, nothing found
)

// A Block is one part of a reply. Fields that its kind does not name are empty.
type Block struct {
	Kind    BlockKind
	Title   string
	URL     string // where the title leads
	Image   string // of a card: the https address of a picture, which the base states
	Text    facts.Text
	Columns []string
	Fields  []Field
	Entries []Entry
}

// A Field is a labelled line of a card or a comparison.
type Field struct {
	Label  string
	Values []facts.Text // empty where nothing is stated
}

// An Entry is one line of a timeline or a list.
type Entry struct {
	When string // "1958", "July 1964"; of lists, what the line is called
	Text facts.Text
	URL  string // where When leads
	// From and To are the first and the last day of a timeline's entry, as the number
	// 19640701; 0 elsewhere.
	From, To int
}

// Quotes says whether a reply is itself a list of the passages that it cites.
func (r Reply) Quotes() bool {
	return len(r.Citations) > 0 && slices.EqualFunc(r.Blocks[0].Entries, r.Citations, func(e Entry, c facts.Citation) bool { return e.Text.Plain == c.Passage })
}

// Told is a text of a reply with a marker, "[1]", for each of its citations: for a surface
// that has nothing better.
func (r Reply) Told(x facts.Text) string {
	number := func(ref corpus.Ref) int {
		return slices.IndexFunc(r.Citations, func(c facts.Citation) bool { return c.Ref() == ref })
	}
	x.Refs = slices.DeleteFunc(slices.Clone(x.Refs), func(ref facts.TextRef) bool { return number(ref.Ref) < 0 })
	return x.With(func(ref corpus.Ref) string { return "[" + strconv.Itoa(r.Citations[number(ref)].Marker) + "]" })
}

// plain is a text that stands on nothing.
func plain(text string) facts.Text { return facts.Text{Plain: text} }
