// Command train remakes the weights that tell what a question asks for (3 s). The
// questions it learns from stay outside the repository (a flag names them; it defaults
// to ../shared/eval); it writes only weights over features.
//
//	go run ./facts/reading/train
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := trainTypes(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}
