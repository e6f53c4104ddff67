package reading

import (
	_ "embed"
	"strings"
	"sync"

	"hapjak/nlp"
)

//go:embed synonyms.txt
var synonymGroups string

// sense returns the group that synonyms.txt puts a stem into, by its hash; 0 for
// a stem that has none.
func sense(stem uint32) uint32 { return senses()[stem] }

// senses reads synonyms.txt on first need.
var senses = sync.OnceValue(func() map[uint32]uint32 {
	index := map[uint32]uint32{}
	group := uint32(0)
	for line := range strings.Lines(synonymGroups) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		group++
		for _, w := range strings.Fields(line) {
			if h := nlp.HashString(seed, nlp.Stem(w)); index[h] == 0 {
				index[h] = group
			}
		}
	}
	return index
})
