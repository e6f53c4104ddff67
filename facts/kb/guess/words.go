package guess

import (
	"strings"
)

// irregular are plurals that no rule makes.
func irregular() [][2]string {
	return [][2]string{{"person", "people"}, {"man", "men"}, {"woman", "women"}, {"child", "children"}, {"foot", "feet"}, {"tooth", "teeth"}, {"mouse", "mice"}, {"goose", "geese"},
		{"loaf", "loaves"}, {"knife", "knives"}, {"shelf", "shelves"}, {"leaf", "leaves"}, {"wolf", "wolves"}, {"half", "halves"}, {"calf", "calves"}, {"thief", "thieves"}, {"wife", "wives"}, {"life", "lives"}}
}

func singular(word string) string {
	for _, pair := range irregular() {
		if word == pair[1] {
			return pair[0]
		}
	}
	switch {
	case len(word) < 4:
	case word == "species":
	case strings.HasSuffix(word, "ies") && len(word) > 4 && word != "movies" && word != "series":
		return word[:len(word)-3] + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"), strings.HasSuffix(word, "shes"):
		return word[:len(word)-2]
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is") && word != "series":
		return word[:len(word)-1]
	}
	return word
}

func plural(noun string) string {
	last := noun[strings.LastIndexAny(noun, " _")+1:]
	for _, pair := range irregular() {
		if last == pair[0] {
			return strings.TrimSuffix(noun, last) + pair[1]
		}
	}
	switch {
	case strings.HasSuffix(noun, "series"), strings.HasSuffix(noun, "species"):
		return noun
	case strings.HasSuffix(noun, "y") && len(noun) > 1 && !strings.ContainsRune("aeiou", rune(noun[len(noun)-2])):
		return noun[:len(noun)-1] + "ies"
	case strings.HasSuffix(noun, "s"), strings.HasSuffix(noun, "x"), strings.HasSuffix(noun, "ch"), strings.HasSuffix(noun, "sh"):
		return noun + "es"
	}
	return noun + "s"
}
