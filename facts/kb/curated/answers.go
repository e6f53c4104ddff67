package curated

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/fault"
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
	Words  []string // of a quote: the short answers, which stand in it (see Stray)
	Denies bool     // of a quote: the question supposes what it contradicts
	After  string   // of a quote: the question before, where these lean on it
}

// ReadAnswers reads answers.yaml. The error joins all that is wrong with it, as file:line: what. What
// the articles no longer say, where sources are not nil, is nothing wrong: a citation with words moves
// with them, as in facts, that of a quote with the quote, and an answer whose citations or
// quotes are lost is left out.
func ReadAnswers(file string, data []byte, sources kb.Citable) ([]FixedAnswer, error) {
	l := newAnswerLoader(sources)
	list, _ := l.answers(&doc{file: file, faults: l.faults}, data)
	return list, l.faults.Err()
}

// AnchorAnswers is [Anchor] for answers.yaml: notes tell as well which answers are left out, and where names is not
// nil which words are [FixedAnswer.Stray].
func AnchorAnswers(file string, data []byte, sources kb.Citable, names func(name string) []string) (edits []Edit, notes []fault.Fault, err error) {
	l := newAnswerLoader(sources)
	l.names = names
	list, cites := l.answers(&doc{file: file, faults: l.faults}, data)
	for i := range list {
		if sources != nil {
			edits = append(edits, l.answerAnchors(&list[i], cites[i])...)
		}
	}
	return edits, l.notes, l.faults.Err()
}

func newAnswerLoader(sources kb.Citable) *loader {
	return &loader{faults: &fault.List{}, sources: sources, words: anchor.NewArticles(sources), was: anchor.Before(sources), mends: true}
}

// answers reads the answers of a file that are not left out, and what each cites as it is written.
func (l *loader) answers(d *doc, data []byte) (list []FixedAnswer, cites [][]cited) {
	root := d.parseAny(data)
	if root == nil {
		return nil, nil
	}
	if root.Kind != yaml.SequenceNode {
		d.fault(root, "want a list of answers, each with ask and either answer and cite, or refuse: true")
		return nil, nil
	}
	for _, n := range root.Content {
		var a FixedAnswer
		var written []cited
		faulty, told := l.faults.Len(), len(l.notes)
		d.fields(n, map[string]func(*yaml.Node){
			"ask": d.texts(&a.Ask), "answer": d.text(&a.Answer), "refuse": d.flag(&a.Refuse), "says": d.text(&a.Says),
			"quote": d.texts(&a.Quote), "words": d.texts(&a.Words), "denies": d.flag(&a.Denies), "after": d.text(&a.After),
			"cite": func(cite *yaml.Node) {
				a.Cites, written = l.citations(d, cite, func() kb.Topic { return topicOfAnswer(n) })
			},
		})
		ways := 0
		for _, way := range []bool{a.Refuse, a.Answer != "", len(a.Quote) > 0} {
			if way {
				ways++
			}
		}
		switch {
		case l.faults.Len() > faulty:
		case len(a.Ask) == 0:
			d.fault(n, "an answer needs ask: the question, or a list of them")
		case ways != 1:
			d.fault(n, "want one of answer, with cite, quote, with cite, and refuse: true")
		case len(a.Quote) == 0 && (len(a.Words) > 0 || a.Denies || a.After != ""):
			d.fault(n, "words, denies and after belong to a quote")
		case !a.Refuse && len(written) == 0:
			d.fault(n, "an answer without a citation: add cite: source:paragraph")
		case a.Answer != "" && len(a.Cites) == 0:
			for i := range l.notes[told:] {
				note := &l.notes[told+i]
				note.What = strings.TrimSuffix(note.What, "cited") + "answered"
			}
		case a.Refuse, l.quotes(d, n, &a, written, told) && len(a.Cites) > 0: // else it is noted
			list, cites = append(list, a), append(cites, written)
			if l.names != nil {
				for _, w := range a.Stray(l.names) {
					l.note(d, n, "%q does not stand in the sentence that is quoted, so it is not given as the answer", w)
				}
			}
		}
	}
	return list, cites
}

