package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"hapjak/bot/review"
	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/fault"
	"hapjak/facts/passages"
	"hapjak/facts/scribe"
	"hapjak/nlp"
)

// This file lists the citations whose words an article's change has lost or moved
// (kb/anchor.go), and sets them again.

// A lost is a citation whose words are gone.
type lost struct {
	ID, Name, Label, Text string // of the statement
	Was                   string // as it is written
	At, Quote             string // where it led, and the words
	Near                  []candidate
}

// A candidate is a paragraph that may say the same.
type candidate struct {
	Ref, Text string
}

// A lostAnswer is an entry of answers.yaml whose words are gone.
type lostAnswer struct {
	Ask, Words    []string
	After, Answer string // an answer that was fixed; empty: a sentence holds it
	Denies        bool
	At, Quote     string
	Near          []candidate // of a sentence these are sentences
}

// How the notes of curated.Anchor tell of the two.
var (
	lostNote  = regexp.MustCompile(`^(?:no article has the paragraph (\S+): no longer (?:cited|answered)|(\S+) no longer (?:has|says) "(.*)", nor has a paragraph near it(?: \(.* among other words\))?: no longer (?:cited|answered))$`)
	movedNote = regexp.MustCompile(`stands in \S+ now, no longer in`)
)

// anchors is the room in which citations are set again.
type anchors struct{ forms }

func (s *anchors) routes() []route {
	return []route{{"GET", "/curate/anchors", "anchors", Mends, s.pageAnchors}, {"POST", "/curate/anchors", "anchors", Mends, s.setAnchor}}
}

func (s *anchors) pageAnchors(w http.ResponseWriter, r *http.Request) { s.drawAnchors(w, r, nil) }

func (s *anchors) drawAnchors(w http.ResponseWriter, r *http.Request, more map[string]any) {
	book, ok := s.book(w, r)
	if !ok {
		return
	}
	notes, edits, err := s.cited(r)
	data := map[string]any{"Beside": s.beside()}
	if err != nil {
		data["Broken"] = strings.Split(err.Error(), "\n")
	}
	var gone []lost
	var answers []lostAnswer
	moved := 0
	for _, n := range notes {
		if movedNote.MatchString(n.What) {
			moved++
			continue
		}
		if m := lostNote.FindStringSubmatch(n.What); m != nil {
			at, quote := m[1]+m[2], m[3]
			if n.File == curated.AnswersFile {
				if a, ok := s.lostAnswer(r, n.Line, at, quote); ok {
					answers = append(answers, a)
				}
				continue
			}
			if t, x, ok := book.At(n.File, n.Line); ok && len(x.Fields) > 0 {
				id := strings.Join(scribe.Get(t.Fields, "id"), "")
				if whole, ok := book.Thing(id); ok { // beside an import its entry may have no name
					t = whole
				}
				gone = append(gone, s.lost(r, id, thingName(t), x, at, quote))
			}
		}
	}
	data["Plain"] = len(edits)
	data["Lost"], data["Answers"], data["Moved"] = gone, answers, moved
	maps.Copy(data, more)
	s.drawTold(w, r, "anchors", s.view("anchors", "Anchors", data), more)
}

// lost describes a citation, with the paragraphs that come nearest to its words.
func (s *anchors) lost(r *http.Request, id, name string, x *scribe.Fact, at, quote string) lost {
	l := lost{ID: id, Name: name, Label: nounOf(r, x.Fields[0].Key),
		Text: strings.Join(namedOf(r, x.Fields[0].Values), ", "), Was: x.Text, At: at, Quote: quote}
	l.Near = near(r, at, quote+" "+l.Name+" "+l.Text)
	return l
}

