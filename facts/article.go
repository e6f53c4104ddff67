package facts

import (
	"strings"

	"hapjak/facts/evidence"
	"hapjak/facts/kb"
	"hapjak/nlp"
)

// maxQuote is how much of a paragraph is quoted around an answer, in bytes, so that
// a person can see whether it is right.
const maxQuote = 570

// tellArticle answers with the beginning of the article about a thing.
func (t planReply) tellArticle(n kb.Node, id string) bool {
	ref, ok := evidence.First(t.a.index, id)
	if !ok {
		return false
	}
	par, _ := t.a.index.Paragraph(ref)
	end := 0
	for _, s := range nlp.Sentences(par.Text) {
		if s.End <= maxQuote {
			end = s.End
		}
	}
	if end == 0 {
		return false
	}
	t.topics = []kb.Node{n}
	t.out.Answers = []Short{t.short(n)}
	return t.finish(Answered, strings.TrimSpace(par.Text[:end])+" "+t.t.Marker(ref), 0.7)
}

// ownArticle returns the source that a thing's statements cite and that is called
// as the thing is.
func (t planReply) ownArticle(n kb.Node) (id string, ok bool) {
	b := t.a.base
	for _, s := range b.OutAll(n) {
		for _, ref := range b.Cites(s) {
			src, known := t.a.index.Source(ref.Source)
			if known && kb.Squash(src.Title) == kb.Squash(b.Name(n)) {
				return ref.Source, true
			}
		}
	}
	return "", false
}

func (t planReply) ownArticleIfAny(n kb.Node) (string, bool) {
	if t.a.index == nil {
		return "", false
	}
	return t.ownArticle(n)
}
