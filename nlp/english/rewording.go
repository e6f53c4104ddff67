package english

// Turns reports whether a word, with the next, denies what is said, or says that it is so no more or not always.
func Turns(word, next string) bool {
	return turning[word] || Negates(word) || Former(word, next) || Excludes(word, next)
}

// IsLoose reports whether a word may give way to another of its sort without what is said being otherwise: "in" to "at", "that" to "which".
func IsLoose(word string) bool { return loose[word] }

var (
	turning = setOf(`only unless until till if nearly almost`)
	loose   = setOf(`in on at of this that these those which who`)
)
