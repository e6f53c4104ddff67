package triples

import (
	"errors"
	"fmt"
	"math/bits"
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/table"
)

// maxFaults is how many bad lines are told one by one: the rest are counted.
const maxFaults = 100000

// A triple is one line, its fields as numbers of texts.
type triple struct {
	subject, object uint32
	source, quote   uint32 // texts, or noText
	line            uint32
	rel             kb.Rel  // beyond the schema's: a name_relation
	kind            kb.Kind // of the subject, literal where the relation says
}

const noText = ^uint32(0)

// The content of a file is what was read of it: its triples, and the texts that they are made of.
type content struct {
	file string
	Options
	faults *fault.List
	bad    int // of them
	s      *kb.Schema
	b      *kb.Builder
	// relations are the schema's, and behind them the name_relations of its kinds;
	// by relation, from and to are the kinds that it leaves open.
	relations map[string]kb.Rel
	from, to  []kindSet
	byKey     map[string]kb.Rel // relations by what a column is called
	texts     map[string]uint32
	list      []string
	triples   []triple
}

// fault tells of a bad line.
func (t *content) fault(line int, format string, args ...any) {
	if t.Fault != nil {
		t.Fault(fault.Fault{File: t.file, Line: line, What: fmt.Sprintf(format, args...)})
		return
	}
	if t.bad++; t.bad <= maxFaults {
		t.faults.Add(t.file, line, format, args...)
	}
}

// note tells what was guessed.
func (t *content) note(kind string, line int, format string, args ...any) {
	if t.Note != nil {
		t.Note(corpus.Note{Place: fmt.Sprintf("%s:%d", t.file, line), What: fmt.Sprintf(format, args...), Kind: kind})
	}
}

// refused returns why there is no base, nil where bad lines were told as they came.
func (t *content) refused() error {
	err := t.faults.Err()
	if t.bad > maxFaults {
		err = errors.Join(err, fmt.Errorf("%s: and %d more bad lines", t.file, t.bad-maxFaults))
	}
	return err
}

// file3 files one triple.
func (t *content) file3(line int, kind kb.Kind, subject []byte, rel kb.Rel, object, source, quote []byte) {
	if !utf8.Valid(subject) || !utf8.Valid(object) || !utf8.Valid(source) || !utf8.Valid(quote) {
		t.fault(line, "not UTF-8; convert the file, with iconv for example")
		return
	}
	tr := triple{subject: t.text(subject), object: t.text(object), source: noText, quote: noText, line: uint32(line), rel: rel, kind: kind}
	if len(source) > 0 {
		tr.source = t.text(source)
		if !table.IsEmpty(quote) {
			tr.quote = t.text(quote)
		}
	}
	t.triples = append(t.triples, tr)
}

// text returns the number of a text.
func (t *content) text(s []byte) uint32 {
	i, ok := t.texts[string(s)]
	if !ok {
		i = uint32(len(t.list))
		t.list = append(t.list, string(s))
		t.texts[t.list[i]] = i
	}
	return i
}

// relationNamed finds the relation of a column or field that is called as it is, or
// as its noun, whatever the case.
func (t *content) relationNamed(name string) (kb.Rel, bool) {
	if r, ok := t.relations[name]; ok {
		return r, true
	}
	key := table.ColumnKey(name)
	if key == "" {
		return 0, false
	}
	if t.byKey == nil {
		t.byKey = map[string]kb.Rel{}
		for i := len(t.s.Relations) - 1; i >= 0; i-- {
			d := t.s.RelationDef(kb.Rel(i))
			for _, n := range []string{d.Plural, d.Noun} {
				if k := table.ColumnKey(n); k != "" {
					t.byKey[k] = kb.Rel(i)
				}
			}
		}
		for n, r := range t.relations {
			t.byKey[table.ColumnKey(n)] = r
		}
	}
	r, ok := t.byKey[key]
	if !ok { // "No.", "#"
		r, ok = t.relations[table.SchemaName(name)]
	}
	if bare := table.WithoutUnit(name); !ok && bare != name {
		return t.relationNamed(bare)
	}
	if bare, labels := table.Label(name); !ok && labels {
		return t.relationNamed(bare)
	}
	return r, ok
}

// counts reports whether the objects of a relation are numbers or sums of money.
func (t *content) counts(r kb.Rel) bool {
	if t.naming(r) {
		return false
	}
	to := t.s.RelationDef(r).To
	return len(to) > 0 && (to[0] == kb.Number || to[0] == kb.Money)
}

// dates reports whether the objects of a relation are dates.
func (t *content) dates(r kb.Rel) bool {
	if t.naming(r) {
		return false
	}
	to := t.s.RelationDef(r).To
	return len(to) > 0 && (to[0] == kb.Date || to[0] == kb.Year)
}

// A kindSet is a set of kinds, bit k for kind k.
type kindSet uint64

func (s kindSet) size() int { return bits.OnesCount64(uint64(s)) }

func (t *content) kindsUnder(kinds []kb.Kind) kindSet {
	var set kindSet
	for _, k := range kinds {
		for _, under := range t.s.Subkinds(k) {
			set |= 1 << under
		}
	}
	return set
}

func (t *content) indexRelations() {
	t.relations = map[string]kb.Rel{}
	for i := range t.s.Relations {
		d := t.s.RelationDef(kb.Rel(i))
		t.relations[d.Name] = kb.Rel(i)
		t.from, t.to = append(t.from, t.kindsUnder(d.From)), append(t.to, t.kindsUnder(d.To))
	}
	for k, d := range t.s.Kinds {
		if d.NamedBy == "" {
			continue
		}
		r, ok := t.relations[d.NamedBy]
		if !ok {
			r = kb.Rel(len(t.from))
			t.relations[d.NamedBy] = r
			t.from, t.to = append(t.from, 0), append(t.to, 0)
		}
		if t.naming(r) {
			t.from[r] |= 1 << k
		}
	}
}

// naming reports whether r is a name_relation.
func (t *content) naming(r kb.Rel) bool { return int(r) >= len(t.s.Relations) }
