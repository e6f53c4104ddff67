package curated

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/fault"
)

// ParseSchema reads schema.yaml; file is its name in errors. All its faults come
// back joined, each as file:line: what.
func ParseSchema(file string, data []byte) (*kb.Schema, error) {
	f := &fault.List{}
	d := &doc{file: file, faults: f}
	root := d.parse(data)
	if root == nil {
		return nil, f.Err()
	}
	s := readSchema(d, root)
	if f.Len() > 0 {
		return nil, f.Err()
	}
	return s, nil
}

// A schemaReader reads the kinds' and relations' names first, so that they may be
// used above where they are declared.
type schemaReader struct {
	*doc
	s *kb.Schema
}

func readSchema(d *doc, root *yaml.Node) *kb.Schema {
	r := &schemaReader{doc: d, s: &kb.Schema{Kinds: kb.LiteralKinds()}}
	var qualifiers, kinds, relations *yaml.Node
	d.fields(root, map[string]func(*yaml.Node){
		"name":       d.text(&r.s.Name),
		"about":      d.text(&r.s.About),
		"examples":   d.texts(&r.s.Examples),
		"source":     func(n *yaml.Node) { readSource(d, n, &r.s.Source) },
		"qualifiers": func(n *yaml.Node) { qualifiers = n },
		"kinds":      func(n *yaml.Node) { kinds = n },
		"relations":  func(n *yaml.Node) { relations = n },
	})
	r.declare(kinds, relations)
	r.s.Index()
	d.pairs(kinds, func(k, v *yaml.Node) { r.kind(k, v) })
	d.pairs(relations, func(k, v *yaml.Node) { r.relation(k, v) })
	d.pairs(qualifiers, func(k, v *yaml.Node) { r.qualifier(k, v) })
	r.checkCycles(kinds)
	r.s.Index()
	d.pairs(relations, func(k, v *yaml.Node) { r.checkTemplates(k, v) })
	return r.s
}

func readSource(d *doc, n *yaml.Node, s *corpus.Source) {
	d.fields(n, map[string]func(*yaml.Node){
		"title": d.text(&s.Title), "publisher": d.text(&s.Publisher), "author": d.text(&s.Author), "date": d.text(&s.Date),
		"url": d.text(&s.URL), "language": d.text(&s.Language), "rights": d.text(&s.Rights),
	})
}

// declare files the names of kinds and relations.
func (r *schemaReader) declare(kinds, relations *yaml.Node) {
	r.unique(kinds, "kind")
	r.unique(relations, "relation")
	r.pairs(kinds, func(k, _ *yaml.Node) {
		if i := slices.IndexFunc(r.s.Kinds, func(d kb.KindDef) bool { return d.Name == k.Value }); i < 0 {
			r.s.Kinds = append(r.s.Kinds, kb.KindDef{Name: k.Value, Year: kb.NoRel})
		}
	})
	if n := len(r.s.Kinds); n > kb.MaxKinds {
		r.fault(kinds, "%d kinds, the %d literal ones included: there may be %d", n, kb.Literals, kb.MaxKinds)
		r.s.Kinds = r.s.Kinds[:kb.MaxKinds]
	}
	r.pairs(relations, func(k, _ *yaml.Node) {
		r.s.Relations = append(r.s.Relations, kb.RelationDef{Name: k.Value})
	})
	if n := len(r.s.Relations); n >= int(kb.NoRel) {
		r.fault(relations, "%d relations: there may be %d", n, kb.NoRel-1)
		r.s.Relations = r.s.Relations[:kb.NoRel-1]
	}
}

// unique faults a name that is declared twice.
func (r *schemaReader) unique(n *yaml.Node, what string) {
	seen := map[string]int{}
	r.pairs(n, func(k, _ *yaml.Node) {
		if line, twice := seen[k.Value]; twice {
			r.fault(k, "%s %q is declared on line %d already", what, k.Value, line)
		}
		seen[k.Value] = k.Line
	})
}

