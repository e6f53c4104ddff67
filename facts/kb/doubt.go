package kb

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb/fault"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A statement stays, and is told to be unsure, where what it cites may no longer bear it:
//
//   - An article that is cited by its name alone has no words that a citation could follow. When it changes, it is looked at
//     whether a sentence of it names the object of the statement still, and the subject where one named both, and says no more
//     than before that it is not so. An article that is gone is told too.
//   - Words that are cited may stand as they were beside a sentence that came since and denies them: "But this was
//     not so." It is told as long as it stands there.

// Since are articles as they are, with what they were: of citations by words that are looked for in them it is told what
// stands beside these since, and denies them.
type Since struct {
	Citable
	Was Citable
}

// Before are the articles as they were, nil where that is not known.
func Before(sources Citable) Citable {
	if s, ok := sources.(Since); ok {
		return s.Was
	}
	return nil
}

// Denied returns the first sentence that stands since beside the words of an anchor, which are at a paragraph now, and denies them.
func (a Anchor) Denied(was, is Citable, at corpus.Ref) string {
	if was == nil {
		return ""
	}
	old, ok := a.Find(NewArticles(was))
	if !ok {
		return ""
	}
	return a.denial(was, old, is, at)
}

// besideBefore is how many paragraphs from the cited one a sentence may have stood before: others come and go.
const besideBefore = 5

// denial returns the first sentence at a citation that stood nowhere near it before, and says that what is stated is not
// so, is so no more or is only believed.
func (a Anchor) denial(was Citable, old corpus.Ref, is Citable, at corpus.Ref) string {
	if was == nil || is == nil || strings.Join(textsNear(was, old, 1), "\n") == strings.Join(textsNear(is, at, 1), "\n") {
		return ""
	}
	known := map[string]bool{}
	for _, text := range textsNear(was, old, besideBefore) {
		for _, s := range nlp.Sentences(text) {
			known[plainWords(text[s.Start:s.End])] = true
		}
	}
	var about Topic
	if a.About != nil {
		about = a.About()
	}
	t := topicStems{stems(about.Subject), stems(about.Relation), stems(about.Object)}
	quote, own := folded(wordsOf(a.Quote)), min(1, at.Paragraph-1)
	for i, text := range textsNear(is, at, 1) {
		for _, s := range nlp.Sentences(text) {
			sentence := text[s.Start:s.End]
			words := keyWords(sentence)
			if contradictions(words) > 0 && t.speaks(words, i == own) && !known[plainWords(sentence)] && !holdsMost(folded(wordsOf(sentence)), quote) {
				return OneLine(sentence)
			}
		}
	}
	return ""
}

// textsNear are the texts of a paragraph and of so many before and behind it, an empty one where there is none.
func textsNear(sources Citable, ref corpus.Ref, most int) (texts []string) {
	for n := max(1, ref.Paragraph-most); n <= ref.Paragraph+most; n++ {
		p, _ := sources.Paragraph(corpus.Ref{Source: ref.Source, Paragraph: n})
		texts = append(texts, p.Text)
	}
	return texts
}

func plainWords(text string) string { return strings.Join(folded(wordsOf(text)), " ") }

// contradictions counts the words by which something is not so, is so no more or is only believed.
func contradictions(words []keyWord) (n int) {
	for i, w := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1].Norm
		}
		if english.Contradicts(w.Norm, next) {
			n++
		}
	}
	return n
}

// topicStems are the stems of a topic's words.
type topicStems struct{ subject, relation, object map[string]bool }

// speaks reports whether a sentence speaks of what is stated. One of another paragraph names the object, or the subject and what
// is said of it; one beside the words that are cited has any of that but the subject alone, or a "this" that stands for it.
func (t topicStems) speaks(words []keyWord, beside bool) bool {
	subject, relation := false, false
	for i, w := range words {
		points := english.PointsBack(w.Norm) && (i+1 == len(words) || words[i+1].tag.Verb() || words[i+1].tag == nlp.MD)
		if beside && points || t.object[w.Stem] && !t.subject[w.Stem] {
			return true
		}
		subject = subject || t.subject[w.Stem]
		relation = relation || t.relation[w.Stem] && !t.subject[w.Stem]
	}
	return relation && (beside || subject)
}

// doubts returns a sentence that denies the words that a line cites, and tells of it: the one that was told before, as long as
// it stands there, or one that came since.
func (t *tripleReader) doubts(line int, a Anchor, at corpus.Ref, before string) string {
	sentence := before
	if sentence == "" || !strings.Contains(OneLine(strings.Join(textsNear(t.Sources, at, 1), " ")), sentence) {
		sentence = a.denial(t.Was, a.At, t.Sources, at)
	}
	if sentence != "" {
		t.unsure(line, "beside the words of %s that it cites stands %q now: the statement stays", at, sentence)
	}
	return sentence
}

func (t *tripleReader) unsure(line int, format string, args ...any) {
	if t.Unsure != nil {
		t.Unsure(fault.Fault{File: t.file, Line: line, What: fmt.Sprintf(format, args...)})
	}
}

