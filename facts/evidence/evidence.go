// Package evidence gathers what a question could be answered with. Every source
// offers candidates and none decides:
//
//	a plan      what the planner worked out over the statements (the caller hands it in)
//	statements  those of one relation around one thing, told in a sentence
//	passages    a sentence of an article, with the title and heading that it stands under
//	sources     what is known of an article itself: its author, date, publisher
//
// A [Candidate] says what it would answer, in which words, and on which evidence.
// All of them are judged on one scale by package decide.
package evidence

import (
	"hapjak/corpus"
	"hapjak/facts/kb"
	"strings"
)

// A From says which source offered a candidate.
type From uint8

const (
	Plan From = iota
	Statement
	Passage
	Source
)

func (f From) String() string { return [...]string{"plan", "statement", "passage", "source"}[f] }

// A Candidate is one thing that a question could be answered with.
type Candidate struct {
	From From
	// Text is the evidence as the judge reads it: a passage's sentence behind its
	// title and heading, "TITLE › HEADING: sentence"; a statement's sentence alone.
	Text string
	// Lead is how many bytes of Text are title and heading.
	Lead int
	// Said is the evidence as an asker reads it, without markers.
	Said string
	Refs []corpus.Ref

	// Of statements: what they are, which end or qualifier answers, and the ends that are
	// short answers.
	Stmts []kb.Stmt
	Ends  []kb.Node

	// Short are short answers that are no nodes of the base.
	Short []string

	// Of a passage: which sentence it is.
	Ref      corpus.Ref
	Sentence int

	Defines int // 1 where it defines the term that is asked for, 2 where it does under a heading that is the term; of a name 1 to 4, the plainer it says who bears it

	EndNames []string  // the names of Ends
	Named    bool      // the question names one of Ends
	Kinds    []kb.Kind // of Ends
	Wanted   int       // 1 the question wants a thing of that kind, -1 of another, 0 no telling
	AsksWho  bool      // the first of Ends is one that "who" asks for

	There float64 // how near it stands to the answer before: see [Query.There]

	// Shares tell how far the evidence holds each word of the question, 0 to 1.
	Shares []float64

	// Score orders candidates of one kind before they are judged: how much of the
	// question, by rarity, they hold. Rank is the place that gives, from 0.
	Score float64
	Rank  int
}

// A Word is a content word of a question.
type Word struct {
	Text, Norm, Stem string
	Weight           float64 // its rarity in the base, ln(N/n)
	Named            bool    // written as a name is, or part of a name that the base holds
	Number           bool
}

// A Query is a question as evidence is sought for it.
type Query struct {
	Text   string // what is asked, with what a follow-up leaves out put back
	Words  []Word
	Named  []kb.Node    // things that it names
	Last   []corpus.Ref // paragraphs that the answer before stands in
	Source string       // the one source to answer from; empty for all
	Term   []string     // the stems of the term whose meaning is asked for, nil for none
	Who    bool         // the term is a name, and it is asked who bears it
	Wants  func(kb.Node) bool
}

// stems are those of its words.
func (q Query) stems() map[string]bool {
	in := map[string]bool{}
	for _, w := range q.Words {
		in[w.Stem] = true
	}
	return in
}

// Neighbour is what [Query.There] gives within a few paragraphs of the answer before.
const Neighbour = 0.7

// around is how many paragraphs before and behind the last answer's a talk reaches.
const around = 2

// There tells how near evidence stands to the answer before: 1 in one of its paragraphs, 0.7
// within two paragraphs of one, 0.3 in its article, 0 elsewhere. Of 240 later turns of twelve
// question sets whose answer is known, as was that of the turn before, 63 % are answered in the
// same paragraph, 21 % within two and 14 % elsewhere in the article.
func (q Query) There(refs []corpus.Ref) float64 {
	there := 0.0
	for _, last := range q.Last {
		for _, r := range refs {
			switch d := r.Paragraph - last.Paragraph; {
			case r.Source != last.Source:
			case d == 0:
				return 1
			case -around <= d && d <= around:
				there = max(there, Neighbour)
			default:
				there = max(there, 0.3)
			}
		}
	}
	return there
}

// What is gathered for one question: how many paragraphs are looked through, and how many texts
// the judge reads. Of those maxFound at most are statements; sentences of articles take the places
// that they leave. Of 486 questions of four blind rounds on articles alone, 12 sentences hold all
// that must be said for 346, 22 for 376.
const (
	MaxRead       = 22
	maxParagraphs = 60
	maxFound      = 10
)

// LastHeading is the heading or title nearest to a passage, and whether a title stands over it.
func (c *Candidate) LastHeading() (heading string, under bool) {
	parts := strings.Split(strings.TrimSuffix(c.Text[:c.Lead], ": "), " › ")
	return parts[len(parts)-1], len(parts) > 1
}
