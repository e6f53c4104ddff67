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
// told so in that language, and what his question names is offered as cards. Nor is an answer to
// words none of which can be English, names left out, an answer to them, or an unsure one to words that the
// sources do not have.

// foreign adds to a reply that is no answer what the bot can do, in the language of the
// question, and the cards of what it names.
func (t *turn) foreign(text, language string, r *Reply) {
	sentence := messages.Foreign(language)
	if sentence == "" {
		return
	}
	names, rest := t.named(text)
	switch latin := strings.ContainsFunc(rest, func(c rune) bool { return unicode.Is(unicode.Latin, c) || unicode.IsNumber(c) }); {
	case r.Status == facts.Unknown:
	case rest == "" || latin && !r.Stray:
		return
	case !latin || r.Answer == nil || r.Answer.Confidence < understood:
		*r = Reply{Status: facts.Unknown, Question: r.Question, Whole: r.Whole, Stray: r.Stray, Speakers: r.Speakers,
			Answer: &facts.Answer{Status: facts.Unknown, Text: sentence, Said: plain(sentence), Answers: []facts.Short{}, Citations: []facts.Citation{}}}
	}
	notice := Block{Kind: NoticeBlock, Text: plain(sentence)}
	if len(r.Citations) > 0 { // what the sources say of something that is named
		r.Blocks = append([]Block{notice}, r.Blocks...)
	} else {
		r.Blocks = []Block{notice}
	}
	for _, n := range names {
		base := t.know.Base()
		command := t.know.CommandOf(n)
		if command == "" || len(r.Choices) == maxChoices {
			continue
		}
		r.Choices = append(r.Choices, facts.Choice{Label: t.know.Title(n), Entity: base.ID(n), Question: "/" + command + " " + base.ID(n)})
	}
}

// understood is the confidence from which a question is answered beneath what is said of its language: the
// language may be taken for another's by a slip of the keyboard, and a name and one word that languages share
// may be enough. With less it is no answer.
const understood = 0.7

// within finds the names in a word of a script that parts no words, the longest first from each letter on.
func (m *mind) within(word string) (found []kb.Node) {
	const shortest, longest = 2, 16 // letters of a name
	run := []rune(word)
	for i := 0; i < len(run); i++ {
		for n := min(longest, len(run)-i); n >= shortest && unicode.In(run[i], unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai); n-- {
			if nodes := m.know.Base().Named(kb.Squash(string(run[i : i+n]))); len(nodes) > 0 {
				found, i = append(found, nodes...), i+n-1
				break
			}
		}
	}
	return found
}

// named finds what a text names, in order: the longest runs of words that are a name, the last of
// them without its ending where the language writes particles behind a name; and its other words.
func (m *mind) named(text string) (found []kb.Node, rest string) {
	base := m.know.Base()
	text = strings.ReplaceAll(text, "’", "'")
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && r != '-' && r != '\''
	})
	const longest, most = 5, 60 // words of a name, and of a text
	words = words[:min(len(words), most)]
	for i := 0; i < len(words); {
		taken, other := 1, words[i]
	runs:
		for n := min(longest, len(words)-i); n > 0; n-- {
			run := []rune(strings.Join(words[i:i+n], " "))
			mark := len(run) // behind which an ending stands, "Okja'yı"
			if at := slices.Index(run, '\''); at > 1 && len(run)-at <= 5 {
				mark = at
			}
			for cut := len(run); cut > 1 && len(run)-cut <= 4; cut-- {
				if cut < len(run) && (unicode.Is(unicode.Latin, run[cut]) && cut < mark || run[cut-1] == ' ') {
					break
				}
				if nodes := base.Named(kb.Squash(string(run[:cut]))); len(nodes) > 0 {
					for _, node := range nodes {
						if !slices.Contains(found, node) {
							found = append(found, node)
						}
					}
					taken, other = n, ""
					break runs
				}
			}
		}
		if within := m.within(other); len(within) > 0 {
			found, other = append(found, within...), ""
		}
		i += taken
		rest += other
	}
	return found, rest
}
