package triples

import (
	"cmp"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/literal"
	"hapjak/nlp"
)

// A resolver makes statements of the triples of a file.
type resolver struct {
	*content
	spellings *spellings
	numbers   *numbers
	cites     *citing
	ids       *idReader             // has stated all, nil for others
	had       int                   // entities of b that are not the file's
	byText    [][]kb.Draft          // by text: the entities so called
	alike     map[uint32][]kb.Draft // entities by how they are spelt
	subjects  []kb.Draft            // by triple
	objects   []kb.Draft
	dead      map[int]bool // triples that were left out
}

// resolve says which node each subject and object is. Relations that leave the
// fewest kinds open come first, so that the others find what these have shown.
func (t *resolver) resolve() {
	t.alike = map[uint32][]kb.Draft{}
	t.dead = map[int]bool{}
	t.byText = make([][]kb.Draft, len(t.list))
	t.meet()
	t.subjects, t.objects = make([]kb.Draft, len(t.triples)), make([]kb.Draft, len(t.triples))
	var sizes []int
	for _, set := range slices.Concat(t.from, t.to) {
		sizes = append(sizes, set.size())
	}
	if t.Names != nil {
		sizes = append(sizes, 1)
	}
	slices.Sort(sizes)
	for _, size := range slices.Compact(sizes) {
		for i, tr := range t.triples {
			from, to, kind := t.from[tr.rel], t.to[tr.rel], tr.kind
			if t.s.Literal(kind) {
				kind = t.first(tr.rel)
			} else {
				from = 1 << kind
			}
			if from.size() == size {
				t.subjects[i] = t.entity(tr.subject, tr.line, kind, from)
			}
			if to.size() == size && !t.naming(tr.rel) {
				t.objects[i] = t.object(i, tr, t.s.RelationDef(tr.rel).To[0], to)
			}
		}
	}
	t.nameSubjects()
	t.checkOne()
}

// meet files the entities that were there before under what they are called.
func (t *resolver) meet() {
	for i := range t.b.Entities()[:t.had] {
		e := &t.b.Entities()[i]
		for _, name := range append([]string{e.ID, e.Name}, e.Aliases...) {
			if as, ok := t.spellings.first[nlp.Fold(name)]; ok && name != e.ID && !slices.Contains(t.alike[as], kb.Draft(i)) {
				t.alike[as] = append(t.alike[as], kb.Draft(i))
			}
			if text, ok := t.texts[name]; ok && !slices.Contains(t.byText[text], kb.Draft(i)) {
				t.byText[text] = append(t.byText[text], kb.Draft(i))
			}
		}
	}
}

// first returns the kind of a subject that nothing else tells.
func (t *resolver) first(r kb.Rel) kb.Kind {
	if t.naming(r) {
		return kb.Kind(bits.TrailingZeros64(uint64(t.from[r])))
	}
	return t.s.RelationDef(r).From[0]
}

// entity returns the entity of that text whose kind is in the set, or a new one of
// kind k.
func (t *resolver) entity(text, line uint32, k kb.Kind, set kindSet) kb.Draft {
	for _, d := range t.byText[text] {
		if set&(1<<t.b.KindOf(d)) != 0 {
			return d
		}
	}
	for _, d := range t.byText[text] { // a person is seen to be a member
		if e := &t.b.Entities()[d]; set == 1<<k && t.s.IsA(k, e.Kind) {
			e.Kind = k
			return d
		}
	}
	if d, ok := t.speltAlike(text, line, k); ok {
		return d
	}
	name := t.list[text]
	if t.s.KindDef(k).NamedBy != "" {
		name = strings.ReplaceAll(name, "_", " ") // until a triple names it
	}
	d := t.b.Entity(kb.Entity{Kind: k, Name: name, ID: t.list[text]})
	t.byText[text] = append(t.byText[text], d)
	return d
}

// speltAlike returns the entity of kind k whose name differs from a text only as
// compareSpellings says. Ids stay apart.
func (t *resolver) speltAlike(text, line uint32, k kb.Kind) (kb.Draft, bool) {
	if t.s.KindDef(k).NamedBy != "" {
		return 0, false
	}
	as := t.spellings.spelt[text]
	for _, d := range t.alike[as] {
		if t.b.KindOf(d) == k {
			if e := &t.b.Entities()[d]; e.Name != t.list[text] {
				t.note("spelling", int(line), "%q is taken for %q", fault.Clip([]byte(t.list[text])), fault.Clip([]byte(e.Name)))
			}
			t.byText[text] = append(t.byText[text], d)
			return d, true
		}
	}
	t.alike[as] = append(t.alike[as], kb.Draft(len(t.b.Entities())))
	return 0, false
}

