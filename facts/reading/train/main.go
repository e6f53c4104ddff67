// Command train remakes what facts/reading has learned and measures it. The data
// sets it learns from stay outside the repository; it writes only weights.
//
//	go run ./facts/reading/train types  -questions FILE       what a question asks for → types.bin
package main

import (
	"fmt"
	"os"
)

func main() {
	commands := map[string]func([]string) error{"types": trainTypes, "words": trainWords, "reader": trainReader}
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: train types … (see go doc ./facts/reading/train)")
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}
