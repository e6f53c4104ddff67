package bot

import (
	"slices"
	"strings"
	"unicode"

	"hapjak/bot/messages"
	"hapjak/facts"
	"hapjak/facts/kb"
)

// Questions are read in English. Who asks in another language, and is not answered, is
// told so in that language, and what his question names is offered as cards.
//
// The language is told by its script, and among those in Latin letters by the words that
// a question begins with: a closed class, so that an English question with a foreign name
// in it is not taken for one.

// foreignWords are the words that questions begin with, and articles, by language.
var foreignWords = map[string][]string{
	"es": {"quién", "quien", "quiénes", "qué", "cuándo", "cuando", "dónde", "cómo", "cuál", "cuáles", "cuántas", "cuántos"},
	"fr": {"qui", "quel", "quelle", "quels", "quelles", "quand", "où", "comment", "pourquoi", "combien", "est-ce"},
	"de": {"wer", "wann", "wo", "wie", "warum", "welche", "welcher", "welches", "wieviel", "wieviele", "wem", "wen"},
	"pt": {"quem", "quando", "onde", "como", "qual", "quais", "quantos", "quantas"},
	"it": {"chi", "quando", "dove", "come", "perché", "quale", "quali", "quanti", "quante", "cosa"},
}

// languageOf names the language of a question; empty where it may be English.
func languageOf(text string) string {
	hangul, kana, han, cyrillic, latin := 0, 0, 0, 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Hangul, r):
			hangul++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	// A syllable of theirs says about as much as two Latin letters. A question that begins
	// in a script is in its language, whatever names are in it.
	other := hangul + kana + han + cyrillic
	switch {
	case other == 0, 2*(hangul+kana+han) < latin && unicode.Is(unicode.Latin, firstLetter(text)):
	case hangul > kana+han+cyrillic:
		return "ko"
	case cyrillic > kana+han:
		return "ru"
	case kana > 0:
		return "ja"
	default:
		return "zh"
	}
	first, _, _ := strings.Cut(strings.TrimLeft(strings.ToLower(text), "¿¡ "), " ")
	for _, language := range []string{"es", "fr", "de", "pt", "it"} {
		if slices.Contains(foreignWords[language], strings.Trim(first, "?,.")) {
			return language
		}
	}
	return ""
}

func firstLetter(text string) rune {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return r
		}
	}
	return 0
}

// foreign adds to a reply that is no answer what the bot can do, in the language of the
// question, and the cards of what it names.
func (t *turn) foreign(text string, r *Reply) {
	language := languageOf(text)
	sentence := messages.Foreign(language)
	if sentence == "" || r.Status != facts.Unknown {
		return
	}
	notice := Block{Kind: NoticeBlock, Text: sentence}
	if len(r.Citations) > 0 { // what the sources say of something that is named
		r.Blocks = append([]Block{notice}, r.Blocks...)
	} else {
		r.Blocks = []Block{notice}
	}
	for _, n := range t.named(text) {
		base := t.know.Base()
		command := t.know.CommandOf(n)
		if command == "" || len(r.Choices) == maxChoices {
			continue
		}
		r.Choices = append(r.Choices, facts.Choice{Label: t.know.Title(n), Entity: base.ID(n), Question: "/" + command + " " + base.ID(n)})
	}
}

// named finds what a text names: the longest runs of words that are a name, the last of
// them without its ending where the language writes particles behind a name.
func (t *turn) named(text string) []kb.Node {
	base := t.know.Base()
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && r != '-' && r != '\''
	})
	const longest, most = 5, 60 // words of a name, and of a text
	words = words[:min(len(words), most)]
	var found []kb.Node
	for i := 0; i < len(words); {
		taken := 1
	runs:
		for n := min(longest, len(words)-i); n > 0; n-- {
			run := []rune(strings.Join(words[i:i+n], " "))
			for cut := len(run); cut > 1 && len(run)-cut <= 4; cut-- {
				if cut < len(run) && unicode.Is(unicode.Latin, run[cut]) {
					break
				}
				if nodes := base.Named(kb.Squash(string(run[:cut]))); len(nodes) > 0 {
					found, taken = append(found, nodes...), n
					break runs
				}
			}
		}
		i += taken
	}
	slices.Sort(found)
	return slices.Compact(found)
}