func (t *resolver) object(i int, tr triple, k kb.Kind, set kindSet) kb.Draft {
	if !t.s.Literal(k) {
		return t.entity(tr.object, tr.line, k, set)
	}
	var d kb.Draft
	var err error
	switch k {
	case kb.Number, kb.Money:
		d, err = t.numbers.number(tr, k)
	case kb.Date:
		d, err = t.numbers.date(tr)
	default:
		d, err = literal.ReadDraft(t.b, k, t.list[tr.object])
		err = firstError(err, t.s.RelationDef(tr.rel).ImageFault(t.list[tr.object]))
	}
	if err != nil {
		t.dead[i] = true
		t.fault(int(tr.line), "%s: %v", t.s.RelationDef(tr.rel).Name, err)
	}
	return d
}

// nameSubjects gives the entities that are known by ids their names: the first is
// the name, further ones are aliases.
func (t *resolver) nameSubjects() {
	named := map[kb.Draft]bool{}
	for i, tr := range t.triples {
		if !t.naming(tr.rel) {
			continue
		}
		d, name := t.subjects[i], t.list[tr.object]
		switch e := &t.b.Entities()[d]; {
		case !named[d]:
			named[d], e.Name = true, name
		case name != e.Name:
			e.Aliases = append(e.Aliases, name)
		}
	}
}

// checkOne faults a second value where a relation has one.
func (t *resolver) checkOne() {
	type key struct {
		subject kb.Draft
		rel     kb.Rel
	}
	first := map[key]int{}
	for i, tr := range t.triples {
		if t.naming(tr.rel) || t.dead[i] || !t.s.RelationDef(tr.rel).One {
			continue
		}
		k := key{t.subjects[i], tr.rel}
		if j, ok := first[k]; !ok {
			first[k] = i
		} else if !t.b.Same(t.objects[j], t.objects[i]) {
			t.dead[i] = true
			t.fault(int(tr.line), "%s has another %s on line %d, and the schema says one",
				fault.Clip([]byte(t.list[tr.subject])), t.s.RelationDef(tr.rel).Name, t.triples[j].line)
		}
	}
}

// state hands the statements to the builder, each once with all that cites it, and returns how many there are.
func (t *resolver) state() (filed int) {
	if t.ids != nil { // stated as they were resolved
		return t.ids.filed
	}
	t.setIDs()
	own := t.ownSource().Source
	type key struct {
		subject, object kb.Draft
		rel             kb.Rel
	}
	first := make(map[key]int, len(t.triples))
	again := make([]bool, len(t.triples))
	var more map[int][]corpus.Ref // by the first of statements said more than once
	refs := make([]corpus.Ref, len(t.triples))
	for i, tr := range t.triples {
		if t.naming(tr.rel) || t.dead[i] {
			continue
		}
		ok := true
		switch refs[i] = (corpus.Ref{Source: own.ID, Paragraph: int(tr.line)}); {
		case tr.quote != noText:
			refs[i], ok = t.cites.quoted(int(tr.line), t.says(i)+"|"+t.list[tr.quote], anchor.Anchor{At: t.named(tr), Quote: t.list[tr.quote], About: t.topicOf(i)})
		case tr.source != noText:
			refs[i], ok = t.cited(i)
		}
		if !ok {
			t.dead[i] = true
			continue
		}
		k := key{t.subjects[i], t.objects[i], tr.rel}
		j, ok := first[k]
		if again[i] = ok; !ok {
			first[k] = i
		} else if refs[j] != refs[i] && !slices.Contains(more[j], refs[i]) {
			if more == nil {
				more = map[int][]corpus.Ref{}
			}
			more[j] = append(more[j], refs[i])
		}
	}
	before := t.b.Stated()
	t.b.Grow(len(first))
	var all []corpus.Ref
	last := -1 // the last line whose source is filed: most often the next has the same
	for i, tr := range t.triples {
		if t.naming(tr.rel) || t.dead[i] || again[i] {
			continue
		}
		switch {
		case last >= 0 && t.triples[last].source == tr.source:
		case tr.source == noText:
			t.b.Source(own, kb.HeldLines)
		case refs[i].Source != t.list[tr.source]: // a paragraph of an article
			t.b.Source(corpus.Source{ID: refs[i].Source, Rights: t.s.Source.Rights}, kb.HeldNamed)
		default:
			t.source(tr.source)
		}
		last = i
		filed++
		all = append(append(all[:0], refs[i]), more[i]...)
		if j, ok := before[kb.Said{Subject: t.subjects[i], Object: t.objects[i], Relation: tr.rel}]; ok {
			t.b.CiteAlso(j, all)
			continue
		}
		t.b.State(t.subjects[i], tr.rel, t.objects[i], nil, all...)
	}
	return filed
}

