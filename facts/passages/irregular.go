package passages

import "strings"

// The stemmer knows what words end in, and nothing of "wolves" and "mice", nor that
// "added" is of "add" rather than of "ad". These are brought together here, for the
// index and for what is looked for in it alike.

// alsoOf returns the noun of which a word is the plural, where it is of another word as well that
// it shares its stem with: leaves are of leaf, and of leave.
func alsoOf(word string) string {
	if n := len(word); n < 4 || n > len("leaves") || word[n-1]|0x20 != 's' && word[n-1]|0x20 != 'e' {
		return ""
	}
	switch strings.ToLower(word) {
	case "leaves":
		return "leaf"
	case "lives":
		return "life"
	case "staves":
		return "staff"
	case "axes":
		return "axis"
	case "bases":
		return "basis"
	case "dice":
		return "die"
	}
	return ""
}

// stemTogether returns the stem that all forms of a word share, given the stemmer's.
func stemTogether(word, stem string) string {
	switch stem {
	case "wolv", "knive", "shelv", "sheav", "thiev", "loav", "calv", "elv", "halv", "scarv", "wharv", "hoov":
		if stem == "knive" {
			return "knife"
		}
		return strings.TrimSuffix(stem, "v") + "f"
	case "mice":
		return "mous"
	case "gees":
		return "goos"
	case "lice":
		return "lous"
	case "feet":
		return "foot"
	case "teeth":
		return "tooth"
	case "oxen":
		return "ox"
	case "men", "women":
		return stem[:len(stem)-2] + "an"
	case "cacti", "fungi", "nuclei", "alumni", "stimuli", "radii", "syllabi":
		return strings.TrimSuffix(stem, "i") + "us"
	case "quizz", "buse", "gase", "crise":
		return stem[:len(stem)-1]
	case "indic", "appendic", "matric", "vertic", "these":
		switch strings.ToLower(word) { // else of indicate, of these
		case "indices", "vertices":
			return stem[:len(stem)-2] + "ex"
		case "appendices", "matrices":
			return stem[:len(stem)-1] + "x"
		case "theses":
			return "thes"
		}
	case "oas":
		return "oasi"
	case "criteria", "phenomena":
		return stem[:len(stem)-1] + "on"
	case "bacteria":
		return "bacterium"
	case "penc":
		return "penni"
	case "ad", "eb", "er", "eg":
		switch strings.ToLower(word) {
		case "added", "adding", "ebbed", "ebbing", "erred", "erring", "egged", "egging":
			return stem + stem[1:]
		}
	}
	if n := len(stem) - 1; n >= 4 && strings.HasSuffix(stem, "si") && strings.HasSuffix(word, "s") || n >= 4 && strings.HasSuffix(stem, "eaux") {
		return stem[:n] // thesis and theses, bureau and bureaux
	}
	if n := len(stem) - len("men"); n >= 3 && stem[n:] == "men" && !strings.ContainsRune("aeiouy", rune(stem[n-1])) {
		return stem[:n] + "man" // fishermen
	}
	return stem
}
