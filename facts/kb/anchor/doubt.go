package anchor

import (
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// Words that are cited may stand as they were beside a sentence that came since and denies them: "But this was not so."
// The statement stays, and is told to be unsure as long as that sentence stands there.

// Since are articles as they are, with what they were: of citations by words that are looked for in them it is told what
// stands beside these since, and denies them.
type Since struct {
	kb.Citable
	Was kb.Citable
}

// Before are the articles as they were, nil where that is not known.
func Before(sources kb.Citable) kb.Citable {
	if s, ok := sources.(Since); ok {
		return s.Was
	}
	return nil
}

// Denied returns the first sentence that stands since beside the words of an anchor, which are at a paragraph now, and denies them.
func (a Anchor) Denied(was, is kb.Citable, at corpus.Ref) string {
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

// Doubt returns a sentence that denies the words of an anchor, which are found at a paragraph: the one that was told before, as long
// as it stands there, or one that came since.
func (a Anchor) Doubt(before string, was, is kb.Citable, at corpus.Ref) string {
	if before != "" && strings.Contains(OneLine(strings.Join(textsNear(is, at, 1), " ")), before) {
		return before
	}
	return a.denial(was, a.At, is, at)
}

// denial returns the first sentence at a citation that stood nowhere near it before, and says that what is stated is not
// so, is so no more or is only believed.
func (a Anchor) denial(was kb.Citable, old corpus.Ref, is kb.Citable, at corpus.Ref) string {
	if was == nil || is == nil || strings.Join(textsNear(was, old, 1), "\n") == strings.Join(textsNear(is, at, 1), "\n") {
		return ""
	}
	known := map[string]bool{}
	for _, text := range textsNear(was, old, besideBefore) {
		for _, s := range nlp.Sentences(text) {
			known[plainWords(text[s.Start:s.End])] = true
		}
	}
	var about kb.Topic
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
func textsNear(sources kb.Citable, ref corpus.Ref, most int) (texts []string) {
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

// OneLine is a text with one space between its words.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
