// Package reading tells what sort of thing a question asks for: a person, a date, a
// place, a reason. It is a linear classifier over Li and Roth's taxonomy ([TypeOf]);
// which words answer is the encoder's to say.
//
// The weights, types.bin, are trained by `go run ./facts/reading/train` on Li and Roth's
// questions, of which no text is kept here. nouns.txt is our own.
package reading
