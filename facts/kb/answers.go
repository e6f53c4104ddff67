package kb

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"hapjak/corpus"
)

// AnswersFile holds answers that were fixed for a question in certain words, each with its
// source, and questions that are out of scope:
//
//   - ask: [what is the film with the pig, pig film?]
//     answer: It is Okja, of 2017.
//     cite: reviews:4
//   - ask: what will the weather be
//     refuse: true
//     says: That is not what these sources are about.
//
// Or it says which sentence holds the answer to a question, in the words of its paragraph,
// and which of its words are the answer where a name, a date, a yes or a no is asked for. That
// is answered to questions much like it, too. A question that leans on the one before it is
// remembered together with that one.
//
//   - ask: and who runs the camera?
//     after: Who directed Okja?
//     quote: The film was shot by Darius Khondji in Seoul and New York.
//     words: Darius Khondji
//     cite: reviews:7
const AnswersFile = "answers.yaml"

// A FixedAnswer is what is answered to some questions, in whatever way they are read
// otherwise.
type FixedAnswer struct {
	Ask    []string // the questions, as they are asked
	Answer string   // what is answered; empty for a refusal
	Cites  []corpus.Ref
	Refuse bool   // the questions are out of scope
	Says   string // of a refusal: what is said; empty: the usual words

	Quote  []string // sentences of the paragraphs cited, which are answered in place of Answer
	Words  []string // of a quote: the short answers
	Denies bool     // of a quote: the question supposes what it contradicts
	After  string   // of a quote: the question before, where these lean on it
}

// ReadAnswers reads answers.yaml. Cited paragraphs must be in sources, unless that is nil.
// The error joins all that is wrong, as file:line: what. A citation with words moves with
// them, as in facts (anchor.go), and an answer whose citations are all lost is left out. That
// of a quote moves with the quote.
func ReadAnswers(file string, data []byte, sources Citable) ([]FixedAnswer, error) {
	list, _, err := CheckAnswers(file, data, sources)
	return list, err
}

// CheckAnswers is ReadAnswers that tells as well what has moved and what is left out.
func CheckAnswers(file string, data []byte, sources Citable) ([]FixedAnswer, []Fault, error) {
	l := &loader{faults: &faults{}, sources: sources, words: wordsIn{sources: sources}}
	d := &doc{file: file, faults: l.faults}
	var list []FixedAnswer
	root := d.parseAny(data)
	if root == nil {
		return nil, nil, l.err()
	}
	if root.Kind != yaml.SequenceNode {
		d.fault(root, "want a list of answers, each with ask and either answer and cite, or refuse: true")
		return nil, nil, l.err()
	}
	for _, n := range root.Content {
		var a FixedAnswer
		var cites []cited
		faulty := len(l.faults.list)
		d.fields(n, map[string]func(*yaml.Node){
			"ask": d.texts(&a.Ask), "answer": d.text(&a.Answer), "refuse": d.flag(&a.Refuse), "says": d.text(&a.Says),
			"quote": d.texts(&a.Quote), "words": d.texts(&a.Words), "denies": d.flag(&a.Denies), "after": d.text(&a.After),
			"cite": func(cite *yaml.Node) {
				a.Cites, cites = l.citations(d, cite, func() []string { return []string{textUnder(n, "answer")} })
			},
		})
		ways := 0
		for _, way := range []bool{a.Refuse, a.Answer != "", len(a.Quote) > 0} {
			if way {
				ways++
			}
		}
		switch {
		case len(l.faults.list) > faulty:
		case len(a.Ask) == 0:
			d.fault(n, "an answer needs ask: the question, or a list of them")
		case ways != 1:
			d.fault(n, "want one of answer, with cite, quote, with cite, and refuse: true")
		case len(a.Quote) == 0 && (len(a.Words) > 0 || a.Denies || a.After != ""):
			d.fault(n, "words, denies and after belong to a quote")
		case !a.Refuse && len(cites) == 0:
			d.fault(n, "an answer without a citation: add cite: source:paragraph")
		case !a.Refuse && len(a.Cites) == 0: // the words are gone, which is noted
		case !l.quotes(d, n, &a, slices.ContainsFunc(cites, func(c cited) bool { return c.node.Kind == yaml.MappingNode })):
		default:
			list = append(list, a)
		}
	}
	return list, l.notes, l.err()
}

// textUnder is the text of a key of a mapping, empty where there is no such.
func textUnder(n *yaml.Node, key string) string {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1].Value
		}
	}
	return ""
}

// quotes reports whether all that is quoted stands in what is cited, or now in other paragraphs
// of the same articles, which are cited then. What stands nowhere is a fault, unless words are
// cited: then the article has changed, and the answer is left out.
func (l *loader) quotes(d *doc, n *yaml.Node, a *FixedAnswer, anchored bool) bool {
	if l.sources == nil {
		return true
	}
	text := ""
	for _, ref := range a.Cites {
		if p, ok := l.sources.Paragraph(ref); ok {
			text += " " + plain(p.Text)
		}
	}
	var moved []corpus.Ref
	for _, q := range a.Quote {
		if strings.Contains(text, plain(q)) {
			continue
		}
		ref, ok := l.stands(q, a.Cites)
		switch {
		case !ok && anchored:
			l.note(d, n, "%s no longer has %q, nor has a paragraph near it: no longer answered", a.Cites[0], q)
			return false
		case !ok:
			d.fault(n, "%q does not stand in what is cited: quote it word for word", q)
			return false
		}
		l.note(d, n, "%q stands in %s now, no longer in %s", q, ref, a.Cites[0])
		if !slices.Contains(moved, ref) {
			moved = append(moved, ref)
		}
	}
	if len(moved) > 0 {
		kept := slices.DeleteFunc(slices.Clone(a.Cites), func(ref corpus.Ref) bool { // what a quote still stands in
			p, _ := l.sources.Paragraph(ref)
			return slices.Contains(moved, ref) || !slices.ContainsFunc(a.Quote, func(q string) bool { return strings.Contains(plain(p.Text), plain(q)) })
		})
		a.Cites = append(kept, moved...)
	}
	return true
}

// plain is a text with one space between its words.
func plain(text string) string { return strings.Join(strings.Fields(text), " ") }

// stands finds the paragraph near those cited in which a quote stands word for word.
func (l *loader) stands(quote string, near []corpus.Ref) (corpus.Ref, bool) {
	for _, at := range near {
		ref, ok := anchor{at: at, quote: quote}.find(l.words.at)
		if p, held := l.sources.Paragraph(ref); ok && held && strings.Contains(plain(p.Text), plain(quote)) {
			return ref, true
		}
	}
	return corpus.Ref{}, false
}
