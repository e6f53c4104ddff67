package passages

import (
	"strings"
	"sync"
)

// isGlue reports whether a word only holds a sentence together: it names
// nothing that a passage could speak of.
func isGlue(word string) bool { return glueWords()[word] }

// isTalk reports whether a word of a question is about the asking rather than
// about what is asked.
func isTalk(word string) bool { return talkWords()[word] }

var (
	glueWords = sync.OnceValue(func() map[string]bool { return wordSet(glue) })
	talkWords = sync.OnceValue(func() map[string]bool { return wordSet(talk) })
)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

const glue = ` a an the and or but nor if then than so as at by for from in into of off on onto out over to under up upon with within without ` +
	`about above after again against all also am any are aren't be because been before being below between both can cannot can't could ` +
	`couldn't did didn't do does doesn't doing don't down during each few further had hadn't has hasn't have haven't having he her here ` +
	`hers herself him himself his how i i'm i'd i've it its itself let's me more most my myself no not only other ought our ours ourselves ` +
	`own same shan't she should shouldn't some such that their theirs them themselves there these they this those through too until very ` +
	`was wasn't we were weren't what when where which while who whom whose why will won't would wouldn't you your yours yourself is isn't ` +
	`may might must shall us tell please know `

const talk = ` interested interest article articles paper papers information concerning concern concerned deal dealing deals discuss discussed ` +
	`discussion find give describe description descriptions describing available anything especially particularly relevant related relate ` +
	`etc like prefer rather see want looking use used using `
