package web

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"

	"hapjak/bot/store"
)

// This file is the page on which who administers lets others in.

// A curatorRow is a curator on the page.
type curatorRow struct {
	store.Curator
	SignedIn, You bool
}

// people is the room in which who administers lets others in, and gives keys.
type people struct {
	*door
	keys *keyring
}

func (s *people) routes() []route {
	return []route{
		{"GET", "/curate/people", "people", Administers, s.pagePeople},
		{"POST", "/curate/people", "people", Administers, s.setPeople},
		{"POST", "/curate/keys", "people", Administers, s.setKeys},
	}
}

func (s *people) pagePeople(w http.ResponseWriter, r *http.Request) { s.drawPeople(w, r, nil) }

// drawPeople shows the curators, and what was just done.
func (s *people) drawPeople(w http.ResponseWriter, r *http.Request, done map[string]any) {
	list, err := s.audit.memory.Curators(r.Context())
	if err != nil {
		s.refuseForm(w, r, err)
		return
	}
	me, _ := s.who(r)
	in := s.sessions.signedIn()
	var rows []curatorRow
	for _, c := range list {
		rows = append(rows, curatorRow{c, in[c.Name], c.Name == me.Name})
	}
	page := map[string]any{"List": rows, "Roles": Roles(), "Private": s.keys.private()}
	if s.keys.file != "" {
		data, err := os.ReadFile(s.keys.file)
		if err != nil {
			s.painter.log.Error("the file of keys could not be read", "error", err)
		}
		page["Keys"] = keyRows(data)
	}
	maps.Copy(page, done)
	s.drawTold(w, r, "people", s.view("people", "People", page), done)
}

// setPeople gives a role, takes one away, or makes a link.
func (s *people) setPeople(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	me, _ := s.who(r)
	name, do := strings.TrimSpace(r.PostForm.Get("name")), r.PostForm.Get("do")
	role := roleOf(r.PostForm.Get("role"))
	if err := checkName(name); err != nil {
		s.drawPeople(w, r, map[string]any{"Trouble": sentence(err), "Name": name})
		return
	}
	if do == "role" && role == 0 {
		s.drawPeople(w, r, map[string]any{"Trouble": "Choose what " + name + " may do.", "Name": name})
		return
	}
	if (do == "role" && role < Administers || do == "away") && s.isLast(r, name) {
		s.drawPeople(w, r, map[string]any{"Trouble": name + " is the only one who administers. Let another do so first."})
		return
	}
	if do == "new" {
		role = cmp.Or(role, Mends)
		there, err := s.another(r.Context(), name, role)
		if err != nil {
			s.refuseForm(w, r, err)
			return
		}
		if there != nil {
			s.drawPeople(w, r, map[string]any{"Trouble": fmt.Sprintf("There is a %s already, who %s. What they may do is changed there, and a new link is made there.", there.Name, there.Role), "Name": name, "May": role})
			return
		}
	}
	done := map[string]any{}
	var err error
	switch do {
	case "role", "new":
		err = s.give(r.Context(), me, name, role)
		done["Done"] = fmt.Sprintf("%s %s now.", name, role)
	case "away":
		err = s.give(r.Context(), me, name, 0)
		done["Done"] = name + " can no longer sign in, and was signed out everywhere."
	case "link":
	default:
		err = bad("there is nothing to do")
	}
	if err == nil && (do == "link" || do == "new") {
		done["Done"] = nil
		err = s.change(r.Context(), store.Change{Who: me.Name, What: "made a link for " + name}, func() error {
			if _, err := s.audit.memory.Curator(r.Context(), name); err != nil {
				return bad("%s is no curator", name)
			}
			done["Link"], done["For"] = address(r)+"/sign-in/"+s.sessions.link(name), name
			return nil
		})
	}
	if err != nil {
		s.refuseForm(w, r, err)
		return
	}
	s.drawPeople(w, r, done)
}

// another returns the curator of a name, in whatever case, who is let in already under another or for something else; nil
// for none.
func (s *people) another(ctx context.Context, name string, role Role) (*store.Curator, error) {
	list, err := s.audit.memory.Curators(ctx)
	i := slices.IndexFunc(list, func(c store.Curator) bool {
		return strings.EqualFold(c.Name, name) && (c.Name != name || c.Role != role.String())
	})
	if i < 0 {
		return nil, err
	}
	return &list[i], err
}

// isLast reports whether a curator is the only one who administers.
func (s *people) isLast(r *http.Request, name string) bool {
	list, err := s.audit.memory.Curators(r.Context())
	others, is := 0, false
	for _, c := range list {
		if roleOf(c.Role) == Administers {
			is = is || c.Name == name
			if c.Name != name {
				others++
			}
		}
	}
	return err == nil && is && others == 0
}

// address is where the sender of a request reaches this server.
func address(r *http.Request) string {
	if secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
