// Package lexicon holds the words of a schema: how people ask for its kinds and relations, so that
// reading a question needs no Go for a new subject.
//
//	lex := lexicon.New(base)                 // once for a knowledge base
//	for _, hit := range lex.At(words, i) {}  // wordings that begin at a word of a question
//
// A wording is a sequence of stems, and means one or more [Sense]s: a noun for a relation's object
// ("director"), a verb of its subject, a kind, a superlative ("longest"). The lexicon also tells, by
// relation and by question word, which kinds come into question (expr.KindSet), and which forms of its
// words a misspelt one may be (spelling.go).
package lexicon