// cited is what the source of a triple names: a paragraph of an article that there is, "shelf:2", or
// else the first of the source of that name. It is not ok where the paragraph was lost.
func (t *resolver) cited(i int) (corpus.Ref, bool) {
	tr := t.triples[i]
	text := t.list[tr.source]
	whole := corpus.Ref{Source: text, Paragraph: 1}
	if !strings.Contains(text, ":") {
		t.whole(i)
		return whole, true
	}
	ref, err := corpus.ParseRef(text)
	if err != nil || t.Sources != nil && has(t.Sources, whole) {
		t.whole(i)
		return whole, true
	}
	at, found, lost := t.cites.numbered(int(tr.line), t.says(i), ref, t.list[tr.object], t.topicOf(i))
	if !found {
		t.note("no paragraph", int(tr.line), "no article of the base has the paragraph %q: it is taken for a source of that name", text)
		return whole, true
	}
	return at, !lost
}

// says is what a triple with a source says.
func (t *resolver) says(i int) string {
	tr := t.triples[i]
	return strings.Join([]string{t.list[tr.subject], t.s.RelationDef(tr.rel).Name, t.list[tr.object], t.list[tr.source]}, "|")
}

// topicOf returns what a triple speaks of.
func (t *resolver) topicOf(i int) func() kb.Topic {
	return func() kb.Topic {
		tr := t.triples[i]
		return t.b.TopicOf(t.subjects[i], tr.rel).And(t.list[tr.object])
	}
}

// named is the paragraph that the source of a triple with a quote names.
func (t *resolver) named(tr triple) corpus.Ref {
	whole := corpus.Ref{Source: t.list[tr.source], Paragraph: 1}
	if ref, err := corpus.ParseRef(whole.Source); err == nil && t.Sources != nil && !has(t.Sources, whole) && t.cites.holds(ref.Source) {
		return ref
	}
	return whole
}

func has(sources kb.Citable, ref corpus.Ref) bool {
	_, ok := sources.Paragraph(ref)
	return ok
}

// source files a source that a triple names. It is called as an entity is whose id
// it is.
func (t *resolver) source(text uint32) {
	src := corpus.Source{ID: t.list[text], Rights: t.s.Source.Rights}
	for _, d := range t.byText[text] {
		if e := &t.b.Entities()[d]; e.ID == src.ID {
			src.Title = e.Name
		}
	}
	t.b.Source(src, kb.HeldNamed)
}

// setIDs gives every entity that is known by its name an id: the name in small
// letters with hyphens, and its kind and a number behind where that is taken.
func (t *resolver) setIDs() {
	var order []kb.Draft                        // by kind
	for _, named := range []bool{false, true} { // those with ids of their own keep them
		from := len(order)
		for i := t.had; i < len(t.b.Entities()); i++ {
			if d := t.s.KindDef(t.b.Entities()[i].Kind); (d.NamedBy == "") == named {
				order = append(order, kb.Draft(i))
			}
		}
		slices.SortStableFunc(order[from:], func(a, b kb.Draft) int { return cmp.Compare(t.b.KindOf(a), t.b.KindOf(b)) })
	}
	last := make(map[string]int, len(order)) // by id: the last number put behind it
	for i := range t.b.Entities()[:t.had] {
		last[t.b.Entities()[i].ID] = 1
	}
	for _, d := range order {
		e := &t.b.Entities()[d]
		kind := t.s.KindDef(e.Kind)
		id := kb.Slug(e.Name, "")
		if kind.NamedBy != "" {
			id = strings.Join(strings.Fields(e.ID), "_")
		}
		if last[id] > 0 || id == "" {
			id = strings.Trim(id+"-"+kind.Name, "-")
		}
		for plain := id; last[id] > 0; {
			last[plain]++
			id = plain + "-" + strconv.Itoa(last[plain])
		}
		last[id], e.ID = 1, id
	}
}
