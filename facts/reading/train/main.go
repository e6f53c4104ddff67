// Command train remakes what facts/reading has learned and measures it. The data
// sets it learns from stay outside the repository (flags name them; they default
// to ../shared/eval); it writes only weights over features.
//
//	go run ./facts/reading/train types     what a question asks for → types.bin (3 s)
//	go run ./facts/reading/train words     how rare words are → words.bin (1 s)
//	go run ./facts/reading/train reader    candidates, evidence, thresholds → spans.bin, trained.go (3 min)
//
// In this order: each uses what those before it wrote, and all use nlp's tagger.
package main

import (
	"fmt"
	"os"
)

func main() {
	commands := map[string]func([]string) error{"types": trainTypes, "words": trainWords, "reader": trainReader}
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: train types | words | reader [-h]; see go doc ./facts/reading/train")
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}
