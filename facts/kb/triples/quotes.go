package triples

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/fault"
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
// the statement left out. Of a line that cites a paragraph by its number alone, shelf:5, words are
// remembered when it is first read. A base that keeps such a file reads it again whenever its articles
// change.

// A citing finds what the lines of a file cite.
type citing struct {
	*content
	words      *anchor.Articles // that quotes are looked for in
	before     *anchor.Articles // the same, as the articles were
	article    anchor.Article   // that was looked through last
	wasArticle anchor.Article
	articles   map[string]bool // those asked about: is there one of the id
	gone       int             // statements whose quotes stand nowhere
}

func newCiting(c *content) *citing {
	return &citing{content: c, words: anchor.NewArticles(c.Sources), before: anchor.NewArticles(c.Was)}
}

// quoted returns the paragraph that has the words of an anchor; ok is false where none has.
func (t *citing) quoted(line int, says string, a anchor.Anchor) (ref corpus.Ref, ok bool) {
	if t.Quoted != nil {
		t.Quoted()
	}
	if t.Sources == nil || a.Empty() {
		return a.At, true
	}
	if ref, ok = a.Find(t.words); !ok {
		t.lose(line, "%s does not have %q: no longer cited, and the statement is left out", a.At.Source, a.Quote)
		return a.At, false
	}
	key := lineKey(says)
	if t.Was != nil {
		a.At, _ = a.Find(t.before)
	}
	if sentence := t.doubts(line, a, ref, t.Anchors[key].Doubt); sentence != "" {
		t.keep(key, Words{At: ref.String(), Doubt: sentence})
	}
	return ref, true
}

// Words are what a paragraph is found again by that a line cites by its number.
type Words struct {
	At     string `json:"at"` // where it stood when it was last read
	Quote  string `json:"quote,omitempty"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
	Doubt  string `json:"doubt,omitempty"` // a sentence that came beside them since, and denies them
}

// lineKey is what the words of a line are remembered by, which says something.
func lineKey(says string) string {
	sum := sha256.Sum256([]byte(says))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

func (t *citing) keep(key string, a Words) {
	if t.Anchored != nil {
		t.Anchored(key, a)
	}
}

// numbered returns the paragraph that a line cites by its number. Its words were remembered when the
// line was first read (Anchors), about the object as far as they can be, and it is where they are. A line
// whose article was never there, or has no such paragraph, is not found; lost is one whose article or words are gone:
// it is to be written anew, for the line does not say that somebody has looked at the article since.
func (t *citing) numbered(line int, says string, ref corpus.Ref, object string, about func() kb.Topic) (at corpus.Ref, found, lost bool) {
	if t.Quoted != nil {
		t.Quoted()
	}
	key := lineKey(says)
	was := t.Anchors[key]
	known := was.Quote != ""
	if known && (t.Sources == nil || !t.holds(ref.Source)) { // until it comes back
		t.keep(key, was)
		t.lose(line, "the article %s is gone: no longer cited, and the statement is left out", ref.Source)
		return ref, true, true
	}
	if t.Sources == nil {
		return ref, false, false
	}
	if t.Was != nil && t.Kept && !known {
		if p, ok := t.Was.Paragraph(ref); ok {
			was = anchorWords(ref, p.Text, object)
			known = was.Quote != ""
		}
	}
	if known {
		a := anchor.Anchor{Quote: was.Quote, Before: was.Before, After: was.After, About: about}
		var err error
		if a.At, err = corpus.ParseRef(was.At); err != nil {
			a.At = ref
		}
		if at, ok := a.Find(t.words); ok {
			if at != a.At {
				t.note("moved", line, "the words of %s that it cites stand in %s now", a.At, at)
			}
			was.Doubt = t.doubts(line, a, at, was.Doubt)
			was.At = at.String()
			t.keep(key, was)
			return at, true, false
		}
		t.keep(key, was)
		t.lose(line, "%s: no longer cited, and the statement is left out", a.Lost(t.words))
		return ref, true, true
	}
	p, ok := t.Sources.Paragraph(ref)
	if !ok {
		return ref, false, false
	}
	if a := anchorWords(ref, p.Text, object); a.Quote != "" {
		t.keep(key, a)
	}
	return ref, true, false
}

// anchorWords are those of a text, about an object as far as they can be.
func anchorWords(ref corpus.Ref, text, object string) Words {
	a := Words{At: ref.String()}
	a.Quote, a.Before, a.After = anchor.Quoted(text, object)
	return a
}

// holds reports whether there is an article of an id, which is kept.
func (t *citing) holds(id string) bool {
	held, known := t.articles[id]
	if !known {
		if t.articles == nil {
			t.articles = map[string]bool{}
		}
		held = anchor.Holds(t.Sources, id)
		t.articles[id] = held
	}
	return held
}

// lose tells of a statement that is left out since its words are gone.
func (t *citing) lose(line int, format string, args ...any) {
	t.gone++
	if t.Lost != nil {
		t.Lost(fault.Fault{File: t.file, Line: line, What: fmt.Sprintf(format, args...)})
	} else {
		t.fault(line, format, args...)
	}
}

// anchors reports whether a field of a triple by id is of its anchor, and no qualifier.
func (r *idReader) anchors(name string) bool {
	return slices.Contains([]string{"quote", "before", "after"}, name) &&
		!slices.ContainsFunc(r.s.Qualifiers, func(q kb.QualifierDef) bool { return q.Name == name })
}

func (r *idReader) anchorOf(fields []string, at corpus.Ref) anchor.Anchor {
	a := anchor.Anchor{At: at}
	for _, f := range fields[min(len(fields), 4):] {
		name, text, _ := strings.Cut(f, "=")
		if !r.anchors(name) {
			continue
		}
		switch name {
		case "quote":
			a.Quote = text
		case "before":
			a.Before = text
		case "after":
			a.After = text
		}
	}
	return a
}
