package kb

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"hapjak/corpus"
)

// What curators mend of a base that was imported stands in two files of people's own
// beside the import, which therefore stays as it is. Other bases may have both as well.
//
// mendings.yaml adds to things, by their ids and in the form of facts/*.yaml, and to the
// relations of the schema:
//
//	things:
//	  - id: okja
//	    aliases: [the super pig film]
//	    facts:
//	      - genre: adventure
//	        cite: reviews:4
//	relations:
//	  directed_by:
//	    phrases: [at the wheel]
//
// answers.yaml holds answers that were fixed for a question in certain words, each with its
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
const (
	MendingsFile = "mendings.yaml"
	AnswersFile  = "answers.yaml"
)

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
// The error joins all that is wrong, as file:line: what.
func ReadAnswers(file string, data []byte, sources Citable) ([]FixedAnswer, error) {
	l := &loader{faults: &faults{}, sources: sources}
	d := &doc{file: file, faults: l.faults}
	var list []FixedAnswer
	root := d.parseAny(data)
	if root == nil {
		return nil, l.err()
	}
	if root.Kind != yaml.SequenceNode {
		d.fault(root, "want a list of answers, each with ask and either answer and cite, or refuse: true")
		return nil, l.err()
	}
	for _, n := range root.Content {
		var a FixedAnswer
		faulty := len(l.faults.list)
		d.fields(n, map[string]func(*yaml.Node){
			"ask": d.texts(&a.Ask), "answer": d.text(&a.Answer), "refuse": d.flag(&a.Refuse), "says": d.text(&a.Says),
			"quote": d.texts(&a.Quote), "words": d.texts(&a.Words), "denies": d.flag(&a.Denies), "after": d.text(&a.After),
			"cite": func(n *yaml.Node) { a.Cites, _ = l.citations(d, n) },
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
		case !a.Refuse && len(a.Cites) == 0:
			d.fault(n, "an answer without a citation: add cite: source:paragraph")
		case !l.quotes(d, n, &a):
		default:
			list = append(list, a)
		}
	}
	return list, l.err()
}

// quotes reports whether all that is quoted stands in what is cited, and faults what does not.
func (l *loader) quotes(d *doc, n *yaml.Node, a *FixedAnswer) bool {
	if l.sources == nil {
		return true
	}
	text := ""
	for _, ref := range a.Cites {
		if p, ok := l.sources.Paragraph(ref); ok {
			text += " " + strings.Join(strings.Fields(p.Text), " ")
		}
	}
	ok := true
	for _, q := range a.Quote {
		if !strings.Contains(text, strings.Join(strings.Fields(q), " ")) {
			d.fault(n, "%q does not stand in what is cited: quote it word for word", q)
			ok = false
		}
	}
	return ok
}

// parseAny is parse for a file that may be empty.
func (d *doc) parseAny(data []byte) *yaml.Node {
	if strings.TrimSpace(stripComments(data)) == "" {
		return nil
	}
	return d.parse(data)
}

func stripComments(data []byte) string {
	var b strings.Builder
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// Mended returns the base with what mendings.yaml adds to it. It is made anew, in memory,
// and b is closed; on an error, which joins all that is wrong as file:line: what, b stays.
func (b *Base) Mended(file string, data []byte, sources Citable) (*Base, error) {
	l := &loader{faults: &faults{}, sources: sources, ids: map[string]*loaded{}}
	d := &doc{file: file, faults: l.faults}
	root := d.parseAny(data)
	if root == nil {
		if err := l.err(); err != nil {
			return nil, err
		}
		return b, nil
	}
	l.s = b.schema.clone()
	var things *yaml.Node
	d.fields(root, map[string]func(*yaml.Node){
		"things":    func(n *yaml.Node) { things = n },
		"relations": func(n *yaml.Node) { d.pairs(n, func(key, value *yaml.Node) { l.wordings(d, key, value) }) },
	})
	l.b = b.draft(l.s)
	for i := range l.b.entities {
		l.ids[l.b.entities[i].ID] = &loaded{doc: d, draft: Draft(i)}
	}
	l.things(d, things)
	l.statements()
	if err := l.err(); err != nil {
		return nil, err
	}
	mended, err := l.b.Base()
	if err != nil {
		return nil, err
	}
	return mended, b.Close()
}

// wordings adds to the wordings of a relation.
func (l *loader) wordings(d *doc, key, value *yaml.Node) {
	rel, ok := l.s.Relation(key.Value)
	if !ok {
		d.fault(key, "unknown relation %q", key.Value)
		return
	}
	def := l.s.RelationDef(rel)
	more := func(list *[]string) func(*yaml.Node) {
		return func(n *yaml.Node) {
			var texts []string
			d.texts(&texts)(n)
			*list = slices.Concat(*list, texts)
		}
	}
	d.fields(value, map[string]func(*yaml.Node){
		"nouns": more(&def.Nouns), "verbs": more(&def.Verbs), "phrases": more(&def.Phrases),
		"subject_nouns": more(&def.SubjectNouns), "subject_verbs": more(&def.SubjectVerbs),
	})
}

// things adds to things that are there.
func (l *loader) things(d *doc, list *yaml.Node) {
	if list == nil || list.Tag == "!!null" {
		return
	}
	if list.Kind != yaml.SequenceNode {
		d.fault(list, "want a list of things, each with its id and what it gets: aliases, facts")
		return
	}
	for _, n := range list.Content {
		var id string
		var aliases []string
		var facts *yaml.Node
		d.fields(n, map[string]func(*yaml.Node){
			"id": d.text(&id), "aliases": d.texts(&aliases), "facts": func(n *yaml.Node) { facts = n },
		})
		in := l.ids[id]
		if in == nil {
			d.fault(n, "no thing has the id %q", id)
			continue
		}
		e := &l.b.entities[in.draft]
		for _, a := range aliases {
			if a != e.Name && !slices.Contains(e.Aliases, a) {
				e.Aliases = append(e.Aliases, a)
			}
		}
		if facts != nil {
			l.list = append(l.list, &loaded{doc: d, node: n, draft: in.draft, facts: facts})
		}
	}
}

// clone copies a schema as far as wordings may be added to it.
func (s *Schema) clone() *Schema {
	c := *s
	c.Relations = slices.Clone(s.Relations)
	return &c
}

// draft returns a builder of all that a base holds. Its texts are copies: the base may be
// closed.
func (b *Base) draft(s *Schema) *Builder {
	d := NewBuilder(s)
	for i := range uint32(len(b.sources) / sourceFields) {
		id := strings.Clone(b.sourceID(i))
		src, held, ok := b.citedSource(id)
		if !ok {
			src = corpus.Source{ID: id}
		}
		for _, field := range []*string{&src.ID, &src.Title, &src.Publisher, &src.Author, &src.Date, &src.URL, &src.Language, &src.Rights, &held} {
			*field = strings.Clone(*field)
		}
		d.Source(src, held)
	}
	nodes := make([]Draft, b.Len())
	for n := range Node(b.Len()) {
		if v, ok := b.Value(n); ok {
			v.Text, v.Unit = strings.Clone(v.Text), strings.Clone(v.Unit)
			nodes[n] = d.value(v)
			continue
		}
		names := b.Names(n)
		for i := range names {
			names[i] = strings.Clone(names[i])
		}
		nodes[n] = d.Entity(Entity{ID: strings.Clone(b.ID(n)), Kind: b.KindOf(n), Name: names[0], Aliases: names[1:], About: strings.Clone(b.About(n))})
	}
	qualifiers := map[string]int{}
	for i, q := range s.Qualifiers {
		qualifiers[q.Name] = i
	}
	for st := range Stmt(b.Statements()) {
		var quals []Qual
		for _, q := range b.Qualifiers(st) {
			quals = append(quals, Qual{qualifiers[q.Name], nodes[q.Value]})
		}
		d.State(nodes[b.Subject(st)], b.Relation(st), nodes[b.Object(st)], quals, b.Cites(st)...)
	}
	return d
}
