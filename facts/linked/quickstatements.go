package linked

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
)

// IDs say which item or property of Wikidata something is: an entity or a unit by its id
// (Q…), a relation or a qualifier by its name (P…).
type IDs map[string]string

var (
	itemID     = regexp.MustCompile(`^Q[1-9]\d*$`)
	propertyID = regexp.MustCompile(`^P[1-9]\d*$`)
)

// ReadIDs reads a table of two columns, ours and Wikidata's; file is its name in errors.
// A first line that names the columns is passed over.
func ReadIDs(file string, r io.Reader) (IDs, error) {
	ids := IDs{}
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1
	in.TrimLeadingSpace = true
	var faults []error
	for n := 0; ; n++ {
		row, err := in.Read()
		if err == io.EOF {
			return ids, errors.Join(faults...)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		line, _ := in.FieldPos(0)
		switch {
		case len(row) == 2 && (itemID.MatchString(row[1]) || propertyID.MatchString(row[1])):
			ids[strings.TrimSpace(row[0])] = row[1]
		case n > 0 || len(row) != 2:
			faults = append(faults, fmt.Errorf("%s:%d: want an id of ours and one of Wikidata's, such as bong-joon-ho,Q495980 or directed_by,P57", file, line))
		}
	}
}

// of returns what Wikidata calls something of ours; an id that is one already stands for
// itself.
func (ids IDs) of(ours string, form *regexp.Regexp) (string, bool) {
	id, ok := ids[ours]
	if !ok {
		id = ours
	}
	return id, form.MatchString(id)
}

// Left counts the statements that could not be written, by why.
type Left struct {
	Subject, Relation, Object int // the thing, the relation, the value or its unit has no id there
}

// QuickStatements writes the statements whose parts are all known to Wikidata as commands
// of QuickStatements 1, one a line, each with the address of its source as its reference
// (P854) where there is one. Qualifiers that are not known there are left out; so are
// spans of years, which it has no value for.
func QuickStatements(w io.Writer, b *kb.Base, ids IDs, sources func(id string) (corpus.Source, bool)) (written int, left Left, err error) {
	out := bufio.NewWriter(w)
	q := &quick{b: b, ids: ids}
	for s := range kb.Stmt(b.Statements()) {
		subject, ok := ids.of(b.ID(b.Subject(s)), itemID)
		if !ok {
			left.Subject++
			continue
		}
		property, ok := ids.of(b.Schema().RelationDef(b.Relation(s)).Name, propertyID)
		if !ok {
			left.Relation++
			continue
		}
		object, ok := q.object(b.Object(s))
		if !ok {
			left.Object++
			continue
		}
		fields := append([]string{subject, property, object}, q.qualifiers(s)...)
		for _, ref := range b.Cites(s) {
			if src, ok := sources(ref.Source); ok && src.URL != "" {
				fields = append(fields, "S854", quoted(withScheme(src.URL)))
				break // further ones would be one reference with this
			}
		}
		written++
		_, _ = out.WriteString(strings.Join(fields, "\t") + "\n") // Flush tells of it
	}
	return written, left, out.Flush()
}

type quick struct {
	b   *kb.Base
	ids IDs
}

func (q *quick) qualifiers(s kb.Stmt) (fields []string) {
	for _, qual := range q.b.Qualifiers(s) {
		property, known := q.ids.of(qual.Name, propertyID)
		if object, ok := q.object(qual.Value); ok && known {
			fields = append(fields, property, object)
		}
	}
	return fields
}

// object writes an item, a time, a quantity or a text.
func (q *quick) object(n kb.Node) (text string, ok bool) {
	v, literal := q.b.Value(n)
	if !literal {
		return q.ids.of(q.b.ID(n), itemID)
	}
	const year, month, day = 9, 10, 11 // precisions
	lo, hi := int(v.Lo), int(v.Hi)
	at := func(monthOf, dayOf, precision int) (string, bool) {
		return fmt.Sprintf("+%04d-%02d-%02dT00:00:00Z/%d", lo/10000, monthOf, dayOf, precision), true
	}
	switch v.Kind {
	case kb.Year:
		return at(0, 0, year)
	case kb.Date:
		if lo == hi {
			return at(lo/100%100, lo%100, day)
		}
		return at(lo/100%100, 0, month)
	case kb.Number, kb.Money:
		amount := strconv.FormatFloat(v.Lo, 'f', -1, 64)
		if v.Unit == "" {
			return amount, true
		}
		unit, ok := q.ids.of(v.Unit, itemID)
		return amount + "U" + strings.TrimPrefix(unit, "Q"), ok
	case kb.Text:
		return quoted(v.Text), true
	}
	return "", false
}

// quoted writes a text in quotation marks, which cannot stand inside it, on one line.
func quoted(s string) string {
	return `"` + strings.Join(strings.Fields(strings.ReplaceAll(s, `"`, "'")), " ") + `"`
}

func withScheme(address string) string {
	if strings.Contains(address, "://") {
		return address
	}
	return "https://" + address
}
