package web

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
	"hapjak/facts/scribe"
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

// How the notes of kb.Check tell of the two.
var (
	lostNote  = regexp.MustCompile(`^(\S+) no longer has "(.*)", nor has a paragraph near it: no longer cited$`)
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
	moved := 0
	for _, n := range notes {
		if movedNote.MatchString(n.What) {
			moved++
			continue
		}
		if m := lostNote.FindStringSubmatch(n.What); m != nil {
			if t, x, ok := book.At(n.File, n.Line); ok && len(x.Fields) > 0 {
				id := strings.Join(scribe.Get(t.Fields, "id"), "")
				if whole, ok := book.Thing(id); ok { // beside an import its entry may have no name
					t = whole
				}
				gone = append(gone, s.lost(r, id, thingName(t), x, m[1], m[2]))
			}
		}
	}
	data["Plain"] = len(edits)
	data["Lost"], data["Moved"] = gone, moved
	maps.Copy(data, more)
	s.drawTold(w, r, "anchors", s.view("anchors", "Anchors", data), more)
}

// lost describes a citation, with the paragraphs that come nearest to its words.
func (s *anchors) lost(r *http.Request, id, name string, x *scribe.Fact, at, quote string) lost {
	l := lost{ID: id, Name: name, Label: nounOf(r, x.Fields[0].Key),
		Text: strings.Join(namedOf(r, x.Fields[0].Values), ", "), Was: x.Text, At: at, Quote: quote}
	ix := knowOf(r.Context()).Passages()
	if ix == nil {
		return l
	}
	ref, _ := corpus.ParseRef(at)
	for _, q := range []passages.Query{{Text: quote + " " + l.Name + " " + l.Text, Source: ref.Source}, {Text: quote + " " + l.Name + " " + l.Text}} {
		for _, h := range ix.Search(q, 3) {
			_, p := ix.Passage(h.Passage)
			c := candidate{h.Ref.String(), p.Text}
			if !slices.Contains(l.Near, c) && len(l.Near) < 4 {
				l.Near = append(l.Near, c)
			}
		}
	}
	return l
}

// cited tells which citations have moved or are lost, and what anchoring every one would change:
// of the facts, or of what stands beside an import, whose own citations move as it is imported.
func (s *anchors) cited(r *http.Request) (notes []kb.Fault, edits []kb.Edit, err error) {
	held := citableOf(r.Context())
	if s.beside() {
		data, err := fs.ReadFile(s.files(), kb.MendingsFile)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil, nil
		}
		if err == nil {
			edits, notes, err = s.anchorBeside(r.Context(), kb.MendingsFile, data)
		}
		return notes, edits, err
	}
	if notes, err = kb.Check(s.files(), held, nil); err != nil || held == nil {
		return notes, nil, err
	}
	edits, _, err = kb.Anchor(s.files(), held)
	return notes, edits, err
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
		if _, bad := corpus.ParseRef(to); bad != nil {
			s.drawAnchors(w, r, map[string]any{"Trouble": "Choose a paragraph, or write one as article:number, such as shelf:5."})
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
	default:
		err = bad("there is nothing to do")
	}
	var f faulty
	switch {
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
	files := map[string][]kb.Edit{}
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
			text, err := kb.Apply(name, string(data), list)
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