// whole looks at what becomes of a triple that cites an article by its name alone. Of those that are unsure the sentence is
// remembered that said so, until one does again.
func (t *tripleReader) whole(i int) {
	id := t.list[t.triples[i].source]
	changed := t.Was != nil && t.Changed[id]
	if len(t.Anchors) == 0 && !changed {
		return
	}
	line, key := int(t.triples[i].line), lineKey(t.says(i))
	was, known := t.Anchors[key]
	var value *Value
	if d := t.objects[i]; d < 0 {
		value = &t.b.values[-1-d]
	}
	asked := newWhetherSays(t.b.NamesOf(t.subjects[i]), t.b.NamesOf(t.objects[i]), value)
	if !known {
		if !changed || !holds(t.Was, id) {
			return
		}
		at, sentence := asked.in(t.wasArticle.read(t.Was, id), "")
		was = Words{At: at.String(), Quote: sentence}
	}
	if t.Sources == nil || !t.holds(id) {
		t.unsure(line, "the article %s is gone, and the statement cites it still by its name", id)
		t.keep(key, was)
		return
	}
	if was.Quote == "" {
		return
	}
	now, sentence := asked.in(t.article.read(t.Sources, id), was.Quote)
	if sentence == "" {
		t.unsure(line, "%s no longer says so, as it did in %q: the statement cites it still by its name", id, was.Quote)
		t.keep(key, was)
		return
	}
	a := Anchor{At: now, Quote: sentence, About: t.topicOf(i)}
	if ref, err := corpus.ParseRef(was.At); err == nil {
		a.At = ref
	}
	if was.Doubt = t.doubts(line, a, now, was.Doubt); was.Doubt != "" {
		t.keep(key, Words{At: now.String(), Quote: sentence, Doubt: was.Doubt})
	}
}

// StillSaid reports whether articles that changed bear all that statements cite them for by their names as they did before: a
// base whose statements cite nothing else need not be made of its files again.
func (b *Base) StillSaid(changed map[string]bool, was, is Citable) bool {
	var before, now articleText
	for id := range changed {
		stmts := b.Citing(corpus.Ref{Source: id, Paragraph: 1})
		switch {
		case len(stmts) == 0, !holds(was, id):
			continue
		case !holds(is, id):
			return false
		}
		for _, s := range stmts {
			asked, about := b.asked(s)
			at, sentence := asked.in(before.read(was, id), "")
			if sentence == "" {
				continue
			}
			to, sentence := asked.in(now.read(is, id), sentence)
			if a := (Anchor{At: at, Quote: sentence, About: about}); sentence == "" || a.denial(was, at, is, to) != "" {
				return false
			}
		}
	}
	return true
}

// asked is how it is looked for what a statement says, and what that is about.
func (b *Base) asked(s Stmt) (whetherSays, func() Topic) {
	subject, object := b.Names(b.Subject(s)), b.Names(b.Object(s))
	var value *Value
	if v, ok := b.Value(b.Object(s)); ok {
		value = &v
	}
	return newWhetherSays(subject, object, value), func() Topic { return b.schema.topicOf(subject, b.Relation(s)).And(object...) }
}

// An articleText is an article as it is looked through for what statements say.
type articleText struct {
	id         string
	paragraphs []corpus.Ref
	texts      []string
	words      []string // of each: " the gull was launched "
}

// read reads an article, unless it is the one that was read last: lines that follow each other mostly cite the same.
func (a *articleText) read(sources Citable, id string) *articleText {
	if a.id == id {
		return a
	}
	*a = articleText{id: id}
	for n, last := 1, 0; n <= last+maxMove && len(a.words) < maxKept; n++ {
		ref := corpus.Ref{Source: id, Paragraph: n}
		if p, ok := sources.Paragraph(ref); ok {
			last = n
			a.paragraphs, a.texts, a.words = append(a.paragraphs, ref), append(a.texts, p.Text), append(a.words, bounded(p.Text))
		}
	}
	return a
}

func bounded(text string) string { return " " + plainWords(text) + " " }

// A whetherSays looks for what a statement says: its subject's and its object's names, folded.
type whetherSays struct {
	subjects, objects []string
	number            bool // the object is but one, which says little by itself
}

// newWhetherSays takes the names of a subject and of an object, and what value that is, nil for none.
func newWhetherSays(subject, object []string, v *Value) (w whetherSays) {
	w.subjects, w.objects = boundedAll(subject), boundedAll(object)
	if v != nil {
		if w.number = v.Kind == Number || v.Kind == Money; v.Kind == Date {
			w.objects = append(w.objects, bounded(strconv.Itoa(int(v.Lo)/10000)))
		}
	}
	return w
}

func boundedAll(names []string) (list []string) {
	for _, name := range names {
		if name = bounded(name); len(name) > 2 {
			list = append(list, name)
		}
	}
	return list
}

// in returns the sentence of an article that says so best, and its paragraph: one that names the object and, if it may be, the
// subject. There is none where no sentence does as much as the one before did, or where those that do contradict themselves more.
func (w whetherSays) in(a *articleText, before string) (best corpus.Ref, sentence string) {
	least := len(a.words) + 1<<20
	both := w.number
	if before != "" {
		least, both = contradictions(keyWords(before))+1, both || named(bounded(before), w.subjects)
	}
	for i, words := range a.words {
		if !named(words, w.objects) {
			continue
		}
		for _, s := range nlp.Sentences(a.texts[i]) {
			text := a.texts[i][s.Start:s.End]
			names := bounded(text)
			own := named(names, w.subjects)
			if !named(names, w.objects) || both && !own {
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

// OneLine is a text with one space between its words.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
