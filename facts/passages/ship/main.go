// Command ship writes the index of the default articles, which the program
// carries. go generate runs it.
package main

import (
	"bytes"
	"fmt"
	"os"

	"hapjak/corpus"
	"hapjak/facts/passages"
)

func main() {
	if err := ship(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "ship:", err)
		os.Exit(1)
	}
}

func ship(path string) error {
	sources, err := corpus.Default()
	if err != nil {
		return err
	}
	b := passages.NewBuilder()
	for _, s := range sources {
		if err := b.Add(s); err != nil {
			return err
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		return err
	}
	return os.WriteFile(path, out.Bytes(), 0o644)
}
