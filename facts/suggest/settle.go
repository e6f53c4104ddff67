package suggest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
)

// A settler makes one proposal of what several sentences say, and none of what the base has.
type settler struct {
	f    *Finder
	o    Options
	best map[string]Proposal
}

func newSettler(f *Finder, o Options) *settler {
	return &settler{f: f, o: o, best: map[string]Proposal{}}
}

// add takes what a paragraph states. Of one statement the likeliest sentence is kept.
func (s *settler) add(list ...Proposal) {
	for _, p := range list {
		p.ID = idOf(p.Subject, p.Relation, p.Object)
		if have, ok := s.best[p.ID]; !ok || p.Confidence > have.Confidence {
			s.best[p.ID] = p
		}
	}
}

// enough counts what would be proposed of what has been read.
func (s *settler) enough() (n int) {
	for _, p := range s.best {
		if s.wanted(&p) {
			n++
		}
	}
	return n
}

// wanted reports whether something is likely, new, and not refused.
func (s *settler) wanted(p *Proposal) bool {
	return p.Confidence >= s.o.Least && !(s.o.Skip != nil && s.o.Skip(p.ID)) && !s.f.has(p) && !s.f.ofAnother(p)
}

// ofAnother reports whether the base takes this value out of the same paragraph for another thing:
// a person has read who it belongs to.
func (kn *known) ofAnother(p *Proposal) bool {
	rel, ok := kn.base.Schema().Relation(p.Relation)
	return ok && slices.ContainsFunc(kn.base.Citing(p.Ref), func(s kb.Stmt) bool {
		return kn.base.Relation(s) == rel && kn.base.ID(kn.base.Subject(s)) != p.Subject.ID && kn.same(p.Object, kn.base.Object(s))
	})
}

