// Package say tells in English what was found: statements as sentences by the patterns
// of their relations, the members of a set, what is not stated.
//
// A [Teller] tells for one answer. It numbers the paragraphs that support what is told
// in the order in which they are first cited, and picks, of several that support a
// statement, one that is cited already, so that an answer leads to few places. What it
// puts together is a string with a mark for each citation; [Teller.Text] takes the marks
// out again, so that each surface can put in markers of its own.
package say