// near are the paragraphs that come nearest to a text, those of the article of a citation first.
func near(r *http.Request, at, text string) (list []candidate) {
	ix := knowOf(r.Context()).Passages()
	if ix == nil {
		return nil
	}
	ref, _ := corpus.ParseRef(at)
	for _, q := range []passages.Query{{Text: text, Source: ref.Source}, {Text: text}} {
		for _, h := range ix.Search(q, 3) {
			_, p := ix.Passage(h.Passage)
			c := candidate{h.Ref.String(), p.Text}
			if !slices.Contains(list, c) && len(list) < 4 {
				list = append(list, c)
			}
		}
	}
	return list
}

// lostAnswer describes an entry of answers.yaml by a line of it.
func (s *anchors) lostAnswer(r *http.Request, line int, at, quote string) (a lostAnswer, ok bool) {
	data, err := fs.ReadFile(s.files(), curated.AnswersFile)
	if err != nil {
		return a, false
	}
	root, err := scribe.Parse(data)
	if err != nil || root == nil {
		return a, false
	}
	i := slices.IndexFunc(root.Content, func(in *yaml.Node) bool { return in.Line <= line && line <= scribe.LastLine(in) })
	if i < 0 {
		return a, false
	}
	get := func(key string) []string { return scribe.Texts(root.Content[i], key) }
	a = lostAnswer{Ask: get("ask"), Words: get("words"), After: strings.Join(get("after"), ""), Answer: strings.Join(get("answer"), ""), Denies: get("denies") != nil, At: at, Quote: quote}
	a.Near = near(r, at, quote+" "+strings.Join(slices.Concat(a.Ask, a.Words), " ")+" "+a.Answer)
	if a.Answer == "" {
		a.Near = sentences(r, a.Near, quote+" "+strings.Join(a.Ask, " "))
	}
	return a, true
}

// maxSentences is how many sentences are offered in the place of one that is gone.
const maxSentences = 6

