package reading

import (
	_ "embed"
	"strings"
	"sync"

	"hapjak/nlp"
)

//go:embed nouns.txt
var nounClasses string

// nounClass returns the class that nouns.txt gives to a noun by its stem, and ""
// for a noun that is not there.
func nounClass(stem string) string { return nounIndex()[stem] }

// nounIndex reads nouns.txt on first need.
var nounIndex = sync.OnceValue(func() map[string]string {
	index := map[string]string{}
	for line := range strings.Lines(nounClasses) {
		class, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(words) {
			if stem := nlp.Stem(w); index[stem] == "" {
				index[stem] = class
			}
		}
	}
	return index
})
