package facts

import (
	"hapjak/corpus"
	"hapjak/facts/library"
	"hapjak/facts/plan"
	"hapjak/facts/say"
)

// A Status says what kind of answer an answer is.
type Status string

const (
	Answered  Status = "answered"  // the sources say
	Corrected Status = "corrected" // the question supposes what the sources contradict
	Ambiguous Status = "ambiguous" // one more word is needed from the asker
	Unknown   Status = "unknown"   // the sources do not say
)

// An Answer is the reply to one question. Its JSON form is the contract of
// `hapjak ask --json`.
type Answer struct {
	Status     Status     `json:"status"`
	Text       string     `json:"text"` // plain English with markers: "Bong Joon Ho directed Snowpiercer (2013). [1]"
	Said       say.Text   `json:"-"`    // the same with the citations kept apart, for a surface with markers of its own
	Answers    []Short    `json:"answers"`
	Citations  []Citation `json:"citations"`
	Choices    []Choice   `json:"choices,omitempty"` // for Ambiguous, and "did you mean" for Unknown
	Confidence float64    `json:"confidence"`        // 0 to 1
	Left       int        `json:"left,omitempty"`    // how many of Answers, the last of them, the text only counts: Question.Skip tells them
	Fixed      bool       `json:"fixed,omitempty"`   // a curator fixed it, or refused the question
	Taught     bool       `json:"taught,omitempty"`  // a curator said which sentence holds it
	ElapsedUS  int64      `json:"elapsed_us"`        // microseconds

	// Explanation says how the question was read, what was planned and how it
	// was scored, for `hapjak ask -v`. It is empty unless asked for.
	Explanation string `json:"explanation,omitempty"`
}

// Refused reports whether a curator put the question out of scope, as its answer says.
func (a *Answer) Refused() bool { return a.Fixed && a.Status == Unknown }

// What answers are made of is the library's.
type (
	Short    = library.Short
	Citation = library.Citation
	Choice   = library.Choice
)

// A Text is what is told, with the citations kept apart: each surface puts its own marks in.
type (
	Text    = say.Text
	TextRef = say.Ref
)

// A Question is what is asked of the knowledge base.
type Question struct {
	Text    string
	Source  string // the id of the one source to answer from; empty for all
	Context *Context
	Skip    int  // how many members of a list were told before
	Explain bool // fill Answer.Explanation
}

// A Context is what a conversation remembers of its last turn, so that a
// follow-up can be read. It is small, and opaque to callers: take it from one
// answer and hand it to the next question.
type Context struct {
	Question string       // the last question, as it was understood
	Topics   []string     // ids of the entities spoken of, the most recent first
	Answers  []string     // ids of the entities given as short answers
	Listed   []string     // the short answers of the last answer that gave several
	Earlier  []string     // ids of the entities spoken of before, the most recent first
	Cited    []corpus.Ref // the paragraphs that the last answer stands in
	Shown    int          // how many members of its list the last answer had told, where it left some; else 0
	Named    string       // the name that was asked about last, as it was typed; empty where there were several
	Told     string       // the name that the last question was answered with, where somebody was asked for
	Choices  []Choice     // of which the last answer asked which is meant
	Open     string       // the last question, where the answer asked of what it is
	Said     string       // what was told last, or its beginning
	Spoken   []string     // what was asked about, as it was typed: "the night bus"; the likeliest to be gone on with first

	last *plan.Plan // how the last question was read, for "what about X?"
	of   *Answerer  // whose it is: to another, which may have a newer base, last says nothing
}
