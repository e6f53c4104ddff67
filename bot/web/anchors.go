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

// errNoAnchors is said where facts were imported.
var errNoAnchors = refusal{http.StatusConflict, errors.New("the citations of this knowledge base were imported with its statements: an import with words of the paragraphs finds them again where those move")}

// anchors is the room in which citations are set again.
type anchors struct{ forms }

func (s *anchors) routes() []route {
	return []route{{"GET", "/curate/anchors", "anchors", Mends, s.pageAnchors}, {"POST", "/curate/anchors", "anchors", Mends, s.setAnchor}}
}

func (s *anchors) pageAnchors(w http.ResponseWriter, r *http.Request) { s.drawAnchors(w, r, nil) }

func (s *anchors) drawAnchors(w http.ResponseWriter, r *http.Request, more map[string]any) {
	if s.beside() {
		s.refuseForm(w, r, errNoAnchors)
		return
	}
	book, ok := s.book(w, r)
	if !ok {
		return
	}
	notes, err := kb.Check(s.files(), citableOf(r.Context()), nil)
	data := map[string]any{}
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
				gone = append(gone, s.lost(r, t, x, m[1], m[2]))
			}
		}
	}
	plain, err := s.unanchored(r)
	if err == nil {
		data["Plain"] = plain
	}
	data["Lost"], data["Moved"] = gone, moved
	maps.Copy(data, more)
	s.drawTold(w, r, "anchors", s.view("anchors", "Anchors", data), more)
}

// lost describes a citation, with the paragraphs that come nearest to its words.
func (s *anchors) lost(r *http.Request, t *scribe.Thing, x *scribe.Fact, at, quote string) lost {
	l := lost{ID: strings.Join(scribe.Get(t.Fields, "id"), ""), Name: thingName(t), Label: nounOf(r, x.Fields[0].Key),
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

// edits are what anchoring every citation would change.
func (s *anchors) edits(r *http.Request) (map[string][]kb.Edit, error) {
	held := citableOf(r.Context())
	if held == nil {
		return nil, bad("there are no articles to anchor citations in")
	}
	list, _, err := kb.Anchor(s.files(), held)
	files := map[string][]kb.Edit{}
	for _, e := range list {
		files[e.File] = append(files[e.File], e)
	}
	return files, err
}

// unanchored counts the citations that have a number alone, or an old one.
func (s *anchors) unanchored(r *http.Request) (n int, err error) {
	files, err := s.edits(r)
	for _, list := range files {
		n += len(list)
	}
	return n, err
}

// setAnchor sets a lost citation again, or anchors all.
func (s *anchors) setAnchor(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	if s.beside() {
		s.refuseForm(w, r, errNoAnchors)
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
		_, err = s.editFacts(r.Context(), who, "set a citation again, from "+form.Get("at"), func(b *scribe.Book) (scribe.Change, error) {
			return b.SetCite(form.Get("thing"), form.Get("was"), form.Get("at"), to)
		})
		done = "The statement cites " + to + " now."
	case "drop":
		_, err = s.editFacts(r.Context(), who, "took out a statement whose words are gone", func(b *scribe.Book) (scribe.Change, error) {
			return b.DropFact(form.Get("thing"), form.Get("was"))
		})
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
	files, err := s.edits(r)
	if err != nil {
		return "", err
	}
	n := 0
	for _, name := range sortedKeys(files) {
		list := files[name]
		_, err := s.editFacts(r.Context(), who, fmt.Sprintf("anchored %s", plural(len(list), "citation")), func(*scribe.Book) (scribe.Change, error) {
			data, err := fs.ReadFile(s.files(), name)
			if err != nil {
				return scribe.Change{}, err
			}
			text, err := kb.Apply(name, string(data), list)
			if err != nil {
				return scribe.Change{}, refusal{http.StatusConflict, err}
			}
			return scribe.Change{File: name, Line: 1, Before: string(data), After: text, Data: []byte(text)}, nil
		})
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
