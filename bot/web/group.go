package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hapjak/bot/review"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/passages"
)

// This file draws a group: what was asked and answered, what may be done about it, and which sentences
// of the articles there are to choose from. A wording is taken out of it here, and it is put to another.

// A proposed is a proposal with where it is looked at.
type proposed struct {
	review.Proposal
	To         string
	Lead, Text string // its sentence in parts
}

// inParts parts the sentence of a mending from the text that answers, which it ends with.
func inParts(m review.Mending, sentence string, know *facts.Answerer) (lead, text string) {
	_, text = m.Does(know)
	return strings.TrimSpace(strings.TrimSuffix(sentence, text)), text
}

// pageGroup shows a group and what may be done about it.
func (s *reviewing) pageGroup(w http.ResponseWriter, r *http.Request) {
	g, ok := s.group(w, r)
	if !ok {
		return
	}
	know, done := s.talk.Know()
	defer done()
	var list []proposed
	var now facts.Answer
	err := s.work(r.Context(), func(ctx context.Context) {
		now = g.Wordings[0].Ask(ctx, know)
		ctx, cancel := context.WithTimeout(ctx, proposeFor)
		defer cancel()
		if g.Open() {
			for _, p := range s.desk.Propose(ctx, g) {
				lead, text := inParts(p.Mending, p.Sentence, know)
				list = append(list, proposed{p, mendLink(g.ID, p.Mending), lead, text})
			}
		}
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	after, asks := g.Worked()
	find := cmp.Or(strings.TrimSpace(r.URL.Query().Get("find")), asks[0].Text)
	data := map[string]any{"Find": cut(find, maxFind), "Looked": r.URL.Query().Has("find"), "Found": findSentences(know, cut(find, maxFind), g), "Group": viewOf(g), "Mark": review.Mark(""), "After": after, "Asks": asks, "Proposals": list, "Relations": relations(know), "Things": know.Base().Len() > 0, "Said": said(g.Wordings[0].Answer), "Cited": evidence(know, g.Wordings[0].Evidence)}
	data["Others"] = s.others(g)
	if i := slices.IndexFunc(list, func(p proposed) bool { return p.Kind == review.Holds }); i >= 0 && inForm(list[i].Mending) {
		data["Nearest"] = list[i].Mending // to be put right
	}
	cites := g.Wordings[0].Evidence
	for _, p := range list {
		cites = append(cites, strings.Fields(p.Cite)...)
	}
	data["Example"] = append(slices.Clip(cites), exampleCite)[0]
	data["Typed"] = review.Mending{}
	if now.Text != g.Wordings[0].Answer && (g.Wordings[0].Alone || g.Wordings[0].Before != "") {
		data["Now"], data["NowCited"] = said(now.Text), now.Citations
	}
	s.draw(w, r, "reviewgroup", s.view("review", g.Wordings[0].Text, data))
}

// A readable is a paragraph whose sentences can be chosen.
type readable struct {
	facts.Citation
	Sentences []choosable
}

// A choosable is a sentence, and where it leads as the one that holds the answer.
type choosable struct{ Text, To string }

// findSentences finds the paragraphs that fit some words best, for a curator to choose the sentence
// that answers a group's questions.
func findSentences(know *facts.Answerer, words string, g review.Group) (list []readable) {
	ix := know.Passages()
	if ix == nil {
		return nil
	}
	m := review.Mending{Kind: review.Holds}
	after, asks := g.Worked()
	m.After = after
	for i, w := range asks {
		if w.Close || i == 0 {
			m.Ask = append(m.Ask, w.Text)
		}
	}
	seen := map[string]bool{}
	for _, h := range ix.Search(passages.Query{Text: words}, foundHere) {
		m.Cite = h.Ref.String()
		source, _ := know.Source(h.Ref.Source)
		p := readable{Citation: facts.Citation{Source: h.Ref.Source, Paragraph: h.Ref.Paragraph, Part: h.Ref.Part, Title: source.Title}}
		for _, s := range know.Sentences(h.Ref) {
			if seen[s] {
				continue
			}
			seen[s], m.Quote = true, []string{s}
			p.Sentences = append(p.Sentences, choosable{s, mendLink(g.ID, m)})
		}
		if len(p.Sentences) > 0 {
			list = append(list, p)
		}
	}
	return list
}

// inForm reports whether the form of a sentence holds all that a mending says.
func inForm(m review.Mending) bool {
	return m.Kind == review.Holds && len(m.Quote) < 2 && len(m.Words) < 2 && !m.Denies
}

// others are the groups that a group may be put to.
func (s *reviewing) others(g review.Group) (list []review.Group) {
	for _, show := range []review.Show{review.ShowOpen, review.ShowDone} {
		groups, _ := s.queue.Groups(show, 0, groupPage)
		list = append(list, groups...)
	}
	return slices.DeleteFunc(list, func(o review.Group) bool { return o.ID == g.ID })
}

// said is an answer without its markers.
func said(text string) string { return markers.ReplaceAllString(text, "") }

// markers are those of an answer as it is kept, with the space before them.
var markers = regexp.MustCompile(`\s*\[\d{1,4}\]`)

// evidence are the paragraphs that an answer stood on.
func evidence(know *facts.Answerer, refs []string) (list []facts.Citation) {
	for i, text := range refs {
		source, place, _ := strings.Cut(text, ":")
		n, _ := strconv.Atoi(strings.SplitN(place, ".", 2)[0])
		if found, _ := know.Paragraphs(source, n, 1); len(found) > 0 && found[0].Paragraph == n {
			found[0].Marker = i + 1
			list = append(list, found[0])
		}
	}
	return list
}

// A relation is one to choose from.
type relation struct{ Name, Noun string }

func relations(know *facts.Answerer) (list []relation) {
	schema := know.Base().Schema()
	for i := range schema.Relations {
		d := &schema.Relations[i]
		list = append(list, relation{d.Name, d.Noun})
	}
	slices.SortStableFunc(list, func(a, b relation) int { return strings.Compare(a.Noun, b.Noun) })
	return list
}

// partGroup takes a wording out of a group.
func (s *reviewing) partGroup(w http.ResponseWriter, r *http.Request) {
	g, ok := s.groupForm(w, r)
	if !ok {
		return
	}
	who, _ := s.curator(r)
	made, err := s.desk.Part(r.Context(), g, r.PostForm.Get("text"), who)
	s.regrouped(w, r, g, made, err)
}

// joinGroup puts a group to another that asks the same.
func (s *reviewing) joinGroup(w http.ResponseWriter, r *http.Request) {
	g, ok := s.groupForm(w, r)
	if !ok {
		return
	}
	with, ok := s.queue.Group(r.PostForm.Get("with"))
	if !ok {
		s.cannot(w, r, g, review.Mending{}, errors.New("nothing is kept of the other questions any more"), "")
		return
	}
	who, _ := s.curator(r)
	made, err := s.desk.Join(r.Context(), g, with, who)
	s.regrouped(w, r, g, made, err)
}

// regrouped answers what was said of a group.
func (s *reviewing) regrouped(w http.ResponseWriter, r *http.Request, g review.Group, made store.Mending, err error) {
	switch {
	case review.Refused(err):
		s.cannot(w, r, g, review.Mending{}, err, "")
	case errors.Is(err, store.ErrMended):
		s.cannot(w, r, g, review.Mending{}, errors.New("another curator did that at the same moment: look at the group again"), "")
	case err != nil:
		s.refuseForm(w, r, err)
	default:
		http.Redirect(w, r, "/curate/mended?new="+strconv.FormatInt(made.ID, 10), http.StatusSeeOther)
	}
}
