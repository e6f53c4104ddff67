package kb

import (
	"hapjak/corpus"
	"slices"
)

// A Schema says which kinds of things there are, which relations join them, how
// people ask for each and how each reads in an answer. The yaml tag of a field, here and
// below, is its key in schema.yaml; schema.md tells of all of them and is made from these
// types.
type Schema struct {
	Name       string         `yaml:"name"`       // What the knowledge base is called.
	About      string         `yaml:"about"`      // What it is about, to complete "I answer questions about …".
	Examples   []string       `yaml:"examples"`   // Questions that it answers; the first is offered to newcomers.
	Qualifiers []QualifierDef `yaml:"qualifiers"` // What a statement may carry besides subject, relation and object.
	// The kinds of things. The literal kinds (year, date, span, number, money, text) are
	// there anyway, and may be given a name, plural, words and asks of their own.
	Kinds     []KindDef     `yaml:"kinds"`
	Relations []RelationDef `yaml:"relations"` // What joins things to each other and to values.
	// For statements imported as triples, what is known of the file that they come from.
	Source corpus.Source `yaml:"source"`

	kinds     map[string]Kind
	relations map[string]Rel
	below     []uint64 // by kind: bit k for every kind k that is one, itself included
}

// A QualifierDef declares what a statement may carry besides subject, relation
// and object.
type QualifierDef struct {
	Name string `yaml:"-"`
	To   []Kind `yaml:"to"` // What its value is: kinds of things, or one literal kind. Needed.
}

// A KindDef declares a kind. Asks, Year, NamedBy and Card are those of the kind that it
// is one of, where it declares none.
type KindDef struct {
	Name    string   `yaml:"-"`       // its id in the schema
	Is      *Kind    `yaml:"is"`      // The kind that it is one of: a documentary is a film. Whatever may be said of films may be said of it.
	Noun    string   `yaml:"name"`    // What one of them is called: film. The key itself where there is none.
	Plural  string   `yaml:"plural"`  // What several are called: films. The name with an s where there is none.
	Words   []string `yaml:"words"`   // Other nouns for it: movie, picture.
	Asks    []string `yaml:"asks"`    // Question words that ask for it: who. That of the kind it is one of where it has none.
	Year    Rel      `yaml:"year"`    // The relation that tells things of one name apart: "Tyrant (1967)". That of the kind it is one of where it has none.
	Command string   `yaml:"command"` // The slash command that shows a card of it: film makes /film Snowpiercer.
	Card    []Rel    `yaml:"card"`    // What the card shows first, in this order. That of the kind it is one of where it has none.
	// For triples whose subjects are ids: what stands as the relation of those whose object
	// is the subject's name. Where there is none, the subject is its own name. It is no
	// relation of the schema: a name is not stated, it names.
	NamedBy string `yaml:"name_relation"`
}

// A RelationDef declares a relation. How its wordings are understood stands with
// each field, for a relation from films to people.
type RelationDef struct {
	Name      string `yaml:"-"`
	From      []Kind `yaml:"from"`      // The kinds of the subject, those under them included. Needed.
	To        []Kind `yaml:"to"`        // The kinds of the object, or one literal kind. Needed.
	One       bool   `yaml:"one"`       // A subject has one object: a second is a fault, unless its qualifiers differ.
	Symmetric bool   `yaml:"symmetric"` // X R Y says Y R X. One statement is kept: it is looked at both ways.
	Open      bool   `yaml:"open"`      // The objects that are stated need not be all there are: none is denied.
	Image     bool   `yaml:"image"`     // The object, a text, is the https address of a picture of the subject: its card shows it, where pictures can be shown.
	Flag      string `yaml:"flag"`      // Tables have yes or no here: what the object is called where they say yes, "engine". Where they say no, nothing is stated.

	Noun         string   `yaml:"noun"`          // What the object is to the subject: director. The key itself where there is none.
	Plural       string   `yaml:"plural"`        // Several of those: directors. The noun with an s where there is none.
	Nouns        []string `yaml:"nouns"`         // Other nouns for the object: filmmaker.
	Verbs        []string `yaml:"verbs"`         // Object verb subject: direct, for "Bong directed Okja" and "Okja was directed by Bong".
	SubjectNouns []string `yaml:"subject_nouns"` // What the subject is to the object: filmography, for "Bong's filmography".
	SubjectVerbs []string `yaml:"subject_verbs"` // Subject verb object: star, be based on.
	Phrases      []string `yaml:"phrases"`       // Beside the subject they ask for the object: behind the camera.
	Asks         []string `yaml:"asks"`          // Question words that mean it when nothing else does: when.
	Implied      bool     `yaml:"implied"`       // It may be left unsaid: "Bong's films", "2013 films".
	Most         []string `yaml:"most"`          // Superlatives for the highest object: latest.
	Least        []string `yaml:"least"`         // Superlatives for the lowest object: oldest.

	// An answer's sentence without its full stop. {s} and {o} are the subjects and objects,
	// {o:was|were} picks by how many there are, {name} is the text of the qualifier of that
	// name, and what stands in square brackets is dropped when its qualifier is missing.
	// "the director of {s} is {o}" where there is none.
	Says string `yaml:"says"`
	// Completes "The sources do not say …" where a subject's object is not known: who
	// directed {s}.
	Unknown        string `yaml:"unknown"`
	UnknownInverse string `yaml:"unknown_inverse"` // The same for an object: which films {o} directed.
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
func (s *Schema) Literal(k Kind) bool { return k < Literals }

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

// MaxKinds is how many kinds there may be, the literal ones included, so that a
// set of kinds is one word.
const MaxKinds = 64

// Index makes what is looked up quickly, and lets kinds inherit.
func (s *Schema) Index() {
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

// LiteralKinds are the kinds that every schema begins with.
func LiteralKinds() []KindDef {
	def := func(name, noun, plural string) KindDef {
		return KindDef{Name: name, Noun: noun, Plural: plural, Year: NoRel}
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

// Clone copies a schema as far as it may be added to.
func (s *Schema) Clone() *Schema {
	c := *s
	c.Kinds, c.Relations = slices.Clone(s.Kinds), slices.Clone(s.Relations)
	return &c
}

func (s *Schema) QualifierTo(name string) []Kind {
	for _, q := range s.Qualifiers {
		if q.Name == name {
			return q.To
		}
	}
	return nil
}
