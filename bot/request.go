package bot

import "hapjak/facts"

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
	// Before is the question of the turn before, where the surface knows it. It is
	// asked again, unseen, when the conversation has been forgotten.
	Before string

	User, Server, Channel string // who and where, as the surface names them; for its own use
	Locale                string // "ko", "en-US"; empty is English
	Source                string // the id of the one source to answer from; empty for all
	Private               bool   // the asker wants the reply for himself
	Explain               bool   // fill the Answer's Explanation
}

// A Reply is what is said to a Request. Markers in its texts, "[1]", lead to its
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
	// Question is the question that was answered; empty for a command. A reply with a
	// question is worth asking a member's opinion of.
	Question string
	// Before is the question before, as it was understood, where Question cannot be read
	// without it; empty where it can.
	Before string
	// Answer is the answer behind the reply; nil for a command.
	Answer *facts.Answer
	// Context is what the next turn would be read by, for [Bot.Remember].
	Context *facts.Context
}

// A BlockKind says how a block is meant to look.
type BlockKind int

const (
	TextBlock       BlockKind = iota // Text, with markers
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
	Text    string
	Columns []string
	Fields  []Field
	Entries []Entry
}

// A Field is a labelled line of a card or a comparison.
type Field struct {
	Label  string
	Values []string // with markers; empty where nothing is stated
}

// An Entry is one line of a timeline or a list.
type Entry struct {
	When string // "1958", "July 1964"; of lists, what the line is called
	Text string // with markers
	URL  string // where When leads
	// From and To are the first and the last day of a timeline's entry, as the number
	// 19640701; 0 elsewhere.
	From, To int
}
