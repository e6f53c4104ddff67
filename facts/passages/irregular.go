package passages

import "strings"

// The stemmer knows what words end in, and nothing of "wolves" and "mice", nor that
// "added" is of "add" rather than of "ad". These are brought together here, for the
// index and for what is looked for in it alike.

// stemTogether returns the stem that all forms of a word share, given the stemmer's.
func stemTogether(word, stem string) string {
	switch stem {
	case "wolv", "knive", "shelv", "thiev", "loav", "calv", "elv", "halv", "scarv", "wharv", "hoov":
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
	case "crise":
		return "crisi"
	case "oas":
		return "oasi"
	case "criteria", "phenomena":
		return stem[:len(stem)-1] + "on"
	case "bacteria":
		return "bacterium"
	case "cacti":
		return "cactus"
	case "penc":
		return "penni"
	case "ad", "eb", "er", "eg":
		switch strings.ToLower(word) {
		case "added", "adding", "ebbed", "ebbing", "erred", "erring", "egged", "egging":
			return stem + stem[1:]
		}
	}
	if n := len(stem) - len("men"); n >= 3 && stem[n:] == "men" && !strings.ContainsRune("aeiouy", rune(stem[n-1])) {
		return stem[:n] + "man" // fishermen
	}
	return stem
}