func (r *schemaReader) kind(key, n *yaml.Node) {
	k, ok := r.s.Kind(key.Value)
	if !ok {
		return // beyond maxKinds
	}
	d := r.s.KindDef(k)
	if k < kb.Literals {
		r.fields(n, map[string]func(*yaml.Node){
			"name": r.text(&d.Noun), "plural": r.text(&d.Plural), "words": r.texts(&d.Words), "asks": r.texts(&d.Asks),
		})
		return
	}
	r.fields(n, map[string]func(*yaml.Node){
		"is": func(n *yaml.Node) {
			if is, ok := r.kindNamed(n); ok && is < kb.Literals {
				r.fault(n, "a kind of entity cannot be a %s", n.Value)
			} else if ok {
				d.Is = &is
			}
		},
		"name": r.text(&d.Noun), "plural": r.text(&d.Plural), "words": r.texts(&d.Words), "asks": r.texts(&d.Asks),
		"year":    func(n *yaml.Node) { d.Year = r.relationNamed(n) },
		"command": r.text(&d.Command), "name_relation": r.text(&d.NamedBy),
		"card": func(n *yaml.Node) {
			d.Card = []kb.Rel{}
			r.each(n, func(n *yaml.Node) {
				if rel := r.relationNamed(n); rel != kb.NoRel {
					d.Card = append(d.Card, rel)
				}
			})
		},
	})
	if d.Noun == "" {
		d.Noun = spaced(d.Name)
	}
	if d.Plural == "" {
		d.Plural = d.Noun + "s"
	}
}

func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }

// checkCycles faults a kind that is, by way of others, itself.
func (r *schemaReader) checkCycles(kinds *yaml.Node) {
	r.pairs(kinds, func(key, _ *yaml.Node) {
		k, ok := r.s.Kind(key.Value)
		if !ok {
			return
		}
		at := k
		for is := r.s.KindDef(at).Is; is != nil; is = r.s.KindDef(at).Is {
			at = *is
			if at == k {
				r.fault(key, "kind %q is, through its \"is\", itself", key.Value)
				r.s.KindDef(k).Is = nil
				return
			}
			if d := r.s.KindDef(at); d.Is != nil && *d.Is == at {
				return // a cycle that k only leads to, faulted where it is
			}
		}
	})
}

func (r *schemaReader) relation(key, n *yaml.Node) {
	rel, ok := r.s.Relation(key.Value)
	if !ok {
		return
	}
	d := r.s.RelationDef(rel)
	r.fields(n, map[string]func(*yaml.Node){
		"from": func(n *yaml.Node) { d.From = r.kindsNamed(n) },
		"to":   func(n *yaml.Node) { d.To = r.kindsNamed(n) },
		"one":  r.flag(&d.One), "symmetric": r.flag(&d.Symmetric), "open": r.flag(&d.Open), "image": r.flag(&d.Image), "implied": r.flag(&d.Implied),
		"flag": r.text(&d.Flag),
		"noun": r.text(&d.Noun), "plural": r.text(&d.Plural), "nouns": r.texts(&d.Nouns), "verbs": r.texts(&d.Verbs),
		"subject_nouns": r.texts(&d.SubjectNouns), "subject_verbs": r.texts(&d.SubjectVerbs),
		"phrases": r.texts(&d.Phrases), "asks": r.texts(&d.Asks), "most": r.texts(&d.Most), "least": r.texts(&d.Least),
		"says": r.text(&d.Says), "unknown": r.text(&d.Unknown), "unknown_inverse": r.text(&d.UnknownInverse),
	})
	r.checkEnds(key, d)
	defaults(d)
}

// checkEnds faults a relation that does not say what it joins.
func (r *schemaReader) checkEnds(key *yaml.Node, d *kb.RelationDef) {
	if len(d.From) == 0 {
		r.fault(key, "relation %q has no \"from\": name the kinds of its subject", key.Value)
	}
	if len(d.To) == 0 {
		r.fault(key, "relation %q has no \"to\": name the kinds of its object", key.Value)
	}
	if d.Flag != "" && (len(d.To) != 1 || r.s.Literal(d.To[0])) {
		r.fault(key, "relation %q: a flag is a thing: write to: with a kind of things", key.Value)
	}
	if d.Image && !slices.Equal(d.To, []kb.Kind{kb.Text}) {
		r.fault(key, "relation %q: an image is a text, its address: write to: text", key.Value)
	}
	if slices.ContainsFunc(d.From, r.s.Literal) {
		r.fault(key, "relation %q: its subject must be an entity, not a value", key.Value)
	}
	if len(d.To) > 1 && slices.ContainsFunc(d.To, r.s.Literal) {
		r.fault(key, "relation %q: its object is of several kinds, or of one literal kind, not both", key.Value)
	}
}

