package review

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A Kind is a way to mend.
type Kind string

// The kinds of mendings.
const (
	Alias   Kind = "alias"    // a word is another name of a thing
	Asks    Kind = "wording"  // a wording asks for a relation
	States  Kind = "value"    // a paragraph states something of a thing
	Holds   Kind = "sentence" // a sentence holds the answer
	Fixes   Kind = "answer"   // a fixed answer
	Refuses Kind = "refusal"  // out of scope
	Aside   Kind = "aside"    // nothing is to be mended
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{Alias, Asks, States, Holds, Fixes, Refuses, Aside} }

// A Mending is what a curator does about a group. Which fields it needs follows from its kind.
type Mending struct {
	Kind     Kind
	Word     string   // Alias: the name; Asks: the wording
	Thing    string   // Alias, States: an id
	Relation string   // Asks, States
	As       string   // Asks: "phrases", "nouns" or "verbs"; empty: phrases
	Value    string   // States: what stands as the relation's object in a file
	Ask      []string // Holds, Fixes, Refuses: the questions
	After    string   // Holds: the question before, where those lean on it
	Quote    []string // Holds: the sentences, as they stand in the paragraphs
	Words    []string // Holds: what in them is the short answer, or "Yes" or "No"
	Denies   bool     // Holds: the question supposes what they contradict
	Answer   string   // Fixes
	Says     string   // Refuses: what is said; empty: the usual words
	Cite     string   // Fixes, States, Holds: "kobiz-2025:27"; of Holds also several, with spaces between them
	Why      string   // Aside: why nothing is done
}

// limits of what a form may send, in characters.
const (
	maxName   = 100
	maxAnswer = 600
	maxQuote  = 900
	maxAsk    = 50 // questions
)

// clean brings a mending into the form in which it is kept.
func (m Mending) clean() Mending {
	one := func(s string) string { return strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ") }
	for _, s := range []*string{&m.Word, &m.Thing, &m.Relation, &m.As, &m.Value, &m.Answer, &m.Says, &m.Cite, &m.Why} {
		*s = one(*s)
	}
	m.After = one(m.After)
	for _, list := range []*[]string{&m.Ask, &m.Quote, &m.Words} {
		var kept []string
		for _, text := range *list {
			if text = one(text); text != "" && !slices.Contains(kept, text) {
				kept = append(kept, text)
			}
		}
		*list = kept
	}
	return m
}

// A refusal is a mending that cannot be made, in words for the curator.
type refusal struct{ error }

func refuse(format string, args ...any) error { return refusal{fmt.Errorf(format, args...)} }

// Refused reports whether an error tells the curator what is wrong with what they want.
func Refused(err error) bool { return errors.As(err, new(refusal)) }

// check says what is missing.
func (m Mending) check() error {
	long := func(s string, most int) bool { return utf8.RuneCountInString(s) > most }
	switch {
	case !slices.Contains(Kinds(), m.Kind):
		return refuse("%q is no way to mend", m.Kind)
	case (m.Kind == Alias || m.Kind == Asks) && m.Word == "":
		return refuse("say which word it is")
	case (m.Kind == Alias || m.Kind == States) && m.Thing == "":
		return refuse("say which thing it is")
	case (m.Kind == Asks || m.Kind == States) && m.Relation == "":
		return refuse("say which relation it is")
	case m.Kind == States && m.Value == "":
		return refuse("mark the value")
	case m.Kind == Holds && len(m.Quote) == 0:
		return refuse("choose the sentence that holds the answer")
	case (m.Kind == Fixes || m.Kind == States || m.Kind == Holds) && m.Cite == "":
		return refuse("say which paragraph says so, as %q", "shelf:5")
	case (m.Kind == Fixes || m.Kind == Refuses || m.Kind == Holds) && len(m.Ask) == 0:
		return refuse("choose at least one of the questions")
	case m.Kind == Fixes && m.Answer == "":
		return refuse("write the answer")
	case long(m.Word, maxName) || long(m.Value, maxName):
		return refuse("that is longer than %d characters: take fewer words", maxName)
	case long(m.Answer, maxAnswer) || long(m.Says, maxAnswer) || long(m.Why, maxAnswer):
		return refuse("that is longer than %d characters: an answer in a chat is short", maxAnswer)
	case long(strings.Join(m.Quote, " "), maxQuote):
		return refuse("that is longer than %d characters: choose fewer sentences", maxQuote)
	case long(strings.Join(m.Words, ""), maxName*4):
		return refuse("these are too many words: mark the names, the date or the number alone")
	case len(m.Ask) > maxAsk:
		return refuse("at most %d questions at once", maxAsk)
	}
	return nil
}

// Doubts tells what a curator should know before a mending is made.
func (m Mending) Doubts(know *facts.Answerer) []string {
	switch m.Kind {
	case Alias:
		return NameDoubts(know, m.Thing, m.Word)
	case Fixes:
		return m.citeDoubts(know)
	}
	return nil
}

// shownOfCited is how many characters of a cited paragraph a doubt shows.
const shownOfCited = 80

// citeDoubts tells that what a fixed answer cites has no number of it, and no word of more than three letters.
func (m Mending) citeDoubts(know *facts.Answerer) []string {
	telling := map[string]bool{}
	for w := range nlp.EachToken(m.Answer) {
		if w.Kind == nlp.Number || len(w.Norm) > 3 && !inAnyQuestion(w.Norm) {
			telling[w.Stem] = true
		}
	}
	begins := ""
	for _, cite := range strings.Fields(m.Cite) {
		ref, err := corpus.ParseRef(cite)
		if err != nil {
			return nil
		}
		p, _ := know.Paragraph(ref)
		for w := range nlp.EachToken(p.Text) {
			if telling[w.Stem] {
				return nil
			}
		}
		begins = cmp.Or(begins, strings.Join(strings.Fields(p.Text), " "))
	}
	if len(telling) == 0 || begins == "" {
		return nil
	}
	if cut := []rune(begins); len(cut) > shownOfCited {
		begins = string(cut[:shownOfCited]) + " …"
	}
	return []string{fmt.Sprintf("No word of the answer stands in %s, which begins “%s”. Is it the paragraph that says so?", m.Cite, begins)}
}

// NameDoubts tells why a new name of a thing may be misread: another thing or a whole kind is called so,
// or it is made of words that stand in any question. id is empty for a thing that is not there yet.
func NameDoubts(know *facts.Answerer, id, name string) (list []string) {
	base, squashed := know.Base(), kb.Squash(name)
	for _, n := range base.Named(squashed) {
		if other := base.ID(n); other != "" && other != id {
			list = append(list, fmt.Sprintf("“%s” is a name of %s as well: a question with it may be taken to be about either.", name, know.Title(n)))
		}
	}
	for k := range base.Schema().Kinds {
		d := base.Schema().KindDef(kb.Kind(k))
		if !base.Schema().Literal(kb.Kind(k)) && slices.ContainsFunc(append([]string{d.Noun, d.Plural}, d.Words...), func(w string) bool { return w != "" && kb.Squash(w) == squashed }) {
			list = append(list, fmt.Sprintf("“%s” is a word for every %s: a question with it may be about any of them.", name, d.Noun))
		}
	}
	if words := strings.Fields(nlp.Fold(name)); len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !inAnyQuestion(w) }) {
		list = append(list, fmt.Sprintf("“%s” stands in many questions that are about something else.", name))
	}
	return list
}

