// Command compile compiles the shipped knowledge base. `go generate ./facts`
// calls it with the directory that holds schema.yaml and facts/.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"hapjak/facts"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: compile DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "compile:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	base, index, err := facts.Compile(os.DirFS(dir))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "hapjak.idx"), index, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "hapjak.kb"), base, 0o644)
}
