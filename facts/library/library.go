package library

import (
	"errors"
	"io/fs"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
	"hapjak/facts/plan"
)

// A Library is what a knowledge base holds, to be looked at: what is stated, the articles,
// and the citations that lead from the one to the other.
type Library struct {
	base  *kb.Base
	index *passages.Index // nil where the knowledge base has no articles
	plans *plan.Planner
	laid  map[corpus.Ref]corpus.Paragraph // operators' originals, by paragraph
}

// New makes a Library of a knowledge base and an index of its sources' passages,
// which may be nil.
func New(base *kb.Base, index *passages.Index) Library {
	return Library{base: base, index: index, plans: plan.New(base)}
}

// Base returns the knowledge base.
func (a *Library) Base() *kb.Base { return a.base }

// Passages returns the index of passages, nil where there is none.
func (a *Library) Passages() *passages.Index { return a.index }

// Planner returns what reads questions over the knowledge base.
func (a *Library) Planner() *plan.Planner { return a.plans }

// Err returns the first damage that was met in the files of the knowledge base, nil
// for none. From then on nothing is answered from them.
func (a *Library) Err() error {
	if a.index == nil {
		return nil
	}
	return a.index.Err()
}

// Source returns what is known of a source.
func (a *Library) Source(id string) (corpus.Source, bool) {
	if a.index != nil {
		if s, ok := a.index.Source(id); ok {
			return s, true
		}
	}
	if s, ok := a.base.Source(id); ok && s.Held != "" {
		return s.Source, true
	}
	return corpus.Source{}, false
}

// Paragraph returns the text that a citation leads to: the operator's original
// where it was laid beside the digest, else the digest.
func (a *Library) Paragraph(ref corpus.Ref) (corpus.Paragraph, bool) {
	if p, ok := a.laid[corpus.Ref{Source: ref.Source, Paragraph: ref.Paragraph}]; ok {
		return p, true
	}
	if a.index != nil {
		if p, ok := a.index.Paragraph(ref); ok {
			return p, true
		}
	}
	_, p, ok := a.base.Cited(ref)
	return p, ok
}

// Unheard reports whether a stem stands in no passage.
func (a *Library) Unheard(stem string) bool {
	return a.index == nil || a.index.IDF(stem) >= a.index.IDF("\x00")
}

// Cite makes the citation of a paragraph.
func (a *Library) Cite(marker int, ref corpus.Ref) Citation {
	c := Citation{Marker: marker, Source: ref.Source, Paragraph: ref.Paragraph, Part: ref.Part}
	if s, ok := a.Source(ref.Source); ok {
		c.Title, c.Publisher, c.Date, c.URL = s.Title, s.Publisher, s.Date, s.URL
	}
	if p, ok := a.Paragraph(ref); ok {
		c.Passage, c.Verbatim, c.Place = p.Text, p.Verbatim, p.Place
	}
	return c
}

// LayOriginals lays an operator's originals beside the digests: citations then
// quote the original paragraph, as far as its source's rule allows. Call it
// before the first question. The error names each file that is the original of
// no source; the others are laid all the same.
func (a *Library) LayOriginals(fsys fs.FS) error {
	if a.index == nil {
		return errors.New("this knowledge base has no articles to lay originals beside")
	}
	quotes, err := corpus.ReadOriginals(a.Sources(), fsys)
	a.laid = map[corpus.Ref]corpus.Paragraph{}
	for ref, text := range quotes {
		p, _ := a.index.Paragraph(ref)
		p.N, p.Text, p.Verbatim = ref.Paragraph, text, true
		a.laid[ref] = p
	}
	return err
}

// LaidAs lays the originals that lie beside another library's digests.
func (a *Library) LaidAs(other *Library) { a.laid = other.laid }

// Nodes returns the entities of ids, without those that the base no longer has.
func (a *Library) Nodes(ids []string) []kb.Node {
	var list []kb.Node
	for _, id := range ids {
		if n, ok := a.base.Find(id); ok {
			list = append(list, n)
		}
	}
	return list
}

// Things are the things of exactly that name.
func (a *Library) Things(name string) (list []kb.Node) {
	for _, n := range a.base.Named(kb.Squash(name)) {
		if a.base.ID(n) != "" {
			list = append(list, n)
		}
	}
	return list
}
