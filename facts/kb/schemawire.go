package kb

import (
	"encoding/binary"
	"errors"
	"slices"
)

// A wire writes a schema or reads it, by the same description of it: strings with
// their length before them, lists with theirs, numbers as varints.
type wire struct {
	out     []byte
	in      string
	reading bool
	err     error
}

func encodeSchema(s *Schema) []byte {
	w := &wire{}
	w.schema(s)
	return w.out
}

func decodeSchema(data []byte) (*Schema, error) {
	w := &wire{in: string(data), reading: true} // copied: a schema outlives its file
	s := &Schema{}
	w.schema(s)
	if w.err == nil && w.in != "" {
		w.err = errors.New("schema: more than it should hold")
	}
	if w.err != nil {
		return nil, w.err
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	s.Index()
	return s, nil
}

func (w *wire) schema(s *Schema) {
	w.str(&s.Name)
	w.str(&s.About)
	w.strs(&s.Examples)
	src := &s.Source
	for _, p := range []*string{&src.Title, &src.Publisher, &src.Author, &src.Date, &src.URL, &src.Language, &src.Rights} {
		w.str(p)
	}
	list(w, &s.Qualifiers, func(q *QualifierDef) {
		w.str(&q.Name)
		list(w, &q.To, func(k *Kind) { num(w, k) })
	})
	list(w, &s.Kinds, w.kind)
	list(w, &s.Relations, w.relation)
	if w.reading && w.in == "" {
		return // written before relations could be open
	}
	for i := range s.Relations {
		w.flag(&s.Relations[i].Open)
	}
	if w.reading && w.in == "" || !w.reading && !slices.ContainsFunc(s.Relations, func(d RelationDef) bool { return d.Image || d.Flag != "" }) {
		return // there are no pictures, and no flags
	}
	for i := range s.Relations {
		w.flag(&s.Relations[i].Image)
	}
	if w.reading && w.in == "" {
		return // written before there were flags
	}
	for i := range s.Relations {
		w.str(&s.Relations[i].Flag)
	}
}

func (w *wire) kind(d *KindDef) {
	w.str(&d.Name)
	is := NoKind
	if d.Is != nil {
		is = *d.Is
	}
	num(w, &is)
	if w.reading && is != NoKind {
		d.Is = &is
	}
	w.str(&d.Noun)
	w.str(&d.Plural)
	w.strs(&d.Words)
	w.strs(&d.Asks)
	num(w, &d.Year)
	w.str(&d.NamedBy)
	w.str(&d.Command)
	list(w, &d.Card, func(r *Rel) { num(w, r) })
}

func (w *wire) relation(d *RelationDef) {
	w.str(&d.Name)
	list(w, &d.From, func(k *Kind) { num(w, k) })
	list(w, &d.To, func(k *Kind) { num(w, k) })
	for _, p := range []*bool{&d.One, &d.Symmetric, &d.Implied} {
		w.flag(p)
	}
	w.str(&d.Noun)
	w.str(&d.Plural)
	for _, p := range []*[]string{&d.Nouns, &d.Verbs, &d.SubjectNouns, &d.SubjectVerbs, &d.Phrases, &d.Asks, &d.Most, &d.Least} {
		w.strs(p)
	}
	w.str(&d.Says)
	w.str(&d.Unknown)
	w.str(&d.UnknownInverse)
}

// number reads or writes a varint.
func (w *wire) number(n uint64) uint64 {
	if !w.reading {
		w.out = binary.AppendUvarint(w.out, n)
		return n
	}
	n = 0
	for i := 0; i < len(w.in) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(w.in[i]&0x7f) << (7 * i)
		if w.in[i] < 0x80 {
			w.in = w.in[i+1:]
			return n
		}
	}
	w.fail()
	return 0
}

func (w *wire) fail() {
	w.err = errors.New("schema: cut short")
	w.in = ""
}

func num[T ~uint16](w *wire, p *T) { *p = T(w.number(uint64(*p))) }

func (w *wire) flag(p *bool) {
	n := uint64(0)
	if *p {
		n = 1
	}
	*p = w.number(n) == 1
}

func (w *wire) str(p *string) {
	n := w.number(uint64(len(*p)))
	if !w.reading {
		w.out = append(w.out, *p...)
		return
	}
	if n > uint64(len(w.in)) {
		w.fail()
		return
	}
	*p, w.in = w.in[:n], w.in[n:]
}

func (w *wire) strs(p *[]string) { list(w, p, w.str) }

// list reads or writes each item. One that is empty comes back nil.
func list[T any](w *wire, p *[]T, item func(*T)) {
	n := w.number(uint64(len(*p)))
	if w.reading {
		if n > uint64(len(w.in)) { // an item takes a byte at least
			w.fail()
			return
		}
		if n > 0 {
			*p = make([]T, n)
		}
	}
	for i := range *p {
		item(&(*p)[i])
	}
}
