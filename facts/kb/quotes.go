package kb

import (
	"fmt"
	"slices"
	"strings"

	"hapjak/corpus"
)

// A statement of a file may be anchored by words of the article that it cites, as one in
// YAML is (anchor.go). Triples and tables have a column "quote" beside the one of sources:
//
//	subject,relation,object,source,quote
//	Catan,designed_by,Klaus Teuber,shelf,Klaus Teuber designed it
//
// and triples by id quote, before and after behind the paragraph:
//
//	catan,designed_by,klaus-teuber,shelf:5,quote=Klaus Teuber designed it,after=for three
//
// The citation leads to the paragraph that has the words. Where none has, it is told, and
// the statement left out. A base that keeps such a file reads it again whenever its articles
// change.

// quoted returns the paragraph that has the words of an anchor; ok is false where none has.
func (t *tripleReader) quoted(line int, a anchor) (ref corpus.Ref, ok bool) {
	if t.Quoted != nil {
		t.Quoted()
	}
	if t.Sources == nil || len(wordsOf(a.quote)) == 0 {
		return a.at, true
	}
	t.words.sources = t.Sources
	if ref, ok = a.find(t.words.at); ok {
		return ref, true
	}
	t.gone++
	what := fmt.Sprintf("%s does not have %q: no longer cited, and the statement is left out", a.at.Source, a.quote)
	if t.Lost != nil {
		t.Lost(Fault{t.file, line, what})
	} else {
		t.fault(line, "%s", what)
	}
	return a.at, false
}

// anchors reports whether a field of a triple by id is of its anchor, and no qualifier.
func (r *idReader) anchors(name string) bool {
	return slices.Contains([]string{"quote", "before", "after"}, name) &&
		!slices.ContainsFunc(r.s.Qualifiers, func(q QualifierDef) bool { return q.Name == name })
}

func (r *idReader) anchorOf(fields []string, at corpus.Ref) anchor {
	a := anchor{at: at}
	for _, f := range fields[min(len(fields), 4):] {
		name, text, _ := strings.Cut(f, "=")
		if !r.anchors(name) {
			continue
		}
		switch name {
		case "quote":
			a.quote = text
		case "before":
			a.before = text
		case "after":
			a.after = text
		}
	}
	return a
}