// topicOfAnswer is what an answer speaks of.
func topicOfAnswer(n *yaml.Node) kb.Topic {
	return kb.Topic{Object: append(textsUnder(n, "ask"), textsUnder(n, "answer")...)}
}

// textsUnder are the texts of a key of a mapping.
func textsUnder(n *yaml.Node, key string) (list []string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if v := n.Content[i+1]; n.Content[i].Value == key {
			list = append(list, v.Value)
			for _, one := range v.Content {
				list = append(list, one.Value)
			}
		}
	}
	return list
}

// quotes reports whether all that is quoted stands in what is cited, or now in other paragraphs
// of the same articles, which are cited then. Of what stands nowhere that is noted, instead of the notes
// from told on.
func (l *loader) quotes(d *doc, n *yaml.Node, a *FixedAnswer, written []cited, told int) bool {
	if l.sources == nil {
		return true
	}
	text := ""
	for _, ref := range a.Cites {
		if p, ok := l.sources.Paragraph(ref); ok {
			text += " " + anchor.OneLine(p.Text)
		}
	}
	var moved []corpus.Ref
	for _, q := range a.Quote {
		if strings.Contains(text, anchor.OneLine(q)) {
			if ref, ok := l.stands(q, written); ok && l.was != nil {
				l.denied(d, n, anchor.Anchor{At: ref, Quote: q, About: func() kb.Topic { return topicOfAnswer(n) }}, ref)
			}
			continue
		}
		ref, ok := l.stands(q, written)
		if !ok {
			l.notes = l.notes[:told]
			l.note(d, n, "%s no longer has %q, nor has a paragraph near it: no longer answered", written[0].ref, q)
			return false
		}
		l.note(d, n, "%q stands in %s now, no longer in %s; hapjak anchor writes that down", q, ref, written[0].ref)
		if !slices.Contains(moved, ref) {
			moved = append(moved, ref)
		}
	}
	if len(moved) > 0 {
		kept := slices.DeleteFunc(slices.Clone(a.Cites), func(ref corpus.Ref) bool { // what a quote still stands in
			p, _ := l.sources.Paragraph(ref)
			return slices.Contains(moved, ref) || !slices.ContainsFunc(a.Quote, func(q string) bool { return strings.Contains(anchor.OneLine(p.Text), anchor.OneLine(q)) })
		})
		a.Cites = append(kept, moved...)
	}
	return true
}

// stands finds the paragraph near those cited in which a quote stands word for word.
func (l *loader) stands(quote string, near []cited) (corpus.Ref, bool) {
	for _, c := range near {
		ref, ok := anchor.Anchor{At: c.ref, Quote: quote}.Find(l.words)
		if p, held := l.sources.Paragraph(ref); ok && held && strings.Contains(anchor.OneLine(p.Text), anchor.OneLine(quote)) {
			return ref, true
		}
	}
	return corpus.Ref{}, false
}

// answerAnchors are the edits by which what an answer cites is anchored, and written down where it
// stands now.
func (l *loader) answerAnchors(a *FixedAnswer, written []cited) (edits []Edit) {
	moved := slices.DeleteFunc(slices.Clone(a.Cites), func(ref corpus.Ref) bool {
		return slices.ContainsFunc(written, func(c cited) bool { return c.ref == ref })
	})
	for _, c := range written {
		e := Edit{File: c.doc.file, Line: c.at.Line, Column: c.at.Column, Old: c.at.Value}
		ref := c.ref
		if !slices.Contains(a.Cites, ref) { // what was quoted stands elsewhere
			if len(moved) == 0 || c.node.Kind == yaml.MappingNode {
				continue
			}
			ref, moved = moved[0], moved[1:]
		}
		if c.node.Kind == yaml.MappingNode {
			e.New = ref.String()
		} else if p, ok := l.sources.Paragraph(ref); ok {
			if e.New = anchor.Cite(ref, p.Text, anchor.Leads(a.Quote)...); a.Answer != "" {
				e.New = anchor.CiteAnswer(ref, p.Text, a.Answer, a.Ask...)
			}
		}
		if e.New != "" && e.New != e.Old {
			edits = append(edits, e)
		}
	}
	return edits
}
