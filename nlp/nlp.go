// Package nlp turns text into what the rest of the program reasons with: tokens
// with their offsets, folded forms, stems, tags and names.
//
// A token is a word, a number, a possessive ending or a punctuation mark, and
// knows where in the text it stands. Its folded form ([Fold]) is what names are
// compared by: lower case, no accents, straight quotes. Its stem ([Stem]) is
// what meanings are compared by: the snowball stem of its lemma, irregular
// forms ("led", "wrote", "shot") first brought back to the verb they belong to.
//
// Only this package imports prose and snowball.
package nlp
