package triples

import (
	"fmt"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/fault"
)

// A statement stays, and is told to be unsure, where what it cites may no longer bear it: an article that is cited by its name
// alone says it no longer, or is gone; or beside the words that are cited stands a sentence now that denies them.

// doubts returns a sentence that denies the words that a line cites, and tells of it: the one that was told before, as long as
// it stands there, or one that came since.
func (t *citing) doubts(line int, a anchor.Anchor, at corpus.Ref, before string) string {
	sentence := a.Doubt(before, t.Was, t.Sources, at)
	if sentence != "" {
		t.unsure(line, "beside the words of %s that it cites stands %q now: the statement stays", at, sentence)
	}
	return sentence
}

func (t *citing) unsure(line int, format string, args ...any) {
	if t.Unsure != nil {
		t.Unsure(fault.Fault{File: t.file, Line: line, What: fmt.Sprintf(format, args...)})
	}
}

// whole looks at what becomes of a triple that cites an article by its name alone. Of those that are unsure the sentence is
// remembered that said so, until one does again.
func (t *resolver) whole(i int) {
	id := t.list[t.triples[i].source]
	changed := t.Was != nil && t.Changed[id]
	if len(t.Anchors) == 0 && !changed {
		return
	}
	line, key := int(t.triples[i].line), lineKey(t.says(i))
	was, known := t.Anchors[key]
	var value *kb.Value
	if v, ok := t.b.ValueOf(t.objects[i]); ok {
		value = &v
	}
	asked := anchor.NewClaim(t.b.NamesOf(t.subjects[i]), t.b.NamesOf(t.objects[i]), value)
	if !known {
		if !changed || !anchor.Holds(t.Was, id) {
			return
		}
		at, sentence := asked.In(t.cites.wasArticle.Read(t.Was, id), "")
		was = Words{At: at.String(), Quote: sentence}
	}
	if t.Sources == nil || !t.cites.holds(id) {
		t.cites.unsure(line, "the article %s is gone, and the statement cites it still by its name", id)
		t.cites.keep(key, was)
		return
	}
	if was.Quote == "" {
		return
	}
	now, sentence := asked.In(t.cites.article.Read(t.Sources, id), was.Quote)
	if sentence == "" {
		t.cites.unsure(line, "%s no longer says so, as it did in %q: the statement cites it still by its name", id, was.Quote)
		t.cites.keep(key, was)
		return
	}
	a := anchor.Anchor{At: now, Quote: sentence, About: t.topicOf(i)}
	if ref, err := corpus.ParseRef(was.At); err == nil {
		a.At = ref
	}
	if was.Doubt = t.cites.doubts(line, a, now, was.Doubt); was.Doubt != "" {
		t.cites.keep(key, Words{At: now.String(), Quote: sentence, Doubt: was.Doubt})
	}
}