// settle returns the proposals, in the order of the articles.
func (s *settler) settle() []Proposal {
	s.part()
	s.contest()
	type place struct{ subject, relation string }
	one := map[place]Proposal{} // of relations with one value the likeliest
	var list []Proposal
	for _, p := range s.best {
		if !s.wanted(&p) {
			continue
		}
		rel, _ := s.f.base.Schema().Relation(p.Relation)
		if !s.f.base.Schema().RelationDef(rel).One {
			list = append(list, p)
			continue
		}
		at := place{p.Subject.ID, p.Relation}
		if have, ok := one[at]; !ok || p.Confidence > have.Confidence || p.Confidence == have.Confidence && p.ID < have.ID {
			one[at] = p
		}
	}
	for _, p := range one {
		p.Differs = s.f.instead(&p)
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(a.Ref.Source, b.Ref.Source), cmp.Compare(a.Ref.Paragraph, b.Ref.Paragraph), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// contestGap is by how much the question about another thing may be answered better by the same
// value of the same sentence.
const contestGap = 0.3

// contest gives a value that a sentence states to the thing whose question it answers best: of "A
// directed X, B directed Y" B is no director of X, whatever the encoder thinks of it.
func (s *settler) contest() {
	type place struct{ relation, object, cite, sentence string }
	at := func(p *Proposal) place {
		return place{p.Relation, cmp.Or(p.Object.ID, p.Object.Name), p.Cite, p.Sentence}
	}
	best := map[place]float64{}
	for _, p := range s.best {
		if have, ok := best[at(&p)]; !ok || p.signs.logit > have {
			best[at(&p)] = p.signs.logit
		}
	}
	for id, p := range s.best {
		if p.signs.logit < best[at(&p)]-contestGap {
			delete(s.best, id)
		}
	}
}

// has reports whether the base states this already, or something nearer: the day of a year.
func (kn *known) has(p *Proposal) bool {
	for _, s := range kn.stated(p) {
		if kn.same(p.Object, kn.base.Object(s)) {
			return true
		}
	}
	rel, ok := kn.base.Schema().Relation(p.Relation)
	other, known := kn.base.Find(p.Object.ID)
	if !ok || !known || !kn.base.Schema().RelationDef(rel).Symmetric {
		return false
	}
	return slices.ContainsFunc(kn.base.Out(other, rel), func(s kb.Stmt) bool { return kn.same(p.Subject, kn.base.Object(s)) })
}

// stated returns the statements of a thing under a relation; none for one that is new.
func (kn *known) stated(p *Proposal) []kb.Stmt {
	n, ok := kn.base.Find(p.Subject.ID)
	rel, known := kn.base.Schema().Relation(p.Relation)
	if !ok || !known || p.Subject.New {
		return nil
	}
	return kn.base.Out(n, rel)
}

// same reports whether an end of a proposal is the node.
func (kn *known) same(t Thing, n kb.Node) bool {
	if have, isValue := kn.base.Value(n); isValue {
		v, err := literal.Read(have.Kind, t.Name)
		if err != nil || v.Kind == kb.Text {
			return false
		}
		return v.Same(have) || v.Lo <= have.Lo && have.Hi <= v.Hi && (v.Unit == have.Unit || v.Unit == "")
	}
	return t.ID == kn.base.ID(n)
}

// instead is what the base says in place of a relation's one value, empty where it says nothing.
func (kn *known) instead(p *Proposal) string {
	if stmts := kn.stated(p); len(stmts) > 0 {
		return kn.base.Name(kn.base.Object(stmts[0]))
	}
	return ""
}

// Words that name several things of a kind at once, as "silent historical adventure" does of
// genres, are parted where the parts are met by themselves.
const (
	metLeast  = 2    // so often a part must be met by itself to be a thing
	metKnown  = 5    // as which a statement of the base counts
	metMost   = 30   // more do not make it likelier
	metLogit  = -0.7 // of a sentence, to be counted
	maxJoined = 16   // words of what is parted
)

// part parts what names several things, and weighs nouns by how often they are met.
func (s *settler) part() {
	met := s.met()
	for _, id := range slices.Sorted(maps.Keys(s.best)) {
		p := s.best[id]
		if !p.signs.noun {
			continue
		}
		parts := parted(p.Object.Name, func(name string) bool { return met[metKey(p.Relation, name)] >= metLeast })
		if len(parts) == 0 || len(parts) == 1 && kb.Squash(parts[0]) == kb.Squash(p.Object.Name) {
			continue
		}
		delete(s.best, id)
		for _, name := range parts {
			s.add(s.f.partOf(p, name))
		}
	}
	met = s.met()
	for id, p := range s.best {
		if p.signs.noun {
			p.signs.met = min(met[metKey(p.Relation, p.Object.Name)], metMost)
			p.Confidence = p.signs.confidence()
			s.best[id] = p
		}
	}
}

// partOf proposes a part of what names several things.
func (f *Finder) partOf(p Proposal, name string) Proposal {
	rel, _ := f.base.Schema().Relation(p.Relation)
	w := &f.wordings[slices.IndexFunc(f.wordings, func(w wording) bool { return w.rel == rel })]
	p.Object, p.Says = f.object(w, name), put(w.claim, p.Subject.Name, name)
	if at := strings.Index(p.Sentence[p.Start:p.End], name); at >= 0 {
		p.Start, p.End = p.Start+at, p.Start+at+len(name)
	}
	return p
}

func metKey(relation, name string) string { return relation + "\x00" + kb.Squash(name) }

// met counts how often each noun is met by itself, in the articles and in the base.
func (s *settler) met() map[string]int {
	met := map[string]int{}
	for _, p := range s.best {
		if p.signs.noun && p.signs.logit >= metLogit {
			met[metKey(p.Relation, p.Object.Name)]++
		}
	}
	for _, w := range s.f.wordings {
		for _, stmt := range s.f.base.Of(w.rel) {
			if n := s.f.base.Object(stmt); s.f.base.ID(n) != "" {
				met[metKey(w.def.Name, s.f.base.Name(n))] += metKnown
			}
		}
	}
	return met
}

// parted returns the shortest parts of a text that are things, in order; what stands between
// them is left out.
func parted(text string, thing func(string) bool) (parts []string) {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" -–/,", r) })
	if len(words) > maxJoined {
		return nil
	}
	for i := 0; i < len(words); {
		n := 1
		for n <= len(words)-i && !thing(strings.Join(words[i:i+n], " ")) {
			n++
		}
		if n > len(words)-i {
			i++
			continue
		}
		parts = append(parts, strings.Join(words[i:i+n], " "))
		i += n
	}
	return parts
}