// defaults makes plain English of what a relation leaves out.
func defaults(d *kb.RelationDef) {
	set := func(s *string, v string) {
		if *s == "" {
			*s = v
		}
	}
	set(&d.Noun, spaced(d.Name))
	set(&d.Plural, d.Noun+"s")
	set(&d.Says, "the "+d.Noun+" of {s} {o:is|are} {o}")
	set(&d.Unknown, "what the "+d.Noun+" of {s} is")
	set(&d.UnknownInverse, "what {o} is the "+d.Noun+" of")
}

func (r *schemaReader) qualifier(key, n *yaml.Node) {
	q := kb.QualifierDef{Name: key.Value}
	r.fields(n, map[string]func(*yaml.Node){"to": func(n *yaml.Node) { q.To = r.kindsNamed(n) }})
	if len(q.To) == 0 {
		r.fault(key, "qualifier %q has no \"to\": name the kind of its value", key.Value)
	}
	r.s.Qualifiers = append(r.s.Qualifiers, q)
}

func (r *schemaReader) kindNamed(n *yaml.Node) (kb.Kind, bool) {
	k, ok := r.s.Kind(n.Value)
	if !ok {
		r.fault(n, "unknown kind %q", n.Value)
	}
	return k, ok
}

func (r *schemaReader) kindsNamed(n *yaml.Node) []kb.Kind {
	var kinds []kb.Kind
	r.each(n, func(n *yaml.Node) {
		if k, ok := r.kindNamed(n); ok {
			kinds = append(kinds, k)
		}
	})
	return kinds
}

func (r *schemaReader) relationNamed(n *yaml.Node) kb.Rel {
	rel, ok := r.s.Relation(n.Value)
	if !ok {
		r.fault(n, "unknown relation %q", n.Value)
		return kb.NoRel
	}
	return rel
}

// checkTemplates faults a placeholder that nothing fills.
func (r *schemaReader) checkTemplates(key, n *yaml.Node) {
	rel, ok := r.s.Relation(key.Value)
	if !ok {
		return
	}
	d := r.s.RelationDef(rel)
	at := func(field string) *yaml.Node {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == field {
				return n.Content[i+1]
			}
		}
		return key
	}
	for _, t := range []struct{ field, text, fills string }{
		{"says", d.Says, "s o *"}, {"unknown", d.Unknown, "s"}, {"unknown_inverse", d.UnknownInverse, "o"},
	} {
		if err := r.checkTemplate(t.text, t.fills); err != nil {
			r.fault(at(t.field), "%s of %q: %v", t.field, key.Value, err)
		}
	}
}

// checkTemplate reports the first placeholder that is not in fills, where * stands
// for the qualifiers, and brackets that do not pair.
func (r *schemaReader) checkTemplate(text, fills string) error {
	names, err := placeholders(text)
	if err != nil {
		return err
	}
	for _, name := range names {
		known := slices.Contains(strings.Fields(fills), name) ||
			strings.Contains(fills, "*") && slices.ContainsFunc(r.s.Qualifiers, func(q kb.QualifierDef) bool { return q.Name == name })
		if !known {
			return fmt.Errorf("nothing fills {%s}", name)
		}
	}
	return nil
}

// placeholders returns the names in curly brackets, what stands behind a colon cut
// off, and checks that brackets of both kinds pair and do not nest.
func placeholders(text string) (names []string, err error) {
	open, start := rune(0), 0
	square := false
	for i, c := range text {
		switch c {
		case '{':
			if open != 0 {
				return nil, fmt.Errorf("%q: a { inside {…}", text)
			}
			open, start = c, i+1
		case '}':
			if open == 0 {
				return nil, fmt.Errorf("%q: a } without its {", text)
			}
			name, _, _ := strings.Cut(text[start:i], ":")
			names = append(names, name)
			open = 0
		case '[', ']':
			if square != (c == ']') {
				return nil, fmt.Errorf("%q: square brackets do not pair", text)
			}
			square = !square
		}
	}
	if open != 0 || square {
		return nil, fmt.Errorf("%q: a bracket is not closed", text)
	}
	return names, nil
}