// inAnyQuestion reports whether a word says nothing of what a question is about.
func inAnyQuestion(word string) bool {
	return english.IsEmpty(word) || english.IsLink(word) || english.IsAuxiliary(word) || english.IsWh(word) || english.IsPreposition(word) ||
		english.IsQuantifier(word) || english.IsAny(word) || english.PronounOf(word) != english.NoPronoun || slices.Contains(english.Closed(), word)
}

// Sentence tells what a mending does.
func (m Mending) Sentence(know *facts.Answerer) string {
	does, text := m.Does(know)
	if text == "" {
		return does + "."
	}
	return does + ": " + text
}

// Does tells what a mending does, and apart from that the text that answers, where it has one.
func (m Mending) Does(know *facts.Answerer) (does, text string) {
	name := m.Thing
	if n, ok := know.Base().Find(m.Thing); ok {
		name = know.Title(n)
	}
	noun := m.Relation
	if r, ok := know.Base().Schema().Relation(m.Relation); ok {
		noun = know.Base().Schema().RelationDef(r).Noun
	}
	switch m.Kind {
	case Alias:
		return fmt.Sprintf("“%s” is another name of %s", m.Word, name), ""
	case Asks:
		return fmt.Sprintf("“%s” asks for the %s", m.Word, noun), ""
	case States:
		value := m.Value
		if n, ok := know.Base().Find(m.Value); ok {
			value = know.Title(n)
		}
		return fmt.Sprintf("The %s of %s is %s, as %s", noun, name, value, places(know, m.Cite, " says", " say")), ""
	case Holds:
		text := strings.Join(m.Quote, " ")
		where := places(know, m.Cite, " says", " say")
		words := strings.TrimSpace(strings.Join(m.Words, ", "))
		switch {
		case m.Denies:
			return "That is not so, as " + where, text
		case words == "Yes" || words == "No":
			return fmt.Sprintf("The answer is %s, as %s", strings.ToLower(words), where), text
		case words == "" || kb.Squash(words) == kb.Squash(text):
			return places(know, m.Cite, " holds", " hold") + " the answer", text
		}
		return fmt.Sprintf("The answer is %s, as %s", words, where), text
	case Fixes:
		return "The answer is always", m.Answer
	case Refuses:
		return "This is out of scope: it is refused", ""
	}
	return "Nothing is to be mended", ""
}

// longestTitle is how many characters of an article's title a sentence has.
const longestTitle = 40

// places puts paragraphs into words, with what they do, one or several: “Our beers”, ¶ 3 says.
func places(know *facts.Answerer, cites, says, say string) string {
	list := strings.Fields(cites)
	for i, cite := range list {
		ref, err := corpus.ParseRef(cite)
		source, ok := know.Source(ref.Source)
		if err != nil || !ok {
			continue
		}
		title := []rune(source.Title)
		if len(title) > longestTitle {
			title = append([]rune(strings.TrimSpace(string(title[:longestTitle-1]))), '…')
		}
		list[i] = fmt.Sprintf("“%s”, ¶ %s", string(title), strings.TrimPrefix(cite, ref.Source+":"))
	}
	if len(list) > 1 {
		says = say
	}
	return strings.Join(list, " and ") + says
}