// sentences are those of some paragraphs, the nearest first, that share most words with a text.
func sentences(r *http.Request, of []candidate, text string) (list []candidate) {
	telling := func(text string) map[string]bool {
		words := map[string]bool{}
		for w := range nlp.EachToken(text) {
			if w.Kind == nlp.Number || len(w.Norm) > 3 {
				words[w.Stem] = true
			}
		}
		return words
	}
	words, near := telling(text), map[candidate]int{}
	for i, c := range of {
		ref, _ := corpus.ParseRef(c.Ref)
		for _, text := range knowOf(r.Context()).Sentences(ref) {
			c := candidate{c.Ref, text}
			list = append(list, c)
			near[c] = len(of) - i
			for w := range telling(text) {
				if words[w] {
					near[c]++
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return near[b] - near[a] })
	return list[:min(len(list), maxSentences)]
}

// answered makes of the form of a lost answer the edit of answers.yaml.
func (s *anchors) answered(r *http.Request) (e review.Edit, done string, err error) {
	form := r.PostForm
	if form.Get("do") == "forget" {
		e, err = s.review.desk.Forget(form["ask"], form.Get("after"))
		return e, "The answer is taken out.", err
	}
	m := review.Mending{Kind: review.Fixes, Ask: form["ask"], Answer: form.Get("answer")}
	if m.Cite = cmp.Or(strings.TrimSpace(form.Get("other")), form.Get("to")); m.Answer == "" {
		cite, quote, _ := strings.Cut(form.Get("to"), " ")
		m = review.Mending{Kind: review.Holds, Ask: m.Ask, After: form.Get("after"), Quote: []string{quote}, Words: form["words"], Denies: form.Get("denies") != "", Cite: cite}
	}
	e, err = s.review.desk.Draft(m)
	return e, "It is answered from " + m.Cite + " now.", err
}

// cited tells which citations have moved or are lost, and what anchoring every one would change: of the
// facts, unless they were imported, and move as that is done again; and of what stands beside them.
func (s *anchors) cited(r *http.Request) (notes []fault.Fault, edits []curated.Edit, err error) {
	held := citableOf(r.Context())
	if !s.beside() {
		if edits, notes, err = curated.Anchor(s.files(), held); err != nil {
			return notes, nil, err
		}
	}
	more, told, err := curated.AnchorBeside(s.files(), held, func() (*kb.Base, error) { return s.open(r.Context()) })
	return append(notes, told...), append(edits, more...), err
}

// setAnchor sets a lost citation again, or anchors all.
func (s *anchors) setAnchor(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	form := r.PostForm
	who, _ := s.curator(r)
	var err error
	done := ""
	switch form.Get("do") {
	case "all":
		done, err = s.anchorAll(r, who)
	case "set":
		to := strings.TrimSpace(form.Get("other"))
		if to == "" {
			to = form.Get("to")
		}
		if _, err := corpus.ParseRef(to); err != nil {
			s.drawAnchors(w, r, map[string]any{"Trouble": "Choose a paragraph, or write one as article:number, such as shelf:5."})
			return
		}
		if !standing(r, to) {
			s.drawAnchors(w, r, map[string]any{"Trouble": "No article has the paragraph " + to + "."})
			return
		}
		err = s.edit(r.Context(), who, "set a citation again, from "+form.Get("at"), s.ofFacts(func(b *scribe.Book) (scribe.Change, error) {
			return b.SetCite(form.Get("thing"), form.Get("was"), form.Get("at"), to)
		}))
		done = "The statement cites " + to + " now."
	case "drop":
		err = s.edit(r.Context(), who, "took out a statement whose words are gone", s.ofFacts(func(b *scribe.Book) (scribe.Change, error) {
			return b.DropFact(form.Get("thing"), form.Get("was"))
		}))
		done = "The statement is taken out."
	case "answer", "forget":
		err = s.edit(r.Context(), who, "set again what is answered to: "+form.Get("ask"), func(context.Context) (c scribe.Change, err error) {
			var e review.Edit
			if e, done, err = s.answered(r); err != nil {
				return c, err
			}
			return scribe.Between(e.File, []byte(e.Before), []byte(e.After)), nil
		})
	default:
		err = bad("there is nothing to do")
	}
	var f faulty
	var no refusal
	switch {
	case review.Refused(err) || errors.As(err, &no) && no.status == http.StatusUnprocessableEntity:
		s.drawAnchors(w, r, map[string]any{"Trouble": sentence(err)})
	case errors.As(err, &f):
		s.drawAnchors(w, r, map[string]any{"Trouble": sentence(f)})
	case errors.Is(err, scribe.ErrChanged):
		s.drawAnchors(w, r, map[string]any{"Trouble": "Somebody else has changed this statement meanwhile. This is how it is now."})
	case err != nil:
		s.refuseForm(w, r, refusalOf(err))
	default:
		s.drawAnchors(w, r, map[string]any{"Done": done})
	}
}

// anchorAll writes down for every citation which words it leads to.
func (s *anchors) anchorAll(r *http.Request, who string) (done string, err error) {
	_, edits, err := s.cited(r)
	if err != nil {
		return "", err
	}
	files := map[string][]curated.Edit{}
	for _, e := range edits {
		files[e.File] = append(files[e.File], e)
	}
	n := 0
	for _, name := range sortedKeys(files) {
		list := files[name]
		err := s.edit(r.Context(), who, fmt.Sprintf("anchored %s", plural(len(list), "citation")), s.ofFacts(func(*scribe.Book) (scribe.Change, error) {
			data, err := fs.ReadFile(s.files(), name)
			if err != nil {
				return scribe.Change{}, err
			}
			text, err := curated.Apply(name, string(data), list)
			if err != nil {
				return scribe.Change{}, refusal{http.StatusConflict, err}
			}
			return scribe.Change{File: name, Line: 1, Before: string(data), After: text, Data: []byte(text)}, nil
		}))
		if err != nil {
			return "", err
		}
		n += len(list)
	}
	return plural(n, "citation") + " anchored.", nil
}

func sortedKeys[T any](m map[string]T) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
