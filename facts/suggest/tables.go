package suggest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// This file reads the rows of tables: "Sandpiper | 1994 | Brae Slip" beneath "Ferry | Launched | Built
// by". One column names the things, each other column whose head stands for a relation of their kind
// says something of them. As with labels, no encoder is needed.

// A column is one cell of a row, and where it stands in the row.
type column struct {
	head, text string
	start      int
}

// columnsOf parts a row by the heads that it stands beneath. A paragraph that is no such row has none.
func columnsOf(p corpus.Paragraph) (list []column) {
	heads, cells := corpus.SplitCells(p.Under()), corpus.SplitCells(p.Text)
	if len(heads) < 2 || len(heads) != len(cells) {
		return nil
	}
	at := 0
	for i, text := range cells {
		at += strings.Index(p.Text[at:], text)
		list = append(list, column{heads[i], text, at})
		at += len(text)
	}
	return list
}

// empty reports whether a cell says that there is nothing to say.
func (c *column) empty() bool {
	switch strings.ToLower(strings.Trim(c.text, " .?*()–—-")) {
	case "n/a", "na", "none", "unknown", "tbd", "tba", "tbc":
		return true
	}
	return !strings.ContainsFunc(c.text, letter)
}

// headOf returns the relation of things of a kind that the head of a column stands for: as a label does,
// or by a verb, "Launched" and "Built by".
func (l *lexicon) headOf(head string, kind kb.Kind) (*wording, bool) {
	if w, ok := l.labelOf(head, kind); ok {
		return w, true
	}
	tokens := l.stems.Tokens(english.Unbracketed(head))
	by := len(tokens) > 1 && tokens[len(tokens)-1].Norm == "by"
	key := l.verbKey(head)
	i := slices.IndexFunc(l.labelled, func(w wording) bool {
		verbs := w.def.SubjectVerbs
		if by {
			verbs = w.def.Verbs
		}
		return key != "" && l.schema.Accepts(w.def.From, kind) && slices.ContainsFunc(verbs, func(v string) bool { return l.verbKey(v) == key })
	})
	if i < 0 {
		return nil, false
	}
	return &l.labelled[i], true
}

// verbKey is the words of a verb, or of a head that may be one, without "be" and prepositions.
func (l *lexicon) verbKey(text string) string {
	var stems []string
	for _, t := range l.stems.Tokens(english.Unbracketed(text)) {
		if t.Kind == nlp.Word && t.Norm != "be" && !isBe(t.Norm) && !english.IsPreposition(t.Norm) {
			stems = append(stems, t.Stem)
		}
	}
	return strings.Join(stems, " ")
}

// kindOfHead returns the kind whose noun the head of a column is: "Ferry", "Name of the ferry".
func (l *lexicon) kindOfHead(head string) (kb.Kind, bool) {
	tokens := slices.DeleteFunc(l.stems.Tokens(head), func(t nlp.Token) bool {
		_, glue := english.GlueWord(t.Norm)
		return glue || t.Kind != nlp.Word || english.IsPreposition(t.Norm) || t.Norm == "name" || t.Norm == "title"
	})
	if len(tokens) == 0 {
		return 0, false
	}
	k, n, ok := l.kindAt(tokens, 0)
	return k, ok && n == len(tokens) && l.hasRelations(k)
}

// kindOfHeads returns the kind of the things that a table is of, and in which column they stand: the
// first one whose head is a kind's noun, with another that says something of it; else the first of all
// where two others do.
func (l *lexicon) kindOfHeads(row []column) (kind kb.Kind, at int, ok bool) {
	said := func(k kb.Kind, at int) (n int) {
		for i := range row {
			if _, ok := l.headOf(row[i].head, k); ok && i != at {
				n++
			}
		}
		return n
	}
	for i := range row {
		if k, ok := l.kindOfHead(row[i].head); ok && said(k, i) > 0 {
			return k, i, true
		}
	}
	most := 1
	for k := range l.schema.Kinds {
		k := kb.Kind(k)
		if l.schema.Literal(k) {
			continue
		}
		if _, says := l.headOf(row[0].head, k); says { // what the first column says of something else
			continue
		}
		if n := said(k, 0); n > most {
			kind, most, ok = k, n, true
		}
	}
	return kind, 0, ok
}

// readRow proposes what a row of a table says of the thing that it is about. ok is false for what is
// no row of a table that says anything of things.
func (f *Finder) readRow(ref corpus.Ref, p corpus.Paragraph) (list []Proposal, ok bool) {
	row := columnsOf(p)
	if len(row) == 0 {
		return nil, false
	}
	kind, at, ok := f.kindOfHeads(row)
	if !ok {
		return nil, false
	}
	name := strings.TrimSpace(english.Unbracketed(row[at].text))
	if row[at].empty() || isTotal(name) || !strings.ContainsFunc(name, unicode.IsLetter) {
		return nil, true
	}
	s := f.fresh(name, kind, false)
	things := f.ofBase(name, false)
	if i := slices.IndexFunc(things, func(o subject) bool { return f.schema.IsA(o.kind, kind) || f.schema.IsA(kind, o.kind) }); i >= 0 {
		s = things[i]
	} else if len(things) > 0 { // it is known as something else
		return nil, true
	}
	for i := range row {
		c := &row[i]
		w, ok := f.headOf(c.head, s.kind)
		if !ok || i == at || c.empty() {
			continue
		}
		for _, v := range f.inCell(w, c) {
			if len(f.objects(w, v.text)) == 0 && !strings.Contains(v.text, " ") && f.people(w.def.To[0]) {
				continue // one word is nobody's name: "Volunteers"
			}
			g := signs{supports: 1, near: true}
			list = append(list, Proposal{Subject: s.Thing, Relation: w.def.Name, Object: f.object(w, v.text), Says: put(w.claim, s.Name, v.text),
				Ref: ref, Cite: ref.String(), Sentence: p.Text, Start: c.start + v.start, End: c.start + v.end, Confidence: g.confidence(), signs: g})
		}
	}
	return list, true
}

// isTotal reports whether a row sums up the others.
func isTotal(name string) bool {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	return slices.Contains([]string{"total", "totals", "subtotal", "sum", "average", "mean", "median", "overall"}, first)
}

// inHead is what the head of a column says of its unit: "Length (km)", "Cost ($ million)".
var inHead = regexp.MustCompile(`[(\[](?:in )?([^\p{L}\p{N}()\[\]]*)([^()\[\]]*)[)\]]`)

// inCell lists the values of a relation in a cell. A number takes the unit of its column's head.
func (f *Finder) inCell(w *wording, c *column) []value {
	kind := w.def.To[0]
	if unit := inHead.FindStringSubmatch(c.head); unit != nil && (kind == kb.Number || kind == kb.Money) && !strings.ContainsFunc(c.text, unicode.IsLetter) {
		text := strings.TrimSpace(strings.TrimSpace(unit[1]) + c.text + " " + strings.TrimSpace(unit[2]))
		if list := f.behind(w, text); len(list) == 1 {
			list[0].start, list[0].end = 0, len(c.text)
			return list
		}
	}
	return f.behind(w, c.text)
}
