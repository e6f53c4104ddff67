// Package reading finds the short answer to a question in passages, or says that
// they do not answer it.
//
// A question is taken apart into its form (who, what X, how many …), its type (a
// classifier over Li and Roth's taxonomy, [TypeOf]), the noun that says what is
// asked for, and its content words. A passage is taken apart, once, into
// sentences, tagged words, noun phrases and names. Every run of at most 18 words
// that may begin and end an answer is a candidate, some hundreds in a paragraph
// (98.9 % of SQuAD's answers are among them). Each is scored by a linear model
// over features of its sentence (how much of the question, by rarity, it accounts
// for), of its first and last word and their neighbours, and of the whole (its
// shape against the question's type, the place of the question's verb and names
// around it); the model is that of Rajpurkar et al. (EMNLP 2016, section 5),
// without parse trees and with a fraction of its features.
//
// The best candidate is then weighed by evidence that can be told in words: parts
// of the question that the sentence or the passage lacks, a wrong type, another
// name or number in the place of the question's, a negation, an opposite. A
// logistic regression over some hundred such signals gives [Answer.Score]. Below a
// least score, or where another candidate is as good, the reader abstains.
//
// # How to call it
//
// One reader serves a whole program. From a source that the asker named, hand over
// its paragraphs (of a long one the best of a search within it; Score may be left
// zero, then all weigh alike):
//
//	r := reading.New(reading.Settings{})
//	a, ok := r.Read(question, []reading.Passage{{Title: source.Title, Text: paragraph.Text}})
//
// In open search hand over the best five or so passages of the index with their
// scores, and show the asker what stands around the answer:
//
//	for _, h := range index.Search(query, 5) {
//		passages = append(passages, reading.Passage{Text: …, Title: …, Score: h.Score})
//	}
//	a, ok := r.ReadFound(question, passages)
//	text := reading.Quote(passages[a.Passage].Text, a, 580)
//
// The title is that of the article with the section's heading: it names what the
// paragraphs below no longer name. Without it figures are about one point lower.
//
// Where ok, a.Text is the short answer and passages[a.Passage] holds it, in the
// sentence a.Sentence of its text. Where not ok, a is the nearest thing said and
// a.Evidence says why it is no answer.
//
// # What it learned from
//
// The weights are trained by `go run ./facts/reading/train` (see there for the
// figures): types.bin on Li and Roth's questions, words.bin, spans.bin and
// trained.go on SQuAD 1.1 and 2.0 (Rajpurkar et al., CC BY-SA 4.0), of which no
// text is kept here. nouns.txt, synonyms.txt and the opposites are our own.
package reading
