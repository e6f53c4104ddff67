package triples

// Which names in a file are of one thing, and which rows of one name are of two.

import (
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/table"
	"hapjak/nlp"
)

// The spellings of a file are which of its texts are the same name.
type spellings struct {
	*content
	first map[string]uint32 // the first that is spelt so, folded
	spelt []uint32          // by text: the first that is spelt alike
}

// compareSpellings finds the names that differ only by case, accents or white space.
func compareSpellings(c *content) *spellings {
	first := make(map[string]uint32, len(c.list))
	t := &spellings{c, first, make([]uint32, len(c.list))}
	for i, text := range t.list {
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r >= 0x7f }) || strings.Contains(text, "  ") {
			t.list[i] = corpus.Tidy(text)
		}
		key := nlp.Fold(t.list[i])
		j, ok := first[key]
		if !ok {
			j = uint32(i)
			first[key] = j
		}
		t.spelt[i] = j
	}
	t.keepApart()
	t.tellRowsApart()
	return t
}

// keepApart undoes what compareSpellings found of names of which the file says other things
// throughout: films called Regeneration and ReGeneration, each with a director of its own,
// are two. Where nothing is said of both alike, one relation that has one value tells them
// apart, or two of others.
func (t *spellings) keepApart() {
	type of struct {
		text uint32
		rel  kb.Rel
	}
	alike := map[uint32]bool{} // the first spellings of which there are others
	for i, j := range t.spelt {
		if uint32(i) != j {
			alike[j] = true
		}
	}
	said := map[of]map[uint32]bool{}
	for _, tr := range t.triples {
		if alike[t.spelt[tr.subject]] {
			k := of{tr.subject, tr.rel}
			if said[k] == nil {
				said[k] = map[uint32]bool{}
			}
			said[k][t.spelt[tr.object]] = true
		}
	}
	shared, differs := map[uint32]bool{}, map[uint32]int{}
	for k, own := range said {
		others := said[of{t.spelt[k.text], k.rel}]
		if k.text == t.spelt[k.text] || others == nil {
			continue
		}
		same := false
		for o := range own {
			same = same || others[o]
		}
		switch {
		case same:
			shared[k.text] = true
		case t.naming(k.rel) || t.s.RelationDef(k.rel).One:
			differs[k.text] += 2
		default:
			differs[k.text]++
		}
	}
	for text, n := range differs {
		if n > 1 && !shared[text] {
			t.spelt[text] = text
		}
	}
}

// maxNamed bounds the things of one name that a row is compared with, where no number tells them apart.
const maxNamed = 20

// tellRowsApart makes two things of one name of two rows of a guessed table where a number or code of theirs,
// or a birth, differs, or all that they say does.
func (t *spellings) tellRowsApart() {
	if t.Names == nil {
		return
	}
	type thing struct {
		subject  uint32
		row      []triple // the first
		numbered bool
	}
	type number struct {
		name   uint32
		object uint32
		rel    kb.Rel
	}
	named, numbered := map[uint32][]*thing{}, map[number]*thing{}
	telling := map[kb.Rel]bool{}
	for r := range t.s.Relations {
		telling[kb.Rel(r)] = t.s.RelationDef(kb.Rel(r)).One && table.TellsApart(t.s.RelationDef(kb.Rel(r)).Name)
	}
	rows, names := t.rows(), map[uint32]bool{}
	for _, row := range rows {
		names[t.spelt[row[0].subject]] = true
	}
	plain := 2*len(names) > len(rows) // most rows are of a thing of their own
	for _, row := range rows {
		tr := row[0]
		name := t.spelt[tr.subject]
		var no *number
		for _, x := range row {
			if telling[x.rel] && no == nil {
				no = &number{name, t.spelt[x.object], x.rel}
			}
		}
		var own *thing
		for _, other := range named[name][:min(maxNamed, len(named[name]))] {
			if own == nil && (no == nil || !other.numbered) && !t.apart(other.row, row, plain) {
				own = other
			}
		}
		if no != nil && numbered[*no] != nil {
			own = numbered[*no]
		}
		if own != nil {
			t.note("one thing", int(tr.line), "%q of line %d again: one thing, of which both lines are said", fault.Clip([]byte(t.list[tr.subject])), own.row[0].line)
		} else {
			own = &thing{subject: tr.subject, row: row}
			if before := named[name]; len(before) > 0 {
				own.subject = uint32(len(t.list))
				t.list, t.spelt = append(t.list, t.list[tr.subject]), append(t.spelt, own.subject)
				t.note("same name", int(tr.line), "another %q than on line %d", fault.Clip([]byte(t.list[tr.subject])), before[0].row[0].line)
			}
			named[name] = append(named[name], own)
		}
		if no != nil {
			numbered[*no], own.numbered = own, true
		}
		if own != named[name][0] {
			for k := range row {
				row[k].subject = own.subject
			}
		}
	}
}

// rows returns the triples of each row of a table that names a thing.
func (t *content) rows() (list [][]triple) {
	for i, end := 0, 0; i < len(t.triples); i = end {
		for end = i + 1; end < len(t.triples) && t.triples[end].line == t.triples[i].line; {
			end++
		}
		if !t.s.Literal(t.triples[i].kind) {
			list = append(list, t.triples[i:end])
		}
	}
	return list
}

// apart reports whether two rows of one name are of two things: they differ in what a thing has one of, or,
// where most rows are of a thing of their own, in two relations without agreeing in any.
func (t *spellings) apart(a, b []triple, plain bool) bool {
	type both struct{ same, differs bool }
	said := map[kb.Rel]both{}
	for _, x := range a {
		for _, y := range b {
			if x.rel == y.rel && !t.naming(x.rel) {
				equal := t.spelt[x.object] == t.spelt[y.object]
				is := said[x.rel]
				said[x.rel] = both{is.same || equal, is.differs || !equal}
			}
		}
	}
	same, differ := 0, 0
	for rel, is := range said {
		switch {
		case is.same:
			same++
		case t.s.RelationDef(rel).One:
			return true
		default:
			differ++
		}
	}
	return plain && same == 0 && differ > 1
}

// leaveOutNA leaves out the values that are not known.
func (t *content) leaveOutNA() {
	na, ok := t.texts[table.NotKnown]
	if !ok {
		return
	}
	texts := map[kb.Rel]map[string]bool{}
	for _, tr := range t.triples {
		if tr.object == na && !t.naming(tr.rel) {
			texts[tr.rel] = map[string]bool{}
		}
	}
	for _, tr := range t.triples {
		if texts[tr.rel] != nil {
			texts[tr.rel][t.list[tr.object]] = true
		}
	}
	unknown := map[kb.Rel]bool{}
	for r, all := range texts {
		unknown[r] = !table.AreCodes(all)
	}
	t.triples = slices.DeleteFunc(t.triples, func(tr triple) bool {
		if tr.object != na || !unknown[tr.rel] {
			return false
		}
		name := t.s.RelationDef(tr.rel).Name
		t.note("nothing "+name, int(tr.line), "%s has no value (%s); left out", name, table.NotKnown)
		return true
	})
}
