package passages

import _ "embed"

//go:generate go run ./ship shipped.idx

//go:embed shipped.idx
var shipped []byte

// Default returns the index of the default articles, which is part of the program:
// go generate makes it of the corpus.
func Default() (*Index, error) { return Load(shipped) }
