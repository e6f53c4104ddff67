package english

// Turns reports whether a word, with the next, denies what is said, or says that it is so no more, not always or only in
// somebody's belief.
func Turns(word, next string) bool {
	return turning[word] || Contradicts(word, next) || Excludes(word, next)
}

// Contradicts reports whether a word, with the next, says of something that it is not so, is so no more, or is only held to be so.
func Contradicts(word, next string) bool {
	return Negates(word) || Former(word, next) || doubtful[word] || untrue[word]
}

// IsLoose reports whether a word may give way to another of its sort without what is said being otherwise: "in" to "at", "that" to "which".
func IsLoose(word string) bool { return loose[word] }

var (
	turning  = setOf(`only unless until till if nearly almost`)
	doubtful = setOf(`believed supposed supposedly assumed presumed presumably alleged allegedly claimed rumoured rumored reputed reputedly purported purportedly disputed doubted doubtful dubious`)
	untrue   = setOf(`false falsely wrong wrongly untrue incorrect incorrectly mistaken mistakenly erroneous erroneously myth legend fiction hoax disproved disproven refuted debunked misattributed`)
	loose    = setOf(`in on at of this that these those which who`)
)
