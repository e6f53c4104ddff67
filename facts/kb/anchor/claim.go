package anchor

import (
	"slices"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/nlp"
)

// An article that is cited by its name alone has no words that a citation could follow. When it changes, it is looked at
// whether a sentence of it names the object of the statement still, and the subject where one named both, and says no more
// than before that it is not so.

// An Article is the text of one as it is looked through for what statements say.
type Article struct {
	id         string
	paragraphs []corpus.Ref
	texts      []string
	words      []string // of each: " the gull was launched "
}

// Read reads an article, unless it is the one that was read last: lines that follow each other mostly cite the same.
func (a *Article) Read(sources kb.Citable, id string) *Article {
	if a.id == id {
		return a
	}
	*a = Article{id: id}
	for n, last := 1, 0; n <= last+maxMove && len(a.words) < maxKept; n++ {
		ref := corpus.Ref{Source: id, Paragraph: n}
		if p, ok := sources.Paragraph(ref); ok {
			last = n
			a.paragraphs, a.texts, a.words = append(a.paragraphs, ref), append(a.texts, p.Text), append(a.words, bounded(p.Text))
		}
	}
	return a
}

// Holds reports whether there is an article of an id: one that has a paragraph among its first.
func Holds(sources kb.Citable, id string) bool {
	for n := 1; n <= maxMove; n++ {
		if _, ok := sources.Paragraph(corpus.Ref{Source: id, Paragraph: n}); ok {
			return true
		}
	}
	return false
}

func bounded(text string) string { return " " + plainWords(text) + " " }

// A Claim is what a statement says, as it is looked for: its subject's and its object's names, folded.
type Claim struct {
	subjects, objects []string
	number            bool // the object is but one, which says little by itself
}

// NewClaim returns what a statement says of the names of its subject and object, and of what value that is, nil for none.
func NewClaim(subject, object []string, v *kb.Value) (c Claim) {
	c.subjects, c.objects = boundedAll(subject), boundedAll(object)
	if v != nil {
		if c.number = v.Kind == kb.Number || v.Kind == kb.Money; v.Kind == kb.Date {
			c.objects = append(c.objects, bounded(strconv.Itoa(int(v.Lo)/10000)))
		}
	}
	return c
}

func boundedAll(names []string) (list []string) {
	for _, name := range names {
		if name = bounded(name); len(name) > 2 {
			list = append(list, name)
		}
	}
	return list
}

// In returns the sentence of an article that says so best, and its paragraph: one that names the object and, if it may be, the
// subject. There is none where no sentence does as much as the one before did, or where those that do contradict themselves more.
func (c Claim) In(a *Article, before string) (best corpus.Ref, sentence string) {
	least := len(a.words) + 1<<20
	both := c.number
	if before != "" {
		least, both = contradictions(keyWords(before))+1, both || named(bounded(before), c.subjects)
	}
	for i, words := range a.words {
		if !named(words, c.objects) {
			continue
		}
		for _, s := range nlp.Sentences(a.texts[i]) {
			text := a.texts[i][s.Start:s.End]
			names := bounded(text)
			own := named(names, c.subjects)
			if !named(names, c.objects) || both && !own {
				continue
			}
			if n := contradictions(keyWords(text)); n < least || own && !both && n <= least {
				least, both = n, own
				best, sentence = a.paragraphs[i], OneLine(text)
			}
		}
	}
	return best, sentence
}

func named(words string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(words, name) })
}

// StillSaid reports whether articles that changed bear all that statements cite them for by their names as they did before: a
// base whose statements cite nothing else need not be made of its files again.
func StillSaid(b *kb.Base, changed map[string]bool, was, is kb.Citable) bool {
	var before, now Article
	for id := range changed {
		stmts := b.Citing(corpus.Ref{Source: id, Paragraph: 1})
		switch {
		case len(stmts) == 0, !Holds(was, id):
			continue
		case !Holds(is, id):
			return false
		}
		for _, s := range stmts {
			asked, about := claimOf(b, s)
			at, sentence := asked.In(before.Read(was, id), "")
			if sentence == "" {
				continue
			}
			to, sentence := asked.In(now.Read(is, id), sentence)
			if a := (Anchor{At: at, Quote: sentence, About: about}); sentence == "" || a.denial(was, at, is, to) != "" {
				return false
			}
		}
	}
	return true
}

// claimOf is what a statement of a base says, and what that is about.
func claimOf(b *kb.Base, s kb.Stmt) (Claim, func() kb.Topic) {
	subject, object := b.Names(b.Subject(s)), b.Names(b.Object(s))
	var value *kb.Value
	if v, ok := b.Value(b.Object(s)); ok {
		value = &v
	}
	return NewClaim(subject, object, value), func() kb.Topic { return b.Schema().TopicOf(subject, b.Relation(s)).And(object...) }
}
