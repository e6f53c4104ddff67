package kb

import "hapjak/corpus"

// A Schema says which kinds of things there are, which relations join them, how
// people ask for each and how each reads in an answer.
type Schema struct {
	Name       string   // what the knowledge base is called
	About      string   // what it is about, to complete "I answer questions about …"
	Examples   []string // questions that it answers
	Qualifiers []QualifierDef
	// Kinds holds the literal kinds first, then the schema's own in the order in
	// which it declares them.
	Kinds     []KindDef
	Relations []RelationDef
	// Source describes, for statements imported as triples, the file that they
	// come from: its title, publisher, licence. Its ID is not used.
	Source corpus.Source

	kinds     map[string]Kind
	relations map[string]Rel
	below     []uint64 // by kind: bit k for every kind k that is one, itself included
}

// A QualifierDef declares what a statement may carry besides subject, relation
// and object.
type QualifierDef struct {
	Name string
	To   []Kind
}

// A KindDef declares a kind. Asks, Year and Card are those of the kind that it
// is one of, where it declares none.
type KindDef struct {
	Name    string   // its id in the schema
	Is      *Kind    // the kind that it is one of, or nil
	Noun    string   // "film"
	Plural  string   // "films"
	Words   []string // other nouns for it
	Asks    []string // question words that ask for it: "who"
	Year    Rel      // tells entities of one name apart: "Tyrant (1967)"; NoRel where none does
	Command string   // the slash command that shows a card of it
	Card    []Rel    // what the card shows
	// NamedBy is, for triples whose subjects are ids, what stands as the relation of
	// those whose object is the subject's name; empty where the subject is its own
	// name. It is no relation of the schema: a name is not stated, it names.
	NamedBy string
}

// A RelationDef declares a relation. How its wordings are understood stands with
// each field, for a relation from films to people.
type RelationDef struct {
	Name      string
	From      []Kind // kinds of the subject, those under them included
	To        []Kind // kinds of the object, or one literal kind
	One       bool   // a subject has one object
	Symmetric bool   // X R Y says Y R X. One statement is kept: look both ways.
	Open      bool   // the objects that are stated need not be all there are: none is denied

	Noun         string   // what the object is to the subject: "director"
	Plural       string   // "directors"
	Nouns        []string // other nouns for the object: "filmmaker"
	Verbs        []string // object verb subject: "direct"
	SubjectNouns []string // what the subject is to the object: "filmography"
	SubjectVerbs []string // subject verb object: "star", "be based on"
	Phrases      []string // beside the subject they ask for the object: "behind the camera"
	Asks         []string // question words that mean it when nothing else does: "when"
	Implied      bool     // may be left unsaid: "Bong's films", "2013 films"
	Most, Least  []string // superlatives over the object: "latest", "oldest"

	// Says is an answer's sentence without its full stop. {s} and {o} are the
	// subjects and objects, {o:was|were} picks by how many there are, {name} is a
	// qualifier's text, and what stands in square brackets is dropped when its
	// qualifier is missing.
	Says           string
	Unknown        string // completes "The sources do not say …" for a subject: "who directed {s}"
	UnknownInverse string // … for an object: "which films {o} directed"
}

// Kind returns the kind of that id.
func (s *Schema) Kind(name string) (Kind, bool) {
	k, ok := s.kinds[name]
	return k, ok
}

// KindDef returns the declaration of k.
func (s *Schema) KindDef(k Kind) *KindDef { return &s.Kinds[k] }

// Relation returns the relation of that name.
func (s *Schema) Relation(name string) (Rel, bool) {
	r, ok := s.relations[name]
	return r, ok
}

// RelationDef returns the declaration of r.
func (s *Schema) RelationDef(r Rel) *RelationDef { return &s.Relations[r] }

// Literal reports whether nodes of kind k are values.
func (s *Schema) Literal(k Kind) bool { return k < literals }

// IsA reports whether whatever is a k is an of.
func (s *Schema) IsA(k, of Kind) bool { return s.below[of]&(1<<k) != 0 }

// Subkinds returns k and every kind under it, in order.
func (s *Schema) Subkinds(k Kind) []Kind {
	var all []Kind
	for i := range s.Kinds {
		if s.IsA(Kind(i), k) {
			all = append(all, Kind(i))
		}
	}
	return all
}

// Accepts reports whether a node of kind k may stand where one of kinds is
// wanted. A year will do for a date, and both for a span.
func (s *Schema) Accepts(kinds []Kind, k Kind) bool {
	for _, want := range kinds {
		if s.IsA(k, want) || want == Date && k == Year || want == Span && (k == Year || k == Date) {
			return true
		}
	}
	return false
}

// maxKinds is how many kinds there may be, the literal ones included, so that a
// set of kinds is one word.
const maxKinds = 64

// index makes what is looked up quickly, and lets kinds inherit.
func (s *Schema) index() {
	s.kinds = make(map[string]Kind, len(s.Kinds))
	s.relations = make(map[string]Rel, len(s.Relations))
	s.below = make([]uint64, len(s.Kinds))
	for i := range s.Kinds {
		s.kinds[s.Kinds[i].Name] = Kind(i)
		above := Kind(i)
		for range s.Kinds { // bounded: a cycle is a fault that the loader reports
			s.below[above] |= 1 << i
			d := &s.Kinds[above]
			s.Kinds[i].inherit(d)
			if d.Is == nil {
				break
			}
			above = *d.Is
		}
	}
	for i := range s.Relations {
		s.relations[s.Relations[i].Name] = Rel(i)
	}
}

func (d *KindDef) inherit(from *KindDef) {
	if d.Asks == nil {
		d.Asks = from.Asks
	}
	if d.Year == NoRel {
		d.Year = from.Year
	}
	if d.NamedBy == "" {
		d.NamedBy = from.NamedBy
	}
	if d.Card == nil {
		d.Card = from.Card
	}
}

// literalKinds are the kinds that every schema begins with.
func literalKinds() []KindDef {
	def := func(name, noun, plural string, words ...string) KindDef {
		return KindDef{Name: name, Noun: noun, Plural: plural, Words: words, Year: NoRel}
	}
	return []KindDef{
		Year:   def("year", "year", "years"),
		Date:   def("date", "date", "dates"),
		Span:   def("span", "period", "periods"),
		Number: def("number", "number", "numbers"),
		Money:  def("money", "amount", "amounts"),
		Text:   def("text", "", ""),
	}
}
